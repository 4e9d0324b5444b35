/* context_data: a shapefile that is drawn for orientation: polygons, lines or points (also with Z
 * or M, which are dropped; multipoints too), in spherical Mercator.  Nothing in the files is
 * trusted; encoding and CRS are decided as geo/shapefile.h does.  Records that the .dbf says are
 * deleted are left out; lines across ±180° are cut there.  Immutable once loaded. */
#ifndef GEO_CONTEXT_DATA_H
#define GEO_CONTEXT_DATA_H
#include "base/strlist.h"
#include "geo/arc_index.h"
#include "geo/crs.h"
#include "geo/polylines.h"

typedef struct context_point {
    double x, y;     /* Mercator meters */
    char *name;      /* never NULL; "" where the record has none */
    double rank;     /* larger is more important; 0 without a field, -INFINITY where it is empty */
    uint32_t record; /* from 1 */
} context_point;

typedef enum context_shape { CONTEXT_POLYGONS, CONTEXT_LINES, CONTEXT_POINTS } context_shape;

typedef struct context_data {
    context_shape shape;
    coverage *areas;      /* polygons: all of them dissolved to one district, 0; else NULL */
    arc_index *index;     /* of its arcs */
    polylines *lines;     /* else NULL */
    context_point *point; /* [n_points] */
    size_t n_points, records, null_shapes;
    rect bounds;
    char crs[CRS_NAME_MAX];
    uint64_t hash; /* of the bytes of all its files and of the options */
    strlist warnings;
} context_data;

typedef struct context_data_options { /* all borrowed; NULL: decided, or none */
    const char *encoding, *crs;
    const char *name_field, *rank_field; /* of points; a rank is a number */
    bool borders;  /* polygons are read as lines: their borders, those that records share once */
    pool *workers; /* help with polygons; the result is the same */
} context_data_options;

/* What the file's header says it holds. */
err_code context_data_shape(const char *path, context_shape *out, err *e);
/* That of the loaded data, without loading them. */
err_code context_data_hash(const char *path, const context_data_options *o, uint64_t *out, err *e);
/* ERR_FORMAT, ERR_NOTFOUND, ERR_UNSUPPORTED: names file, record and what to do. */
err_code context_data_load(const char *path, const context_data_options *o, context_data **out,
                           err *e);
void context_data_free(context_data *c); /* NULL is fine */
#endif
