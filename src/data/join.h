/* join: value cells onto districts, and the report of what did not fit. */
#ifndef DATA_JOIN_H
#define DATA_JOIN_H
#include "data/joined.h"

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
#endif
