/* Jenks' optimum against brute force, in long double. */
#include "aid_classes.h"

#include <math.h>
#include <stdlib.h>

static long double squares(const double *sorted, size_t from, size_t to) {
    long double mean = 0, sum = 0;
    for (size_t i = from; i < to; i++) mean += sorted[i];
    mean /= (long double)(to - from);
    for (size_t i = from; i < to; i++) sum += (sorted[i] - mean) * (sorted[i] - mean);
    return sum;
}

/* The least sum over every way to cut sorted[from..n) into k classes. */
static long double brute_force(const double *sorted, size_t from, size_t n, size_t k) {
    if (k == 1) return squares(sorted, from, n);
    long double least = INFINITY;
    for (size_t to = from + 1; to + k - 1 <= n; to++) {
        if (sorted[to] == sorted[to - 1]) continue;
        long double c = squares(sorted, from, to) + brute_force(sorted, to, n, k - 1);
        if (c < least) least = c;
    }
    return least;
}

/* The sum that the classes have, by the closure's definition. */
static long double achieved(const class_breaks *b, const double *sorted, size_t n) {
    long double sum = 0;
    size_t from = 0;
    for (size_t c = 0; c < b->count; c++) {
        double edge = b->edge[c + 1];
        size_t to = from;
        while (to < n && (c + 1 == b->count ||
                          (b->closed == CLOSED_RIGHT ? sorted[to] <= edge : sorted[to] < edge)))
            to++;
        assert_true(to > from); /* no class is empty */
        sum += squares(sorted, from, to);
        from = to;
    }
    assert_int_equal(from, n);
    return sum;
}

static void jenks_is_the_optimum(void **state) {
    (void)state;
    aid_random random = {1};
    for (unsigned round = 0; round < 4000; round++) {
        double v[11];
        size_t n = 1 + aid_random_bits(&random) % COUNT(v), k = 2 + aid_random_bits(&random) % 5;
        for (size_t i = 0; i < n; i++) v[i] = aid_sample(&random, round);
        class_breaks b =
            aid_classes("jenks", v, n, k, round / SAMPLE_KINDS % 2 ? CLOSED_LEFT : CLOSED_RIGHT);
        qsort(v, n, sizeof *v, aid_ascending);
        size_t most = aid_different(v, n);
        assert_int_equal(b.count, k < most ? k : most);
        long double want = brute_force(v, 0, n, b.count), got = achieved(&b, v, n);
        if (got > want + 1e-28L * squares(v, 0, n) + 1e-9L * want)
            fail_msg("round %u: %Lg is more than %Lg", round, got, want);
    }
}

/* Truth for larger sets: the plain O(k n^2) recurrence in long double. */
static long double plain_recurrence(const double *sorted, size_t n, size_t k) {
    long double *cost = calloc((n + 1) * (k + 1), sizeof *cost);
    assert_non_null(cost);
    for (size_t j = 1; j <= n; j++) cost[n + 1 + j] = squares(sorted, 0, j);
    for (size_t c = 2; c <= k; c++)
        for (size_t j = c; j <= n; j++) {
            long double least = INFINITY, mean = 0, sum = 0;
            for (size_t i = j; i-- >= c;) { /* the last class is [i, j); Welford 1962 */
                long double d = sorted[i] - mean;
                mean += d / (long double)(j - i);
                sum += d * (sorted[i] - mean);
                if (cost[(c - 1) * (n + 1) + i] + sum < least)
                    least = cost[(c - 1) * (n + 1) + i] + sum;
                if (i == c - 1) break;
            }
            cost[c * (n + 1) + j] = least;
        }
    long double least = cost[k * (n + 1) + n];
    free(cost);
    return least;
}

static void jenks_is_the_optimum_of_many(void **state) {
    (void)state;
    aid_random random = {7};
    for (size_t k = 2; k <= CLASSES_MAX; k += 5) {
        double v[300];
        for (size_t i = 0; i < COUNT(v); i++)
            v[i] = pow(floor(aid_random_in(&random, 0, 5000)), 1.5);
        class_breaks b = aid_classes("jenks", v, COUNT(v), k, CLOSED_RIGHT);
        qsort(v, COUNT(v), sizeof *v, aid_ascending);
        long double want = plain_recurrence(v, COUNT(v), k), got = achieved(&b, v, COUNT(v));
        assert_true(fabsl(got - want) <= 1e-9L * want);
    }
}

static void jenks_edges_are_values(void **state) {
    (void)state;
    const double v[] = {12, 1, 10, 2, 11, 3}; /* the halves are far apart */
    class_breaks b = aid_classes("jenks", v, COUNT(v), 2, CLOSED_RIGHT);
    CLASSES_ARE(b, v, LIST(1, 3, 12), {3, 3});
    b = aid_classes("jenks", v, COUNT(v), 2, CLOSED_LEFT);
    CLASSES_ARE(b, v, LIST(1, 10, 12), {3, 3});
    const double lone[] = {1, 10, 11, 12};
    b = aid_classes("jenks", lone, COUNT(lone), 2, CLOSED_RIGHT);
    CLASSES_ARE(b, lone, LIST(1, 1, 12), {1, 3});
}

static void jenks_takes_any_magnitude(void **state) {
    (void)state;
    const double huge[] = {-6e306, -5e306, 5e306, 6e306}, tiny[] = {1e-320, 2e-320, 8e-320, 9e-320};
    class_breaks b = aid_classes("jenks", huge, 4, 2, CLOSED_RIGHT);
    CLASSES_ARE(b, huge, LIST(-6e306, -5e306, 6e306), {2, 2});
    b = aid_classes("jenks", tiny, 4, 2, CLOSED_RIGHT);
    assert_true(b.edge[1] == 2e-320);
}

static void many_values_are_classed(void **state) {
    (void)state;
    size_t n = 100000, counts[CLASSES_MAX], sum = 0;
    double *v = calloc(n, sizeof *v);
    assert_non_null(v);
    aid_random random = {3};
    for (size_t i = 0; i < n; i++) v[i] = aid_random_in(&random, 0, 1000) + (double)(i % 7);
    class_breaks b = aid_classes("jenks", v, n, 9, CLOSED_RIGHT);
    classify_counts(&b, v, n, counts);
    for (size_t c = 0; c < b.count; c++) sum += counts[c];
    assert_int_equal(b.count, 9);
    assert_int_equal(sum, n);
    class_breaks other = aid_classes("equal", v, n, 9, CLOSED_RIGHT);
    assert_true(classify_gvf(&b, v, n) >= classify_gvf(&other, v, n));
    free(v);
}

/* Each of two groups far apart is cut as it would be alone: of 0, 1, 3 the pair 0, 1 stays. */
static void jenks_sees_small_differences_beside_large_ones(void **state) {
    (void)state;
    const double v[] = {0, 1, 3, 1e10, 1e10 + 1, 1e10 + 3};
    class_breaks b = aid_classes("jenks", v, COUNT(v), 4, CLOSED_RIGHT);
    CLASSES_ARE(b, v, LIST(0, 1, 3, 1e10 + 1, 1e10 + 3), {2, 1, 2, 1});
    const double near[] = {0.1, 0.2, 0.4, 1e9 + 0.25, 1e9 + 0.5, 1e9 + 1};
    b = aid_classes("jenks", near, COUNT(near), 4, CLOSED_LEFT);
    CLASSES_ARE(b, near, LIST(0.1, 0.4, 1e9 + 0.25, 1e9 + 1, 1e9 + 1), {2, 1, 2, 1});
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(jenks_is_the_optimum),
        cmocka_unit_test(jenks_is_the_optimum_of_many),
        cmocka_unit_test(jenks_sees_small_differences_beside_large_ones),
        cmocka_unit_test(jenks_edges_are_values),
        cmocka_unit_test(jenks_takes_any_magnitude),
        cmocka_unit_test(many_values_are_classed),
    };
    return cmocka_run_group_tests_name("jenks", tests, NULL, NULL);
}
