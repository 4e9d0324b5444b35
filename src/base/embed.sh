#!/bin/sh
# embed.sh NAME=PATH...: writes C with each file's bytes and the table that base/embedded.h declares.
set -eu
echo '#include "base/embedded.h"'
i=0
for pair; do
    echo "static const uint8_t file_$i[] = {"
    od -An -v -tx1 "${pair#*=}" | sed 's/ \([0-9a-f][0-9a-f]\)/0x\1,/g'
    echo '};'
    i=$((i + 1))
done
echo 'const embedded_file embedded_files[] = {'
i=0
for pair; do
    echo "    {\"${pair%%=*}\", {file_$i, sizeof file_$i}},"
    i=$((i + 1))
done
echo '};'
echo 'const size_t embedded_file_count = sizeof embedded_files / sizeof *embedded_files;'
