/* classify: where class breaks are computed.  The methods are a table: a new method
 * is one function and one row in classify.c, and tests/test_classify.c runs its
 * checks over every row.
 *
 * Closure.  Right-closed (the default, as mapclassify and QGIS): class i is
 * (edge[i], edge[i+1]], the lowest closed at both ends.  Left-closed: class i is
 * [edge[i], edge[i+1]), the highest closed at both ends.  Equal values are never split.
 *
 * -0 is 0, and NaN is missing. */
#ifndef CARTO_CLASSIFY_H
#define CARTO_CLASSIFY_H
#include "base/err.h"
#include <stdbool.h>
#include <stddef.h>

#define CLASSES_MIN 2  /* that can be asked for */
#define CLASSES_MAX 12 /* likewise */

typedef enum closure { CLOSED_RIGHT, CLOSED_LEFT } closure;
extern const char *const closure_names[2]; /* "right", "left" */

typedef struct class_breaks {
    size_t count; /* classes, 1..CLASSES_MAX, or 0 if there is no value at all; fewer than asked
                     for where ties leave no more */
    closure closed;
    double edge[CLASSES_MAX + 1]; /* ascending; [0] and [count] are the lowest and highest value
                                     (then a class of one value can have two equal edges), or
                                     infinite where the outer class lies beyond them */
} class_breaks;

typedef struct classify_request {
    size_t classes; /* asked for, CLASSES_MIN..CLASSES_MAX; ignored where takes_breaks */
    closure closed;
    const double *breaks; /* only where takes_breaks: inner edges, strictly ascending */
    size_t n_breaks;      /* 1..CLASSES_MAX-1 */
} classify_request;

/* What becomes of classes that hold no value. */
typedef enum empty_classes {
    EMPTY_MERGED,  /* joined with the class above: every class holds a value */
    EMPTY_BETWEEN, /* stay if they have a width between lowest and highest value */
    EMPTY_KEPT     /* stay, beyond the data too: the edges mean something of their own */
} empty_classes;

typedef struct classify_method {
    const char *name; /* "equal", "quantile", "jenks", "manual" */
    const char *title_en;
    const char *title_sv;
    bool takes_breaks; /* the edges are the request's, and `classes` is ignored */
    empty_classes empty;
    /* sorted[n] ascending, n >= 1, all finite; fills inner edges inner[CLASSES_MAX-1], ascending,
     * and their number.  classify() then drops the edges that `empty` does not allow.  Unless
     * `empty` is EMPTY_KEPT it is called only if there are two different values. */
    err_code (*compute)(const double *sorted, size_t n, const classify_request *r, double *inner,
                        size_t *n_inner, err *e);
} classify_method;

extern const classify_method classify_methods[];
extern const size_t classify_method_count;
const classify_method *classify_find(const char *name); /* NULL if unknown */

/* values may hold NaN and be in any order; all missing gives count = 0.  ERR_RANGE: a number
 * of classes or breaks that is not allowed, or values that are infinite or too far apart for
 * a double to hold their difference. */
err_code classify(const classify_method *m, const double *values, size_t n,
                  const classify_request *r, class_breaks *out, err *e);
/* -1: NaN, or no classes.  A value beyond the outer edges (the whole, another period) belongs to
 * the outer class. */
int class_of(const class_breaks *b, double value);
void classify_counts(const class_breaks *b, const double *values, size_t n,
                     size_t *counts /* [count] */);
/* Goodness of variance fit: 1 - within-class / total sum of squares (Jenks & Caspall 1971);
 * 1 when all values are equal, NaN when there are none. */
double classify_gvf(const class_breaks *b, const double *values, size_t n);
#endif
