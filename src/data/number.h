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
 * "1234,567", "1,234,567", "1 234"; if none does, the column is refused. */
#ifndef DATA_NUMBER_H
#define DATA_NUMBER_H
#include "base/err.h"
#include <stdbool.h>
#include <stddef.h>

#define NUMBER_TEXT_MAX 64

typedef enum value_state { VALUE_PRESENT, VALUE_MISSING } value_state;

typedef struct number_format {
    char decimal;  /* '.' or ',' ; 0: no cell has decimals */
    char thousand; /* '.', ',' or ' ' (any of the blanks); 0: none */
} number_format;

/* The symbols that mean missing where a manifest says nothing else: "", "..", ".", "NA",
 * "n/a", "null", "-"; NULL-terminated. */
extern const char *const number_missing_default[];

/* Both lists NULL-terminated, borrowed.  Symbols are compared with the trimmed cell, letters
 * A-Z in any case.  An empty cell is missing whatever `missing` holds. */
typedef struct number_rules {
    const char *const *missing; /* NULL: number_missing_default */
    const char *const *zero;    /* symbols that mean 0 ("-" in SCB tables); NULL: none */
} number_rules;

/* True if the cell is, after trimming, one of the rules' missing symbols (zero wins). */
bool number_is_missing(const char *cell, const number_rules *rules);
/* True if the cell is, after trimming, one of the rules' zero symbols. */
bool number_is_zero_symbol(const char *cell, const number_rules *rules);
/* True if at least one format reads the cell as a number. */
bool number_is_readable(const char *cell);

/* Decides over n cells (missing and zero symbols are skipped).  ERR_FORMAT names in its text
 * the first offending cell (index in *bad): one that is no number, one that does not go with the
 * cells before it ("1.5" after "12,5"), or one that can be read in two ways when no other cell
 * settles it; the text then says what to add to the manifest (`decimal: ","` or `decimal: "."`).
 * `decimal` is ',' or '.' when the user has said, else 0. */
err_code number_decide(const char *const *cells, size_t n, const number_rules *rules, char decimal,
                       number_format *out, size_t *bad, err *e);
/* One cell by a decided format.  Missing: *state = VALUE_MISSING and *out = NaN. */
err_code number_parse(const char *cell, const number_format *f, const number_rules *rules,
                      double *out, value_state *state, err *e);
#endif
