/* field: how the values of a manifest's keys are read: a table of fields for each mapping, and a
 * reader for each kind of value.  All errors name file, line and column. */
#ifndef ATLAS_FIELD_H
#define ATLAS_FIELD_H
#include "atlas/manifest.h"

typedef struct field_reader { /* what a field's reader may need */
    manifest *m;
    const char *dir; /* of the manifest: files are named from there */
    look_library *library;
} field_reader;

typedef err_code field_read(const field_reader *r, ynode n, void *at, err *e);

typedef struct field {
    const char *name;
    size_t offset; /* of what it is read into, from the base of field_read_all() */
    field_read *read;
    bool required;
} field;

/* Reads the keys of a mapping in the table's order; one that the table does not have fails. */
err_code field_read_all(const field_reader *r, ynode map, const field *f, size_t n, void *base,
                        err *e);

/* `at` points to: const char * for the first three (a path is resolved from the manifest's
 * folder); manifest_text, manifest_cell, manifest_list, manifest_pairs. */
field_read field_text, field_id, field_path, field_localized, field_cell, field_list, field_pairs;
/* indicator_kind, direction, int, char, number_brackets, bool, rgba (opaque) */
field_read field_kind, field_better, field_decimals, field_decimal_sign, field_brackets, field_bool,
    field_color;
field_read field_look;               /* look: {OPTION: VALUE, ...}, or the name of one */
field_read field_ramps, field_looks; /* nothing: what they read goes to the library */
field_read manifest_context_read;    /* the manifest's contexts: manifest_context.c */
/* Its divisions and groups: manifest_groups.c; after the layers. */
field_read manifest_divisions_read, manifest_groups_read;
void manifest_groups_free(manifest *m);
field_read manifest_notes_read;   /* those of a manifest_values, after its note: manifest_notes.c */
field_read manifest_target_read;  /* a manifest_target: manifest_target.c */
field_read manifest_profile_read; /* a manifest_profile, after the indicators: manifest_profile.c */

/* The index of one of the names; else the error lists them. */
err_code field_name(ynode n, const char *const *names, int count, int *out, err *e);
/* A number from `min` to `max`, by `step` if that is not 0. */
err_code field_number(ynode n, double min, double max, double step, double *out, err *e);
#endif
