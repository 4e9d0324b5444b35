/* join: value cells onto districts, and the report of what did not fit. */
#ifndef DATA_JOIN_H
#define DATA_JOIN_H
#include "data/join_keys.h"
#include "data/values.h"

#define JOIN_PERIODS_MAX 1000
#define JOIN_VALUES_MAX  ((size_t)1 << 26) /* periods x districts */

typedef struct join_report {
    size_t matched;                   /* districts with at least one row */
    district_id *unmatched_districts; /* ascending: no row at all */
    size_t n_unmatched_districts;
    unmatched_value *unmatched_values; /* each key once, in file order */
    size_t n_unmatched_values;
    char *prefix; /* of KEY_SLIP_PREFIX and KEY_SLIP_NO_PREFIX; NULL: there is none */
    district_id *without_number; /* ascending: rows, but no number in any period */
    size_t n_without_number;
    char **duplicates; /* "KEY, PERIOD": the same value given again */
    size_t n_duplicates;
    const char *line_word; /* "line", as the spec says; static */
    size_t missing;        /* district-period pairs with no number */
    bool saw_dash;
} join_report;

typedef struct joined {
    size_t n_districts, n_periods;
    char **period; /* [n_periods] in the given order, else by first four-digit year (those with
                      none last), then text; only periods with a row of a district or the whole */
    double *value; /* [n_periods * n_districts], period by period; NaN: missing */
    double *whole; /* [n_periods] the published value of the whole; NaN: none */
    char **source; /* [n_periods] the distinct sources of that period's figures, joined by
                      "; "; "" if none */
    join_report report;
} joined;

typedef struct join_spec { /* all borrowed; `others` must outlive the report */
    const char *file;      /* for messages */
    const char *line_word; /* what lines are called there (table_line_word()); NULL: "line" */
    const char *whole_key; /* normalized; NULL: none.  It names the row of the whole, which is no
                              district and takes no part in the report. */
    const char *const *period_order; /* NULL-terminated; comes first in the order.  NULL: none */
    const char *column;              /* of the values, for messages; NULL: see `columns` */
    const name_pair *columns;        /* [n_columns] period, column */
    size_t n_columns;
    const char *layer;        /* what the districts' layer is called; NULL: nothing */
    const join_layer *others; /* [n_others] other layers, where unmatched keys may belong */
    size_t n_others;
} join_spec;

/* Errors, naming file, line, column and texts.  ERR_FORMAT: two different values for one key and
 * period (missing differs from a number); rows of which not one matches a district (unless all
 * rows are of the whole: an indicator known for the whole only).  ERR_RANGE: more than
 * JOIN_PERIODS_MAX or JOIN_VALUES_MAX. */
err_code join(const join_spec *s, const value_cells *cells, const districts *d, joined *out,
              err *e);
void joined_free(joined *j);
const double *joined_values(const joined *j, size_t period);               /* [n_districts] */
bool joined_find_period(const joined *j, const char *period, size_t *out); /* normalized */
#endif
