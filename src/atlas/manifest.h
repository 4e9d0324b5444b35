/* manifest: what an atlas is made of, before anything of it is loaded: read from
 * atlas.yaml, or made up from a shapefile and a table where there is no manifest.
 * docs/manifest.md describes the file.  All texts live as long as the manifest. */
#ifndef ATLAS_MANIFEST_H
#define ATLAS_MANIFEST_H
#include "base/lang.h"
#include "base/strlist.h"
#include "base/ydoc.h"
#include "carto/context.h"
#include "carto/look_library.h"
#include "data/indicator.h"

typedef struct manifest_text { /* NULL where a language has none */
    const char *text[LANG_COUNT];
} manifest_text;

typedef struct manifest_cell { /* either a column of the table or one text for all rows */
    const char *column;
    manifest_text text;
} manifest_cell;

typedef struct manifest_theme {
    const char *id;
    manifest_text title;
} manifest_theme;

typedef struct manifest_layer {
    const char *id, *shapefile, *key, *name, *encoding, *crs; /* shapefile: resolved path */
    manifest_text title, note, source;
} manifest_layer;

typedef struct manifest_context { /* drawn under or over the districts */
    const char *id, *shapefile, *name, *rank, *encoding, *crs; /* shapefile: resolved path */
    manifest_text title, source;
    context_style style;
    bool *with;    /* [n_layers] those that it is drawn with */
    unsigned line; /* in the manifest */
} manifest_context;

typedef struct manifest_list { /* of texts, NULL-terminated; NULL if the manifest has none */
    const char **item;
} manifest_list;

typedef struct manifest_pairs {
    name_pair *item;
    size_t count;
} manifest_pairs;

typedef struct manifest_companions { /* columns beside the values; NULL where there is none */
    const char *margin, *low, *high, *sample;
} manifest_companions;

typedef struct manifest_note { /* of a figure */
    const char *cell;          /* as in the table */
    manifest_text text;
} manifest_note;

typedef struct manifest_values {
    const char *id, *file, *key, *value; /* file: resolved path */
    const char *encoding;                /* of a DBF; NULL: decided */
    manifest_cell period, source, note;
    manifest_note *notes; /* [n_notes] what readers are told for cells of the note's column */
    size_t n_notes;
    const char *status; /* a column of symbols for empty values; NULL: none */
    manifest_companions companions;
    manifest_list missing, zero, suppressed, cannot_occur, rounded_zero;
    number_brackets brackets;
    char decimal; /* ',' '.' or 0 */
} manifest_values;

typedef struct manifest_category {
    const char *code; /* as in the cells */
    manifest_text title;
    rgba color; /* alpha 0: the ramp's */
} manifest_category;

typedef enum compare_as { /* how an indicator enters comparisons where nobody names it */
                          COMPARE_BY_KIND, /* as a figure, unless it is a count or a category */
                          COMPARE_NOT,
                          COMPARE_FIGURE,
                          COMPARE_CHANGE /* since its earliest period */
} compare_as;
typedef enum target_scope {                  /* whom a target is set for */
                            TARGET_CITY,     /* the whole */
                            TARGET_DISTRICT, /* each district */
                            TARGET__SCOPES
} target_scope;
extern const char *const target_scope_names[TARGET__SCOPES]; /* "city", "district" */

typedef struct manifest_target { /* a goal that somebody has published */
    bool given;
    double value;       /* in the indicator's unit */
    const char *period; /* by when; NULL: not told */
    target_scope of;
    manifest_text title, source;
} manifest_target;

typedef struct manifest_indicator {
    const char *id, *layer, *values, *column, *theme, *series;
    manifest_text title, unit, note, source;
    manifest_pairs where, columns;
    manifest_list periods;          /* their order */
    manifest_companions companions; /* beat those of the values */
    manifest_category *category; /* [n_categories], in the order of legends; none: as they come */
    size_t n_categories;
    bool ordered;            /* the categories' order means something */
    const char *rate;        /* of a count: the indicator to be mapped instead; NULL: not known */
    const char *weight;      /* of others: the count that its figures are shares or means of */
    bool forecast;           /* its figures are of a time that had not come */
    manifest_text uncertain; /* what makes a figure uncertain */
    manifest_target target;
    look look; /* its default: the manifest's with its own on it */
    indicator_kind kind;
    direction better;
    int decimals;
    compare_as compare;
    bool in_unit;                     /* differences are told in the unit, not in percent */
    size_t layer_index, values_index; /* resolved */
    size_t rate_index, weight_index;  /* likewise; SIZE_MAX: none */
    unsigned line;                    /* in the manifest; 0 without one */
} manifest_indicator;

typedef struct manifest_divisions { /* how the layers lie within each other: division.h */
    const char *file, *key;         /* resolved path; the column that names each unit; NULL: none */
    const char **column; /* [n_layers] with each unit's district; NULL: that layer has none */
    unsigned line;
} manifest_divisions;

typedef struct manifest_group {
    const char *id;
    manifest_text title, kind, source;
    rgba color;                  /* alpha 0: none was given */
    manifest_list *member;       /* [n_layers] keys; without items: not listed */
    const char *column, *equals; /* or the units with that text there, out of the divisions */
    unsigned line;
} manifest_group;

#define PROFILE_MAIN_MOST 4

typedef struct manifest_profile { /* what profiles show */
    manifest_list main;           /* ids of indicators whose figures stand large; none: by rule */
    const char *map;              /* that of the map of what is inside; NULL: by rule */
} manifest_profile;

typedef struct manifest_encoding { /* of a values file's text */
    char name[32];
    const char *from; /* who said so; static */
    bool dbf;
} manifest_encoding;

typedef struct manifest {
    char *path; /* of atlas.yaml; NULL without one */
    const char *id;
    manifest_text title, attribution, whole_name;
    const char *whole_key; /* NULL: there is no row of the whole */
    manifest_theme *theme;
    manifest_layer *layer;
    manifest_context *context; /* from below */
    manifest_values *values;
    manifest_indicator *indicator;
    manifest_group *group;
    manifest_divisions divisions;
    manifest_profile profile;
    size_t n_themes, n_layers, n_contexts, n_values, n_indicators, n_groups;
    look look;     /* the atlas's default */
    ydoc *doc;     /* holds the texts */
    strlist owned; /* and the paths made from them */
    table *first;  /* of values[0], where its columns had to be looked at already; else NULL */
    manifest_encoding first_encoding;
} manifest;

/* `path`: a manifest, or a folder with an atlas.yaml.  Its own ramps and looks are added to the
 * library, which must outlive the manifest.  Errors name file, line and column. */
err_code manifest_load(const char *path, look_library *library, manifest **out, err *e);

typedef struct manifest_plain { /* without a manifest; NULL where not given */
    const char *shapes, *key, *name, *encoding, *crs;
    const char *values, *key_column, *period_column,
        *whole;                 /* values NULL: the shapefile's own columns */
    const char *const *columns; /* [n_columns]; none: every numeric column */
    size_t n_columns;
    char decimal; /* ',' or '.'; 0: decided from each column */
} manifest_plain;

/* The atlas is named after the shapefile, each indicator after its column (slugged; a collision is
 * an error).  Reads the table to find its columns. */
err_code manifest_make_plain(const manifest_plain *p, manifest **out, err *e);
void manifest_free(manifest *m);

/* Copies for what outlives the manifest; NULL stays NULL. */
err_code manifest_copy(const char *text, char **out, err *e);
err_code manifest_text_copy(const manifest_text *in, localized *out, err *e);
bool manifest_text_given(const manifest_text *t); /* in at least one language */

/* The table behind a values file: DBF by its extension, else what its content says. */
err_code manifest_read_table(const manifest_values *v, table **out, manifest_encoding *encoding,
                             err *e);
#endif
