/* context_reader: the lines or points of a .shp, record by record, as longitudes (shp_project.h):
 * for context_data.c.  Its table, if there is one, is read for deleted rows, names and ranks. */
#ifndef GEO_CONTEXT_READER_H
#define GEO_CONTEXT_READER_H
#include "geo/context_data.h"
#include "geo/shp_files.h"
#include "geo/shp_reader.h"

typedef struct context_reader { /* starts as {0} */
    shp_reader *shp;
    shp_crs crs;
    crs_kind kind;
    dbf *table; /* NULL: there is none */
    size_t name_field, rank_field;
    const context_data_options *options;
    size_t records, deleted, null_shapes;
    double *x, *y; /* of the record that was read last */
    size_t cap_x, cap_y;
    strlist *warnings;
} context_reader;

err_code context_reader_open(const char *path, shp_family wanted, const context_data_options *o,
                             strlist *warnings, context_reader *out, err *e);
void context_reader_close(context_reader *r);
/* The next record that has a shape, from *record on, and how its points fall into parts; their
 * coordinates are in r->x and r->y, and may be changed.  *record == r->records: there is none. */
err_code context_reader_next(context_reader *r, size_t *record, shp_shape *out, err *e);
/* Borrowed; "" without a field. */
const char *context_reader_name(const context_reader *r, size_t record);
/* ERR_FORMAT: it is no number. */
err_code context_reader_rank(const context_reader *r, size_t record, double *out, err *e);
#endif
