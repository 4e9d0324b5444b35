/* utfgrid: which district is where in a tile, in cells of 4 x 4 px, for hover: MapBox's
 * UTFGrid 1.3. Of a skeleton without inks, so that it does not depend on a look. */
#ifndef TILE_UTFGRID_H
#define TILE_UTFGRID_H
#include "tile/skeleton.h"
#include <jansson.h>

#define UTFGRID_SIDE 64 /* cells a side of a tile of 256 px */

typedef struct utfgrid {
    district_id cell[UTFGRID_SIDE * UTFGRID_SIDE]; /* row by row; DISTRICT_NONE: the outside */
    district_id *district; /* [count] that are there, ascending, without the outside */
    size_t count;
} utfgrid;

/* A cell is the district's that has most of it; of equal ones the lowest, the outside last.
 * pixels: skeleton_pixels() of a plain skeleton of 256 px without inks. */
err_code utfgrid_make(const skeleton *s, const uint16_t *pixels, utfgrid *out, err *e);
void utfgrid_free(utfgrid *g);
/* {"grid": [64 texts], "keys": [...], "data": {key: data_of(ctx, district)}}; the outside has the
 * key "".  NULL: no memory. */
json_t *utfgrid_json(const utfgrid *g, const char *(*key_of)(void *ctx, district_id d),
                     json_t *(*data_of)(void *ctx, district_id d), void *ctx);
#endif
