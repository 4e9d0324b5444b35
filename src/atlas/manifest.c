#include "atlas/field.h"
#include "base/fileio.h"
#include "base/text.h"

#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define COUNT_OF(a) (sizeof(a) / sizeof *(a))

static err_code read_whole(const field_reader *r, ynode n, void *at, err *e) {
    static const field fields[] = {
        {"key", offsetof(manifest, whole_key), field_text, true},
        {"name", offsetof(manifest, whole_name), field_localized, false},
    };
    if (ynode_text(n)) return field_text(r, n, &((manifest *)at)->whole_key, e);
    return field_read_all(r, n, fields, COUNT_OF(fields), at, e);
}

static err_code read_themes(const field_reader *r, ynode n, void *at, err *e) {
    static const field fields[] = {
        {"id", offsetof(manifest_theme, id), field_id, true},
        {"title", offsetof(manifest_theme, title), field_localized, true},
    };
    manifest *m = at;
    if (ynode_kind_of(n) != YNODE_LIST) return ynode_fail(n, e, "a list is needed here");
    m->n_themes = ynode_count(n);
    if (!(m->theme = calloc(m->n_themes + 1, sizeof *m->theme))) return err_nomem(e);
    err_code rc = ERR_OK;
    for (size_t i = 0; i < m->n_themes && !rc; i++)
        rc = field_read_all(r, ynode_item(n, i), fields, COUNT_OF(fields), &m->theme[i], e);
    for (size_t i = 0; i < m->n_themes && !rc; i++)
        for (size_t j = 0; j < i && !rc; j++)
            if (!strcmp(m->theme[i].id, m->theme[j].id))
                rc = ynode_fail(ynode_item(n, i), e, "theme \"%s\" is there twice", m->theme[i].id);
    return rc;
}

static err_code read_layers(const field_reader *r, ynode n, void *at, err *e) {
    static const field fields[] = {
        {"shapefile", offsetof(manifest_layer, shapefile), field_path, true},
        {"key", offsetof(manifest_layer, key), field_text, true},
        {"name", offsetof(manifest_layer, name), field_text, false},
        {"encoding", offsetof(manifest_layer, encoding), field_text, false},
        {"crs", offsetof(manifest_layer, crs), field_text, false},
        {"title", offsetof(manifest_layer, title), field_localized, false},
        {"note", offsetof(manifest_layer, note), field_localized, false},
        {"source", offsetof(manifest_layer, source), field_localized, false},
    };
    manifest *m = at;
    if (ynode_kind_of(n) != YNODE_MAP || !ynode_count(n))
        return ynode_fail(n, e, "{ID: {shapefile: ..., key: ...}, ...} is needed here");
    m->n_layers = ynode_count(n);
    if (!(m->layer = calloc(m->n_layers, sizeof *m->layer))) return err_nomem(e);
    err_code rc = ERR_OK;
    for (size_t i = 0; i < m->n_layers && !rc; i++) {
        rc = field_id(r, ynode_key(n, i), &m->layer[i].id, e);
        if (!rc)
            rc = field_read_all(r, ynode_value(n, i), fields, COUNT_OF(fields), &m->layer[i], e);
    }
    return rc;
}

static err_code read_values(const field_reader *r, ynode n, void *at, err *e) {
    static const field fields[] = {
        {"file", offsetof(manifest_values, file), field_path, true},
        {"key", offsetof(manifest_values, key), field_text, true},
        {"value", offsetof(manifest_values, value), field_text, false},
        {"period", offsetof(manifest_values, period), field_cell, false},
        {"source", offsetof(manifest_values, source), field_cell, false},
        {"note", offsetof(manifest_values, note), field_cell, false},
        {"notes", 0, manifest_notes_read, false},
        {"missing", offsetof(manifest_values, missing), field_list, false},
        {"zero", offsetof(manifest_values, zero), field_list, false},
        {"suppressed", offsetof(manifest_values, suppressed), field_list, false},
        {"cannot_occur", offsetof(manifest_values, cannot_occur), field_list, false},
        {"rounded_zero", offsetof(manifest_values, rounded_zero), field_list, false},
        {"brackets", offsetof(manifest_values, brackets), field_brackets, false},
        {"status", offsetof(manifest_values, status), field_text, false},
        {"margin", offsetof(manifest_values, companions.margin), field_text, false},
        {"low", offsetof(manifest_values, companions.low), field_text, false},
        {"high", offsetof(manifest_values, companions.high), field_text, false},
        {"sample", offsetof(manifest_values, companions.sample), field_text, false},
        {"decimal", offsetof(manifest_values, decimal), field_decimal_sign, false},
    };
    manifest *m = at;
    if (ynode_kind_of(n) != YNODE_MAP || !ynode_count(n))
        return ynode_fail(n, e, "{ID: {file: ..., key: ...}, ...} is needed here");
    m->n_values = ynode_count(n);
    if (!(m->values = calloc(m->n_values, sizeof *m->values))) return err_nomem(e);
    err_code rc = ERR_OK;
    for (size_t i = 0; i < m->n_values && !rc; i++) {
        rc = field_id(r, ynode_key(n, i), &m->values[i].id, e);
        if (!rc)
            rc = field_read_all(r, ynode_value(n, i), fields, COUNT_OF(fields), &m->values[i], e);
    }
    return rc;
}

/* TITLE, {en: ..., sv: ...} or {title: ..., color: ...}. */
static err_code read_category(const field_reader *r, ynode n, manifest_category *out, err *e) {
    static const field fields[] = {
        {"title", offsetof(manifest_category, title), field_localized, true},
        {"color", offsetof(manifest_category, color), field_color, false},
    };
    if (ynode_kind_of(ynode_get(n, "title")) == YNODE_ABSENT)
        return field_localized(r, n, &out->title, e);
    return field_read_all(r, n, fields, COUNT_OF(fields), out, e);
}

static err_code read_categories(const field_reader *r, ynode n, void *at, err *e) {
    manifest_indicator *out = at;
    if (ynode_kind_of(n) != YNODE_MAP || !ynode_count(n))
        return ynode_fail(n, e, "{CODE: TITLE, ...} is needed here");
    if (ynode_count(n) > CLASSES_MAX)
        return ynode_fail(n, e, "%zu categories: a map can tell %d apart", ynode_count(n),
                          CLASSES_MAX);
    if (!(out->category = calloc(ynode_count(n), sizeof *out->category))) return err_nomem(e);
    err_code rc = ERR_OK;
    for (; out->n_categories < ynode_count(n) && !rc; out->n_categories++) {
        manifest_category *c = &out->category[out->n_categories];
        rc = field_text(r, ynode_key(n, out->n_categories), &c->code, e);
        if (!rc) rc = read_category(r, ynode_value(n, out->n_categories), c, e);
    }
    return rc;
}

static err_code read_compare(const field_reader *r, ynode n, void *at, err *e) {
    static const char *const names[] = {"false", "true", "change"};
    (void)r;
    int i = 0;
    err_code rc = field_name(n, names, COUNT_OF(names), &i, e);
    *(compare_as *)at = (compare_as)(COMPARE_NOT + i);
    return rc;
}

static err_code read_difference(const field_reader *r, ynode n, void *at, err *e) {
    static const char *const names[] = {"percent", "unit"};
    (void)r;
    int i = 0;
    err_code rc = field_name(n, names, COUNT_OF(names), &i, e);
    *(bool *)at = i;
    return rc;
}

static err_code read_indicator(const field_reader *r, ynode n, manifest_indicator *out, err *e) {
    static const field fields[] = {
        {"id", offsetof(manifest_indicator, id), field_id, true},
        {"layer", offsetof(manifest_indicator, layer), field_text, true},
        {"values", offsetof(manifest_indicator, values), field_text, true},
        {"where", offsetof(manifest_indicator, where), field_pairs, false},
        {"column", offsetof(manifest_indicator, column), field_text, false},
        {"columns", offsetof(manifest_indicator, columns), field_pairs, false},
        {"periods", offsetof(manifest_indicator, periods), field_list, false},
        {"margin", offsetof(manifest_indicator, companions.margin), field_text, false},
        {"low", offsetof(manifest_indicator, companions.low), field_text, false},
        {"high", offsetof(manifest_indicator, companions.high), field_text, false},
        {"sample", offsetof(manifest_indicator, companions.sample), field_text, false},
        {"title", offsetof(manifest_indicator, title), field_localized, true},
        {"unit", offsetof(manifest_indicator, unit), field_localized, false},
        {"kind", offsetof(manifest_indicator, kind), field_kind, true},
        {"better", offsetof(manifest_indicator, better), field_better, false},
        {"theme", offsetof(manifest_indicator, theme), field_text, false},
        {"decimals", offsetof(manifest_indicator, decimals), field_decimals, false},
        {"series", offsetof(manifest_indicator, series), field_id, false},
        {"forecast", offsetof(manifest_indicator, forecast), field_bool, false},
        {"note", offsetof(manifest_indicator, note), field_localized, false},
        {"source", offsetof(manifest_indicator, source), field_localized, false},
        {"look", offsetof(manifest_indicator, look), field_look, false},
        {"categories", 0, read_categories, false},
        {"ordered", offsetof(manifest_indicator, ordered), field_bool, false},
        {"rate", offsetof(manifest_indicator, rate), field_text, false},
        {"weight", offsetof(manifest_indicator, weight), field_text, false},
        {"uncertain", offsetof(manifest_indicator, uncertain), field_localized, false},
        {"compare", offsetof(manifest_indicator, compare), read_compare, false},
        {"difference", offsetof(manifest_indicator, in_unit), read_difference, false},
        {"target", offsetof(manifest_indicator, target), manifest_target_read, false},
    };
    out->look = r->m->look;
    out->decimals = -1;
    out->rate_index = out->weight_index = SIZE_MAX;
    out->line = ynode_line(n);
    return field_read_all(r, n, fields, COUNT_OF(fields), out, e);
}

static err_code read_indicators(const field_reader *r, ynode n, void *at, err *e) {
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

static err_code resolve_kind(manifest *m, manifest_indicator *ind, ynode at, err *e) {
    if (ind->kind == KIND_CATEGORY && ind->compare > COMPARE_NOT)
        return ynode_fail(at, e, "indicator \"%s\": categories are not compared", ind->id);
    if (ind->kind != KIND_CATEGORY && (ind->n_categories || ind->ordered))
        return ynode_fail(at, e, "indicator \"%s\": categories and ordered go with kind: category",
                          ind->id);
    if (ind->kind == KIND_CATEGORY && ind->target.given)
        return ynode_fail(at, e, "indicator \"%s\": target does not go with kind: category",
                          ind->id);
    if (!ind->rate) return ERR_OK;
    if (ind->kind != KIND_COUNT)
        return ynode_fail(at, e, "indicator \"%s\": rate goes with kind: count", ind->id);
    size_t i = 0;
    while (i < m->n_indicators && strcmp(m->indicator[i].id, ind->rate) != 0) i++;
    if (i == m->n_indicators) return unknown(ind, at, "indicator", ind->rate, e);
    if (m->indicator[i].kind == KIND_COUNT || m->indicator[i].kind == KIND_CATEGORY)
        return ynode_fail(at, e, "indicator \"%s\": its rate, \"%s\", is a %s itself", ind->id,
                          ind->rate, indicator_kind_names[m->indicator[i].kind]);
    ind->rate_index = i;
    return ERR_OK;
}

static err_code resolve_weight(manifest *m, manifest_indicator *ind, ynode at, err *e) {
    if (!ind->weight) return ERR_OK;
    if (ind->kind == KIND_COUNT || ind->kind == KIND_CATEGORY)
        return ynode_fail(at, e, "indicator \"%s\": weight does not go with kind: %s", ind->id,
                          indicator_kind_names[ind->kind]);
    size_t i = 0;
    while (i < m->n_indicators && strcmp(m->indicator[i].id, ind->weight) != 0) i++;
    if (i == m->n_indicators) return unknown(ind, at, "indicator", ind->weight, e);
    const manifest_indicator *weight = &m->indicator[i];
    if (weight->kind != KIND_COUNT || strcmp(weight->layer, ind->layer) != 0)
        return ynode_fail(at, e,
                          "indicator \"%s\": its weight, \"%s\", is a %s of layer %s; a count of "
                          "layer %s is needed",
                          ind->id, weight->id, indicator_kind_names[weight->kind], weight->layer,
                          ind->layer);
    ind->weight_index = i;
    return ERR_OK;
}

static err_code resolve(manifest *m, ynode indicators, err *e) {
    err_code rc = ERR_OK;
    for (size_t i = 0; i < m->n_indicators && !rc; i++) {
        ynode at = ynode_item(indicators, i);
        rc = resolve_one(m, &m->indicator[i], at, e);
        if (!rc) rc = resolve_kind(m, &m->indicator[i], at, e);
        if (!rc) rc = resolve_weight(m, &m->indicator[i], at, e);
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

static err_code read_manifest(manifest *m, look_library *library, err *e) {
    static const field fields[] = {
        /* read in this order: looks name ramps, context layers, indicators look on */
        {"id", offsetof(manifest, id), field_id, false},
        {"ramps", 0, field_ramps, false},
        {"looks", 0, field_looks, false},
        {"look", offsetof(manifest, look), field_look, false},
        {"title", offsetof(manifest, title), field_localized, false},
        {"attribution", offsetof(manifest, attribution), field_localized, false},
        {"whole", 0, read_whole, false},
        {"themes", 0, read_themes, false},
        {"layers", 0, read_layers, true},
        {"divisions", 0, manifest_divisions_read, false},
        {"groups", 0, manifest_groups_read, false},
        {"context", 0, manifest_context_read, false},
        {"values", 0, read_values, true},
        {"indicators", 0, read_indicators, true},
        {"profile", offsetof(manifest, profile), manifest_profile_read, false},
    };
    char *dir = path_dir(m->path);
    if (!dir) return err_nomem(e);
    ynode root = ydoc_root(m->doc);
    field_reader r = {m, dir, library};
    err_code rc = ynode_kind_of(root) == YNODE_MAP
                      ? field_read_all(&r, root, fields, COUNT_OF(fields), m, e)
                      : err_set(e, ERR_FORMAT, "%s: is empty or no mapping", m->path);
    if (!rc) rc = resolve(m, ynode_get(root, "indicators"), e);
    if (!rc && !m->id) rc = name_after_folder(m, e);
    free(dir);
    return rc;
}

err_code manifest_load(const char *path, look_library *library, manifest **out, err *e) {
    manifest *m = calloc(1, sizeof *m);
    if (!m) return err_nomem(e);
    look_default(&m->look);
    m->path = file_is_dir(path) ? path_join(path, "atlas.yaml") : strdup(path);
    err_code rc = m->path ? ydoc_load(m->path, &m->doc, e) : err_nomem(e);
    if (!rc) rc = read_manifest(m, library, e);
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
        free(v->notes);
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
        free(m->indicator[i].category);
    }
    for (size_t i = 0; m->context && i < m->n_contexts; i++) free(m->context[i].with);
    manifest_groups_free(m);
    free(m->profile.main.item);
    free(m->theme);
    free(m->layer);
    free(m->context);
    free(m->values);
    free(m->indicator);
    free(m->path);
    ydoc_free(m->doc);
    table_free(m->first);
    strlist_free(&m->owned);
    free(m);
}
