/* aid_partition: the plane cut into wiggly cells that share their borders: a lattice with its nodes
 * moved about, and made-up districts in it, some with several cells, some cells with none. */
#ifndef AID_PARTITION_H
#define AID_PARTITION_H
#include "aid_random.h"
#include "data/districts.h"

typedef struct aid_border { /* y down; left and right as tile/raster.h says */
    size_t first, count;
    district_id left, right;
} aid_border;

typedef struct aid_partition {
    size_t columns, rows, steps; /* cells; segments a border */
    district_id *district;       /* [columns * rows] DISTRICT_NONE: a hole */
    aid_border *borders;         /* [n_borders] level ones, then upright ones */
    size_t n_borders, n_points;
    double *x, *y; /* [n_points] */
} aid_partition;

/* Cells about `size` wide, the first at (x0, y0). */
void aid_partition_make(aid_random *r, size_t columns, size_t rows, size_t steps, double x0,
                        double y0, double size, aid_partition *out);
void aid_partition_free(aid_partition *p);
/* The ring of a cell, not closed: 4 * steps points. */
size_t aid_partition_ring(const aid_partition *p, size_t cell, double *x, double *y);
/* By the even-odd rule over the cells' rings. */
district_id aid_partition_at(const aid_partition *p, double x, double y);
#endif
