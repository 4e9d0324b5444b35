/* shapefile: .shp + .dbf + .prj + .cpg -> districts and their geometry in spherical
 * Mercator.  Names in any case.
 *
 * Polygons (also with Z or M, which are dropped) in any order and direction of rings; null shapes
 * are counted and have no geometry; records that share a key are one district.  Nothing in the
 * files is trusted (geo/shp_index.h), and the .shx is not needed.  The .dbf is needed for a key or
 * a name only.  CRS: the caller's, else .prj, else coordinates within ±180/±90 are taken as WGS 84
 * with a warning, else refused.  Rings across ±180° are cut there (geo/antimeridian.h).
 *
 * Loading keeps no bytes of the .shp: memory is that of the geometry, 16 bytes a point, and of the
 * table. */
#ifndef GEO_SHAPEFILE_H
#define GEO_SHAPEFILE_H
#include "base/strlist.h"
#include "geo/crs.h"
#include "geo/geometry.h"

typedef struct shapefile_options { /* all borrowed; NULL: see each */
    const char *key_field;         /* NULL: the record's number, from 1, and no .dbf is needed */
    const char *name_field;        /* NULL: the key is the name */
    const char *encoding;          /* NULL: decided, see geo/dbf.h */
    const char *crs;               /* NULL: decided */
    unsigned threads; /* 0: as many as the machine has cores; small files need no other */
    bool as_one; /* all records are one district, "all": for a look at a file of any size.  Not with
                    the fields */
} shapefile_options;

typedef struct shapefile {
    districts *districts;
    geometry *mercator; /* meters, EPSG:3857; latitudes clamped to the square of the tiles.  Whoever
                           has the shapefile may free it and put NULL here */
    rect bounds;        /* of all of that */
    rect lonlat;        /* degrees within ±180: -180 to 180 if a ring was cut there; RECT_EMPTY
                           if there is no ring */
    size_t records, null_shapes, dropped_rings;
    char encoding[32], crs[CRS_NAME_MAX];
    const char *encoding_from, *crs_from; /* static */
    char *crs_definition;                 /* what crs_open() took */
    uint64_t hash;                        /* of the bytes of all its files and of the options */
    strlist warnings;
} shapefile;

err_code shapefile_load(const char *path, const shapefile_options *o, shapefile **out, err *e);
void shapefile_free(shapefile *s);

/* Writes .shp, .shx, .dbf (fields KEY and NAME, UTF-8), .cpg and .prj (the given WKT); the same
 * input gives the same bytes.  Rings are turned as the format wants them.  x, y as `g` holds them.
 */
err_code shapefile_write(const char *path, const districts *d, const geometry *g, const char *wkt,
                         err *e);
#endif
