/* choropleth_mapped: what a look maps of an indicator: its figures, or those minus others, or a
 * metric of either; in any of its periods.  For choropleth.c. */
#ifndef ATLAS_CHOROPLETH_MAPPED_H
#define ATLAS_CHOROPLETH_MAPPED_H
#include "atlas/atlas.h"

typedef struct mapped_rule {
    const indicator *ind, *other; /* other: what is taken off; NULL: nothing.  Borrowed */
    size_t other_period;          /* SIZE_MAX: the one of the same name */
    bool percent;
    const metric_kind *metric;
    bool plain;    /* the figures as they are */
    bool is_count; /* what is mapped counts things: the whole is no yardstick */
} mapped_rule;

/* ERR_NOTFOUND: no such indicator or period in `minus`; ERR_RANGE: one of another layer or unit,
 * categories.  Messages begin with the option's name. */
err_code choropleth_mapped_rule(const atlas *a, size_t index, const look *l, mapped_rule *out,
                                err *e);

typedef struct mapped_other { /* what `minus` or `bivariate` names */
    size_t indicator;
    size_t period; /* SIZE_MAX: that of the same name */
} mapped_other;

typedef struct mapped_use { /* what figures of one layer alone can, for messages */
    const char *en, *sv;
} mapped_use;

/* Looks up the text of that option of the look.  ERR_NOTFOUND: no such indicator or period;
 * ERR_RANGE: another layer. */
err_code choropleth_mapped_other(const atlas *a, size_t index, const char *option, const char *text,
                                 const mapped_use *use, mapped_other *out, err *e);
err_code choropleth_mapped_same_period(const char *option, const indicator *ind, const char *period,
                                       size_t *out, err *e);

typedef struct mapped_figures { /* of one period; the caller frees with _free() */
    double *value;          /* [districts] NaN: missing on either side, or in percent of a figure
                               that is not above zero */
    uint8_t *state, *flags; /* likewise: value_state of the side that is missing, VALUE_CANNOT_OCCUR
                               for such a percentage; the flags of both sides */
    double whole;           /* the whole by the same rule; NaN: none */
} mapped_figures;

/* ERR_RANGE: a metric needs a whole that is not there; ERR_NOTFOUND: what is taken off has no such
 * period.  With `lenient` all is missing then. */
err_code choropleth_mapped_period(const mapped_rule *r, size_t period, bool lenient,
                                  mapped_figures *out, err *e);
void choropleth_mapped_free(mapped_figures *f);
/* What the rule makes of two figures: the difference, or in percent of the earlier one; NaN where
 * one is missing, and for a percentage of what is not above zero. */
double choropleth_mapped_change(const mapped_rule *r, double now, double then);
#endif
