#!/bin/sh
# load.sh KARTBLAD FILE.shp [RUNS]: time and memory of loading a layer, in turn with GDAL, which reads the
# same features into memory (ogr2ogr -f Memory; it projects nothing, kartblad projects every vertex).
# Prints medians, the ratio of the medians, and the memory as a multiple of the .shp.
set -eu
kartblad=$1 file=$2 runs=${3:-7}
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT

measure() { # NAME COMMAND...: appends "SECONDS KIB"
    name=$1
    shift
    /usr/bin/time -f '%e %M' -o "$dir/one" "$@" > /dev/null 2>&1
    tail -n 1 "$dir/one" >> "$dir/$name"
}
median() { # FILE COLUMN
    cut -d' ' -f"$2" "$1" | sort -n | awk '{v[NR] = $1} END {print v[int((NR + 1) / 2)]}'
}

i=0
while [ $i -lt "$runs" ]; do
    measure kartblad "$kartblad" inspect "$file"
    measure gdal ogr2ogr -f Memory out "$file"
    i=$((i + 1))
done
shp=$(wc -c < "$file")
for name in kartblad gdal; do
    awk -v n=$name -v s="$(median "$dir/$name" 1)" -v k="$(median "$dir/$name" 2)" -v shp="$shp" \
        'BEGIN {printf "%-9s %5.2f s  %5.0f MB  %.2f times the .shp\n", n, s, k / 1024, k * 1024 / shp}'
done
awk -v a="$(median "$dir/kartblad" 1)" -v b="$(median "$dir/gdal" 1)" \
    'BEGIN {printf "time, kartblad / gdal: %.2f\n", a / b}'
