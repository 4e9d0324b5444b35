/* coverage_parts: a net cut into boxes that are searched one by one, by any number of threads.
 *
 * The box around all is halved across its longer side, and its halves again, until few vertices
 * are left in each: the first steps of what coverage_search() goes on with, so that the boxes, and
 * their order, are the same whoever makes the steps. */
#ifndef GEO_COVERAGE_PARTS_H
#define GEO_COVERAGE_PARTS_H
#include "geo/coverage_net.h"

typedef struct net_box { /* all four inclusive */
    int64_t x0, y0, x1, y1;
} net_box;

static inline bool net_in_box(exact_point p, net_box b) {
    return p.x >= b.x0 && p.x <= b.x1 && p.y >= b.y0 && p.y <= b.y1;
}
static inline bool net_spans_meet(int64_t a, int64_t b, int64_t c, int64_t d) {
    return (a > b ? a : b) >= (c < d ? c : d) && (c > d ? c : d) >= (a < b ? a : b);
}
/* Its halves: across the longer side, across x where they are equal. */
void net_halve(net_box b, net_box *low, net_box *high);
bool net_edge_not_beside(exact_point u, exact_point v, int64_t m, net_box b);
/* Whether an edge passes the box within `snap` (a little more is told as well). */
static inline bool net_edge_in_box(exact_point u, exact_point v, int64_t snap, net_box b) {
    int64_t m = snap + 1;
    return net_spans_meet(u.x, v.x, b.x0 - m, b.x1 + m) &&
           net_spans_meet(u.y, v.y, b.y0 - m, b.y1 + m) && net_edge_not_beside(u, v, m, b);
}

typedef struct coverage_parts {
    size_t n;
    net_box *box;                      /* [n] in the order of the halves, low before high */
    size_t *first_edge, *first_vertex; /* [n + 1] into the lists */
    uint32_t *edge, *vertex; /* ascending in each part: the edges that pass it, the vertices in it
                                that have edges */
} coverage_parts;

/* Of the edges that are listed, ascending; NULL: of all `n_edges`. */
err_code coverage_parts_make(const coverage_net *n, const uint32_t *edges, size_t n_edges,
                             coverage_parts *out, err *e);
void coverage_parts_free(coverage_parts *p);
#endif
