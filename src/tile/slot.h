/* slot: what one pixel of a skeleton shows, without any color: a district, or a mix of two, under
 * border ink.  Shares are sixteenths.  A slot has one form only, so that equal slots are equal
 * values: a < b (DISTRICT_NONE, the outside, is the highest); weight_b 1..15, or 0 and b is
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
    uint16_t cover;           /* what lies over it, into the skeleton's table; 0: nothing */
} slot;

/* How finely shares are told apart.  One rung for a whole skeleton; the first that gives it few
 * enough slots is taken, so most tiles have the finest. */
typedef struct slot_levels {
    uint8_t mix_step, ink_step; /* sixteenths from level to level: 1, 2, 4: 16, 8 or 4 levels */
    bool dominant;              /* under any ink only the larger district is kept */
    uint8_t covers;             /* inks of a cover that are kept: those that cover most */
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

/* The same in two steps, for callers that try several rungs: what of a span is the same at each. */
typedef struct slot_draft {
    district_id large, small; /* the two largest; small: DISTRICT_NONE if there is one only */
    float part; /* the smaller one's, of both, as far as opaque ink leaves them open */
    float ink[RASTER_INKS];
    bool opaque; /* the ink hides */
} slot_draft;
void slot_draft_of(const raster_span *s, bool opaque, slot_draft *out);

bool slot_is_outside(const slot *s);    /* the outside alone; there may be ink on it */
bool slot_meets_outside(const slot *s); /* alone or mixed: what may be translucent under any look */

bool slot_equal(const slot *s, const slot *t);
uint32_t slot_hash(const slot *s);
/* The order of slots in a skeleton: those that meet the outside (a PNG's alpha list ends after the
 * last translucent color), then whole districts without ink, then the rest by districts. */
int slot_compare(const slot *s, const slot *t);

/* ---- keys: for loops over all spans of a tile, and so inlined ------------------------- */

/* A slot as numbers, which stay in registers: equal keys are equal slots. */
typedef struct slot_key {
    uint64_t districts; /* a, b */
    uint32_t shares;    /* weight_b, phase, both inks: a byte each, from the highest */
    uint32_t cover;
} slot_key;

#define SLOT_KEY_PHASE(p) ((uint32_t)(p) << 16)

static inline bool slot_key_equal(slot_key k, slot_key l) {
    return k.districts == l.districts && k.shares == l.shares && k.cover == l.cover;
}

/* Mixed as in MurmurHash3's finalizer (Appleby, public domain); only its spread matters. */
static inline uint32_t slot_key_hash(slot_key k) {
    uint64_t h = k.districts * UINT64_C(0x9e3779b97f4a7c15) ^ ((uint64_t)k.cover << 32 | k.shares);
    h ^= h >> 33;
    h *= UINT64_C(0xff51afd7ed558ccd);
    return (uint32_t)(h >> 32);
}

/* The nearest level, in sixteenths; halves go up.  Steps are 1, 2 or 4. */
static inline unsigned slot_level(float share, unsigned step) {
    unsigned level = (unsigned)(int)(share * (float)(SLOT_WHOLE >> (step >> 1)) + 0.5F) * step;
    return level < SLOT_WHOLE ? level : SLOT_WHOLE;
}

/* The slot of a draft, in phase 0.  Without branches: what a pixel shows is as good as random to a
 * processor. */
static inline slot_key slot_key_of_draft(const slot_draft *d, const slot_levels *l) {
    unsigned casing = slot_level(d->ink[0], l->ink_step), line = slot_level(d->ink[1], l->ink_step);
    unsigned most = casing > line ? casing : line, weight = slot_level(d->part, l->mix_step);
    bool hidden = d->opaque & (most == SLOT_WHOLE), alone = l->dominant & (most != 0);
    weight = hidden | alone ? 0 : weight;
    bool in_order = d->large < d->small;
    uint64_t large = hidden ? DISTRICT_NONE : d->large;
    uint64_t low = in_order ? d->large : d->small, high = in_order ? d->small : d->large;
    unsigned weight_high = in_order ? weight : SLOT_WHOLE - weight;
    uint64_t one = large << 32 | DISTRICT_NONE, two = low << 32 | high;
    return (slot_key){weight ? two : one, (weight ? weight_high : 0) << 24 | casing << 8 | line, 0};
}

slot_key slot_key_of(const slot *s);
slot slot_of_key(slot_key k);
int slot_key_rank(slot_key k); /* what slot_compare() compares first: 0, 1, 2 */
#endif
