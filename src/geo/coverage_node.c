#include "geo/coverage_node.h"
#include "base/buf.h"
#include "geo/coverage_near.h"
#include "geo/coverage_search.h"

#include <stdlib.h>

/* ---- crossings ---- */

#define FILTER_BITS 20 /* of a table of cells: those that a crossing comes near */

static bool in_filter(const uint64_t *filter, uint64_t hash) {
    return filter[hash >> (64 - FILTER_BITS) >> 6] >> (hash >> (64 - FILTER_BITS) & 63) & 1;
}

/* The vertices that a crossing may come near, and some more: few layers need more than a few. */
static err_code find_near(const coverage_net *n, const coverage_finds *f, coverage_near *near,
                          err *e) {
    uint64_t *filter = calloc((1 << FILTER_BITS) / 64, sizeof *filter);
    if (!filter) return err_nomem(e);
    for (size_t i = 0; i < f->n_crossings; i++) {
        near_cells cells = coverage_near_cells(near, f->crossings[i].at);
        for (size_t k = 0; k < cells.n; k++) {
            uint64_t bit = cells.hash[k] >> (64 - FILTER_BITS);
            filter[bit >> 6] |= UINT64_C(1) << (bit & 63);
        }
    }
    err_code rc = ERR_OK;
    for (uint32_t v = 0; v < n->n_points && !rc; v++)
        if (in_filter(filter, coverage_near_cell(near, n->points[v])))
            rc = coverage_near_put(near, n->points[v], v, e);
    free(filter);
    return rc;
}

/* Crossings become vertices one after another: where they crowd, the first has the others. */
static err_code meet_crossings(coverage_net *n, coverage_finds *f, err *e) {
    if (!f->n_crossings) return ERR_OK;
    coverage_near near = coverage_near_of(n->snap);
    err_code rc = find_near(n, f, &near, e);
    for (size_t i = 0; i < f->n_crossings && !rc; i++) {
        const net_crossing *at = &f->crossings[i];
        uint32_t vertex;
        if (!coverage_near_find(&near, at->at, &vertex)) {
            rc = coverage_net_add_point(n, at->at, &vertex, e);
            if (!rc) rc = coverage_near_put(&near, at->at, vertex, e);
        }
        if (!rc) rc = coverage_finds_add(f, n, at->edge, vertex, e);
        if (!rc) rc = coverage_finds_add(f, n, at->other, vertex, e);
    }
    coverage_near_free(&near);
    return rc;
}

/* ---- splitting ---- */

static int by_place(const void *pa, const void *pb) {
    const net_hit *a = pa, *b = pb;
    if (a->edge != b->edge) return a->edge < b->edge ? -1 : 1;
    if (a->along != b->along) return a->along < b->along ? -1 : 1;
    return (a->vertex > b->vertex) - (a->vertex < b->vertex);
}

typedef struct pieces {
    net_side *sides;
    size_t n, cap;
} pieces;

static err_code add_piece(pieces *p, uint32_t u, uint32_t v, district_id d, err *e) {
    if (u == v) return ERR_OK;
    err_code rc = array_reserve(&p->sides, &p->cap, p->n + 1, sizeof *p->sides, e);
    if (!rc) p->sides[p->n++] = (net_side){u < v ? u : v, u < v ? v : u, d};
    return rc;
}

/* The sides of an edge's pieces. */
static err_code split_edge(const coverage_net *n, const net_hit *h, size_t count, pieces *p,
                           err *e) {
    const net_edge *edge = &n->edges[h->edge];
    err_code rc = ERR_OK;
    for (uint32_t i = edge->first; i < edge[1].first && !rc; i++) {
        uint32_t from = edge->u;
        for (size_t k = 0; k < count && !rc; k++) {
            rc = add_piece(p, from, h[k].vertex, n->sides[i], e);
            from = h[k].vertex;
        }
        if (!rc) rc = add_piece(p, from, edge->v, n->sides[i], e);
    }
    return rc;
}

static err_code split_edges(coverage_net *n, coverage_finds *f, err *e) {
    pieces p = {0};
    bool *replaced = calloc(n->n_edges, sizeof *replaced);
    err_code rc = replaced ? ERR_OK : err_nomem(e);
    qsort(f->hits, f->n_hits, sizeof *f->hits, by_place);
    for (size_t i = 0, end; i < f->n_hits && !rc; i = end) {
        for (end = i + 1; end < f->n_hits && f->hits[end].edge == f->hits[i].edge;) end++;
        replaced[f->hits[i].edge] = true;
        rc = split_edge(n, f->hits + i, end - i, &p, e);
    }
    if (!rc) rc = coverage_net_change(n, replaced, p.sides, p.n, e);
    free(replaced);
    free(p.sides);
    return rc;
}

err_code coverage_node(coverage_net *n, err *e) {
    coverage_finds f = {0};
    err_code rc = ERR_OK;
    size_t fresh_points = 0;
    bool more = true;
    for (int round = 0; more && !rc && round < COVERAGE_NODE_ROUNDS; round++) {
        size_t points = n->n_points;
        rc = coverage_search(n, fresh_points, &f, e);
        if (!rc) rc = meet_crossings(n, &f, e);
        more = f.n_hits > 0;
        if (!rc && more) rc = split_edges(n, &f, e);
        fresh_points = points;
    }
    coverage_finds_free(&f);
    return rc;
}
