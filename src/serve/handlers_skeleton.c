/* Skeletons, for pages that paint tiles themselves: docs/skeleton.md. */
#include "atlas/group.h"
#include "base/json.h"
#include "serve/service.h"
#include "tile/skeleton_file.h"

#include <stdio.h>
#include <string.h>

typedef struct skeleton_request {
    map_request map; /* of the indicator that is named, else of the layer's first: its look says how
                        wide borders are, its figures what labels say */
    tile_id tile;
    unsigned scale, patterns; /* PHASES_PATTERN() of the hatches that are wanted */
} skeleton_request;

static bool is_of_layer(const atlas *a, size_t index, const char *layer) {
    return !strcmp(atlas_layer_of(a, index)->id, layer);
}

static err_code find_layer(const http_request *q, map_request *m, err *e) {
    const char *id = http_request_var(q, "layer");
    const atlas *a = m->atlas;
    for (size_t i = 0; i < a->n_indicators; i++)
        if (is_of_layer(a, i, id)) {
            m->indicator = i;
            return ERR_OK;
        }
    buf all = BUF_EMPTY;
    for (size_t i = 0; i < a->n_layers; i++) buf_addf(&all, i ? ", %s" : "%s", a->layer[i].id);
    err_code rc =
        err_set(e, ERR_NOTFOUND, "atlas %s has no layer \"%.64s\" with figures; it has: %s", a->id,
                id, buf_text(&all));
    buf_free(&all);
    return rc;
}

/* The one that is named takes the place of the layer's first. */
static err_code find_indicator(const http_request *q, map_request *m, http_reply *r, err *e) {
    const char *id = http_request_param(q, "indicator");
    if (!id) return ERR_OK;
    err_code rc = atlas_find_indicator(m->atlas, id, &m->indicator, e);
    if (rc) return rc;
    if (is_of_layer(m->atlas, m->indicator, http_request_var(q, "layer"))) return ERR_OK;
    return http_fail_parameter(r, "indicator", "an indicator of the layer",
                               "that one belongs to another layer", e);
}

/* "rising,falling" */
static bool read_patterns(const char *text, unsigned *out) {
    *out = 0;
    for (const char *at = text, *end = at; *end; at = end + 1) {
        unsigned p = PATTERN_NONE + 1;
        end = at + strcspn(at, ",");
        size_t n = (size_t)(end - at);
        while (p < PATTERN__COUNT &&
               (strlen(pattern_names[p]) != n || memcmp(pattern_names[p], at, n) != 0))
            p++;
        if (p == PATTERN__COUNT) return false;
        *out |= PHASES_PATTERN(p);
    }
    return true;
}

static err_code find_patterns(const http_request *q, unsigned *out, http_reply *r, err *e) {
    const char *text = http_request_param(q, "patterns");
    if (!text || read_patterns(text, out)) return ERR_OK;
    return http_fail_parameter(r, "patterns",
                               "rising, falling, crossed, level; with commas between",
                               "there is no such pattern", e);
}

static err_code read_request(service *s, const http_request *q, skeleton_request *k, http_reply *r,
                             err *e) {
    static const char *const others[] = {"indicator", "patterns", NULL};
    err_code rc = params_tile(q, &k->scale, &k->tile, r, e);
    if (!rc) rc = params_atlas(s, q, &k->map.edition, e);
    if (rc) return rc;
    k->map.atlas = k->map.edition->atlas;
    rc = find_layer(q, &k->map, e);
    if (!rc) rc = find_indicator(q, &k->map, r, e);
    if (!rc) rc = find_patterns(q, &k->patterns, r, e);
    return rc ? rc : params_look(q, others, &k->map, r, e);
}

err_code skeleton_begin(void *s, const http_request *q, http_reply *r, err *e) {
    char what[96];
    skeleton_request *k = NULL;
    err_code rc = params_keep(sizeof *k, &k, r, e);
    if (!rc) rc = read_request(s, q, k, r, e);
    if (rc) return rc;
    snprintf(what, sizeof what, "skeleton/%s/%u/%u/%u/%u/%u", q->type, k->tile.z, k->tile.x,
             k->tile.y, k->scale, k->patterns);
    if (params_cached(&k->map, q, what, r)) return ERR_OK;
    return http_reply_defer(r);
}

static json_t *json_district(const districts *names, district_id d) {
    return d == DISTRICT_NONE ? json_null() : json_text(district_key(names, d));
}

/* ---- what lies over them ---- */

/* The context's id, or what the line of the layer is. */
static json_t *json_ink(const choropleth *c, unsigned id) {
    static const char *const lines[] = {"border_on_water", "outline_on_water", "outline",
                                        "group_casing"};
    char color[COLOR_TEXT_MAX];
    bool of_context = id < COVER_WATER_BORDER;
    const char *name = of_context          ? c->atlas->context[id / 2].id
                       : id >= COVER_GROUP ? c->atlas->group[c->group[id - COVER_GROUP]].id
                                           : lines[id - COVER_WATER_BORDER];
    color_format(c->paint.clears >> id & 1 ? (rgba){0} : c->paint.cover[id], color);
    return json_pack("{s:i,s:s,s:s,s:s}", "ink", (int)id, "of", name, "part",
                     of_context && id % 2 == 0 ? "fill" : "line", "color", color);
}

static json_t *json_inks(const choropleth *c, const skeleton *s) {
    json_t *list = json_array();
    for (unsigned k = 0; k < COVERS; k++)
        if (s->inks >> k & 1) json_array_append_new(list, json_ink(c, k));
    return list;
}

static json_t *json_levels(const cover *k, context_place place) {
    json_t *list = json_array();
    for (uint8_t i = 0; i < k->n; i++)
        if (k->ink[i].place == place)
            json_array_append_new(list,
                                  json_pack("[i,i]", (int)k->ink[i].id, (int)k->ink[i].level));
    return list;
}

static json_t *json_cover(const choropleth *c, const cover *k) {
    char color[COLOR_TEXT_MAX];
    json_t *one = json_object();
    for (int place = 0; place < CONTEXT__PLACES; place++)
        json_object_set_new(one, context_place_names[place], json_levels(k, (context_place)place));
    color_format(c->paint.place, color);
    json_object_set_new(one, "halo", json_integer(k->halo));
    json_object_set_new(one, "text", json_integer(k->text));
    if (!k->text) return one;
    if (k->label != DISTRICT_NONE)
        json_object_set_new(one, "label",
                            json_district(choropleth_layer(c)->shape->districts, k->label));
    else
        json_object_set_new(one, "color", json_string(color));
    return one;
}

static json_t *json_covers(const choropleth *c, const skeleton *s) {
    json_t *list = json_array();
    for (size_t i = 0; i < s->n_covers; i++)
        json_array_append_new(list, json_cover(c, &s->covers[i]));
    return list;
}

static json_t *json_phases(const skeleton *s) {
    json_t *list = json_array();
    for (size_t i = 0; i < s->n_phases && s->patterns; i++) {
        json_t *one = json_object();
        for (int p = PATTERN_NONE + 1; p < PATTERN__COUNT; p++)
            json_object_set_new(one, pattern_names[p], json_integer(s->phases[i].cover[p]));
        json_array_append_new(list, one);
    }
    return list;
}

static json_t *json_slots(const choropleth *c, const edition *d, const skeleton *s) {
    const districts *names = choropleth_layer(c)->shape->districts;
    json_t *list = json_array();
    for (size_t i = 0; i < s->n_slots; i++) {
        const slot *one = &s->slots[i];
        json_array_append_new(list, json_pack("[o,o,i,i,i,i,i]", json_district(names, one->a),
                                              json_district(names, one->b), (int)one->weight_b,
                                              (int)one->ink[0], (int)one->ink[1], (int)one->cover,
                                              (int)one->phase));
    }
    return json_pack("{s:s,s:s,s:s,s:s,s:i,s:i,s:[s,s,s,s,s,s,s],s:o,s:o,s:o,s:o}", "atlas",
                     c->atlas->id, "layer", choropleth_layer(c)->id, "version", d->version, "kind",
                     s->pixels ? "wide" : "indexed", "size", (int)s->size, "whole", SLOT_WHOLE,
                     "columns", "district", "second", "share_of_second", "casing", "line", "cover",
                     "phase", "slots", list, "covers", json_covers(c, s), "inks", json_inks(c, s),
                     "phases", json_phases(s));
}

static err_code reply_png(const skeleton *s, const http_request *q, http_reply *r, err *e) {
    buf png = BUF_EMPTY;
    err_code rc = skeleton_file_png(s, &png, e);
    if (!rc) rc = http_reply_buf(r, q->type, &png, e);
    buf_free(&png);
    return rc;
}

err_code skeleton_work(void *service_, const http_request *q, http_reply *r, err *e) {
    const service *serving = service_;
    const skeleton_request *k = r->kept;
    bool png = !strcmp(q->type, "image/png");
    choropleth *c = NULL;
    skeleton *s = NULL;
    err_code rc = params_choropleth(serving, &k->map, &c, r, e);
    if (!rc) rc = tiler_skeleton_with(serving->tiler, c, k->tile, k->scale, k->patterns, &s, e);
    if (png && (!rc || rc == ERR_UNSUPPORTED))
        rc = reply_png(s, q, r, e);
    else if (!rc)
        rc = http_reply_json(r, json_slots(c, k->map.edition, s), e);
    skeleton_unref(s);
    choropleth_unref(c);
    return rc;
}
