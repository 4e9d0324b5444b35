/* Coverages against shapes worked out by hand, even-odd tests of the input's rings, and GEOS. */
#include "aid_atlas.h"
#include "aid_cmocka.h"
#include "aid_coverage.h"
#include "aid_random.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define SNAP 0.0078125 /* 1/128: tests by hand use whole numbers and halves, which stay exact */

static void assert_near(double a, double b, double tolerance) {
    if (!(fabs(a - b) <= tolerance)) fail_msg("%.17g is not %.17g within %g", a, b, tolerance);
}

/* ---- by hand ---- */

typedef struct hand {
    const char *name;
    aid_ring rings[5];
    size_t n_rings, districts_n, arcs, nodes;
    double area[4];
    double at[4][3]; /* x, y, district; -1: outside; all zeros: no more */
} hand;

#define XY(...)                                                                                    \
    (const double[]) { __VA_ARGS__ }
#define SQUARE(x, y, w) XY(x, y, (x) + (w), y, (x) + (w), (y) + (w), x, (y) + (w))

static const hand hands[] = {
    {"one square", {{"a", SQUARE(0, 0, 4), 4}}, 1, 1, 1, 1, {16}, {{1, 1, 0}, {5, 1, -1}}},
    {"neighbors whose corners lie on the other's edge",
     {{"a", SQUARE(0, 0, 4), 4}, {"b", SQUARE(4, 1, 2), 4}},
     2,
     2,
     3,
     2,
     {16, 4},
     {{1, 1, 0}, {5, 2, 1}, {5, 0.5, -1}}},
    {"a district with a hole",
     {{"a", SQUARE(0, 0, 8), 4}, {"a", SQUARE(2, 2, 2), 4}},
     2,
     1,
     2,
     2,
     {60},
     {{1, 1, 0}, {3, 3, -1}}},
    {"an island in a hole, another's",
     {{"a", SQUARE(0, 0, 8), 4}, {"a", SQUARE(2, 2, 4), 4}, {"b", SQUARE(3, 3, 2), 4}},
     3,
     2,
     3,
     3,
     {48, 4},
     {{1, 1, 0}, {2.5, 2.5, -1}, {4, 4, 1}}},
    {"an enclave that fills the hole",
     {{"a", SQUARE(0, 0, 8), 4}, {"a", SQUARE(2, 2, 4), 4}, {"b", SQUARE(2, 2, 4), 4}},
     3,
     2,
     2,
     2,
     {48, 16},
     {{1, 1, 0}, {4, 4, 1}}},
    {"an enclave without a hole, below and above in order",
     {{"b", SQUARE(2, 2, 4), 4}, {"a", SQUARE(0, 0, 8), 4}, {"c", SQUARE(1, 1, 2), 4}},
     3,
     3,
     2,
     2,
     {16, 48, 0},
     {{4, 4, 0}, {1, 7, 1}, {1.5, 1.5, 1}}},
    {"an overlap: the lower district has it",
     {{"a", SQUARE(0, 0, 4), 4}, {"b", SQUARE(2, 2, 4), 4}},
     2,
     2,
     3,
     2,
     {16, 12},
     {{3, 3, 0}, {5, 5, 1}, {5, 1, -1}}},
    {"a duplicate is hidden",
     {{"a", SQUARE(0, 0, 4), 4}, {"b", SQUARE(0, 0, 4), 4}},
     2,
     2,
     1,
     1,
     {16, 0},
     {{1, 1, 0}}},
    {"districts that touch in a point",
     {{"a", SQUARE(0, 0, 2), 4}, {"b", SQUARE(2, 2, 2), 4}},
     2,
     2,
     2,
     1,
     {4, 4},
     {{1, 1, 0}, {3, 3, 1}, {1, 3, -1}}},
    {"four at a node",
     {{"a", SQUARE(0, 0, 2), 4},
      {"b", SQUARE(2, 0, 2), 4},
      {"c", SQUARE(0, 2, 2), 4},
      {"d", SQUARE(2, 2, 2), 4}},
     4,
     4,
     8,
     5,
     {4, 4, 4, 4},
     {{1, 1, 0}, {3, 1, 1}, {1, 3, 2}, {3, 3, 3}}},
    {"a pinwheel around a fifth place, which is outside",
     {{"a", XY(0, 0, 3, 0, 3, 1, 0, 1), 4},
      {"b", XY(3, 0, 4, 0, 4, 3, 3, 3), 4},
      {"c", XY(1, 3, 4, 3, 4, 4, 1, 4), 4},
      {"d", XY(0, 1, 1, 1, 1, 4, 0, 4), 4}},
     4,
     4,
     12,
     8,
     {3, 3, 3, 3},
     {{2, 0.5, 0}, {3.5, 2, 1}, {2, 2, -1}, {0.5, 2, 3}}},
    {"an exclave",
     {{"a", SQUARE(0, 0, 2), 4}, {"a", SQUARE(6, 0, 2), 4}, {"b", SQUARE(2, 0, 2), 4}},
     3,
     2,
     4,
     3,
     {8, 4},
     {{1, 1, 0}, {7, 1, 0}, {3, 1, 1}, {5, 1, -1}}},
    {"a ring that touches itself: two squares of one line",
     {{"a", XY(0, 0, 2, 0, 2, 2, 4, 2, 4, 4, 2, 4, 2, 2, 0, 2), 8}},
     1,
     1,
     2,
     1,
     {8},
     {{1, 1, 0}, {3, 3, 0}, {3, 1, -1}}},
    {"a spike has no area",
     {{"a", XY(0, 0, 4, 0, 4, 4, 2, 4, 2, 9, 2, 4, 0, 4), 7}},
     1,
     1,
     1,
     1,
     {16},
     {{1, 1, 0}, {2, 7, -1}}},
    {"a ring that goes there and back again",
     {{"a", XY(0, 0, 4, 0, 8, 0, 4, 0), 4}},
     1,
     1,
     0,
     0,
     {0},
     {{1, 1, -1}}},
    {"a sliver thinner than the snap closes; so does one that overlaps",
     {{"a", SQUARE(0, 0, 4), 4},
      {"b", XY(4.004, 0, 8, 0, 8, 4, 4.004, 4), 4},
      {"c", XY(-4, 0, 0.004, 0, 0.004, 4, -4, 4), 4}},
     3,
     3,
     6,
     4,
     {16, 16, 16},
     {{4.002, 2, -2}, {-1, 1, 2}}},
    {"a gap wider than the snap stays",
     {{"a", SQUARE(0, 0, 4), 4}, {"b", XY(4.5, 0, 8, 0, 8, 4, 4.5, 4), 4}},
     2,
     2,
     2,
     2,
     {16, 14},
     {{4.25, 2, -1}}},
    {"rings that overlap along a line: odd is inside",
     {{"a", SQUARE(0, 0, 4), 4}, {"a", XY(2, 0, 6, 0, 6, 4, 2, 4), 4}},
     2,
     1,
     2,
     2,
     {16},
     {{1, 1, 0}, {3, 1, -1}, {5, 1, 0}}},
    {"a bow tie",
     {{"a", XY(0, 0, 4, 4, 4, 0, 0, 4), 4}},
     1,
     1,
     2,
     1,
     {8},
     {{1, 2, 0}, {3, 2, 0}, {2, 1, -1}}},
};

static void check_hand(const hand *h) {
    aid_cover v = aid_cover_of(h->rings, h->n_rings, SNAP);
    if (v.c->n_arcs != h->arcs || v.c->n_nodes != h->nodes)
        fail_msg("%s: %zu arcs, %zu nodes", h->name, v.c->n_arcs, v.c->n_nodes);
    assert_int_equal(v.c->n_districts, h->districts_n);
    for (district_id d = 0; d < h->districts_n; d++) {
        double area = aid_cover_area(v.c, v.all, d);
        if (!(fabs(area - h->area[d]) <= 8 * SNAP)) fail_msg("%s: area %g", h->name, area);
    }
    for (int i = 0; i < 4 && (h->at[i][0] != 0 || h->at[i][1] != 0); i++) {
        district_id seen = aid_cover_label(v.c, v.all, h->at[i][0], h->at[i][1]);
        if (h->at[i][2] == -2)
            assert_true(seen != DISTRICT_NONE); /* anyone's */
        else if (seen != (h->at[i][2] < 0 ? DISTRICT_NONE : (district_id)h->at[i][2]))
            fail_msg("%s: %u at %g %g", h->name, seen, h->at[i][0], h->at[i][1]);
    }
    aid_cover_check_crossings(v.all);
    aid_cover_free(&v);
}

static void test_shapes_by_hand(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof hands / sizeof *hands; i++) check_hand(&hands[i]);
}

/* Left and right are as one walks, y upward; a ring begins at its lowest x, then y. */
static void test_sides_and_ring_begin(void **state) {
    (void)state;
    const aid_ring rings[] = {{"a", XY(3, 3, 0, 3, 0, 0, 3, 0), 4}};
    aid_cover v = aid_cover_of(rings, 1, SNAP);
    assert_int_equal(v.c->arcs[0].left, 0);
    assert_int_equal(v.c->arcs[0].right, DISTRICT_NONE);
    static const double x[] = {0, 3, 3, 0, 0}, y[] = {0, 0, 3, 3, 0}; /* the district at the left */
    assert_int_equal(v.c->n_points, 5);
    assert_memory_equal(v.c->x, x, sizeof x);
    assert_memory_equal(v.c->y, y, sizeof y);
    aid_cover_free(&v);
}

static void test_nothing(void **state) {
    (void)state;
    aid_cover v = aid_cover_of(NULL, 0, SNAP);
    assert_int_equal(v.c->n_arcs, 0);
    neighbors *n = NULL;
    assert_int_equal(coverage_neighbors(v.c, true, &n, NULL), ERR_OK);
    assert_int_equal(n->n, 0);
    neighbors_free(n);
    aid_cover_free(&v);
    coverage_free(NULL), coverage_level_free(NULL), neighbors_free(NULL);
}

/* ---- at random ---- */

static void check_labels(const aid_cover *v, aid_random *r, rect box, int points, double clear) {
    for (int i = 0; i < points; i++) {
        double x = aid_random_in(r, box.x0, box.x1), y = aid_random_in(r, box.y0, box.y1);
        if (aid_cover_distance(v->g, x, y) <= clear) continue;
        assert_int_equal(aid_cover_label(v->c, v->all, x, y), aid_cover_truth(v->g, x, y));
    }
}

/* Stars heaped on one another, some districts of two rings. */
static void test_heaps_of_stars(void **state) {
    (void)state;
    aid_random r = {77};
    static const char *const keys[] = {"a", "b", "c", "d", "e", "f", "g", "h"};
    for (int round = 0; round < 120; round++) {
        static double xy[12][2 * 30];
        aid_ring rings[12];
        size_t n = 2 + (size_t)(aid_random_bits(&r) % 11);
        for (size_t i = 0; i < n; i++) {
            size_t corners = 3 + (size_t)(aid_random_bits(&r) % 28);
            aid_star(&r, aid_random_in(&r, -30, 30), aid_random_in(&r, -30, 30), 5, 60, corners,
                     xy[i]);
            rings[i] = (aid_ring){keys[i % 8], xy[i], corners};
        }
        double snap = round % 2 ? 0.5 : 0.001;
        aid_cover v = aid_cover_of(rings, n, snap);
        check_labels(&v, &r, (rect){-90, -90, 90, 90}, 200, 3 * snap);
        aid_cover_check_crossings(v.all);
        aid_cover_free(&v);
    }
}

/* Corners on a coarse grid: overlaps along lines, common corners, points on edges abound. */
static void test_tangles_on_a_grid(void **state) {
    (void)state;
    aid_random r = {4711};
    static const char *const keys[] = {"a", "b", "c", "d", "e"};
    for (int round = 0; round < 300; round++) {
        static double xy[5][2 * 12];
        aid_ring rings[5];
        for (size_t i = 0; i < 5; i++) {
            size_t corners = 3 + (size_t)(aid_random_bits(&r) % 10);
            for (size_t k = 0; k < 2 * corners; k++)
                xy[i][k] = (double)(aid_random_bits(&r) % 7) * 4;
            rings[i] = (aid_ring){keys[i], xy[i], corners};
        }
        aid_cover v = aid_cover_of(rings, 5, SNAP);
        check_labels(&v, &r, (rect){-1, -1, 25, 25}, 60, 3 * SNAP);
        aid_cover_check_crossings(v.all);
        aid_cover_free(&v);
    }
}

/* Noise as large as the snap: whatever comes out must be whole, and be the same each time. */
static void test_noise_at_the_size_of_the_snap(void **state) {
    (void)state;
    aid_random r = {31};
    for (int round = 0; round < 60; round++) {
        static double xy[2 * 200];
        for (int k = 0; k < 400; k++) xy[k] = aid_random_in(&r, 0, 6 * SNAP);
        const aid_ring rings[] = {{"a", xy, 100}, {"b", xy + 200, 100}};
        aid_cover v = aid_cover_of(rings, 2, SNAP), w = aid_cover_of(rings, 2, SNAP);
        aid_cover_check_crossings(v.all);
        assert_int_equal(v.c->n_points, w.c->n_points);
        assert_memory_equal(v.c->x, w.c->x, v.c->n_points * sizeof *v.c->x);
        assert_memory_equal(v.c->arcs, w.c->arcs, v.c->n_arcs * sizeof *v.c->arcs);
        aid_cover_free(&v), aid_cover_free(&w);
    }
}

/* ---- hostile rings ---- */

static geometry *one_ring(const double *xy, size_t n) {
    geometry_builder *b = NULL;
    geometry *g = NULL;
    double *x = calloc(n, sizeof *x), *y = calloc(n, sizeof *y);
    assert_true(x && y);
    for (size_t i = 0; i < n; i++) x[i] = xy[2 * i], y[i] = xy[2 * i + 1];
    assert_int_equal(geometry_builder_create(&b, NULL), ERR_OK);
    assert_int_equal(geometry_builder_add(b, 0, x, y, n, NULL, NULL), ERR_OK);
    assert_int_equal(geometry_builder_finish(b, 1, &g, NULL), ERR_OK);
    free(x);
    free(y);
    return g;
}

static void build_ring(const double *xy, size_t n, double area) {
    aid_cover v = aid_cover_of_geometry(one_ring(xy, n), SNAP);
    assert_near(aid_cover_area(v.c, v.all, 0), area, 1e-3 * area + 1e-9);
    aid_cover_free(&v);
}

/* 100,000 lines to one point and back, and as many triangles that share a corner. */
static void test_fans(void **state) {
    (void)state;
    const size_t n = 100000;
    double *xy = calloc(6 * n, sizeof *xy), whole = 0;
    assert_non_null(xy);
    for (size_t i = 0; i < n; i++) {
        double angle = 6.283185307179586 * (double)i / (double)n;
        xy[4 * i + 2] = 30000 * cos(angle), xy[4 * i + 3] = 30000 * sin(angle);
    }
    build_ring(xy, 2 * n, 0);
    for (size_t i = 0; i < n; i++)
        for (size_t k = 0; k < 3; k++) {
            double angle = 6.283185307179586 * ((double)i + 0.5 * (double)(k == 2)) / (double)n;
            xy[6 * i + 2 * k] = k ? 30000 * cos(angle) : 0;
            xy[6 * i + 2 * k + 1] = k ? 30000 * sin(angle) : 0;
        }
    for (size_t i = 0; i < n; i++)
        whole += (xy[6 * i + 2] * xy[6 * i + 5] - xy[6 * i + 4] * xy[6 * i + 3]) / 2;
    build_ring(xy, 3 * n, whole);
    free(xy);
}

/* The same square many times over: odd is inside, even is nothing. */
static void test_many_times_the_same(void **state) {
    (void)state;
    static double xy[8 * 2001];
    for (int i = 0; i < 2001; i++) memcpy(xy + 8 * i, SQUARE(0, 0, 4), 8 * sizeof *xy);
    build_ring(xy, 4 * 2001, 16);
    build_ring(xy, 4 * 2000, 0);
}

/* All lines cross all others: told, not tried for hours. */
static void test_too_many_crossings(void **state) {
    (void)state;
    const size_t n = 60000;
    double *xy = calloc(2 * n, sizeof *xy);
    assert_non_null(xy);
    aid_random r = {9};
    for (size_t i = 0; i < 2 * n; i++) xy[i] = aid_random_in(&r, -1e6, 1e6);
    geometry *g = one_ring(xy, n);
    coverage *c = NULL;
    err e = {0};
    assert_int_equal(coverage_build(g, SNAP, NULL, &c, &e), ERR_UNSUPPORTED);
    assert_true(strlen(e.text) > 0 && !c);
    geometry_free(g);
    free(xy);
}

/* Corners of the world in one ring, and a coast at the size of the snap in another. */
static void test_far_and_near(void **state) {
    (void)state;
    const double far = 20037508.342789244;
    const aid_ring rings[] = {{"a", XY(far, far, far + 0.5, far, far, far + 0.5), 3},
                              {"b", XY(-far, -far, far, -far, 0, 0), 3}};
    aid_cover v = aid_cover_of(rings, 2, 0.05);
    assert_near(aid_cover_area(v.c, v.all, 0), 0.125, 0.02);
    assert_near(aid_cover_area(v.c, v.all, 1), far * far, 1e7);
    aid_cover_free(&v);
}

/* ---- neighbors ---- */

static bool is_neighbor(const neighbors *n, district_id a, district_id b) {
    for (uint32_t i = n->first[a]; i < n->first[a + 1]; i++)
        if (n->other[i] == b) return true;
    return false;
}

static void test_neighbors_by_hand(void **state) {
    (void)state;
    const aid_ring rings[] = {{"a", SQUARE(0, 0, 2), 4},
                              {"b", SQUARE(2, 0, 2), 4},
                              {"c", SQUARE(2, 2, 2), 4},
                              {"d", SQUARE(8, 0, 2), 4}};
    aid_cover v = aid_cover_of(rings, 4, SNAP);
    neighbors *line = NULL, *point = NULL;
    assert_int_equal(coverage_neighbors(v.c, false, &line, NULL), ERR_OK);
    assert_int_equal(coverage_neighbors(v.c, true, &point, NULL), ERR_OK);
    static const uint32_t first[] = {0, 1, 3, 4, 4}, with_points[] = {0, 2, 4, 6, 6};
    static const district_id other[] = {1, 0, 2, 1}, others[] = {1, 2, 0, 2, 0, 1};
    assert_memory_equal(line->first, first, sizeof first);
    assert_memory_equal(line->other, other, sizeof other);
    assert_memory_equal(point->first, with_points, sizeof with_points);
    assert_memory_equal(point->other, others, sizeof others);
    neighbors_free(line), neighbors_free(point);
    aid_cover_free(&v);
}

/* ---- Stockholm ---- */

static geometry *copy_of(const geometry *g) {
    geometry_builder *b = NULL;
    geometry *out = NULL;
    assert_int_equal(geometry_builder_create(&b, NULL), ERR_OK);
    for (district_id d = 0; d < g->n_districts; d++)
        for (uint32_t r = g->ring_of[d]; r < g->ring_of[d + 1]; r++)
            assert_int_equal(geometry_builder_add(b, d, g->x + g->rings[r].first,
                                                  g->y + g->rings[r].first, g->rings[r].count, NULL,
                                                  NULL),
                             ERR_OK);
    assert_int_equal(geometry_builder_finish(b, g->n_districts, &out, NULL), ERR_OK);
    return out;
}

static void check_areas(const aid_cover *v, double snap) {
    size_t n = v->g->n_districts;
    double *area = calloc(n, sizeof *area), *length = calloc(n, sizeof *length);
    assert_true(area && length);
    aid_cover_geos(v->g, area, length);
    for (district_id d = 0; d < n; d++)
        assert_near(aid_cover_area(v->c, v->all, d), area[d], snap * length[d]);
    free(area);
    free(length);
}

/* Against GEOS: what shares a line or an area is a neighbor; what shares a point only is one with
 * points.  The other way round the snap may join what GEOS sees apart: those are near. */
static void check_neighbors(const aid_cover *v) {
    size_t n = v->g->n_districts;
    unsigned char *touches = calloc(n * n, sizeof *touches);
    neighbors *line = NULL, *point = NULL;
    assert_non_null(touches);
    aid_cover_geos_touches(v->g, touches);
    assert_int_equal(coverage_neighbors(v->c, false, &line, NULL), ERR_OK);
    assert_int_equal(coverage_neighbors(v->c, true, &point, NULL), ERR_OK);
    for (district_id a = 0; a < n; a++)
        for (district_id b = 0; b < n; b++) {
            if (is_neighbor(line, a, b)) assert_true(is_neighbor(point, a, b));
            assert_int_equal(is_neighbor(point, a, b), touches[a * n + b] > 0);
            if (touches[a * n + b] != 2) assert_false(is_neighbor(line, a, b));
        }
    neighbors_free(line), neighbors_free(point);
    free(touches);
}

static void test_stockholm(void **state) {
    (void)state;
    const double snap = 0.05;
    const atlas *a = aid_atlas("shapes/stockholm");
    assert_int_equal(a->n_layers, 3);
    for (size_t i = 0; i < a->n_layers; i++) {
        aid_cover v = aid_cover_of_geometry(copy_of(a->layer[i].shape->mercator), snap);
        aid_random r = {2024};
        check_labels(&v, &r, geometry_bounds(v.g), 3000, 2 * snap);
        check_areas(&v, snap);
        check_neighbors(&v);
        aid_cover_check_crossings(v.all);
        aid_cover_free(&v);
    }
    atlas_unref(a);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_shapes_by_hand),
        cmocka_unit_test(test_sides_and_ring_begin),
        cmocka_unit_test(test_nothing),
        cmocka_unit_test(test_heaps_of_stars),
        cmocka_unit_test(test_tangles_on_a_grid),
        cmocka_unit_test(test_noise_at_the_size_of_the_snap),
        cmocka_unit_test(test_fans),
        cmocka_unit_test(test_many_times_the_same),
        cmocka_unit_test(test_too_many_crossings),
        cmocka_unit_test(test_far_and_near),
        cmocka_unit_test(test_neighbors_by_hand),
        cmocka_unit_test(test_stockholm),
    };
    return cmocka_run_group_tests_name("coverage", tests, NULL, NULL);
}
