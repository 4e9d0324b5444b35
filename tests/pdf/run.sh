#!/bin/sh
# run.sh KARTBLAD: draws PDFs and has pdf.js, which is no relative of poppler and qpdf, tell what a
# reader with a screen reader is told.  Prints TAP lines.
set -u
kartblad=$1
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
status=0
for lang in sv en; do
    if ! "$kartblad" image -a shapes/stockholm -i violence --period 2024 --lang $lang --size 800x1000 \
        --title "Våld i ÅÄÖ" --legend --source -o "$dir/$lang.pdf" > "$dir/out" 2>&1; then
        echo "not ok - an image in $lang is drawn"
        sed 's/^/# /' "$dir/out"
        exit 1
    fi
done
node tests/pdf/read.test.mjs "$dir/sv.pdf" "$dir/en.pdf" || status=1
exit $status
