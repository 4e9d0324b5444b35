/* triangle: which points lie in it.  Exact as long as differences of coordinates are, as they are
 * for points on a common grid; products may round. */
#ifndef GEO_TRIANGLE_H
#define GEO_TRIANGLE_H
#include "geo/rect.h"

typedef struct spot { /* no NaN, but where it is said */
    double x, y;
} spot;

typedef struct triangle {
    spot corner[3];
    rect bounds;
    int turning; /* 1: its corners run counterclockwise (y upward), -1: clockwise, 0: on a line */
} triangle;

triangle triangle_of(spot a, spot b, spot c);
double triangle_area(spot a, spot b, spot c); /* rounded */
/* 1 if c lies to the left of the way from a to b (y upward), -1 to the right, 0 on the line. */
int triangle_side(spot a, spot b, spot c);
/* Whether s lies in the triangle or on its edge, but at none of its corners.  Without area it is a
 * line. */
bool triangle_holds(const triangle *t, spot s);

/* A quick no; false for NaN.  Without branches: which of the four says no cannot be foreseen. */
static inline bool triangle_is_near(const triangle *t, spot s) {
    return (s.x >= t->bounds.x0) & (s.x <= t->bounds.x1) & (s.y >= t->bounds.y0) &
           (s.y <= t->bounds.y1);
}
#endif
