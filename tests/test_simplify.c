/* Simplified coverages against figures worked out by hand, and GEOS for what may not cross. */
#include "aid_atlas.h"
#include "aid_cmocka.h"
#include "aid_coverage.h"
#include "aid_random.h"
#include "geo/simplify.h"
#include "geo/triangle.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define SNAP 0.0078125

static coverage_level *level_of(const coverage *c, double tolerance) {
    coverage_level *l = NULL;
    assert_int_equal(coverage_level_make(c, tolerance, &l, NULL), ERR_OK);
    return l;
}

static double weight_at(const coverage *c, double x, double y) {
    for (size_t i = 0; i < c->n_points; i++)
        if (c->x[i] == x && c->y[i] == y) return (double)c->weight[i];
    fail_msg("no point at %g %g", x, y);
    return NAN;
}

/* Triangles by hand.  What goes later never has a lower weight than what went before. */
static void test_weights_by_hand(void **state) {
    (void)state;
    static const double xy[] = {0, 0, 4, 1, 8, 0, 16, 0, 16, 16, 10, 17, 0, 16};
    const aid_ring rings[] = {{"a", xy, 7}};
    aid_cover v = aid_cover_of(rings, 1, SNAP);
    assert_true(isinf(weight_at(v.c, 0, 0))); /* where the ring begins */
    assert_true(weight_at(v.c, 4, 1) == 4);   /* |8 * 1 - 0 * 4| / 2 */
    /* (8, 0): between (4, 1) and (16, 0) |12 * -1 - -1 * 4| / 2 = 4; after (4, 1) went: 0, raised.
     */
    assert_true(weight_at(v.c, 8, 0) == 4);
    assert_true(weight_at(v.c, 10, 17) == 8); /* of (16, 16), (0, 16): 16 * 1 / 2 */
    coverage_level *l = level_of(v.c, 4);     /* less than 4 goes: nothing does */
    assert_int_equal(l->n_points, 8);
    coverage_level_free(l);
    l = level_of(v.c, 8);
    assert_int_equal(l->n_points, 6);
    coverage_level_free(l);
    l = level_of(v.c, 1e300); /* a triangle is left */
    assert_int_equal(l->n_points, 4);
    assert_true(aid_cover_area(v.c, l, 0) == 128);
    coverage_level_free(l);
    aid_cover_free(&v);
}

/* A point may not go over another: a's roof stays as long as the island under it does. */
static void test_a_point_holds_a_border_back(void **state) {
    (void)state;
    static const double a[] = {0, 0, 20, 0, 20, 10, 10, 14, 0, 10};
    static const double b[] = {9.5, 11, 10.5, 11, 10, 12}; /* an island under the roof */
    const aid_ring rings[] = {{"b", b, 3}, {"a", a, 5}};
    aid_cover v = aid_cover_of(rings, 2, SNAP);
    assert_true(isinf(weight_at(v.c, 10, 14))); /* its triangle holds b */
    coverage_level *l = level_of(v.c, 1e300);
    aid_cover_check_crossings(l);
    assert_true(aid_cover_label(v.c, l, 10, 11.5) == 0);
    assert_true(aid_cover_area(v.c, l, 0) > 0 && aid_cover_area(v.c, l, 1) > 0);
    coverage_level_free(l);
    aid_cover_free(&v);
}

/* A lens of two arcs between the same nodes: one of them keeps a point, so that it keeps an area.
 */
static void test_two_arcs_never_become_one(void **state) {
    (void)state;
    static const double lens[] = {0, 0, 5, -1, 10, 0, 5, 1};
    static const double low[] = {0, 0, 0, -9, 10, -9, 10, 0, 5, -1};
    static const double high[] = {0, 0, 5, 1, 10, 0, 10, 9, 0, 9};
    const aid_ring rings[] = {{"lens", lens, 4}, {"low", low, 5}, {"high", high, 5}};
    aid_cover v = aid_cover_of(rings, 3, SNAP);
    coverage_level *l = level_of(v.c, 1e300);
    aid_cover_check_crossings(l);
    assert_true(aid_cover_area(v.c, l, 0) == 5); /* 10 * 1 / 2 */
    for (district_id d = 0; d < 3; d++) assert_true(aid_cover_area(v.c, l, d) > 0);
    coverage_level_free(l);
    aid_cover_free(&v);
}

/* At every level: nothing crosses, no district vanishes, and points only ever get fewer. */
static void check_levels(const aid_cover *v, const double *tolerance, size_t n) {
    size_t before = v->c->n_points;
    for (size_t i = 0; i < n; i++) {
        coverage_level *l = level_of(v->c, tolerance[i]);
        assert_true(l->n_points <= before);
        before = l->n_points;
        aid_cover_check_crossings(l);
        for (district_id d = 0; d < v->c->n_districts; d++)
            assert_int_equal(aid_cover_area(v->c, v->all, d) > 1e-9,
                             aid_cover_area(v->c, l, d) > 0);
        coverage_level_free(l);
    }
}

static void test_random_stars(void **state) {
    (void)state;
    aid_random r = {5};
    static const char *const keys[] = {"a", "b", "c", "d", "e", "f", "g", "h"};
    static const double tolerance[] = {1, 10, 100, 1000, 1e300};
    for (int round = 0; round < 100; round++) {
        static double xy[8][2 * 60];
        aid_ring rings[8];
        size_t n = 1 + (size_t)(aid_random_bits(&r) % 8);
        for (size_t i = 0; i < n; i++) {
            size_t corners = 4 + (size_t)(aid_random_bits(&r) % 57);
            aid_star(&r, aid_random_in(&r, -30, 30), aid_random_in(&r, -30, 30), 20, 60, corners,
                     xy[i]);
            rings[i] = (aid_ring){keys[i], xy[i], corners};
        }
        aid_cover v = aid_cover_of(rings, n, SNAP);
        check_levels(&v, tolerance, 5);
        aid_cover_free(&v);
    }
}

/* ---- shapes that are hard to simplify ---- */

typedef struct pen { /* draws rings */
    double xy[4000];
    size_t n, begun[64], rings;
    aid_random r;
} pen;

static void draw(pen *p, double x, double y) {
    assert_true(p->n + 2 <= sizeof p->xy / sizeof *p->xy);
    p->xy[p->n++] = x;
    p->xy[p->n++] = y;
}

static void begin(pen *p) {
    assert_true(p->rings < 64);
    p->begun[p->rings++] = p->n;
}

static double jitter(pen *p, double by) { return aid_random_in(&p->r, -by, by); }

/* Arcs from (0, 0) to (100, 0), one over the other, each with as many points as it likes. */
static void draw_lenses(pen *p) {
    size_t arcs = 3 + (size_t)(aid_random_bits(&p->r) % 6), before = 0;
    double lower[40], upper[40];
    for (size_t k = 0; k <= arcs; k++) {
        size_t n = 2 * (size_t)(1 + aid_random_bits(&p->r) % 19);
        for (size_t i = 0; i < n; i += 2) {
            double t = (double)(i + 2) / (double)(n + 2), bend = ((double)k - 2) * 6;
            upper[i] = 100 * t;
            upper[i + 1] = 4 * t * (1 - t) * (bend + jitter(p, 1)) + (k == 2 ? 0 : jitter(p, 0.05));
        }
        if (k) {
            begin(p);
            draw(p, 0, 0);
            for (size_t i = 0; i < before; i += 2) draw(p, lower[i], lower[i + 1]);
            draw(p, 100, 0);
            for (size_t i = n; i > 0; i -= 2) draw(p, upper[i - 2], upper[i - 1]);
        }
        memcpy(lower, upper, n * sizeof *upper);
        before = n;
    }
}

/* Two spirals, one between the turns of the other, that end in the same point. */
static void draw_spirals(pen *p) {
    double turns = aid_random_in(&p->r, 1, 5);
    int steps = 12 + (int)(aid_random_bits(&p->r) % 108);
    for (int arm = 0; arm < 2; arm++) {
        begin(p);
        for (int side = 0; side < 2; side++)
            for (int i = 0; i <= steps; i++) {
                int at = side ? steps - i : i;
                double t = (double)at / steps,
                       angle = (arm + side * 0.5 + 2 * turns * t) * 3.14159265;
                double far = 1 + 60 * t + jitter(p, 0.2);
                draw(p, far * cos(angle), far * sin(angle));
            }
    }
}

/* Teeth that reach into the gaps of another comb, and islands in what is left. */
static void draw_combs(pen *p) {
    for (int k = 0; k < 2; k++) {
        begin(p);
        double s = k ? -1 : 1;
        draw(p, s * -60, -5);
        draw(p, s * -60, 45 + 8 * 5);
        for (int tooth = 9; tooth >= 0; tooth--) {
            double y = tooth * 8 + (k ? 4 : 0);
            draw(p, s * -40 + jitter(p, 3), y + 2.2 + jitter(p, 0.2));
            draw(p, s * (30 + jitter(p, 9)), y + 1.5 + jitter(p, 0.2));
            draw(p, s * (30 + jitter(p, 9)), y + 0.3 + jitter(p, 0.2));
            draw(p, s * -40 + jitter(p, 3), y - 0.2 + jitter(p, 0.2));
        }
    }
    for (int k = 0; k < 30; k++) {
        double x = aid_random_in(&p->r, -35, 35),
               y = 8.0 * (double)(aid_random_bits(&p->r) % 10) + 3;
        begin(p);
        draw(p, x, y);
        draw(p, x + 0.3, y + jitter(p, 0.1));
        draw(p, x + 0.1, y + 0.3);
    }
}

/* Islands in lakes on islands: stars that touch where a corner of two is the same. */
static void draw_nest(pen *p) {
    double cx = jitter(p, 5), cy = jitter(p, 5);
    for (int k = 0; k < 12; k++) {
        begin(p);
        size_t at = p->n, n = 6 + (size_t)(aid_random_bits(&p->r) % 40);
        double far = 4.0 * (k + 1);
        assert_true(at + 2 * n <= sizeof p->xy / sizeof *p->xy);
        aid_star(&p->r, cx, cy, far * 0.8, far, n, p->xy + at);
        p->n += 2 * n;
        if (k % 3 == 2) draw(p, p->xy[p->begun[k - 1]], p->xy[p->begun[k - 1] + 1]);
    }
}

static int by_value(const void *a, const void *b) {
    float x = *(const float *)a, y = *(const float *)b;
    return (x > y) - (x < y);
}

/* Some of the very weights that were given, the largest, and what is over them all. */
static void check_at_weights(const aid_cover *v) {
    float *w = malloc((v->c->n_points + 1) * sizeof *w);
    size_t n = 0;
    double tolerance[9];
    assert_non_null(w);
    for (size_t i = 0; i < v->c->n_points; i++)
        if (!isinf(v->c->weight[i])) w[n++] = v->c->weight[i];
    if (n) qsort(w, n, sizeof *w, by_value);
    for (size_t i = 0; i < 7; i++) tolerance[i] = n ? (double)w[i * (n - 1) / 6] : (double)i;
    tolerance[7] = tolerance[6] * 1.001;
    tolerance[8] = 1e300;
    check_levels(v, tolerance, 9);
    free(w);
}

static void test_hard_shapes(void **state) {
    (void)state;
    static void (*const shapes[])(pen *) = {draw_lenses, draw_spirals, draw_combs, draw_nest};
    static pen p;
    p.r = (aid_random){23};
    for (int round = 0; round < 80; round++) {
        char keys[64][24];
        aid_ring rings[64];
        p.n = p.rings = 0;
        shapes[round % 4](&p);
        if (round % 8 > 3) draw_nest(&p); /* over it */
        for (size_t i = 0; i < p.rings; i++) {
            size_t end = i + 1 < p.rings ? p.begun[i + 1] : p.n;
            snprintf(keys[i], sizeof keys[i], "%zu", i);
            rings[i] = (aid_ring){keys[i], p.xy + p.begun[i], (end - p.begun[i]) / 2};
        }
        aid_cover v = aid_cover_of(rings, p.rings, SNAP);
        check_at_weights(&v);
        aid_cover_free(&v);
    }
}

/* ---- threads ---- */

static void add_star(geometry_builder *b, aid_random *r, district_id d, spot at, double far,
                     size_t n) {
    double *xy = malloc(4 * n * sizeof *xy), *x = xy + 2 * n, *y = x + n;
    assert_non_null(xy);
    aid_star(r, at.x, at.y, far * 0.98, far, n, xy);
    for (size_t i = 0; i < n; i++) x[i] = xy[2 * i], y[i] = xy[2 * i + 1];
    assert_int_equal(geometry_builder_add(b, d, x, y, n, NULL, NULL), ERR_OK);
    free(xy);
}

/* Small stars that overlap their neighbors, in one so long that it is cut. */
static aid_cover big_cover(void) {
    enum { SMALL = 400 };
    aid_random r = {31};
    geometry_builder *b = NULL;
    geometry *g = NULL;
    assert_int_equal(geometry_builder_create(&b, NULL), ERR_OK);
    for (district_id d = 0; d < SMALL; d++)
        add_star(b, &r, d, (spot){45 * (d % 20 - 9.5), 45 * (d / 20 - 9.5)}, 30, 50);
    add_star(b, &r, SMALL, (spot){0, 0}, 1000, 30000);
    assert_int_equal(geometry_builder_finish(b, SMALL + 1, &g, NULL), ERR_OK);
    return aid_cover_of_geometry(g, SNAP);
}

static void test_threads_give_the_same(void **state) {
    (void)state;
    aid_cover v = big_cover();
    bool cut = false;
    for (size_t k = 0; k < v.c->n_arcs; k++) cut = cut || v.c->arcs[k].count > 20000;
    assert_true(cut && v.c->n_points > 40000);
    for (unsigned threads = 1; threads <= 8; threads++) {
        coverage again = *v.c;
        again.weight = NULL;
        pool *workers = NULL;
        if (threads > 1) assert_int_equal(pool_create(threads - 1, 0, &workers, NULL), ERR_OK);
        assert_int_equal(simplify_weigh(&again, workers, NULL), ERR_OK);
        pool_free(workers);
        assert_memory_equal(again.weight, v.c->weight, again.n_points * sizeof *again.weight);
        free(again.weight);
    }
    check_at_weights(&v);
    coverage_level *l =
        level_of(v.c, 1e300); /* no point is held by a cut: what is left is in the way */
    assert_true(l->n_points < v.c->n_points / 10);
    coverage_level_free(l);
    aid_cover_free(&v);
}

/* A ring of many points, which the first phase leaves with few, and the second, made for what is
 * far larger, with three.  (The first is made for the stars that come first.) */
static void test_a_long_ring_keeps_an_area(void **state) {
    (void)state;
    enum { FIRST = 100, ALL = 400 };
    aid_random r = {37};
    geometry_builder *b = NULL;
    geometry *g = NULL;
    assert_int_equal(geometry_builder_create(&b, NULL), ERR_OK);
    for (district_id d = 0; d < FIRST; d++) add_star(b, &r, d, (spot){200.0 * d, 0}, 60, 50);
    add_star(b, &r, FIRST, (spot){0, 500}, 60, 9500);
    for (district_id d = FIRST + 1; d < ALL; d++)
        add_star(b, &r, d, (spot){6000.0 * (d % 20), 6000.0 * (double)(d / 20)}, 2500, 50);
    assert_int_equal(geometry_builder_finish(b, ALL, &g, NULL), ERR_OK);
    aid_cover v = aid_cover_of_geometry(g, SNAP);
    check_at_weights(&v);
    aid_cover_free(&v);
}

/* Points on the way that have gone hold nothing back: of a square's sides only the ends stay, and
 * of those three. */
static void test_straight_sides(void **state) {
    (void)state;
    enum { SIDE = 30 };
    static const double way[4][2] = {{1, 0}, {0, 1}, {-1, 0}, {0, -1}};
    double xy[8 * SIDE], x = 0, y = 0;
    for (size_t i = 0; i < 4 * SIDE; i++) {
        xy[2 * i] = x, xy[2 * i + 1] = y;
        x += way[i / SIDE][0], y += way[i / SIDE][1];
    }
    const aid_ring rings[] = {{"a", xy, 4 * SIDE}};
    aid_cover v = aid_cover_of(rings, 1, SNAP);
    coverage_level *l = level_of(v.c, 1);
    assert_int_equal(l->n_points, 5);
    assert_true(aid_cover_area(v.c, l, 0) == SIDE * SIDE);
    coverage_level_free(l);
    l = level_of(v.c, 1e300);
    assert_int_equal(l->n_points, 4);
    assert_true(aid_cover_area(v.c, l, 0) == SIDE * SIDE / 2);
    coverage_level_free(l);
    aid_cover_free(&v);
}

/* Half a pixel by half a pixel at zooms 14 to 6: 0.25 px^2.  An area changes by no more than a
 * quarter pixel along its border; what is over one pixel, and so every district of Stockholm at z
 * 9, stays. */
static void test_stockholm(void **state) {
    (void)state;
    const atlas *a = aid_atlas("shapes/stockholm");
    for (size_t i = 0; i < a->n_layers; i++) {
        const geometry *g = a->layer[i].shape->mercator;
        coverage *c = NULL;
        assert_int_equal(coverage_build(g, 0.05, NULL, &c, NULL), ERR_OK);
        double *area = calloc(g->n_districts, sizeof *area);
        double *length = calloc(g->n_districts, sizeof *length);
        assert_true(area && length);
        aid_cover_geos(g, area, length);
        for (int z = 14; z >= 6; z--) {
            double px = 40075016.685578488 / 256 / exp2(z);
            coverage_level *l = level_of(c, px * px / 4);
            aid_cover_check_crossings(l);
            for (district_id d = 0; d < g->n_districts; d++) {
                double now = aid_cover_area(c, l, d);
                assert_true(now > 0);
                assert_true(fabs(now - area[d]) <= px / 4 * length[d] + 0.05 * length[d]);
            }
            coverage_level_free(l);
        }
        free(area);
        free(length);
        coverage_free(c);
    }
    atlas_unref(a);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_weights_by_hand),
        cmocka_unit_test(test_a_point_holds_a_border_back),
        cmocka_unit_test(test_two_arcs_never_become_one),
        cmocka_unit_test(test_random_stars),
        cmocka_unit_test(test_hard_shapes),
        cmocka_unit_test(test_threads_give_the_same),
        cmocka_unit_test(test_a_long_ring_keeps_an_area),
        cmocka_unit_test(test_straight_sides),
        cmocka_unit_test(test_stockholm),
    };
    return cmocka_run_group_tests_name("simplify", tests, NULL, NULL);
}
