/* tile: choropleth and address in, PNG out: the one path that server and command
 * line share. */
#ifndef TILE_TILE_H
#define TILE_TILE_H
#include "atlas/choropleth.h"
#include "geo/grid.h"

#define TILE_PX 256 /* CSS px a side; device px are scale times that */

/* scale: 1 (256 px) or 2 (512 px, "@2x").  Appends a whole PNG file; a tile that no district
 * touches is transparent.  Thread-safe. */
err_code tile_render(const choropleth *c, tile_id t, unsigned scale, buf *out, err *e);
/* What decides the bytes: the choropleth's hash, the address and the scale. */
uint64_t tile_hash(const choropleth *c, tile_id t, unsigned scale);
#endif
