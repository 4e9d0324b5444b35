#include "tile/slot.h"

const slot_levels slot_rungs[SLOT_RUNGS] = {
    {1, 1, false},
    {2, 2, false},
    {2, 2, true},
    {4, 4, true},
};

/* ---- from a span -------------------------------------------------------------------- */

/* The nearest level, in sixteenths. */
static unsigned level_of(float share, unsigned step) {
    unsigned level = (unsigned)(share * SLOT_WHOLE / (float)step + 0.5F) * step;
    return level < SLOT_WHOLE ? level : SLOT_WHOLE;
}

static bool is_larger(const raster_part *p, const raster_part *q) {
    return p->share > q->share || (p->share == q->share && p->district < q->district);
}

/* The largest part but `other`, which may be NULL; NULL if there is none. */
static const raster_part *largest(const raster_span *s, const raster_part *other) {
    const raster_part *best = NULL;
    for (const raster_part *p = s->part; p < s->part + s->n_parts; p++)
        if (p != other && (!best || is_larger(p, best))) best = p;
    return best;
}

static slot whole(district_id d) { return (slot){.a = d, .b = DISTRICT_NONE}; }

static slot mix(district_id large, district_id small, unsigned weight_small) {
    if (!weight_small || large == small) return whole(large);
    if (large < small) return (slot){.a = large, .b = small, .weight_b = (uint8_t)weight_small};
    return (slot){.a = small, .b = large, .weight_b = (uint8_t)(SLOT_WHOLE - weight_small)};
}

/* The part that `small` is of itself and `large`, less half of `hidden` each. */
static float part_of(float small, float large, float hidden) {
    float part = small / (small + large), open = part - hidden / 2;
    return open > 0 ? open / (1 - hidden) : 0; /* open > 0: hidden < 2 * part <= 1 */
}

/* step 0: no mixes. */
static slot slot_of_parts(const raster_span *s, unsigned step, float hidden) {
    const raster_part *first = largest(s, NULL), *second = largest(s, first);
    if (!second || !step) return whole(first->district);
    float part = part_of(second->share, first->share, hidden);
    return mix(first->district, second->district, level_of(part, step));
}

slot slot_of_span(const raster_span *s, const slot_levels *l, bool opaque) {
    unsigned ink[RASTER_INKS], most = 0;
    float hidden = 0;
    for (int i = 0; i < RASTER_INKS; i++) {
        ink[i] = level_of(s->ink[i], l->ink_step);
        if (ink[i] > most) most = ink[i];
        if (opaque && s->ink[i] > hidden) hidden = s->ink[i];
    }
    slot out = whole(DISTRICT_NONE);
    if (!opaque || most < SLOT_WHOLE)
        out = slot_of_parts(s, most && l->dominant ? 0 : l->mix_step, hidden);
    for (int i = 0; i < RASTER_INKS; i++) out.ink[i] = (uint8_t)ink[i];
    return out;
}

slot slot_in_phase(slot s, uint8_t phase) {
    s.phase = slot_is_outside(&s) ? 0 : phase;
    return s;
}

/* ---- order -------------------------------------------------------------------------- */

bool slot_is_outside(const slot *s) { return s->a == DISTRICT_NONE; }

bool slot_meets_outside(const slot *s) {
    return slot_is_outside(s) || (s->weight_b && s->b == DISTRICT_NONE);
}

static uint32_t shares(const slot *s) {
    return (uint32_t)s->weight_b << 24 | (uint32_t)s->phase << 16 | (uint32_t)s->ink[0] << 8 |
           s->ink[1];
}

bool slot_equal(const slot *s, const slot *t) {
    return s->a == t->a && s->b == t->b && shares(s) == shares(t);
}

/* Mixed as in MurmurHash3's finalizer (Appleby, public domain); only its spread matters. */
uint32_t slot_hash(const slot *s) {
    uint64_t h = ((uint64_t)s->a << 32 | s->b) * UINT64_C(0x9e3779b97f4a7c15) ^ shares(s);
    h ^= h >> 33;
    h *= UINT64_C(0xff51afd7ed558ccd);
    return (uint32_t)(h >> 32);
}

static int rank(const slot *s) {
    if (slot_meets_outside(s)) return 0;
    return s->weight_b || s->ink[0] || s->ink[1] ? 2 : 1;
}

static int order(uint32_t u, uint32_t v) { return (u > v) - (u < v); }

int slot_compare(const slot *s, const slot *t) {
    int by = rank(s) - rank(t);
    if (!by) by = order(s->a, t->a);
    if (!by) by = order(s->b, t->b);
    return by ? by : order(shares(s), shares(t));
}
