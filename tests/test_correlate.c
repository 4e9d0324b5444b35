/* Truth: printed examples, and ranks worked by hand. */
#include "aid_cmocka.h"
#include "aid_random.h"
#include "data/correlate.h"
#include "data/stats.h"

#include <math.h>

#define COUNT(a)       (sizeof(a) / sizeof *(a))
#define near(a, b, by) assert_true(fabs((a) - (b)) <= (by))

static correlation of(const double *x, const double *y, size_t n) {
    correlation c;
    assert_int_equal(correlate(x, y, n, &c, NULL), ERR_OK);
    return c;
}

/* Anscombe 1973, The American Statistician 27(1): four sets that look nothing alike, r = 0.816 of
 * each; more digits as R prints them for its data set `anscombe`. */
static void test_anscombe(void **state) {
    (void)state;
    static const double x[] = {10, 8, 13, 9, 11, 14, 6, 4, 12, 7, 5},
                        x4[] = {8, 8, 8, 8, 8, 8, 8, 19, 8, 8, 8};
    static const struct {
        const double *x;
        double y[11], pearson, spearman;
    } sets[] = {
        {x,
         {8.04, 6.95, 7.58, 8.81, 8.33, 9.96, 7.24, 4.26, 10.84, 4.82, 5.68},
         0.8164205,
         0.8181818},
        {x,
         {9.14, 8.14, 8.74, 8.77, 9.26, 8.10, 6.13, 3.10, 9.13, 7.26, 4.74},
         0.8162365,
         0.6909091},
        {x,
         {7.46, 6.77, 12.74, 7.11, 7.81, 8.84, 6.08, 5.39, 8.15, 6.42, 5.73},
         0.8162867,
         0.9909091},
        {x4, {6.58, 5.76, 7.71, 8.84, 8.47, 7.04, 5.25, 12.50, 5.56, 7.91, 6.89}, 0.8165214, 0.5},
    };
    for (size_t i = 0; i < COUNT(sets); i++) {
        correlation c = of(sets[i].x, sets[i].y, 11);
        assert_int_equal(c.n, 11);
        near(c.pearson, sets[i].pearson, 5e-8);
        near(c.spearman, sets[i].spearman, 5e-8);
    }
}

/* The worked example of "Spearman's rank correlation coefficient" in Wikipedia: rho = -29/165. */
static void test_spearman_as_printed(void **state) {
    (void)state;
    const double iq[] = {106, 100, 86, 101, 99, 103, 97, 113, 112, 110},
                 hours[] = {7, 27, 2, 50, 28, 29, 20, 12, 6, 17};
    near(of(iq, hours, 10).spearman, -29. / 165, 1e-15);
}

static void test_ties_by_hand(void **state) {
    (void)state;
    /* Ranks 1, 2.5, 2.5, 4 and 1, 3, 2, 4: 4.5 / sqrt(4.5 * 5) */
    near(of((double[]){1, 2, 2, 4}, (double[]){10, 30, 20, 40}, 4).spearman, 4.5 / sqrt(22.5),
         1e-15);
    /* All that is monotone is 1, however bent, and its mirror -1. */
    correlation c = of((double[]){1, 2, 3, 4}, (double[]){1, 10, 100, 1e6}, 4);
    near(c.spearman, 1, 1e-15);
    assert_true(c.pearson < 0.9);
    near(of((double[]){1, 2, 3, 4}, (double[]){4, 3, 2, 1}, 4).spearman, -1, 1e-15);
}

static void test_what_has_none(void **state) {
    (void)state;
    correlation c = of((double[]){1, NAN, 3, 4}, (double[]){1, 2, NAN, 3}, 4);
    assert_int_equal(c.n, 2);
    assert_true(isnan(c.pearson) && isnan(c.spearman));
    c = of((double[]){0.1, 0.1, 0.1, 0.1}, (double[]){1, 2, 3, 4}, 4);
    assert_true(c.n == 4 && isnan(c.pearson) && isnan(c.spearman));
    c = of((double[]){1e200, 2e200, 3e200}, (double[]){1e-200, 2e-200, 3e-200}, 3);
    (void)c; /* neither overflow nor nothing: */
    assert_true(c.spearman > 0.999 && (isnan(c.pearson) || fabs(c.pearson) <= 1));
    c = of(NULL, NULL, 0);
    assert_int_equal(c.n, 0);
}

static void test_weighted_mean(void **state) {
    (void)state;
    size_t n;
    double total;
    /* (1*10 + 3*20 + 0*99) / 4; the others lack one of the two */
    near(stats_mean_weighted((double[]){10, 20, NAN, 5, 99}, (double[]){1, 3, 8, NAN, 0}, 5, &n,
                             &total),
         17.5, 0);
    assert_int_equal(n, 3);
    near(total, 4, 0);
    assert_true(isnan(stats_mean_weighted((double[]){1}, (double[]){0}, 1, NULL, NULL)));
    double v[3] = {1e16, 1, -1e16}, w[3] = {1, 1, 1};
    near(stats_mean_weighted(v, w, 3, NULL, NULL), 1. / 3, 1e-16);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_anscombe),      cmocka_unit_test(test_spearman_as_printed),
        cmocka_unit_test(test_ties_by_hand),  cmocka_unit_test(test_what_has_none),
        cmocka_unit_test(test_weighted_mean),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
