/* The manifest of a map without one: -s SHAPES -k KEY [-v VALUES]. */
#include "atlas/manifest.h"
#include "base/fileio.h"
#include "base/text.h"
#include "geo/dbf.h"
#include "geo/sibling.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

static bool is_dbf(const char *path) { return !strcasecmp(path_extension(path), "dbf"); }

static err_code read_dbf(const manifest_values *v, table **out, manifest_encoding *encoding,
                         err *e) {
    dbf *d = NULL;
    buf csv = BUF_EMPTY;
    err_code rc = dbf_load(v->file, v->encoding, &d, e);
    if (!rc) rc = dbf_to_csv(d, &csv, e);
    if (!rc) rc = table_parse(v->file, buf_view(&csv), out, e);
    if (!rc) {
        snprintf(encoding->name, sizeof encoding->name, "%s", dbf_encoding(d));
        encoding->from = dbf_encoding_from(d);
        encoding->dbf = true;
    }
    dbf_free(d);
    buf_free(&csv);
    return rc;
}

err_code manifest_read_table(const manifest_values *v, table **out, manifest_encoding *encoding,
                             err *e) {
    if (is_dbf(v->file)) return read_dbf(v, out, encoding, e);
    err_code rc = table_read(v->file, out, e);
    if (rc) return rc;
    snprintf(encoding->name, sizeof encoding->name, "%s", table_encoding(*out));
    encoding->from = "its bytes";
    encoding->dbf = false;
    return ERR_OK;
}

static err_code own_slug(manifest *m, const char *text, const char *fallback, const char **out,
                         err *e) {
    char slug[TEXT_ID_MAX + 1];
    text_slug(text, slug);
    return strlist_own(&m->owned, strdup(text_is_id(slug) ? slug : fallback), out, e);
}

static err_code make_layer(manifest *m, const manifest_plain *p, err *e) {
    char *stem = path_stem(p->shapes);
    manifest_layer *l = m->layer;
    const char *title = NULL;
    err_code rc = stem ? own_slug(m, stem, "atlas", &m->id, e) : err_nomem(e);
    if (!rc) rc = strlist_own(&m->owned, strdup(stem), &title, e);
    free(stem);
    *l = (manifest_layer){.id = m->id,
                          .shapefile = p->shapes,
                          .key = p->key,
                          .name = p->name,
                          .encoding = p->encoding,
                          .crs = p->crs};
    for (int i = 0; i < LANG_COUNT; i++) m->title.text[i] = l->title.text[i] = title;
    return rc;
}

static err_code make_values(manifest *m, const manifest_plain *p, err *e) {
    manifest_values *v = m->values;
    *v = (manifest_values){.id = m->id, .file = p->values, .encoding = p->encoding};
    v->key = p->key_column ? p->key_column : p->key;
    v->period.column = p->period_column;
    v->decimal = p->decimal;
    return p->values ? ERR_OK : strlist_own(&m->owned, sibling_path(p->shapes, "dbf"), &v->file, e);
}

static err_code add_indicator(manifest *m, const char *column, err *e) {
    manifest_indicator *ind = &m->indicator[m->n_indicators];
    *ind = (manifest_indicator){.layer = m->id,
                                .values = m->id,
                                .kind = KIND_MEAN,
                                .decimals = -1,
                                .look = m->look,
                                .rate_index = SIZE_MAX,
                                .weight_index = SIZE_MAX};
    err_code rc = strlist_own(&m->owned, strdup(column), &ind->column, e);
    if (!rc) rc = own_slug(m, column, "values", &ind->id, e);
    if (rc) return rc;
    for (int l = 0; l < LANG_COUNT; l++) ind->title.text[l] = ind->column;
    for (size_t i = 0; i < m->n_indicators; i++)
        if (!strcmp(m->indicator[i].id, ind->id))
            return err_set(
                e, ERR_FORMAT,
                "%s: the columns \"%s\" and \"%s\" would both be called %s; choose with -c",
                m->values[0].file, m->indicator[i].column, column, ind->id);
    m->n_indicators++;
    return ERR_OK;
}

static err_code choose_columns(manifest *m, const manifest_plain *p, const table *t, err *e) {
    size_t key, found = 0, at, *columns = calloc(table_columns(t) + 1, sizeof *columns);
    m->indicator = calloc(table_columns(t) + p->n_columns + 1, sizeof *m->indicator);
    err_code rc =
        columns && m->indicator ? table_find_column(t, m->values[0].key, &key, e) : err_nomem(e);
    for (size_t i = 0; i < p->n_columns && !rc; i++) {
        rc = table_find_column(t, p->columns[i], &at, e);
        if (!rc) rc = add_indicator(m, p->columns[i], e);
    }
    if (!rc && !p->n_columns) found = values_numeric_columns(t, key, columns, table_columns(t));
    for (size_t i = 0; i < found && !rc; i++) {
        const char *name = table_header(t, columns[i]);
        bool is_name = p->name && !p->values && !strcmp(name, p->name);
        bool is_period = p->period_column && !strcmp(name, p->period_column);
        if (*name && !is_name && !is_period) rc = add_indicator(m, name, e);
    }
    if (!rc && !m->n_indicators)
        rc = err_set(e, ERR_FORMAT,
                     "%s: no column other than the key holds numbers only; choose one "
                     "with -c to see why",
                     m->values[0].file);
    free(columns);
    return rc;
}

err_code manifest_make_plain(const manifest_plain *p, manifest **out, err *e) {
    manifest *m = calloc(1, sizeof *m);
    if (m) m->layer = calloc(m->n_layers = 1, sizeof *m->layer);
    if (m) m->values = calloc(m->n_values = 1, sizeof *m->values);
    err_code rc = m && m->layer && m->values ? ERR_OK : err_nomem(e);
    if (!rc) {
        look_default(&m->look);
        m->whole_key = p->whole;
        rc = make_layer(m, p, e);
    }
    if (!rc) rc = make_values(m, p, e);
    if (!rc) rc = manifest_read_table(&m->values[0], &m->first, &m->first_encoding, e);
    if (!rc) rc = choose_columns(m, p, m->first, e);
    if (rc)
        manifest_free(m);
    else
        *out = m;
    return rc;
}
