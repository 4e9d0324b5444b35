/* atlas: everything loaded from one manifest: layers, indicators, themes, ramps and
 * the default look.  Immutable and reference-counted: any number of threads may
 * read it without a lock; a change of inputs loads another atlas. */
#ifndef ATLAS_ATLAS_H
#define ATLAS_ATLAS_H
#include "atlas/manifest.h"
#include "geo/shapefile.h"

typedef struct atlas_theme {
    char *id;
    localized title;
} atlas_theme;

typedef struct atlas_layer {
    char *id;
    localized title, note, source;
    shapefile *shape;
} atlas_layer;

typedef struct atlas {
    char *id;
    localized title, attribution, whole_name;
    char *whole_key; /* NULL: none */
    atlas_theme *theme;
    atlas_layer *layer;
    indicator *indicator;
    size_t *indicator_layer; /* [n_indicators] */
    size_t n_themes, n_layers, n_indicators;
    look look; /* the default */
    ramp_set *ramps;
    uint64_t version; /* of the inputs' bytes and of the renderer: part of every ETag */
    strlist warnings;
} atlas;

/* Takes over `ramps` on success.  With `problems`, an indicator that cannot be loaded is told there
 * and left out (for check); without, it fails the load. */
err_code atlas_load(const manifest *m, ramp_set *ramps, strlist *problems, atlas **out, err *e);
const atlas *atlas_ref(const atlas *a);
void atlas_unref(const atlas *a); /* NULL is fine */
/* ERR_NOTFOUND lists a few of those there are. */
err_code atlas_find_indicator(const atlas *a, const char *id, size_t *out, err *e);
const atlas_layer *atlas_layer_of(const atlas *a, size_t index);
#endif
