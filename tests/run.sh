#!/bin/sh
# run.sh cmocka RESULTS MODE PROGRAM [ARG...]   runs a cmocka program, counts its tests
# run.sh script RESULTS MODE SCRIPT ARG...      runs a script that prints TAP lines, counts them
# run.sh rule RESULTS TARGET                    a make target as one test
# run.sh summary RESULTS                        prints "N passed, N failed"; exit 1 on any failure
# Counts go to RESULTS/*.count as "PASSED FAILED".
set -u
kind=$1 results=$2

note() { # NAME PASSED FAILED OUTPUT
    echo "$2 $3" > "$results/$(echo "$1" | tr '/ ' '__').count"
    if [ "$3" -gt 0 ]; then
        echo "  FAIL   $1: $2 passed, $3 failed"
        sed 's/^/         /' "$4"
    else
        echo "  OK     $1: $2"
    fi
    rm -f "$4"
}

count_tap() { # NAME STATUS OUTPUT
    passed=$(grep -c '^ok ' "$3")
    failed=$(grep -c '^not ok ' "$3")
    # A crash, or a program that ran nothing, has no "not ok" line of its own.
    if [ "$failed" = 0 ] && { [ "$2" != 0 ] || [ "$passed" = 0 ]; }; then failed=1; fi
    note "$1" "$passed" "$failed" "$3"
}

case $kind in
cmocka)
    mode=$3 program=$4
    shift 4
    out=$(mktemp)
    CMOCKA_MESSAGE_OUTPUT=TAP ASAN_OPTIONS=detect_leaks=1:allocator_may_return_null=1 \
        TSAN_OPTIONS=suppressions=tests/tsan.supp \
        LSAN_OPTIONS=suppressions=tests/lsan.supp:print_suppressions=0 "$program" "$@" > "$out" 2>&1
    count_tap "$mode/$(basename "$program")" $? "$out"
    ;;
script)
    mode=$3 script=$4
    shift 4
    out=$(mktemp)
    LSAN_OPTIONS=suppressions=tests/lsan.supp:print_suppressions=0 sh "$script" "$@" > "$out" 2>&1
    count_tap "$mode/$script" $? "$out"
    ;;
rule)
    out=$(mktemp)
    if make --no-print-directory "$3" > "$out" 2>&1; then note "$3" 1 0 "$out"; else note "$3" 0 1 "$out"; fi
    ;;
summary)
    cat "$results"/*.count 2>/dev/null |
        awk '{p += $1; f += $2} END {printf "%d passed, %d failed\n", p, f; exit !(p > 0 && f == 0)}'
    ;;
esac
