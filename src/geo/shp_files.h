/* shp_files: what lies beside a .shp, for all that load one: the coordinate system, the table, and
 * the bytes of all of them. */
#ifndef GEO_SHP_FILES_H
#define GEO_SHP_FILES_H
#include "base/buf.h"
#include "base/strlist.h"
#include "geo/crs.h"
#include "geo/dbf.h"

typedef struct shp_crs { /* starts as {0} */
    crs_transform *transform;
    char *definition; /* what crs_open() took */
    const char *from; /* "--crs", ".prj" or "assumed"; static */
    bool assumed;     /* degrees, since nobody said: each point is checked to be one */
} shp_crs;

/* The caller's (NULL: not given), else the .prj, else assumed. */
err_code shp_files_crs(const char *path, const char *crs, shp_crs *out, err *e);
/* The sentence on what is assumed, if it is. */
err_code shp_files_warn_crs(const shp_crs *c, strlist *warnings, err *e);
void shp_crs_free(shp_crs *c);
/* Of .shp, .shx, .dbf, .prj and .cpg, one that is not there counting as empty, and of the texts
 * (NULL as ""). */
err_code shp_files_hash(const char *path, const char *const *texts, size_t n, uint64_t *out,
                        err *e);
/* *out: NULL where it is neither needed nor there.  `fields` as dbf_load_fields() takes them;
 * NULL: no cell is kept. */
err_code shp_files_table(const char *path, const char *encoding, const char *const *fields,
                         bool needed, dbf **out, err *e);
/* Passes the table's own warnings on; ERR_FORMAT: it has more or fewer rows than there are
 * shapes. */
err_code shp_files_check_table(const dbf *table, size_t records, strlist *warnings, err *e);
#endif
