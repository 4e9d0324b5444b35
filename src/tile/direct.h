/* direct: the colors of a tile whose slots are too many for a skeleton, from the same spans and by
 * the same rules, row by row: slow, kept nowhere, and right for any number of districts. */
#ifndef TILE_DIRECT_H
#define TILE_DIRECT_H
#include "tile/painting.h"
#include "tile/skeleton.h"

/* out: [size * size], straight alpha.  in->patterns is not read: the look's own are drawn. */
err_code direct_paint(const skeleton_input *in, const paint *paints, size_t n_districts, rgba *out,
                      err *e);
#endif
