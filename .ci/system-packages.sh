#!/usr/bin/env bash
# Installs the Debian packages that are missing: `system-packages.sh product` or `system-packages.sh tests`.
# Works as root or through sudo; otherwise says exactly what to install and stops.
set -euo pipefail

product="libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fontconfig fonts-noto-cjk fonts-dejavu-core"
tests="postgresql poppler-utils libreoffice-writer libreoffice-calc fonts-liberation2"
missing=""

installed() { [ "$(dpkg-query -W -f '${db:Status-Status}' "$1" 2>/dev/null)" = installed ]; }
need() { installed "$1" || missing="$missing $1"; }

case "${1:-}" in
    product)
        .ci/python.sh >/dev/null 2>&1 || missing="$missing python3 python3-venv"
        command -v msgfmt >/dev/null || missing="$missing gettext"
        for package in $product; do need "$package"; done
        ;;
    tests)
        command -v chromium >/dev/null || missing="$missing chromium"
        for package in $tests; do need "$package"; done
        ;;
    *)
        echo "usage: $0 product|tests" >&2
        exit 2
        ;;
esac
[ -n "$missing" ] || exit 0

if ! command -v apt-get >/dev/null; then
    echo "This machine has no apt-get. Install what stands for these Debian packages, then try again:$missing" >&2
    exit 1
fi
if [ "$(id -u)" = 0 ]; then
    as_root=""
elif command -v sudo >/dev/null && { [ -t 0 ] || sudo -n true 2>/dev/null; }; then
    as_root="sudo"
else
    echo "System packages are missing and this account may not install them. Let an administrator run:" >&2
    echo "    apt-get install --no-install-recommends$missing" >&2
    exit 1
fi

echo "Installing system packages:$missing"
log="$(mktemp)"
trap 'rm -f "$log"' EXIT
quietly() {
    if ! $as_root env DEBIAN_FRONTEND=noninteractive "$@" >"$log" 2>&1; then
        cat "$log" >&2
        echo "Failed: $*" >&2
        exit 1
    fi
}
quietly apt-get update -q
# shellcheck disable=SC2086
quietly apt-get install -q -y --no-install-recommends $missing
