#include "geo/coverage_search.h"
#include "base/buf.h"
#include "geo/coverage_fresh.h"
#include "geo/coverage_parts.h"

#include <math.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#define FEW        48                   /* that a box may hold to be searched pair by pair */
#define MOST_WORK  UINT64_C(4000000000) /* tests of a round */
#define HITS_FREE  ((size_t)4000000)    /* splits of a round, beside 4 for each edge */
#define LINE_SNAPS 0.7                  /* less than 1 / sqrt(2): see coverage_node.h */

typedef struct near_edge { /* a copy, so that a part's data lies together */
    exact_point a, b;      /* at u and v */
    uint32_t u, v, id;
    bool fresh;
} near_edge;

typedef struct near_vertex {
    exact_point at;
    uint32_t id;
    bool fresh;
} near_vertex;

#define LANES 64
typedef int16_t lane8 __attribute__((vector_size(16)));

/* Where some edges of a box lie, coarsely: what is apart here is apart.  Many are tried at once. */
typedef struct lanes {
    lane8 x0[LANES / 8], y0[LANES / 8], x1[LANES / 8], y1[LANES / 8];
} lanes;

/* Boxes are halved until few edges are left in each.  An edge is in each box that it passes within
 * a snap, a vertex in one.  Edges and vertices are told by their place in the part's arrays. */
typedef struct search {
    const coverage_net *net;
    near_edge *edges;
    near_vertex *vertices;
    size_t cap_edges, cap_vertices;
    uint32_t *stack; /* lists of edges and vertices of the boxes that are open */
    size_t used, cap;
    lanes *lanes; /* of the box whose pairs are tried */
    size_t cap_lanes;
    coverage_finds *out;
    atomic_ullong *work; /* of all parts */
} search;

/* ---- tests ---- */

static double product(exact_point from, exact_point a, exact_point b) {
    return (double)((exact_int)(a.x - from.x) * (b.x - from.x) +
                    (exact_int)(a.y - from.y) * (b.y - from.y));
}

err_code coverage_finds_add(coverage_finds *f, const coverage_net *n, uint32_t edge,
                            uint32_t vertex, err *e) {
    const net_edge *at = &n->edges[edge];
    if (vertex == at->u || vertex == at->v) return ERR_OK;
    size_t most = HITS_FREE + 4 * n->n_edges;
    if (f->n_hits >= most)
        return err_set(e, ERR_UNSUPPORTED,
                       "borders cross in more than %zu places: repair the polygons first",
                       most / 2);
    err_code rc = array_reserve(&f->hits, &f->cap_hits, f->n_hits + 1, sizeof *f->hits, e);
    if (rc) return rc;
    const exact_point *p = n->points;
    f->hits[f->n_hits++] = (net_hit){edge, vertex, product(p[at->u], p[at->v], p[vertex])};
    return ERR_OK;
}

static bool vertex_on_edge(const near_edge *edge, const near_vertex *vertex, int64_t m) {
    exact_point a = edge->a, b = edge->b, p = vertex->at;
    if (p.x < (a.x < b.x ? a.x : b.x) - m || p.x > (a.x > b.x ? a.x : b.x) + m ||
        p.y < (a.y < b.y ? a.y : b.y) - m || p.y > (a.y > b.y ? a.y : b.y) + m)
        return false;
    if (vertex->id == edge->u || vertex->id == edge->v) return false;
    double length2 = product(a, b, b), along = product(a, b, p);
    if (along <= 0 || along >= length2) return false;
    double z = (double)exact_cross(a, b, p), near = LINE_SNAPS * (double)m;
    return z * z <= near * near * length2;
}

static bool edges_cross(const near_edge *e, const near_edge *f) {
    if (!net_spans_meet(e->a.x, e->b.x, f->a.x, f->b.x) ||
        !net_spans_meet(e->a.y, e->b.y, f->a.y, f->b.y))
        return false;
    if (e->u == f->u || e->u == f->v || e->v == f->u || e->v == f->v) return false;
    return exact_side(e->a, e->b, f->a) * exact_side(e->a, e->b, f->b) < 0 &&
           exact_side(f->a, f->b, e->a) * exact_side(f->a, f->b, e->b) < 0;
}

/* Where two edges cross; boxes part the grid, so only one of those that have both takes it up. */
static err_code add_crossing(search *s, net_box b, const near_edge *f, const near_edge *g, err *e) {
    double zu = (double)exact_cross(g->a, g->b, f->a), zv = (double)exact_cross(g->a, g->b, f->b);
    double t = zu / (zu - zv);
    exact_point u = f->a, v = f->b,
                at = {u.x + llround(t * (double)(v.x - u.x)),
                      u.y + llround(t * (double)(v.y - u.y))};
    if (!net_in_box(at, b)) return ERR_OK;
    coverage_finds *o = s->out;
    if (o->n_crossings >= HITS_FREE + 4 * s->net->n_edges)
        return err_set(e, ERR_UNSUPPORTED,
                       "borders cross in more than %zu places: repair the polygons first",
                       o->n_crossings);
    err_code rc = array_reserve(&o->crossings, &o->cap_crossings, o->n_crossings + 1,
                                sizeof *o->crossings, e);
    if (!rc) o->crossings[o->n_crossings++] = (net_crossing){f->id, g->id, at};
    return rc;
}

/* ---- boxes ---- */

/* The vertex that most of the edges seem to meet in: the best of the ends of three. */
static uint32_t hub_of(const search *s, const uint32_t *edges, size_t n) {
    const size_t sample[3] = {0, n / 2, n - 1};
    uint32_t best = 0;
    size_t most = 0;
    for (int k = 0; k < 6; k++) {
        const near_edge *from = &s->edges[edges[sample[k / 2]]];
        uint32_t candidate = k % 2 ? from->v : from->u;
        size_t count = 0;
        for (size_t i = 0; i < n; i++) {
            const near_edge *edge = &s->edges[edges[i]];
            count += edge->u == candidate || edge->v == candidate;
        }
        if (count > most) most = count, best = candidate;
    }
    return best;
}

/* Edges that meet in one vertex cannot cross: those are moved to the end of the list, and only the
 * others, which are counted, need to be tried against all.  A fan of a million edges is cheap so.
 */
static size_t part_hub(const search *s, uint32_t *edges, size_t n) {
    uint32_t hub = hub_of(s, edges, n);
    size_t others = 0;
    for (size_t i = 0; i < n; i++) {
        uint32_t moved = edges[i];
        const near_edge *edge = &s->edges[moved];
        if (edge->u == hub || edge->v == hub) continue;
        edges[i] = edges[others];
        edges[others++] = moved;
    }
    return others;
}

static err_code spend(search *s, uint64_t work, err *e) {
    if (atomic_fetch_add_explicit(s->work, work, memory_order_relaxed) + work <= MOST_WORK)
        return ERR_OK;
    return err_set(e, ERR_UNSUPPORTED,
                   "too many borders come near one another: repair or simplify the polygons first");
}

typedef struct held { /* what a box has: edges, then vertices, on the stack */
    size_t at, edges, vertices;
} held;

/* ---- pairs ---- */

typedef struct scale { /* of lanes: 2^14 steps or fewer across the box */
    net_box box;
    unsigned shift;
} scale;

static scale scale_of(net_box b) {
    scale c = {.box = b};
    while ((b.x1 - b.x0) >> c.shift >= 1 << 14 || (b.y1 - b.y0) >> c.shift >= 1 << 14) c.shift++;
    return c;
}

/* Monotone, and off the ends that mean nothing. */
static int16_t to_lane(int64_t at, int64_t low, unsigned shift) {
    int64_t step = (at - low) >> shift;
    return (int16_t)(step <= INT16_MIN ? INT16_MIN + 1 : step >= INT16_MAX ? INT16_MAX - 1 : step);
}

static void set_lane(lanes *l, size_t k, const scale *c, exact_point a, exact_point b, int64_t m) {
    l->x0[k / 8][k % 8] = to_lane((a.x < b.x ? a.x : b.x) - m, c->box.x0, c->shift);
    l->x1[k / 8][k % 8] = to_lane((a.x > b.x ? a.x : b.x) + m, c->box.x0, c->shift);
    l->y0[k / 8][k % 8] = to_lane((a.y < b.y ? a.y : b.y) - m, c->box.y0, c->shift);
    l->y1[k / 8][k % 8] = to_lane((a.y > b.y ? a.y : b.y) + m, c->box.y0, c->shift);
}

static err_code fill_lanes(search *s, const scale *c, const uint32_t *edges, size_t n, err *e) {
    err_code rc =
        array_reserve(&s->lanes, &s->cap_lanes, (n + LANES - 1) / LANES, sizeof *s->lanes, e);
    if (rc) return rc;
    for (size_t i = 0; i < n; i++) {
        const near_edge *at = &s->edges[edges[i]];
        set_lane(&s->lanes[i / LANES], i % LANES, c, at->a, at->b, 0);
    }
    for (size_t i = n; i % LANES; i++) { /* what meets nothing */
        lanes *l = &s->lanes[i / LANES];
        size_t k = i % LANES;
        l->x0[k / 8][k % 8] = l->y0[k / 8][k % 8] = INT16_MAX;
        l->x1[k / 8][k % 8] = l->y1[k / 8][k % 8] = INT16_MIN;
    }
    return ERR_OK;
}

/* Lists the lanes that meet lane `at` of another: their number. */
static size_t meeting(const lanes *l, const lanes *other, size_t at, uint8_t *list) {
    int16_t x0 = other->x0[at / 8][at % 8], y0 = other->y0[at / 8][at % 8];
    int16_t x1 = other->x1[at / 8][at % 8], y1 = other->y1[at / 8][at % 8];
    size_t count = 0;
    for (size_t k = 0; k < LANES / 8; k++) {
        lane8 met = (l->x0[k] <= x1) & (l->x1[k] >= x0) & (l->y0[k] <= y1) & (l->y1[k] >= y0);
        uint64_t any[2];
        memcpy(any, &met, sizeof any);
        for (size_t i = 0; (any[0] | any[1]) && i < 8; i++)
            if (met[i]) list[count++] = (uint8_t)(8 * k + i);
    }
    return count;
}

static err_code try_edges(search *s, net_box b, held h, size_t i, err *e) {
    const uint32_t *edges = s->stack + h.at;
    const near_edge *f = &s->edges[edges[i]];
    uint8_t list[LANES];
    err_code rc = ERR_OK;
    for (size_t c = i / LANES; c * LANES < h.edges && !rc; c++) {
        size_t n = meeting(&s->lanes[c], &s->lanes[i / LANES], i % LANES, list);
        for (size_t j = 0; j < n && !rc; j++) {
            size_t k = c * LANES + list[j];
            if (k <= i) continue;
            const near_edge *g = &s->edges[edges[k]];
            if ((f->fresh || g->fresh) && edges_cross(f, g)) rc = add_crossing(s, b, f, g, e);
        }
    }
    return rc;
}

static err_code try_vertex(search *s, const scale *scaled, held h, size_t i, err *e) {
    const uint32_t *edges = s->stack + h.at;
    const near_vertex *v = &s->vertices[edges[h.edges + i]];
    lanes own;
    uint8_t list[LANES];
    err_code rc = ERR_OK;
    set_lane(&own, 0, scaled, v->at, v->at, s->net->snap);
    for (size_t c = 0; c * LANES < h.edges && !rc; c++) {
        size_t n = meeting(&s->lanes[c], &own, 0, list);
        for (size_t j = 0; j < n && !rc; j++) {
            const near_edge *f = &s->edges[edges[c * LANES + list[j]]];
            if ((v->fresh || f->fresh) && vertex_on_edge(f, v, s->net->snap))
                rc = coverage_finds_add(s->out, s->net, f->id, v->id, e);
        }
    }
    return rc;
}

/* All pairs of one box, but for those of two edges that are not among the first `others`. */
static err_code search_pairs(search *s, net_box b, held h, size_t others, err *e) {
    scale scaled = scale_of(b);
    err_code rc = spend(s, (uint64_t)h.edges * (others + h.vertices), e);
    if (!rc) rc = fill_lanes(s, &scaled, s->stack + h.at, h.edges, e);
    for (size_t i = 0; i < others && !rc; i++) rc = try_edges(s, b, h, i, e);
    for (size_t i = 0; i < h.vertices && !rc; i++) rc = try_vertex(s, &scaled, h, i, e);
    return rc;
}

static err_code search_box(search *s, net_box b, held h, err *e);

/* One half of a box that has `whole`; done with if nothing in it is new. */
static err_code search_half(search *s, net_box b, held whole, err *e) {
    held h = {.at = s->used};
    bool fresh = false;
    err_code rc = array_reserve(&s->stack, &s->cap, s->used + whole.edges + whole.vertices,
                                sizeof *s->stack, e);
    if (rc) return rc;
    const uint32_t *from = s->stack + whole.at;
    uint32_t *to = s->stack + h.at;
    for (size_t i = 0; i < whole.edges; i++) {
        const near_edge *edge = &s->edges[from[i]];
        if (!net_in_box(edge->a, b) && !net_edge_in_box(edge->a, edge->b, s->net->snap, b))
            continue;
        fresh |= edge->fresh;
        to[h.edges++] = from[i];
    }
    for (size_t i = whole.edges; i < whole.edges + whole.vertices; i++) {
        const near_vertex *vertex = &s->vertices[from[i]];
        if (!net_in_box(vertex->at, b)) continue;
        fresh |= vertex->fresh;
        to[h.edges + h.vertices++] = from[i];
    }
    s->used += h.edges + h.vertices;
    if (fresh && h.edges) rc = search_box(s, b, h, e);
    s->used = h.at;
    return rc;
}

/* Recursion ends when a box is 4 snaps wide, after 2 * 40 halvings at most. */
static err_code search_box(search *s, net_box b, held h, err *e) {
    bool tiny = b.x1 - b.x0 <= 4 * s->net->snap && b.y1 - b.y0 <= 4 * s->net->snap;
    size_t others = h.edges;
    if (h.edges > FEW && (tiny || h.vertices <= FEW))
        others = part_hub(s, s->stack + h.at, h.edges);
    if (tiny || (h.vertices <= FEW && others <= FEW)) return search_pairs(s, b, h, others, e);
    net_box low, high;
    net_halve(b, &low, &high);
    err_code rc = spend(s, h.edges + h.vertices, e);
    if (!rc) rc = search_half(s, low, h, e);
    if (!rc) rc = search_half(s, high, h, e);
    return rc;
}

/* ---- parts ---- */

#define GROUPS 64 /* of parts, so that few searches' memory is set up */

typedef struct whole {
    const coverage_net *net;
    size_t fresh_points;
    coverage_parts parts;
    coverage_finds found[GROUPS];
    atomic_ullong work;
} whole;

/* Copies a part's edges and vertices, and lists them all. */
static err_code open_part(search *s, const whole *w, size_t part, held *h, bool *fresh, err *e) {
    const coverage_parts *p = &w->parts;
    const coverage_net *n = w->net;
    const uint32_t *edge = p->edge + p->first_edge[part];
    const uint32_t *vertex = p->vertex + p->first_vertex[part];
    *h = (held){0, p->first_edge[part + 1] - p->first_edge[part],
                p->first_vertex[part + 1] - p->first_vertex[part]};
    *fresh = false;
    err_code rc = array_reserve(&s->edges, &s->cap_edges, h->edges, sizeof *s->edges, e);
    if (!rc)
        rc = array_reserve(&s->vertices, &s->cap_vertices, h->vertices, sizeof *s->vertices, e);
    if (!rc) rc = array_reserve(&s->stack, &s->cap, h->edges + h->vertices, sizeof *s->stack, e);
    if (rc) return rc;
    for (size_t i = 0; i < h->edges; i++) {
        const net_edge *at = &n->edges[edge[i]];
        s->edges[i] =
            (near_edge){n->points[at->u], n->points[at->v], at->u, at->v, edge[i], at->fresh};
        *fresh |= s->edges[i].fresh;
        s->stack[i] = (uint32_t)i;
    }
    for (size_t i = 0; i < h->vertices; i++) {
        s->vertices[i] =
            (near_vertex){n->points[vertex[i]], vertex[i], vertex[i] >= w->fresh_points};
        *fresh |= s->vertices[i].fresh;
        s->stack[h->edges + i] = (uint32_t)i;
    }
    s->used = h->edges + h->vertices;
    return ERR_OK;
}

static err_code search_group(void *ctx, size_t group, err *e) {
    whole *w = ctx;
    search s = {.net = w->net, .out = &w->found[group], .work = &w->work};
    err_code rc = ERR_OK;
    size_t n = w->parts.n;
    for (size_t part = n * group / GROUPS; part < n * (group + 1) / GROUPS && !rc; part++) {
        held h;
        bool fresh;
        rc = open_part(&s, w, part, &h, &fresh, e);
        if (!rc && fresh && h.edges) rc = search_box(&s, w->parts.box[part], h, e);
    }
    free(s.edges);
    free(s.vertices);
    free(s.stack);
    free(s.lanes);
    return rc;
}

/* Adds what a group found, and frees it. */
static err_code gather(coverage_finds *out, coverage_finds *f, err *e) {
    size_t hits = out->n_hits + f->n_hits, crossings = out->n_crossings + f->n_crossings;
    err_code rc = array_reserve(&out->hits, &out->cap_hits, hits, sizeof *out->hits, e);
    if (!rc)
        rc = array_reserve(&out->crossings, &out->cap_crossings, crossings, sizeof *out->crossings,
                           e);
    if (!rc) {
        if (f->n_hits) memcpy(out->hits + out->n_hits, f->hits, f->n_hits * sizeof *f->hits);
        if (f->n_crossings)
            memcpy(out->crossings + out->n_crossings, f->crossings,
                   f->n_crossings * sizeof *f->crossings);
        out->n_hits = hits;
        out->n_crossings = crossings;
    }
    coverage_finds_free(f);
    return rc;
}

static err_code search_edges(const coverage_net *n, size_t fresh_points, const uint32_t *edges,
                             size_t n_edges, coverage_finds *out, err *e) {
    whole *w = calloc(1, sizeof *w);
    if (!w) return err_nomem(e);
    w->net = n, w->fresh_points = fresh_points;
    err_code rc = coverage_parts_make(n, edges, n_edges, &w->parts, e);
    if (!rc) rc = coverage_net_each(n, GROUPS, search_group, w, e);
    out->n_hits = out->n_crossings = 0;
    for (size_t k = 0; k < GROUPS; k++)
        if (rc)
            coverage_finds_free(&w->found[k]);
        else
            rc = gather(out, &w->found[k], e);
    coverage_parts_free(&w->parts);
    free(w);
    return rc;
}

/* What is far from all that is new is looked at in the first round only, or where more than one
 * crossing is found: their order depends on what lies about them. */
err_code coverage_search(const coverage_net *n, size_t fresh_points, coverage_finds *out, err *e) {
    coverage_fresh near = {0};
    err_code rc = fresh_points ? coverage_fresh_find(n, &near, e) : ERR_OK;
    if (!rc && near.edges) rc = search_edges(n, fresh_points, near.edges, near.n, out, e);
    if (!rc && (!near.edges || out->n_crossings > 1))
        rc = search_edges(n, fresh_points, NULL, n->n_edges, out, e);
    free(near.edges);
    return rc;
}

void coverage_finds_free(coverage_finds *f) {
    free(f->hits);
    free(f->crossings);
    *f = (coverage_finds){0};
}
