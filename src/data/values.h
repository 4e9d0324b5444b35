/* values: the cells of one indicator out of a table, before they are joined.
 *
 * Long form: rows are chosen by `where` (column = text, all of them), one column
 * holds the value and one the period.  Wide form: `value_column` with one period
 * for all rows, or `columns`: one column a period. */
#ifndef DATA_VALUES_H
#define DATA_VALUES_H
#include "data/number.h"
#include "data/table.h"

typedef struct name_pair {
    const char *name, *value;
} name_pair;

typedef struct values_spec { /* all borrowed */
    const char *key_column;
    const char *value_column;  /* NULL if `columns` */
    const char *period_column; /* NULL: `period` for every row */
    const char *period;        /* NULL: "" */
    const char *source_column; /* where each figure's source stands; NULL: none */
    const char *note_column;   /* likewise its note */
    const name_pair *where;    /* [n_where] column, text (compared as keys are) */
    size_t n_where;
    const name_pair *columns; /* [n_columns] period, column */
    size_t n_columns;
    number_rules rules;
    char decimal; /* ',' or '.' if the manifest says; else 0 */
} values_spec;

typedef struct value_cell {
    char *key, *period; /* normalized by text_key() */
    double value;       /* NaN unless VALUE_PRESENT */
    value_state state;
    size_t line;
    const char *source, *note; /* borrowed from the table; "" if none */
} value_cell;

typedef struct value_cells {
    value_cell *cell;
    size_t count;
    number_format format;
    bool saw_dash; /* a "-" was met and neither `missing` nor `zero` of the spec mentions it */
} value_cells;

/* Decides the number format over all chosen cells.  A row with an empty key is skipped if all
 * its cells are empty, else it is an error.  No chosen row at all is ERR_NOTFOUND.  Errors name
 * file, line and column. */
err_code values_read(const table *t, const values_spec *s, value_cells *out, err *e);
void value_cells_free(value_cells *c);

/* Columns of `t` other than the key in which every cell is a number or missing and at least one is
 * a number: the indicators where there is no manifest.  Writes at most `cap`; returns how many. */
size_t values_numeric_columns(const table *t, size_t key_column, size_t *out, size_t cap);
#endif
