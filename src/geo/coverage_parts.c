#include "geo/coverage_parts.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#define PART_VERTICES                                                                              \
    1500             /* about: what a core's own cache holds.  More than a search leaves whole */
#define DEPTH_MAX 12 /* halvings */
#define BLOCKS    16 /* pieces of the lists of edges and vertices, for the threads */
#define NO_PART   UINT32_MAX
#define UNUSED    UINT16_MAX

void net_halve(net_box b, net_box *low, net_box *high) {
    int64_t width = b.x1 - b.x0, height = b.y1 - b.y0;
    *low = *high = b;
    if (width >= height)
        low->x1 = b.x0 + width / 2, high->x0 = low->x1 + 1;
    else
        low->y1 = b.y0 + height / 2, high->y0 = low->y1 + 1;
}

/* The third direction in which an edge and a box can be parted, that of the edge. */
bool net_edge_not_beside(exact_point u, exact_point v, int64_t m, net_box b) {
    double dx = (double)(v.x - u.x), dy = (double)(v.y - u.y);
    double cx = (double)(b.x0 - u.x + b.x1 - u.x) / 2, cy = (double)(b.y0 - u.y + b.y1 - u.y) / 2;
    double hx = (double)(b.x1 - b.x0) / 2 + (double)m, hy = (double)(b.y1 - b.y0) / 2 + (double)m;
    return fabs(dx * cy - dy * cx) <= (fabs(dx) * hy + fabs(dy) * hx) * (1 + 1e-9);
}

/* The halvings as a heap: node k has the halves 2k and 2k + 1, the whole is node 1. */
typedef struct node {
    net_box box;
    int64_t cut;  /* the last of the low half */
    bool upright; /* the cut: it parts by x */
    size_t vertices;
    uint32_t part; /* NO_PART: it is halved */
} node;

typedef struct plan {
    const coverage_net *net;
    const uint32_t *edges; /* [n_edges]; NULL: all */
    size_t n_edges;
    coverage_parts *out;
    node *nodes; /* [2 << depth] */
    unsigned depth;
    uint16_t *home; /* [n_points] of a vertex: the deepest node it lies in, counted from the first;
                       UNUSED: it has no edge */
    size_t *edges_at, *vertices_at; /* [BLOCKS][n parts] counts, then where to put the next */
    uint32_t *part_of;              /* [1 << depth] of the deepest nodes */
    size_t *deepest;                /* [BLOCKS][1 << depth] vertices */
} plan;

/* ---- the halvings ---- */

static net_box box_of_used(const plan *p) {
    net_box all = {INT64_MAX / 4, INT64_MAX / 4, INT64_MIN / 4, INT64_MIN / 4};
    for (size_t v = 0; v < p->net->n_points; v++) {
        if (p->home[v] == UNUSED) continue;
        exact_point at = p->net->points[v];
        all.x0 = at.x < all.x0 ? at.x : all.x0, all.x1 = at.x > all.x1 ? at.x : all.x1;
        all.y0 = at.y < all.y0 ? at.y : all.y0, all.y1 = at.y > all.y1 ? at.y : all.y1;
    }
    return all;
}

static size_t half_of(const plan *p, size_t k, exact_point at) {
    const node *n = &p->nodes[k];
    return 2 * k + ((n->upright ? at.x : at.y) > n->cut);
}

/* Counted from the first.  `guess`: that of a point that may be near. */
static size_t deepest_of(const plan *p, exact_point at, size_t guess) {
    size_t k = 1, first = (size_t)1 << p->depth;
    if (net_in_box(at, p->nodes[first + guess].box)) return guess;
    while (k < first) k = half_of(p, k, at);
    return k - first;
}

static uint32_t edge_at(const plan *p, size_t i) { return p->edges ? p->edges[i] : (uint32_t)i; }

static size_t block_end(size_t n, size_t block) { return n * (block + 1) / BLOCKS; }
static size_t block_begin(size_t n, size_t block) { return n * block / BLOCKS; }

static err_code count_deepest(void *ctx, size_t block, err *e) {
    const plan *p = ctx;
    (void)e;
    size_t n = p->net->n_points, *count = p->deepest + (block << p->depth), at = 0;
    for (size_t v = block_begin(n, block); v < block_end(n, block); v++) {
        if (p->home[v] == UNUSED) continue;
        at = deepest_of(p, p->net->points[v], at);
        p->home[v] = (uint16_t)at;
        count[at]++;
    }
    return ERR_OK;
}

/* Numbers the parts in order; a node with few vertices, or at the greatest depth, is one. */
static void number_parts(plan *p, size_t k) {
    node *at = &p->nodes[k];
    if (k >= (size_t)1 << p->depth || at->vertices <= PART_VERTICES) {
        at->part = (uint32_t)p->out->n++;
        return;
    }
    number_parts(p, 2 * k);
    number_parts(p, 2 * k + 1);
}

static void halve_node(plan *p, size_t k) {
    net_box *low = &p->nodes[2 * k].box, *high = &p->nodes[2 * k + 1].box;
    net_halve(p->nodes[k].box, low, high);
    p->nodes[k].upright = low->x1 != high->x1;
    p->nodes[k].cut = p->nodes[k].upright ? low->x1 : low->y1;
}

static err_code halve_all(plan *p, err *e) {
    const coverage_net *n = p->net;
    while (p->depth < DEPTH_MAX && p->n_edges >> p->depth > PART_VERTICES) p->depth++;
    size_t leaves = (size_t)1 << p->depth;
    p->nodes = calloc(2 * leaves, sizeof *p->nodes);
    p->deepest = calloc(BLOCKS * leaves, sizeof *p->deepest);
    p->part_of = malloc(leaves * sizeof *p->part_of);
    if (!p->nodes || !p->deepest || !p->part_of) return err_nomem(e);
    p->nodes[1].box = box_of_used(p);
    for (size_t k = 1; k < 2 * leaves; k++) {
        p->nodes[k].part = NO_PART;
        if (k < leaves) halve_node(p, k);
    }
    err_code rc = coverage_net_each(n, BLOCKS, count_deepest, p, e);
    for (size_t i = 0; i < BLOCKS * leaves; i++)
        p->nodes[leaves + i % leaves].vertices += p->deepest[i];
    for (size_t k = leaves; k-- > 1;)
        p->nodes[k].vertices = p->nodes[2 * k].vertices + p->nodes[2 * k + 1].vertices;
    if (!rc) number_parts(p, 1);
    for (size_t k = 0; k < leaves; k++) {
        size_t up = leaves + k;
        while (p->nodes[up].part == NO_PART) up /= 2;
        p->part_of[k] = p->nodes[up].part;
    }
    return rc;
}

/* ---- the lists ---- */

static void put(size_t *at, uint32_t *list, uint32_t item) {
    if (list) list[*at] = item;
    ++*at;
}

static void put_edge(const plan *p, size_t k, uint32_t i, size_t *at) {
    exact_point u = p->net->points[p->net->edges[i].u], v = p->net->points[p->net->edges[i].v];
    if (p->nodes[k].part != NO_PART) {
        put(&at[p->nodes[k].part], p->out->edge, i);
        return;
    }
    for (size_t half = 2 * k; half < 2 * k + 2; half++)
        if (net_edge_in_box(u, v, p->net->snap, p->nodes[half].box)) put_edge(p, half, i, at);
}

/* Down to where the edge comes near a cut: until then it is in one half, and surely in it. */
static size_t node_of_edge(const plan *p, uint32_t i) {
    exact_point u = p->net->points[p->net->edges[i].u], v = p->net->points[p->net->edges[i].v];
    int64_t m = p->net->snap + 2;
    size_t k = 1;
    while (p->nodes[k].part == NO_PART) {
        bool upright = p->nodes[k].upright;
        int64_t cut = p->nodes[k].cut, a = upright ? u.x : u.y, b = upright ? v.x : v.y;
        if (a < cut - m && b < cut - m)
            k = 2 * k;
        else if (a > cut + m && b > cut + m)
            k = 2 * k + 1;
        else
            break;
    }
    return k;
}

static bool deep_in(exact_point p, net_box b, int64_t m) {
    return p.x > b.x0 + m && p.x < b.x1 - m && p.y > b.y0 + m && p.y < b.y1 - m;
}

/* Most edges lie in one part, far from its border. */
static void list_edge(const plan *p, uint32_t i, size_t *at) {
    uint32_t u = p->net->edges[i].u, v = p->net->edges[i].v;
    uint32_t part = p->part_of[p->home[u]];
    const net_box *b = &p->out->box[part];
    if (p->part_of[p->home[v]] == part && deep_in(p->net->points[u], *b, p->net->snap + 2) &&
        deep_in(p->net->points[v], *b, p->net->snap + 2))
        put(&at[part], p->out->edge, i);
    else
        put_edge(p, node_of_edge(p, i), i, at);
}

/* Counts, or, once there are lists, fills. */
static err_code list_block(void *ctx, size_t block, err *e) {
    const plan *p = ctx;
    (void)e;
    const coverage_net *n = p->net;
    size_t *edges_at = p->edges_at + block * p->out->n;
    size_t *vertices_at = p->vertices_at + block * p->out->n;
    for (size_t i = block_begin(p->n_edges, block); i < block_end(p->n_edges, block); i++)
        list_edge(p, edge_at(p, i), edges_at);
    for (size_t v = block_begin(n->n_points, block); v < block_end(n->n_points, block); v++)
        if (p->home[v] != UNUSED)
            put(&vertices_at[p->part_of[p->home[v]]], p->out->vertex, (uint32_t)v);
    return ERR_OK;
}

/* From counts to places: by part, then by block, so that lists ascend. */
static void place_lists(size_t parts, size_t *at, size_t *first) {
    size_t sum = 0;
    for (size_t k = 0; k < parts; k++) {
        first[k] = sum;
        for (size_t block = 0; block < BLOCKS; block++) {
            size_t count = at[block * parts + k];
            at[block * parts + k] = sum;
            sum += count;
        }
    }
    first[parts] = sum;
}

static err_code fill_lists(plan *p, err *e) {
    coverage_parts *o = p->out;
    p->edges_at = calloc(BLOCKS * o->n, sizeof *p->edges_at);
    p->vertices_at = calloc(BLOCKS * o->n, sizeof *p->vertices_at);
    o->first_edge = malloc((o->n + 1) * sizeof *o->first_edge);
    o->first_vertex = malloc((o->n + 1) * sizeof *o->first_vertex);
    o->box = malloc(o->n * sizeof *o->box);
    if (!p->edges_at || !p->vertices_at || !o->first_edge || !o->first_vertex || !o->box)
        return err_nomem(e);
    for (size_t k = 1; k < (size_t)2 << p->depth; k++)
        if (p->nodes[k].part != NO_PART) o->box[p->nodes[k].part] = p->nodes[k].box;
    err_code rc = coverage_net_each(p->net, BLOCKS, list_block, p, e);
    if (rc) return rc;
    place_lists(o->n, p->edges_at, o->first_edge);
    place_lists(o->n, p->vertices_at, o->first_vertex);
    o->edge = malloc((o->first_edge[o->n] + 1) * sizeof *o->edge);
    o->vertex = malloc((o->first_vertex[o->n] + 1) * sizeof *o->vertex);
    if (!o->edge || !o->vertex) return err_nomem(e);
    return coverage_net_each(p->net, BLOCKS, list_block, p, e);
}

err_code coverage_parts_make(const coverage_net *n, const uint32_t *edges, size_t n_edges,
                             coverage_parts *out, err *e) {
    plan p = {.net = n, .edges = edges, .n_edges = n_edges, .out = out};
    p.home = malloc((n->n_points + 1) * sizeof *p.home);
    err_code rc = p.home ? ERR_OK : err_nomem(e);
    if (!rc) memset(p.home, UNUSED & 255, n->n_points * sizeof *p.home);
    for (size_t i = 0; i < n_edges && !rc; i++) {
        const net_edge *at = &n->edges[edge_at(&p, i)];
        p.home[at->u] = p.home[at->v] = 0;
    }
    if (!rc && n_edges) rc = halve_all(&p, e);
    if (!rc && n_edges) rc = fill_lists(&p, e);
    free(p.home);
    free(p.nodes);
    free(p.deepest);
    free(p.part_of);
    free(p.edges_at);
    free(p.vertices_at);
    return rc;
}

void coverage_parts_free(coverage_parts *p) {
    free(p->box);
    free(p->first_edge);
    free(p->first_vertex);
    free(p->edge);
    free(p->vertex);
    *p = (coverage_parts){0};
}
