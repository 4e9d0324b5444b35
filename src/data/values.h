/* values: the cells of one indicator out of a table, before they are joined.
 *
 * Long form: rows are chosen by `where` (column = text, all of them), one column
 * holds the value and one the period.  Wide form: `value_column` with one period
 * for all rows, or `columns`: one column a period.  Mixed: `columns` and `period_column`: a
 * cell's period is the row's and then the column's ("2024", "Q1": "2024 Q1"; either may be "").
 *
 * Each figure may have companions in columns of their own: margin of error, ends of an interval,
 * size of the sample.  They are decided column by column; a column that can be read in two ways
 * is read as the values are.
 *
 * Figures of a category are names, or numbers that are only names: the value is then the index of
 * the cell's text among the categories, in their order. */
#ifndef DATA_VALUES_H
#define DATA_VALUES_H
#include "base/arena.h"
#include "data/categories.h"
#include "data/note_texts.h"

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
    const note_texts *notes;   /* what readers are told for those; NULL: the cells themselves */
    const name_pair *where;    /* [n_where] column, text (compared as keys are) */
    size_t n_where;
    const name_pair *columns; /* [n_columns] period, column */
    size_t n_columns;
    number_rules rules;
    char decimal; /* ',' or '.' if the manifest says; else 0.  The table's own mark wins */
    const char *status_column; /* a symbol there is the state of a value whose cell is empty */
    const char *margin_column; /* these four not with `columns`; NULL: none */
    const char *low_column, *high_column;
    const char *sample_column;
    bool categorical;                  /* cells are names, not numbers */
    const char *const *category_order; /* NULL-terminated: then there are no others.  NULL: by
                                          number if all are whole numbers, else as they come */
} values_spec;

typedef struct value_cell {
    const char *key, *period; /* normalized by text_key(); borrowed from the table or `texts` */
    double value;             /* NaN unless VALUE_PRESENT */
    value_state state;
    unsigned flags;                   /* VALUE_FOOTNOTE, VALUE_BRACKETED */
    double margin, low, high, sample; /* NaN: none; margin and sample >= 0, low <= high */
    size_t line;                      /* table_line() */
    const char *text;                 /* as written; borrowed from the table */
    const char *source, *note;        /* likewise; "" if none */
    const localized *told; /* what readers are told for the note; NULL: the note; borrowed from the
                              spec's notes */
} value_cell;

#define VALUE_SYMBOLS_MAX 16
#define VALUE_SYMBOL_MAX  15 /* bytes that are kept of one */

typedef struct value_symbol { /* a text that stands for no number */
    char text[VALUE_SYMBOL_MAX + 1];
    value_state state;
    size_t count;
} value_symbol;

typedef struct value_cells {
    value_cell *cell;
    size_t count;
    number_format format;
    size_t states[VALUE__STATES]; /* how many cells are in each */
    size_t footnotes, bracketed;  /* how many have the flag */
    value_symbol
        symbol[VALUE_SYMBOLS_MAX]; /* [n_symbols] as they come; further ones are left out */
    size_t n_symbols;
    strlist category; /* a value is an index into it */
    arena texts;      /* keys and periods that the table does not hold as they are compared */
    bool saw_dash;    /* a "-" was met and no list of the spec's rules mentions it */
} value_cells;

/* Cells borrow texts from the table.  Decides the number format over all chosen cells, or the
 * categories (ERR_FORMAT: one that is not in the order given; ERR_RANGE: more than CATEGORIES_MAX).
 * A row with an empty key is skipped if all its cells are empty, else it is an error.  No chosen
 * row at all is ERR_NOTFOUND.  ERR_RANGE: a negative margin or sample, an interval whose low end is
 * above its high one.  Errors name file, line and column. */
err_code values_read(const table *t, const values_spec *s, value_cells *out, err *e);
void value_cells_free(value_cells *c);

/* Columns of `t` that may hold figures, other than the key, in which every cell is a number or
 * missing and at least one is a number: the indicators where there is no manifest.  Writes at most
 * `cap`; returns how many. */
size_t values_numeric_columns(const table *t, size_t key_column, size_t *out, size_t cap);
#endif
