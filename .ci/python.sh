#!/usr/bin/env bash
# Names the Python that .venv is made of: PYTHON where it is set, otherwise Debian's own, which is built for speed, otherwise the first on the
# path. It must be 3.11 or newer and whole; fails where none is.
set -euo pipefail

for python in ${PYTHON:-/usr/bin/python3 python3}; do
    if "$python" -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
        echo "$python"
        exit 0
    fi
done
echo "There is no Python 3.11 or newer with venv here (looked for: ${PYTHON:-/usr/bin/python3 python3})." >&2
exit 1
