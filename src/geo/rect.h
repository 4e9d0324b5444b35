/* rect: an axis-parallel rectangle; x0 <= x1, y0 <= y1 unless empty. */
#ifndef GEO_RECT_H
#define GEO_RECT_H
#include <math.h>
#include <stdbool.h>

typedef struct rect {
    double x0, y0, x1, y1;
} rect;

#define RECT_EMPTY ((rect){INFINITY, INFINITY, -INFINITY, -INFINITY})

static inline bool rect_is_empty(rect r) { return !(r.x0 <= r.x1 && r.y0 <= r.y1); }
static inline bool rect_touches(rect a, rect b) { /* common borders count */
    return a.x0 <= b.x1 && b.x0 <= a.x1 && a.y0 <= b.y1 && b.y0 <= a.y1;
}
static inline void rect_add(rect *r, double x, double y) { /* fmin() would be a call */
    r->x0 = x < r->x0 ? x : r->x0, r->y0 = y < r->y0 ? y : r->y0;
    r->x1 = x > r->x1 ? x : r->x1, r->y1 = y > r->y1 ? y : r->y1;
}
/* The same for what is no NaN, several times as fast: fmin() is a call. */
static inline void rect_extend(rect *r, double x, double y) {
    if (x < r->x0) r->x0 = x;
    if (x > r->x1) r->x1 = x;
    if (y < r->y0) r->y0 = y;
    if (y > r->y1) r->y1 = y;
}
static inline rect rect_union(rect a, rect b) { /* by comparing, as above; any may be empty */
    return (rect){b.x0 < a.x0 ? b.x0 : a.x0, b.y0 < a.y0 ? b.y0 : a.y0, b.x1 > a.x1 ? b.x1 : a.x1,
                  b.y1 > a.y1 ? b.y1 : a.y1};
}
#endif
