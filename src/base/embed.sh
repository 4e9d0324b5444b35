#!/bin/sh
# embed.sh NAME=PATH...: writes C with each file's bytes and the table that base/embedded.h declares.
# Texts that a browser asks for are there once more as NAME.gz, compressed.
set -eu
echo '#include "base/embedded.h"'
i=0
names=
packed=$(mktemp)
trap 'rm -f "$packed"' EXIT
add() { # NAME, with its bytes on standard input
    echo "static const uint8_t file_$i[] = {"
    od -An -v -tx1 | sed 's/ \([0-9a-f][0-9a-f]\)/0x\1,/g'
    echo '};'
    names="$names $1"
    i=$((i + 1))
}
for pair; do
    name=${pair%%=*} path=${pair#*=}
    add "$name" < "$path"
    case $name in
    *.html | *.css | *.js | *.svg)
        gzip -9nc "$path" > "$packed"
        add "$name.gz" < "$packed"
        ;;
    esac
done
echo 'const embedded_file embedded_files[] = {'
i=0
for name in $names; do
    echo "    {\"$name\", {file_$i, sizeof file_$i}},"
    i=$((i + 1))
done
echo '};'
echo 'const size_t embedded_file_count = sizeof embedded_files / sizeof *embedded_files;'
