#include "tile/slot.h"

const slot_levels slot_rungs[SLOT_RUNGS] = {
    {1, 1, false, 6},
    {2, 2, false, 6},
    {2, 2, true, 3},
    {4, 4, true, 2},
};

/* ---- from a span -------------------------------------------------------------------- */

static bool is_larger(const raster_part *p, const raster_part *q) {
    return p->share > q->share || (p->share == q->share && p->district < q->district);
}

/* The part that `small` is of itself and `large`, less half of `hidden` each. */
static float part_of(float small, float large, float hidden) {
    float part = small / (small + large), open = part - hidden / 2;
    return open > 0 ? open / (1 - hidden) : 0; /* open > 0: hidden < 2 * part <= 1 */
}

/* The two largest parts of three or more. */
static void find_largest(const raster_span *s, const raster_part **first,
                         const raster_part **second) {
    for (const raster_part *p = s->part + 2; p < s->part + s->n_parts; p++)
        if (is_larger(p, *first))
            *second = *first, *first = p;
        else if (is_larger(p, *second))
            *second = p;
}

static float hidden_of(const raster_span *s) {
    float most = 0;
    for (int i = 0; i < RASTER_INKS; i++) most = s->ink[i] > most ? s->ink[i] : most;
    return most;
}

/* Each member is written once, to its place. */
void slot_draft_of(const raster_span *s, bool opaque, slot_draft *out) {
    for (int i = 0; i < RASTER_INKS; i++) out->ink[i] = s->ink[i];
    out->opaque = opaque;
    const raster_part *first = &s->part[0], *second = &s->part[1];
    if (s->n_parts == 1) {
        out->large = first->district, out->small = DISTRICT_NONE, out->part = 0;
        return;
    }
    if (is_larger(second, first)) first = &s->part[1], second = &s->part[0];
    find_largest(s, &first, &second);
    out->large = first->district, out->small = second->district;
    bool mixed = first->district != second->district;
    out->part = mixed ? part_of(second->share, first->share, opaque ? hidden_of(s) : 0) : 0;
}

slot slot_of_span(const raster_span *s, const slot_levels *l, bool opaque) {
    slot_draft d;
    slot_draft_of(s, opaque, &d);
    return slot_of_key(slot_key_of_draft(&d, l));
}

slot slot_in_phase(slot s, uint8_t phase) {
    s.phase = slot_is_outside(&s) ? 0 : phase;
    return s;
}

bool slot_is_outside(const slot *s) { return s->a == DISTRICT_NONE; }

bool slot_meets_outside(const slot *s) {
    return slot_is_outside(s) || (s->weight_b && s->b == DISTRICT_NONE);
}

/* ---- keys --------------------------------------------------------------------------- */

slot_key slot_key_of(const slot *s) {
    return (slot_key){(uint64_t)s->a << 32 | s->b,
                      (uint32_t)s->weight_b << 24 | SLOT_KEY_PHASE(s->phase) |
                          (uint32_t)s->ink[0] << 8 | s->ink[1],
                      s->cover};
}

slot slot_of_key(slot_key k) {
    return (slot){.a = (district_id)(k.districts >> 32),
                  .b = (district_id)k.districts,
                  .weight_b = (uint8_t)(k.shares >> 24),
                  .phase = (uint8_t)(k.shares >> 16),
                  .ink = {(uint8_t)(k.shares >> 8), (uint8_t)k.shares},
                  .cover = (uint16_t)k.cover};
}

bool slot_equal(const slot *s, const slot *t) {
    return slot_key_equal(slot_key_of(s), slot_key_of(t));
}

uint32_t slot_hash(const slot *s) { return slot_key_hash(slot_key_of(s)); }

int slot_key_rank(slot_key k) {
    slot s = slot_of_key(k);
    if (slot_meets_outside(&s)) return 0;
    return s.weight_b || s.ink[0] || s.ink[1] || s.cover ? 2 : 1;
}

int slot_compare(const slot *s, const slot *t) {
    slot_key k = slot_key_of(s), l = slot_key_of(t);
    int by = slot_key_rank(k) - slot_key_rank(l);
    if (!by) by = (k.districts > l.districts) - (k.districts < l.districts);
    if (!by) by = (k.shares > l.shares) - (k.shares < l.shares);
    return by ? by : (k.cover > l.cover) - (k.cover < l.cover);
}
