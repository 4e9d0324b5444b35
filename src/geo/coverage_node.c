#include "geo/coverage_node.h"
#include "base/buf.h"

#include <math.h>
#include <stdlib.h>

#define FEW        48                   /* that a box may hold to be searched pair by pair */
#define MOST_WORK  UINT64_C(4000000000) /* tests of a round */
#define HITS_FREE  ((size_t)4000000)    /* splits of a round, beside 4 for each edge */
#define LINE_SNAPS 0.7                  /* less than 1 / sqrt(2): see the header */

typedef struct box { /* all four inclusive */
    int64_t x0, y0, x1, y1;
} box;

typedef struct hit { /* the edge is to be split at the vertex */
    uint32_t edge, vertex;
    double along; /* where: 0 at u, growing */
} hit;

/* A round: boxes are halved until few edges are left in each.  An edge is in each box that it
 * passes within a snap, a vertex in one. */
typedef struct search {
    coverage_net *net;
    uint32_t round;
    size_t fresh_points; /* vertices from here on are of this round, as are edges by their round */
    uint32_t *stack;     /* lists of edges and vertices of the boxes that are open */
    size_t used, cap;
    hit *hits;
    size_t n_hits, cap_hits;
    uint64_t work;
} search;

static bool fresh_edge(const search *s, uint32_t i) { return s->net->edges[i].round == s->round; }
static bool fresh_vertex(const search *s, uint32_t v) { return v >= s->fresh_points; }

static err_code push(search *s, uint32_t item, err *e) {
    err_code rc = array_reserve(&s->stack, &s->cap, s->used + 1, sizeof *s->stack, e);
    if (!rc) s->stack[s->used++] = item;
    return rc;
}

/* ---- tests ---- */

static double product(exact_point from, exact_point a, exact_point b) {
    return (double)((exact_int)(a.x - from.x) * (b.x - from.x) +
                    (exact_int)(a.y - from.y) * (b.y - from.y));
}

static err_code add_hit(search *s, uint32_t i, uint32_t vertex, err *e) {
    const net_edge *edge = &s->net->edges[i];
    if (vertex == edge->u || vertex == edge->v) return ERR_OK;
    if (s->n_hits >= HITS_FREE + 4 * s->net->n_edges)
        return err_set(e, ERR_UNSUPPORTED,
                       "borders cross in more than %zu places: repair the polygons first",
                       s->n_hits / 2);
    err_code rc = array_reserve(&s->hits, &s->cap_hits, s->n_hits + 1, sizeof *s->hits, e);
    if (rc) return rc;
    const exact_point *p = s->net->points;
    s->hits[s->n_hits++] = (hit){i, vertex, product(p[edge->u], p[edge->v], p[vertex])};
    return ERR_OK;
}

static bool vertex_on_edge(const coverage_net *n, const net_edge *edge, uint32_t vertex) {
    exact_point a = n->points[edge->u], b = n->points[edge->v], p = n->points[vertex];
    int64_t m = n->snap;
    if (p.x < (a.x < b.x ? a.x : b.x) - m || p.x > (a.x > b.x ? a.x : b.x) + m ||
        p.y < (a.y < b.y ? a.y : b.y) - m || p.y > (a.y > b.y ? a.y : b.y) + m)
        return false;
    double length2 = product(a, b, b), along = product(a, b, p);
    if (vertex == edge->u || vertex == edge->v || along <= 0 || along >= length2) return false;
    double z = (double)exact_cross(a, b, p), near = LINE_SNAPS * (double)n->snap;
    return z * z <= near * near * length2;
}

static bool spans_meet(int64_t a, int64_t b, int64_t c, int64_t d) {
    return (a > b ? a : b) >= (c < d ? c : d) && (c > d ? c : d) >= (a < b ? a : b);
}

static bool edges_cross(const coverage_net *n, const net_edge *e, const net_edge *f) {
    if (e->u == f->u || e->u == f->v || e->v == f->u || e->v == f->v) return false;
    exact_point a = n->points[e->u], b = n->points[e->v];
    exact_point c = n->points[f->u], d = n->points[f->v];
    return spans_meet(a.x, b.x, c.x, d.x) && spans_meet(a.y, b.y, c.y, d.y) &&
           exact_side(a, b, c) * exact_side(a, b, d) < 0 &&
           exact_side(c, d, a) * exact_side(c, d, b) < 0;
}

static bool in_box(exact_point p, box b) {
    return p.x >= b.x0 && p.x <= b.x1 && p.y >= b.y0 && p.y <= b.y1;
}

/* Where two edges cross; boxes part the grid, so only one of those that have both takes it up. */
static err_code split_both(search *s, box b, uint32_t i, uint32_t k, err *e) {
    const net_edge *f = &s->net->edges[i], *g = &s->net->edges[k];
    const exact_point *p = s->net->points;
    exact_point u = p[f->u], v = p[f->v];
    double zu = (double)exact_cross(p[g->u], p[g->v], u),
           zv = (double)exact_cross(p[g->u], p[g->v], v);
    double t = zu / (zu - zv);
    exact_point at = {u.x + llround(t * (double)(v.x - u.x)),
                      u.y + llround(t * (double)(v.y - u.y))};
    uint32_t vertex;
    if (!in_box(at, b)) return ERR_OK;
    err_code rc = coverage_net_vertex(s->net, at, &vertex, e);
    if (!rc) rc = add_hit(s, i, vertex, e);
    if (!rc) rc = add_hit(s, k, vertex, e);
    return rc;
}

/* ---- boxes ---- */

/* Whether the edge passes the box within a snap (a little more is told as well): by the three
 * directions in which an edge and a box can be parted. */
static bool edge_in_box(const coverage_net *n, const net_edge *e, box b) {
    exact_point u = n->points[e->u], v = n->points[e->v];
    int64_t m = n->snap + 1;
    if (!spans_meet(u.x, v.x, b.x0 - m, b.x1 + m) || !spans_meet(u.y, v.y, b.y0 - m, b.y1 + m))
        return false;
    double dx = (double)(v.x - u.x), dy = (double)(v.y - u.y);
    double cx = (double)(b.x0 - u.x + b.x1 - u.x) / 2, cy = (double)(b.y0 - u.y + b.y1 - u.y) / 2;
    double hx = (double)(b.x1 - b.x0) / 2 + (double)m, hy = (double)(b.y1 - b.y0) / 2 + (double)m;
    return fabs(dx * cy - dy * cx) <= (fabs(dx) * hy + fabs(dy) * hx) * (1 + 1e-9);
}

/* The vertex that most of the edges seem to meet in: the best of the ends of three. */
static uint32_t hub_of(const search *s, const uint32_t *edges, size_t n) {
    const size_t sample[3] = {0, n / 2, n - 1};
    uint32_t best = 0;
    size_t most = 0;
    for (int k = 0; k < 6; k++) {
        const net_edge *from = &s->net->edges[edges[sample[k / 2]]];
        uint32_t candidate = k % 2 ? from->v : from->u;
        size_t count = 0;
        for (size_t i = 0; i < n; i++) {
            const net_edge *edge = &s->net->edges[edges[i]];
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
        const net_edge *edge = &s->net->edges[moved];
        if (edge->u == hub || edge->v == hub) continue;
        edges[i] = edges[others];
        edges[others++] = moved;
    }
    return others;
}

static err_code spend(search *s, uint64_t work, err *e) {
    s->work += work;
    if (s->work <= MOST_WORK) return ERR_OK;
    return err_set(e, ERR_UNSUPPORTED,
                   "too many borders come near one another: repair or simplify the polygons first");
}

typedef struct held { /* what a box has: edges, then vertices, on the stack */
    size_t at, edges, vertices;
} held;

/* All pairs of one box, but for those of two edges that are not among the first `others`.  By
 * index: adding vertices moves them. */
static err_code search_pairs(search *s, box b, held h, size_t others, err *e) {
    const uint32_t *edges = s->stack + h.at, *vertices = edges + h.edges;
    err_code rc = spend(s, (uint64_t)h.edges * (others + h.vertices), e);
    for (size_t i = 0; i < others && !rc; i++)
        for (size_t k = i + 1; k < h.edges && !rc; k++)
            if ((fresh_edge(s, edges[i]) || fresh_edge(s, edges[k])) &&
                edges_cross(s->net, &s->net->edges[edges[i]], &s->net->edges[edges[k]]))
                rc = split_both(s, b, edges[i], edges[k], e);
    for (size_t i = 0; i < h.vertices && !rc; i++)
        for (size_t k = 0; k < h.edges && !rc; k++)
            if ((fresh_vertex(s, vertices[i]) || fresh_edge(s, edges[k])) &&
                vertex_on_edge(s->net, &s->net->edges[edges[k]], vertices[i]))
                rc = add_hit(s, edges[k], vertices[i], e);
    return rc;
}

static err_code search_box(search *s, box b, held h, err *e);

/* One half of a box that has `whole`; done with if nothing in it is new. */
static err_code search_half(search *s, box b, held whole, err *e) {
    held h = {.at = s->used};
    bool fresh = false;
    err_code rc = ERR_OK;
    for (size_t i = 0; i < whole.edges + whole.vertices && !rc; i++) {
        uint32_t item = s->stack[whole.at + i];
        bool edge = i < whole.edges;
        if (edge ? !edge_in_box(s->net, &s->net->edges[item], b) : !in_box(s->net->points[item], b))
            continue;
        fresh = fresh || (edge ? fresh_edge(s, item) : fresh_vertex(s, item));
        if (edge)
            h.edges++;
        else
            h.vertices++;
        rc = push(s, item, e);
    }
    if (!rc && fresh && h.edges) rc = search_box(s, b, h, e);
    s->used = h.at;
    return rc;
}

/* Recursion ends when a box is 4 snaps wide, after 2 * 40 halvings at most. */
static err_code search_box(search *s, box b, held h, err *e) {
    int64_t width = b.x1 - b.x0, height = b.y1 - b.y0;
    bool tiny = width <= 4 * s->net->snap && height <= 4 * s->net->snap;
    size_t others = h.edges;
    if (h.edges > FEW && (tiny || h.vertices <= FEW))
        others = part_hub(s, s->stack + h.at, h.edges);
    if (tiny || (h.vertices <= FEW && others <= FEW)) return search_pairs(s, b, h, others, e);
    box low = b, high = b;
    if (width >= height)
        low.x1 = b.x0 + width / 2, high.x0 = low.x1 + 1;
    else
        low.y1 = b.y0 + height / 2, high.y0 = low.y1 + 1;
    err_code rc = spend(s, h.edges + h.vertices, e);
    if (!rc) rc = search_half(s, low, h, e);
    if (!rc) rc = search_half(s, high, h, e);
    return rc;
}

/* All edges, then the vertices that edges have. */
static err_code search_all(search *s, err *e) {
    const coverage_net *n = s->net;
    box all = {INT64_MAX / 4, INT64_MAX / 4, INT64_MIN / 4, INT64_MIN / 4};
    bool *used = calloc(n->n_points ? n->n_points : 1, sizeof *used);
    err_code rc = used ? ERR_OK : err_nomem(e);
    for (size_t i = 0; i < n->n_edges && !rc; i++) {
        used[n->edges[i].u] = used[n->edges[i].v] = true;
        rc = push(s, (uint32_t)i, e);
    }
    size_t n_vertices = 0;
    for (size_t v = 0; v < n->n_points && !rc; v++) {
        if (!used[v]) continue;
        exact_point p = n->points[v];
        all.x0 = p.x < all.x0 ? p.x : all.x0, all.x1 = p.x > all.x1 ? p.x : all.x1;
        all.y0 = p.y < all.y0 ? p.y : all.y0, all.y1 = p.y > all.y1 ? p.y : all.y1;
        n_vertices++;
        rc = push(s, (uint32_t)v, e);
    }
    free(used);
    return rc || !n->n_edges ? rc : search_box(s, all, (held){0, n->n_edges, n_vertices}, e);
}

/* ---- splitting ---- */

static int by_place(const void *pa, const void *pb) {
    const hit *a = pa, *b = pb;
    if (a->edge != b->edge) return a->edge < b->edge ? -1 : 1;
    if (a->along != b->along) return a->along < b->along ? -1 : 1;
    return (a->vertex > b->vertex) - (a->vertex < b->vertex);
}

/* Replaces an edge's sides by those of its pieces. */
static err_code split_edge(coverage_net *n, const hit *h, size_t count, uint32_t round, err *e) {
    const net_edge *edge = &n->edges[h->edge];
    err_code rc = ERR_OK;
    for (uint32_t i = edge->first; i < edge[1].first && !rc; i++) {
        district_id d = n->sides[i].district;
        uint32_t from = edge->u;
        for (size_t k = 0; k < count && !rc; k++) {
            rc = coverage_net_add(n, from, h[k].vertex, d, round, e);
            from = h[k].vertex;
        }
        if (!rc) rc = coverage_net_add(n, from, edge->v, d, round, e);
        n->sides[i].v = n->sides[i].u; /* of no length: dropped below */
    }
    return rc;
}

static void drop_replaced(coverage_net *n) {
    size_t kept = 0;
    for (size_t i = 0; i < n->n_sides; i++)
        if (n->sides[i].u != n->sides[i].v) n->sides[kept++] = n->sides[i];
    n->n_sides = kept;
}

static err_code split_edges(search *s, err *e) {
    qsort(s->hits, s->n_hits, sizeof *s->hits, by_place);
    err_code rc = ERR_OK;
    for (size_t i = 0, end; i < s->n_hits && !rc; i = end) {
        for (end = i + 1; end < s->n_hits && s->hits[end].edge == s->hits[i].edge;) end++;
        rc = split_edge(s->net, s->hits + i, end - i, s->round + 1, e);
    }
    drop_replaced(s->net);
    return rc ? rc : coverage_net_settle(s->net, e);
}

err_code coverage_node(coverage_net *n, err *e) {
    search s = {.net = n};
    err_code rc = ERR_OK;
    for (bool more = true; more && !rc && s.round < COVERAGE_NODE_ROUNDS; s.round++) {
        size_t points = n->n_points;
        s.used = s.n_hits = s.work = 0;
        rc = search_all(&s, e);
        more = s.n_hits > 0;
        if (!rc && more) rc = split_edges(&s, e);
        s.fresh_points = points;
    }
    free(s.stack);
    free(s.hits);
    return rc;
}
