/* The steps of building a coverage: against their definitions by brute force, and the same bits for
 * any number of threads. */
#include "aid_cmocka.h"
#include "aid_coverage.h"
#include "aid_partition.h"
#include "aid_random.h"
#include "geo/coverage_search.h"
#include "geo/coverage_strands.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define SNAP 0.05

static void add(geometry_builder *b, district_id d, const double *xy, size_t n) {
    double x[64], y[64];
    assert_true(n <= 64);
    for (size_t i = 0; i < n; i++) x[i] = xy[2 * i], y[i] = xy[2 * i + 1];
    assert_int_equal(geometry_builder_add(b, d, x, y, n, NULL, NULL), ERR_OK);
}

/* Cells that share their borders exactly, and `stars` that lie across them. */
static geometry *make_layer(uint64_t seed, size_t across, double size, int stars) {
    aid_random r = {seed};
    aid_partition p;
    geometry_builder *b = NULL;
    geometry *g = NULL;
    aid_partition_make(&r, across, across, 4, 1000, 2000, size, &p);
    assert_int_equal(geometry_builder_create(&b, NULL), ERR_OK);
    for (size_t k = 0; k < across * across; k++) {
        double x[16], y[16];
        size_t n = aid_partition_ring(&p, k, x, y);
        assert_int_equal(geometry_builder_add(b, (district_id)k, x, y, n, NULL, NULL), ERR_OK);
    }
    double width = size * (double)across;
    for (int i = 0; i < stars; i++) {
        double xy[2 * 20];
        aid_star(&r, aid_random_in(&r, 1000, 1000 + width), aid_random_in(&r, 2000, 2000 + width),
                 0.1 * size, 2 * size, 20, xy);
        add(b, (district_id)(across * across + (size_t)i % 7), xy, 20);
    }
    assert_int_equal(geometry_builder_finish(b, across * across + 7, &g, NULL), ERR_OK);
    aid_partition_free(&p);
    return g;
}

/* ---- threads ---- */

static void assert_same(const coverage *a, const coverage *b) {
    assert_int_equal(a->n_arcs, b->n_arcs);
    assert_int_equal(a->n_points, b->n_points);
    assert_int_equal(a->n_nodes, b->n_nodes);
    assert_memory_equal(a->arcs, b->arcs, a->n_arcs * sizeof *a->arcs);
    assert_memory_equal(a->x, b->x, a->n_points * sizeof *a->x);
    assert_memory_equal(a->y, b->y, a->n_points * sizeof *a->y);
    assert_memory_equal(a->weight, b->weight, a->n_points * sizeof *a->weight);
    assert_memory_equal(a->bounds, b->bounds, a->n_arcs * sizeof *a->bounds);
}

/* Tests of memory see that what is taken goes. */
static void test_taking_the_polygons(void **state) {
    (void)state;
    geometry *g = make_layer(7, 60, 100, 40);
    coverage *kept = NULL, *taken = NULL;
    assert_int_equal(coverage_build(g, SNAP, NULL, &kept, NULL), ERR_OK);
    assert_int_equal(coverage_build_taking(g, SNAP, NULL, &taken, NULL), ERR_OK);
    assert_same(kept, taken);
    coverage_free(kept);
    coverage_free(taken);
}

static void test_any_number_of_threads(void **state) {
    (void)state;
    static const int stars[] = {0, 5, 400};
    for (size_t i = 0; i < sizeof stars / sizeof *stars; i++) {
        geometry *g = make_layer(91 + i, 60, 100, stars[i]);
        coverage *alone = NULL;
        assert_int_equal(coverage_build(g, SNAP, NULL, &alone, NULL), ERR_OK);
        for (unsigned threads = 1; threads <= 8; threads++) {
            pool *workers = NULL;
            coverage *c = NULL;
            assert_int_equal(pool_create(threads, 0, &workers, NULL), ERR_OK);
            assert_int_equal(coverage_build(g, SNAP, workers, &c, NULL), ERR_OK);
            assert_same(alone, c);
            coverage_free(c);
            pool_free(workers);
        }
        coverage_free(alone);
        geometry_free(g);
    }
}

/* What is messy in a few places is right there and elsewhere. */
static void test_messy_beside_clean(void **state) {
    (void)state;
    aid_cover v = aid_cover_of_geometry(make_layer(17, 30, 50, 6), SNAP);
    aid_random r = {5};
    for (int i = 0; i < 600; i++) {
        double x = aid_random_in(&r, 980, 2520), y = aid_random_in(&r, 1980, 3520);
        if (aid_cover_distance(v.g, x, y) <= 3 * SNAP) continue;
        assert_int_equal(aid_cover_label(v.c, v.all, x, y), aid_cover_truth(v.g, x, y));
    }
    aid_cover_check_crossings(v.all);
    aid_cover_free(&v);
}

/* A clean layer keeps its vertices: as many arcs and nodes as its lattice has. */
static void test_clean_layer(void **state) {
    (void)state;
    const size_t n = 60;
    aid_cover v = aid_cover_of_geometry(make_layer(3, n, 100, 0), SNAP);
    assert_int_equal(v.c->n_nodes, (n + 1) * (n + 1) - 4); /* corners of the whole are none */
    assert_int_equal(v.c->n_arcs, 2 * n * (n + 1) - 4);
    assert_int_equal(v.c->n_points, 2 * n * (n + 1) * 5 - 4);
    aid_cover_free(&v);
}

/* ---- snapping ---- */

/* By the definition: in order, to the nearest vertex within a snap, of equally near ones the first.
 */
static size_t snap_all(const geometry *g, double unit, int64_t snap, exact_point *vertex,
                       uint32_t *of) {
    size_t count = 0, at = 0;
    for (size_t r = 0; r < g->n_rings; r++)
        for (uint32_t i = 0; i < g->rings[r].count; i++) {
            size_t k = g->rings[r].first + i, best = SIZE_MAX;
            exact_point p = {llround(g->x[k] / unit), llround(g->y[k] / unit)};
            int64_t nearest = snap * snap + 1;
            for (size_t v = 0; v < count; v++) {
                int64_t dx = vertex[v].x - p.x, dy = vertex[v].y - p.y;
                if (dx * dx + dy * dy < nearest) nearest = dx * dx + dy * dy, best = v;
            }
            if (best == SIZE_MAX) vertex[best = count++] = p;
            of[at++] = (uint32_t)best;
        }
    return count;
}

/* Points that repeat, crowd, and stand alone; districts out of order, so that rings are too. */
static geometry *crowd_of_points(aid_random *r, double width) {
    geometry_builder *b = NULL;
    geometry *g = NULL;
    double seen[2 * 600];
    size_t n = 0;
    assert_int_equal(geometry_builder_create(&b, NULL), ERR_OK);
    for (int made = 0; made < 300; made++) {
        double xy[2 * 12];
        for (int i = 0; i < 12; i++) {
            bool again = n && aid_random_bits(r) % 2;
            size_t k = again ? aid_random_bits(r) % n : n;
            if (!again && n < 600) n++;
            for (int axis = 0; axis < 2; axis++) {
                double at = again ? seen[2 * k + (size_t)axis] : aid_random_in(r, -width, width);
                if (again && aid_random_bits(r) % 4 == 0) at += aid_random_in(r, -SNAP, SNAP);
                xy[2 * i + axis] = at;
                if (!again && k < 600) seen[2 * k + (size_t)axis] = at;
            }
        }
        add(b, (district_id)(aid_random_bits(r) % 40), xy, 12);
    }
    assert_int_equal(geometry_builder_finish(b, 40, &g, NULL), ERR_OK);
    return g;
}

static void test_snapping_by_definition(void **state) {
    (void)state;
    aid_random r = {1234};
    for (int round = 0; round < 20; round++) {
        geometry *g = crowd_of_points(&r, round % 2 ? 1 : 1000);
        coverage_net *n = NULL, fresh = {0};
        assert_int_equal(coverage_net_create(g, NULL, SNAP, NULL, &n, NULL), ERR_OK);
        exact_point *vertex = calloc(g->n_points, sizeof *vertex);
        uint32_t *of = calloc(g->n_points, sizeof *of), *seen = NULL;
        assert_true(vertex && of);
        size_t count = snap_all(g, n->unit, n->snap, vertex, of);
        assert_int_equal(n->n_points, count);
        assert_memory_equal(n->points, vertex, count * sizeof *vertex);
        fresh.unit = n->unit, fresh.snap = n->snap;
        assert_int_equal(coverage_snap(&fresh, g, &seen, NULL), ERR_OK);
        assert_memory_equal(seen, of, g->n_points * sizeof *of);
        free(fresh.points);
        free(seen);
        free(vertex);
        free(of);
        coverage_net_free(n);
        geometry_free(g);
    }
}

/* ---- searching ---- */

/* By exact arithmetic over all pairs: how many edges cross, how many vertices lie on edges. */
static void try_all(const coverage_net *n, size_t *crossings, size_t *hits) {
    const exact_point *p = n->points;
    *crossings = *hits = 0;
    for (size_t i = 0; i < n->n_edges; i++) {
        exact_point a = p[n->edges[i].u], b = p[n->edges[i].v];
        for (size_t k = i + 1; k < n->n_edges; k++) {
            exact_point c = p[n->edges[k].u], d = p[n->edges[k].v];
            *crossings += exact_side(a, b, c) * exact_side(a, b, d) < 0 &&
                          exact_side(c, d, a) * exact_side(c, d, b) < 0;
        }
        double dx = (double)(b.x - a.x), dy = (double)(b.y - a.y), length = hypot(dx, dy);
        for (size_t v = 0; v < n->n_points; v++) {
            double x = (double)(p[v].x - a.x), y = (double)(p[v].y - a.y);
            double along = (x * dx + y * dy) / length;
            *hits += v != n->edges[i].u && v != n->edges[i].v && along > 0 && along < length &&
                     fabs(x * dy - y * dx) / length <= 0.7 * (double)n->snap;
        }
    }
}

static void test_searching_by_brute_force(void **state) {
    (void)state;
    for (uint64_t seed = 1; seed <= 6; seed++) {
        geometry *g = make_layer(seed, 14, seed % 2 ? 100 : 3, 20);
        coverage_net *n = NULL;
        coverage_finds f = {0};
        size_t crossings, hits;
        assert_int_equal(coverage_net_create(g, NULL, SNAP, NULL, &n, NULL), ERR_OK);
        assert_int_equal(coverage_search(n, 0, &f, NULL), ERR_OK);
        try_all(n, &crossings, &hits);
        assert_true(crossings > 0);
        assert_int_equal(f.n_crossings, crossings);
        assert_int_equal(f.n_hits, hits);
        coverage_finds_free(&f);
        coverage_net_free(n);
        geometry_free(g);
    }
}

/* ---- strands ---- */

/* Two squares side by side and one apart: three strands between two junctions, and a ring. */
static void test_strands_by_hand(void **state) {
    (void)state;
    static const double left[] = {0, 0, 4, 0, 4, 4, 0, 4}, right[] = {4, 0, 8, 0, 8, 4, 4, 4};
    static const double apart[] = {20, 5, 24, 0, 24, 4};
    geometry_builder *b = NULL;
    geometry *g = NULL;
    assert_int_equal(geometry_builder_create(&b, NULL), ERR_OK);
    add(b, 0, left, 4);
    add(b, 1, right, 4);
    add(b, 2, apart, 3);
    assert_int_equal(geometry_builder_finish(b, 3, &g, NULL), ERR_OK);
    coverage_net *n = NULL;
    coverage_strands s = {0};
    assert_int_equal(coverage_net_create(g, NULL, SNAP, NULL, &n, NULL), ERR_OK);
    assert_int_equal(coverage_strands_make(n, &s, NULL), ERR_OK);
    /* Vertices 0 to 3 are the left one's, 4 and 5 the right one's, 6 to 8 the other's. */
    static const uint32_t junctions[] = {1, 2, 6}, length[] = {3, 1, 3, 3};
    static const uint32_t from[] = {1, 0, 0, 2}, to[] = {0, 1, 1, 2};
    assert_int_equal(s.n_junctions, 3);
    assert_memory_equal(s.junction, junctions, sizeof junctions);
    assert_int_equal(s.n, 4);
    for (size_t i = 0; i < 4; i++) {
        assert_int_equal(s.strands[i].length, length[i]);
        uint32_t ends[] = {s.strands[i].from, s.strands[i].to}, want[] = {from[i], to[i]};
        assert_memory_equal(ends, want, sizeof want);
    }
    assert_int_equal(s.strands[0].leftmost, 0);
    assert_int_equal(s.strands[1].leftmost, STRAND_NONE);
    coverage_strands_free(&s);
    coverage_net_free(n);
    geometry_free(g);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_taking_the_polygons),
        cmocka_unit_test(test_any_number_of_threads),
        cmocka_unit_test(test_messy_beside_clean),
        cmocka_unit_test(test_clean_layer),
        cmocka_unit_test(test_snapping_by_definition),
        cmocka_unit_test(test_searching_by_brute_force),
        cmocka_unit_test(test_strands_by_hand),
    };
    return cmocka_run_group_tests_name("coverage_build", tests, NULL, NULL);
}
