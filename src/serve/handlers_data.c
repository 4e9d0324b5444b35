/* The catalog of an atlas, and an indicator's values. */
#include "base/json.h"
#include "carto/wording.h"
#include "data/stats.h"
#include "serve/service.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
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

static json_t *json_version(const atlas *a) {
    char text[20];
    snprintf(text, sizeof text, "%016" PRIx64, a->version);
    return json_text(text);
}

/* ---- the catalog ---------------------------------------------------------------------------- */

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

/* Each period with how many districts have a figure: partial ones are shown as partial. */
static json_t *json_periods(const joined *j) {
    json_t *out = json_array();
    for (size_t p = 0; p < j->n_periods; p++) {
        size_t there = 0;
        const double *v = joined_values(j, p);
        for (size_t d = 0; d < j->n_districts; d++) there += isfinite(v[d]) != 0;
        json_array_append_new(out,
                              json_pack("{s:o,s:I,s:o}", "id", json_text(j->period[p]), "districts",
                                        (json_int_t)there, "whole", json_number(j->whole[p])));
    }
    return out;
}

static json_t *json_indicator(const atlas *a, size_t i) {
    const indicator *ind = &a->indicator[i];
    return json_pack("{s:s,s:s,s:s,s:o,s:o,s:o,s:o,s:s,s:s,s:s,s:i,s:I,s:o}", "id", ind->id,
                     "layer", atlas_layer_of(a, i)->id, "theme", ind->theme, "title",
                     json_localized(&ind->title), "unit", json_localized(&ind->unit), "note",
                     json_localized(&ind->note), "source", json_localized(&ind->source), "kind",
                     indicator_kind_names[ind->kind], "better", direction_names[ind->better],
                     "series", ind->series, "decimals", ind->decimals, "districts",
                     (json_int_t)ind->data.n_districts, "periods", json_periods(&ind->data));
}

static json_t *json_ramps(const ramp_set *set) {
    json_t *out = json_array();
    for (size_t i = 0; i < ramp_set_count(set); i++) {
        const ramp *r = ramp_at(set, i);
        rgba color[5];
        json_t *colors = json_array(), *title = json_object();
        ramp_classes(r, 5, false, color);
        for (size_t k = 0; k < 5; k++) {
            char text[COLOR_TEXT_MAX];
            color_format(color[k], text);
            json_array_append_new(colors, json_text(text));
        }
        for (int l = 0; l < LANG_COUNT; l++)
            json_object_set_new(title, lang_codes[l], json_text(ramp_title(r, (lang)l)));
        json_array_append_new(out, json_pack("{s:s,s:s,s:o,s:o}", "name", ramp_name(r), "kind",
                                             ramp_kind_names[ramp_kind_of(r)], "title", title,
                                             "colors", colors));
    }
    return out;
}

static json_t *json_options(const look *defaults) {
    json_t *out = json_array();
    for (size_t i = 0; i < look_option_count; i++) {
        const look_option *o = &look_options[i];
        buf text = BUF_EMPTY;
        o->format(defaults, &text);
        json_array_append_new(out,
                              json_pack("{s:s,s:s,s:{s:s,s:s},s:o}", "name", o->name, "value",
                                        o->value ? o->value : "", "help", "en", o->help_en, "sv",
                                        o->help_sv, "default", json_text(buf_text(&text))));
        buf_free(&text);
    }
    return out;
}

static json_t *json_catalog(const atlas *a) {
    json_t *indicators = json_array(), *methods = json_array();
    for (size_t i = 0; i < a->n_indicators; i++)
        json_array_append_new(indicators, json_indicator(a, i));
    for (size_t i = 0; i < classify_method_count; i++)
        json_array_append_new(
            methods, json_pack("{s:s,s:{s:s,s:s}}", "name", classify_methods[i].name, "title", "en",
                               classify_methods[i].title_en, "sv", classify_methods[i].title_sv));
    return json_pack("{s:s,s:o,s:o,s:o,s:o,s:o,s:o,s:o,s:o,s:o,s:o}", "id", a->id, "version",
                     json_version(a), "title", json_localized(&a->title), "whole",
                     a->whole_key ? json_localized(&a->whole_name) : json_null(), "attribution",
                     json_localized(&a->attribution), "themes", json_themes(a), "layers",
                     json_layers(a), "indicators", indicators, "methods", methods, "ramps",
                     json_ramps(a->ramps), "options", json_options(&a->look));
}

err_code catalog_answer(void *service_, const http_request *q, http_reply *r, err *e) {
    const service *s = service_;
    static const char *const allowed[] = {"v", NULL};
    char etag[32];
    err_code rc = params_atlas(s, q, e);
    if (!rc) rc = http_request_only(q, allowed, r, e);
    if (rc) return rc;
    snprintf(etag, sizeof etag, "%016" PRIx64 "-c", s->atlas->version);
    r->cache_control = "no-cache"; /* it tells the version: always asked again, mostly a 304 */
    http_reply_etag(r, etag);
    if (http_request_matches(q, etag)) return ERR_OK;
    return http_reply_json(r, json_catalog(s->atlas), e);
}

/* ---- values -------------------------------------------------------------------------------------
 */

static json_t *json_value_text(const choropleth *c, double v) {
    const indicator *ind = choropleth_indicator(c);
    buf text = BUF_EMPTY;
    number_format_value(v, ind->decimals, localized_get(&ind->unit, c->look.language),
                        c->look.language, &text);
    json_t *out = json_text(buf_text(&text));
    buf_free(&text);
    return out;
}

static json_t *json_district(const choropleth *c, district_id d, size_t rank) {
    const districts *names = choropleth_layer(c)->shape->districts;
    double v = choropleth_values(c)[d];
    char color[COLOR_TEXT_MAX];
    color_format(c->paint.fill[d], color);
    return json_pack("{s:o,s:o,s:o,s:o,s:o,s:s,s:o}", "key", json_text(district_key(names, d)),
                     "name", json_text(district_name(names, d)), "value", json_number(v), "text",
                     json_value_text(c, v), "class",
                     c->class_of[d] < 0 ? json_null() : json_integer(c->class_of[d]), "color",
                     color, "rank", rank ? json_integer((json_int_t)rank) : json_null());
}

static err_code json_data(const choropleth *c, json_t **out, err *e) {
    const indicator *ind = choropleth_indicator(c);
    const joined *j = &ind->data;
    lang in = c->look.language;
    legend *l = NULL;
    size_t *rank = calloc(j->n_districts + 1, sizeof *rank);
    err_code rc =
        rank ? stats_rank(choropleth_values(c), j->n_districts, rank, NULL, e) : err_nomem(e);
    if (!rc) rc = choropleth_legend(c, &l, e);
    if (!rc) {
        json_t *list = json_array();
        for (district_id d = 0; d < j->n_districts; d++)
            json_array_append_new(list, json_district(c, d, rank[d]));
        double whole = j->whole[c->period];
        *out = json_pack(
            "{s:s,s:s,s:o,s:s,s:o,s:o,s:o,s:o,s:s,s:o,s:o,s:o}", "atlas", c->atlas->id, "indicator",
            ind->id, "version", json_version(c->atlas), "layer", choropleth_layer(c)->id, "title",
            json_text(localized_get(&ind->title, in)), "unit",
            json_text(localized_get(&ind->unit, in)), "period", json_text(j->period[c->period]),
            "source", json_text(l->source), "language", lang_codes[in], "whole",
            isfinite(whole)
                ? json_pack("{s:o,s:o,s:o}", "name",
                            json_text(localized_get(&c->atlas->whole_name, in)), "value",
                            json_number(whole), "text", json_value_text(c, whole))
                : json_null(),
            "legend", legend_json(l), "districts", list);
    }
    legend_free(l);
    free(rank);
    return rc;
}

err_code data_begin(void *s, const http_request *q, http_reply *r, err *e) {
    map_request *m = calloc(1, sizeof *m);
    if (!m) return err_nomem(e);
    http_reply_keep(r, m, free);
    err_code rc = params_map(s, q, NULL, m, r, e);
    if (rc || params_cached(m, q, "data", r)) return rc;
    return http_reply_defer(r);
}

err_code data_work(void *s, const http_request *q, http_reply *r, err *e) {
    (void)s, (void)q;
    const map_request *m = r->kept;
    choropleth *c = NULL;
    json_t *root = NULL;
    err_code rc = params_choropleth(m, &c, r, e);
    if (!rc) rc = json_data(c, &root, e);
    if (!rc) rc = http_reply_json(r, root, e);
    choropleth_unref(c);
    return rc;
}
