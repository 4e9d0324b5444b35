/* shp_rings: all polygons of a .shp in Mercator meters: read, projected and cut at ±180° in pieces
 * of about a megabyte, side by side, and put together in the file's order: the same bits and the
 * same first error with any number of threads. */
#ifndef GEO_SHP_RINGS_H
#define GEO_SHP_RINGS_H
#include "base/pool.h"
#include "geo/crs.h"
#include "geo/geometry.h"
#include "geo/shp_reader.h"

typedef struct shp_rings_spec { /* all borrowed */
    const shp_reader *shp;
    const crs_transform *transform;
    bool assumed;                /* nobody said that coordinates are degrees: others are refused */
    const district_id *district; /* [records] DISTRICT_NONE: the record is left out */
    size_t records;              /* the first ones of the file */
    pool *workers;               /* NULL: the caller's thread does it alone */
} shp_rings_spec;

typedef struct shp_rings {
    rect lonlat; /* degrees, before latitudes are clamped */
    size_t null_shapes, dropped_rings, clamped /* points */, cut /* rings */;
} shp_rings;

/* Adds to `out`.  ERR_FORMAT names the record and the point. */
err_code shp_rings_read(const shp_rings_spec *s, geometry_builder *out, shp_rings *found, err *e);
#endif
