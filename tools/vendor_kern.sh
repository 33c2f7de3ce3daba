#!/bin/sh
# SPDX-License-Identifier: AGPL-3.0-or-later
# Fetches what the pages and PDFs are drawn with, checks it, and cuts the fonts to what is needed.
# Run by hand when a version changes; neither installation nor running needs Node or this script.
# Needs npm, openssl, and a Python with fontTools and brotli on the PATH.
set -eu

KERN=2.7.2
KERN_SHA512=TN0Mqbasp7S1IOqurXickde8MDj5hIcgT4s3f1i33wyv2iVgA1dTO/FoQyi6rgM9KYTYkIthl9k72g7fBUUvHg==
AXE=4.14.1
AXE_SHA512=FHfa+lmNjQZfJz1q8wKqIDwC6DExcHt/pkjNQb09a3NPjCKg2rhu5qb2S4r76ASyFNNtuFooJpZe37OgudVGtQ==

root=$(cd "$(dirname "$0")/.." && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

fetch() { # package version sha512 folder
    archive=$(npm pack --silent "$1@$2")
    found=$(openssl dgst -sha512 -binary "$archive" | openssl base64 -A)
    [ "$found" = "$3" ] || { echo "$1 $2: checksum differs, nothing was changed" >&2; exit 1; }
    mkdir "$4" && tar -xzf "$archive" -C "$4" --strip-components=1
}
fetch @kern-ux/native "$KERN" "$KERN_SHA512" kern
fetch axe-core "$AXE" "$AXE_SHA512" axe

static="$root/kim/static/kim"
mkdir -p "$static/vendor/kern" "$static/vendor/htmx" "$static/fonts" "$root/casemanagement/printing/fonts" "$root/tests/vendor/axe-core"
cp kern/dist/kern.min.css "$static/vendor/kern/"
cp kern/LICENSE.md "$static/vendor/kern/LICENSE.md"
cp axe/axe.min.js axe/LICENSE axe/LICENSE-3RD-PARTY.txt "$root/tests/vendor/axe-core/"

# htmx as the locked django-htmx brings it, so that both always fit together.
cp "$(find "$root/.venv" -path '*django_htmx/static/django_htmx/htmx-2.min.js')" "$static/vendor/htmx/htmx.min.js"

# What every German page needs, with the letters of Turkish, Polish, Romanian and Kurdish names.
MAIN='U+0020-007E,U+00A0-017F,U+018F,U+01E6,U+01E7,U+0218-021B,U+0259,U+02BE,U+02BF,U+1E9E,U+2013,U+2014,U+2018-201A,U+201C-201E,U+2020-2022,U+2026,U+2030,U+2039,U+203A,U+20AC,U+2190-2193,U+2212,U+2248,U+2260,U+2264,U+2265'
# The rest of DIN 91379; a browser loads it only for a page that shows such a letter.
RARE='U+0020-007E,U+0180-024F,U+0250-02FF,U+0300-036F,U+1D48,U+1D57,U+1E00-1EFF'
SCRIPTS='U+0370-03FF,U+0400-04FF'
FEATURES='ccmp,kern,liga,locl,mark,mkmk,lnum,tnum'

web() { # source characters target
    pyftsubset "$1" --unicodes="$2" --layout-features="$FEATURES" --no-hinting \
        --flavor=woff2 --output-file="$static/fonts/$3"
}
fira=kern/dist/fonts/fira-sans
noto=kern/dist/fonts/noto-sans
web "$fira/FiraSans-Regular.woff2" "$MAIN" fira-sans-400.woff2
web "$fira/FiraSans-SemiBold.woff2" "$MAIN" fira-sans-600.woff2
web "$noto/NotoSans-Regular.woff2" "$RARE" noto-sans-400.woff2
web "$noto/NotoSans-Bold.woff2" "$RARE" noto-sans-600.woff2
web "$noto/NotoSans-Regular.woff2" "$SCRIPTS" noto-sans-scripts-400.woff2

# Typst reads no woff2; one family with every letter of the norm, so that a letter never changes its face.
for cut in Regular Bold; do
    pyftsubset "$noto/NotoSans-$cut.woff2" --layout-features='*' --no-hinting --flavor= \
        --unicodes='U+0020-007E,U+00A0-024F,U+0250-036F,U+0370-03FF,U+0400-04FF,U+1D00-1D7F,U+1E00-1EFF,U+2000-206F,U+2070-209F,U+20A0-20BF,U+2100-214F,U+2190-2193,U+2212,U+221E,U+2248,U+2260,U+2264,U+2265,U+25A0-25FF,U+FFFD' \
        --output-file="$root/casemanagement/printing/fonts/NotoSans-$cut.ttf"
done
# What both cuts can print, as ranges, for casemanagement.printing.characters.
python3 - "$root/casemanagement/printing/fonts" <<'PY'
import sys
from pathlib import Path
from fontTools.ttLib import TTFont

folder = Path(sys.argv[1])
codes = sorted(set.intersection(*(set(TTFont(path).getBestCmap()) for path in folder.glob("*.ttf"))))
ranges: list[list[int]] = []
for code in codes:
    if ranges and ranges[-1][1] == code - 1:
        ranges[-1][1] = code
    else:
        ranges.append([code, code])
lines = (f"{first:04X}-{last:04X}" if last > first else f"{first:04X}" for first, last in ranges)
(folder / "characters.txt").write_text("\n".join(lines) + "\n")
PY
echo "KERN $KERN, axe-core $AXE, fonts: done"
