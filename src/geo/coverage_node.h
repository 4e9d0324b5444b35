/* coverage_node: cuts the edges of a net where vertices lie on them and where they cross, until
 * they meet in vertices only.
 *
 * A vertex nearer to an edge than 0.7 snap splits it.  As vertices are a snap apart, the pieces are
 * then always shorter than the edge was, so that splitting ends.  A crossing becomes a vertex
 * (coverage_net_vertex(): one that is there already, if near), and that may bring new work; real
 * layers are done after two to four rounds.  What is left after COVERAGE_NODE_ROUNDS is left: a
 * crossing in the order of `snap`, which later steps bear. */
#ifndef GEO_COVERAGE_NODE_H
#define GEO_COVERAGE_NODE_H
#include "geo/coverage_net.h"

#define COVERAGE_NODE_ROUNDS 40

/* ERR_UNSUPPORTED: so many edges come near one another that it would take minutes. */
err_code coverage_node(coverage_net *n, err *e);
#endif
