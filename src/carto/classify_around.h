/* classify_around: classes around a reference, made of how far each value lies from it: the middle
 * one holds the reference (here 0), and the outer ones are open.  For methods that can be told how
 * many classes to make; others have edges of their own. */
#ifndef CARTO_CLASSIFY_AROUND_H
#define CARTO_CLASSIFY_AROUND_H
#include "carto/classify.h"

/* Whether the method's classes can lie around a reference. */
bool classify_around_can(const classify_method *m);
/* An odd number: one more than an even one, or one less where there can be no more. */
size_t classify_around_count(size_t asked);

/* Deviations may be NaN and in any order; none gives count 0, all 0 one class.
 *
 * Symmetric: k = r->classes, odd; edges at +-s/2, +-3s/2 ... with s near t.  With m the largest
 * |deviation|, t = 2 m / k, as if classes of one width covered -m to m; where values lie on both
 * sides and m' is the largest on the nearer one, t is at most 2 m' / (k - 2), so that there is a
 * value in either outer class, but at least m / k; where an outer class would then hold more than
 * half of the values, t is 2 m / k all the same.  s is the nearest to t of 1, 2, 2.5, 3, 4, 5, 6,
 * 8 x 10^n for which an outer class is empty only if t's is, and holds more than half of the values
 * only if t's does; without one within half of t, t with as few digits as keep that (nine at most).
 * Of two as near the smaller.  Classes may be empty.
 *
 * Else by the method on each side: the deviations there, and 0, are put into (k + 1) / 2 classes,
 * and the two that meet at 0 are one.  Where ties leave fewer classes on a side, there are fewer.
 * Errors as classify(). */
err_code classify_around(const classify_method *m, bool symmetric, const double *deviation,
                         size_t n, const classify_request *r, class_breaks *out, err *e);
#endif
