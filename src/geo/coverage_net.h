/* coverage_net: the borders of a layer as edges between shared vertices; what coverage_build()
 * works on.  Vertices lie on an integer grid and are at least `snap` apart; each edge is there
 * once, with the districts that have it in their rings an odd number of times (inside is where a
 * point lies in an odd number of rings, so what is there twice, spikes and seams, is no border).
 * The steps: coverage_net_create() -> coverage_node() -> coverage_strands_make() ->
 * coverage_faces_make() -> coverage_chain().
 */
#ifndef GEO_COVERAGE_NET_H
#define GEO_COVERAGE_NET_H
#include "base/pool.h"
#include "geo/coverage_exact.h"
#include "geo/geometry.h"

#define NET_SIDES_MAX UINT32_C(0x7FFFFFFF) /* so that half-edges are numbered by 32 bits */

typedef struct net_side { /* one district's claim on the edge from u to v */
    uint32_t u, v;        /* vertices; u < v */
    district_id district;
} net_side;

typedef struct net_edge {
    uint32_t u, v;       /* u < v */
    uint32_t first : 31; /* its sides are [first, first of the next edge) */
    uint32_t fresh : 1;  /* was not there before the last change */
} net_edge;

typedef struct coverage_net {
    pool *workers; /* NULL: none but the calling thread */
    double unit;   /* of the grid: a power of two, so that conversion is exact */
    int64_t snap;  /* in units */
    exact_point *points;
    size_t n_points, cap_points;
    district_id *sides; /* [n_sides] of each edge ascending, at least one */
    net_edge *edges;    /* [n_edges + 1] by u, v; the last has only `first` */
    size_t n_sides, n_edges;
} coverage_net;

/* Rounds and snaps the geometry's vertices in their order (so the first of a cluster stays where it
 * is).  `snap` > 0 in units of the geometry.  `own`: g itself if its points may go on the way, or
 * NULL. */
err_code coverage_net_create(const geometry *g, geometry *own, double snap, pool *workers,
                             coverage_net **out, err *e);
void coverage_net_free(coverage_net *n);
/* Once nobody asks for them. */
void coverage_net_drop_sides(coverage_net *n);
void coverage_net_drop_edges(coverage_net *n);
/* pool_run() by the net's workers. */
err_code coverage_net_each(const coverage_net *n, size_t count, pool_fn *fn, void *ctx, err *e);
err_code coverage_net_add_point(coverage_net *n, exact_point p, uint32_t *out, err *e);
/* Takes the edges out that are marked, [n_edges], and puts sides in, whatever their order (they are
 * sorted); those of no length are dropped, those that are there twice cancel. */
err_code coverage_net_change(coverage_net *n, const bool *out, net_side *in, size_t n_in, err *e);

/* Fills points, and tells which is whose: the vertex of each point of each ring, in the order of
 * the rings; the caller frees it (coverage_snap.c). */
err_code coverage_snap(coverage_net *n, const geometry *g, uint32_t **vertices, err *e);
#endif
