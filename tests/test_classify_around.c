/* classify_around.  Truth: edges worked by hand from the definition, over made-up deviations and
 * over published figures (violent crimes per 1,000 residents of Stockholm's districts, 2024, from
 * the city's 13.5); the city's own map of incomes, 75 85 95 105 115 125 around 100; and what holds
 * for every method. */
#include "aid_cmocka.h"
#include "aid_random.h"
#include "carto/classify_around.h"

#include <math.h>
#include <string.h>

static class_breaks around(const char *method, bool symmetric, const double *v, size_t n,
                           size_t k) {
    classify_request r = {.classes = k};
    class_breaks b = {0};
    err e = {0};
    if (classify_around(classify_find(method), symmetric, v, n, &r, &b, &e)) fail_msg("%s", e.text);
    return b;
}

static void edges_are(const class_breaks *b, const double *want, size_t n) {
    assert_int_equal(b->count, n + 1);
    assert_true(isinf(b->edge[0]) && isinf(b->edge[n + 1]));
    for (size_t i = 0; i < n; i++)
        if (!(fabs(b->edge[i + 1] - want[i]) < 1e-12))
            fail_msg("%g, not %g", b->edge[i + 1], want[i]);
}

static void test_symmetric_by_hand(void **state) {
    (void)state;
    /* t = 2 x 5.3 / 5 = 2.12, less than 2 x 4.5 / 3 = 3 */
    const double violence[] = {-4.5, -3.4, -2.9, -2.1, -1.8, -0.9, -0.1, 1.6, 2.5, 3.8, 5.3};
    /* percent of the city; 2 x 64.8 / 7 = 18.5, but 2 x 32.6 / 5 = 13.0 */
    const double income[] = {-32.6, -9.8, -17.0, 21.7,  6.0, 18.5,  64.8,
                             -2.2,  -18,  -19.9, -24.2, 4.9, -11.6, -31.7};
    const double rises[] = {7, 15, 28};          /* 2 x 28 / 5 = 11.2 */
    const double skewed[] = {-1, 3, 30};         /* 12; 2 / 3 is less than half of it: 6 itself */
    const double exact[] = {-0.025, 0.025, NAN}; /* 0.05 / 5 = 0.01: exactly a step */
    const double fallen[] = {-477, -389, -383, -342, -334, -278, -275, -230, -162, 63};
    const double large[] = {-5e9, 5e9}; /* 2e9 */
    class_breaks b = around("quantile", true, violence, 11, 5);
    edges_are(&b, (const double[]){-3, -1, 1, 3}, 4);
    size_t counts[CLASSES_MAX], want[] = {2, 3, 2, 2, 2};
    classify_counts(&b, violence, 11, counts);
    assert_memory_equal(counts, want, sizeof want);
    b = around("jenks", true, income, 14, 7);
    edges_are(&b, (const double[]){-25, -15, -5, 5, 15, 25}, 6);
    const size_t of_city[] = {2, 4, 2, 2, 1, 2, 1};
    classify_counts(&b, income, 14, counts);
    assert_memory_equal(counts, of_city, sizeof of_city);
    b = around("equal", true, rises, 3, 5);
    edges_are(&b, (const double[]){-15, -5, 5, 15}, 4);
    b = around("equal", true, skewed, 3, 5);
    edges_are(&b, (const double[]){-9, -3, 3, 9}, 4);
    b = around("equal", true, exact, 3, 5);
    edges_are(&b, (const double[]){-0.015, -0.005, 0.005, 0.015}, 4);
    assert_true(b.edge[4] == 0.015); /* the double that the decimal reads as */
    /* nine of ten would lie below -1.5 x 95.4, so t is 2 x 477 / 5 = 190.8 */
    b = around("equal", true, fallen, 10, 5);
    edges_are(&b, (const double[]){-300, -100, 100, 300}, 4);
    b = around("equal", true, large, 2, 5);
    edges_are(&b, (const double[]){-3e9, -1e9, 1e9, 3e9}, 4);
}

static void test_rounded_step_by_hand(void **state) {
    (void)state;
    /* t = 2 x 47 / 5 = 18.8, outer edge 28.2 with 5 of 11 beyond: 20 is nearer than 10, with which
     * 9 would lie beyond 15 */
    const double rises[] = {4, 9, 16, 17, 22, 27, 30, 33, 35, 41, 47};
    /* t = 2 x 24.9 / 7 = 7.11: 8 is nearer (0.89) than 6 (1.11) */
    const double eighths[] = {-21, 0, 24.9};
    /* t = 7, between 6 and 8 evenly: the smaller */
    const double even[] = {-24.5, 1, 24.5};
    /* t = 2 x 4.5 / 3 = 3: a step */
    const double three[] = {-4.5, 0, 7.5};
    /* t = 2 x 100 / 11 = 18.2: 20 would put the outer edge at 90 */
    const double far[] = {0, 0, 89, 100};
    /* t = 14, outer edge 21 with 2 of 5 beyond; 10 would put all beyond 15, 20 puts 2 beyond 30 */
    const double crowded[] = {16, 18, 20, 32, 35};
    /* t = 14, outer edge 63 with 1 of 4 beyond; 10 would put all beyond 45, 20 none beyond 90 */
    const double stuck[] = {50, 52, 54, 77};
    size_t counts[CLASSES_MAX];
    class_breaks b = around("quantile", true, rises, 11, 5);
    edges_are(&b, (const double[]){-30, -10, 10, 30}, 4);
    classify_counts(&b, rises, 11, counts);
    assert_int_equal(counts[4], 4);
    b = around("quantile", true, eighths, 3, 7);
    edges_are(&b, (const double[]){-20, -12, -4, 4, 12, 20}, 6);
    b = around("quantile", true, even, 3, 7);
    edges_are(&b, (const double[]){-15, -9, -3, 3, 9, 15}, 6);
    b = around("quantile", true, three, 3, 5);
    edges_are(&b, (const double[]){-4.5, -1.5, 1.5, 4.5}, 4);
    b = around("quantile", true, far, 4, 11);
    edges_are(&b, (const double[]){-90, -70, -50, -30, -10, 10, 30, 50, 70, 90}, 10);
    b = around("quantile", true, crowded, 5, 5);
    edges_are(&b, (const double[]){-30, -10, 10, 30}, 4);
    b = around("quantile", true, stuck, 4, 11);
    edges_are(&b, (const double[]){-63, -49, -35, -21, -7, 7, 21, 35, 49, 63}, 10);
}

static void test_each_side_by_hand(void **state) {
    (void)state;
    const double v[] = {-4, -3, -2, -1, 1, 2, 3, 10};
    class_breaks b = around("quantile", false, v, 8, 3);
    edges_are(&b, (const double[]){-2, 2}, 2);
    /* type 7 of five values: thirds lie at 4 / 3 and 8 / 3 of the way */
    b = around("quantile", false, v, 8, 5);
    edges_are(&b, (const double[]){-8 / 3.0, -4 / 3.0, 4 / 3.0, 8 / 3.0}, 4);
    b = around("equal", false, v, 8, 3);
    edges_are(&b, (const double[]){-2, 5}, 2);
    b = around("quantile", false, v + 4, 4, 5); /* nothing lies below */
    edges_are(&b, (const double[]){4 / 3.0, 8 / 3.0}, 2);
    assert_int_equal(class_of(&b, 0), 0);
}

static void test_none_and_no_deviation(void **state) {
    (void)state;
    const double none[] = {NAN, NAN}, zero[] = {0, NAN, -0.0}, far[] = {-1.5e308, 1.5e308};
    for (int symmetric = 0; symmetric < 2; symmetric++) {
        assert_int_equal(around("quantile", symmetric, none, 2, 5).count, 0);
        assert_int_equal(around("quantile", symmetric, NULL, 0, 5).count, 0);
        class_breaks b = around("quantile", symmetric, zero, 3, 5);
        assert_int_equal(b.count, 1);
        assert_true(b.edge[0] == 0 && b.edge[1] == 0);
        classify_request r = {.classes = 5};
        assert_int_equal(classify_around(classify_find("equal"), symmetric, far, 2, &r, &b, NULL),
                         ERR_RANGE);
    }
}

static void test_odd_numbers(void **state) {
    (void)state;
    for (size_t k = CLASSES_MIN; k <= CLASSES_MAX; k++) {
        size_t odd = classify_around_count(k);
        assert_true(odd % 2 && odd <= CLASSES_MAX);
        assert_int_equal(odd, k % 2 ? k : k == CLASSES_MAX ? k - 1 : k + 1);
    }
}

static void check(const class_breaks *b, size_t k, bool symmetric, const double *v, size_t n) {
    size_t counts[CLASSES_MAX], sum = 0;
    int middle = class_of(b, 0);
    assert_true(b->count >= 1 && b->count <= k);
    for (size_t i = 1; i < b->count; i++) {
        assert_true(b->edge[i] < b->edge[i + 1] && isfinite(b->edge[i]));
        if (symmetric) assert_true(b->edge[i] == -b->edge[k - i]);
    }
    if (symmetric) assert_int_equal(middle, k / 2);
    classify_counts(b, v, n, counts);
    for (size_t i = 0; i < b->count; i++) {
        sum += counts[i];
        if (!symmetric && (int)i != middle) assert_true(counts[i] > 0 || n < k);
    }
    assert_int_equal(sum, n);
    if (symmetric) assert_true(counts[0] + counts[k - 1] > 0);
}

static void test_every_method_around_every_set(void **state) {
    (void)state;
    aid_random random = {20241122};
    for (size_t turn = 0; turn < 300; turn++) {
        double v[40];
        size_t n = 2 + aid_random_bits(&random) % 38;
        for (size_t i = 0; i < n; i++)
            v[i] = ((double)(aid_random_bits(&random) % 400) - 100) / (turn % 3 ? 10 : 7);
        for (size_t m = 0; m < classify_method_count; m++)
            for (size_t k = 3; k < CLASSES_MAX; k += 2)
                for (int way = 0; way < 4; way++) {
                    const classify_method *method = &classify_methods[m];
                    bool symmetric = way & 1, keeps = method->empty != EMPTY_MERGED;
                    if (!classify_around_can(method)) continue;
                    if (!strcmp(method->name, "geometric") && !symmetric) continue; /* not of 0 */
                    classify_request r = {.classes = k,
                                          .closed = way & 2 ? CLOSED_LEFT : CLOSED_RIGHT};
                    class_breaks b;
                    err e = {0};
                    if (classify_around(method, symmetric, v, n, &r, &b, &e))
                        fail_msg("%s", e.text);
                    check(&b, k, symmetric, v, keeps && !symmetric ? 0 : n);
                }
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_symmetric_by_hand),
        cmocka_unit_test(test_rounded_step_by_hand),
        cmocka_unit_test(test_each_side_by_hand),
        cmocka_unit_test(test_none_and_no_deviation),
        cmocka_unit_test(test_odd_numbers),
        cmocka_unit_test(test_every_method_around_every_set),
    };
    return cmocka_run_group_tests_name("classify_around", tests, NULL, NULL);
}
