/* atlas_values: the values files of a manifest, joined onto an atlas's layers: its files,
 * indicators and their origins.  Part of atlas_load(). */
#ifndef ATLAS_ATLAS_VALUES_H
#define ATLAS_ATLAS_VALUES_H
#include "atlas/atlas.h"

/* The layers are loaded.  With `problems`, an indicator that cannot be loaded is told there and
 * left out; without, it fails the load. */
err_code atlas_values_load(const manifest *m, atlas *a, strlist *problems, err *e);
#endif
