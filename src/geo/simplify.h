/* simplify: how much each point of a coverage's arcs counts, by effective areas: again and again
 * the point of an arc goes whose triangle with its two neighbors is smallest (Visvalingam and
 * Whyatt 1993, "Line generalisation by repeated elimination of points"; of equal areas the one with
 * the shortest base, then the lowest point).  It is tried again when a neighbor of it has gone.
 *
 * Never does anything cross, touch or coincide that did not before, at any tolerance.  What a
 * point p between its neighbors a and b needs to go:
 *
 *  1. Its triangle holds no other point that is left of its own arc, and no point of any other arc
 *     that was left when the phase began, whether it has gone since or not.  (Points at the place
 *     of a corner do not count: other arcs may end in a node of this one.)
 *  2. Its ring keeps three points.
 *  3. Of the arcs between the same two nodes only one may become a straight line: the one that was,
 *     else the shortest, of equal ones the lowest.
 *
 * Why that is enough.  Let arcs meet in nodes only, and the triangle of p hold no point that is
 * left.  A line that had a point in common with the new line ab, other than a or b, would have to
 * come out of the triangle somewhere, or end in it.  It cannot end in it, and not leave through ap
 * or pb, which nothing touched; so it leaves through a or b on both sides, and is ab itself:
 * another arc that is straight (3), or the last line of the same ring (2).  So one step is safe if
 * the triangle is free of all that is left *then*.  By (1) it is free of more: of every point of
 * other arcs that the phase began with.  So it does not matter which of the other arcs' points have
 * gone meanwhile: arcs do not depend on one another, any order is safe, and so is any mixture of
 * states of different arcs.  A drawing at a tolerance is such a mixture: each arc without those of
 * its points whose weight is less, and as weights only grow along an arc's way, that is a state
 * that it passed through.
 *
 * Phases: points that have gone should not hold others back for good.  So in each phase only
 * triangles of less than some area may go, and the next begins with what is left.  No weight of a
 * phase is less than any of those before, so all that went in them has gone where something of a
 * later phase has.  A very long arc is cut where a phase begins: its parts are like arcs of their
 * own, whose ends stay in that phase.
 *
 * Time grows as n log n, for tangles as n^1.5; memory: 9 bytes a point for a while, besides the
 * weights.  The same weights come out for any number of threads. */
#ifndef GEO_SIMPLIFY_H
#define GEO_SIMPLIFY_H
#include "base/pool.h"
#include "geo/coverage.h"

/* Makes c->weight: the area of a point's triangle when it went, or the largest of those that went
 * before if that is more.  INFINITY: ends of arcs, and points that never could go.  `workers`
 * help the calling thread, but not with small coverages; NULL: there are none. */
err_code simplify_weigh(coverage *c, pool *workers, err *e);
#endif
