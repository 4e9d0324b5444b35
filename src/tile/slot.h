/* slot: what one pixel of a skeleton shows, without any color: a district, or a mix of two, under
 * border ink.  Shares are sixteenths.  A slot has one form only, so that equal slots are equal
 * bytes: a < b (DISTRICT_NONE, the outside, is the highest); weight_b 1..15, or 0 and b is
 * DISTRICT_NONE; the outside alone has no phase. */
#ifndef TILE_SLOT_H
#define TILE_SLOT_H
#include "tile/raster.h"

#define SLOT_WHOLE 16 /* sixteenths */

typedef struct slot {
    district_id a, b;
    uint8_t weight_b;         /* the rest is a's */
    uint8_t ink[RASTER_INKS]; /* 0..16: casing, line */
    uint8_t phase;            /* of the hatch, into the skeleton's table; 0: no line of any */
} slot;

/* How finely shares are told apart.  One rung for a whole skeleton; the first that gives it few
 * enough slots is taken, so most tiles have the finest. */
typedef struct slot_levels {
    uint8_t mix_step, ink_step; /* sixteenths from level to level: 1, 2, 4: 16, 8 or 4 levels */
    bool dominant;              /* under any ink only the larger district is kept */
} slot_levels;

#define SLOT_RUNGS 4
extern const slot_levels slot_rungs[SLOT_RUNGS]; /* from fine to coarse */

/* The slot of a span's pixels, in phase 0.  Shares go to the nearest level (halves: up, of the
 * smaller share and of ink).  Where a pixel has three districts or more, the two largest (of equal
 * ones the lower) share it in their proportion; ink is not affected.  So a pixel of two districts
 * is at most half a level off; a third one, and a smaller one under ink of a `dominant` rung, are
 * lost with their whole share.
 *
 * Under ink: if it is `opaque`, the districts share what it leaves open: ink lies centered on their
 * border, so half of it hides each as far as it goes.  (A strip along a straight border is then
 * exact; with the shares of the whole pixel, a line of 0.5 px could be off by an eighth of the
 * districts' difference.)  Full ink then has no district at all.  Else they share the whole pixel,
 * since they show through. */
slot slot_of_span(const raster_span *s, const slot_levels *l, bool opaque);
slot slot_in_phase(slot s, uint8_t phase);

bool slot_is_outside(const slot *s);    /* the outside alone; there may be ink on it */
bool slot_meets_outside(const slot *s); /* alone or mixed: what may be translucent under any look */
bool slot_equal(const slot *s, const slot *t);
uint32_t slot_hash(const slot *s);
/* The order of slots in a skeleton: those that meet the outside (a PNG's alpha list ends after the
 * last translucent color), then whole districts without ink, then the rest by districts. */
int slot_compare(const slot *s, const slot *t);
#endif
