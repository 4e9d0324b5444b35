/* The manifest's `context`: what is drawn under or over the districts. */
#include "atlas/atlas.h"
#include "atlas/field.h"
#include "base/text.h"
#include "geo/grid.h"

#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#define COUNT_OF(a) (sizeof(a) / sizeof *(a))

/* ---- how it is drawn ------------------------------------------------------------------------- */

/* Read before all else of the style: the rest lies on the kind's defaults. */
static err_code read_kind(const field_reader *r, ynode n, void *at, err *e) {
    (void)r;
    int i = 0;
    err_code rc = field_name(n, context_kind_names, CONTEXT__KINDS, &i, e);
    if (!rc) context_style_default((context_kind)i, at);
    return rc;
}

static err_code read_place(const field_reader *r, ynode n, void *at, err *e) {
    (void)r;
    int i = 0;
    err_code rc = field_name(n, context_place_names, CONTEXT__PLACES, &i, e);
    *(context_place *)at = (context_place)i;
    return rc;
}

static err_code read_one_color(ynode n, rgba *out, err *e) {
    const char *text = ynode_text(n);
    if (text && !strcmp(text, "none")) {
        *out = (rgba){0};
        return ERR_OK;
    }
    if (!text || color_parse(text, out, NULL))
        return ynode_fail(n, e, "a color, as \"#D2DCE8\", or none is needed here");
    return ERR_OK;
}

/* COLOR for all looks, or {light: COLOR, dark: COLOR}. */
static err_code read_color(const field_reader *r, ynode n, void *at, err *e) {
    (void)r;
    static const char *const names[] = {"light", "dark", NULL};
    context_color *out = at;
    rgba *const each[] = {&out->light, &out->dark};
    if (ynode_kind_of(n) != YNODE_MAP) {
        err_code rc = read_one_color(n, &out->light, e);
        out->dark = out->light;
        return rc;
    }
    err_code rc = ynode_check_keys(n, names, e);
    for (int i = 0; i < 2 && !rc; i++) {
        ynode one = ynode_get(n, names[i]);
        if (ynode_kind_of(one) != YNODE_ABSENT) rc = read_one_color(one, each[i], e);
    }
    return rc;
}

#define WIDTH_MAX  6.0
#define WIDTH_STEP 0.1
#define EDGE_WIDTH 0.6 /* of an area, as of water */

static err_code read_width(const field_reader *r, ynode n, void *at, err *e) {
    (void)r;
    return field_number(n, 0, WIDTH_MAX, WIDTH_STEP, at, e);
}

static err_code read_opacity(const field_reader *r, ynode n, void *at, err *e) {
    (void)r;
    return field_number(n, 0, 1, 0, at, e);
}

/* [A, B]: to zoom_min and zoom_max of the style. */
static err_code read_zoom(const field_reader *r, ynode n, void *at, err *e) {
    (void)r;
    context_style *s = at;
    unsigned long v[2] = {0, 0};
    bool good = ynode_kind_of(n) == YNODE_LIST && ynode_count(n) == 2;
    for (size_t i = 0; i < 2 && good; i++) {
        const char *text = ynode_text(ynode_item(n, i));
        good = text && text_to_uint(text, GRID_ZOOM_MAX, &v[i]);
    }
    if (!good || v[0] > v[1])
        return ynode_fail(n, e, "[A, B], the first and the last zoom of 0 to %d, is needed here",
                          GRID_ZOOM_MAX);
    s->zoom_min = (unsigned)v[0];
    s->zoom_max = (unsigned)v[1];
    return ERR_OK;
}

/* ---- with which layers ------------------------------------------------------------------------
 */

static err_code read_layer(const manifest *m, ynode n, bool *with, err *e) {
    const char *id = ynode_text(n);
    size_t i = 0;
    if (!id) return ynode_fail(n, e, "the id of a layer is needed here");
    while (i < m->n_layers && strcmp(m->layer[i].id, id)) i++;
    if (i == m->n_layers) return ynode_fail(n, e, "there is no layer \"%.70s\"", id);
    if (with[i]) return ynode_fail(n, e, "layer \"%s\" is there twice", id);
    with[i] = true;
    return ERR_OK;
}

static err_code read_with(const field_reader *r, ynode n, void *at, err *e) {
    manifest_context *out = at;
    if (ynode_kind_of(n) != YNODE_LIST || !ynode_count(n))
        return ynode_fail(n, e, "a list of layers, [ID, ...], is needed here");
    memset(out->with, 0, r->m->n_layers * sizeof *out->with);
    err_code rc = ERR_OK;
    for (size_t i = 0; i < ynode_count(n) && !rc; i++)
        rc = read_layer(r->m, ynode_item(n, i), out->with, e);
    return rc;
}

/* ---- what does not go together ----------------------------------------------------------------
 */

#define OF(kind) (1u << (kind))
#define AREAS    (OF(CONTEXT_WATER) | OF(CONTEXT_AREA))

static const struct { /* keys that mean nothing to other kinds */
    const char *key;
    unsigned kinds;
    const char *needs;
} limits[] = {
    {"fill", AREAS, "water or area"},
    {"width", AREAS | OF(CONTEXT_LINE), "water, area or line"},
    {"place", AREAS | OF(CONTEXT_LINE), "water, area or line"},
    {"name", OF(CONTEXT_POINT), "point"},
    {"rank", OF(CONTEXT_POINT), "point"},
};

static err_code check_keys(const manifest_context *c, ynode map, err *e) {
    for (size_t i = 0; i < COUNT_OF(limits); i++) {
        ynode n = ynode_get(map, limits[i].key);
        if (ynode_kind_of(n) != YNODE_ABSENT && !(limits[i].kinds & OF(c->style.kind)))
            return ynode_fail(n, e, "context \"%s\": \"%s\" is for kind: %s; this is kind: %s",
                              c->id, limits[i].key, limits[i].needs,
                              context_kind_names[c->style.kind]);
    }
    return ERR_OK;
}

/* Borders are cut by one water. */
static err_code check_waters(const manifest *m, size_t at, ynode map, err *e) {
    const manifest_context *c = &m->context[at];
    for (size_t i = 0; i < at && c->style.kind == CONTEXT_WATER; i++)
        for (size_t k = 0; k < m->n_layers && m->context[i].style.kind == CONTEXT_WATER; k++)
            if (c->with[k] && m->context[i].with[k])
                return ynode_fail(map, e,
                                  "layer \"%s\" has water from \"%s\" and \"%s\"; put both in one "
                                  "shapefile, or say kind: area of one",
                                  m->layer[k].id, m->context[i].id, c->id);
    return ERR_OK;
}

/* A color for an edge asks for one. */
static void default_width(ynode map, context_style *s) {
    bool line = ynode_kind_of(ynode_get(map, "line")) != YNODE_ABSENT;
    bool width = ynode_kind_of(ynode_get(map, "width")) != YNODE_ABSENT;
    if (s->kind == CONTEXT_AREA && line && !width) s->width_px = EDGE_WIDTH;
}

/* ---- one, and all -------------------------------------------------------------------------------
 */

static err_code read_context(const field_reader *r, ynode n, manifest_context *out, err *e) {
    static const field fields[] = {
        {"kind", offsetof(manifest_context, style), read_kind, true}, /* first */
        {"shapefile", offsetof(manifest_context, shapefile), field_path, true},
        {"place", offsetof(manifest_context, style.place), read_place, false},
        {"title", offsetof(manifest_context, title), field_localized, false},
        {"source", offsetof(manifest_context, source), field_localized, false},
        {"fill", offsetof(manifest_context, style.fill), read_color, false},
        {"line", offsetof(manifest_context, style.line), read_color, false},
        {"width", offsetof(manifest_context, style.width_px), read_width, false},
        {"opacity", offsetof(manifest_context, style.opacity), read_opacity, false},
        {"zoom", offsetof(manifest_context, style), read_zoom, false},
        {"layers", 0, read_with, false},
        {"name", offsetof(manifest_context, name), field_text, false},
        {"rank", offsetof(manifest_context, rank), field_text, false},
        {"encoding", offsetof(manifest_context, encoding), field_text, false},
        {"crs", offsetof(manifest_context, crs), field_text, false},
    };
    size_t n_layers = r->m->n_layers;
    out->line = ynode_line(n);
    if (!(out->with = malloc((n_layers ? n_layers : 1) * sizeof *out->with))) return err_nomem(e);
    for (size_t i = 0; i < n_layers; i++) out->with[i] = true;
    err_code rc = field_read_all(r, n, fields, COUNT_OF(fields), out, e);
    if (!rc) default_width(n, &out->style);
    return rc ? rc : check_keys(out, n, e);
}

err_code manifest_context_read(const field_reader *r, ynode n, void *at, err *e) {
    manifest *m = at;
    size_t count = ynode_count(n);
    if (ynode_kind_of(n) != YNODE_MAP || !count)
        return ynode_fail(n, e, "{ID: {shapefile: ..., kind: ...}, ...} is needed here");
    if (count > ATLAS_CONTEXTS_MAX)
        return ynode_fail(n, e, "%zu contexts: %d at most can be drawn", count, ATLAS_CONTEXTS_MAX);
    if (!(m->context = calloc(count, sizeof *m->context))) return err_nomem(e);
    m->n_contexts = count;
    err_code rc = ERR_OK;
    for (size_t i = 0; i < count && !rc; i++) {
        manifest_context *c = &m->context[i];
        rc = field_id(r, ynode_key(n, i), &c->id, e);
        if (!rc) rc = read_context(r, ynode_value(n, i), c, e);
        if (!rc) rc = check_waters(m, i, ynode_value(n, i), e);
    }
    return rc;
}
