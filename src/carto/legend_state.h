/* legend_state: what a district can be in besides a class: why it has no number, or that its
 * number is uncertain.  A table: a new state is one row here and one in the enum. */
#ifndef CARTO_LEGEND_STATE_H
#define CARTO_LEGEND_STATE_H
#include "carto/pattern.h"
#include "carto/wording.h"
#include <stdbool.h>

typedef enum legend_state {
    LEGEND_MISSING,
    LEGEND_SUPPRESSED,   /* known, and not published */
    LEGEND_CANNOT_OCCUR, /* a figure that would make no sense there */
    LEGEND_ROUNDED_ZERO, /* more than zero, and rounded to it by the source */
    LEGEND_UNCERTAIN,    /* has a number, which the source marks */
    LEGEND_WITHIN,       /* a difference from the center that is within its margin of error */
    LEGEND__STATES
} legend_state;

typedef struct legend_state_kind {
    const char *name; /* in JSON */
    pattern pattern;
    wording label;
    bool has_number; /* drawn on its class's color rather than that of no data */
} legend_state_kind;

extern const legend_state_kind legend_states[LEGEND__STATES];
#endif
