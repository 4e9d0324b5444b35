/* simplify: how much each point of a coverage's arcs counts, by effective areas: again and again
 * the point goes whose triangle with its two neighbors is smallest (Visvalingam and Whyatt 1993,
 * "Line generalisation by repeated elimination of points"; equal areas: the lowest point first).
 *
 * Never does anything cross, touch or coincide that did not before: a point stays as long as its
 * triangle holds another point, or an arc between the same two nodes is a straight line already, or
 * its ring would have fewer than three points left.  It is tried again when a neighbor of it has
 * gone. */
#ifndef GEO_SIMPLIFY_H
#define GEO_SIMPLIFY_H
#include "geo/coverage.h"

/* Makes c->weight: the area of a point's triangle when it went, or the largest of those that went
 * before if that is more, so that any level is a state that the elimination passed through.
 * INFINITY: ends of arcs, and points that never could go. */
err_code simplify_weigh(coverage *c, err *e);
#endif
