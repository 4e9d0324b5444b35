/* painting: a skeleton and a look's colors to a tile's PNG.
 *
 * The color of a slot: the districts' colors are mixed by their shares, then the casing and the
 * line are laid over by theirs.  A district's color is its fill; in a hatched skeleton its hatch's
 * color is mixed in by what the lines of its pattern cover in that phase.  The outside is
 * transparent.  Mixed are premultiplied sRGB bytes, as in the reference drawing, in fixed point:
 * without rounding while fills and inks are opaque, a translucent ink's share rounded to 1/256.  At
 * the end each byte is rounded once (halves up), and the opacity multiplies alpha.  What is
 * invisible is #00000000. */
#ifndef TILE_PAINTING_H
#define TILE_PAINTING_H
#include "atlas/choropleth.h"
#include "tile/skeleton.h"

typedef struct painting painting; /* scratch memory that is used again; belongs to one thread */
err_code painting_create(painting **out, err *e);
void painting_free(painting *p); /* NULL is fine */

/* The patterns that a look has on districts of this tile, as PHASES_PATTERN(): if any is not among
 * the skeleton's, the variant with these is to be painted. */
unsigned painting_patterns(const skeleton *s, const paint *paints);

/* The colors of a skeleton's slots, [n_slots], straight alpha.  paints: arrays over the districts
 * that the skeleton was drawn from; its border is the line, its casing the one under it.
 * Thread-safe. */
void painting_colors(const skeleton *s, const paint *paints, rgba *out);

/* Appends a whole PNG file.  Indexed skeletons cost their colors and a copy of the tail, and need
 * no scratch memory (p may be NULL); wide ones are deflated, as a palette of 8 bits, or as RGBA
 * where there are more than 256 colors.  Of those, colors of one alpha that are within 2 of 255
 * (else 4, else 8) in each channel count as one, but for those of districts inside their borders,
 * which stay exact. */
err_code painting_png(painting *p, const skeleton *s, const paint *paints, buf *out, err *e);
#endif
