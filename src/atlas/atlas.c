#include "atlas/atlas.h"
#include "base/fileio.h"
#include "base/hash.h"
#include "base/text.h"
#include "carto/wording.h"

#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Part of the version: to be raised whenever the same inputs draw other pixels. */
#define RENDERER_REVISION 1
/* Where nobody says with how many decimals an indicator is written: as its values need, at most. */
#define UNTOLD_DECIMALS_MAX 2

typedef struct counted { /* the count stays out of the struct that everybody reads as const */
    atlas atlas;         /* first: an atlas * is a counted * */
    atomic_uint refs;
} counted;

typedef struct loader {
    const manifest *m;
    atlas *a;
    table **tables; /* [n_values] */
    strlist *problems;
} loader;

/* ---- texts ---------------------------------------------------------------------------- */

static err_code copy_text(const char *text, char **out, err *e) {
    if (!text) return ERR_OK;
    return (*out = strdup(text)) ? ERR_OK : err_nomem(e);
}

static err_code copy_localized(const manifest_text *in, localized *out, err *e) {
    err_code rc = ERR_OK;
    for (int l = 0; l < LANG_COUNT && !rc; l++) rc = copy_text(in->text[l], &out->text[l], e);
    return rc;
}

static bool has_text(const manifest_text *t) {
    for (int l = 0; l < LANG_COUNT; l++)
        if (t->text[l]) return true;
    return false;
}

/* ---- loading ---------------------------------------------------------------------------- */

static err_code load_head(loader *l, err *e) {
    const manifest *m = l->m;
    atlas *a = l->a;
    a->look = m->look;
    err_code rc = copy_text(m->id, &a->id, e);
    if (!rc) rc = copy_localized(&m->title, &a->title, e);
    if (!rc) rc = copy_localized(&m->attribution, &a->attribution, e);
    if (!rc) rc = copy_localized(&m->whole_name, &a->whole_name, e);
    if (!rc && !has_text(&m->title)) rc = copy_text(m->id, &a->title.text[0], e);
    if (!rc && m->whole_key) {
        rc = text_key(m->whole_key, &a->whole_key, e);
        if (!rc && !has_text(&m->whole_name))
            rc = copy_text(m->whole_key, &a->whole_name.text[0], e);
    }
    a->theme = calloc(m->n_themes + 1, sizeof *a->theme);
    if (!rc && !a->theme) rc = err_nomem(e);
    for (size_t i = 0; i < m->n_themes && !rc; i++, a->n_themes++) {
        rc = copy_text(m->theme[i].id, &a->theme[i].id, e);
        if (!rc) rc = copy_localized(&m->theme[i].title, &a->theme[i].title, e);
    }
    return rc;
}

static err_code load_layer(loader *l, const manifest_layer *in, atlas_layer *out, err *e) {
    err_code rc = copy_text(in->id, &out->id, e);
    if (!rc) rc = copy_localized(&in->title, &out->title, e);
    if (!rc && !has_text(&in->title)) rc = copy_text(in->id, &out->title.text[0], e);
    if (!rc) rc = copy_localized(&in->note, &out->note, e);
    if (!rc) rc = copy_localized(&in->source, &out->source, e);
    shapefile_options o = {in->key, in->name, in->encoding, in->crs};
    if (!rc) rc = shapefile_load(in->shapefile, &o, &out->shape, e);
    if (rc) return rc;
    const strlist *w = &out->shape->warnings;
    for (size_t i = 0; i < w->count && !rc; i++)
        rc = strlist_addf(&l->a->warnings, e, "%s: %s", in->shapefile, w->item[i]);
    district_id d;
    if (!rc && l->a->whole_key && districts_find(out->shape->districts, l->a->whole_key, &d))
        rc = err_set(e, ERR_FORMAT, "%s: the whole, \"%s\", must not be a district", in->shapefile,
                     l->a->whole_key);
    return rc;
}

static err_code load_layers(loader *l, err *e) {
    l->a->layer = calloc(l->m->n_layers, sizeof *l->a->layer);
    if (!l->a->layer) return err_nomem(e);
    err_code rc = ERR_OK;
    for (size_t i = 0; i < l->m->n_layers && !rc; i++) {
        l->a->n_layers++;
        rc = load_layer(l, &l->m->layer[i], &l->a->layer[i], e);
    }
    return rc;
}

static err_code load_tables(loader *l, err *e) {
    l->tables = calloc(l->m->n_values + 1, sizeof *l->tables);
    if (!l->tables) return err_nomem(e);
    err_code rc = ERR_OK;
    for (size_t i = 0; i < l->m->n_values && !rc; i++)
        rc = manifest_read_table(&l->m->values[i], &l->tables[i], e);
    return rc;
}

/* The default missing symbols and those that the manifest adds; a new list. */
static const char **missing_symbols(const char *const *added) {
    size_t n = 0, m = 0;
    while (number_missing_default[n]) n++;
    while (added && added[m]) m++;
    const char **all = calloc(n + m + 1, sizeof *all);
    for (size_t i = 0; all && i < n; i++) all[i] = number_missing_default[i];
    for (size_t i = 0; all && i < m; i++) all[n + i] = added[i];
    return all;
}

static values_spec spec_of(const manifest_values *v, const manifest_indicator *ind,
                           const char *const *missing) {
    return (values_spec){
        .key_column = v->key,
        .value_column = ind->columns.count ? NULL
                        : ind->column      ? ind->column
                                           : v->value,
        .period_column = v->period.column,
        .period = v->period.text.text[LANG_EN],
        .source_column = v->source.column,
        .note_column = v->note.column,
        .where = ind->where.item,
        .n_where = ind->where.count,
        .columns = ind->columns.item,
        .n_columns = ind->columns.count,
        .rules = {missing, (const char *const *)v->zero.item},
        .decimal = v->decimal,
    };
}

static err_code describe_indicator(const manifest *m, const manifest_indicator *in, indicator *out,
                                   err *e) {
    snprintf(out->id, sizeof out->id, "%s", in->id);
    out->kind = in->kind;
    out->better = in->better;
    out->decimals = in->decimals;
    const manifest_text *source =
        has_text(&in->source) ? &in->source : &m->values[in->values_index].source.text;
    err_code rc = copy_localized(&in->title, &out->title, e);
    if (!rc) rc = copy_localized(&in->unit, &out->unit, e);
    if (!rc) rc = copy_localized(&in->note, &out->note, e);
    if (!rc) rc = copy_localized(source, &out->source, e);
    if (!rc) rc = copy_text(in->theme ? in->theme : "", &out->theme, e);
    if (!rc) rc = copy_text(in->series ? in->series : "", &out->series, e);
    return rc;
}

static err_code load_indicator(loader *l, const manifest_indicator *in, indicator *out, err *e) {
    const manifest_values *v = &l->m->values[in->values_index];
    const char **missing = NULL; /* NULL: the defaults, and a "-" is asked about */
    if (v->missing.item && !(missing = missing_symbols((const char *const *)v->missing.item)))
        return err_nomem(e);
    values_spec spec = spec_of(v, in, missing);
    value_cells cells = {0};
    err_code rc = describe_indicator(l->m, in, out, e);
    if (!rc) rc = values_read(l->tables[in->values_index], &spec, &cells, e);
    if (!rc)
        rc = join(v->file, &cells, l->a->layer[in->layer_index].shape->districts, l->a->whole_key,
                  (const char *const *)in->periods.item, &out->data, e);
    if (!rc && out->decimals <
                   0) /* one number of decimals for all its values, wherever they are written */
        out->decimals = number_decimals_of(
            out->data.value, out->data.n_periods * out->data.n_districts, UNTOLD_DECIMALS_MAX);
    value_cells_free(&cells);
    free(missing);
    return rc;
}

static err_code load_indicators(loader *l, err *e) {
    atlas *a = l->a;
    a->indicator = calloc(l->m->n_indicators, sizeof *a->indicator);
    a->indicator_layer = calloc(l->m->n_indicators, sizeof *a->indicator_layer);
    if (!a->indicator || !a->indicator_layer) return err_nomem(e);
    for (size_t i = 0; i < l->m->n_indicators; i++) {
        const manifest_indicator *in = &l->m->indicator[i];
        indicator *out = &a->indicator[a->n_indicators];
        a->indicator_layer[a->n_indicators] = in->layer_index;
        err why;
        err_code rc = load_indicator(l, in, out, &why);
        if (!rc) {
            a->n_indicators++;
            continue;
        }
        indicator_free(out);
        *out = (indicator){0};
        if (!l->problems || rc == ERR_NOMEM)
            return err_set(e, rc, "indicator \"%s\": %s", in->id, why.text);
        rc = strlist_addf(l->problems, e, "indicator \"%s\": %s", in->id, why.text);
        if (rc) return rc;
    }
    return ERR_OK;
}

static err_code hash_file(const char *path, uint64_t *h, err *e) {
    buf data = BUF_EMPTY;
    err_code rc = file_read(path, TABLE_BYTES_MAX, &data, e);
    *h = hash_u64(hash_bytes(*h, data.data, data.len), data.len);
    buf_free(&data);
    return rc;
}

/* What of a manifest decides the values: without a file its bytes do not tell. */
static uint64_t hash_choices(const manifest *m, uint64_t h) {
    h = hash_str(h, m->whole_key ? m->whole_key : "");
    for (size_t i = 0; i < m->n_values; i++) {
        h = hash_str(h, m->values[i].key);
        h = hash_str(h, m->values[i].encoding ? m->values[i].encoding : "");
    }
    for (size_t i = 0; i < m->n_indicators; i++)
        h = hash_str(h, m->indicator[i].column ? m->indicator[i].column : "");
    return h;
}

static err_code set_version(loader *l, err *e) {
    uint64_t h = hash_choices(l->m, hash_u64(HASH_INIT, RENDERER_REVISION));
    err_code rc = l->m->path ? hash_file(l->m->path, &h, e) : ERR_OK;
    for (size_t i = 0; i < l->a->n_layers; i++) h = hash_u64(h, l->a->layer[i].shape->hash);
    for (size_t i = 0; i < l->m->n_values && !rc; i++) rc = hash_file(l->m->values[i].file, &h, e);
    for (size_t i = 0; i < l->a->n_indicators; i++) h = hash_str(h, l->a->indicator[i].id);
    l->a->version = h;
    return rc;
}

err_code atlas_load(const manifest *m, ramp_set *ramps, strlist *problems, atlas **out, err *e) {
    counted *c = calloc(1, sizeof *c);
    if (!c) return err_nomem(e);
    atomic_init(&c->refs, 1);
    loader l = {.m = m, .a = &c->atlas, .problems = problems};
    err_code rc = load_head(&l, e);
    if (!rc) rc = load_layers(&l, e);
    if (!rc) rc = load_tables(&l, e);
    if (!rc) rc = load_indicators(&l, e);
    if (!rc) rc = set_version(&l, e);
    for (size_t i = 0; l.tables && i < m->n_values; i++) table_free(l.tables[i]);
    free(l.tables);
    if (rc) {
        atlas_unref(l.a);
        return rc;
    }
    l.a->ramps = ramps;
    *out = l.a;
    return ERR_OK;
}

const atlas *atlas_ref(const atlas *a) {
    atomic_fetch_add(&((counted *)(uintptr_t)a)->refs, 1);
    return a;
}

void atlas_unref(const atlas *shared) {
    counted *c = (counted *)(uintptr_t)shared;
    if (!c || atomic_fetch_sub(&c->refs, 1) != 1) return;
    atlas *a = &c->atlas;
    for (size_t i = 0; i < a->n_layers; i++) {
        free(a->layer[i].id);
        localized_free(&a->layer[i].title);
        localized_free(&a->layer[i].note);
        localized_free(&a->layer[i].source);
        shapefile_free(a->layer[i].shape);
    }
    for (size_t i = 0; i < a->n_themes; i++) {
        free(a->theme[i].id);
        localized_free(&a->theme[i].title);
    }
    for (size_t i = 0; i < a->n_indicators; i++) indicator_free(&a->indicator[i]);
    localized_free(&a->title);
    localized_free(&a->attribution);
    localized_free(&a->whole_name);
    free(a->id);
    free(a->whole_key);
    free(a->theme);
    free(a->layer);
    free(a->indicator);
    free(a->indicator_layer);
    ramp_set_free(a->ramps);
    strlist_free(&a->warnings);
    free(c);
}

err_code atlas_find_indicator(const atlas *a, const char *id, size_t *out, err *e) {
    for (size_t i = 0; i < a->n_indicators; i++)
        if (!strcmp(a->indicator[i].id, id)) {
            *out = i;
            return ERR_OK;
        }
    char some[200] = "";
    for (size_t i = 0; i < a->n_indicators && strlen(some) < 120; i++)
        snprintf(some + strlen(some), sizeof some - strlen(some), "%s%s", i ? ", " : "",
                 a->indicator[i].id);
    return err_set(e, ERR_NOTFOUND, "atlas %s has no indicator \"%.64s\"; it has %zu: %s%s", a->id,
                   id, a->n_indicators, some, strlen(some) >= 120 ? ", ..." : "");
}

const atlas_layer *atlas_layer_of(const atlas *a, size_t index) {
    return &a->layer[a->indicator_layer[index]];
}
