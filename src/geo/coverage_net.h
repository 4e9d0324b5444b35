/* coverage_net: the borders of a layer as edges between shared vertices; what coverage_build()
 * works on.  Vertices lie on an integer grid and are at least `snap` apart; each edge is there
 * once, with the districts that have it in their rings an odd number of times (inside is where a
 * point lies in an odd number of rings, so what is there twice, spikes and seams, is no border).
 * The steps: coverage_net_create() -> coverage_node() -> coverage_faces_make() -> coverage_chain().
 */
#ifndef GEO_COVERAGE_NET_H
#define GEO_COVERAGE_NET_H
#include "geo/coverage_exact.h"
#include "geo/geometry.h"

typedef struct net_side { /* one district's claim on the edge from u to v */
    uint32_t u, v;        /* vertices; u < v */
    district_id district;
    uint32_t round; /* of noding in which it was made */
} net_side;

typedef struct net_edge {
    uint32_t u, v;  /* u < v */
    uint32_t first; /* its sides are [first, first of the next edge) */
    uint32_t round; /* the lowest of its sides */
} net_edge;

typedef struct coverage_net {
    double unit;  /* of the grid: a power of two, so that conversion is exact */
    int64_t snap; /* in units */
    exact_point *points;
    size_t n_points, cap_points;
    uint32_t *bucket, *chain; /* vertices by place: heads [mask + 1], links [n_points] */
    size_t mask, cap_chain;
    net_side *sides; /* once settled: by u, v, district; each once */
    size_t n_sides, cap_sides;
    net_edge *edges; /* [n_edges + 1] by u, v; the last has only `first` */
    size_t n_edges;
} coverage_net;

/* Rounds and snaps the geometry's vertices in their order (so the first of a cluster stays where it
 * is) and settles.  `snap` > 0 in units of the geometry. */
err_code coverage_net_create(const geometry *g, double snap, coverage_net **out, err *e);
void coverage_net_free(coverage_net *n);
/* The nearest vertex within `snap` (the lowest of equally near ones), else a new one there. */
err_code coverage_net_vertex(coverage_net *n, exact_point p, uint32_t *out, err *e);
/* Adds a district's border between two vertices; one of no length is dropped.  Edges are stale
 * until coverage_net_settle(). */
err_code coverage_net_add(coverage_net *n, uint32_t u, uint32_t v, district_id d, uint32_t round,
                          err *e);
/* Sorts the sides, drops those that cancel, and makes the edges of them. */
err_code coverage_net_settle(coverage_net *n, err *e);
#endif
