/* tiler: tiles from choropleths, with all that is kept between them: levels of geometry, skeletons,
 * choropleths and finished tiles, in one cache with a budget.  A tile is drawn once for its
 * address; a new look of it is painted.  One a process; any number of threads. */
#ifndef TILE_TILER_H
#define TILE_TILER_H
#include "atlas/choropleth.h"
#include "geo/grid.h"
#include "tile/cache.h"
#include "tile/skeleton.h"
#include "tile/utfgrid.h"

typedef struct tiler tiler;

typedef struct tiler_stats {
    cache_stats cache;
    uint64_t drawn;    /* skeletons made */
    uint64_t painted;  /* tiles painted from a skeleton */
    uint64_t improved; /* skeletons deflated again in the background */
} tiler_stats;

/* `improve`: a thread that deflates skeletons once more at the strongest level, while there is
 * nothing else to do for it: smaller tiles for the next requests. */
err_code tiler_create(size_t cache_bytes, bool improve, tiler **out, err *e);
void tiler_free(tiler *t); /* nobody may be inside; NULL is fine */

/* The choropleth of a look, made once; a new reference. */
err_code tiler_choropleth(tiler *t, const atlas *a, size_t index, const look *l, choropleth **out,
                          err *e);

/* scale: 1 (256 px) or 2 (512 px, "@2x").  Appends a whole PNG file; a tile that no district
 * touches is transparent. */
err_code tiler_png(tiler *t, const choropleth *c, tile_id id, unsigned scale, buf *out, err *e);
/* The same without drawing or waiting; hash: look_hash(l), which costs as much as a palette.  False
 * if something that it takes is not kept, or if the tile would take longer than a palette. */
bool tiler_png_if_kept(tiler *t, const atlas *a, size_t index, const look *l, uint64_t hash,
                       tile_id id, unsigned scale, buf *out);
/* The skeleton that a tile of that choropleth is painted from; a new reference. */
err_code tiler_skeleton(tiler *t, const choropleth *c, tile_id id, unsigned scale, skeleton **out,
                        err *e);
/* The variant with hatches of those patterns (PHASES_PATTERN(); 0: plain), whatever the choropleth
 * has. */
err_code tiler_skeleton_with(tiler *t, const choropleth *c, tile_id id, unsigned scale,
                             unsigned patterns, skeleton **out, err *e);
/* Which district is where in a tile; free it. */
err_code tiler_utfgrid(tiler *t, const atlas *a, size_t layer, tile_id id, utfgrid *out, err *e);
/* What decides the bytes: the choropleth's hash, the address and the scale. */
uint64_t tiler_hash(const choropleth *c, tile_id id, unsigned scale);
/* Lets go of what belongs to other atlases: their choropleths hold them. */
void tiler_forget_all_but(tiler *t, const atlas *a);
tiler_stats tiler_stats_get(tiler *t);
#endif
