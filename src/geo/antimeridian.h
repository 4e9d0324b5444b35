/* antimeridian: rings that cross ±180°, cut into rings that lie within [-180, 180].
 *
 * An edge of more than 180° of longitude goes the other, shorter way round the globe.  (One from
 * -180 to 180 itself runs along the edge of the map and is left alone.)  A ring that goes once
 * round the globe holds a pole: the one of the hemisphere that it lies in.  Longitudes beyond
 * ±180° are moved by whole turns.  y may be latitudes or, in a file of Mercator meters, those:
 * crossings lie on the straight line in the units given. */
#ifndef GEO_ANTIMERIDIAN_H
#define GEO_ANTIMERIDIAN_H
#include "base/err.h"
#include <stdbool.h>
#include <stddef.h>

typedef struct antimeridian antimeridian; /* room to work in, kept between rings; one thread */

/* Takes a ring of the result; may change it in place. */
typedef err_code antimeridian_sink(void *ctx, double *lon, double *y, size_t n, err *e);

/* pole: the y of the north pole, as 90. */
err_code antimeridian_create(double pole, antimeridian **out, err *e);
void antimeridian_free(antimeridian *a);
/* Calls `sink` for each ring that is left; a ring that need not be cut is passed on as it is.
 * *cut: it had to be.  ERR_RANGE: longitudes beyond ±540°, or round the globe more than twice. */
err_code antimeridian_cut(antimeridian *a, double *lon, double *y, size_t n,
                          antimeridian_sink *sink, void *ctx, bool *cut, err *e);
#endif
