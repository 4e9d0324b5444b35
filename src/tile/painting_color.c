#include "carto/context.h"
#include "tile/mixed.h"
#include "tile/painting.h"
#include "tile/recipe.h"

typedef struct ink {
    mixed color;                    /* as if opaque */
    unsigned share[SLOT_WHOLE + 1]; /* by coverage: what it hides, of ONE */
} ink;

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
    for (unsigned k = 0; k < COVERS && s->inks >> k; k++) {
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
        out[i] = mixed_bytes(c, alpha, paints->opacity);
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
    if (s->recipe) {
        recipe_colors(s->recipe, paints, out);
        return;
    }
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
