#include "carto/classify.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define COUNT(a) (sizeof(a) / sizeof *(a))

static uint32_t next_random(uint32_t *state) {
    *state = *state * 1664525u + 1013904223u;
    return *state >> 8;
}

static class_breaks make(const char *method, const double *v, size_t n, size_t classes,
                         closure closed) {
    class_breaks b;
    err e = {0};
    classify_request r = {.classes = classes, .closed = closed};
    err_code rc = classify(classify_find(method), v, n, &r, &b, &e);
    if (rc) fail_msg("%s: %s", method, e.text);
    return b;
}

static void check(const class_breaks *b, const double *v, size_t n, const double *edges,
                  const size_t *counts, size_t k) {
    size_t got[CLASSES_MAX];
    assert_int_equal(b->count, k);
    classify_counts(b, v, n, got);
    for (size_t i = 0; i <= k; i++)
        if (!(fabs(b->edge[i] - edges[i]) <= 1e-12) && b->edge[i] != edges[i])
            fail_msg("edge %zu is %.17g, not %.17g", i, b->edge[i], edges[i]);
    for (size_t i = 0; i < k; i++) assert_int_equal(got[i], counts[i]);
}

#define CHECK(b, v, edges, ...)                                                                    \
    check(&(b), v, COUNT(v), (const double[])edges, (const size_t[])__VA_ARGS__,                   \
          COUNT(((const size_t[])__VA_ARGS__)))
#define LIST(...)                                                                                  \
    { __VA_ARGS__ }

/* ---- quantile: type-7 positions (n - 1) q, worked by hand ---- */

static void quantile_by_hand(void **state) {
    (void)state;
    const double ten[] = {10, 3, 1, 2, 9, 4, 8, 5, 7, 6};
    class_breaks b = make("quantile", ten, COUNT(ten), 4, CLOSED_RIGHT);
    CHECK(b, ten, LIST(1, 3.25, 5.5, 7.75, 10), {3, 2, 2, 3});
    b = make("quantile", ten, COUNT(ten), 5, CLOSED_LEFT);
    CHECK(b, ten, LIST(1, 2.8, 4.6, 6.4, 8.2, 10), {2, 2, 2, 2, 2});
}

static void quantile_edge_on_a_value(void **state) {
    (void)state;
    const double five[] = {1, 2, 3, 4, 5};
    class_breaks b = make("quantile", five, 5, 2, CLOSED_RIGHT);
    CHECK(b, five, LIST(1, 3, 5), {3, 2});
    b = make("quantile", five, 5, 2, CLOSED_LEFT);
    CHECK(b, five, LIST(1, 3, 5), {2, 3});
}

static void quantile_merges_what_ties_leave_empty(void **state) {
    (void)state;
    /* Positions 1, 2, 3, 4: edges 1, 1, 1, 2. */
    const double low[] = {1, 1, 1, 1, 2, 3};
    class_breaks b = make("quantile", low, COUNT(low), 5, CLOSED_RIGHT);
    CHECK(b, low, LIST(1, 1, 2, 3), {4, 1, 1});
    b = make("quantile", low, COUNT(low), 5, CLOSED_LEFT);
    CHECK(b, low, LIST(1, 2, 3), {4, 2});
    /* Positions 1.75, 3.5, 5.25: edges 1, 5, 9, with nothing between 1 and 9. */
    const double two[] = {1, 1, 1, 1, 9, 9, 9, 9};
    b = make("quantile", two, COUNT(two), 4, CLOSED_RIGHT);
    CHECK(b, two, LIST(1, 1, 9), {4, 4});
    b = make("quantile", two, COUNT(two), 4, CLOSED_LEFT);
    CHECK(b, two, LIST(1, 5, 9), {4, 4});
    /* The mirror of `low`: edges 2, 3, 3, 3. */
    const double high[] = {1, 2, 3, 3, 3, 3};
    b = make("quantile", high, COUNT(high), 5, CLOSED_RIGHT);
    CHECK(b, high, LIST(1, 2, 3), {2, 4});
    b = make("quantile", high, COUNT(high), 5, CLOSED_LEFT);
    CHECK(b, high, LIST(1, 2, 3, 3), {1, 1, 4});
}

/* ---- equal ---- */

static void equal_by_hand(void **state) {
    (void)state;
    const double v[] = {0, 2, 4, 5, 10};
    class_breaks b = make("equal", v, COUNT(v), 5, CLOSED_RIGHT);
    CHECK(b, v, LIST(0, 2, 4, 6, 8, 10), {2, 1, 1, 0, 1});
    b = make("equal", v, COUNT(v), 5, CLOSED_LEFT);
    CHECK(b, v, LIST(0, 2, 4, 6, 8, 10), {1, 1, 2, 0, 1});
}

static void equal_drops_classes_of_no_width(void **state) {
    (void)state;
    const double next = nextafter(1, 2), v[] = {1, next}; /* no double lies between them */
    class_breaks b = make("equal", v, 2, 5, CLOSED_RIGHT);
    CHECK(b, v, LIST(1, 1, next), {1, 1});
    b = make("equal", v, 2, 5, CLOSED_LEFT);
    CHECK(b, v, LIST(1, next, next), {1, 1});
}

/* ---- jenks ---- */

static int ascending(const void *a, const void *b) {
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

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

static size_t different(const double *sorted, size_t n) {
    size_t count = n > 0;
    for (size_t i = 1; i < n; i++) count += sorted[i] != sorted[i - 1];
    return count;
}

static double small_sample(uint32_t *state, unsigned kind) {
    double r = next_random(state) % 1000;
    switch (kind) {
    case 0:
        return floor(r / 100) - 5; /* many ties, negative */
    case 1:
        return 1234567890 + r / 10; /* differ in the tenth digit */
    case 2:
        return 1 + r * 1e-9;
    case 3:
        return exp(r / 60); /* seven orders of magnitude */
    default:
        return r - 500;
    }
}

static void jenks_is_the_optimum(void **state) {
    (void)state;
    uint32_t seed = 1;
    for (unsigned round = 0; round < 4000; round++) {
        double v[11];
        size_t n = 1 + next_random(&seed) % COUNT(v), k = 2 + next_random(&seed) % 5;
        for (size_t i = 0; i < n; i++) v[i] = small_sample(&seed, round % 5);
        class_breaks b = make("jenks", v, n, k, round / 5 % 2 ? CLOSED_LEFT : CLOSED_RIGHT);
        qsort(v, n, sizeof *v, ascending);
        size_t most = different(v, n);
        assert_int_equal(b.count, k < most ? k : most);
        long double want = brute_force(v, 0, n, b.count), got = achieved(&b, v, n);
        if (got > want + 1e-14L * squares(v, 0, n) + 1e-9L * want)
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
    uint32_t seed = 7;
    for (size_t k = 2; k <= CLASSES_MAX; k += 5) {
        double v[300];
        for (size_t i = 0; i < COUNT(v); i++) v[i] = pow(next_random(&seed) % 5000, 1.5);
        class_breaks b = make("jenks", v, COUNT(v), k, CLOSED_RIGHT);
        qsort(v, COUNT(v), sizeof *v, ascending);
        long double want = plain_recurrence(v, COUNT(v), k), got = achieved(&b, v, COUNT(v));
        assert_true(fabsl(got - want) <= 1e-9L * want);
    }
}

static void jenks_edges_are_values(void **state) {
    (void)state;
    const double v[] = {12, 1, 10, 2, 11, 3}; /* the halves are far apart */
    class_breaks b = make("jenks", v, COUNT(v), 2, CLOSED_RIGHT);
    CHECK(b, v, LIST(1, 3, 12), {3, 3});
    b = make("jenks", v, COUNT(v), 2, CLOSED_LEFT);
    CHECK(b, v, LIST(1, 10, 12), {3, 3});
    const double lone[] = {1, 10, 11, 12};
    b = make("jenks", lone, COUNT(lone), 2, CLOSED_RIGHT);
    CHECK(b, lone, LIST(1, 1, 12), {1, 3});
}

static void jenks_takes_any_magnitude(void **state) {
    (void)state;
    const double huge[] = {-6e306, -5e306, 5e306, 6e306}, tiny[] = {1e-320, 2e-320, 8e-320, 9e-320};
    class_breaks b = make("jenks", huge, 4, 2, CLOSED_RIGHT);
    CHECK(b, huge, LIST(-6e306, -5e306, 6e306), {2, 2});
    b = make("jenks", tiny, 4, 2, CLOSED_RIGHT);
    assert_true(b.edge[1] == 2e-320);
}

static void many_values_are_classed(void **state) {
    (void)state;
    size_t n = 100000, counts[CLASSES_MAX], sum = 0;
    double *v = calloc(n, sizeof *v);
    assert_non_null(v);
    uint32_t seed = 3;
    for (size_t i = 0; i < n; i++) v[i] = next_random(&seed) / 16777.216 + (double)(i % 7);
    class_breaks b = make("jenks", v, n, 9, CLOSED_RIGHT);
    classify_counts(&b, v, n, counts);
    for (size_t c = 0; c < b.count; c++) sum += counts[c];
    assert_int_equal(b.count, 9);
    assert_int_equal(sum, n);
    class_breaks other = make("equal", v, n, 9, CLOSED_RIGHT);
    assert_true(classify_gvf(&b, v, n) >= classify_gvf(&other, v, n));
    free(v);
}

/* ---- manual ---- */

static class_breaks make_manual(const double *v, size_t n, const double *breaks, size_t n_breaks,
                                closure closed) {
    class_breaks b;
    classify_request r = {.closed = closed, .breaks = breaks, .n_breaks = n_breaks};
    assert_int_equal(classify(classify_find("manual"), v, n, &r, &b, NULL), ERR_OK);
    return b;
}

static void manual_keeps_its_edges(void **state) {
    (void)state;
    const double v[] = {12, 20, 25, NAN}, at[] = {10, 20, 30};
    class_breaks b = make_manual(v, COUNT(v), at, 3, CLOSED_RIGHT);
    CHECK(b, v, LIST(-INFINITY, 10, 20, 30, INFINITY), {0, 2, 1, 0});
    b = make_manual(v, COUNT(v), at, 3, CLOSED_LEFT);
    CHECK(b, v, LIST(-INFINITY, 10, 20, 30, INFINITY), {0, 1, 2, 0});
}

static void manual_edges_on_the_extremes(void **state) {
    (void)state;
    const double v[] = {10, 20, 30}, at[] = {10, 30};
    class_breaks b = make_manual(v, 3, at, 2, CLOSED_RIGHT);
    CHECK(b, v, LIST(10, 10, 30, INFINITY), {1, 2, 0});
    b = make_manual(v, 3, at, 2, CLOSED_LEFT);
    CHECK(b, v, LIST(-INFINITY, 10, 30, 30), {0, 2, 1});
    const double same[] = {5, 5}, one[] = {-0.0};
    b = make_manual(same, 2, one, 1, CLOSED_RIGHT);
    CHECK(b, same, LIST(-INFINITY, 0, 5), {0, 2});
    assert_false(signbit(b.edge[1]));
}

/* ---- every row of the table ---- */

static bool holds(const class_breaks *b, size_t c, double v) {
    double low = b->edge[c], high = b->edge[c + 1];
    bool first = c == 0, last = c + 1 == b->count;
    if (b->closed == CLOSED_RIGHT) return (first ? v >= low : v > low) && v <= high;
    return v >= low && (last ? v <= high : v < high);
}

static void check_classes(const classify_method *m, const class_breaks *b, const double *v,
                          size_t n, size_t present) {
    size_t counts[CLASSES_MAX], sum = 0;
    for (size_t i = 0; i < b->count; i++) {
        assert_true(b->edge[i] <= b->edge[i + 1]);
        if (i > 0 && i + 1 < b->count) assert_true(b->edge[i] < b->edge[i + 1]);
    }
    for (size_t i = 0; i < n; i++) {
        size_t in = 0;
        for (size_t c = 0; c < b->count; c++)
            if (holds(b, c, v[i])) {
                in++;
                assert_int_equal(class_of(b, v[i]), c);
            }
        assert_int_equal(in, isnan(v[i]) ? 0 : 1);
    }
    classify_counts(b, v, n, counts);
    for (size_t c = 0; c < b->count; c++) {
        sum += counts[c];
        if (m->empty == EMPTY_MERGED) assert_true(counts[c] > 0);
    }
    assert_int_equal(sum, present);
    double gvf = classify_gvf(b, v, n);
    assert_true(present ? gvf >= -1e-12 && gvf <= 1 : isnan(gvf));
}

static void try_method(const classify_method *m, uint32_t *seed, unsigned round) {
    static const double breaks[] = {-3, -0.5, 0, 2, 1234567900};
    double v[40];
    size_t n = next_random(seed) % COUNT(v), present = 0;
    for (size_t i = 0; i < n; i++) {
        v[i] = next_random(seed) % 8 ? small_sample(seed, round % 5) : (double)NAN;
        present += !isnan(v[i]);
    }
    classify_request r = {2 + next_random(seed) % 11, round % 2 ? CLOSED_LEFT : CLOSED_RIGHT,
                          m->takes_breaks ? breaks : NULL, m->takes_breaks ? COUNT(breaks) : 0};
    class_breaks b;
    assert_int_equal(classify(m, v, n, &r, &b, NULL), ERR_OK);
    assert_int_equal(b.closed, r.closed);
    assert_true(m->takes_breaks || b.count <= r.classes);
    assert_true((b.count == 0) == (present == 0));
    check_classes(m, &b, v, n, present);
}

static void every_method_puts_each_value_in_one_class(void **state) {
    (void)state;
    uint32_t seed = 11;
    for (size_t i = 0; i < classify_method_count; i++)
        for (unsigned round = 0; round < 1000; round++)
            try_method(&classify_methods[i], &seed, round);
}

static void every_method_has_its_row(void **state) {
    (void)state;
    assert_true(classify_method_count >= 4);
    for (size_t i = 0; i < classify_method_count; i++) {
        const classify_method *m = &classify_methods[i];
        assert_ptr_equal(classify_find(m->name), m);
        assert_true(*m->title_en && *m->title_sv && m->compute);
    }
    assert_null(classify_find("Quantile"));
    assert_null(classify_find(""));
}

static void one_value_is_one_class(void **state) {
    (void)state;
    const double v[] = {NAN, 7, 7, 7};
    for (size_t i = 0; i < classify_method_count; i++) {
        if (classify_methods[i].takes_breaks) continue;
        for (int c = 0; c < 2; c++) {
            class_breaks b = make(classify_methods[i].name, v, COUNT(v), 5, (closure)c);
            CHECK(b, v, LIST(7, 7), {3});
            assert_true(classify_gvf(&b, v, COUNT(v)) == 1);
        }
    }
}

static void minus_zero_is_zero(void **state) {
    (void)state;
    const double v[] = {-0.0, 0.0, -0.0, 4};
    for (size_t i = 0; i < classify_method_count; i++) {
        if (classify_methods[i].takes_breaks) continue;
        class_breaks b = make(classify_methods[i].name, v, COUNT(v), 3, CLOSED_RIGHT);
        for (size_t j = 0; j <= b.count; j++) assert_false(signbit(b.edge[j]));
        assert_int_equal(class_of(&b, -0.0), 0);
    }
}

/* ---- the rest ---- */

static void values_beyond_the_edges(void **state) {
    (void)state;
    const double v[] = {1, 2, 3, 4};
    class_breaks b = make("equal", v, 4, 3, CLOSED_RIGHT), none = {0};
    assert_int_equal(class_of(&b, -100), 0);
    assert_int_equal(class_of(&b, 100), 2);
    assert_int_equal(class_of(&b, INFINITY), 2);
    assert_int_equal(class_of(&b, -INFINITY), 0);
    assert_int_equal(class_of(&b, NAN), -1);
    assert_int_equal(class_of(&none, 1), -1);
}

static void gvf_by_hand(void **state) {
    (void)state;
    /* About 6.5: 2 (30.25 + 20.25 + 12.25) = 125.5; about 2 and 11: 2 + 2. */
    const double v[] = {1, 2, 3, 10, NAN, 11, 12};
    class_breaks b = make("equal", v, COUNT(v), 2, CLOSED_RIGHT);
    assert_true(fabs(classify_gvf(&b, v, COUNT(v)) - (1 - 4 / 125.5)) < 1e-15);
    class_breaks none = {0};
    assert_true(isnan(classify_gvf(&none, v, COUNT(v))));
}

static void bad_requests_are_refused(void **state) {
    (void)state;
    const double v[] = {1, 2}, falling[] = {2, 1}, twice[] = {1, 1}, zeros[] = {-0.0, 0.0},
                 nan_break[] = {NAN}, infinite_break[] = {INFINITY}, many[CLASSES_MAX] = {0};
    const struct {
        const char *method;
        classify_request r;
    } bad[] = {
        {"quantile", {.classes = 1}},
        {"jenks", {.classes = 13}},
        {"equal", {.classes = SIZE_MAX}},
        {"manual", {.classes = 5}},
        {"manual", {.breaks = falling, .n_breaks = 2}},
        {"manual", {.breaks = twice, .n_breaks = 2}},
        {"manual", {.breaks = zeros, .n_breaks = 2}},
        {"manual", {.breaks = nan_break, .n_breaks = 1}},
        {"manual", {.breaks = infinite_break, .n_breaks = 1}},
        {"manual", {.breaks = many, .n_breaks = CLASSES_MAX}},
    };
    for (size_t i = 0; i < COUNT(bad); i++) {
        class_breaks b = {.count = 99};
        err e = {0};
        assert_int_equal(classify(classify_find(bad[i].method), v, 2, &bad[i].r, &b, &e),
                         ERR_RANGE);
        assert_true(e.text[0] && b.count == 99);
    }
}

static void values_too_far_apart_are_refused(void **state) {
    (void)state;
    const double infinite[] = {1, INFINITY}, far[] = {-1.7e308, 1.7e308};
    classify_request r = {.classes = 3};
    class_breaks b;
    err e = {0};
    assert_int_equal(classify(classify_find("jenks"), infinite, 2, &r, &b, &e), ERR_RANGE);
    assert_int_equal(classify(classify_find("equal"), far, 2, &r, &b, &e), ERR_RANGE);
    assert_non_null(strstr(e.text, "too far apart"));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(quantile_by_hand),
        cmocka_unit_test(quantile_edge_on_a_value),
        cmocka_unit_test(quantile_merges_what_ties_leave_empty),
        cmocka_unit_test(equal_by_hand),
        cmocka_unit_test(equal_drops_classes_of_no_width),
        cmocka_unit_test(jenks_is_the_optimum),
        cmocka_unit_test(jenks_is_the_optimum_of_many),
        cmocka_unit_test(jenks_edges_are_values),
        cmocka_unit_test(jenks_takes_any_magnitude),
        cmocka_unit_test(many_values_are_classed),
        cmocka_unit_test(manual_keeps_its_edges),
        cmocka_unit_test(manual_edges_on_the_extremes),
        cmocka_unit_test(every_method_puts_each_value_in_one_class),
        cmocka_unit_test(every_method_has_its_row),
        cmocka_unit_test(one_value_is_one_class),
        cmocka_unit_test(minus_zero_is_zero),
        cmocka_unit_test(values_beyond_the_edges),
        cmocka_unit_test(gvf_by_hand),
        cmocka_unit_test(bad_requests_are_refused),
        cmocka_unit_test(values_too_far_apart_are_refused),
    };
    return cmocka_run_group_tests_name("classify", tests, NULL, NULL);
}
