/* division: how the layers of an atlas lie within each other, by one table of the smallest units
 * (the manifest's `divisions`, docs/manifest.md): a row names each unit's district in each layer.
 * So it is known which earlier districts a district of today was put together from.  Immutable
 * with the atlas. */
#ifndef ATLAS_DIVISION_H
#define ATLAS_DIVISION_H
#include "atlas/atlas.h"

typedef struct division_parts {
    const district_id *part; /* [count] ascending; borrowed from the atlas */
    size_t count;            /* 0: not known, or the borders do not fit */
} division_parts;

/* Districts of layer `from` that together are district `d` of layer `to`, wholly and nothing else.
 * From a layer to itself: the district. */
division_parts division_parts_of(const atlas *a, size_t to, district_id d, size_t from);
/* The district of `to` that district `d` of `from` lies in; DISTRICT_NONE: not known, or it lies in
 * several. */
district_id division_home_of(const atlas *a, size_t from, district_id d, size_t to);

/* The smallest units, rows of the table: 0 without one. */
size_t division_units(const atlas *a);
/* A unit's district in a layer; DISTRICT_NONE: it has none there. */
district_id division_of_unit(const atlas *a, size_t unit, size_t layer);
bool division_has_layer(const atlas *a, size_t layer); /* the table has a column for it */
bool division_has_units(const atlas *a, size_t layer, district_id d);

/* For atlas_load(), after the layers.  `t` is the manifest's table, NULL without one.  Errors name
 * file, line and column; adds to a->warnings. */
err_code division_load(const manifest *m, const table *t, atlas *a, err *e);
void division_free(atlas *a);
#endif
