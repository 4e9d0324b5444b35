#!/bin/sh
# run.sh KARTBLAD: serves the Stockholm atlas and drives its pages in Chromium, as a person would.
# Prints TAP lines.  Screenshots are left in tests/browser/out/.
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

status=0
for t in "$here"/*.test.mjs; do
    node "$t" "$(head -n 1 "$dir/out")" || status=1
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
