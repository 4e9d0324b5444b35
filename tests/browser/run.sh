#!/bin/sh
# run.sh KARTBLAD: serves the Stockholm atlas and drives its pages in Chromium, as a person would: each
# *.test.mjs gets the server's address and the program.  Two run at a time.  Prints TAP lines.  Screenshots
# are left in tests/browser/out/.
set -u
kartblad=$1
here=tests/browser
dir=$(mktemp -d)
server=
trap '[ -z "$server" ] || kill "$server" 2>/dev/null; rm -rf "$dir"' EXIT
mkdir -p "$here/out"

"$kartblad" serve -a shapes/stockholm --listen 127.0.0.1:0 > "$dir/out" 2> "$dir/err" &
server=$!
tries=0
while [ ! -s "$dir/out" ] && [ $tries -lt 100 ] && kill -0 $server 2>/dev/null; do
    sleep 0.1
    tries=$((tries + 1))
done
if [ ! -s "$dir/out" ]; then
    echo "not ok 1 - the server starts and prints its address"
    sed 's/^/# /' "$dir/err"
    exit 1
fi

address=$(head -n 1 "$dir/out")
for f in "$here"/*.test.mjs; do basename "$f" .test.mjs; done | xargs -P 2 -I NAME sh -c \
    'node "$1/NAME.test.mjs" "$2" "$3" > "$4/NAME.tap" 2>&1; echo $? > "$4/NAME.status"' \
    sh "$here" "$address" "$kartblad" "$dir"
status=0
for f in "$dir"/*.tap; do
    name=$(basename "$f" .tap)
    sed "s/^\(not \)\?ok \([0-9]*\) - /&$name: /" "$f"
    ended=$(cat "$dir/$name.status")
    [ "$ended" = 0 ] || status=1
    # A file that broke off has no failed test of its own.
    if [ "$ended" != 0 ] && ! grep -q '^not ok ' "$f"; then echo "not ok 99 - $name: it ended with status $ended"; fi
done

kill -TERM $server
wait $server
ended=$?
server=
if [ $ended = 0 ]; then
    echo "ok 100 - SIGTERM ends the server with exit status 0"
else
    echo "not ok 100 - SIGTERM ends the server with exit status 0: it was $ended"
    sed 's/^/# /' "$dir/err"
    status=1
fi
exit $status
