/* coverage_search: where the edges of a net have to be cut: what coverage_node() asks each round.
 * The parts of the net are searched by the net's workers; the result is the same for any number of
 * them. */
#ifndef GEO_COVERAGE_SEARCH_H
#define GEO_COVERAGE_SEARCH_H
#include "geo/coverage_net.h"

typedef struct net_hit { /* the edge is to be split at the vertex */
    uint32_t edge, vertex;
    double along; /* where: 0 at u, growing */
} net_hit;

typedef struct net_crossing { /* two edges cross near a point of the grid */
    uint32_t edge, other;
    exact_point at;
} net_crossing;

typedef struct coverage_finds {
    net_hit *hits; /* of vertices that lie on edges, in no order that matters */
    size_t n_hits, cap_hits;
    net_crossing *crossings; /* by place: by the halves of coverage_parts.h; where few edges are
                                left, by edge */
    size_t n_crossings, cap_crossings;
} coverage_finds;

/* Of pairs in which one is new: a fresh edge, or a vertex from `fresh_points` on.
 * ERR_UNSUPPORTED: it would take minutes, or there are too many. */
err_code coverage_search(const coverage_net *n, size_t fresh_points, coverage_finds *out, err *e);
void coverage_finds_free(coverage_finds *f);
/* Adds one, if the vertex is no end of the edge. */
err_code coverage_finds_add(coverage_finds *f, const coverage_net *n, uint32_t edge,
                            uint32_t vertex, err *e);
#endif
