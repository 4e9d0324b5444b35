#include "tile/painting.h"

/* A premultiplied color in fixed point: r and b, g and alpha, as two numbers of 24 bits, of which
 * 16 are a fraction, in each word: one multiplication serves two, and 8 bits are left for its
 * result. */
typedef struct mixed {
    uint64_t rb, ga;
} mixed;

#define ONE   256 /* a share in blend(); sixteenths times 16 */
#define LANES UINT64_C(0x00ffffff00ffffff)

typedef struct ink {
    mixed color;                    /* as if opaque */
    unsigned share[SLOT_WHOLE + 1]; /* by coverage: what it hides, of ONE */
} ink;

/* ---- mixing ------------------------------------------------------------------------- */

static uint64_t lanes(uint64_t high, uint64_t low) { return high << 48 | low << 16; }

static uint64_t premultiplied(unsigned channel, unsigned alpha) {
    return (((uint64_t)channel * alpha << 16) + 127) / 255;
}

static mixed mixed_of(rgba c) {
    if (c.a == 255) return (mixed){lanes(c.r, c.b), lanes(c.g, c.a)};
    return (mixed){premultiplied(c.r, c.a) << 32 | premultiplied(c.b, c.a),
                   premultiplied(c.g, c.a) << 32 | (uint64_t)c.a << 16};
}

/* x where `share` of ONE is y.  Exact while the share is of sixteenths: the fraction has room for
 * four such steps, which is as many as there are (hatch, districts, casing, line). */
static mixed blend(mixed x, mixed y, unsigned share) {
    return (mixed){(x.rb * (ONE - share) + y.rb * share) >> 8 & LANES,
                   (x.ga * (ONE - share) + y.ga * share) >> 8 & LANES};
}

static mixed district_color(const paint *paints, district_id d, const phase *at) {
    if (d == DISTRICT_NONE) return (mixed){0};
    mixed fill = mixed_of(paints->fill[d]);
    unsigned cover = at->cover[paints->pattern[d]];
    return cover ? blend(fill, mixed_of(paints->hatch[d]), cover * (ONE / SLOT_WHOLE)) : fill;
}

static mixed slot_color(const slot *s, const paint *paints, const phase *phase_list,
                        const ink *inks) {
    const phase *at = &phase_list[s->phase];
    mixed c = district_color(paints, s->a, at);
    if (s->weight_b)
        c = blend(c, district_color(paints, s->b, at), s->weight_b * (ONE / SLOT_WHOLE));
    for (int i = 0; i < RASTER_INKS; i++)
        if (s->ink[i]) c = blend(c, inks[i].color, inks[i].share[s->ink[i]]);
    return c;
}

/* ---- to bytes ----------------------------------------------------------------------- */

static uint8_t rounded(uint32_t fixed) { return (uint8_t)((fixed + 0x8000) >> 16); }

/* channel / alpha, of 255; below 2^32, since a channel is at most 255 << 16. */
static uint8_t straight(uint32_t channel, uint32_t alpha) {
    return (uint8_t)((channel * 255 + alpha / 2) / alpha);
}

static rgba rgba_of(mixed c, double opacity) {
    uint32_t r = (uint32_t)(c.rb >> 32), g = (uint32_t)(c.ga >> 32), b = (uint32_t)c.rb,
             a = (uint32_t)c.ga;
    uint8_t alpha = (uint8_t)(a / 65536.0 * opacity + 0.5);
    if (!alpha) return (rgba){0};
    if (a == 255U << 16) return (rgba){rounded(r), rounded(g), rounded(b), alpha};
    return (rgba){straight(r, a), straight(g, a), straight(b, a), alpha};
}

/* ---- looks -------------------------------------------------------------------------- */

static ink ink_of(rgba c) {
    ink k = {.color = mixed_of((rgba){c.r, c.g, c.b, 255})};
    for (unsigned level = 0; level <= SLOT_WHOLE; level++)
        k.share[level] = (level * (ONE / SLOT_WHOLE) * c.a + 127) / 255;
    return k;
}

void painting_colors(const skeleton *s, const paint *paints, rgba *out) {
    const ink inks[RASTER_INKS] = {ink_of(paints->casing), ink_of(paints->border)};
    for (size_t i = 0; i < s->n_slots; i++)
        out[i] = rgba_of(slot_color(&s->slots[i], paints, s->phases, inks), paints->opacity);
}

static unsigned pattern_of(const paint *paints, district_id d) {
    return d == DISTRICT_NONE || !paints->pattern[d] ? 0 : PHASES_PATTERN(paints->pattern[d]);
}

unsigned painting_patterns(const skeleton *s, const paint *paints) {
    unsigned patterns = 0;
    for (const slot *x = s->slots; x < s->slots + s->n_slots; x++)
        patterns |= pattern_of(paints, x->a) | pattern_of(paints, x->b);
    return patterns;
}
