#!/usr/bin/env bash
# Puts the five Fandol fonts of the official documents into the folder named (var/fonts), out of Debian's package of them:
# the package is downloaded and opened, not installed. Where it is not to be had, the documents fall back on Noto CJK.
set -euo pipefail

folder="${1:?usage: fonts.sh FOLDER}"
fonts="FandolFang-Regular FandolHei-Regular FandolKai-Regular FandolSong-Regular FandolSong-Bold"
package="texlive-lang-chinese"

whole() { for font in $fonts; do [ -s "$folder/$font.otf" ] || return 1; done; }
whole && exit 0

work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT
fetch() { (cd "$work" && apt-get download -q "$package" >download.log 2>&1); }

echo "Fetching the fonts of the official documents"
if command -v apt-get >/dev/null && { fetch || { [ "$(id -u)" = 0 ] && apt-get update -q >/dev/null 2>&1 && fetch; }; }; then
    dpkg-deb --fsys-tarfile "$work/$package"_*.deb | tar -x -C "$work" --wildcards '*/Fandol*.otf'
    mkdir -p "$folder"
    for font in $fonts; do find "$work" -name "$font.otf" -exec cp {} "$folder/" \;; done
fi
if ! whole; then
    [ ! -e "$work/download.log" ] || cat "$work/download.log" >&2
    echo "The Fandol fonts could not be fetched from Debian's package $package; documents will be drawn in Noto CJK." >&2
    echo "To add them later put these files into $folder: $fonts (.otf)." >&2
fi
