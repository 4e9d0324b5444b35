/* The catalog of an atlas: what there is to be asked for. */
#include "atlas/carry.h"
#include "atlas/division.h"
#include "atlas/target.h"
#include "base/json.h"
#include "carto/ramp_json.h"
#include "serve/service.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

static json_t *json_localized(const localized *l) {
    json_t *out = json_object();
    for (int i = 0; i < LANG_COUNT; i++)
        if (l->text[i]) json_object_set_new(out, lang_codes[i], json_text(l->text[i]));
    return out;
}

static json_t *json_rect(rect r) {
    return json_pack("[o,o,o,o]", json_number(r.x0), json_number(r.y0), json_number(r.x1),
                     json_number(r.y1));
}

static json_t *json_themes(const atlas *a) {
    json_t *out = json_array();
    for (size_t t = 0; t < a->n_themes; t++)
        json_array_append_new(out, json_pack("{s:s,s:o}", "id", a->theme[t].id, "title",
                                             json_localized(&a->theme[t].title)));
    return out;
}

static json_t *json_layers(const atlas *a) {
    json_t *out = json_array();
    for (size_t i = 0; i < a->n_layers; i++) {
        const atlas_layer *l = &a->layer[i];
        json_array_append_new(out,
                              json_pack("{s:s,s:o,s:o,s:o,s:I,s:o,s:s}", "id", l->id, "title",
                                        json_localized(&l->title), "note", json_localized(&l->note),
                                        "source", json_localized(&l->source), "districts",
                                        (json_int_t)districts_count(l->shape->districts), "bounds",
                                        json_rect(l->shape->lonlat), "crs", l->shape->crs));
    }
    return out;
}

/* The indicator that a period was carried over from, and how. */
static json_t *json_carried(const atlas *a, size_t i, size_t p) {
    size_t from = carry_from(a, i, p);
    if (from == SIZE_MAX) return json_null();
    carry_count n = carry_count_of(a, i, p);
    return json_pack("{s:s,s:I,s:I,s:I}", "indicator", a->indicator[from].id, "published",
                     (json_int_t)n.published, "derived", (json_int_t)n.derived, "missing",
                     (json_int_t)n.missing);
}

/* Each period with how many districts have a figure: partial ones are shown as partial. */
static json_t *json_periods(const atlas *a, size_t i) {
    const joined *j = &a->indicator[i].data;
    json_t *out = json_array();
    for (size_t p = 0; p < j->n_periods; p++) {
        size_t there = 0;
        const double *v = joined_values(j, p);
        for (size_t d = 0; d < j->n_districts; d++) there += isfinite(v[d]) != 0;
        json_array_append_new(out, json_pack("{s:o,s:I,s:o,s:o}", "id", json_text(j->period[p]),
                                             "districts", (json_int_t)there, "whole",
                                             json_number(j->whole[p]), "carried",
                                             json_carried(a, i, p)));
    }
    return out;
}

static json_t *json_categories(const indicator *ind) {
    if (ind->kind != KIND_CATEGORY) return json_null();
    json_t *out = json_array();
    for (size_t i = 0; i < ind->n_categories; i++)
        json_array_append_new(out, json_pack("{s:o,s:o}", "code", json_text(ind->category[i].code),
                                             "title", json_localized(&ind->category[i].title)));
    return out;
}

static json_t *json_id_of(const atlas *a, size_t i) {
    return i == SIZE_MAX ? json_null() : json_text(a->indicator[i].id);
}

static json_t *json_target(const atlas *a, size_t i) {
    const atlas_target *t = target_of(a, i);
    if (!t) return json_null();
    return json_pack("{s:o,s:o,s:s,s:o,s:o}", "value", json_number(t->value), "period",
                     json_text(t->period), "of", target_scope_names[t->of], "title",
                     json_localized(&t->title), "source", json_localized(&t->source));
}

/* What the indicator's own look sets otherwise than the atlas's. */
static json_t *json_own_look(const atlas *a, size_t i) {
    json_t *out = json_object();
    for (size_t k = 0; k < look_option_count; k++) {
        const look_option *o = &look_options[k];
        buf own = BUF_EMPTY, all = BUF_EMPTY;
        o->format(&a->design[i].look, &own);
        o->format(&a->look, &all);
        if (strcmp(buf_text(&own), buf_text(&all)) != 0)
            json_object_set_new(out, o->name, json_text(buf_text(&own)));
        buf_free(&own);
        buf_free(&all);
    }
    return out;
}

static json_t *json_indicator(const atlas *a, size_t i) {
    const indicator *ind = &a->indicator[i];
    return json_pack(
        "{s:s,s:s,s:s,s:o,s:o,s:o,s:o,s:s,s:s,s:s,s:i,s:I,s:o,s:o,s:o,s:o,s:b,s:o,s:b,s:o}", "id",
        ind->id, "layer", atlas_layer_of(a, i)->id, "theme", ind->theme, "title",
        json_localized(&ind->title), "unit", json_localized(&ind->unit), "note",
        json_localized(&ind->note), "source", json_localized(&ind->source), "kind",
        indicator_kind_names[ind->kind], "better", direction_names[ind->better], "series",
        ind->series, "decimals", ind->decimals, "districts", (json_int_t)ind->data.n_districts,
        "periods", json_periods(a, i), "rate", json_id_of(a, a->design[i].rate), "look",
        json_own_look(a, i), "categories", json_categories(ind), "ordered", ind->ordered, "weight",
        json_id_of(a, a->design[i].weight), "forecast", a->design[i].forecast, "target",
        json_target(a, i));
}

/* Keys by layer; a layer that the group is not made of is left out. */
static json_t *json_members(const atlas *a, const atlas_group *g) {
    json_t *out = json_object();
    for (size_t i = 0; i < a->n_layers; i++) {
        if (!g->member[i]) continue;
        json_t *keys = json_array();
        for (size_t k = 0; k < g->members[i].count; k++)
            json_array_append_new(
                keys, json_text(district_key(a->layer[i].shape->districts, g->members[i].part[k])));
        json_object_set_new(out, a->layer[i].id, keys);
    }
    return out;
}

static json_t *json_groups(const atlas *a) {
    json_t *out = json_array();
    for (size_t i = 0; i < a->n_groups; i++) {
        const atlas_group *g = &a->group[i];
        char color[COLOR_TEXT_MAX];
        color_format(g->color, color);
        json_array_append_new(out,
                              json_pack("{s:s,s:o,s:o,s:o,s:o,s:o}", "id", g->id, "title",
                                        json_localized(&g->title), "kind", json_localized(&g->kind),
                                        "source", json_localized(&g->source), "color",
                                        g->color.a ? json_text(color) : json_null(), "members",
                                        json_members(a, g)));
    }
    return out;
}

/* Of which layers it is known how they lie within each other. */
static json_t *json_divisions(const atlas *a) {
    json_t *layers = json_array();
    if (!division_units(a)) {
        json_decref(layers);
        return json_null();
    }
    for (size_t i = 0; i < a->n_layers; i++)
        if (division_has_layer(a, i)) json_array_append_new(layers, json_text(a->layer[i].id));
    return json_pack("{s:I,s:o}", "units", (json_int_t)division_units(a), "layers", layers);
}

static json_t *json_ramps(const ramp_set *set) {
    json_t *out = json_array();
    for (size_t i = 0; i < ramp_set_count(set); i++)
        json_array_append_new(out, ramp_json(ramp_at(set, i), false));
    return out;
}

static json_t *json_texts(const char *en, const char *sv) {
    return json_pack("{s:s,s:s}", lang_codes[LANG_EN], en, lang_codes[LANG_SV], sv);
}

static json_t *json_methods(void) {
    json_t *out = json_array();
    for (size_t i = 0; i < classify_method_count; i++) {
        const classify_method *m = &classify_methods[i];
        json_array_append_new(out, json_pack("{s:s,s:o,s:o,s:b,s:b,s:b}", "name", m->name, "title",
                                             json_texts(m->title_en, m->title_sv), "help",
                                             json_texts(m->help_en, m->help_sv), "takes_breaks",
                                             m->takes_breaks, "own_count", m->own_count,
                                             "continuous", m->continuous));
    }
    return out;
}

static json_t *json_metrics(void) {
    json_t *out = json_array();
    for (size_t i = 0; i < metric_kind_count; i++) {
        const metric_kind *m = &metric_kinds[i];
        json_array_append_new(out, json_pack("{s:s,s:o,s:o,s:b}", "name", m->name, "title",
                                             json_texts(m->title_en, m->title_sv), "help",
                                             json_texts(m->help_en, m->help_sv), "needs_whole",
                                             m->needs_whole));
    }
    return out;
}

static json_t *json_looks(const named_look_set *set) {
    json_t *out = json_array();
    for (size_t i = 0; i < named_look_set_count(set); i++) {
        const named_look *l = named_look_at(set, i);
        size_t n;
        const look_setting *s = named_look_settings(l, &n);
        json_t *settings = json_object();
        for (size_t k = 0; k < n; k++)
            json_object_set_new(settings, s[k].name, json_text(s[k].value));
        json_array_append_new(
            out, json_pack("{s:s,s:o,s:o}", "name", named_look_name(l), "title",
                           json_texts(named_look_title(l, LANG_EN), named_look_title(l, LANG_SV)),
                           "options", settings));
    }
    return out;
}

static json_t *json_choices(const look_option *o, const look_sources *from) {
    const char *name;
    if (!o->choice) return json_null();
    json_t *out = json_array();
    for (size_t i = 0; (name = o->choice(from, i)); i++)
        json_array_append_new(out, json_text(name));
    return out;
}

static json_t *json_range(const look_option *o) {
    if (o->min >= o->max) return json_null();
    return json_pack("{s:o,s:o,s:o}", "min", json_number(o->min), "max", json_number(o->max),
                     "step", o->step > 0 ? json_number(o->step) : json_null());
}

static json_t *json_options(const look *defaults, const look_sources *from) {
    json_t *out = json_array();
    for (size_t i = 0; i < look_option_count; i++) {
        const look_option *o = &look_options[i];
        buf text = BUF_EMPTY;
        o->format(defaults, &text);
        json_array_append_new(out, json_pack("{s:s,s:s,s:s,s:o,s:o,s:o,s:o}", "name", o->name,
                                             "type", o->type, "value", o->value, "help",
                                             json_texts(o->help_en, o->help_sv), "default",
                                             json_text(buf_text(&text)), "range", json_range(o),
                                             "choices", json_choices(o, from)));
        buf_free(&text);
    }
    return out;
}

static json_t *json_catalog(const edition *d) {
    const atlas *a = d->atlas;
    const look_sources from = look_library_sources(&a->library);
    json_t *indicators = json_array();
    for (size_t i = 0; i < a->n_indicators; i++)
        json_array_append_new(indicators, json_indicator(a, i));
    return json_pack("{s:s,s:o,s:o,s:o,s:o,s:o,s:o,s:o,s:o,s:o,s:o,s:o,s:o,s:o,s:o}", "id", a->id,
                     "version", json_text(d->version), "title", json_localized(&a->title), "whole",
                     a->whole_key ? json_localized(&a->whole_name) : json_null(), "attribution",
                     json_localized(&a->attribution), "themes", json_themes(a), "layers",
                     json_layers(a), "indicators", indicators, "methods", json_methods(), "metrics",
                     json_metrics(), "ramps", json_ramps(a->library.ramps), "looks",
                     json_looks(a->library.styles), "options", json_options(&a->look, &from),
                     "groups", json_groups(a), "divisions", json_divisions(a));
}

err_code catalog_begin(void *s, const http_request *q, http_reply *r, err *e) {
    static const char *const allowed[] = {"v", NULL};
    char etag[32];
    map_request *c = NULL;
    err_code rc = params_keep(sizeof *c, &c, r, e);
    if (!rc) rc = params_atlas(s, q, &c->edition, e);
    if (!rc) rc = http_request_only(q, allowed, r, e);
    if (rc) return rc;
    snprintf(etag, sizeof etag, "%s-c", c->edition->version);
    http_reply_etag(r, etag);
    if (http_request_matches(q, etag)) return ERR_OK;
    return http_reply_defer(r); /* all ramps at all class counts take a while to judge */
}

static err_code print_catalog(void *ctx, buf *out, err *e) {
    return json_print(json_catalog(ctx), 0, out, e);
}

static void release_edition(void *d) { edition_unref(d); }

err_code catalog_work(void *s, const http_request *q, http_reply *r, err *e) {
    const map_request *c = r->kept;
    edition *d = c->edition;
    (void)s;
    err_code rc = kept_text_get(&d->catalog, print_catalog, d, e);
    if (rc) return rc;
    http_reply_body(r, q->type, buf_view(&d->catalog.plain), release_edition, edition_ref(d));
    http_reply_gzip(r, buf_view(&d->catalog.gzip));
    return ERR_OK;
}
