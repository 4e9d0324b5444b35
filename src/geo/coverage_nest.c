/* Which face each part of a net lies in: that of the nearest edge to the left of its leftmost
 * vertex. That edge belongs to a part that begins further left, so hosts come before their guests.
 */
#include "geo/box_tree.h"
#include "geo/coverage_faces.h"

#include <assert.h>
#include <stdlib.h>

#define NONE UINT32_MAX

/* ---- parts: a forest in which each vertex points to one nearer to its root ---- */

static uint32_t root_of(uint32_t *up, uint32_t v) {
    for (; up[v] != v; v = up[v]) up[v] = up[up[v]];
    return v;
}

static void join_ends(const coverage_net *n, uint32_t *up) {
    for (size_t v = 0; v < n->n_points; v++) up[v] = (uint32_t)v;
    for (size_t i = 0; i < n->n_edges; i++) {
        uint32_t a = root_of(up, n->edges[i].u), b = root_of(up, n->edges[i].v);
        if (a < b)
            up[b] = a;
        else
            up[a] = b;
    }
}

typedef struct part {
    exact_point at;
    uint32_t vertex; /* the leftmost */
} part;

static int by_place(const void *pa, const void *pb) { /* no two parts share a vertex */
    const part *a = pa, *b = pb;
    return exact_before(b->at, a->at) - exact_before(a->at, b->at);
}

/* The leftmost vertex of each part; *out is the caller's to free. */
static err_code find_parts(const coverage_net *n, const coverage_faces *f, part **out,
                           size_t *count, err *e) {
    size_t size = n->n_points ? n->n_points : 1, parts = 0;
    uint32_t *up = malloc(size * sizeof *up), *leftmost = malloc(size * sizeof *leftmost);
    part *p = NULL;
    err_code rc = up && leftmost ? ERR_OK : err_nomem(e);
    if (!rc) join_ends(n, up);
    for (size_t v = 0; v < n->n_points && !rc; v++) leftmost[v] = NONE;
    for (uint32_t v = 0; v < n->n_points && !rc; v++) {
        if (f->start[v] == f->start[v + 1]) continue;
        uint32_t *best = &leftmost[root_of(up, v)];
        parts += *best == NONE;
        if (*best == NONE || exact_before(n->points[v], n->points[*best])) *best = v;
    }
    if (!rc && !(p = malloc((parts ? parts : 1) * sizeof *p))) rc = err_nomem(e);
    size_t to = 0;
    for (size_t v = 0; v < n->n_points && !rc; v++)
        if (leftmost[v] != NONE) p[to++] = (part){n->points[leftmost[v]], leftmost[v]};
    if (!rc) qsort(p, parts, sizeof *p, by_place);
    free(up);
    free(leftmost);
    *out = p;
    *count = parts;
    return rc;
}

/* ---- the nearest edge to the left ---- */

typedef struct ray { /* leftward from a point, and a little above it: no vertex lies on it */
    const coverage_net *net;
    const box_tree *edges;
    exact_point from;
    rect reach;
    uint32_t best; /* edge; NONE: none met */
} ray;

static void ends_by_height(const coverage_net *n, uint32_t i, exact_point *low, exact_point *high) {
    exact_point u = n->points[n->edges[i].u], v = n->points[n->edges[i].v];
    *low = u.y < v.y ? u : v;
    *high = u.y < v.y ? v : u;
}

/* Whether edge i lies right of edge k where both cross the ray; they may meet in an end. */
static bool right_of(const coverage_net *n, uint32_t i, uint32_t k) {
    exact_point low, high, other_low, other_high;
    ends_by_height(n, i, &low, &high);
    ends_by_height(n, k, &other_low, &other_high);
    bool starts_later = low.y > other_low.y;
    int side =
        starts_later ? -exact_side(other_low, other_high, low) : exact_side(low, high, other_low);
    if (side) return side > 0;
    bool ends_sooner = high.y < other_high.y;
    return (ends_sooner ? -exact_side(other_low, other_high, high)
                        : exact_side(low, high, other_high)) > 0;
}

static bool meet(void *data, size_t place) {
    ray *r = data;
    uint32_t i = r->edges->item[place];
    exact_point low, high;
    ends_by_height(r->net, i, &low, &high);
    if (low.y > r->from.y || high.y <= r->from.y || exact_side(low, high, r->from) >= 0)
        return true;
    if (r->best != NONE && !right_of(r->net, i, r->best)) return true;
    r->best = i;
    r->reach.x0 = (double)(low.x < high.x ? low.x : high.x);
    return true;
}

static rect edge_box(const void *data, uint32_t i) {
    const coverage_net *n = data;
    exact_point u = n->points[n->edges[i].u], v = n->points[n->edges[i].v];
    rect box = {(double)u.x, (double)u.y, (double)u.x, (double)u.y};
    rect_add(&box, (double)v.x, (double)v.y);
    return box;
}

static uint32_t host_of(const coverage_net *n, const coverage_faces *f, const box_tree *t,
                        exact_point p) {
    double x = (double)p.x, y = (double)p.y;
    ray r = {n, t, p, {-INFINITY, y, x, y}, NONE};
    box_tree_visit(t, &r.reach, meet, &r);
    if (r.best == NONE) return NONE;
    const net_edge *edge = &n->edges[r.best];
    bool up = n->points[edge->u].y < n->points[edge->v].y;
    return f->cycle[2 * r.best + up]; /* walking down, right of the edge is at the left hand */
}

err_code coverage_nest_make(const coverage_net *n, const coverage_faces *f, coverage_nest *out,
                            err *e) {
    part *parts = NULL;
    box_tree *t = NULL;
    err_code rc = find_parts(n, f, &parts, &out->n, e);
    size_t size = out->n ? out->n : 1;
    if (!rc && out->n > 1) rc = box_tree_build(n->n_edges, edge_box, n, &t, e);
    if (!rc) {
        out->outer = malloc(size * sizeof *out->outer);
        out->host = malloc(size * sizeof *out->host);
        if (!out->outer || !out->host) rc = err_nomem(e);
    }
    for (size_t i = 0; i < out->n && !rc; i++) {
        /* Nothing lies left of it: its last edge counterclockwise has the outside at its left. */
        out->outer[i] = f->cycle[f->out[f->start[parts[i].vertex + 1] - 1]];
        out->host[i] = i ? host_of(n, f, t, parts[i].at) : NONE;
    }
    box_tree_free(t);
    free(parts);
    return rc;
}

void coverage_nest_free(coverage_nest *nest) {
    free(nest->outer);
    free(nest->host);
}
