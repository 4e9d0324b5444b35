/* indicator: one measured thing: a value for each district and period.
 * Missing is NaN in `values`, never 0 and never -9999.  Immutable once loaded. */
#ifndef DATA_INDICATOR_H
#define DATA_INDICATOR_H
#include "base/lang.h"
#include "data/join.h"

typedef enum indicator_kind {
    KIND_COUNT,
    KIND_SHARE,
    KIND_RATE,
    KIND_MEAN,
    KIND_INDEX,
    KIND_CATEGORY,
    KIND__COUNT
} indicator_kind;
typedef enum direction {
    DIRECTION_NEITHER,
    DIRECTION_HIGHER,
    DIRECTION_LOWER,
    DIRECTION__COUNT
} direction;

extern const char *const indicator_kind_names[KIND__COUNT]; /* "count", "share", ... */
extern const char *const direction_names[DIRECTION__COUNT]; /* "neither", "higher", "lower" */

typedef struct indicator_category {
    char *code; /* as in the cells; normalized */
    localized title;
} indicator_category;

typedef struct indicator { /* the owner frees with indicator_free() */
    char id[65];
    localized title, unit, note, source;
    indicator_kind kind;
    direction better; /* which direction is better */
    char *theme;      /* a theme's id; "" if none */
    char *series;     /* links indicators of one measure; "" if none */
    int decimals;     /* digits after the decimal sign in texts; -1: as the values need */
    indicator_category *category; /* [n_categories] of KIND_CATEGORY; a value is an index */
    size_t n_categories;
    bool ordered;        /* their order means something */
    localized uncertain; /* what makes a figure uncertain; may be empty */
    joined data;         /* periods, values, whole, report */
} indicator;

void indicator_free(indicator *ind); /* frees what it holds, not itself */
#endif
