/* sketch: the skeleton of a tile's address, drawn from its layer's borders: the arcs that the index
 * finds, at the level of the tile's zoom, through the raster.  Keeps levels of geometry in the
 * cache. */
#ifndef TILE_SKETCH_H
#define TILE_SKETCH_H
#include "atlas/choropleth.h"
#include "geo/grid.h"
#include "tile/cache.h"
#include "tile/skeleton.h"

typedef struct sketch_input { /* all that a skeleton depends on; zero: nothing lies over it */
    const atlas *atlas;
    size_t layer; /* index */
    tile_id tile;
    unsigned scale;              /* 1 or 2 device px a CSS px */
    double border_px, casing_px; /* CSS px */
    double outline_px;           /* of the layer; < 0: borders run there too */
    bool opaque_inks;
    unsigned contexts; /* bit i: the atlas's context i is drawn */
    uint32_t hiding;   /* bit k: cover k is opaque */
    look_labels labels;
    const choropleth *map; /* whose values are written, whose groups are outlined; borrowed */
    uint64_t labels_hash;  /* of their texts; 0: there are none, or names */
    size_t n_groups;       /* of the map that are outlined */
    uint64_t groups_hash;  /* of which they are; 0: there are none */
    unsigned patterns;     /* PHASES_PATTERN() of the hatched variant; 0: plain */
} sketch_input;

sketch_input sketch_input_of(const choropleth *c, tile_id t, unsigned scale); /* plain */
cache_key sketch_key(const sketch_input *in);

/* Scratch memory, used again; belongs to one thread. */
typedef struct sketch sketch;
err_code sketch_create(sketch **out, err *e);
void sketch_free(sketch *s); /* NULL is fine */
err_code sketch_pixels(sketch *s, const skeleton *k, uint16_t *pixels,
                       err *e); /* skeleton_pixels() */
/* ERR_UNSUPPORTED: more slots than a skeleton can have (skeleton.h). */
err_code sketch_make(sketch *s, cache *levels, const sketch_input *in, skeleton **out, err *e);

/* The colors of such a tile, without a skeleton: [side * side], straight alpha. */
err_code sketch_paint(sketch *s, cache *levels, const sketch_input *in, const paint *paints,
                      rgba *out, err *e);

/* A border may leave its place by a quarter of a device pixel: points that span less than this area
 * with their neighbors are left out. */
#define SKETCH_TOLERANCE_PX2 (1 / 16.0)
double sketch_tolerance_m2(unsigned z, unsigned scale); /* square Mercator meters */
#endif
