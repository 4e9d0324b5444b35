/* joined: the figures of one indicator on its layer: by period and district, with what goes with
 * each, and the report of what did not fit.  Made by join(); does not change after that. */
#ifndef DATA_JOINED_H
#define DATA_JOINED_H
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
    char **period;  /* [n_periods] in the given order, else by first four-digit year (those with
                       none last), then text; only periods with a row of a district or the whole */
    double *value;  /* [n_periods * n_districts], period by period; NaN: missing */
    uint8_t *state; /* likewise: value_state; VALUE_MISSING where there is no row */
    uint8_t *flags; /* likewise: VALUE_FOOTNOTE ... */
    double *margin, *low, *high, *sample; /* likewise, NaN: none; NULL if no figure has one */
    char **note;            /* likewise, as in the table, NULL: none; NULL if no figure has one */
    const localized **told; /* likewise: what readers are told for the note, NULL: the note itself;
                               borrowed from what the cells had, and must outlive the figures */
    double *whole;          /* [n_periods] the published value of the whole; NaN: none */
    char **source;          /* [n_periods] the distinct sources of that period's figures, joined by
                               "; "; "" if none */
    join_report report;
} joined;

/* For join(): with n_periods and n_districts set, allocates the figures, all missing. */
err_code joined_alloc(joined *j, err *e);
/* Likewise: one district's figure with all that goes with it. */
err_code joined_store(joined *j, size_t period, district_id d, const value_cell *c, err *e);
/* Inserts a period without figures (which must not be there yet) before the first one that comes
 * after it by joined_compare_periods(), whatever order the others are in.  ERR_RANGE: too many. */
err_code joined_add_period(joined *j, const char *period, size_t *at, err *e);
/* By the first four-digit year (those with none last), then as text. */
int joined_compare_periods(const char *a, const char *b);
void joined_free(joined *j);
/* What readers are told of a figure in a language; "" if it has no note. */
const char *joined_note(const joined *j, size_t at, lang in);
const double *joined_values(const joined *j, size_t period);               /* [n_districts] */
bool joined_find_period(const joined *j, const char *period, size_t *out); /* normalized */
#endif
