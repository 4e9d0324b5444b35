/* point_strips: points by place, built once: which of them lie in a rectangle or a triangle?
 *
 * Points lie in vertical strips that hold about equally many, and in a strip by their y, so that it
 * does not matter how unevenly they are spread.  A triangle is cut to each strip that it reaches,
 * and a search finds where its points begin: O(strips reached * log n) when it holds none, and it
 * ends with the first that it holds.  8 bytes a point. */
#ifndef GEO_POINT_STRIPS_H
#define GEO_POINT_STRIPS_H
#include "base/pool.h"
#include "geo/triangle.h"
#include <stdint.h>

typedef struct point_strips point_strips;

/* Of the points [0, n), n < UINT32_MAX, those whose weight is INFINITY.  x and y are finite; they
 * are borrowed, and must stay as they are; weights are read while building only.  `p` NULL: no
 * threads; the same strips come about with any. */
err_code point_strips_build(const double *x, const double *y, const float *weight, size_t n,
                            pool *p, point_strips **out, err *e);
void point_strips_free(point_strips *s); /* NULL is fine */
size_t point_strips_count(const point_strips *s);

/* Points of [first, last] do not count, but those for which `counts`, if not NULL, is true. */
typedef struct point_strips_except {
    uint32_t first, last;
    bool (*counts)(const void *data, uint32_t i);
    const void *data;
} point_strips_except;

/* How many lie in the rectangle or on its edge, and found[] has them; if more than `max` do, max +
 * 1, and found[] has `max` of them.  Any number of threads may call it. */
size_t point_strips_in(const point_strips *s, rect r, const point_strips_except *but, size_t max,
                       uint32_t *found);
/* Whether the triangle holds one (triangle_holds()).  Any number of threads may call it. */
bool point_strips_hold(const point_strips *s, const triangle *t, const point_strips_except *but);
#endif
