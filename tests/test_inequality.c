/* Truth: figures worked by hand or printed elsewhere, and the definitions summed over all pairs. */
#include "aid_cmocka.h"
#include "aid_random.h"
#include "data/inequality.h"
#include "data/segregation.h"

#include <math.h>
#include <stdlib.h>

#define COUNT(a)       (sizeof(a) / sizeof *(a))
#define near(a, b, by) assert_true(fabs((a) - (b)) <= (by))

static inequality of(const double *v, const double *w, size_t n) {
    inequality q;
    assert_int_equal(inequality_of(v, w, n, &q, NULL), ERR_OK);
    return q;
}

static void test_gini_of_1_to_n(void **state) {
    (void)state;
    double v[200];
    for (size_t n = 1; n <= COUNT(v);
         n++) { /* sum of (2i - n - 1) i = n (n - 1)(n + 1) / 6; 7919 is prime: a permutation */
        for (size_t i = 0; i < n; i++) v[i] = (double)((i * 7919) % n + 1);
        inequality q = of(v, NULL, n);
        near(q.gini, ((double)n - 1) / (3 * (double)n), 1e-14);
        inequality_free(&q);
    }
}

/* The example of R's package ineq: ineq(x) prints 0.4620911. */
static void test_gini_as_printed_by_ineq(void **state) {
    (void)state;
    const double v[] = {541, 1463, 2445, 3438, 4437, 5401, 6392, 8304, 11904, 22261};
    inequality q = of(v, NULL, COUNT(v));
    near(q.gini, 0.4620911, 5e-8);
    near(q.ratio, 22261. / 541, 1e-12);
    near(q.gap, 21720, 0);
    inequality_free(&q);
}

static void test_theil_by_hand(void **state) {
    (void)state;
    /* 1 and 3, mean 2: (0.5 ln 0.5 + 1.5 ln 1.5) / 2 */
    inequality q = of((double[]){3, NAN, 1}, NULL, 3);
    assert_int_equal(q.n, 2);
    near(q.theil, 0.13081203594113695, 1e-15);
    near(q.gini, 0.25, 1e-15);
    near(q.ratio, 3, 0);
    inequality_free(&q);
    /* one has all: ln n and 1 - 1/n */
    q = of((double[]){0, 0, 0, 0, 12}, NULL, 5);
    near(q.theil, log(5), 1e-15);
    near(q.gini, 0.8, 1e-15);
    assert_true(isnan(q.ratio));
    inequality_free(&q);
}

static void test_lorenz(void **state) {
    (void)state;
    const double v[] = {4, 2, 1, 3}, wanted[] = {0, 0.1, 0.3, 0.6, 1};
    inequality q = of(v, NULL, 4);
    for (size_t i = 0; i <= 4; i++) {
        near(q.lorenz[i].districts, (double)i / 4, 1e-15);
        near(q.lorenz[i].amount, wanted[i], 1e-15);
    }
    inequality_free(&q);
}

static void test_equal_figures(void **state) {
    (void)state;
    double v[37], w[37];
    for (size_t i = 0; i < COUNT(v); i++) v[i] = 0.1, w[i] = (double)i + 0.3;
    for (int weighted = 0; weighted < 2; weighted++) {
        inequality q = of(v, weighted ? w : NULL, COUNT(v));
        assert_true(q.gini == 0 && q.theil == 0 && q.gap == 0 && q.ratio == 1);
        inequality_free(&q);
    }
}

static void test_what_has_no_measure(void **state) {
    (void)state;
    inequality q = of((double[]){-1, 2, 3}, NULL, 3);
    assert_true(q.negative && isnan(q.gini) && isnan(q.theil) && isnan(q.ratio) && !q.lorenz);
    near(q.gap, 4, 0);
    inequality_free(&q);
    q = of((double[]){0, 0}, NULL, 2);
    assert_true(!q.negative && isnan(q.gini) && isnan(q.theil) && isnan(q.ratio) && q.gap == 0);
    inequality_free(&q);
    q = of((double[]){NAN, 4}, (double[]){1, NAN}, 2);
    assert_true(q.n == 0 && isnan(q.gini) && isnan(q.gap) && !q.lorenz);
    inequality_free(&q);
    q = of(NULL, NULL, 0);
    assert_int_equal(q.n, 0);
    inequality_free(&q);
}

static double pairs_gini(const double *v, const double *w, size_t n) {
    double apart = 0, sum = 0, all = 0;
    for (size_t i = 0; i < n; i++) {
        for (size_t k = 0; k < n; k++) apart += w[i] * w[k] * fabs(v[i] - v[k]);
        sum += w[i] * v[i];
        all += w[i];
    }
    return apart / (2 * all * sum);
}

static double plain_theil(const double *v, const double *w, size_t n) {
    double sum = 0, all = 0, t = 0;
    for (size_t i = 0; i < n; i++) sum += w[i] * v[i], all += w[i];
    for (size_t i = 0; i < n; i++)
        t += v[i] > 0 ? w[i] / all * v[i] * all / sum * log(v[i] * all / sum) : 0;
    return t;
}

/* Against sums over all pairs; a weight of 3 is three districts; units and weights' scale are free.
 */
static void test_random_figures(void **state) {
    (void)state;
    aid_random r = {20};
    for (int round = 0; round < 200; round++) {
        double v[60], w[60], copies[240], one[240], scaled[60];
        size_t n = 1 + aid_random_bits(&r) % 60, m = 0;
        for (size_t i = 0; i < n; i++) {
            v[i] = floor(aid_random_in(&r, 0, 40)) / 4 + 0.25 * (i == 0);
            w[i] = (double)(1 + aid_random_bits(&r) % 4);
            scaled[i] = v[i] * 1000;
            for (int c = 0; c < (int)w[i]; c++) copies[m] = v[i], one[m++] = 1;
        }
        inequality q = of(v, w, n), many = of(copies, NULL, m), other = of(scaled, w, n);
        near(q.gini, pairs_gini(v, w, n), 1e-12);
        near(q.gini, pairs_gini(copies, one, m), 1e-12);
        near(q.gini, many.gini, 1e-12);
        near(q.gini, other.gini, 1e-12);
        near(q.theil, plain_theil(v, w, n), 1e-12);
        near(q.theil, many.theil, 1e-12);
        double under = 0; /* twice the area between the diagonal and the curve */
        for (size_t i = 0; i < n; i++)
            under += (q.lorenz[i + 1].districts - q.lorenz[i].districts) *
                     (q.lorenz[i + 1].amount + q.lorenz[i].amount);
        near(q.gini, 1 - under, 1e-12);
        inequality_free(&q);
        inequality_free(&many);
        inequality_free(&other);
    }
}

/* 1 and 3, 2 and 6: each part's T is that of 1 and 3, the parts' means are 2 and 4 of 3, their
 * shares 1/3 and 2/3: between = ln(2/3) / 3 + 2 ln(4/3) / 3. */
static void test_parts_by_hand(void **state) {
    (void)state;
    const double v[] = {1, 2, 3, 6, 100, NAN};
    const uint32_t part[] = {0, 1, 0, 1, INEQUALITY_NO_PART, 2};
    inequality_parts p;
    assert_int_equal(inequality_theil_parts(v, NULL, part, 6, 3, &p, NULL), ERR_OK);
    assert_int_equal(p.n, 4);
    near(p.between, 0.05663301226513249, 1e-15);
    near(p.within, 0.13081203594113695, 1e-15);
    near(p.theil, 0.18744504820626944, 1e-15);
    near(p.part[0].mean, 2, 0);
    near(p.part[1].share, 2. / 3, 1e-15);
    near(p.part[1].theil, 0.13081203594113695, 1e-15);
    assert_true(p.part[2].n == 0 && isnan(p.part[2].mean));
    inequality_parts_free(&p);
}

static void test_parts_add_up(void **state) {
    (void)state;
    aid_random r = {21};
    for (int round = 0; round < 200; round++) {
        double v[50], w[50];
        uint32_t part[50];
        size_t n = 2 + aid_random_bits(&r) % 48, parts = 1 + aid_random_bits(&r) % 6;
        for (size_t i = 0; i < n; i++) {
            v[i] = floor(aid_random_in(&r, 0, 9)) + (i == 0);
            w[i] = aid_random_in(&r, 0.1, 5);
            part[i] = (uint32_t)(aid_random_bits(&r) % parts);
        }
        inequality_parts p;
        assert_int_equal(inequality_theil_parts(v, w, part, n, parts, &p, NULL), ERR_OK);
        near(p.theil, plain_theil(v, w, n), 1e-12);
        near(p.between + p.within, p.theil, 1e-15);
        if (parts == 1) near(p.between, 0, 1e-15);
        inequality_parts_free(&p);
    }
    inequality_parts p;
    assert_int_equal(
        inequality_theil_parts((double[]){-1, 2}, NULL, (uint32_t[]){0, 0}, 2, 1, &p, NULL),
        ERR_OK);
    assert_true(isnan(p.theil) && isnan(p.between));
    inequality_parts_free(&p);
}

/* ---- segregation ---- */

static void test_segregation_by_hand(void **state) {
    (void)state;
    /* P = 0.5, T = 300: D = (40 + 0 + 40) / 150, xPx = (81 + 25 + 1) / 150 */
    segregation s;
    segregation_of((double[]){0.9, 0.5, NAN, 0.1, 0.3}, (double[]){100, 100, 7, 100, NAN}, 5, &s);
    assert_int_equal(s.n, 3);
    near(s.people, 300, 0);
    near(s.share, 0.5, 1e-15);
    near(s.dissimilarity, 80. / 150, 1e-15);
    near(s.isolation, 107. / 150, 1e-15);
}

static void test_segregation_at_its_ends(void **state) {
    (void)state;
    segregation s;
    segregation_of((double[]){1, 0, 0}, (double[]){10, 30, 60}, 3, &s); /* wholly apart */
    near(s.dissimilarity, 1, 1e-15);
    near(s.isolation, 1, 1e-15);
    segregation_of((double[]){0.25, 0.25}, (double[]){10, 30}, 2, &s); /* alike */
    near(s.dissimilarity, 0, 1e-15);
    near(s.isolation, 0.25, 1e-15);
    segregation_of((double[]){0, 0}, (double[]){10, 30}, 2, &s);
    assert_true(isnan(s.dissimilarity) && isnan(s.isolation) && s.share == 0);
    segregation_of((double[]){1, 1}, (double[]){10, 30}, 2, &s);
    assert_true(isnan(s.dissimilarity) && s.isolation == 1);
    segregation_of((double[]){0.5, 1.01}, (double[]){10, 30}, 2, &s);
    assert_true(isnan(s.dissimilarity) && isnan(s.isolation) && isnan(s.share));
    segregation_of((double[]){0.5, 0.2}, (double[]){0, 0}, 2, &s);
    assert_true(isnan(s.dissimilarity) && isnan(s.share));
}

/* The form of Duncan and Duncan 1955, of people: half the sum of |x/X - y/Y|; and isolation as the
 * mean share that people of the group meet. */
static void test_segregation_of_people(void **state) {
    (void)state;
    aid_random r = {22};
    for (int round = 0; round < 200; round++) {
        double p[40], t[40], x[40], all_x = 0, all_y = 0, d = 0, met = 0;
        size_t n = 2 + aid_random_bits(&r) % 38;
        for (size_t i = 0; i < n; i++) {
            t[i] = 50 + (double)(aid_random_bits(&r) % 1000);
            x[i] = 1 + floor(aid_random_in(&r, 0, t[i] - 2));
            p[i] = x[i] / t[i];
            all_x += x[i];
            all_y += t[i] - x[i];
        }
        for (size_t i = 0; i < n; i++) {
            d += fabs(x[i] / all_x - (t[i] - x[i]) / all_y) / 2;
            met += x[i] / all_x * p[i];
        }
        segregation s;
        segregation_of(p, t, n, &s);
        near(s.dissimilarity, d, 1e-12);
        near(s.isolation, met, 1e-12);
        near(s.share, all_x / (all_x + all_y), 1e-12);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_gini_of_1_to_n),
        cmocka_unit_test(test_gini_as_printed_by_ineq),
        cmocka_unit_test(test_theil_by_hand),
        cmocka_unit_test(test_lorenz),
        cmocka_unit_test(test_equal_figures),
        cmocka_unit_test(test_what_has_no_measure),
        cmocka_unit_test(test_random_figures),
        cmocka_unit_test(test_parts_by_hand),
        cmocka_unit_test(test_parts_add_up),
        cmocka_unit_test(test_segregation_by_hand),
        cmocka_unit_test(test_segregation_at_its_ends),
        cmocka_unit_test(test_segregation_of_people),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
