/* classify_round: class edges that are round numbers: those of the method "pretty", and
 * those of other methods moved inside the gaps between values.  A part of classify, which calls it.
 *
 * Numbers here are written m x 10^e with a whole m of at most 15 digits, and are the doubles
 * nearest to those decimals, so that they print as short as they are. */
#ifndef CARTO_CLASSIFY_ROUND_H
#define CARTO_CLASSIFY_ROUND_H
#include "carto/classify.h"

/* The multiples strictly between min and max (min < max, finite) of the smallest step of 1, 2, 2.5
 * or 5 x 10^n that makes at most k classes (2..CLASSES_MAX); inner[CLASSES_MAX-1], ascending.
 * Returns how many: 0 only where no number of at most 14 digits lies between. */
size_t classify_round_steps(double min, double max, size_t k, double *inner);

/* Moves each inner edge to the roundest number that puts every value into the same class: the one
 * of fewest significant digits (0 has none); of those a multiple of 10, else of 5, else of 2 in the
 * last digit; of those the nearest, and of two equally near the one nearer to 0.
 *   - Right-closed, it can be the highest value below the edge, but not the lowest above;
 *     left-closed the other way round.
 *   - Edges with no value between them (empty classes) stay on their sides of the middle
 *     between them, and so ascend strictly.
 *   - Where no number of 15 digits fits, the edge stays as it is.
 * Each edge of *b has values on both sides; the outer ones are not read.  sorted[n] ascending. */
void classify_round_edges(class_breaks *b, const double *sorted, size_t n);
#endif
