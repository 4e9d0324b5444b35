/* metric.  Truth: figures that are made up, worked by hand; the textbook set 2 4 4 4 5 5 7 9, of
 * mean 5 and sum of squares 32; and what holds for every row of the table. */
#include "aid_cmocka.h"
#include "carto/metric.h"

#include <math.h>
#include <string.h>

#define N 5
static const double made_up[N] = {4, 1, 4, 9, NAN};

static double compute(const char *name, const double *v, size_t n, double whole, double *out) {
    double of_whole = -1;
    err e = {0};
    if (metric_find(name)->compute(v, n, whole, out, &of_whole, &e)) fail_msg("%s", e.text);
    return of_whole;
}

static void is_near(double got, double want) {
    if (isnan(want) ? !isnan(got) : !(fabs(got - want) < 1e-12))
        fail_msg("%.17g, not %g", got, want);
}

static void test_by_hand(void **state) {
    (void)state;
    /* mean 4.5, squares 0.25 + 12.25 + 0.25 + 20.25 = 33, sd = sqrt(33 / 3) */
    const double sd = sqrt(11);
    const struct {
        const char *name;
        double want[N], whole;
    } rows[] = {
        {"value", {4, 1, 4, 9, NAN}, 5},
        {"rank", {2, 4, 2, 1, NAN}, NAN},
        {"percentile", {50, 12.5, 50, 87.5, NAN}, NAN},
        {"zscore", {-0.5 / sd, -3.5 / sd, -0.5 / sd, 4.5 / sd, NAN}, 0.5 / sd},
        {"ratio", {80, 20, 80, 180, NAN}, 100},
    };
    assert_int_equal(sizeof rows / sizeof *rows, metric_kind_count);
    for (size_t i = 0; i < metric_kind_count; i++) {
        double out[N], whole = compute(rows[i].name, made_up, N, 5, out);
        for (size_t k = 0; k < N; k++) is_near(out[k], rows[i].want[k]);
        is_near(whole, rows[i].whole);
    }
}

static void test_standard_scores_of_a_textbook(void **state) {
    (void)state;
    const double v[] = {2, 4, 4, 4, 5, 5, 7, 9}, want[] = {-3, -1, -1, -1, 0, 0, 2, 4};
    double out[8], sum = 0, squares = 0;
    is_near(compute("zscore", v, 8, NAN, out), NAN);
    for (int i = 0; i < 8; i++) {
        is_near(out[i], want[i] / sqrt(32.0 / 7));
        sum += out[i], squares += out[i] * out[i];
    }
    is_near(sum, 0);
    is_near(squares / 7, 1);
}

static void test_every_row(void **state) {
    (void)state;
    const double same[] = {3, 3, 3}, none[] = {NAN, NAN};
    for (size_t i = 0; i < metric_kind_count; i++) {
        const metric_kind *m = &metric_kinds[i];
        double out[N], way = m->from_high ? -1 : 1;
        assert_ptr_equal(metric_find(m->name), m);
        assert_true(*m->title_en && *m->title_sv && *m->help_en && *m->help_sv);
        assert_true(!*m->unit_en == !*m->unit_sv);
        double whole = compute(m->name, made_up, N, 5, out);
        for (size_t a = 0; a < N; a++)
            for (size_t b = 0; b < N; b++) {
                assert_true(isnan(out[a]) == isnan(made_up[a]));
                if (made_up[a] == made_up[b]) assert_true(out[a] == out[b]);
                if (made_up[a] < made_up[b]) assert_true(way * out[a] < way * out[b]);
            }
        assert_true(isnan(whole) == !m->has_whole);
        compute(m->name, same, 3, 3, out);
        for (int k = 0; k < 3; k++) assert_true(isfinite(out[k]) && out[k] == out[0]);
        if (!isnan(m->center)) assert_true(out[0] == m->center);
        compute(m->name, none, 2, m->needs_whole ? 1 : NAN, out);
        assert_true(isnan(out[0]) && isnan(out[1]));
    }
    assert_null(metric_find("Rank"));
}

static void test_differences_are_decimals(void **state) {
    (void)state;
    assert_true(metric_difference(17.3, 13.5) == 3.8 && 17.3 - 13.5 != 3.8);
    assert_true(metric_difference(0.3, 0.1) == 0.2 && 0.3 - 0.1 != 0.2);
    assert_true(metric_sum(0.1, 0.2) == 0.3);
    assert_true(metric_difference(12.345678, 0.000001) == 12.345677);
    assert_true(metric_difference(995574, 847073) == 148501);
    assert_true(metric_difference(1.0 / 3, 0.5) == 1.0 / 3 - 0.5); /* no decimal: as it is */
    assert_true(metric_difference(1e17, 0.5) == 1e17);
    assert_true(isnan(metric_difference(NAN, 1)) && isnan(metric_sum(1, NAN)));
    assert_true(!signbit(metric_difference(2, 2)) && !signbit(metric_sum(-0.0, -0.0)));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_by_hand),
        cmocka_unit_test(test_standard_scores_of_a_textbook),
        cmocka_unit_test(test_every_row),
        cmocka_unit_test(test_differences_are_decimals),
    };
    return cmocka_run_group_tests_name("metric", tests, NULL, NULL);
}
