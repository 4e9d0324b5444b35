#include "carto/context.h"
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

/* x where `share` of ONE is y: (x * (ONE - share) + y * share) / ONE in each lane.  Exact while the
 * share is of sixteenths: the fraction has room for four such steps, which is as many as there are
 * (hatch, districts, casing, line).  What one lane borrows in y - x it gives back in the sum.  With
 * a share of 0 it is x, so a loop over slots need not ask. */
static inline mixed blend(mixed x, mixed y, unsigned share) {
    return (mixed){(x.rb * ONE + (y.rb - x.rb) * share) >> 8 & LANES,
                   (x.ga * ONE + (y.ga - x.ga) * share) >> 8 & LANES};
}

static inline mixed district_color(const paint *paints, district_id d, const phase *at) {
    if (d == DISTRICT_NONE) return (mixed){0};
    mixed fill = mixed_of(paints->fill[d]);
    if (!at) return fill;
    unsigned lines = at->cover[paints->pattern[d]];
    return lines ? blend(fill, mixed_of(paints->hatch[d]), lines * (ONE / SLOT_WHOLE)) : fill;
}

/* ---- what lies over the districts ----------------------------------------------------- */

typedef struct cover_colors { /* of the inks that the skeleton has */
    mixed color[COVERS];      /* as if opaque */
    uint8_t alpha[COVERS];
} cover_colors;

static void color_covers(const skeleton *s, const paint *paints, cover_colors *out) {
    for (unsigned k = 0; k < COVERS; k++) {
        if (!(s->inks >> k & 1)) continue;
        bool clear = paints->clears >> k & 1;
        rgba c = paints->cover[k];
        out->alpha[k] = clear ? UINT8_MAX : c.a;
        out->color[k] = clear ? (mixed){0} : mixed_of((rgba){c.r, c.g, c.b, 255});
    }
}

static inline mixed under_ink(mixed c, const cover_ink *k, const cover_colors *colors) {
    unsigned share = k->level * (ONE / SLOT_WHOLE), alpha = colors->alpha[k->id];
    if (alpha != UINT8_MAX) share = (share * alpha + 127) / 255;
    return blend(c, colors->color[k->id], share);
}

/* The inks of one place, from number `at` on, over c. */
static inline mixed under_inks(mixed c, const cover *over, unsigned place, uint8_t *at,
                               const cover_colors *colors) {
    for (; *at < over->n && over->ink[*at].place == place; ++*at)
        c = under_ink(c, &over->ink[*at], colors);
    return c;
}

/* The districts of a slot, where `outside` is what shows of the rest. */
static mixed fills_over(const slot *s, const paint *paints, const phase *at, mixed outside) {
    mixed a = s->a == DISTRICT_NONE ? outside : district_color(paints, s->a, at);
    if (!s->weight_b) return a;
    mixed b = s->b == DISTRICT_NONE ? outside : district_color(paints, s->b, at);
    return blend(a, b, s->weight_b * (ONE / SLOT_WHOLE));
}

static mixed covered_color(const slot *s, const cover *over, const paint *paints, const phase *at,
                           const ink *inks, const cover_colors *colors) {
    uint8_t next = 0;
    mixed outside = under_inks((mixed){0}, over, CONTEXT_UNDER, &next, colors);
    mixed c = fills_over(s, paints, at, outside);
    c = under_inks(c, over, CONTEXT_OVER, &next, colors);
    c = blend(c, inks[0].color, inks[0].share[s->ink[0]]);
    c = blend(c, inks[1].color, inks[1].share[s->ink[1]]);
    c = under_inks(c, over, CONTEXT_TOP, &next, colors);
    if (over->halo)
        c = blend(c, fills_over(s, paints, NULL, (mixed){0}), over->halo * (ONE / SLOT_WHOLE));
    if (!over->text) return c;
    rgba text = over->label == DISTRICT_NONE ? paints->place : paints->text[over->label];
    return blend(c, mixed_of(text), over->text * (ONE / SLOT_WHOLE));
}

static inline mixed slot_color(const slot *s, const paint *paints, const phase *at,
                               const ink *inks) {
    mixed c = district_color(paints, s->a, at);
    c = blend(c, district_color(paints, s->b, at), s->weight_b * (ONE / SLOT_WHOLE));
    if (s->ink[0]) c = blend(c, inks[0].color, inks[0].share[s->ink[0]]);
    return blend(c, inks[1].color, inks[1].share[s->ink[1]]);
}

/* ---- to bytes ----------------------------------------------------------------------- */

#define OPAQUE (UINT64_C(255) << 16)
#define HALVES UINT64_C(0x0000800000008000)

static uint8_t alpha_of(uint32_t fixed, double opacity) {
    return (uint8_t)(fixed / 65536.0 * opacity + 0.5);
}

/* channel / alpha, of 255; below 2^32, since a channel is at most 255 << 16. */
static uint8_t straight(uint32_t channel, uint32_t alpha) {
    return (uint8_t)((channel * 255 + alpha / 2) / alpha);
}

static rgba translucent(mixed c, double opacity) {
    uint32_t r = (uint32_t)(c.rb >> 32), g = (uint32_t)(c.ga >> 32), b = (uint32_t)c.rb,
             a = (uint32_t)c.ga;
    uint8_t alpha = alpha_of(a, opacity);
    if (!alpha) return (rgba){0};
    return (rgba){straight(r, a), straight(g, a), straight(b, a), alpha};
}

/* alpha: that of an opaque one; 0: invisible. */
static inline rgba opaque(mixed c, uint8_t alpha) {
    uint64_t rb = c.rb + HALVES, g = c.ga + HALVES;
    return (rgba){(uint8_t)(rb >> 48), (uint8_t)(g >> 48), (uint8_t)(rb >> 16), alpha};
}

/* ---- looks -------------------------------------------------------------------------- */

static ink ink_of(rgba c) {
    ink k = {.color = mixed_of((rgba){c.r, c.g, c.b, 255})};
    for (unsigned level = 0; level <= SLOT_WHOLE; level++)
        k.share[level] = (level * (ONE / SLOT_WHOLE) * c.a + 127) / 255;
    return k;
}

/* One loop for plain skeletons, whose only phase has no lines, and one for hatched ones. */
static inline void color_slots(const skeleton *s, const paint *paints, bool hatched, rgba *out) {
    const ink inks[RASTER_INKS] = {ink_of(paints->casing), ink_of(paints->border)};
    const uint8_t alpha = alpha_of((uint32_t)OPAQUE, paints->opacity);
    cover_colors covers;
    color_covers(s, paints, &covers);
    for (size_t i = 0; i < s->n_slots; i++) {
        const slot *x = &s->slots[i];
        const phase *at = hatched ? &s->phases[x->phase] : NULL;
        mixed c = x->cover ? covered_color(x, &s->covers[x->cover], paints, at, inks, &covers)
                           : slot_color(x, paints, at, inks);
        out[i] = alpha && (c.ga & UINT32_MAX) == OPAQUE ? opaque(c, alpha)
                                                        : translucent(c, paints->opacity);
    }
}

/* ---- the usual case: opaque colors, no hatch, no casing ------------------------------ */

/* Two steps of sixteenths over bytes need 8 bits of fraction: all four channels fit into one word,
 * as numbers of 16 bits, r the lowest, and what comes out is what the others give. */
#define BYTES_OF_16  UINT64_C(0x00ff00ff00ff00ff)
#define HALVES_OF_16 UINT64_C(0x0080008000800080)
#define OPAQUE_OF_16 UINT64_C(255 << 8)

static inline uint64_t spread(rgba c) {
    uint64_t x = (uint32_t)c.r | (uint32_t)c.g << 8 | (uint32_t)c.b << 16 | (uint32_t)c.a << 24;
    x = (x | x << 16) & UINT64_C(0x0000ffff0000ffff);
    return (x | x << 8) & BYTES_OF_16;
}

/* The outside has no fill and is invisible: the first district's is read, and masked.  No branch:
 * slots of one district and of two come as they like.  *least: the least alpha so far. */
static inline uint64_t fill_of_16(const paint *paints, district_id d, uint8_t *least) {
    uint64_t seen = d == DISTRICT_NONE ? 0 : UINT64_MAX;
    uint64_t c = spread(paints->fill[d & seen]) | (~seen & BYTES_OF_16);
    *least &= (uint8_t)(c >> 48);
    return c & seen;
}

static inline rgba gathered(uint64_t x) {
    return (rgba){(uint8_t)x, (uint8_t)(x >> 16), (uint8_t)(x >> 32), (uint8_t)(x >> 48)};
}

static inline uint64_t step_of_16(uint64_t x, uint64_t y, unsigned sixteenths) {
    return x * SLOT_WHOLE + (y - x) * sixteenths;
}

/* The four as mixed, which has 16 bits of fraction. */
static mixed mixed_of_16(uint64_t x) {
    return (mixed){(x & 0xffff) << 40 | (x >> 32 & 0xffff) << 8,
                   (x >> 16 & 0xffff) << 40 | (x >> 48) << 8};
}

static inline rgba rgba_of_16(uint64_t x, uint8_t alpha, double opacity) {
    if (x >> 48 != OPAQUE_OF_16) return translucent(mixed_of_16(x), opacity);
    rgba c = gathered((x + HALVES_OF_16) >> 8 & BYTES_OF_16);
    c.a = alpha;
    return c;
}

/* False where the case is another one; `out` is then of no use. */
static bool color_plainly(const skeleton *s, const paint *paints, rgba *out) {
    const uint8_t alpha = alpha_of((uint32_t)OPAQUE, paints->opacity);
    const uint64_t line = spread(paints->border) * SLOT_WHOLE;
    uint8_t least = paints->border.a, casing = 0;
    if (s->n_covers || s->patterns || least != UINT8_MAX || paints->casing_px > 0) return false;
    if (!alpha || !paints->fill) return false;
    for (const slot *x = s->slots, *end = x + s->n_slots; x < end; x++) {
        uint64_t a = fill_of_16(paints, x->a, &least), b = fill_of_16(paints, x->b, &least);
        uint64_t c = step_of_16(step_of_16(a, b, x->weight_b), line, x->ink[1]);
        casing |= x->ink[0];
        *out++ = rgba_of_16(c, alpha, paints->opacity);
    }
    return least == UINT8_MAX && !casing;
}

void painting_colors(const skeleton *s, const paint *paints, rgba *out) {
    if (color_plainly(s, paints, out)) return;
    if (s->patterns)
        color_slots(s, paints, true, out);
    else
        color_slots(s, paints, false, out);
}

static unsigned pattern_of(const paint *paints, district_id d) {
    return d == DISTRICT_NONE || !paints->pattern[d] ? 0 : PHASES_PATTERN(paints->pattern[d]);
}

unsigned painting_patterns(const skeleton *s, const paint *paints) {
    unsigned patterns = 0;
    if (paints->plain) return 0;
    for (const slot *x = s->slots; x < s->slots + s->n_slots; x++)
        patterns |= pattern_of(paints, x->a) | pattern_of(paints, x->b);
    return patterns;
}
