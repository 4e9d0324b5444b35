#include "aid_cmocka.h"
#include "aid_random.h"
#include "tile/huffman.h"

#include <stdlib.h>
#include <string.h>

#define COUNT(a) (sizeof(a) / sizeof *(a))

static uint64_t cost_of(const uint32_t *count, const uint8_t *length, size_t n) {
    uint64_t cost = 0;
    for (size_t i = 0; i < n; i++) cost += (uint64_t)count[i] * length[i];
    return cost;
}

/* The least cost by the book: the two least counts are joined until one is left. */
static uint64_t least_cost(const uint32_t *count, size_t n) {
    uint64_t left[HUFFMAN_SYMBOLS_MAX], cost = 0;
    size_t m = 0;
    for (size_t i = 0; i < n; i++)
        if (count[i]) left[m++] = count[i];
    for (; m > 1; m--) {
        for (size_t end = m; end > m - 2; end--) { /* the least of left[0..end) goes to its end */
            size_t least = 0;
            for (size_t i = 1; i < end; i++)
                if (left[i] < left[least]) least = i;
            uint64_t moved = left[least];
            left[least] = left[end - 1];
            left[end - 1] = moved;
        }
        left[m - 2] += left[m - 1];
        cost += left[m - 2];
    }
    return cost;
}

/* The least cost under a limit: package-merge (Larmore and Hirschberg, 1990): the 2n - 2 cheapest
 * of coins and packages, where packages are made `bits_max` - 1 times. */
static int by_value(const void *a, const void *b) {
    const uint64_t *x = a, *y = b;
    return (*x > *y) - (*x < *y);
}
static uint64_t least_limited_cost(const uint32_t *count, size_t n, unsigned bits_max) {
    uint64_t coin[HUFFMAN_SYMBOLS_MAX], list[2 * HUFFMAN_SYMBOLS_MAX], cost = 0;
    size_t m = 0, k = 0;
    for (size_t i = 0; i < n; i++)
        if (count[i]) coin[m++] = count[i];
    for (unsigned level = 0; level < bits_max; level++) {
        size_t packages = k / 2;
        for (size_t i = 0; i < packages; i++) list[i] = list[2 * i] + list[2 * i + 1];
        memcpy(list + packages, coin, m * sizeof *coin);
        qsort(list, k = packages + m, sizeof *list, by_value);
    }
    for (size_t i = 0; i < 2 * m - 2; i++) cost += list[i];
    return cost;
}

/* Kraft's sum is 1: no code is left over, and there are not too many. */
static void assert_complete(const uint8_t *length, size_t n, unsigned bits_max) {
    uint32_t used = 0;
    for (size_t i = 0; i < n; i++) {
        assert_in_range(length[i], 0, bits_max);
        if (length[i]) used += 1u << (bits_max - length[i]);
    }
    assert_int_equal(used, 1u << bits_max);
}

static void random_counts(aid_random *r, uint32_t *count, size_t n) {
    unsigned kind = (unsigned)(aid_random_bits(r) >> 40) % 4;
    for (size_t i = 0; i < n; i++) {
        double x = aid_random_in(r, 0, 1);
        count[i] = (uint32_t)(kind == 0   ? x * 100
                              : kind == 1 ? x * x * x * x * 100000
                              : kind == 2 ? (x < 0.1 ? 1000 * x : 0)
                                          : 1);
    }
    count[0]++, count[n - 1]++; /* at least two occur */
}

static void test_lengths_are_optimal(void **state) {
    (void)state;
    aid_random r = {11};
    uint32_t count[HUFFMAN_SYMBOLS_MAX];
    uint8_t length[HUFFMAN_SYMBOLS_MAX];
    for (int turn = 0; turn < 400; turn++) {
        size_t n = 2 + (size_t)(aid_random_bits(&r) >> 33) % (HUFFMAN_SYMBOLS_MAX - 1);
        random_counts(&r, count, n);
        huffman_lengths(count, n, HUFFMAN_BITS_MAX, length);
        assert_complete(length, n, HUFFMAN_BITS_MAX);
        uint64_t least = least_cost(count, n), limited = least_limited_cost(count, n, 15);
        if (least == limited) assert_true(cost_of(count, length, n) == least);
        for (size_t i = 0; i < n; i++) assert_int_equal(!length[i], !count[i]);
    }
}

/* Fibonacci's numbers make the deepest tree: without a limit one level for each. */
static void test_limits_hold(void **state) {
    (void)state;
    static const struct {
        size_t n;
        unsigned bits_max;
    } cases[] = {{30, 15}, {19, 7}, {9, 7}, {8, 3}, {30, 5}, {17, 15}};
    for (size_t c = 0; c < COUNT(cases); c++) {
        uint32_t count[32] = {1, 1};
        uint8_t length[32];
        for (size_t i = 2; i < cases[c].n; i++) count[i] = count[i - 1] + count[i - 2];
        huffman_lengths(count, cases[c].n, cases[c].bits_max, length);
        assert_complete(length, cases[c].n, cases[c].bits_max);
        uint64_t least = least_limited_cost(count, cases[c].n, cases[c].bits_max);
        uint64_t cost = cost_of(count, length, cases[c].n);
        assert_true(cost >= least);
        assert_true((double)cost <= 1.15 * (double)least);
    }
}

static void test_counts_may_be_large(void **state) {
    (void)state;
    uint32_t count[HUFFMAN_SYMBOLS_MAX];
    uint8_t length[HUFFMAN_SYMBOLS_MAX];
    for (size_t i = 0; i < COUNT(count); i++) count[i] = HUFFMAN_COUNT_MAX;
    huffman_lengths(count, COUNT(count), 9, length);
    assert_complete(length, COUNT(count), 9);
    /* 288 = 2^8 + 32: so many pairs have 9 bits */
    for (size_t i = 0; i < COUNT(count); i++) assert_int_equal(length[i], i < 64 ? 9 : 8);
}

static void test_fewer_than_two_symbols(void **state) {
    (void)state;
    const uint32_t none[4] = {0}, second[4] = {0, 7}, first[4] = {3};
    uint8_t length[4];
    huffman_lengths(none, 4, 15, length);
    assert_memory_equal(length, ((uint8_t[]){1, 1, 0, 0}), 4);
    huffman_lengths(second, 4, 15, length);
    assert_memory_equal(length, ((uint8_t[]){1, 1, 0, 0}), 4);
    huffman_lengths(first, 4, 15, length);
    assert_memory_equal(length, ((uint8_t[]){1, 1, 0, 0}), 4);
}

/* The example of RFC 1951, 3.2.2: A to H have (3, 3, 3, 3, 3, 2, 4, 4) bits. */
static void test_codes_of_the_rfc(void **state) {
    (void)state;
    const uint8_t length[] = {3, 3, 3, 3, 3, 2, 4, 4};
    static const char *const code[] = {"010", "011", "100", "101", "110", "00", "1110", "1111"};
    huffman_code made[COUNT(length)];
    huffman_codes(length, COUNT(length), made);
    for (size_t i = 0; i < COUNT(length); i++) {
        assert_int_equal(made[i].n, length[i]);
        for (size_t k = 0; k < length[i]; k++) /* the code's first bit is written first */
            assert_int_equal(made[i].bits >> k & 1, code[i][k] - '0');
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_lengths_are_optimal), cmocka_unit_test(test_limits_hold),
        cmocka_unit_test(test_counts_may_be_large), cmocka_unit_test(test_fewer_than_two_symbols),
        cmocka_unit_test(test_codes_of_the_rfc),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
