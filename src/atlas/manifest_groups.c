/* The manifest's `divisions` and `groups`. */
#include "atlas/field.h"

#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#define COUNT_OF(a) (sizeof(a) / sizeof *(a))

static err_code find_layer(const manifest *m, ynode n, size_t *out, err *e) {
    const char *id = ynode_text(n);
    size_t i = 0;
    while (id && i < m->n_layers && strcmp(m->layer[i].id, id) != 0) i++;
    if (!id || i == m->n_layers)
        return ynode_fail(n, e, "there is no layer \"%.70s\"; `layers` has their ids",
                          id ? id : "");
    *out = i;
    return ERR_OK;
}

/* ---- divisions ------------------------------------------------------------------------------- */

/* {LAYER: COLUMN, ...} */
static err_code read_columns(const field_reader *r, ynode n, void *at, err *e) {
    manifest_divisions *out = at;
    if (ynode_kind_of(n) != YNODE_MAP || !ynode_count(n))
        return ynode_fail(n, e, "{LAYER: COLUMN, ...} is needed here");
    if (!(out->column = calloc(r->m->n_layers, sizeof *out->column))) return err_nomem(e);
    err_code rc = ERR_OK;
    for (size_t i = 0; i < ynode_count(n) && !rc; i++) {
        size_t layer = 0;
        rc = find_layer(r->m, ynode_key(n, i), &layer, e);
        if (!rc) rc = field_text(r, ynode_value(n, i), &out->column[layer], e);
    }
    return rc;
}

err_code manifest_divisions_read(const field_reader *r, ynode n, void *at, err *e) {
    static const field fields[] = {
        {"file", offsetof(manifest_divisions, file), field_path, true},
        {"key", offsetof(manifest_divisions, key), field_text, true},
        {"layers", 0, read_columns, true},
    };
    manifest_divisions *out = &((manifest *)at)->divisions;
    out->line = ynode_line(n);
    if (ynode_kind_of(n) != YNODE_MAP)
        return ynode_fail(n, e, "{file: ..., key: ..., layers: {LAYER: COLUMN}} is needed here");
    return field_read_all(r, n, fields, COUNT_OF(fields), out, e);
}

/* ---- groups ------------------------------------------------------------------------------------
 */

/* {column: NAME, equals: TEXT} */
static err_code read_selection(const field_reader *r, ynode n, manifest_group *out, err *e) {
    static const field fields[] = {
        {"column", offsetof(manifest_group, column), field_text, true},
        {"equals", offsetof(manifest_group, equals), field_text, true},
    };
    if (!r->m->divisions.file)
        return ynode_fail(
            n, e,
            "a column is one of the table of `divisions`, which the manifest has not; "
            "list keys instead: {LAYER: [KEY, ...]}");
    return field_read_all(r, n, fields, COUNT_OF(fields), out, e);
}

static bool is_selection(ynode n) {
    return ynode_kind_of(ynode_get(n, "equals")) != YNODE_ABSENT ||
           ynode_kind_of(ynode_get(n, "column")) == YNODE_SCALAR;
}

static err_code read_members(const field_reader *r, ynode n, void *at, err *e) {
    manifest_group *out = at;
    if (ynode_kind_of(n) != YNODE_MAP || !ynode_count(n))
        return ynode_fail(
            n, e, "{LAYER: [KEY, ...], ...} or {column: NAME, equals: TEXT} is needed here");
    if (is_selection(n)) return read_selection(r, n, out, e);
    if (!(out->member = calloc(r->m->n_layers, sizeof *out->member))) return err_nomem(e);
    err_code rc = ERR_OK;
    for (size_t i = 0; i < ynode_count(n) && !rc; i++) {
        size_t layer = 0;
        rc = find_layer(r->m, ynode_key(n, i), &layer, e);
        if (!rc) rc = field_list(r, ynode_value(n, i), &out->member[layer], e);
        if (!rc && !ynode_count(ynode_value(n, i)))
            rc = ynode_fail(ynode_value(n, i), e, "a group needs one key at least");
    }
    return rc;
}

static err_code read_group(const field_reader *r, ynode n, manifest_group *out, err *e) {
    static const field fields[] = {
        {"id", offsetof(manifest_group, id), field_id, true},
        {"title", offsetof(manifest_group, title), field_localized, true},
        {"kind", offsetof(manifest_group, kind), field_localized, false},
        {"color", offsetof(manifest_group, color), field_color, false},
        {"source", offsetof(manifest_group, source), field_localized, false},
        {"members", 0, read_members, true},
    };
    out->line = ynode_line(n);
    return field_read_all(r, n, fields, COUNT_OF(fields), out, e);
}

err_code manifest_groups_read(const field_reader *r, ynode n, void *at, err *e) {
    manifest *m = at;
    if (ynode_kind_of(n) != YNODE_LIST || !ynode_count(n))
        return ynode_fail(n, e, "a list of groups is needed here");
    if (!(m->group = calloc(ynode_count(n), sizeof *m->group))) return err_nomem(e);
    m->n_groups = ynode_count(n);
    err_code rc = ERR_OK;
    for (size_t i = 0; i < m->n_groups && !rc; i++) {
        rc = read_group(r, ynode_item(n, i), &m->group[i], e);
        for (size_t j = 0; j < i && !rc; j++)
            if (!strcmp(m->group[i].id, m->group[j].id))
                rc = ynode_fail(ynode_item(n, i), e, "group \"%s\" is there twice (line %u)",
                                m->group[i].id, m->group[j].line);
    }
    return rc;
}

void manifest_groups_free(manifest *m) {
    for (size_t g = 0; g < m->n_groups; g++) {
        for (size_t i = 0; m->group[g].member && i < m->n_layers; i++)
            free(m->group[g].member[i].item);
        free(m->group[g].member);
    }
    free(m->group);
    free(m->divisions.column);
}
