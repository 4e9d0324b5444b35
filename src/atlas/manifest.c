#include "atlas/manifest.h"
#include "base/fileio.h"
#include "base/text.h"

#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- readers of one value ------------------------------------------------------------- */

typedef struct reader { /* what a field's reader may need */
    manifest *m;
    const char *dir; /* of the manifest: files are named from there */
    const ramp_set *ramps;
} reader;

typedef err_code field_read(const reader *r, ynode n, void *at, err *e);

static err_code read_text(const reader *r, ynode n, void *at, err *e) {
    (void)r;
    const char *text = ynode_text(n);
    if (!text) return ynode_fail(n, e, "a text is needed here");
    *(const char **)at = text;
    return ERR_OK;
}

static err_code read_id(const reader *r, ynode n, void *at, err *e) {
    err_code rc = read_text(r, n, at, e);
    if (!rc && !text_is_id(*(const char **)at))
        rc = ynode_fail(n, e,
                        "\"%.70s\" is no id: use a to z, 0 to 9, _ and -, 64 at most, not \"all\"",
                        *(const char **)at);
    return rc;
}

static err_code read_path(const reader *r, ynode n, void *at, err *e) {
    const char *text = NULL;
    err_code rc = read_text(r, n, &text, e);
    return rc ? rc : strlist_own(&r->m->owned, path_join(r->dir, text), at, e);
}

static err_code read_localized(const reader *r, ynode n, void *at, err *e) {
    (void)r;
    manifest_text *out = at;
    const char *plain = ynode_text(n);
    for (int l = 0; plain && l < LANG_COUNT; l++) out->text[l] = plain;
    if (plain) return ERR_OK;
    if (ynode_kind_of(n) != YNODE_MAP)
        return ynode_fail(n, e, "a text or {en: ..., sv: ...} is needed here");
    for (size_t i = 0; i < ynode_count(n); i++) {
        int l = lang_find(ynode_text(ynode_key(n, i)));
        if (l < 0) return ynode_fail(ynode_key(n, i), e, "the languages are en and sv");
        if (!(out->text[l] = ynode_text(ynode_value(n, i))))
            return ynode_fail(ynode_value(n, i), e, "a text is needed here");
    }
    return ERR_OK;
}

static err_code read_cell(const reader *r, ynode n, void *at, err *e) {
    manifest_cell *out = at;
    ynode column = ynode_get(n, "column");
    if (ynode_kind_of(column) == YNODE_ABSENT) return read_localized(r, n, &out->text, e);
    if (ynode_count(n) != 1) return ynode_fail(n, e, "{column: NAME} takes no other key");
    return read_text(r, column, &out->column, e);
}

static err_code read_list(const reader *r, ynode n, void *at, err *e) {
    manifest_list *out = at;
    if (ynode_kind_of(n) != YNODE_LIST) return ynode_fail(n, e, "a list is needed here");
    size_t count = ynode_count(n);
    if (!(out->item = calloc(count + 1, sizeof *out->item))) return err_nomem(e);
    for (size_t i = 0; i < count; i++) {
        err_code rc = read_text(r, ynode_item(n, i), &out->item[i], e);
        if (rc) return rc;
    }
    return ERR_OK;
}

static err_code read_pairs(const reader *r, ynode n, void *at, err *e) {
    manifest_pairs *out = at;
    if (ynode_kind_of(n) != YNODE_MAP || !ynode_count(n))
        return ynode_fail(n, e, "{NAME: TEXT, ...} is needed here");
    if (!(out->item = calloc(ynode_count(n), sizeof *out->item))) return err_nomem(e);
    out->count = ynode_count(n);
    for (size_t i = 0; i < out->count; i++) {
        out->item[i].name = ynode_text(ynode_key(n, i));
        err_code rc = read_text(r, ynode_value(n, i), &out->item[i].value, e);
        if (rc) return rc;
    }
    return ERR_OK;
}

static err_code read_name(ynode n, const char *const *names, int count, int *out, err *e) {
    const char *text = ynode_text(n);
    buf list = BUF_EMPTY;
    for (int i = 0; i < count; i++) {
        if (text && !strcmp(text, names[i])) {
            *out = i;
            buf_free(&list);
            return ERR_OK;
        }
        buf_addf(&list, "%s%s", i ? ", " : "", names[i]);
    }
    err_code rc = ynode_fail(n, e, "one of %s is needed here", buf_text(&list));
    buf_free(&list);
    return rc;
}

static err_code read_kind(const reader *r, ynode n, void *at, err *e) {
    (void)r;
    int i = 0;
    err_code rc = read_name(n, indicator_kind_names, KIND__COUNT, &i, e);
    *(indicator_kind *)at = (indicator_kind)i;
    return rc;
}

static err_code read_better(const reader *r, ynode n, void *at, err *e) {
    (void)r;
    int i = 0;
    err_code rc = read_name(n, direction_names, DIRECTION__COUNT, &i, e);
    *(direction *)at = (direction)i;
    return rc;
}

static err_code read_decimals(const reader *r, ynode n, void *at, err *e) {
    (void)r;
    unsigned long v;
    const char *text = ynode_text(n);
    if (!text || !text_to_uint(text, 6, &v))
        return ynode_fail(n, e, "a whole number from 0 to 6 is needed here");
    *(int *)at = (int)v;
    return ERR_OK;
}

static err_code read_decimal_sign(const reader *r, ynode n, void *at, err *e) {
    (void)r;
    const char *text = ynode_text(n);
    if (!text || (strcmp(text, ",") && strcmp(text, ".")))
        return ynode_fail(n, e, "\",\" or \".\" is needed here");
    *(char *)at = text[0];
    return ERR_OK;
}

static err_code read_brackets(const reader *r, ynode n, void *at, err *e) {
    static const char *const names[] = {"uncertain", "negative"};
    static const number_brackets meanings[] = {BRACKETS_UNCERTAIN, BRACKETS_NEGATIVE};
    (void)r;
    int i = 0;
    err_code rc = read_name(n, names, 2, &i, e);
    if (!rc) *(number_brackets *)at = meanings[i];
    return rc;
}

static err_code read_look(const reader *r, ynode n, void *at, err *e) {
    look *l = at;
    if (ynode_kind_of(n) != YNODE_MAP)
        return ynode_fail(n, e, "{OPTION: VALUE, ...} is needed here");
    for (size_t i = 0; i < ynode_count(n); i++) {
        err why;
        const char *value = ynode_text(ynode_value(n, i));
        if (!value) return ynode_fail(ynode_value(n, i), e, "a text is needed here");
        if (look_set(l, r->ramps, ynode_text(ynode_key(n, i)), value, &why))
            return ynode_fail(ynode_value(n, i), e, "%s", why.text);
    }
    err why;
    return look_finish(l, &why) ? ynode_fail(n, e, "%s", why.text) : ERR_OK;
}

/* ---- tables of fields ------------------------------------------------------------------ */

typedef struct field {
    const char *name;
    size_t offset;
    field_read *read;
    bool required;
} field;

#define FIELDS_MAX 24

static err_code read_fields(const reader *r, ynode map, const field *f, size_t n, void *base,
                            err *e) {
    const char *allowed[FIELDS_MAX + 1] = {NULL};
    for (size_t i = 0; i < n; i++) allowed[i] = f[i].name;
    err_code rc = ynode_check_keys(map, allowed, e);
    for (size_t i = 0; i < n && !rc; i++) {
        ynode v = ynode_get(map, f[i].name);
        if (ynode_kind_of(v) != YNODE_ABSENT)
            rc = f[i].read(r, v, (char *)base + f[i].offset, e);
        else if (f[i].required)
            rc = ynode_fail(map, e, "\"%s\" is missing", f[i].name);
    }
    return rc;
}

#define COUNT_OF(a) (sizeof(a) / sizeof *(a))

static err_code read_whole(const reader *r, ynode n, void *at, err *e) {
    static const field fields[] = {
        {"key", offsetof(manifest, whole_key), read_text, true},
        {"name", offsetof(manifest, whole_name), read_localized, false},
    };
    if (ynode_text(n)) return read_text(r, n, &((manifest *)at)->whole_key, e);
    return read_fields(r, n, fields, COUNT_OF(fields), at, e);
}

static err_code read_themes(const reader *r, ynode n, void *at, err *e) {
    static const field fields[] = {
        {"id", offsetof(manifest_theme, id), read_id, true},
        {"title", offsetof(manifest_theme, title), read_localized, true},
    };
    manifest *m = at;
    if (ynode_kind_of(n) != YNODE_LIST) return ynode_fail(n, e, "a list is needed here");
    m->n_themes = ynode_count(n);
    if (!(m->theme = calloc(m->n_themes + 1, sizeof *m->theme))) return err_nomem(e);
    err_code rc = ERR_OK;
    for (size_t i = 0; i < m->n_themes && !rc; i++)
        rc = read_fields(r, ynode_item(n, i), fields, COUNT_OF(fields), &m->theme[i], e);
    for (size_t i = 0; i < m->n_themes && !rc; i++)
        for (size_t j = 0; j < i && !rc; j++)
            if (!strcmp(m->theme[i].id, m->theme[j].id))
                rc = ynode_fail(ynode_item(n, i), e, "theme \"%s\" is there twice", m->theme[i].id);
    return rc;
}

static err_code read_layers(const reader *r, ynode n, void *at, err *e) {
    static const field fields[] = {
        {"shapefile", offsetof(manifest_layer, shapefile), read_path, true},
        {"key", offsetof(manifest_layer, key), read_text, true},
        {"name", offsetof(manifest_layer, name), read_text, false},
        {"encoding", offsetof(manifest_layer, encoding), read_text, false},
        {"crs", offsetof(manifest_layer, crs), read_text, false},
        {"title", offsetof(manifest_layer, title), read_localized, false},
        {"note", offsetof(manifest_layer, note), read_localized, false},
        {"source", offsetof(manifest_layer, source), read_localized, false},
    };
    manifest *m = at;
    if (ynode_kind_of(n) != YNODE_MAP || !ynode_count(n))
        return ynode_fail(n, e, "{ID: {shapefile: ..., key: ...}, ...} is needed here");
    m->n_layers = ynode_count(n);
    if (!(m->layer = calloc(m->n_layers, sizeof *m->layer))) return err_nomem(e);
    err_code rc = ERR_OK;
    for (size_t i = 0; i < m->n_layers && !rc; i++) {
        rc = read_id(r, ynode_key(n, i), &m->layer[i].id, e);
        if (!rc) rc = read_fields(r, ynode_value(n, i), fields, COUNT_OF(fields), &m->layer[i], e);
    }
    return rc;
}

static err_code read_values(const reader *r, ynode n, void *at, err *e) {
    static const field fields[] = {
        {"file", offsetof(manifest_values, file), read_path, true},
        {"key", offsetof(manifest_values, key), read_text, true},
        {"value", offsetof(manifest_values, value), read_text, false},
        {"period", offsetof(manifest_values, period), read_cell, false},
        {"source", offsetof(manifest_values, source), read_cell, false},
        {"note", offsetof(manifest_values, note), read_cell, false},
        {"missing", offsetof(manifest_values, missing), read_list, false},
        {"zero", offsetof(manifest_values, zero), read_list, false},
        {"suppressed", offsetof(manifest_values, suppressed), read_list, false},
        {"cannot_occur", offsetof(manifest_values, cannot_occur), read_list, false},
        {"rounded_zero", offsetof(manifest_values, rounded_zero), read_list, false},
        {"brackets", offsetof(manifest_values, brackets), read_brackets, false},
        {"status", offsetof(manifest_values, status), read_text, false},
        {"margin", offsetof(manifest_values, companions.margin), read_text, false},
        {"low", offsetof(manifest_values, companions.low), read_text, false},
        {"high", offsetof(manifest_values, companions.high), read_text, false},
        {"sample", offsetof(manifest_values, companions.sample), read_text, false},
        {"decimal", offsetof(manifest_values, decimal), read_decimal_sign, false},
    };
    manifest *m = at;
    if (ynode_kind_of(n) != YNODE_MAP || !ynode_count(n))
        return ynode_fail(n, e, "{ID: {file: ..., key: ...}, ...} is needed here");
    m->n_values = ynode_count(n);
    if (!(m->values = calloc(m->n_values, sizeof *m->values))) return err_nomem(e);
    err_code rc = ERR_OK;
    for (size_t i = 0; i < m->n_values && !rc; i++) {
        rc = read_id(r, ynode_key(n, i), &m->values[i].id, e);
        if (!rc) rc = read_fields(r, ynode_value(n, i), fields, COUNT_OF(fields), &m->values[i], e);
    }
    return rc;
}

static err_code read_indicator(const reader *r, ynode n, manifest_indicator *out, err *e) {
    static const field fields[] = {
        {"id", offsetof(manifest_indicator, id), read_id, true},
        {"layer", offsetof(manifest_indicator, layer), read_text, true},
        {"values", offsetof(manifest_indicator, values), read_text, true},
        {"where", offsetof(manifest_indicator, where), read_pairs, false},
        {"column", offsetof(manifest_indicator, column), read_text, false},
        {"columns", offsetof(manifest_indicator, columns), read_pairs, false},
        {"periods", offsetof(manifest_indicator, periods), read_list, false},
        {"margin", offsetof(manifest_indicator, companions.margin), read_text, false},
        {"low", offsetof(manifest_indicator, companions.low), read_text, false},
        {"high", offsetof(manifest_indicator, companions.high), read_text, false},
        {"sample", offsetof(manifest_indicator, companions.sample), read_text, false},
        {"title", offsetof(manifest_indicator, title), read_localized, true},
        {"unit", offsetof(manifest_indicator, unit), read_localized, false},
        {"kind", offsetof(manifest_indicator, kind), read_kind, true},
        {"better", offsetof(manifest_indicator, better), read_better, false},
        {"theme", offsetof(manifest_indicator, theme), read_text, false},
        {"decimals", offsetof(manifest_indicator, decimals), read_decimals, false},
        {"series", offsetof(manifest_indicator, series), read_id, false},
        {"note", offsetof(manifest_indicator, note), read_localized, false},
        {"source", offsetof(manifest_indicator, source), read_localized, false},
    };
    out->decimals = -1;
    out->line = ynode_line(n);
    return read_fields(r, n, fields, COUNT_OF(fields), out, e);
}

static err_code read_indicators(const reader *r, ynode n, void *at, err *e) {
    manifest *m = at;
    if (ynode_kind_of(n) != YNODE_LIST || !ynode_count(n))
        return ynode_fail(n, e, "a list of indicators is needed here");
    m->n_indicators = ynode_count(n);
    if (!(m->indicator = calloc(m->n_indicators, sizeof *m->indicator))) return err_nomem(e);
    err_code rc = ERR_OK;
    for (size_t i = 0; i < m->n_indicators && !rc; i++)
        rc = read_indicator(r, ynode_item(n, i), &m->indicator[i], e);
    return rc;
}

/* ---- names that must mean something ------------------------------------------------------ */

static err_code unknown(const manifest_indicator *ind, ynode at, const char *what, const char *name,
                        err *e) {
    return ynode_fail(at, e, "indicator \"%s\": there is no %s \"%s\"", ind->id, what, name);
}

static err_code resolve_one(manifest *m, manifest_indicator *ind, ynode at, err *e) {
    size_t i;
    for (i = 0; i < m->n_layers && strcmp(m->layer[i].id, ind->layer); i++) {}
    if (i == m->n_layers) return unknown(ind, at, "layer", ind->layer, e);
    ind->layer_index = i;
    for (i = 0; i < m->n_values && strcmp(m->values[i].id, ind->values); i++) {}
    if (i == m->n_values) return unknown(ind, at, "values file", ind->values, e);
    ind->values_index = i;
    for (i = 0; ind->theme && i < m->n_themes && strcmp(m->theme[i].id, ind->theme); i++) {}
    if (ind->theme && i == m->n_themes) return unknown(ind, at, "theme", ind->theme, e);
    const char *column = ind->column ? ind->column : m->values[ind->values_index].value;
    if (!column == !ind->columns.count)
        return ynode_fail(at, e,
                          "indicator \"%s\": which column holds the values? give column: NAME, or "
                          "columns: {PERIOD: NAME}, not both",
                          ind->id);
    const manifest_companions *c = &ind->companions;
    if (ind->columns.count && (c->margin || c->low || c->high || c->sample))
        return ynode_fail(
            at, e,
            "indicator \"%s\": margin, low, high and sample go with column: NAME, not "
            "with columns: one a period",
            ind->id);
    return ERR_OK;
}

static err_code resolve(manifest *m, ynode indicators, err *e) {
    err_code rc = ERR_OK;
    for (size_t i = 0; i < m->n_indicators && !rc; i++) {
        ynode at = ynode_item(indicators, i);
        rc = resolve_one(m, &m->indicator[i], at, e);
        for (size_t j = 0; j < i && !rc; j++)
            if (!strcmp(m->indicator[i].id, m->indicator[j].id))
                rc = ynode_fail(at, e, "indicator \"%s\" is there twice (line %u)",
                                m->indicator[i].id, m->indicator[j].line);
    }
    return rc;
}

/* ---- the file ---------------------------------------------------------------------------- */

static err_code name_after_folder(manifest *m, err *e) {
    char slug[TEXT_ID_MAX + 1], *dir = path_dir(m->path), *full = dir ? realpath(dir, NULL) : NULL;
    char *stem = full ? path_stem(full) : NULL;
    err_code rc = stem ? ERR_OK : err_nomem(e);
    if (!rc) {
        text_slug(stem, slug);
        rc = strlist_own(&m->owned, strdup(text_is_id(slug) ? slug : "atlas"), &m->id, e);
    }
    free(stem);
    free(full);
    free(dir);
    return rc;
}

static err_code read_manifest(manifest *m, const ramp_set *ramps, err *e) {
    static const field fields[] = {
        {"id", offsetof(manifest, id), read_id, false},
        {"title", offsetof(manifest, title), read_localized, false},
        {"attribution", offsetof(manifest, attribution), read_localized, false},
        {"whole", 0, read_whole, false},
        {"themes", 0, read_themes, false},
        {"layers", 0, read_layers, true},
        {"values", 0, read_values, true},
        {"indicators", 0, read_indicators, true},
        {"look", offsetof(manifest, look), read_look, false},
    };
    char *dir = path_dir(m->path);
    if (!dir) return err_nomem(e);
    ynode root = ydoc_root(m->doc);
    reader r = {m, dir, ramps};
    err_code rc = ynode_kind_of(root) == YNODE_MAP
                      ? read_fields(&r, root, fields, COUNT_OF(fields), m, e)
                      : err_set(e, ERR_FORMAT, "%s: is empty or no mapping", m->path);
    if (!rc) rc = resolve(m, ynode_get(root, "indicators"), e);
    if (!rc && !m->id) rc = name_after_folder(m, e);
    free(dir);
    return rc;
}

err_code manifest_load(const char *path, const ramp_set *ramps, manifest **out, err *e) {
    manifest *m = calloc(1, sizeof *m);
    if (!m) return err_nomem(e);
    look_default(&m->look);
    m->path = file_is_dir(path) ? path_join(path, "atlas.yaml") : strdup(path);
    err_code rc = m->path ? ydoc_load(m->path, &m->doc, e) : err_nomem(e);
    if (!rc) rc = read_manifest(m, ramps, e);
    if (rc)
        manifest_free(m);
    else
        *out = m;
    return rc;
}

void manifest_free(manifest *m) {
    if (!m) return;
    for (size_t i = 0; m->values && i < m->n_values; i++) {
        manifest_values *v = &m->values[i];
        free(v->missing.item);
        free(v->zero.item);
        free(v->suppressed.item);
        free(v->cannot_occur.item);
        free(v->rounded_zero.item);
    }
    for (size_t i = 0; m->indicator && i < m->n_indicators; i++) {
        free(m->indicator[i].where.item);
        free(m->indicator[i].columns.item);
        free(m->indicator[i].periods.item);
    }
    free(m->theme);
    free(m->layer);
    free(m->values);
    free(m->indicator);
    free(m->path);
    ydoc_free(m->doc);
    strlist_free(&m->owned);
    free(m);
}
