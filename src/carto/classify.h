/* classify: where class breaks are computed.  The methods are a table: a new method
 * is one function and one row in classify_methods.c, and tests/test_classify_table.c runs
 * its checks over every row.
 *
 * Closure.  Right-closed (the default, as mapclassify and QGIS): class i is
 * (edge[i], edge[i+1]], the lowest closed at both ends.  Left-closed: class i is
 * [edge[i], edge[i+1]), the highest closed at both ends.  Equal values are never split.
 *
 * -0 is 0, and NaN is missing.  Where all values are equal there is one class, whatever the
 * method, unless the edges are given. */
#ifndef CARTO_CLASSIFY_H
#define CARTO_CLASSIFY_H
#include "base/err.h"
#include <stdbool.h>
#include <stddef.h>

#define CLASSES_MIN 2  /* that can be asked for */
#define CLASSES_MAX 12 /* likewise; no method makes more */

typedef enum closure { CLOSED_RIGHT, CLOSED_LEFT } closure;
extern const char *const closure_names[2]; /* "right", "left" */

typedef struct class_breaks {
    size_t count; /* classes, 1..CLASSES_MAX, or 0 if there is no value at all; fewer than asked
                     for where ties leave no more */
    closure closed;
    bool continuous; /* the one class stands for all colors of the ramp: the color follows the
                        value from edge[0] to edge[1] */
    double edge[CLASSES_MAX + 1]; /* ascending; [0] and [count] are the lowest and highest value
                                     (then a class of one value can have two equal edges), or
                                     infinite where the outer class lies beyond them; the inner
                                     edges are finite and strictly ascending */
} class_breaks;

typedef struct classify_request {
    size_t classes; /* asked for, CLASSES_MIN..CLASSES_MAX; ignored where takes_breaks or
                       own_count */
    closure closed;
    const double *breaks; /* only where takes_breaks: inner edges, strictly ascending */
    size_t n_breaks;      /* 1..CLASSES_MAX-1 */
    bool rounded; /* edges become round numbers that put every value into the same class, where
                     the method can_round; see carto/classify_round.h */
} classify_request;

/* What becomes of classes that hold no value. */
typedef enum empty_classes {
    EMPTY_MERGED,  /* joined with the class above: every class holds a value */
    EMPTY_BETWEEN, /* stay if they have a width between lowest and highest value */
    EMPTY_KEPT     /* stay, beyond the data too: the edges mean something of their own */
} empty_classes;

typedef struct classify_method {
    const char *name; /* as in a look: "quantile" */
    const char *title_en, *title_sv;
    const char *help_en, *help_sv; /* one sentence: what the classes are */
    bool takes_breaks;             /* the edges are the request's, and `classes` is ignored */
    bool own_count;                /* the method decides how many classes there are */
    bool at_most;                  /* `classes` is a limit: fewer are no wonder */
    bool continuous;               /* no classes: see class_breaks */
    bool diverging;                /* classes lie around a middle: wants a diverging ramp */
    bool can_round;                /* the edges only divide values, and may move in the gaps */
    empty_classes empty;
    /* sorted[n] ascending, finite, with at least two different values unless takes_breaks; fills
     * inner edges inner[CLASSES_MAX-1], ascending, and their number.  classify() then drops the
     * edges that repeat the one before and those that `empty` does not allow. */
    err_code (*compute)(const double *sorted, size_t n, const classify_request *r, double *inner,
                        size_t *n_inner, err *e);
} classify_method;

extern const classify_method classify_methods[]; /* in the order in which to offer them */
extern const size_t classify_method_count;
const classify_method *classify_find(const char *name); /* NULL if unknown */

/* values may hold NaN and be in any order; all missing gives count = 0.  ERR_RANGE: a number
 * of classes or breaks that is not allowed, values that the method cannot class ("geometric": not
 * all positive, "category": more than CLASSES_MAX different ones), or that are infinite, or so
 * large or far apart that an edge could be beyond a double; *out is then as before.  The text
 * begins with the option at fault: "classes: ", "breaks: " or, of what the method cannot class,
 * "method: ". */
err_code classify(const classify_method *m, const double *values, size_t n,
                  const classify_request *r, class_breaks *out, err *e);
/* -1: NaN, or no classes.  A value beyond the outer edges (the whole, another period) belongs to
 * the outer class. */
int class_of(const class_breaks *b, double value);
void classify_counts(const class_breaks *b, const double *values, size_t n,
                     size_t *counts /* [count] */);
/* Goodness of variance fit: 1 - within-class / total sum of squares (Jenks & Caspall 1971);
 * 1 when all values are equal; NaN when there are none, or no classes but continuous colors.
 * Values are finite or NaN. */
double classify_gvf(const class_breaks *b, const double *values, size_t n);
/* How many of the ascending values lie in the classes below an edge. */
size_t classify_count_below(const double *sorted, size_t n, double edge, closure closed);
#endif
