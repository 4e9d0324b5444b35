/* number: how a column writes its numbers, decided from all its cells at once.
 *
 * Understood: decimal comma or point; thousands by space, no-break space, narrow
 * no-break space, figure space, thin space, point or comma (groups of three
 * throughout, the first not beginning with 0); a leading + - or U+2212; an
 * exponent ("1e-05"); a trailing percent sign (the number is kept: "12 %" is 12).
 * At most NUMBER_TEXT_MAX digits and marks.
 *
 * A lone point or comma before exactly three digits ("1,234", "5.123") can be
 * read in two ways.  Any other cell of the column settles it: "12,5", "0,500",
 * "1234,567", "1,234,567", "1 234"; if none does, the column is refused.
 *
 * Marks after a number or symbol, kept as VALUE_FOOTNOTE: up to three stars ("2,5*"), daggers,
 * superscript digits ("2,5¹"), or, after a blank, one letter or up to two digits and a closing
 * parenthesis ("2,5 1)", "2,5 a)").  Brackets round the whole are kept as VALUE_BRACKETED: square
 * ones always ("[2,5]"); round ones mean negative in accounts and uncertain in statistics, so
 * "(2,5)" is refused with that question until number_rules say. */
#ifndef DATA_NUMBER_H
#define DATA_NUMBER_H
#include "base/err.h"
#include <stdbool.h>
#include <stddef.h>

#define NUMBER_TEXT_MAX 64

typedef enum value_state { /* all but the first have no number */
                           VALUE_PRESENT,
                           VALUE_MISSING,    /* not known, not available */
                           VALUE_SUPPRESSED, /* known but not published */
                           VALUE_CANNOT_OCCUR,
                           VALUE_ROUNDED_ZERO, /* more than zero, less than half of the unit */
                           VALUE__STATES
} value_state;

extern const char *const value_state_names[VALUE__STATES]; /* "present", "missing", ... */

/* Flags of a value.  VALUE_DERIVED: not published, but put together from the figures of parts. */
enum { VALUE_FOOTNOTE = 1, VALUE_BRACKETED = 2, VALUE_DERIVED = 4 };

typedef enum number_brackets { /* what round brackets mean */
                               BRACKETS_ASK,
                               BRACKETS_UNCERTAIN,
                               BRACKETS_NEGATIVE
} number_brackets;

typedef struct number_format {
    char decimal;  /* '.' or ',' ; 0: no cell has decimals */
    char thousand; /* '.', ',' or ' ' (any of the blanks); 0: none */
} number_format;

/* The symbols that mean missing where a manifest says nothing else: "", "..", ".", "NA",
 * "n/a", "null", "-"; NULL-terminated. */
extern const char *const number_missing_default[];

/* Lists are NULL-terminated, borrowed, and NULL for none.  Symbols are compared with the trimmed
 * cell, letters A-Z in any case.  In several lists, the first of these wins: zero, suppressed,
 * cannot_occur, rounded_zero, missing; so giving "." to cannot_occur takes it from the defaults.
 * An empty cell that no list has is missing. */
typedef struct number_rules {
    const char *const *missing; /* NULL: number_missing_default */
    const char *const *zero;    /* symbols that mean 0 ("-" in SCB tables) */
    const char *const *suppressed;
    const char *const *cannot_occur;
    const char *const *rounded_zero;
    number_brackets brackets;
} number_rules;

typedef struct number_value {
    double value; /* NaN unless VALUE_PRESENT */
    value_state state;
    unsigned flags; /* VALUE_FOOTNOTE, VALUE_BRACKETED */
} number_value;

/* The state that the cell, after trimming, is a symbol of; VALUE_PRESENT if it is none, or one
 * for zero. */
value_state number_symbol_state(const char *cell, const number_rules *rules);
/* True if that is VALUE_MISSING. */
bool number_is_missing(const char *cell, const number_rules *rules);
/* True if the cell is, after trimming, one of the rules' zero symbols. */
bool number_is_zero_symbol(const char *cell, const number_rules *rules);
/* True if at least one format reads the cell as a number. */
bool number_is_readable(const char *cell);

/* Decides over n cells (symbols are skipped).  ERR_FORMAT names in its text
 * the first offending cell (index in *bad): one that is no number, one that does not go with the
 * cells before it ("1.5" after "12,5"), or one that can be read in two ways when no other cell
 * settles it; the text then says what to add to the manifest (`decimal: ","` or `decimal: "."`).
 * `decimal` is ',' or '.' when the user has said, else 0. */
err_code number_decide(const char *const *cells, size_t n, const number_rules *rules, char decimal,
                       number_format *out, size_t *bad, err *e);
/* "decimal comma, thousands by spaces"; "whole numbers" where nothing was decided; static. */
const char *number_describe(number_format f);
/* One cell by a decided format. */
err_code number_parse(const char *cell, const number_format *f, const number_rules *rules,
                      number_value *out, err *e);
#endif
