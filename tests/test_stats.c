#include "aid_random.h"
#include "data/stats.h"

#include <float.h>
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define COUNT(a)              (sizeof(a) / sizeof *(a))
#define near(a, b, tolerance) assert_true(fabs((a) - (b)) <= (tolerance))

static void summary_by_hand(void **state) {
    (void)state;
    /* Mean 5, squared deviations 9 1 1 1 0 0 4 16 = 32, sd = sqrt(32 / 7); type 7 positions
     * 1.75, 3.5 and 5.25 of the eight values. */
    const double v[] = {9, 4, NAN, 2, 4, 5, 5, NAN, 7, 4};
    stats s;
    assert_int_equal(stats_of(v, COUNT(v), &s, NULL), ERR_OK);
    assert_int_equal(s.n, 8);
    assert_int_equal(s.missing, 2);
    near(s.min, 2, 0);
    near(s.max, 9, 0);
    near(s.mean, 5, 0);
    near(s.sd, 2.1380899352993952, 1e-15);
    near(s.q1, 4, 0);
    near(s.median, 4.5, 0);
    near(s.q3, 5.5, 0);
}

static void summary_of_little(void **state) {
    (void)state;
    stats s;
    assert_int_equal(stats_of((double[]){NAN, NAN}, 2, &s, NULL), ERR_OK);
    assert_int_equal(s.n, 0);
    assert_int_equal(s.missing, 2);
    assert_true(isnan(s.min) && isnan(s.mean) && isnan(s.median) && isnan(s.sd));
    assert_int_equal(stats_of(NULL, 0, &s, NULL), ERR_OK);
    assert_int_equal(s.n, 0);
    assert_int_equal(stats_of((double[]){7}, 1, &s, NULL), ERR_OK);
    near(s.q1, 7, 0);
    near(s.mean, 7, 0);
    assert_true(isnan(s.sd));
}

/* NIST StRD NumAcc4: 10000000.2, then 500 times 10000000.1 and 10000000.3; certified mean
 * 10000000.2 and standard deviation 0.1. */
static void certified_deviation(void **state) {
    (void)state;
    double v[1001] = {10000000.2};
    for (size_t i = 1; i < COUNT(v); i++) v[i] = i % 2 ? 10000000.1 : 10000000.3;
    stats s;
    assert_int_equal(stats_of(v, COUNT(v), &s, NULL), ERR_OK);
    near(s.mean, 10000000.2, 2e-9);
    near(s.sd, 0.1, 1e-8);
}

static void mean_keeps_small_values(void **state) {
    (void)state;
    const double v[] = {1e16, 1, NAN, 1, -1e16, 2}; /* sum 4; a plain sum gives 2 or less */
    near(stats_mean(v, COUNT(v)), 0.8, 0);
    assert_true(isnan(stats_mean(NULL, 0)));
}

static void quantiles_are_type_7(void **state) {
    (void)state;
    /* R: quantile(c(1, 2, 3, 4), c(0, .25, .5, .9, 1)) */
    const double v[] = {1, 2, 3, 4};
    near(stats_quantile(v, 4, 0), 1, 0);
    near(stats_quantile(v, 4, 0.25), 1.75, 0);
    near(stats_quantile(v, 4, 0.5), 2.5, 0);
    near(stats_quantile(v, 4, 0.9), 3.7, 1e-15);
    near(stats_quantile(v, 4, 1), 4, 0);
    near(stats_quantile(v, 1, 0.3), 1, 0);
}

static void sorted_drops_missing_and_minus_zero(void **state) {
    (void)state;
    const double v[] = {3, -0.0, NAN, -1, 0.0};
    double *sorted;
    size_t n;
    assert_int_equal(stats_sorted(v, COUNT(v), &sorted, &n, NULL), ERR_OK);
    assert_int_equal(n, 4);
    const double want[] = {-1, 0, 0, 3};
    for (size_t i = 0; i < n; i++) near(sorted[i], want[i], 0);
    assert_false(signbit(sorted[1]) || signbit(sorted[2]));
    free(sorted);
    assert_int_equal(stats_sorted(NULL, 0, &sorted, &n, NULL), ERR_OK);
    assert_int_equal(n, 0);
    assert_non_null(sorted);
    free(sorted);
}

static int ascending(const void *a, const void *b) {
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

/* Of all sizes and signs, many of them equal, against the C library. */
static void sorted_as_by_comparing(void **state) {
    (void)state;
    static double v[5000], want[5000];
    for (size_t n = 250; n <= COUNT(v); n = n * 3 / 2) {
        aid_random r = {n};
        for (size_t i = 0; i < n; i++) {
            double m = aid_random_in(&r, -1, 1);
            v[i] = i % 3 ? ldexp(m, (int)aid_random_in(&r, -1073, 1023)) : floor(9 * m);
            if (v[i] == 0) v[i] = 0;
        }
        v[n / 2] = INFINITY, v[n / 3] = -INFINITY;
        v[n / 4] = 1, v[n / 5] = 1 + DBL_EPSILON, v[n / 6] = 1 - DBL_EPSILON;
        memcpy(want, v, n * sizeof *v);
        qsort(want, n, sizeof *want, ascending);
        double *sorted;
        size_t count;
        assert_int_equal(stats_sorted(v, n, &sorted, &count, NULL), ERR_OK);
        assert_int_equal(count, n);
        assert_memory_equal(sorted, want, n * sizeof *want);
        free(sorted);
    }
}

/* Values of all sizes, and many that differ in their last bits only, against the C library's. */
static void sorts_as_qsort_does(void **state) {
    (void)state;
    enum { N = 3000 };
    static double v[N], want[N];
    const size_t sizes[] = {1, 2, 15, 16, 17, 63, 64, 65, 100, N};
    const double steps[] = {1e-13, 1e-9, 1, 1e7, 1e300}, origins[] = {0, 1, -1e6, 3e5};
    aid_random r = {1};
    for (size_t c = 0; c < COUNT(sizes) * COUNT(steps) * COUNT(origins); c++) {
        size_t n = sizes[c % COUNT(sizes)], got_n;
        double step = steps[c / COUNT(sizes) % COUNT(steps)], *got;
        for (size_t i = 0; i < n; i++) {
            v[i] = origins[c / COUNT(sizes) / COUNT(steps)] +
                   step * ((int)(aid_random_bits(&r) >> 40 & 4095) - 2000);
            want[i] = v[i] == 0 ? 0 : v[i];
        }
        qsort(want, n, sizeof *want, ascending);
        assert_int_equal(stats_sorted(v, n, &got, &got_n, NULL), ERR_OK);
        assert_int_equal(got_n, n);
        assert_memory_equal(got, want, n * sizeof *want);
        free(got);
    }
}

static void ranks_share_places(void **state) {
    (void)state;
    const double v[] = {5, NAN, 9, 5, 1, 5, -0.0, 0.0};
    const size_t best[] = {2, 0, 1, 2, 5, 2, 6, 6}, worst[] = {4, 0, 1, 4, 5, 4, 7, 7};
    size_t rank[COUNT(v)], last[COUNT(v)];
    assert_int_equal(stats_rank(v, COUNT(v), rank, last, NULL), ERR_OK);
    for (size_t i = 0; i < COUNT(v); i++) {
        assert_int_equal(rank[i], best[i]);
        assert_int_equal(last[i], worst[i]);
    }
    assert_int_equal(stats_rank(v, COUNT(v), rank, NULL, NULL), ERR_OK);
    assert_int_equal(rank[2], 1);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(summary_by_hand),
        cmocka_unit_test(summary_of_little),
        cmocka_unit_test(certified_deviation),
        cmocka_unit_test(mean_keeps_small_values),
        cmocka_unit_test(quantiles_are_type_7),
        cmocka_unit_test(sorted_drops_missing_and_minus_zero),
        cmocka_unit_test(sorted_as_by_comparing),
        cmocka_unit_test(sorts_as_qsort_does),
        cmocka_unit_test(ranks_share_places),
    };
    return cmocka_run_group_tests_name("stats", tests, NULL, NULL);
}
