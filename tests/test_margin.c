/* Truth: figures worked by hand, an example printed elsewhere, and chance itself: differences drawn
 * many times lie within their margin as often as it says. */
#include "aid_cmocka.h"
#include "aid_random.h"
#include "data/margin.h"

#include <math.h>
#include <string.h>

#define near(a, b, by) assert_true(fabs((a) - (b)) <= (by))

static indicator of(indicator_kind kind, const char *unit) {
    indicator ind = {.id = "made_up", .kind = kind};
    ind.unit.text[LANG_EN] = strdup(unit);
    ind.data.n_districts = ind.data.n_periods = 1;
    assert_int_equal(joined_alloc(&ind.data, NULL), ERR_OK);
    return ind;
}

static void put(indicator *ind, double v, double margin, double low, double high, double sample) {
    const value_cell c = {.value = v,
                          .state = isnan(v) ? VALUE_MISSING : VALUE_PRESENT,
                          .margin = margin,
                          .low = low,
                          .high = high,
                          .sample = sample,
                          .note = ""};
    assert_int_equal(joined_store(&ind->data, 0, 0, &c, NULL), ERR_OK);
}

/* Half of 100: 1.96 x 0.05 of 1, 9.8 percentage points.  A tenth of 400: 1.96 x 0.015. */
static void test_of_a_share(void **state) {
    (void)state;
    near(margin_of_share(0.5, 100), 0.098, 1e-15);
    near(margin_of_share(0.1, 400), 0.0294, 1e-15);
    assert_true(isnan(margin_of_share(0, 100)));
    assert_true(isnan(margin_of_share(1, 100)));
    assert_true(isnan(margin_of_share(0.5, 0)));
    assert_true(isnan(margin_of_share(NAN, 5)) && isnan(margin_of_share(0.5, NAN)));
}

static void test_each_basis(void **state) {
    (void)state;
    margin_basis basis;
    indicator share = of(KIND_SHARE, "% of answers"), mean = of(KIND_MEAN, "points");
    put(&share, 50, NAN, NAN, NAN, 100);
    near(margin_of(&share, 0, 0, &basis), 9.8, 1e-13);
    assert_int_equal(basis, MARGIN_SAMPLE);
    assert_true(margin_is_known(&share));
    put(&share, 50, 4, NAN, NAN, 100);
    near(margin_of(&share, 0, 1, &basis), 4, 0);
    assert_int_equal(basis, MARGIN_PUBLISHED);

    put(&mean, 50, NAN, NAN, NAN, 100); /* the size of a sample says nothing of a mean */
    assert_true(isnan(margin_of(&mean, 0, 0, &basis)));
    assert_int_equal(basis, MARGIN_UNKNOWN);
    assert_false(margin_is_known(&mean));
    put(&mean, 50, 4, 47, 55, NAN);
    near(margin_of(&mean, 0, 1, &basis), 5, 0);
    assert_int_equal(basis, MARGIN_INTERVAL);
    near(margin_of(&mean, 0, -1, NULL), 3, 0);
    near(margin_of(&mean, 0, 0, NULL), 5, 0);
    put(&mean, NAN, 4, 47, 55, NAN); /* no figure */
    assert_true(isnan(margin_of(&mean, 0, 1, NULL)));
    indicator_free(&share);
    indicator_free(&mean);
}

static void test_ends_that_lack_or_lie_wrong(void **state) {
    (void)state;
    indicator ind = of(KIND_RATE, "per 1,000");
    put(&ind, 10, NAN, NAN, 12, NAN);
    near(margin_of(&ind, 0, 1, NULL), 2, 0);
    near(margin_of(&ind, 0, 0, NULL), 2, 0);
    assert_true(isnan(margin_of(&ind, 0, -1, NULL)));
    put(&ind, 10, 3, 11, 12, NAN);
    near(margin_of(&ind, 0, -1, NULL), 3, 0); /* the low end is above the figure: not believed */
    indicator_free(&ind);
}

/* 3, 4, 5.  The change: 120 (8) against 100 (10): 20 %, 100/100 sqrt(64 + 1.44 x 100) = 14.42. */
static void test_differences(void **state) {
    (void)state;
    near(margin_of_difference(3, 4), 5, 0);
    near(margin_of_difference(3, 0), 3, 0);
    assert_true(isnan(margin_of_difference(3, NAN)) && isnan(margin_of_difference(NAN, 3)));
    near(margin_of_change(120, 8, 100, 10), 14.422205101855956, 1e-12);
    assert_true(isnan(margin_of_change(120, 8, 0, 10)));
    assert_true(isnan(margin_of_change(120, 8, 100, NAN)));
    assert_true(margin_covers(-5, 5) && margin_covers(5, 5) && !margin_covers(5.001, 5));
    assert_false(margin_covers(1, NAN));
    assert_false(margin_covers(NAN, 1));
}

/* Margins 3 and 4, weights 2 and 1: sqrt(36 + 16) / 3. */
static void test_of_a_mean(void **state) {
    (void)state;
    const double x[] = {1, NAN, 5}, m[] = {3, NAN, 4}, w[] = {2, 9, 1}, none[] = {3, 1, NAN};
    near(margin_of_mean(x, m, w, 3), sqrt(52) / 3, 1e-15);
    near(margin_of_mean(x, m, NULL, 3), 2.5, 1e-15);
    assert_true(isnan(margin_of_mean(x, none, NULL, 3)));
    assert_true(isnan(margin_of_mean(x, m, NULL, 0)));
    /* a - (a + b)/2 = (a - b)/2, margin sqrt(9 + 16)/2 */
    near(margin_from_mean(3, 0.5, 2.5), 2.5, 1e-15);
    /* a - (2a + b)/3 = (a - b)/3, margin 5/3; b - (2a + b)/3 = 2/3 (b - a), 10/3 */
    near(margin_from_mean(3, 2. / 3, sqrt(52) / 3), 5. / 3, 1e-15);
    near(margin_from_mean(4, 1. / 3, sqrt(52) / 3), 10. / 3, 1e-15);
    near(margin_from_mean(3, 1, 3), 0, 0); /* the only one: no difference, surely */
    assert_true(isnan(margin_from_mean(NAN, 0.5, 1)) && isnan(margin_from_mean(1, 0.5, NAN)));
}

/* How many of n stand for a share of 0.3: a coin tossed n times. */
static double drawn(aid_random *seed, int n) {
    int hits = 0;
    for (int i = 0; i < n; i++) hits += aid_random_in(seed, 0, 1) < 0.3;
    return (double)hits / n;
}

/* 95 % of 4,000 differences between two shares that are equal: 3,800, sd 14. */
static void test_chance_agrees(void **state) {
    (void)state;
    aid_random seed = {2024};
    int within = 0;
    for (int i = 0; i < 4000; i++) {
        double a = drawn(&seed, 300), b = drawn(&seed, 500);
        double m = margin_of_difference(margin_of_share(a, 300), margin_of_share(b, 500));
        within += margin_covers(a - b, m);
    }
    assert_in_range(within, 3800 - 70, 3800 + 70);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_of_a_share),
        cmocka_unit_test(test_each_basis),
        cmocka_unit_test(test_ends_that_lack_or_lie_wrong),
        cmocka_unit_test(test_differences),
        cmocka_unit_test(test_of_a_mean),
        cmocka_unit_test(test_chance_agrees),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
