#!/usr/bin/env bash
# Makes the environment .venv with exactly the packages of a requirements file: `venv.sh requirements.txt`.
# uv does it in seconds; where uv cannot be had, pip does the same.
set -euo pipefail

requirements="${1:?usage: venv.sh REQUIREMENTS}"
python="$(.ci/python.sh)"

if ! .venv/bin/python -c '' 2>/dev/null; then
    rm -rf .venv
    "$python" -m venv .venv
fi
# uv is pinned, with its hashes, in requirements-dev.txt.
uv_pin="$(mktemp)"
trap 'rm -f "$uv_pin"' EXIT
awk '/^uv==/ {on = 1} on && /^[^ u]/ {exit} on && /^ *#/ {exit} on' requirements-dev.txt >"$uv_pin"

if [ -x .venv/bin/uv ] || .venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r "$uv_pin"; then
    if .venv/bin/uv pip install --quiet --compile-bytecode --python .venv/bin/python --require-hashes -r "$requirements"; then
        exit 0
    fi
    echo "uv could not install the packages; trying pip." >&2
fi
.venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r "$requirements"
