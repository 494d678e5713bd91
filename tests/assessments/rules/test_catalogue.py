"""The published catalogue is what the code says."""

import io

from django.conf import settings
from django.core.management import call_command

from assessments.rules import RULES


def test_the_published_catalogue_is_current():
    """If this fails: `manage.py rule_catalogue > docs/rules.md`."""
    out = io.StringIO()
    call_command("rule_catalogue", stdout=out)
    assert (settings.BASE_DIR / "docs" / "rules.md").read_text(encoding="utf-8") == out.getvalue()


def test_every_rule_stands_in_it_once():
    published = (settings.BASE_DIR / "docs" / "rules.md").read_text(encoding="utf-8")
    rows = [line.split(" | ")[0].removeprefix("| ") for line in published.splitlines() if line.startswith("| ")]
    assert sorted(code for code in rows if code != "code") == sorted(RULES)
