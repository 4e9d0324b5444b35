#include "aid_coverage.h"
#include "aid_cmocka.h"

#include <geos_c.h>
#include <math.h>
#include <stdlib.h>

aid_cover aid_cover_of_geometry(geometry *g, double snap) {
    aid_cover v = {.g = g};
    err e = {0};
    if (coverage_build(g, snap, NULL, &v.c, &e)) fail_msg("%s", e.text);
    if (coverage_level_make(v.c, 0, &v.all, &e)) fail_msg("%s", e.text);
    assert_int_equal(v.all->n_points, v.c->n_points);
    aid_cover_check(v.c);
    return v;
}

aid_cover aid_cover_of(const aid_ring *rings, size_t n, double snap) {
    districts *names = NULL;
    geometry *g = NULL;
    aid_geometry(rings, n, &names, &g);
    aid_cover v = aid_cover_of_geometry(g, snap);
    v.names = names;
    return v;
}

void aid_cover_free(aid_cover *v) {
    coverage_level_free(v->all);
    coverage_free(v->c);
    geometry_free(v->g);
    districts_free(v->names);
}

typedef struct edge {
    double x0, y0, x1, y1;
} edge;

static int by_ends(const void *pa, const void *pb) {
    const edge *a = pa, *b = pb;
    const double va[4] = {a->x0, a->y0, a->x1, a->y1}, vb[4] = {b->x0, b->y0, b->x1, b->y1};
    for (int i = 0; i < 4; i++)
        if (va[i] != vb[i]) return va[i] < vb[i] ? -1 : 1;
    return 0;
}

static edge ordered(double x0, double y0, double x1, double y1) {
    return x0 < x1 || (x0 == x1 && y0 < y1) ? (edge){x0, y0, x1, y1} : (edge){x1, y1, x0, y0};
}

static void check_arc(const coverage *c, const arc *a, rect box) {
    assert_true(a->left != a->right && a->count >= 2);
    assert_true(a->left < c->n_districts || a->left == DISTRICT_NONE);
    assert_true(a->right < c->n_districts || a->right == DISTRICT_NONE);
    assert_true(a->from < c->n_nodes && a->to < c->n_nodes);
    assert_true(a->first + a->count <= c->n_points);
    uint32_t last = a->first + a->count - 1;
    bool closed = c->x[a->first] == c->x[last] && c->y[a->first] == c->y[last];
    assert_int_equal(closed, a->from == a->to);
    assert_true(!closed || a->count >= 4);
    assert_true(isinf(c->weight[a->first]) && isinf(c->weight[last]));
    for (uint32_t i = a->first; i <= last; i++) {
        assert_true(c->x[i] >= box.x0 && c->x[i] <= box.x1);
        assert_true(c->y[i] >= box.y0 && c->y[i] <= box.y1 && c->weight[i] >= 0);
    }
}

void aid_cover_check(const coverage *c) {
    edge *edges = calloc(c->n_points + 1, sizeof *edges);
    double(*node)[2] = calloc(c->n_nodes + 1, sizeof *node);
    bool *met = calloc(c->n_nodes + 1, sizeof *met);
    size_t n = 0, points = 0;
    assert_true(edges && node && met);
    for (size_t k = 0; k < c->n_arcs; k++) {
        const arc *a = &c->arcs[k];
        check_arc(c, a, c->bounds[k]);
        points += a->count;
        for (uint32_t i = a->first + 1; i < a->first + a->count; i++)
            edges[n++] = ordered(c->x[i - 1], c->y[i - 1], c->x[i], c->y[i]);
        const uint32_t ends[2][2] = {{a->from, a->first}, {a->to, a->first + a->count - 1}};
        for (int i = 0; i < 2; i++) { /* one node, one place */
            double *at = node[ends[i][0]], x = c->x[ends[i][1]], y = c->y[ends[i][1]];
            assert_true(!met[ends[i][0]] || (at[0] == x && at[1] == y));
            met[ends[i][0]] = true;
            at[0] = x, at[1] = y;
        }
    }
    assert_int_equal(points, c->n_points);
    if (n) qsort(edges, n, sizeof *edges, by_ends);
    for (size_t i = 1; i < n; i++) assert_true(by_ends(&edges[i - 1], &edges[i]) < 0);
    free(edges);
    free(node);
    free(met);
}

district_id aid_cover_label(const coverage *c, const coverage_level *l, double x, double y) {
    unsigned *crossings = calloc(c->n_districts + 1, sizeof *crossings);
    assert_non_null(crossings);
    for (size_t k = 0; k < c->n_arcs; k++)
        for (uint32_t i = l->first[k] + 1; i < l->first[k + 1]; i++) {
            double x0 = l->x[i - 1], y0 = l->y[i - 1], x1 = l->x[i], y1 = l->y[i];
            if ((y0 <= y) == (y1 <= y) || x0 + (y - y0) * (x1 - x0) / (y1 - y0) >= x) continue;
            if (c->arcs[k].left != DISTRICT_NONE) crossings[c->arcs[k].left]++;
            if (c->arcs[k].right != DISTRICT_NONE) crossings[c->arcs[k].right]++;
        }
    district_id found = DISTRICT_NONE;
    for (district_id d = 0; d < c->n_districts; d++) {
        if (crossings[d] % 2 == 0) continue;
        assert_int_equal(found, DISTRICT_NONE);
        found = d;
    }
    free(crossings);
    return found;
}

double aid_cover_area(const coverage *c, const coverage_level *l, district_id d) {
    long double sum = 0;
    double cx = l->n_points ? l->x[0] : 0, cy = l->n_points ? l->y[0] : 0;
    for (size_t k = 0; k < c->n_arcs; k++) {
        int sign = (c->arcs[k].left == d) - (c->arcs[k].right == d);
        for (uint32_t i = l->first[k] + 1; sign && i < l->first[k + 1]; i++) {
            long double ax = l->x[i - 1] - cx, ay = l->y[i - 1] - cy;
            sum += sign * (ax * (l->y[i] - cy) - (l->x[i] - cx) * ay) / 2;
        }
    }
    return (double)sum;
}

district_id aid_cover_truth(const geometry *g, double x, double y) {
    for (district_id d = 0; d < g->n_districts; d++)
        if (geometry_contains(g, d, x, y)) return d;
    return DISTRICT_NONE;
}

static double distance_to(double x, double y, double x0, double y0, double x1, double y1) {
    double dx = x1 - x0, dy = y1 - y0, length2 = dx * dx + dy * dy;
    double t = length2 > 0 ? ((x - x0) * dx + (y - y0) * dy) / length2 : 0;
    t = fmin(fmax(t, 0), 1);
    return hypot(x - x0 - t * dx, y - y0 - t * dy);
}

double aid_cover_distance(const geometry *g, double x, double y) {
    double nearest = INFINITY;
    for (size_t r = 0; r < g->n_rings; r++) {
        const double *px = g->x + g->rings[r].first, *py = g->y + g->rings[r].first;
        for (uint32_t i = 0, k = g->rings[r].count - 1; i < g->rings[r].count; k = i++)
            nearest = fmin(nearest, distance_to(x, y, px[k], py[k], px[i], py[i]));
    }
    return nearest;
}

/* ---- GEOS ---- */

static GEOSGeometry *line_of(GEOSContextHandle_t h, const double *x, const double *y, size_t n,
                             bool close) {
    GEOSCoordSequence *s = GEOSCoordSeq_create_r(h, (unsigned)(n + close), 2);
    for (size_t i = 0; i < n + close; i++)
        GEOSCoordSeq_setXY_r(h, s, (unsigned)i, x[i % n], y[i % n]);
    return close ? GEOSGeom_createLinearRing_r(h, s) : GEOSGeom_createLineString_r(h, s);
}

/* In an odd number of the district's rings. */
static GEOSGeometry *district_of(GEOSContextHandle_t h, const geometry *g, district_id d) {
    GEOSGeometry *sum = GEOSGeom_createEmptyPolygon_r(h);
    for (uint32_t r = g->ring_of[d]; r < g->ring_of[d + 1]; r++) {
        ring at = g->rings[r];
        GEOSGeometry *p = GEOSGeom_createPolygon_r(
            h, line_of(h, g->x + at.first, g->y + at.first, at.count, true), NULL, 0);
        GEOSGeometry *valid = GEOSMakeValid_r(h, p), *next = GEOSSymDifference_r(h, sum, valid);
        GEOSGeom_destroy_r(h, p);
        GEOSGeom_destroy_r(h, valid);
        GEOSGeom_destroy_r(h, sum);
        assert_non_null(next);
        sum = next;
    }
    return sum;
}

void aid_cover_geos(const geometry *g, double *area, double *length) {
    GEOSContextHandle_t h = GEOS_init_r();
    GEOSGeometry *before = GEOSGeom_createEmptyPolygon_r(h);
    for (district_id d = 0; d < g->n_districts; d++) {
        GEOSGeometry *one = district_of(h, g, d), *rest = GEOSDifference_r(h, one, before);
        GEOSGeometry *all = GEOSUnion_r(h, before, one);
        assert_true(rest && all && GEOSArea_r(h, rest, &area[d]) &&
                    GEOSLength_r(h, one, &length[d]));
        GEOSGeom_destroy_r(h, one);
        GEOSGeom_destroy_r(h, rest);
        GEOSGeom_destroy_r(h, before);
        before = all;
    }
    GEOSGeom_destroy_r(h, before);
    GEOS_finish_r(h);
}

void aid_cover_geos_touches(const geometry *g, unsigned char *touches) {
    GEOSContextHandle_t h = GEOS_init_r();
    size_t n = g->n_districts;
    GEOSGeometry **one = calloc(n + 1, sizeof *one);
    assert_non_null(one);
    for (district_id d = 0; d < n; d++) one[d] = district_of(h, g, d);
    for (size_t a = 0; a < n; a++)
        for (size_t b = 0; b < n; b++) {
            touches[a * n + b] = 0;
            if (a == b || GEOSIntersects_r(h, one[a], one[b]) != 1) continue;
            GEOSGeometry *common = GEOSIntersection_r(h, one[a], one[b]);
            touches[a * n + b] = GEOSGeom_getDimensions_r(h, common) > 0 ? 2 : 1;
            GEOSGeom_destroy_r(h, common);
        }
    for (size_t d = 0; d < n; d++) GEOSGeom_destroy_r(h, one[d]);
    free(one);
    GEOS_finish_r(h);
}

/* Each edge is a line of its own: such lines are simple together if they meet in ends only. */
void aid_cover_check_crossings(const coverage_level *l) {
    GEOSContextHandle_t h = GEOS_init_r();
    GEOSGeometry **lines = calloc(l->n_points + 1, sizeof *lines);
    unsigned n = 0;
    assert_non_null(lines);
    for (size_t k = 0; k < l->n_arcs; k++)
        for (uint32_t i = l->first[k]; i + 1 < l->first[k + 1]; i++)
            lines[n++] = line_of(h, l->x + i, l->y + i, 2, false);
    GEOSGeometry *all = GEOSGeom_createCollection_r(h, GEOS_MULTILINESTRING, lines, n);
    assert_int_equal(GEOSisSimple_r(h, all), 1);
    GEOSGeom_destroy_r(h, all);
    free(lines);
    GEOS_finish_r(h);
}
