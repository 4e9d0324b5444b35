/* Districts against water.  Truth: figures worked out by hand on squares, areas by GEOS on the raw
 * polygons, lengths of the arcs, and points one by one. */
#include "aid_cmocka.h"
#include "aid_coverage.h"
#include "aid_random.h"
#include "base/text.h"
#include "data/table.h"
#include "geo/coverage_rings.h"
#include "geo/crs.h"
#include "geo/grid.h"
#include "geo/shapefile.h"
#include "geo/shore.h"

#include <geos_c.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#define PI   3.14159265358979323846
#define SNAP 0.0078125

#define XY(...)                                                                                    \
    (const double[]) { __VA_ARGS__ }
#define BOX(x0, y0, x1, y1) XY(x0, y0, x1, y0, x1, y1, x0, y1)

static const aid_ring two_squares[] = {{"a", BOX(0, 0, 100, 100), 4},
                                       {"b", BOX(100, 0, 200, 100), 4}};

/* Nothing is too small or too near. */
static const shore_measures all_kept = {.near = 0.01};

typedef struct scene {
    aid_cover v;
    districts *names;
    geometry *water;
    shore *s;
} scene;

static scene scene_of(const aid_ring *rings, size_t n, const aid_ring *water, size_t n_water,
                      const shore_measures *m) {
    scene k = {.v = aid_cover_of(rings, n, SNAP)};
    err e = {0};
    aid_geometry(water, n_water, &k.names, &k.water);
    if (shore_make(k.v.c, k.v.all, k.water, m, &k.s, &e)) fail_msg("%s", e.text);
    return k;
}

static void scene_free(scene *k) {
    shore_free(k->s);
    geometry_free(k->water);
    districts_free(k->names);
    aid_cover_free(&k->v);
}

static double piece_length(const shore *s, const shore_piece *p) {
    double sum = 0;
    for (uint32_t i = p->first + 1; i < p->first + p->count; i++)
        sum += hypot(s->x[i] - s->x[i - 1], s->y[i] - s->y[i - 1]);
    return sum;
}

static double length_of(const shore *s, shore_kind kind) {
    double sum = 0;
    for (size_t i = 0; i < s->n_pieces; i++)
        if (s->piece[i].kind == kind) sum += piece_length(s, &s->piece[i]);
    return sum;
}

static size_t count_of(const shore *s, shore_kind kind) {
    size_t n = 0;
    for (size_t i = 0; i < s->n_pieces; i++) n += s->piece[i].kind == kind;
    return n;
}

static double water_area(const shore *s) {
    return s->water ? aid_cover_area(s->water, s->water_level, 0) : 0;
}

#define assert_near(got, want, by)                                                                 \
    do {                                                                                           \
        double got_ = (got), want_ = (want);                                                       \
        if (!(fabs(got_ - want_) <= (by))) fail_msg(#got ": %.9g, not %.9g", got_, want_);         \
    } while (0)

static void expect_line(const shore *s, shore_kind kind, size_t pieces, double length) {
    if (count_of(s, kind) != pieces)
        fail_msg("kind %d: %zu pieces, not %zu", (int)kind, count_of(s, kind), pieces);
    assert_near(length_of(s, kind), length, 0.05);
}

/* ---- what must hold of every shore ---- */

static GEOSGeometry *geos_ring(const geometry *g, ring r) {
    GEOSCoordSequence *s = GEOSCoordSeq_create(r.count + 1, 2);
    for (uint32_t i = 0; i <= r.count; i++)
        GEOSCoordSeq_setXY(s, i, g->x[r.first + i % r.count], g->y[r.first + i % r.count]);
    return GEOSGeom_createLinearRing(s);
}

/* Each outer ring with its holes is a valid polygon by GEOS. */
static void check_land(const geometry *g) {
    initGEOS(NULL, NULL);
    for (uint32_t r = 0; r < g->n_rings;) {
        GEOSGeometry *holes[500], *shell = geos_ring(g, g->rings[r]);
        unsigned n = 0;
        assert_true(coverage_rings_area2(g, g->rings[r]) > 0);
        for (r++; r < g->n_rings && coverage_rings_area2(g, g->rings[r]) < 0; r++) {
            assert_true(n < 500);
            holes[n++] = geos_ring(g, g->rings[r]);
        }
        GEOSGeometry *p = GEOSGeom_createPolygon(shell, holes, n);
        assert_int_equal(GEOSisValid(p), 1);
        GEOSGeom_destroy(p);
    }
    finishGEOS();
}

static bool seen(void *data, size_t place) {
    (void)place;
    ++*(size_t *)data;
    return true;
}

static void check_pieces(const shore *s) {
    size_t points = 0, found = 0;
    for (size_t i = 0; i < s->n_pieces; i++) {
        const shore_piece *p = &s->piece[i];
        assert_int_equal(p->first, points);
        assert_true(p->count >= 2 && p->kind < SHORE__KINDS);
        rect box = RECT_EMPTY;
        for (uint32_t k = p->first; k < p->first + p->count; k++) rect_add(&box, s->x[k], s->y[k]);
        assert_memory_equal(&box, &p->bounds, sizeof box);
        points += p->count;
    }
    assert_int_equal(points, s->n_points);
    rect all = box_tree_bounds(s->index);
    assert_int_equal(s->index->n, s->n_pieces);
    box_tree_visit(s->index, &all, seen, &found);
    assert_int_equal(found, s->n_pieces);
}

static bool is_vertex_of_water(const shore *s, double x, double y) {
    for (size_t i = 0; i < s->water_level->n_points; i++)
        if (s->water_level->x[i] == x && s->water_level->y[i] == y) return true;
    return false;
}

/* Points of borders on land are not in the water, those on water are; where a border on land ends,
 * it is at a point of the water, or at another border or the outline. */
static void check_sides(const shore *s, const geometry *water, double tolerance) {
    for (size_t i = 0; i < s->n_pieces; i++) {
        const shore_piece *p = &s->piece[i];
        if (p->kind > SHORE_BORDER_ON_WATER) continue;
        for (uint32_t k = p->first + 1; k < p->first + p->count; k++) {
            double x = (s->x[k - 1] + s->x[k]) / 2, y = (s->y[k - 1] + s->y[k]) / 2;
            if (geometry_contains(water, 0, x, y) == (p->kind == SHORE_BORDER_ON_WATER)) continue;
            if (aid_cover_distance(water, x, y) > tolerance)
                fail_msg("kind %d at %.9g %.9g", (int)p->kind, x, y);
        }
    }
}

static double arcs_length(const coverage *c, const coverage_level *l, bool outline) {
    double sum = 0;
    for (size_t k = 0; k < c->n_arcs; k++) {
        bool out = c->arcs[k].left == DISTRICT_NONE || c->arcs[k].right == DISTRICT_NONE;
        for (uint32_t i = l->first[k] + 1; out == outline && i < l->first[k + 1]; i++)
            sum += hypot(l->x[i] - l->x[i - 1], l->y[i] - l->y[i - 1]);
    }
    return sum;
}

static double layer_area(const coverage *c, const coverage_level *l) {
    double sum = 0;
    for (district_id d = 0; d < c->n_districts; d++) sum += aid_cover_area(c, l, d);
    return sum;
}

static double land_area(const shore *s) {
    double sum = 0;
    for (district_id d = 0; d < s->land->n_districts; d++) sum += geometry_area(s->land, d);
    return sum;
}

static void check(const shore *s, const coverage *c, const coverage_level *l, double tolerance) {
    check_land(s->land);
    check_pieces(s);
    assert_int_equal(s->land->n_districts, c->n_districts);
    assert_near(land_area(s) + water_area(s), layer_area(c, l), tolerance);
    assert_near(length_of(s, SHORE_OUTLINE) + length_of(s, SHORE_OUTLINE_ON_WATER),
                arcs_length(c, l, true), tolerance);
    assert_true(shore_memory(s) > s->n_points * 16);
    if (s->water) aid_cover_check(s->water);
}

/* ---- by hand ---- */

static void test_lake(void **state) {
    (void)state;
    const aid_ring lake[] = {{"w", BOX(60, 40, 140, 60), 4}};
    scene k = scene_of(two_squares, 2, lake, 1, &all_kept);
    check(k.s, k.v.c, k.v.all, 0.05);
    assert_near(geometry_area(k.s->land, 0), 9200, 0.05);
    assert_near(geometry_area(k.s->land, 1), 9200, 0.05);
    assert_near(water_area(k.s), 1600, 0.05);
    expect_line(k.s, SHORE_BORDER, 2, 80);
    expect_line(k.s, SHORE_BORDER_ON_WATER, 1, 20);
    expect_line(k.s, SHORE_OUTLINE, 1, 600);
    expect_line(k.s, SHORE_OUTLINE_ON_WATER, 0, 0);
    expect_line(k.s, SHORE_LINE, 1, 200);
    scene_free(&k);
}

/* The water runs on beyond the layer; it meets the outline at right angles. */
static void test_river_along_border(void **state) {
    (void)state;
    const aid_ring river[] = {{"w", BOX(95, -500, 105, 9000), 4}};
    shore_measures m = {.near = 0.5, .shore_apart = 6, .thin = 5, .least_piece = 2};
    scene k = scene_of(two_squares, 2, river, 1, &m);
    check(k.s, k.v.c, k.v.all, 0.05);
    assert_near(geometry_area(k.s->land, 0), 9500, 0.05);
    assert_near(water_area(k.s), 1000, 0.05);
    expect_line(k.s, SHORE_BORDER, 0, 0);
    expect_line(k.s, SHORE_BORDER_ON_WATER, 1, 100);
    expect_line(k.s, SHORE_OUTLINE, 2, 580);
    expect_line(k.s, SHORE_OUTLINE_ON_WATER, 2, 20);
    expect_line(k.s, SHORE_LINE, 2, 200);
    scene_free(&k);
}

/* The border runs 2 beside the river, then comes to it. */
static void test_border_near_water(void **state) {
    (void)state;
    const aid_ring river[] = {{"w", BOX(102, 30, 110, 70), 4},
                              {"w", BOX(80, -1, 120, 30), 4},
                              {"w", BOX(80, 70, 120, 101), 4}};
    shore_measures m = {.near = 3};
    scene k = scene_of(two_squares, 2, river, 3, &m);
    expect_line(k.s, SHORE_BORDER, 0, 0);
    assert_near(water_area(k.s), 40 * 60 + 8 * 40, 0.05);
    scene_free(&k);
    m.near = 1;
    k = scene_of(two_squares, 2, river, 3, &m);
    expect_line(k.s, SHORE_BORDER, 1, 40);
    scene_free(&k);
    m.least_piece = 41; /* from water to water */
    k = scene_of(two_squares, 2, river, 3, &m);
    expect_line(k.s, SHORE_BORDER, 0, 0);
    scene_free(&k);
}

static void test_small_things(void **state) {
    (void)state;
    const aid_ring water[] = {{"w", BOX(10, 10, 50, 50), 4},
                              {"w", BOX(20, 20, 30, 30), 4},    /* an island of 100 */
                              {"w", BOX(40, 40, 42, 42), 4},    /* of 4 */
                              {"w", BOX(160, 60, 163, 63), 4},  /* a pond of 9 */
                              {"w", BOX(23, 23, 26, 26), 4},    /* one on the island */
                              {"w", BOX(150, 20, 154, 24), 4}}; /* one of 16 */
    shore_measures m = {.near = 0.1, .least_water = 10, .least_island = 5};
    scene k = scene_of(two_squares, 2, water, 6, &m);
    check(k.s, k.v.c, k.v.all, 0.05);
    assert_near(water_area(k.s), 1600 - 100 + 16, 0.05);
    expect_line(k.s, SHORE_LINE, 3, 160 + 40 + 16);
    assert_false(geometry_contains(k.s->land, 0, 41, 41));
    assert_true(geometry_contains(k.s->land, 0, 24.5, 24.5));
    assert_true(geometry_contains(k.s->land, 1, 161.5, 61.5));
    scene_free(&k);
    m = (shore_measures){.near = 0.1, .least_water = 2000}; /* nothing is left */
    k = scene_of(two_squares, 2, water, 6, &m);
    assert_null(k.s->water);
    expect_line(k.s, SHORE_OUTLINE, k.v.c->n_arcs - 1, 600);
    expect_line(k.s, SHORE_BORDER, 1, 100);
    scene_free(&k);
}

/* 2 wide between the lake and the outline, and an islet that the outline cuts off. */
static void test_strip(void **state) {
    (void)state;
    const aid_ring water[] = {{"w", BOX(20, 2, 180, 30), 4}};
    shore_measures m = {.near = 0.5, .thin = 1};
    scene k = scene_of(two_squares, 2, water, 1, &m);
    assert_near(water_area(k.s), 160 * 28, 0.05);
    scene_free(&k);
    m.thin = 5;
    k = scene_of(two_squares, 2, water, 1, &m);
    check(k.s, k.v.c, k.v.all, 0.05);
    double more = water_area(k.s) - 160 * 30; /* at either end up to 5 from the lake's corner */
    assert_true(more > -0.01 && more < 2 * sqrt(5 * 5 - 2 * 2) * 2 / 2 + 0.01);
    assert_true(length_of(k.s, SHORE_OUTLINE_ON_WATER) > 159.9);
    for (double x = 21; x < 180; x++) {
        assert_false(geometry_contains(k.s->land, 0, x, 1));
        assert_false(geometry_contains(k.s->land, 1, x, 1));
    }
    scene_free(&k);
}

/* Water 3 inside the outline: the outline is quiet beside it, and no shore is drawn. */
static void test_near_outline(void **state) {
    (void)state;
    const aid_ring water[] = {{"w", BOX(20, 3, 180, 30), 4}};
    shore_measures m = {.near = 0.5, .outline_near = 4, .shore_apart = 5};
    scene k = scene_of(two_squares, 2, water, 1, &m);
    check(k.s, k.v.c, k.v.all, 0.05);
    /* beyond the corners by sqrt(4^2 - 3^2) */
    expect_line(k.s, SHORE_OUTLINE_ON_WATER, 1, 160 + 2 * sqrt(7));
    expect_line(k.s, SHORE_LINE, 1, 160 + 2 * 25); /* above 5 */
    scene_free(&k);
    m = (shore_measures){.near = 0.5, .outline_near = 1, .shore_apart = 2, .least_outline = 700};
    k = scene_of(two_squares, 2, water, 1, &m);
    expect_line(k.s, SHORE_LINE, 1, 2 * (160 + 27));
    expect_line(k.s, SHORE_OUTLINE, 1, 600); /* all of one kind stays as it is */
    scene_free(&k);
}

/* Far from both ends of the only edge that it is near to. */
static void test_pond_by_long_edge(void **state) {
    (void)state;
    const aid_ring layer[] = {{"a", BOX(0, 0, 5000, 300), 4}};
    const aid_ring water[] = {{"w", BOX(3700, 3, 3720, 30), 4}};
    shore_measures m = {.near = 0.5, .outline_near = 4};
    scene k = scene_of(layer, 1, water, 1, &m);
    expect_line(k.s, SHORE_OUTLINE_ON_WATER, 1, 20 + 2 * sqrt(7));
    scene_free(&k);
    m = (shore_measures){0};
    k = scene_of(layer, 1, water, 1, &m);
    assert_near(water_area(k.s), 540, 0.05);
    scene_free(&k);
}

static void test_wholly_wet(void **state) {
    (void)state;
    const aid_ring water[] = {{"w", BOX(-50, -50, 100, 150), 4}};
    shore_measures m = {.near = 0.5};
    scene k = scene_of(two_squares, 2, water, 1, &m);
    check(k.s, k.v.c, k.v.all, 0.05);
    assert_int_equal(k.s->land->ring_of[1], 0);
    assert_near(geometry_area(k.s->land, 1), 10000, 0.05);
    expect_line(k.s, SHORE_OUTLINE_ON_WATER, 1, 300);
    scene_free(&k);
    const aid_ring sea[] = {{"w", BOX(-50, -50, 300, 150), 4}};
    k = scene_of(two_squares, 2, sea, 1, &m);
    check(k.s, k.v.c, k.v.all, 0.05);
    assert_int_equal(k.s->land->n_rings, 0);
    expect_line(k.s, SHORE_BORDER_ON_WATER, 1, 100);
    expect_line(k.s, SHORE_LINE, 0, 0);
    scene_free(&k);
}

static void expect_plain(const geometry *water, const aid_cover *v) {
    shore *s = NULL;
    geometry *rings = NULL;
    shore_measures m = shore_measures_screen(1, 1);
    assert_int_equal(shore_make(v->c, v->all, water, &m, &s, NULL), ERR_OK);
    assert_int_equal(coverage_rings_make(v->c, v->all, &rings, NULL), ERR_OK);
    assert_true(!s->water && !s->water_level && !s->water_index);
    assert_int_equal(s->n_pieces, v->c->n_arcs);
    assert_int_equal(s->land->n_points, rings->n_points);
    assert_memory_equal(s->land->x, rings->x, rings->n_points * sizeof *rings->x);
    assert_memory_equal(s->x, v->all->x, v->all->n_points * sizeof *s->x);
    assert_near(length_of(s, SHORE_BORDER), 100, 0);
    assert_near(length_of(s, SHORE_OUTLINE), 600, 0);
    check_pieces(s);
    geometry_free(rings);
    shore_free(s);
}

static void test_without_water(void **state) {
    (void)state;
    aid_cover v = aid_cover_of(two_squares, 2, SNAP);
    districts *names;
    geometry *far;
    const aid_ring water[] = {{"w", BOX(1000, 1000, 1100, 1100), 4}};
    expect_plain(NULL, &v);
    aid_geometry(water, 1, &names, &far);
    expect_plain(far, &v);
    geometry_free(far);
    districts_free(names);
    aid_cover_free(&v);
    shore_free(NULL);
}

static void test_measures(void **state) {
    (void)state;
    shore_measures a = shore_measures_screen(100, 2), b = shore_measures_screen(1, 2);
    assert_near(a.outline_near, 90, 1e-9);
    assert_near(b.outline_near, 60, 1e-9);
    assert_near(a.least_water, 120000, 1e-6);
    assert_near(b.thin, 72, 1e-9);
    shore_measures p = shore_measures_paper(10, 1, true), q = shore_measures_paper(10, 1, false);
    assert_near(p.least_water, 80, 1e-9);
    assert_near(q.least_island, 40, 1e-9);
    assert_near(q.near, 2.2, 1e-9);
}

/* ---- random ---- */

static geometry *stars(aid_random *r, size_t n, size_t per, double size, bool one) {
    geometry_builder *b = NULL;
    geometry *g = NULL;
    assert_int_equal(geometry_builder_create(&b, NULL), ERR_OK);
    for (size_t i = 0; i < n; i++) {
        double xy[2 * 40], x[40], y[40];
        aid_star(r, aid_random_in(r, 0, 1000), aid_random_in(r, 0, 1000), size / 4, size, per, xy);
        for (size_t k = 0; k < per; k++) x[k] = xy[2 * k], y[k] = xy[2 * k + 1];
        geometry_builder_add(b, one ? 0 : (district_id)i, x, y, per, NULL, NULL);
    }
    assert_int_equal(geometry_builder_finish(b, one ? 1 : n, &g, NULL), ERR_OK);
    return g;
}

/* The areas of districts less the water, which may lie over itself, by GEOS. */
static void check_areas(const shore *s, const geometry *layer, const geometry *water) {
    geometry_builder *b = NULL;
    geometry *both = NULL;
    double area[41], length[41];
    assert_int_equal(geometry_builder_create(&b, NULL), ERR_OK);
    for (district_id d = 0; d <= layer->n_districts; d++) {
        const geometry *g = d ? layer : water;
        district_id of = d ? d - 1 : 0;
        for (uint32_t i = g->ring_of[of]; i < g->ring_of[of + 1]; i++)
            geometry_builder_add(b, d, g->x + g->rings[i].first, g->y + g->rings[i].first,
                                 g->rings[i].count, NULL, NULL);
    }
    assert_int_equal(geometry_builder_finish(b, layer->n_districts + 1, &both, NULL), ERR_OK);
    aid_cover_geos(both, area, length);
    for (district_id d = 0; d < layer->n_districts; d++)
        assert_near(geometry_area(s->land, d), area[d + 1], 20);
    geometry_free(both);
}

static void test_random(void **state) {
    (void)state;
    aid_random r = {20240607};
    for (int round = 0; round < 25; round++) {
        aid_cover v = aid_cover_of_geometry(stars(&r, 40, 12, 250, false), SNAP);
        geometry *water = stars(&r, 12, 30, 300, true);
        shore *s = NULL, *again = NULL;
        err e = {0};
        if (shore_make(v.c, v.all, water, &all_kept, &s, &e)) fail_msg("%s", e.text);
        check(s, v.c, v.all, 1);
        check_areas(s, v.g, water);
        check_sides(s, water, 0.05);
        double borders = length_of(s, SHORE_BORDER) + length_of(s, SHORE_BORDER_ON_WATER);
        assert_near(borders, arcs_length(v.c, v.all, false), 1);
        for (size_t i = 0; i < s->n_pieces; i++) { /* cut exactly at the shore */
            const shore_piece *p = &s->piece[i];
            if (p->kind != SHORE_BORDER_ON_WATER) continue;
            uint32_t ends[] = {p->first, p->first + p->count - 1};
            for (int k = 0; k < 2; k++)
                if (aid_cover_distance(water, s->x[ends[k]], s->y[ends[k]]) < 0.001)
                    assert_true(is_vertex_of_water(s, s->x[ends[k]], s->y[ends[k]]));
        }
        assert_int_equal(shore_make(v.c, v.all, water, &all_kept, &again, NULL), ERR_OK);
        assert_int_equal(s->n_points, again->n_points);
        assert_memory_equal(s->x, again->x, s->n_points * sizeof *s->x);
        shore_free(again);
        shore_free(s);
        /* any measures: what must hold, and no crash */
        shore_measures m = shore_measures_screen(aid_random_in(&r, 0.1, 20), 0.3);
        m.least_ring = 0; /* so that lengths add up */
        if (shore_make(v.c, v.all, water, &m, &s, &e)) fail_msg("%s", e.text);
        check(s, v.c, v.all, 3);
        shore_free(s);
        geometry_free(water);
        aid_cover_free(&v);
    }
}

/* ---- Stockholm ---- */

static size_t ring_end(const table *t, size_t row, const size_t *column) {
    size_t end = row;
    for (; end < table_rows(t); end++)
        for (int i = 0; i < 2; i++)
            if (strcmp(table_cell(t, row, column[i]), table_cell(t, end, column[i]))) return end;
    return end;
}

static geometry *stockholm_water(void) {
    static const char *const names[] = {"part", "ring", "x_m", "y_m"};
    table *t = NULL;
    crs_transform *crs = NULL;
    geometry_builder *b = NULL;
    geometry *g = NULL;
    size_t column[4];
    assert_int_equal(table_read("shapes/stockholm/water.csv", &t, NULL), ERR_OK);
    assert_int_equal(crs_open("EPSG:3011", &crs, NULL), ERR_OK);
    assert_int_equal(geometry_builder_create(&b, NULL), ERR_OK);
    for (int i = 0; i < 4; i++)
        assert_int_equal(table_find_column(t, names[i], &column[i], NULL), ERR_OK);
    double *x = calloc(table_rows(t), sizeof *x), *y = calloc(table_rows(t), sizeof *y);
    for (size_t row = 0, end; row < table_rows(t); row = end) {
        end = ring_end(t, row, column);
        for (size_t i = row; i < end; i++)
            assert_true(text_to_double(table_cell(t, i, column[2]), &x[i - row]) &&
                        text_to_double(table_cell(t, i, column[3]), &y[i - row]));
        assert_int_equal(crs_to_lonlat(crs, x, y, end - row, NULL), ERR_OK);
        for (size_t i = 0; i < end - row; i++) grid_project(x[i], y[i], &x[i], &y[i]);
        assert_int_equal(geometry_builder_add(b, 0, x, y, end - row, NULL, NULL), ERR_OK);
    }
    assert_int_equal(geometry_builder_finish(b, 1, &g, NULL), ERR_OK);
    free(x);
    free(y);
    table_free(t);
    crs_free(crs);
    return g;
}

/* Points of the cleaned water that are no water before lie on strips, small islands or outside. */
static void check_stockholm(const coverage *c, const geometry *water, unsigned z) {
    double px = 1 / grid_pixels_per_m(z, 256), m = 1 / cos(59.33 * PI / 180);
    shore_measures measures = shore_measures_screen(px, m);
    measures.least_ring = 0;
    coverage_level *l = NULL;
    shore *s = NULL;
    geometry *clean = NULL;
    err e = {0};
    assert_int_equal(coverage_level_make(c, px * px / 4, &l, NULL), ERR_OK);
    if (shore_make(c, l, water, &measures, &s, &e)) fail_msg("z%u: %s", z, e.text);
    check(s, c, l, 0.01 * px * px + 100);
    assert_int_equal(coverage_rings_make(s->water, s->water_level, &clean, NULL), ERR_OK);
    check_sides(s, clean, 0.01 * px);
    double borders = length_of(s, SHORE_BORDER) + length_of(s, SHORE_BORDER_ON_WATER);
    double arcs = arcs_length(c, l, false);
    assert_true(borders <= arcs + px && borders > 0.9 * arcs);
    assert_true(length_of(s, SHORE_LINE) > 100000 * m);
    for (uint32_t i = 0; i < clean->n_rings; i++) { /* no crumbs; to the least of both areas */
        double area = fabs(coverage_rings_area2(clean, clean->rings[i]) / 2);
        assert_true(area > 0.99 * measures.least_island);
    }
    geometry_free(clean);
    shore_free(s);
    coverage_level_free(l);
}

static void test_stockholm(void **state) {
    (void)state;
    static const char *const layers[] = {"shapes/stockholm/neighborhoods.shp",
                                         "shapes/stockholm/districts.shp"};
    geometry *water = stockholm_water();
    shapefile_options o = {.key_field = "KEY", .name_field = "NAME"};
    for (int i = 0; i < 2; i++) {
        shapefile *f = NULL;
        coverage *c = NULL;
        assert_int_equal(shapefile_load(layers[i], &o, &f, NULL), ERR_OK);
        assert_int_equal(coverage_build(f->mercator, 0.05, NULL, &c, NULL), ERR_OK);
        for (unsigned z = 9; z <= 16; z++) check_stockholm(c, water, z);
        coverage_free(c);
        shapefile_free(f);
    }
    geometry_free(water);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_lake),
        cmocka_unit_test(test_river_along_border),
        cmocka_unit_test(test_border_near_water),
        cmocka_unit_test(test_small_things),
        cmocka_unit_test(test_strip),
        cmocka_unit_test(test_near_outline),
        cmocka_unit_test(test_pond_by_long_edge),
        cmocka_unit_test(test_wholly_wet),
        cmocka_unit_test(test_without_water),
        cmocka_unit_test(test_measures),
        cmocka_unit_test(test_random),
        cmocka_unit_test(test_stockholm),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
