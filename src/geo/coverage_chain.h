/* coverage_chain: arcs out of a net's strands and faces.  Strands with one district on both sides
 * vanish; the rest are joined from node to node.  A node is a junction where not exactly two of
 * them meet; what has no node is a ring, and begins at its point of lowest x, then y.  Order: arcs
 * by their first node and the angle at which they leave it, then rings by their first edge. */
#ifndef GEO_COVERAGE_CHAIN_H
#define GEO_COVERAGE_CHAIN_H
#include "geo/coverage.h"
#include "geo/coverage_faces.h"

/* The vertices of all arcs, one arc behind the other.  They take a fifth of what strands and edges
 * do, which so can go before there are points. */
typedef struct coverage_trails {
    uint32_t *vertex; /* [n_points of the coverage] */
} coverage_trails;
void coverage_trails_free(coverage_trails *t);

/* Fills the arcs of an empty coverage; what was made is left in it on failure. */
err_code coverage_chain(const coverage_strands *s, const coverage_faces *f, coverage *c,
                        coverage_trails *t, err *e);
/* Then its points and bounds, out of the net's points alone. */
err_code coverage_chain_points(const coverage_net *n, const coverage_trails *t, coverage *c,
                               err *e);
#endif
