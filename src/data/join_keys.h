/* join_keys: keys of values that are no district's, and what they may be instead: a district's
 * key but for one slip (a spreadsheet that dropped the zeros in front, another case, a prefix),
 * a spelling that is near, or a district of another division.  Nothing is ever joined by it: it
 * is told, and the user decides. */
#ifndef DATA_JOIN_KEYS_H
#define DATA_JOIN_KEYS_H
#include "data/districts.h"

typedef enum key_slip { /* in the order they are tried: the first that fits is told */
                        KEY_SLIP_NONE,
                        KEY_SLIP_NAME,     /* it is a district's name */
                        KEY_SLIP_ZEROS,    /* "4051", "04051" */
                        KEY_SLIP_DECIMALS, /* "4051.0", "4051"; zeros in front may differ too */
                        KEY_SLIP_LETTERS,  /* looks the same: other blanks, hyphens, wide letters */
                        KEY_SLIP_CASE,     /* "BROMMA", "Bromma" */
                        KEY_SLIP_ACCENTS,  /* "Jarva", "Järva"; case may differ too */
                        KEY_SLIP_LABEL,    /* "0180 Stockholm", "0180" */
                        KEY_SLIP_PREFIX,   /* "SE0180", "0180", as other keys of the column */
                        KEY_SLIP_NO_PREFIX, /* "0180", "SE0180" */
                        KEY_SLIP__COUNT
} key_slip;

extern const char *const key_slip_names[KEY_SLIP__COUNT]; /* "leading_zeros", ...; NULL: none */

typedef struct unmatched_value {
    char *key;
    const char *nearest; /* a district's key (borrowed from the districts): the one that the slip
                            hides, else the nearest in spelling; NULL: none is near, or so many
                            keys are unmatched that no more were looked up */
    const char *layer;   /* another layer that has a district of this key (borrowed); NULL: none */
    key_slip slip;
    size_t line;
} unmatched_value;

typedef struct join_layer { /* another division of the same atlas; borrowed */
    const char *id;
    const districts *districts;
} join_layer;

/* Fills in slip, nearest and layer of n unmatched values.  A slip is told only where it leads to
 * one district, and a prefix only where it explains two keys and half of all.  *prefix is a new
 * text, NULL if there is none. */
err_code join_keys_explain(const districts *d, const join_layer *others, size_t n_others,
                           unmatched_value *u, size_t n, char **prefix, err *e);
#endif
