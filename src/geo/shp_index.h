/* shp_index: where the records of a .shp lie, and that they hold what they claim.
 *
 * Nothing of the file is trusted: every count, length and offset is held against the file's size
 * and against what holds it, so that a reader of what is listed here meets no surprise.  Which
 * record belongs to which row of the .dbf is decided by the .shp's own record headers, whose
 * numbers count from 1; the .shx is compared with them, and used where the .shp has unused bytes
 * between records or numbers some of them twice.  Where numbers say nothing (all zero), records
 * are taken as they follow each other. */
#ifndef GEO_SHP_INDEX_H
#define GEO_SHP_INDEX_H
#include "base/buf.h"
#include "base/strlist.h"
#include "base/window.h"

typedef enum shp_family { /* with Z, M or neither; points: multipoints too */
                          SHP_POLYGONS,
                          SHP_LINES,
                          SHP_POINTS,
                          SHP__FAMILIES
} shp_family;
extern const char *const shp_family_names[SHP__FAMILIES]; /* "polygons", ... */

typedef struct shp_index {
    window *file; /* the .shp */
    uint64_t size;
    shp_family family;             /* of the header, and of all records that have a shape */
    size_t records, parts, points; /* of all records */
    buf shx; /* the .shx as it should be: 100 bytes of header and 8 a record */
} shp_index;

/* ERR_FORMAT names the record; ERR_UNSUPPORTED says what is there instead of what is wanted. */
err_code shp_index_open(const char *path, shp_family wanted, strlist *warnings, shp_index **out,
                        err *e);
/* What the header says; a look at 100 bytes.  ERR_UNSUPPORTED: none of these. */
err_code shp_index_family(const char *path, shp_family *out, err *e);
void shp_index_close(shp_index *s);
uint64_t shp_index_length(const shp_index *s, size_t record); /* bytes of its content */
#endif
