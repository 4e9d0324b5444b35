#include "atlas/atlas_context.h"
#include "base/hash.h"

#include <stdlib.h>
#include <string.h>

static context_data_options options_of(const manifest_context *in, pool *workers) {
    return (context_data_options){
        .encoding = in->encoding,
        .crs = in->crs,
        .name_field = in->name,
        .rank_field = in->rank,
        .borders = in->style.kind == CONTEXT_LINE,
        .workers = workers,
    };
}

/* ---- does the kind fit the file? ---------------------------------------------------------------
 */

static const struct {
    unsigned shapes; /* bits of context_shape */
    const char *needs;
} fits[CONTEXT__KINDS] = {
    [CONTEXT_WATER] = {1u << CONTEXT_POLYGONS, "polygons"},
    [CONTEXT_AREA] = {1u << CONTEXT_POLYGONS, "polygons"},
    [CONTEXT_LINE] = {1u << CONTEXT_LINES | 1u << CONTEXT_POLYGONS, "lines, or polygons"},
    [CONTEXT_POINT] = {1u << CONTEXT_POINTS, "points"},
};

static err_code check_kind(const manifest *m, const manifest_context *in, err *e) {
    static const char *const names[] = {"polygons", "lines", "points"};
    context_shape shape = CONTEXT_POLYGONS;
    err_code rc = context_data_shape(in->shapefile, &shape, e);
    if (rc || fits[in->style.kind].shapes & 1u << shape) return rc;
    return err_set(e, ERR_FORMAT, "%s: line %u: context \"%s\": %s holds %s, and kind: %s needs %s",
                   m->path, in->line, in->id, in->shapefile, names[shape],
                   context_kind_names[in->style.kind], fits[in->style.kind].needs);
}

/* ---- loading ------------------------------------------------------------------------------------
 */

static bool meets_a_layer(const atlas *a, const atlas_context *c) {
    for (size_t i = 0; i < a->n_layers; i++)
        if (c->with[i] && rect_touches(c->data->bounds, a->layer[i].shape->bounds)) return true;
    return false;
}

static err_code add_warnings(atlas *a, const atlas_context *c, const char *path, err *e) {
    strlist *w = &c->data->warnings;
    err_code rc = ERR_OK;
    if (!meets_a_layer(a, c))
        rc = strlist_addf(w, e,
                          "lies wholly outside the layers that it is drawn with; if its "
                          "coordinates are not %s, say crs: EPSG:NUMBER in the context",
                          c->data->crs);
    for (size_t i = 0; i < w->count && !rc; i++)
        rc = strlist_addf(&a->warnings, e, "%s: %s", path, w->item[i]);
    return rc;
}

static err_code load_data(const manifest *m, const manifest_context *in, atlas *a,
                          atlas_context *out, pool *workers, err *e) {
    const context_data_options o = options_of(in, workers);
    err_code rc = check_kind(m, in, e);
    if (!rc) rc = context_data_load(in->shapefile, &o, &out->data, e);
    return rc ? rc : add_warnings(a, out, in->shapefile, e);
}

static err_code load_one(const manifest_context *in, size_t n_layers, atlas_context *out, err *e) {
    out->style = in->style;
    err_code rc = manifest_copy(in->id, &out->id, e);
    if (!rc) rc = manifest_text_copy(&in->title, &out->title, e);
    if (!rc) rc = manifest_text_copy(&in->source, &out->source, e);
    if (!rc && !(out->with = malloc(n_layers * sizeof *out->with))) rc = err_nomem(e);
    if (!rc) memcpy(out->with, in->with, n_layers * sizeof *out->with);
    return rc;
}

err_code atlas_context_load(const manifest *m, atlas *a, bool data, pool *workers, err *e) {
    if (!(a->context = calloc(m->n_contexts + 1, sizeof *a->context))) return err_nomem(e);
    err_code rc = ERR_OK;
    for (size_t i = 0; i < m->n_contexts && !rc; i++) {
        atlas_context *out = &a->context[a->n_contexts++];
        rc = load_one(&m->context[i], a->n_layers, out, e);
        if (!rc && data) rc = load_data(m, &m->context[i], a, out, workers, e);
    }
    return rc;
}

err_code atlas_context_hash(const manifest *m, const atlas *a, uint64_t *h, err *e) {
    err_code rc = ERR_OK;
    for (size_t i = 0; i < a->n_contexts && !rc; i++) {
        const context_data_options o = options_of(&m->context[i], NULL);
        uint64_t one = a->context[i].data ? a->context[i].data->hash : 0;
        if (!a->context[i].data) rc = context_data_hash(m->context[i].shapefile, &o, &one, e);
        *h = hash_u64(*h, one);
    }
    return rc;
}

void atlas_context_free(atlas *a) {
    for (size_t i = 0; i < a->n_contexts; i++) {
        atlas_context *c = &a->context[i];
        free(c->id);
        localized_free(&c->title);
        localized_free(&c->source);
        free(c->with);
        context_data_free(c->data);
    }
    free(a->context);
}
