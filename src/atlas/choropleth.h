/* choropleth: an indicator in a period under a look, resolved to one color a
 * district, with its classes: the one object from which tiles, legends, JSON and
 * statistics are all made.  Immutable and reference-counted. */
#ifndef ATLAS_CHOROPLETH_H
#define ATLAS_CHOROPLETH_H
#include "atlas/atlas.h"
#include "carto/legend.h"

typedef struct paint { /* what a drawing needs to know of a look; arrays over districts */
    const rgba *fill;
    const bool *hatched; /* no data: `hatch` lines over the fill */
    rgba hatch, border;
    double border_px; /* CSS px */
    double opacity;   /* 0..1, of all */
} paint;

typedef struct choropleth {
    const atlas *atlas; /* a reference */
    size_t indicator, period;
    look look; /* with the period, the method and the ramp that were chosen */
    class_breaks breaks;
    rgba color[CLASSES_MAX]; /* [breaks.count] */
    int8_t *class_of;        /* [districts] -1: no data */
    paint paint;
    uint64_t hash; /* of the atlas version and of all that decides the pixels */
} choropleth;

/* ERR_NOTFOUND: no such period (the message lists them); ERR_RANGE: the look asks for classes that
 * the values cannot have. */
err_code choropleth_make(const atlas *a, size_t index, const look *l, choropleth **out, err *e);
choropleth *choropleth_ref(choropleth *c);
void choropleth_unref(choropleth *c);                 /* NULL is fine */
const double *choropleth_values(const choropleth *c); /* [districts] */
const atlas_layer *choropleth_layer(const choropleth *c);
const indicator *choropleth_indicator(const choropleth *c);
err_code choropleth_legend(const choropleth *c, legend **out, err *e);
#endif
