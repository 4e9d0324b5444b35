/* target: a goal that somebody has set and published for an indicator (the manifest's `target`): a
 * value in its unit, by a period, for the whole or for each district.  Maps, legends, statistics
 * and JSON all take it from here.  Which side of it is reached follows from the indicator's
 * `better`; of one without a direction nothing is said.  Immutable with the atlas. */
#ifndef ATLAS_TARGET_H
#define ATLAS_TARGET_H
#include "atlas/choropleth.h"

/* Copies what outlives the manifest; one that is not given has the value NaN. */
err_code target_copy(const manifest_target *in, atlas_target *out, err *e);
void target_free(atlas_target *t); /* frees what it holds, not itself */

/* An indicator's target; NULL: none. */
const atlas_target *target_of(const atlas *a, size_t index);
/* Whether a district's figure can be held against it: a count that the whole is to reach cannot. */
bool target_is_comparable(const atlas *a, size_t index);
/* That of what a map shows: NULL for differences and metrics too, which are of another unit. */
const atlas_target *target_of_map(const choropleth *c);
/* ERR_RANGE: the look compares with a target, and there is none, or districts cannot be held
 * against it; the message begins with "reference:". */
err_code target_check(const choropleth *c, err *e);

/* "Target 2030"; its own title where it has one.  Appends. */
void target_name(const atlas *a, size_t index, lang in, buf *out);
/* "Target 2030: 60%".  Appends. */
void target_text(const atlas *a, size_t index, lang in, buf *out);

typedef struct target_reach {
    size_t n;       /* districts with a figure */
    size_t reached; /* of them; the target's own value is reached */
    bool known;     /* false: no better direction, or districts cannot be held against it */
    int whole;      /* the whole has reached it: 1, it has not: 0; -1: not known */
} target_reach;
/* Of the figures value[n] of the indicator, NaN: missing, and of the whole. */
target_reach target_reached(const atlas *a, size_t index, const double *value, size_t n,
                            double whole);
#endif
