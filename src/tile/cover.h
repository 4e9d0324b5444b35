/* cover: what lies over the districts of a pixel, or shows where none is: inks of one color under a
 * look (COVER_ of atlas/choropleth.h), with the share of the pixel that each covers, then a halo
 * and text.  A skeleton has a table of them, and a slot the number of its own, so that tiles
 * without context cost nothing.
 *
 * From below: inks under the districts, the districts, inks over them, the slot's casing and line,
 * inks on top; the halo shows the districts' bare fill instead of all that, and the text lies over
 * it. */
#ifndef TILE_COVER_H
#define TILE_COVER_H
#include "tile/slot.h"

#define COVER_INKS 6   /* of one pixel; of more the lowest are lost */
#define COVER_FULL 255 /* of a cover as drawn; in a skeleton it is SLOT_WHOLE */

typedef struct cover_ink {
    uint8_t id;    /* COVER_... */
    uint8_t place; /* of context_place: under the districts, over them, over borders */
    uint8_t level; /* share of the pixel */
} cover_ink;

typedef struct cover {
    district_id label; /* whose text it is; DISTRICT_NONE: a place's outside of all, or no text */
    uint8_t halo, text;
    uint8_t n; /* inks, from below; levels are above 0; the rest of ink[] is zero */
    cover_ink ink[COVER_INKS];
} cover;

extern const cover cover_none;
bool cover_equal(const cover *c, const cover *d);

/* Adds an ink over those that are there; level 0 adds nothing. */
void cover_add(cover *c, uint8_t id, uint8_t place, uint8_t level);

/* Brings a cover as drawn to the levels of a rung (text to finer ones), and slot and cover
 * to the one form that such a pixel has: what full ink hides is left out (`hiding`: bit k if ink k
 * is opaque), and what lies under the districts where they are all there is.  `hatched`: of a
 * variant with hatches, which a halo leaves out even where there is no ink. */
void cover_settle(const cover *drawn, const slot_levels *l, uint32_t hiding, bool hatched,
                  slot_key *k, cover *out);

/* ---- the different covers of a tile ---- */

typedef struct cover_set { /* starts as {0}; belongs to one thread */
    cover *list;           /* [count] the first is cover_none */
    size_t count, cap;
    uint16_t *table; /* [COVER_TABLE] number + 1; 0: free */
} cover_set;

#define COVERS_MAX 16384 /* a tile with more has too many slots anyway */
err_code cover_set_begin(cover_set *s, err *e);
/* The number of a cover; UINT32_MAX: there are COVERS_MAX others, or no memory. */
uint32_t cover_set_add(cover_set *s, const cover *c);
void cover_set_free(cover_set *s);
#endif
