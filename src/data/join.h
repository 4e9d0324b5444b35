/* join: value cells onto districts, and the report of what did not fit. */
#ifndef DATA_JOIN_H
#define DATA_JOIN_H
#include "data/districts.h"
#include "data/values.h"

#define JOIN_PERIODS_MAX 1000
#define JOIN_VALUES_MAX  ((size_t)1 << 26) /* periods x districts */

typedef struct unmatched_value {
    char *key;
    const char *nearest; /* a district's key (borrowed from the districts), or NULL: none is near,
                            or so many keys are unmatched that no more were looked up */
    size_t line;
} unmatched_value;

typedef struct join_report {
    size_t matched;                   /* districts with at least one row */
    district_id *unmatched_districts; /* ascending: no row at all */
    size_t n_unmatched_districts;
    unmatched_value *unmatched_values; /* each key once, in file order */
    size_t n_unmatched_values;
    char **duplicates; /* "KEY, PERIOD": the same value given again */
    size_t n_duplicates;
    size_t missing; /* district-period pairs with no number */
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

/* `whole_key` (normalized; NULL: none) names the row of the whole, which is no district and
 * takes no part in the report.  `period_order` (NULL-terminated; NULL: none) comes first in the
 * order.  Errors, naming `file` and line.  ERR_FORMAT: two different values for one key and
 * period (missing differs from a number); rows of which not one matches a district (unless all
 * rows are of the whole: an indicator known for the whole only).  ERR_RANGE: more than
 * JOIN_PERIODS_MAX or JOIN_VALUES_MAX. */
err_code join(const char *file, const value_cells *cells, const districts *d, const char *whole_key,
              const char *const *period_order, joined *out, err *e);
void joined_free(joined *j);
const double *joined_values(const joined *j, size_t period);               /* [n_districts] */
bool joined_find_period(const joined *j, const char *period, size_t *out); /* normalized */
#endif
