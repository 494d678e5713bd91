# perfeval. `make` alone lists what can be made.
SHELL := /bin/bash
.DEFAULT_GOAL := help
PY := .venv/bin/python
PYTEST := $(PY) -m pytest -n 2 --dist loadgroup
DATA := var
CODE := perfeval assessments reports tests manage.py

.PHONY: help install install-tests fonts demo test test-sqlite test-postgres lint format coverage bench soak messages requirements

help:  ## list the targets
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## (.*)/\1|\2/' | awk -F'|' '{printf "  make %-14s %s\n", $$1, $$2}'

install: .venv/installed fonts $(DATA)/secret-key  ## install all that the product needs: system packages, fonts, .venv
	@$(PY) manage.py compilemessages -v 0 --ignore .venv --ignore $(DATA)
	@$(PY) manage.py collectstatic --noinput -v 0
	@$(PY) manage.py check

install-tests: install .venv/installed-tests  ## the same, with what the tests and linters need

.venv/installed: requirements.txt .ci/venv.sh .ci/system-packages.sh
	@.ci/system-packages.sh product
	@.ci/venv.sh requirements.txt
	@touch $@

.venv/installed-tests: requirements-dev.txt .venv/installed
	@.ci/system-packages.sh tests
	@.ci/venv.sh requirements-dev.txt
	@touch $@

fonts:  ## fetch the fonts of the official documents into var/fonts
	@.ci/fonts.sh $(DATA)/fonts

$(DATA)/secret-key: | .venv/installed
	@mkdir -p $(DATA)
	@umask 077 && $(PY) -c "import secrets; print(secrets.token_urlsafe(64))" > $@

demo: install  ## serve a demonstration year on http://127.0.0.1:8000 (PORT=… for another port)
	@.ci/demo.sh

test: install-tests lint test-sqlite test-postgres  ## all checks and tests, on SQLite and on a PostgreSQL of their own

test-sqlite: install-tests
	env -u DATABASE_URL $(PYTEST)

test-postgres: install-tests  # without the tests of the rooms that know no database: SQLite's run has proved them
	.ci/with-postgres.sh $(PYTEST) -m "not soak and not pure"

lint: install-tests  ## style, types, templates, migrations, settings
	.venv/bin/ruff check $(CODE)
	.venv/bin/ruff format --check $(CODE)
	.venv/bin/mypy
	.venv/bin/djlint templates --lint --quiet
	.venv/bin/djlint templates --check --quiet
	$(PY) manage.py makemigrations --check --dry-run
	env -u DEBUG HTTPS=yes $(PY) manage.py check --deploy --fail-level WARNING
	for catalogue in locale/*/LC_MESSAGES/*.po; do msgfmt --check -o /dev/null "$$catalogue" || exit 1; done

format: install-tests  ## put the code into the common form
	.venv/bin/ruff check --fix --quiet $(CODE)
	.venv/bin/ruff format $(CODE)
	.venv/bin/djlint templates --reformat --quiet || true

coverage: install-tests  ## the suite on SQLite, with the branches it reaches
	@mkdir -p $(DATA)/coverage
	env -u DATABASE_URL $(PYTEST) --cov --cov-report=term --cov-report=html:$(DATA)/coverage/html

bench: install-tests  ## measure the speeds on SQLite and PostgreSQL (ONLY="rules pages" for some of tests/bench)
	env -u DATABASE_URL $(PY) -m tests.bench $(ONLY)
	.ci/with-postgres.sh $(PY) -m tests.bench $(ONLY)

soak: install-tests  ## the long proofs (kills, mass moves, mutation, fuzzing)
	env -u DATABASE_URL $(PYTEST) -m soak
	.ci/with-postgres.sh $(PYTEST) -m "soak and not pure"

messages: install-tests  ## collect the texts to translate into locale/
	$(PY) manage.py makemessages --locale zh_Hans --no-location --no-wrap --ignore .venv --ignore $(DATA) --ignore tests

requirements: .venv/installed-tests  ## pin the newest versions that pyproject.toml allows
	.venv/bin/uv pip compile pyproject.toml --universal --generate-hashes --python-version 3.11 --upgrade --quiet \
		--custom-compile-command "make requirements" --output-file requirements.txt
	.venv/bin/uv pip compile pyproject.toml --group dev --universal --generate-hashes --python-version 3.11 --upgrade --quiet \
		--constraints requirements.txt --custom-compile-command "make requirements" --output-file requirements-dev.txt
