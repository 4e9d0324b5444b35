/* ring_clip: a ring cut to a rectangle (Sutherland & Hodgman 1974), so that no coordinate is far
 * outside of a drawing.  Crossings are the same from either direction, so neighbors that share a
 * border still share it. */
#ifndef GEO_RING_CLIP_H
#define GEO_RING_CLIP_H
#include "geo/rect.h"
#include <stddef.h>

/* A side adds at most half of what there is, so four make at most this of n points. */
#define RING_CLIP_MOST(n) (6 * (n) + 16)

/* The ring in x, y, of n points, in place; returns how many there are then, 0: none is inside.
 * Both arrays, and the spare ones, have room for RING_CLIP_MOST(n). */
size_t ring_clip(rect to, double *x, double *y, size_t n, double *spare_x, double *spare_y);
#endif
