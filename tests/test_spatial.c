/* Truth: patterns worked by hand, the definition summed over a full matrix of weights, and p by
 * going through every permutation there is. */
#include "aid_cmocka.h"
#include "aid_random.h"
#include "data/spatial.h"

#include <math.h>
#include <string.h>

#define near(a, b, by) assert_true(fabs((a) - (b)) <= (by))
#define MOST           64

typedef struct web { /* a graph as a matrix, and as CSR */
    bool beside[MOST][MOST];
    uint32_t first[MOST + 1];
    district_id other[MOST * MOST];
    spatial_graph g;
} web;

static void join_two(web *w, size_t a, size_t b) { w->beside[a][b] = w->beside[b][a] = true; }

static void finish(web *w, size_t n) {
    uint32_t at = 0;
    for (size_t i = 0; i < n; i++) {
        w->first[i] = at;
        for (size_t k = 0; k < n; k++)
            if (w->beside[i][k]) w->other[at++] = (district_id)k;
    }
    w->first[n] = at;
    w->g = (spatial_graph){n, w->first, w->other};
}

static spatial moran(const double *v, const web *w, unsigned permutations) {
    spatial s;
    assert_int_equal(spatial_moran(v, &w->g, permutations, 7, NULL, &s, NULL), ERR_OK);
    assert_int_equal(s.permutations, permutations);
    return s;
}

static void path(web *w, size_t n) {
    *w = (web){0};
    for (size_t i = 0; i + 1 < n; i++) join_two(w, i, i + 1);
    finish(w, n);
}

/* 8 by 8 cells; with `corners` those that touch in a point are neighbors too. */
static void board(web *w, bool corners) {
    *w = (web){0};
    for (int a = 0; a < MOST; a++)
        for (int b = 0; b < a; b++) {
            int dx = a % 8 - b % 8, dy = a / 8 - b / 8;
            if (dx * dx + dy * dy <= (corners ? 2 : 1)) join_two(w, (size_t)a, (size_t)b);
        }
    finish(w, MOST);
}

/* All neighbors of a cell are of the other color: I = -1, the least there is, so that every
 * permutation is at least as large. */
static void test_checkerboard(void **state) {
    (void)state;
    web w;
    double v[MOST];
    board(&w, false);
    for (size_t i = 0; i < MOST; i++) v[i] = (double)((i % 8 + i / 8) % 2);
    spatial s = moran(v, &w, 999);
    near(s.i, -1, 1e-15);
    near(s.expected, -1. / 63, 1e-15);
    near(s.p, 1, 0);
    for (size_t i = 0; i < MOST; i++) {
        near(s.local[i].i, -1, 1e-15);
        assert_int_equal(s.local[i].quadrant, v[i] > 0.5 ? SPATIAL_HIGH_LOW : SPATIAL_LOW_HIGH);
    }
    spatial_free(&s);
    /* With corners, lags by hand: inside, 4 of 8 are of either color: 0; of the 24 at the sides 3
     * of 5 are of the other: -1/5; of the 4 corners 2 of 3: -1/3.  (24/5 + 4/3) / 64 = 23/240 */
    board(&w, true);
    s = moran(v, &w, 99);
    near(s.i, -23. / 240, 1e-15);
    spatial_free(&s);
}

static void test_two_halves(void **state) {
    (void)state;
    web w;
    double v[MOST];
    board(&w, false);
    for (size_t i = 0; i < MOST; i++) v[i] = i < 32 ? 10 : 20;
    /* Of the 16 cells along the seam, 12 inside have 1 of 4 neighbors across: 1/2; 4 at the sides 1
     * of 3: 1/3; the other 48: 1.  (48 + 12/2 + 4/3) / 64 */
    spatial s = moran(v, &w, 999);
    near(s.i, (48 + 6 + 4. / 3) / 64, 1e-15);
    near(s.p, 0.001, 1e-15); /* no permutation comes near */
    assert_int_equal(s.local[0].quadrant, SPATIAL_LOW_LOW);
    assert_int_equal(s.local[63].quadrant, SPATIAL_HIGH_HIGH);
    spatial_free(&s);
}

/* 1 1 0 0 in a row: z = +-1/2, I = 1/2.  Of the 6 ways to deal them 2 have I = 1/2, the others
 * less: p is near 1/3.  An end has I(i) = 1 where its one neighbor is like it: 1 of the 3 others.
 * The inner ones have I(i) = 0: of 3 pairs of others 2 are mixed, as here. */
static void test_four_in_a_row(void **state) {
    (void)state;
    web w;
    path(&w, 4);
    spatial s = moran((double[]){1, 1, 0, 0}, &w, 9999);
    near(s.i, 0.5, 1e-15);
    near(s.expected, -1. / 3, 1e-15);
    near(s.p, 1. / 3, 0.02); /* four standard errors */
    const double wanted[] = {1, 0, 0, 1}, p[] = {1. / 3, 2. / 3, 2. / 3, 1. / 3};
    for (size_t i = 0; i < 4; i++) {
        near(s.local[i].i, wanted[i], 1e-15);
        near(s.local[i].p, p[i], 0.02);
    }
    spatial_free(&s);
}

static void random_web(aid_random *r, web *w, size_t n, double density) {
    *w = (web){0};
    for (size_t i = 0; i < n; i++)
        for (size_t k = 0; k < i; k++)
            if (aid_random_in(r, 0, 1) < density) join_two(w, i, k);
    finish(w, n);
}

/* By the definition, with the whole matrix. */
static double plain_moran(const double *v, const web *w, size_t n, size_t *used, size_t *islands,
                          double local[MOST]) {
    double weight[MOST][MOST] = {{0}}, mean = 0, top = 0, squares = 0, all = 0;
    bool counts[MOST];
    *used = *islands = 0;
    for (size_t i = 0; i < n; i++) {
        size_t k = 0;
        for (size_t j = 0; j < n; j++) k += w->beside[i][j] && !isnan(v[j]);
        counts[i] = !isnan(v[i]) && k;
        *islands += !isnan(v[i]) && !k;
        *used += counts[i];
        if (counts[i]) mean += v[i];
        for (size_t j = 0; j < n && counts[i]; j++)
            if (w->beside[i][j] && !isnan(v[j])) weight[i][j] = 1 / (double)k;
    }
    mean /= (double)*used;
    for (size_t i = 0; i < n; i++)
        if (counts[i]) squares += (v[i] - mean) * (v[i] - mean);
    for (size_t i = 0; i < n; i++) {
        double mine = 0;
        for (size_t j = 0; j < n; j++)
            if (weight[i][j] > 0)
                mine += weight[i][j] * (v[i] - mean) * (v[j] - mean), all += weight[i][j];
        top += mine;
        local[i] = counts[i] ? mine / (squares / (double)*used) : (double)NAN;
    }
    return (double)*used / all * top / squares;
}

static void test_random_graphs(void **state) {
    (void)state;
    static web w;
    aid_random r = {30};
    for (int round = 0; round < 300; round++) {
        double v[MOST], local[MOST], sum = 0;
        size_t n = 5 + aid_random_bits(&r) % (MOST - 5), used, islands;
        random_web(&r, &w, n, aid_random_in(&r, 0.02, 0.5));
        for (size_t i = 0; i < n; i++)
            v[i] = aid_random_bits(&r) % 6 ? floor(aid_random_in(&r, 0, 50)) / 8 : (double)NAN;
        double wanted = plain_moran(v, &w, n, &used, &islands, local);
        spatial s = moran(v, &w, 19);
        assert_int_equal(s.n, used);
        assert_int_equal(s.islands, islands);
        if (used >= SPATIAL_LEAST && !isnan(s.i)) {
            near(s.i, wanted, 1e-12);
            for (size_t i = 0; i < n; i++) {
                assert_true(isnan(local[i]) == isnan(s.local[i].i));
                assert_true(isnan(local[i]) == (s.local[i].quadrant == SPATIAL_NONE));
                if (isnan(local[i])) continue;
                near(s.local[i].i, local[i], 1e-12);
                sum += s.local[i].i;
                assert_true(s.local[i].p >= 0.05 && s.local[i].p <= 1); /* 1/20 at least */
            }
            near(sum, (double)s.n * s.i, 1e-10);
        }
        spatial_free(&s);
    }
}

/* ---- p against all permutations there are ---- */

#define SEVEN 7

typedef struct exact {
    const web *w;
    double base[SEVEN], at_least[SEVEN + 1],
        all[SEVEN + 1]; /* of each local one; then the global */
    double i, local[SEVEN];
} exact;

static void look_at(exact *x, const double *v) {
    double local[MOST];
    size_t used, islands;
    double i = plain_moran(v, x->w, SEVEN, &used, &islands, local);
    x->all[SEVEN]++;
    x->at_least[SEVEN] += i >= x->i - 1e-9;
    for (size_t d = 0; d < SEVEN; d++) {
        if (v[d] != x->base[d]) continue; /* figures differ: its own is held */
        x->all[d]++;
        x->at_least[d] +=
            x->local[d] >= 0 ? local[d] >= x->local[d] - 1e-9 : local[d] <= x->local[d] + 1e-9;
    }
}

static void every(exact *x, double *v, size_t from) {
    if (from == SEVEN) look_at(x, v);
    for (size_t k = from; k < SEVEN; k++) {
        double kept = v[from];
        v[from] = v[k], v[k] = kept;
        every(x, v, from + 1);
        kept = v[from];
        v[from] = v[k], v[k] = kept;
    }
}

static void test_p_is_that_of_all_permutations(void **state) {
    (void)state;
    static web w;
    aid_random r = {31};
    for (int round = 0; round < 12; round++) {
        random_web(&r, &w, SEVEN, 0.3);
        for (size_t i = 0; i < SEVEN; i++) join_two(&w, i, (i + 1) % SEVEN); /* no island */
        finish(&w, SEVEN);
        exact x = {.w = &w};
        double v[SEVEN], local[MOST];
        size_t used, islands;
        for (size_t i = 0; i < SEVEN; i++) v[i] = x.base[i] = aid_random_in(&r, 0, 10);
        x.i = plain_moran(v, &w, SEVEN, &used, &islands, local);
        memcpy(x.local, local, sizeof x.local);
        every(&x, v, 0);
        spatial s = moran(x.base, &w, 9999);
        near(s.p, x.at_least[SEVEN] / x.all[SEVEN], 0.021); /* four standard errors at most */
        for (size_t i = 0; i < SEVEN; i++) near(s.local[i].p, x.at_least[i] / x.all[i], 0.021);
        spatial_free(&s);
    }
}

static void test_threads(void **state) {
    (void)state;
    web w;
    double v[MOST];
    aid_random r = {32};
    board(&w, true);
    for (size_t i = 0; i < MOST; i++) v[i] = i == 9 ? (double)NAN : aid_random_in(&r, 0, 10);
    spatial one = moran(v, &w, 999), other;
    for (unsigned threads = 1; threads <= 16; threads++) {
        pool *workers = NULL;
        assert_int_equal(pool_create(threads, 0, &workers, NULL), ERR_OK);
        assert_int_equal(spatial_moran(v, &w.g, 999, 7, workers, &other, NULL), ERR_OK);
        pool_free(workers);
        assert_true(other.i == one.i && other.p == one.p);
        for (size_t i = 0; i < MOST; i++)
            assert_true(i == 9 ? isnan(other.local[i].p)
                               : other.local[i].p == one.local[i].p &&
                                     other.local[i].i == one.local[i].i);
        spatial_free(&other);
    }
    assert_int_equal(spatial_moran(v, &w.g, 999, 8, NULL, &other, NULL), ERR_OK);
    size_t differ = other.p != one.p; /* the seed matters */
    for (size_t i = 0; i < MOST; i++) differ += i != 9 && other.local[i].p != one.local[i].p;
    assert_true(differ > 30);
    spatial_free(&other);
    spatial_free(&one);
}

static void test_what_has_none(void **state) {
    (void)state;
    web w;
    path(&w, 4);
    spatial s = moran((double[]){0.1, 0.1, 0.1, 0.1}, &w, 99); /* all alike */
    assert_true(s.n == 4 && isnan(s.i) && isnan(s.p) && isnan(s.local[0].i));
    spatial_free(&s);
    s = moran((double[]){1, 2, NAN, 3}, &w, 99); /* two left, and an island */
    assert_true(s.n == 2 && s.islands == 1 && isnan(s.i));
    spatial_free(&s);
    s = moran((double[]){NAN, NAN, NAN, NAN}, &w, 99);
    assert_true(s.n == 0 && s.islands == 0 && isnan(s.i));
    spatial_free(&s);
    w = (web){0};
    finish(&w, 0);
    s = moran(NULL, &w, 99);
    assert_int_equal(s.n, 0);
    spatial_free(&s);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_checkerboard),
        cmocka_unit_test(test_two_halves),
        cmocka_unit_test(test_four_in_a_row),
        cmocka_unit_test(test_random_graphs),
        cmocka_unit_test(test_p_is_that_of_all_permutations),
        cmocka_unit_test(test_threads),
        cmocka_unit_test(test_what_has_none),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
