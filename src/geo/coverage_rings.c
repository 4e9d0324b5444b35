#include "geo/coverage_rings.h"
#include "base/buf.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#define NONE UINT32_MAX
#define PI   3.14159265358979323846

/* A half-arc is an arc in one of its directions, 2 k or 2 k + 1, with its district at the left. */
typedef struct out_of { /* the half-arcs of one district by the node that they leave */
    uint32_t node, half;
} out_of;

typedef struct loop { /* of half-arcs: [first, first + count) of the sequence */
    uint32_t first, count;
} loop;

typedef struct maker {
    const coverage *c;
    const coverage_level *l;
    uint32_t *half;  /* [2 n_arcs] half-arcs by district */
    uint32_t *first; /* [n_districts + 1] */
    out_of *leaving; /* of one district, by node */
    bool *used;      /* [2 n_arcs] */
    uint32_t *path;  /* half-arcs of the ring that is walked, a stack */
    size_t n_path, cap_leaving, cap_path;
    double *x, *y; /* the rings of one district */
    size_t n_points, cap_x, cap_y;
    loop *rings; /* points of each */
    size_t n_rings, cap_rings;
    geometry_builder *to;
} maker;

static uint32_t from_node(const maker *m, uint32_t h) {
    const arc *a = &m->c->arcs[h / 2];
    return h % 2 ? a->to : a->from;
}

static uint32_t to_node(const maker *m, uint32_t h) { return from_node(m, h ^ 1); }

static district_id district_of(const maker *m, uint32_t h) {
    const arc *a = &m->c->arcs[h / 2];
    return h % 2 ? a->right : a->left;
}

/* ---- half-arcs by district ---- */

static err_code group_halves(maker *m, err *e) {
    size_t n = 2 * m->c->n_arcs, n_districts = m->c->n_districts;
    m->half = malloc((n ? n : 1) * sizeof *m->half);
    m->first = calloc(n_districts + 2, sizeof *m->first);
    m->used = calloc(n ? n : 1, sizeof *m->used);
    if (!m->half || !m->first || !m->used) return err_nomem(e);
    for (uint32_t h = 0; h < n; h++)
        if (district_of(m, h) != DISTRICT_NONE) m->first[district_of(m, h) + 2]++;
    for (size_t d = 0; d < n_districts; d++) m->first[d + 2] += m->first[d + 1];
    for (uint32_t h = 0; h < n; h++)
        if (district_of(m, h) != DISTRICT_NONE) m->half[m->first[district_of(m, h) + 1]++] = h;
    return ERR_OK;
}

static int by_node(const void *pa, const void *pb) {
    const out_of *a = pa, *b = pb;
    if (a->node != b->node) return a->node < b->node ? -1 : 1;
    return (a->half > b->half) - (a->half < b->half);
}

static err_code find_leaving(maker *m, district_id d, err *e) {
    uint32_t first = m->first[d], n = m->first[d + 1] - first;
    err_code rc = array_reserve(&m->leaving, &m->cap_leaving, n, sizeof *m->leaving, e);
    for (uint32_t i = 0; i < n && !rc; i++)
        m->leaving[i] = (out_of){from_node(m, m->half[first + i]), m->half[first + i]};
    if (!rc && n) qsort(m->leaving, n, sizeof *m->leaving, by_node);
    return rc;
}

/* The direction in which a half-arc leaves its first point. */
static void leave(const maker *m, uint32_t h, double *dx, double *dy) {
    uint32_t begin = m->l->first[h / 2], end = m->l->first[h / 2 + 1];
    uint32_t at = h % 2 ? end - 1 : begin, to = h % 2 ? end - 2 : begin + 1;
    *dx = m->l->x[to] - m->l->x[at];
    *dy = m->l->y[to] - m->l->y[at];
}

/* How far it turns clockwise from the way that `half` came, 0 to 2 pi. */
static double turn_to(const maker *m, uint32_t half, uint32_t next) {
    double bx, by, nx, ny;
    leave(m, half ^ 1, &bx, &by);
    leave(m, next, &nx, &ny);
    double t = atan2(ny * bx - nx * by, nx * bx + ny * by);
    return t < 0 ? -t : 2 * PI - t;
}

/* Of the half-arcs of the district that leave where `half` ends and were not walked yet, the one
 * with nothing but the district between the two; NONE: there is none. */
static uint32_t next_of(const maker *m, district_id d, uint32_t half) {
    uint32_t node = to_node(m, half), best = NONE;
    size_t low = 0, high = m->first[d + 1] - m->first[d], end = high;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (m->leaving[middle].node < node)
            low = middle + 1;
        else
            high = middle;
    }
    double least = 8;
    for (; low < end && m->leaving[low].node == node; low++) {
        uint32_t h = m->leaving[low].half;
        double t = m->used[h] ? 9 : turn_to(m, half, h); /* 9: more than 2 pi */
        if (t < least) least = t, best = h;
    }
    return best;
}

/* ---- points ---- */

static err_code add_point(maker *m, uint32_t i, err *e) {
    err_code rc = array_reserve(&m->x, &m->cap_x, m->n_points + 1, sizeof *m->x, e);
    if (!rc) rc = array_reserve(&m->y, &m->cap_y, m->n_points + 1, sizeof *m->y, e);
    if (rc) return rc;
    m->x[m->n_points] = m->l->x[i];
    m->y[m->n_points++] = m->l->y[i];
    return ERR_OK;
}

/* All but the last, which the next half-arc begins with. */
static err_code add_half(maker *m, uint32_t h, err *e) {
    uint32_t begin = m->l->first[h / 2], end = m->l->first[h / 2 + 1];
    err_code rc = ERR_OK;
    for (uint32_t i = 0; i + 1 < end - begin && !rc; i++)
        rc = add_point(m, h % 2 ? end - 1 - i : begin + i, e);
    return rc;
}

/* The half-arcs from `from` to the path's end are a ring; they leave the path. */
static err_code close_ring(maker *m, size_t from, err *e) {
    loop r = {(uint32_t)m->n_points, 0};
    err_code rc = array_reserve(&m->rings, &m->cap_rings, m->n_rings + 1, sizeof *m->rings, e);
    for (size_t i = from; i < m->n_path && !rc; i++) rc = add_half(m, m->path[i], e);
    r.count = (uint32_t)m->n_points - r.first;
    if (!rc) m->rings[m->n_rings++] = r;
    m->n_path = from;
    return rc;
}

/* Where on the path a ring that ends in `node` begins; n_path: nowhere. */
static size_t place_of(const maker *m, uint32_t node) {
    for (size_t i = m->n_path; i-- > 0;)
        if (from_node(m, m->path[i]) == node) return i;
    return m->n_path;
}

/* Walks around one connected part of the district, until all that was begun is closed.  Where the
 * border comes to a node that it has been at, a ring is cut off there, so that no ring touches
 * itself. */
static err_code walk(maker *m, district_id d, uint32_t half, err *e) {
    err_code rc = ERR_OK;
    while (half != NONE && !rc) {
        rc = array_reserve(&m->path, &m->cap_path, m->n_path + 1, sizeof *m->path, e);
        if (rc) break;
        m->path[m->n_path++] = half;
        m->used[half] = true;
        uint32_t node = to_node(m, half);
        size_t begin = place_of(m, node);
        if (begin < m->n_path) rc = close_ring(m, begin, e);
        half = m->n_path ? next_of(m, d, half) : NONE;
    }
    assert(rc || !m->n_path); /* as many half-arcs of a district come to a node as leave it */
    return rc;
}

/* ---- which hole is whose ---- */

static double area2(const double *x, const double *y, size_t n) {
    double sum = 0;
    for (size_t i = 1; i + 1 < n; i++)
        sum += (x[i] - x[0]) * (y[i + 1] - y[0]) - (x[i + 1] - x[0]) * (y[i] - y[0]);
    return sum;
}

static double loop_area2(const maker *m, loop r) {
    return area2(m->x + r.first, m->y + r.first, r.count);
}

static bool has_point(const maker *m, loop r, double px, double py) {
    const double *x = m->x + r.first, *y = m->y + r.first;
    bool in = false;
    for (size_t i = 0, k = r.count - 1; i < r.count; k = i++)
        if ((y[i] > py) != (y[k] > py) && px < (x[k] - x[i]) * (py - y[i]) / (y[k] - y[i]) + x[i])
            in = !in;
    return in;
}

/* The middle of an edge lies on no other ring. */
static bool has_hole(const maker *m, loop outer, loop hole) {
    uint32_t a = hole.first;
    return has_point(m, outer, (m->x[a] + m->x[a + 1]) / 2, (m->y[a] + m->y[a + 1]) / 2);
}

/* The smallest outer ring around it; itself if rounding finds none. */
static size_t owner_of(const maker *m, size_t hole) {
    size_t best = hole;
    for (size_t i = 0; i < m->n_rings; i++) {
        double a = loop_area2(m, m->rings[i]);
        if (a <= 0 || !has_hole(m, m->rings[i], m->rings[hole])) continue;
        if (best == hole || a < loop_area2(m, m->rings[best])) best = i;
    }
    return best;
}

static err_code add_ring(maker *m, district_id d, loop r, err *e) {
    return geometry_builder_add(m->to, d, m->x + r.first, m->y + r.first, r.count, NULL, e);
}

static err_code add_rings(maker *m, district_id d, err *e) {
    size_t *owner = malloc((m->n_rings ? m->n_rings : 1) * sizeof *owner);
    err_code rc = owner ? ERR_OK : err_nomem(e);
    for (size_t i = 0; i < m->n_rings && !rc; i++)
        owner[i] = loop_area2(m, m->rings[i]) > 0 ? i : owner_of(m, i);
    for (size_t i = 0; i < m->n_rings && !rc; i++) {
        if (owner[i] != i) continue;
        rc = add_ring(m, d, m->rings[i], e);
        for (size_t k = 0; k < m->n_rings && !rc; k++)
            if (k != i && owner[k] == i) rc = add_ring(m, d, m->rings[k], e);
    }
    free(owner);
    return rc;
}

static err_code make_district(maker *m, district_id d, err *e) {
    err_code rc = find_leaving(m, d, e);
    m->n_points = m->n_rings = 0;
    for (uint32_t i = m->first[d]; i < m->first[d + 1] && !rc; i++)
        if (!m->used[m->half[i]]) rc = walk(m, d, m->half[i], e);
    return rc ? rc : add_rings(m, d, e);
}

static void clear(maker *m) {
    void *const all[] = {m->half, m->first, m->leaving, m->used, m->path, m->x, m->y, m->rings};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) free(all[i]);
}

/* Growing would take half as much again. */
static err_code reserve(maker *m, const bool *wanted, err *e) {
    size_t points = 0, rings = 0;
    for (size_t d = 0; d < m->c->n_districts; d++) {
        if (wanted && !wanted[d]) continue;
        rings++;
        for (uint32_t i = m->first[d]; i < m->first[d + 1]; i++) {
            uint32_t k = m->half[i] / 2;
            points += m->l->first[k + 1] - m->l->first[k] - 1;
        }
    }
    return geometry_builder_reserve(m->to, rings, points, e);
}

err_code coverage_rings_some(const coverage *c, const coverage_level *l, const bool *wanted,
                             geometry **out, err *e) {
    maker m = {.c = c, .l = l};
    err_code rc = group_halves(&m, e);
    if (!rc) rc = geometry_builder_create(&m.to, e);
    if (!rc) rc = reserve(&m, wanted, e);
    for (size_t d = 0; d < c->n_districts && !rc; d++)
        if (!wanted || wanted[d]) rc = make_district(&m, (district_id)d, e);
    if (!rc)
        rc = geometry_builder_finish(m.to, c->n_districts, out, e);
    else
        geometry_builder_free(m.to);
    clear(&m);
    return rc;
}

err_code coverage_rings_make(const coverage *c, const coverage_level *l, geometry **out, err *e) {
    return coverage_rings_some(c, l, NULL, out, e);
}

double coverage_rings_area2(const geometry *g, ring r) {
    return area2(g->x + r.first, g->y + r.first, r.count);
}
