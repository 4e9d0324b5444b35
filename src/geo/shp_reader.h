/* shp_reader: the shapes of a .shp one by one, by shapelib, over a checked index. */
#ifndef GEO_SHP_READER_H
#define GEO_SHP_READER_H
#include "geo/shp_index.h"

typedef struct shp_reader shp_reader;

typedef struct shp_shape { /* borrowed until the next read */
    size_t parts, points;  /* 0: a null shape; points alone have no parts */
    const int *start;      /* [parts]: rising from 0; part p ends where the next one begins */
    const double *x, *y;   /* [points], as the file has them: perhaps not finite */
} shp_shape;

err_code shp_reader_open(const char *path, shp_family wanted, strlist *warnings, shp_reader **out,
                         err *e);
/* Another reader of the same file and index, for another thread; `r` outlives it. */
err_code shp_reader_share(const shp_reader *r, shp_reader **out, err *e);
void shp_reader_close(shp_reader *r);
const shp_index *shp_reader_index(const shp_reader *r);
err_code shp_reader_read(shp_reader *r, size_t record, shp_shape *out, err *e);
#endif
