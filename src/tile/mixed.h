/* mixed: colors while they are mixed, for painting_color.c and recipe.c. */
#ifndef TILE_MIXED_H
#define TILE_MIXED_H
#include "carto/color.h"
#include <stdint.h>

/* A premultiplied color in fixed point: r and b, g and alpha, as two numbers of 24 bits, of which
 * 16 are a fraction, in each word: one multiplication serves two, and 8 bits are left for its
 * result. */
typedef struct mixed {
    uint64_t rb, ga;
} mixed;

#define ONE   256 /* a share in blend(); sixteenths times 16 */
#define LANES UINT64_C(0x00ffffff00ffffff)

static inline uint64_t lanes(uint64_t high, uint64_t low) { return high << 48 | low << 16; }

static inline uint64_t premultiplied(unsigned channel, unsigned alpha) {
    return (((uint64_t)channel * alpha << 16) + 127) / 255;
}

static inline mixed mixed_of(rgba c) {
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

/* ---- to bytes ----------------------------------------------------------------------- */

#define OPAQUE (UINT64_C(255) << 16)
#define HALVES UINT64_C(0x0000800000008000)

static inline uint8_t alpha_of(uint32_t fixed, double opacity) {
    return (uint8_t)(fixed / 65536.0 * opacity + 0.5);
}

/* channel / alpha, of 255; below 2^32, since a channel is at most 255 << 16. */
static inline uint8_t straight(uint32_t channel, uint32_t alpha) {
    return (uint8_t)((channel * 255 + alpha / 2) / alpha);
}

static inline rgba translucent(mixed c, double opacity) {
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

/* `alpha`: that of an opaque one. */
static inline rgba mixed_bytes(mixed c, uint8_t alpha, double opacity) {
    return alpha && (c.ga & UINT32_MAX) == OPAQUE ? opaque(c, alpha) : translucent(c, opacity);
}
#endif
