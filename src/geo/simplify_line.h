/* simplify_line: one phase (simplify.h) of an arc, or of a part of one. */
#ifndef GEO_SIMPLIFY_LINE_H
#define GEO_SIMPLIFY_LINE_H
#include "geo/point_strips.h"

#define SIMPLIFY_SIZES 160 /* of areas, by powers of two */

typedef struct simplify_rules { /* of a phase */
    const double *x, *y;        /* of all points of the coverage */
    float *weight;              /* INFINITY: it is left */
    const point_strips *others; /* what may be in the way; may be NULL if limit is 0 */
    double limit;               /* only triangles of less area may go */
    float floor;                /* no weight is to be less */
} simplify_rules;

typedef struct simplify_entry { /* a point that may go */
    double area;                /* of its triangle */
    float base;                 /* its length squared */
    uint32_t at;
} simplify_entry;

typedef struct simplify_line { /* scratch memory for one line after another */
    const simplify_rules *rules;
    float most; /* the largest weight given to any line; at first 0 */
    uint32_t
        over[SIMPLIFY_SIZES]; /* how many triangles of all lines were over the limit, by size */
    uint32_t first, last;     /* points of the coverage */
    uint32_t n, left, least;
    uint32_t *point; /* [n] those that were left at first; inside, points are called by their
                        place here, `at` */
    spot *spots;     /* [n]; with `listed`, NaN once gone */
    uint32_t *before, *after; /* [n] neighbors among those left */
    uint32_t *slot;           /* [n] where it is in the heap */
    simplify_entry *heap;     /* the one to go next on top */
    uint32_t n_heap;
    float given; /* the largest weight in this line */
    bool listed; /* short, and few others near: they are spots [n, n_near) */
    uint32_t n_near;
} simplify_line;

/* Room for lines of so many points. */
err_code simplify_line_make(const simplify_rules *rules, uint32_t n, simplify_line *l, err *e);
void simplify_line_clear(simplify_line *l);
/* Takes points of [first, last] out, which is all of an arc or the part that may change; the first
 * and the last that are left stay, and so do `least` in all.  Writes no weight but theirs. */
void simplify_line_run(simplify_line *l, uint32_t first, uint32_t last, uint32_t least);
/* The least area of triangles that size [i] has. */
double simplify_size(size_t i);
#endif
