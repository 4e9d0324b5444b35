/* Districts as polygons again.  Truth: areas by hand and by the arcs, validity and containment by
 * GEOS, orders and turns as RFC 7946 has them. */
#include "aid_atlas.h"
#include "aid_cmocka.h"
#include "aid_coverage.h"
#include "aid_random.h"
#include "geo/coverage_rings.h"

#include <geos_c.h>
#include <math.h>
#include <stdlib.h>

#define SNAP 0.0078125

static GEOSGeometry *ring_of(const geometry *g, ring r) {
    GEOSCoordSequence *s = GEOSCoordSeq_create(r.count + 1, 2);
    for (uint32_t i = 0; i <= r.count; i++)
        GEOSCoordSeq_setXY(s, i, g->x[r.first + i % r.count], g->y[r.first + i % r.count]);
    return GEOSGeom_createLinearRing(s);
}

/* Each outer ring with the holes that follow it must be a valid polygon, all of a district a valid
 * multipolygon. */
static double check_district(const geometry *g, district_id d) {
    GEOSGeometry *polygons[400];
    unsigned n = 0;
    double area = 0;
    for (uint32_t r = g->ring_of[d]; r < g->ring_of[d + 1];) {
        GEOSGeometry *holes[400], *shell = ring_of(g, g->rings[r]);
        unsigned n_holes = 0;
        assert_true(coverage_rings_area2(g, g->rings[r]) > 0);
        for (r++; r < g->ring_of[d + 1] && coverage_rings_area2(g, g->rings[r]) < 0; r++)
            holes[n_holes++] = ring_of(g, g->rings[r]);
        assert_true(n < 400 && n_holes < 400);
        polygons[n++] = GEOSGeom_createPolygon(shell, holes, n_holes);
    }
    GEOSGeometry *all = GEOSGeom_createCollection(GEOS_MULTIPOLYGON, polygons, n);
    char *why = GEOSisValidReason(all);
    if (GEOSisValid(all) != 1) fail_msg("district %u: %s", (unsigned)d, why);
    GEOSFree(why);
    assert_int_equal(GEOSArea(all, &area), 1);
    GEOSGeom_destroy(all);
    return area;
}

static void check(const coverage *c, const coverage_level *l) {
    geometry *g = NULL;
    initGEOS(NULL, NULL);
    assert_int_equal(coverage_rings_make(c, l, &g, NULL), ERR_OK);
    assert_int_equal(g->n_districts, c->n_districts);
    for (district_id d = 0; d < g->n_districts; d++) {
        double want = aid_cover_area(c, l, d), got = check_district(g, d);
        if (!(fabs(got - want) <= 1e-9 * (1 + want)))
            fail_msg("district %u: %.17g is not %.17g", (unsigned)d, got, want);
    }
    geometry_free(g);
    finishGEOS();
}

#define XY(...)                                                                                    \
    (const double[]) { __VA_ARGS__ }
#define SQUARE(x, y, w) XY(x, y, (x) + (w), y, (x) + (w), (y) + (w), x, (y) + (w))

static void expect_rings(const aid_ring *rings, size_t n, district_id d, size_t want) {
    aid_cover v = aid_cover_of(rings, n, SNAP);
    geometry *g = NULL;
    assert_int_equal(coverage_rings_make(v.c, v.all, &g, NULL), ERR_OK);
    assert_int_equal(g->ring_of[d + 1] - g->ring_of[d], want);
    geometry_free(g);
    check(v.c, v.all);
    aid_cover_free(&v);
}

static void test_by_hand(void **state) {
    (void)state;
    expect_rings((const aid_ring[]){{"a", SQUARE(0, 0, 4), 4}}, 1, 0, 1);
    expect_rings((const aid_ring[]){{"a", SQUARE(0, 0, 8), 4}, {"a", SQUARE(2, 2, 2), 4}}, 2, 0, 2);
    /* two squares that touch in a corner are two rings, not an eight */
    expect_rings((const aid_ring[]){{"a", SQUARE(0, 0, 4), 4}, {"a", SQUARE(4, 4, 4), 4}}, 2, 0, 2);
    /* a hole that touches the outer ring in a point is a ring of its own */
    expect_rings((const aid_ring[]){{"a", SQUARE(0, 0, 8), 4}, {"a", XY(0, 4, 3, 3, 3, 5), 3}}, 2,
                 0, 2);
    /* an island of the district within its own hole */
    expect_rings((const aid_ring[]){{"a", SQUARE(0, 0, 9), 4},
                                    {"a", SQUARE(1, 1, 7), 4},
                                    {"a", SQUARE(3, 3, 2), 4}},
                 3, 0, 3);
    /* two holes that touch each other in a point, filled by two others */
    expect_rings((const aid_ring[]){{"a", SQUARE(0, 0, 9), 4},
                                    {"a", SQUARE(1, 1, 3), 4},
                                    {"a", SQUARE(4, 4, 3), 4},
                                    {"b", SQUARE(1, 1, 3), 4},
                                    {"c", SQUARE(4, 4, 3), 4}},
                 5, 0, 3);
}

static void test_some(void **state) {
    (void)state;
    const aid_ring rings[] = {{"a", SQUARE(0, 0, 4), 4},
                              {"b", SQUARE(4, 0, 4), 4},
                              {"c", SQUARE(0, 4, 4), 4},
                              {"c", SQUARE(12, 4, 4), 4}};
    static const size_t expected[] = {0, 0, 1, 3}; /* begin of each district's rings, and the end */
    aid_cover v = aid_cover_of(rings, 4, SNAP);
    geometry *g = NULL;
    const bool wanted[] = {false, true, true};
    assert_int_equal(coverage_rings_some(v.c, v.all, wanted, &g, NULL), ERR_OK);
    for (size_t d = 0; d <= 3; d++) assert_int_equal(g->ring_of[d], expected[d]);
    assert_true(rect_is_empty(g->bounds[0]) && geometry_contains(g, 1, 6, 2));
    assert_true(geometry_contains(g, 2, 2, 6) && geometry_contains(g, 2, 14, 6));
    assert_true(g->bounds[1].x0 == 4 && g->bounds[1].x1 == 8);
    geometry_free(g);
    aid_cover_free(&v);
}

/* Corners on a coarse grid: districts touch themselves and each other in points all the time. */
static void test_tangles(void **state) {
    (void)state;
    aid_random r = {99};
    static const char *const keys[] = {"a", "b", "c", "d", "e"};
    for (int round = 0; round < 200; round++) {
        static double xy[5][2 * 12];
        aid_ring rings[5];
        for (size_t i = 0; i < 5; i++) {
            size_t corners = 3 + (size_t)(aid_random_bits(&r) % 10);
            for (size_t k = 0; k < 2 * corners; k++)
                xy[i][k] = (double)(aid_random_bits(&r) % 7) * 4;
            rings[i] = (aid_ring){keys[i], xy[i], corners};
        }
        aid_cover v = aid_cover_of(rings, 5, SNAP);
        check(v.c, v.all);
        aid_cover_free(&v);
    }
}

static void test_levels_of_stockholm(void **state) {
    (void)state;
    const atlas *a = aid_stockholm;
    static const double tolerance[] = {0, 10, 1000, 100000};
    for (size_t i = 0; i < a->n_layers; i++)
        for (size_t k = 0; k < 4; k++) {
            coverage_level *l = NULL;
            assert_int_equal(coverage_level_make(a->layer[i].borders, tolerance[k], &l, NULL),
                             ERR_OK);
            check(a->layer[i].borders, l);
            coverage_level_free(l);
        }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_by_hand),
        cmocka_unit_test(test_some),
        cmocka_unit_test(test_tangles),
        cmocka_unit_test(test_levels_of_stockholm),
    };
    return cmocka_run_group_tests(tests, aid_stockholm_open, aid_stockholm_close);
}
