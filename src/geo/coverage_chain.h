/* coverage_chain: arcs out of a net's strands and faces.  Strands with one district on both sides
 * vanish; the rest are joined from node to node.  A node is a junction where not exactly two of
 * them meet; what has no node is a ring, and begins at its point of lowest x, then y.  Order: arcs
 * by their first node and the angle at which they leave it, then rings by their first edge. */
#ifndef GEO_COVERAGE_CHAIN_H
#define GEO_COVERAGE_CHAIN_H
#include "geo/coverage.h"
#include "geo/coverage_faces.h"

/* Fills arcs, points and bounds of an empty coverage; what was made is left in it on failure. */
err_code coverage_chain(const coverage_strands *s, const coverage_faces *f, coverage *c, err *e);
#endif
