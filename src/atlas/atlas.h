/* atlas: everything loaded from one manifest: layers, indicators, themes, ramps and
 * the default look.  Immutable and reference-counted: any number of threads may
 * read it without a lock; a change of inputs loads another atlas. */
#ifndef ATLAS_ATLAS_H
#define ATLAS_ATLAS_H
#include "atlas/manifest.h"
#include "carto/context.h"
#include "geo/arc_index.h"
#include "geo/context_data.h"
#include "geo/shapefile.h"

typedef struct atlas_theme {
    char *id;
    localized title;
} atlas_theme;

typedef struct atlas_layer {
    char *id;
    localized title, note, source;
    shapefile *shape;  /* without its polygons, but for ATLAS_POLYGONS */
    coverage *borders; /* of its districts: what tiles are drawn from; NULL: ATLAS_FIGURES */
    arc_index *index;
} atlas_layer;

#define ATLAS_CONTEXTS_MAX 8

typedef struct atlas_context { /* drawn under or over the districts */
    char *id;
    localized title, source; /* title: in legends; without any it has no row there */
    context_style style;
    bool *with;         /* [n_layers] the layers that it is drawn with */
    context_data *data; /* NULL: ATLAS_FIGURES */
} atlas_context;

typedef struct atlas_file { /* a values file, and how it was read */
    char *id, *path;
    const char *format; /* "CSV", "DBF", ...; static */
    manifest_encoding encoding;
    char separator; /* of a CSV; else 0 */
    size_t rows, columns;
    note_texts *notes; /* what readers are told for its figures' notes; NULL: as they are */
} atlas_file;

typedef struct atlas_origin { /* where an indicator's values came from, and how they were read */
    size_t file;              /* index into the atlas's files */
    size_t cells;             /* chosen out of it, those of unmatched keys too */
    size_t states[VALUE__STATES]; /* how many of them are in each */
    size_t footnotes, bracketed;  /* how many have the flag */
    number_format format;
    char decimal;                           /* what the manifest says; 0: decided from the column */
    value_symbol symbol[VALUE_SYMBOLS_MAX]; /* [n_symbols] that stand for no number */
    size_t n_symbols;
    size_t *carried; /* [periods] the indicator whose figures a period was put together from
                        (carry.h); SIZE_MAX: published; NULL: all are */
} atlas_origin;

typedef struct atlas_target { /* a goal that was set for an indicator: target.h */
    double value;             /* in its unit; NaN: there is none */
    char *period;             /* by when; NULL: not told */
    target_scope of;
    localized title, source; /* title: may be empty */
} atlas_target;

typedef struct atlas_design { /* how an indicator is drawn where nobody says otherwise */
    look look;                /* the atlas's with the indicator's own on it */
    rgba *category_color;     /* [n_categories] alpha 0: the ramp's; NULL: all are */
    size_t rate;              /* of a count: the indicator to be mapped instead; SIZE_MAX: none */
    size_t weight; /* of others: the count, of the same layer, that its figures are shares or means
                      of; SIZE_MAX: not known */
    compare_as compare;
    bool in_unit;  /* differences are told in the unit, not in percent */
    bool forecast; /* its figures were not known yet when they were published */
    atlas_target target;
} atlas_design;

typedef struct atlas_profile {      /* what profiles show; indicators */
    size_t main[PROFILE_MAIN_MOST]; /* [n_main] whose figures stand large; none: by rule */
    size_t n_main;
    size_t map; /* that of the map of what is inside; SIZE_MAX: by rule */
} atlas_profile;

typedef struct atlas {
    char *id;
    localized title, attribution, whole_name;
    char *whole_key; /* NULL: none */
    atlas_theme *theme;
    atlas_layer *layer;
    atlas_context *context; /* [n_contexts] from below; at most one of water for each layer */
    indicator *indicator;
    size_t *indicator_layer; /* [n_indicators] */
    atlas_origin *origin;    /* [n_indicators] */
    atlas_design *design;    /* [n_indicators] */
    atlas_file *file;
    struct atlas_division *division; /* division.h */
    struct atlas_group *group;       /* [n_groups] group.h */
    size_t n_themes, n_layers, n_contexts, n_indicators, n_files, n_groups;
    atlas_profile profile;
    look look; /* the default */
    look_library library;
    uint64_t version;  /* of the inputs' bytes and of the renderer: part of every ETag */
    strlist warnings;  /* of the layers' files, the contexts', then of the joins; each once, each
                          naming its file */
    strlist inputs;    /* paths of what it was loaded from; of a shapefile the .shp */
    bool has_manifest; /* false: made up from the command line */
} atlas;

typedef enum atlas_use {
    ATLAS_FIGURES, /* without borders and index: for what draws no tile */
    ATLAS_TILES,
    ATLAS_POLYGONS /* for tiles, and what they are compared with: half as much memory again */
} atlas_use;

/* Takes over the library on success, leaving {0}.  With `problems`, an indicator that cannot be
 * loaded is told there and left out (for check); without, it fails the load. */
err_code atlas_load(const manifest *m, look_library *library, atlas_use use, strlist *problems,
                    atlas **out, err *e);
const atlas *atlas_ref(const atlas *a);
void atlas_unref(const atlas *a); /* NULL is fine */
/* ERR_NOTFOUND lists a few of those there are. */
err_code atlas_find_indicator(const atlas *a, const char *id, size_t *out, err *e);
/* The sentences of join_report.h on one indicator, without the file's name. */
err_code atlas_join_warnings(const atlas *a, size_t index, size_t max, strlist *out, err *e);
const atlas_layer *atlas_layer_of(const atlas *a, size_t index);
/* [districts] What the indicator's figures of that period are shares or means of; NULL: its weight
 * is not known, or not for that period. */
const double *atlas_weights(const atlas *a, size_t index, const char *period);
/* The water of a layer: an index into the contexts; SIZE_MAX: it has none. */
size_t atlas_water_of(const atlas *a, size_t layer);
#endif
