/* Simplified coverages against figures worked out by hand, and GEOS for what may not cross. */
#include "aid_atlas.h"
#include "aid_cmocka.h"
#include "aid_coverage.h"
#include "aid_random.h"

#include <math.h>
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

/* Half a pixel by half a pixel at zooms 14 to 6: 0.25 px^2.  An area changes by no more than a
 * quarter pixel along its border; what is over one pixel, and so every district of Stockholm at z
 * 9, stays. */
static void test_stockholm(void **state) {
    (void)state;
    const atlas *a = aid_atlas("shapes/stockholm");
    for (size_t i = 0; i < a->n_layers; i++) {
        const geometry *g = a->layer[i].shape->mercator;
        coverage *c = NULL;
        assert_int_equal(coverage_build(g, 0.05, &c, NULL), ERR_OK);
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
        cmocka_unit_test(test_stockholm),
    };
    return cmocka_run_group_tests_name("simplify", tests, NULL, NULL);
}
