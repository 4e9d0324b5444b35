#include "geo/coverage_fresh.h"
#include "base/buf.h"

#include <stdlib.h>

#define CELLS_AN_EDGE 4  /* of the raster, about */
#define CELLS_LOOKED  64 /* of those an edge may lie in: more, and it is taken as it is */

typedef struct raster { /* a bit for each cell that a fresh edge comes near */
    const coverage_net *net;
    exact_point origin;
    unsigned shift; /* a cell is 2^shift wide */
    size_t columns, rows;
    uint64_t *bit;
} raster;

typedef struct cells { /* all four inclusive */
    size_t x0, y0, x1, y1;
} cells;

/* Those that an edge's bounds and a snap around it meet; the raster has room for both. */
static cells cells_of(const raster *r, const net_edge *edge) {
    exact_point u = r->net->points[edge->u], v = r->net->points[edge->v];
    int64_t m = r->net->snap;
    return (cells){(size_t)(((u.x < v.x ? u.x : v.x) - m - r->origin.x) >> r->shift),
                   (size_t)(((u.y < v.y ? u.y : v.y) - m - r->origin.y) >> r->shift),
                   (size_t)(((u.x > v.x ? u.x : v.x) + m - r->origin.x) >> r->shift),
                   (size_t)(((u.y > v.y ? u.y : v.y) + m - r->origin.y) >> r->shift)};
}

static size_t count_cells(cells c) { return (c.x1 - c.x0 + 1) * (c.y1 - c.y0 + 1); }

static void set_up(raster *r) {
    const coverage_net *n = r->net;
    exact_point low = n->points[0], high = low;
    for (size_t v = 1; v < n->n_points; v++) {
        exact_point p = n->points[v];
        low.x = p.x < low.x ? p.x : low.x, low.y = p.y < low.y ? p.y : low.y;
        high.x = p.x > high.x ? p.x : high.x, high.y = p.y > high.y ? p.y : high.y;
    }
    r->origin = (exact_point){low.x - n->snap, low.y - n->snap};
    uint64_t width = (uint64_t)(high.x - low.x + 2 * n->snap);
    uint64_t height = (uint64_t)(high.y - low.y + 2 * n->snap);
    size_t most = CELLS_AN_EDGE * n->n_edges + 64;
    r->columns = r->rows = 1;
    r->shift = 60;
    for (unsigned shift = 60; shift > 0; shift--) {
        size_t columns = (size_t)(width >> shift) + 1, rows = (size_t)(height >> shift) + 1;
        if (columns > most || rows > most || columns * rows > most) return;
        r->columns = columns, r->rows = rows, r->shift = shift;
    }
}

/* False: it would take longer than what it saves. */
static bool mark_fresh(raster *r) {
    size_t left = 2 * r->net->n_edges;
    for (size_t i = 0; i < r->net->n_edges; i++) {
        if (!r->net->edges[i].fresh) continue;
        cells c = cells_of(r, &r->net->edges[i]);
        size_t count = count_cells(c);
        if (count > left) return false;
        left -= count;
        for (size_t y = c.y0; y <= c.y1; y++)
            for (size_t x = c.x0; x <= c.x1; x++) {
                size_t cell = y * r->columns + x;
                r->bit[cell / 64] |= UINT64_C(1) << cell % 64;
            }
    }
    return true;
}

static bool is_near(const raster *r, const net_edge *edge) {
    cells c = cells_of(r, edge);
    if (count_cells(c) > CELLS_LOOKED) return true;
    for (size_t y = c.y0; y <= c.y1; y++)
        for (size_t x = c.x0; x <= c.x1; x++) {
            size_t cell = y * r->columns + x;
            if (r->bit[cell / 64] >> cell % 64 & 1) return true;
        }
    return false;
}

err_code coverage_fresh_find(const coverage_net *n, coverage_fresh *out, err *e) {
    if (!n->n_edges) return ERR_OK;
    raster r = {.net = n};
    set_up(&r);
    r.bit = calloc(r.columns * r.rows / 64 + 1, sizeof *r.bit);
    err_code rc = r.bit ? ERR_OK : err_nomem(e);
    size_t cap = 0;
    if (!rc && mark_fresh(&r))
        for (size_t i = 0; i < n->n_edges && !rc; i++) {
            if (!is_near(&r, &n->edges[i])) continue;
            rc = array_reserve(&out->edges, &cap, out->n + 1, sizeof *out->edges, e);
            if (!rc) out->edges[out->n++] = (uint32_t)i;
        }
    free(r.bit);
    return rc;
}
