/* Each method against values worked by hand or by another library; what holds for all of them is
 * in test_classify_table.c, jenks in test_jenks.c, pretty and rounding in test_classify_round.c. */
#include "aid_classes.h"

#include <math.h>
#include <string.h>

/* ---- quantile: type-7 positions (n - 1) q, worked by hand ---- */

static void quantile_by_hand(void **state) {
    (void)state;
    const double ten[] = {10, 3, 1, 2, 9, 4, 8, 5, 7, 6};
    class_breaks b = aid_classes("quantile", ten, COUNT(ten), 4, CLOSED_RIGHT);
    CLASSES_ARE(b, ten, LIST(1, 3.25, 5.5, 7.75, 10), {3, 2, 2, 3});
    b = aid_classes("quantile", ten, COUNT(ten), 5, CLOSED_LEFT);
    CLASSES_ARE(b, ten, LIST(1, 2.8, 4.6, 6.4, 8.2, 10), {2, 2, 2, 2, 2});
}

static void quantile_edge_on_a_value(void **state) {
    (void)state;
    const double five[] = {1, 2, 3, 4, 5};
    class_breaks b = aid_classes("quantile", five, 5, 2, CLOSED_RIGHT);
    CLASSES_ARE(b, five, LIST(1, 3, 5), {3, 2});
    b = aid_classes("quantile", five, 5, 2, CLOSED_LEFT);
    CLASSES_ARE(b, five, LIST(1, 3, 5), {2, 3});
}

static void quantile_hits_its_value(void **state) {
    (void)state;
    /* Position 90 x 7 / 10 = 63, where 90 * 0.7 is 62.99999999999999. */
    double v[91];
    for (size_t i = 0; i < COUNT(v); i++) v[i] = (double)i;
    class_breaks b = aid_classes("quantile", v, COUNT(v), 10, CLOSED_RIGHT);
    for (size_t i = 0; i <= 10; i++) assert_true(b.edge[i] == 9 * (double)i);
}

static void quantile_merges_what_ties_leave_empty(void **state) {
    (void)state;
    /* Positions 1, 2, 3, 4: edges 1, 1, 1, 2. */
    const double low[] = {1, 1, 1, 1, 2, 3};
    class_breaks b = aid_classes("quantile", low, COUNT(low), 5, CLOSED_RIGHT);
    CLASSES_ARE(b, low, LIST(1, 1, 2, 3), {4, 1, 1});
    b = aid_classes("quantile", low, COUNT(low), 5, CLOSED_LEFT);
    CLASSES_ARE(b, low, LIST(1, 2, 3), {4, 2});
    /* Positions 1.75, 3.5, 5.25: edges 1, 5, 9, with nothing between 1 and 9. */
    const double two[] = {1, 1, 1, 1, 9, 9, 9, 9};
    b = aid_classes("quantile", two, COUNT(two), 4, CLOSED_RIGHT);
    CLASSES_ARE(b, two, LIST(1, 1, 9), {4, 4});
    b = aid_classes("quantile", two, COUNT(two), 4, CLOSED_LEFT);
    CLASSES_ARE(b, two, LIST(1, 5, 9), {4, 4});
    /* The mirror of `low`: edges 2, 3, 3, 3. */
    const double high[] = {1, 2, 3, 3, 3, 3};
    b = aid_classes("quantile", high, COUNT(high), 5, CLOSED_RIGHT);
    CLASSES_ARE(b, high, LIST(1, 2, 3), {2, 4});
    b = aid_classes("quantile", high, COUNT(high), 5, CLOSED_LEFT);
    CLASSES_ARE(b, high, LIST(1, 2, 3, 3), {1, 1, 4});
}

/* ---- equal ---- */

static void equal_by_hand(void **state) {
    (void)state;
    const double v[] = {0, 2, 4, 5, 10};
    class_breaks b = aid_classes("equal", v, COUNT(v), 5, CLOSED_RIGHT);
    CLASSES_ARE(b, v, LIST(0, 2, 4, 6, 8, 10), {2, 1, 1, 0, 1});
    b = aid_classes("equal", v, COUNT(v), 5, CLOSED_LEFT);
    CLASSES_ARE(b, v, LIST(0, 2, 4, 6, 8, 10), {1, 1, 2, 0, 1});
}

static void equal_drops_classes_of_no_width(void **state) {
    (void)state;
    const double next = nextafter(1, 2), v[] = {1, next}; /* no double lies between them */
    class_breaks b = aid_classes("equal", v, 2, 5, CLOSED_RIGHT);
    CLASSES_ARE(b, v, LIST(1, 1, next), {1, 1});
    b = aid_classes("equal", v, 2, 5, CLOSED_LEFT);
    CLASSES_ARE(b, v, LIST(1, next, next), {1, 1});
}

/* ---- stddev ---- */

static void stddev_by_hand(void **state) {
    (void)state;
    /* Mean 1; squares 8 x 1 + 64 = 72, by n - 1 = 8: variance 9. */
    const double v[] = {0, 0, 0, 0, 0, 0, 0, 0, 9};
    class_breaks b = aid_classes("stddev", v, COUNT(v), 2, CLOSED_RIGHT);
    CLASSES_ARE(b, v, LIST(-INFINITY, -5, -2, 4, 7, 9), {0, 0, 8, 0, 1});
    /* Mean 1, variance 1: edges on values. */
    const double three[] = {0, 1, 2};
    b = aid_classes("stddev", three, 3, 5, CLOSED_RIGHT);
    CLASSES_ARE(b, three, LIST(-INFINITY, -1, 0, 2, 3, INFINITY), {0, 1, 2, 0, 0});
    b = aid_classes("stddev", three, 3, 5, CLOSED_LEFT);
    CLASSES_ARE(b, three, LIST(-INFINITY, -1, 0, 2, 3, INFINITY), {0, 0, 2, 1, 0});
}

/* numpy 1.24: v.mean() + s * v.std(ddof=1) for s in -2, -1, 1, 2 */
static void stddev_as_numpy(void **state) {
    (void)state;
    const double v[] = {3, 1, 2, 4, 5, 9, 12, 40, 41, 100};
    class_breaks b = aid_classes("stddev", v, COUNT(v), 5, CLOSED_RIGHT);
    CLASSES_ARE(b, v,
                LIST(-INFINITY, -41.02373288211302, -9.66186644105651, 53.06186644105651,
                     84.42373288211301, 100),
                {0, 0, 9, 0, 1});
}

/* ---- headtail: Jiang 2013; 1, 1/2 ... 1/10 is his own example ---- */

static void headtail_by_hand(void **state) {
    (void)state;
    double v[10];
    for (int i = 0; i < 10; i++) v[i] = 1.0 / (i + 1);
    /* H(10) / 10 = 7381 / 25200; the head 1, 1/2, 1/3 has the mean 11 / 18; its head is 1. */
    class_breaks b = aid_classes("headtail", v, COUNT(v), 2, CLOSED_RIGHT);
    CLASSES_ARE(b, v, LIST(0.1, 7381 / 25200.0, 11 / 18.0, 1), {7, 2, 1});
    /* Mean 3, a value: it is in the tail, and the head 5, 5 is all equal. */
    const double tie[] = {1, 1, 3, 5, 5};
    b = aid_classes("headtail", tie, COUNT(tie), 2, CLOSED_RIGHT);
    CLASSES_ARE(b, tie, LIST(1, 3, 5), {3, 2});
    b = aid_classes("headtail", tie, COUNT(tie), 2, CLOSED_LEFT);
    CLASSES_ARE(b, tie, LIST(1, 3, 5), {2, 3});
    /* The mean of these decimals is the middle one, not just under it. */
    const double decimals[] = {0.1, 0.2, 0.3};
    b = aid_classes("headtail", decimals, 3, 2, CLOSED_RIGHT);
    CLASSES_ARE(b, decimals, LIST(0.1, 0.2, 0.3), {2, 1});
}

static void headtail_stops_at_the_most_classes(void **state) {
    (void)state;
    /* 8192 zeros, 4096 ones, 2048 twos ...: each head's mean lies above its lowest value and not
     * above the next, so that 14 values would make 14 classes. */
    static double v[16384];
    size_t n = 0;
    for (size_t level = 0; level < 14; level++)
        for (size_t i = 0; i < (size_t)8192 >> level; i++) v[n++] = (double)level;
    class_breaks b = aid_classes("headtail", v, n, 2, CLOSED_RIGHT);
    assert_int_equal(b.count, CLASSES_MAX);
    assert_true(b.edge[CLASSES_MAX - 1] > 10 && b.edge[CLASSES_MAX - 1] < 11);
}

/* ---- boxplot: quartiles of type 7, whiskers of 1.5 interquartile ranges ---- */

static void boxplot_by_hand(void **state) {
    (void)state;
    const double v[] = {1, 2, 3, 4, 5, 6, 7, 8, 100}; /* quartiles 3, 5, 7 */
    class_breaks b = aid_classes("boxplot", v, COUNT(v), 2, CLOSED_RIGHT);
    CLASSES_ARE(b, v, LIST(-INFINITY, -3, 3, 5, 7, 13, 100), {0, 3, 2, 2, 1, 1});
    b = aid_classes("boxplot", v, COUNT(v), 2, CLOSED_LEFT);
    CLASSES_ARE(b, v, LIST(-INFINITY, -3, 3, 5, 7, 13, 100), {0, 2, 2, 2, 2, 1});
}

static void boxplot_merges_equal_edges(void **state) {
    (void)state;
    const double one[] = {1, 5, 5, 5, 5, 5, 9}; /* all five edges are 5 */
    class_breaks b = aid_classes("boxplot", one, COUNT(one), 2, CLOSED_RIGHT);
    CLASSES_ARE(b, one, LIST(1, 5, 9), {6, 1});
    b = aid_classes("boxplot", one, COUNT(one), 2, CLOSED_LEFT);
    CLASSES_ARE(b, one, LIST(1, 5, 9), {1, 6});
    const double low[] = {1, 1, 1, 1, 2, 3, 4}; /* quartiles 1, 1, 2.5 */
    b = aid_classes("boxplot", low, COUNT(low), 2, CLOSED_RIGHT);
    CLASSES_ARE(b, low, LIST(-INFINITY, -1.25, 1, 2.5, 4.75, INFINITY), {0, 4, 1, 2, 0});
}

/* ---- maximum ---- */

static void maximum_by_hand(void **state) {
    (void)state;
    const double v[] = {15, 1, 2, 4, 8, 9}; /* gaps 1, 2, 4, 1, 6 */
    class_breaks b = aid_classes("maximum", v, COUNT(v), 3, CLOSED_RIGHT);
    CLASSES_ARE(b, v, LIST(1, 6, 12, 15), {3, 2, 1});
    b = aid_classes("maximum", v, COUNT(v), 4, CLOSED_LEFT);
    CLASSES_ARE(b, v, LIST(1, 3, 6, 12, 15), {2, 1, 2, 1});
    const double steps[] = {0, 1, 2, 3, 3}; /* of equal gaps the lowest */
    b = aid_classes("maximum", steps, COUNT(steps), 3, CLOSED_RIGHT);
    CLASSES_ARE(b, steps, LIST(0, 0.5, 1.5, 3), {1, 1, 3});
    const double next = nextafter(1, 2), near[] = {1, next}; /* no double lies between them */
    b = aid_classes("maximum", near, 2, 3, CLOSED_RIGHT);
    CLASSES_ARE(b, near, LIST(1, 1, next), {1, 1});
    b = aid_classes("maximum", near, 2, 3, CLOSED_LEFT);
    CLASSES_ARE(b, near, LIST(1, next, next), {1, 1});
}

/* ---- geometric ---- */

static void geometric_by_hand(void **state) {
    (void)state;
    /* Exactly: a value that is an edge must be on its right side. */
    const double tens[] = {1, 10, 100, 1000};
    class_breaks b = aid_classes("geometric", tens, 4, 3, CLOSED_RIGHT);
    CLASSES_ARE(b, tens, LIST(1, 10, 100, 1000), {2, 1, 1});
    assert_true(b.edge[1] == 10 && b.edge[2] == 100);
    const double threes[] = {2, 6, 54, 162}; /* 2 x 3^i: an empty class stays */
    b = aid_classes("geometric", threes, 4, 4, CLOSED_LEFT);
    CLASSES_ARE(b, threes, LIST(2, 6, 18, 54, 162), {1, 1, 0, 2});
    const double far[] = {1e-300, 1e300}; /* their ratio is beyond a double */
    b = aid_classes("geometric", far, 2, 2, CLOSED_RIGHT);
    CLASSES_ARE(b, far, LIST(1e-300, 1, 1e300), {1, 1});
}

/* ---- unclassed, category ---- */

static void unclassed_is_continuous(void **state) {
    (void)state;
    const double v[] = {5, NAN, 1, 2};
    class_breaks b = aid_classes("unclassed", v, COUNT(v), 5, CLOSED_RIGHT);
    CLASSES_ARE(b, v, LIST(1, 5), {3});
    assert_true(b.continuous);
    assert_true(isnan(classify_gvf(&b, v, COUNT(v))));
    assert_false(aid_classes("equal", v, COUNT(v), 2, CLOSED_RIGHT).continuous);
}

static void category_by_hand(void **state) {
    (void)state;
    const double v[] = {3, 1, 7, 3};
    class_breaks b = aid_classes("category", v, COUNT(v), 2, CLOSED_RIGHT);
    CLASSES_ARE(b, v, LIST(1, 1, 3, 7), {1, 2, 1});
    b = aid_classes("category", v, COUNT(v), 2, CLOSED_LEFT);
    CLASSES_ARE(b, v, LIST(1, 3, 7, 7), {1, 2, 1});
}

static void what_cannot_be_classed_says_what_to_do(void **state) {
    (void)state;
    const double zero[] = {0, 1, 2};
    double many[CLASSES_MAX + 1];
    for (size_t i = 0; i < COUNT(many); i++) many[i] = (double)i;
    const struct {
        const char *method, *says;
        const double *v;
        size_t n;
    } bad[] = {
        {"geometric", "the value 0 is not above 0; choose", zero, COUNT(zero)},
        {"category", "13 different values, and at most 12", many, COUNT(many)},
    };
    for (size_t i = 0; i < COUNT(bad); i++) {
        class_breaks b = {.count = 99};
        classify_request r = {.classes = 3};
        err e = {0};
        err_code rc = classify(classify_find(bad[i].method), bad[i].v, bad[i].n, &r, &b, &e);
        assert_int_equal(rc, ERR_RANGE);
        assert_non_null(strstr(e.text, bad[i].says));
        assert_int_equal(b.count, 99);
    }
    class_breaks b = aid_classes("category", many, CLASSES_MAX, 2, CLOSED_RIGHT);
    assert_int_equal(b.count, CLASSES_MAX);
}

/* ---- manual ---- */

static class_breaks make_manual(const double *v, size_t n, const double *breaks, size_t n_breaks,
                                closure closed) {
    return aid_classes_with(
        "manual", v, n,
        (classify_request){.closed = closed, .breaks = breaks, .n_breaks = n_breaks});
}

static void manual_keeps_its_edges(void **state) {
    (void)state;
    const double v[] = {12, 20, 25, NAN}, at[] = {10, 20, 30};
    class_breaks b = make_manual(v, COUNT(v), at, 3, CLOSED_RIGHT);
    CLASSES_ARE(b, v, LIST(-INFINITY, 10, 20, 30, INFINITY), {0, 2, 1, 0});
    b = make_manual(v, COUNT(v), at, 3, CLOSED_LEFT);
    CLASSES_ARE(b, v, LIST(-INFINITY, 10, 20, 30, INFINITY), {0, 1, 2, 0});
}

static void manual_edges_on_the_extremes(void **state) {
    (void)state;
    const double v[] = {10, 20, 30}, at[] = {10, 30};
    class_breaks b = make_manual(v, 3, at, 2, CLOSED_RIGHT);
    CLASSES_ARE(b, v, LIST(10, 10, 30, INFINITY), {1, 2, 0});
    b = make_manual(v, 3, at, 2, CLOSED_LEFT);
    CLASSES_ARE(b, v, LIST(-INFINITY, 10, 30, 30), {0, 2, 1});
    const double same[] = {5, 5}, one[] = {-0.0};
    b = make_manual(same, 2, one, 1, CLOSED_RIGHT);
    CLASSES_ARE(b, same, LIST(-INFINITY, 0, 5), {0, 2});
    assert_false(signbit(b.edge[1]));
}

/* ---- the rest ---- */

static void values_beyond_the_edges(void **state) {
    (void)state;
    const double v[] = {1, 2, 3, 4};
    class_breaks b = aid_classes("equal", v, 4, 3, CLOSED_RIGHT), none = {0};
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
    class_breaks b = aid_classes("equal", v, COUNT(v), 2, CLOSED_RIGHT);
    assert_true(fabs(classify_gvf(&b, v, COUNT(v)) - (1 - 4 / 125.5)) < 1e-15);
    class_breaks none = {0};
    assert_true(isnan(classify_gvf(&none, v, COUNT(v))));
}

static void gvf_takes_any_magnitude(void **state) {
    (void)state;
    /* As 1, 2, 3, 10, 11, 12 in gvf_by_hand. */
    for (int i = 0; i < 2; i++) {
        double unit = i ? 1e300 : 0x1p-1074, v[] = {1, 2, 3, 10, 11, 12};
        for (size_t j = 0; j < COUNT(v); j++) v[j] *= unit;
        class_breaks b = aid_classes("equal", v, COUNT(v), 2, CLOSED_RIGHT);
        assert_true(fabs(classify_gvf(&b, v, COUNT(v)) - (1 - 4 / 125.5)) < 1e-12);
    }
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
    const double infinite[] = {1, INFINITY}, far[] = {-1.7e308, 1.7e308},
                 large[] = {1.6e308, 1.7e308}; /* two ranges above is beyond a double */
    classify_request r = {.classes = 3};
    class_breaks b;
    err e = {0};
    assert_int_equal(classify(classify_find("jenks"), infinite, 2, &r, &b, &e), ERR_RANGE);
    assert_int_equal(classify(classify_find("equal"), far, 2, &r, &b, &e), ERR_RANGE);
    assert_non_null(strstr(e.text, "too far apart"));
    assert_int_equal(classify(classify_find("stddev"), large, 2, &r, &b, &e), ERR_RANGE);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(quantile_by_hand),
        cmocka_unit_test(quantile_edge_on_a_value),
        cmocka_unit_test(quantile_hits_its_value),
        cmocka_unit_test(quantile_merges_what_ties_leave_empty),
        cmocka_unit_test(equal_by_hand),
        cmocka_unit_test(equal_drops_classes_of_no_width),
        cmocka_unit_test(stddev_by_hand),
        cmocka_unit_test(stddev_as_numpy),
        cmocka_unit_test(headtail_by_hand),
        cmocka_unit_test(headtail_stops_at_the_most_classes),
        cmocka_unit_test(boxplot_by_hand),
        cmocka_unit_test(boxplot_merges_equal_edges),
        cmocka_unit_test(maximum_by_hand),
        cmocka_unit_test(geometric_by_hand),
        cmocka_unit_test(unclassed_is_continuous),
        cmocka_unit_test(category_by_hand),
        cmocka_unit_test(what_cannot_be_classed_says_what_to_do),
        cmocka_unit_test(manual_keeps_its_edges),
        cmocka_unit_test(manual_edges_on_the_extremes),
        cmocka_unit_test(values_beyond_the_edges),
        cmocka_unit_test(gvf_by_hand),
        cmocka_unit_test(gvf_takes_any_magnitude),
        cmocka_unit_test(bad_requests_are_refused),
        cmocka_unit_test(values_too_far_apart_are_refused),
    };
    return cmocka_run_group_tests_name("classify", tests, NULL, NULL);
}
