/* An indicator's values. */
#include "base/json.h"
#include "base/text.h"
#include "carto/wording.h"
#include "data/stats.h"
#include "serve/service.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static json_t *json_value_text(const choropleth *c, double v) {
    const indicator *ind = choropleth_indicator(c);
    if (ind->kind == KIND_CATEGORY && !isnan(v))
        return json_text(localized_get(&ind->category[(size_t)v].title, c->look.language));
    buf text = BUF_EMPTY;
    number_format_value(v, ind->decimals, localized_get(&ind->unit, c->look.language),
                        c->look.language, &text);
    json_t *out = json_text(buf_text(&text));
    buf_free(&text);
    return out;
}

/* A category's value is its code: a number where it is one. */
static json_t *json_value(const choropleth *c, double v) {
    const indicator *ind = choropleth_indicator(c);
    double number;
    if (ind->kind != KIND_CATEGORY || isnan(v)) return json_number(v);
    const char *code = ind->category[(size_t)v].code;
    return text_to_double(code, &number) ? json_number(number) : json_text(code);
}

static json_t *json_flags(unsigned flags) {
    static const struct {
        unsigned flag;
        const char *name;
    } names[] = {{VALUE_FOOTNOTE, "footnote"}, {VALUE_BRACKETED, "uncertain"}};
    json_t *out = json_array();
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (flags & names[i].flag) json_array_append_new(out, json_text(names[i].name));
    return out;
}

/* What stands beside the figure in its table; only what there is. */
static void add_beside(const joined *j, size_t at, json_t *o) {
    const struct {
        const char *name;
        const double *all;
    } beside[] = {{"margin", j->margin}, {"low", j->low}, {"high", j->high}, {"sample", j->sample}};
    for (size_t i = 0; i < sizeof beside / sizeof *beside; i++)
        if (beside[i].all && !isnan(beside[i].all[at]))
            json_object_set_new(o, beside[i].name, json_number(beside[i].all[at]));
    if (j->note && j->note[at]) json_object_set_new(o, "note", json_text(j->note[at]));
    if (j->flags[at]) json_object_set_new(o, "flags", json_flags(j->flags[at]));
}

static json_t *json_district(const choropleth *c, district_id d, size_t rank) {
    const districts *names = choropleth_layer(c)->shape->districts;
    const joined *j = &choropleth_indicator(c)->data;
    size_t at = choropleth_at(c, d);
    double v = j->value[at];
    char color[COLOR_TEXT_MAX];
    color_format(c->paint.fill[d], color);
    json_t *out =
        json_pack("{s:o,s:o,s:o,s:o,s:o,s:s,s:o,s:s}", "key", json_text(district_key(names, d)),
                  "name", json_text(district_name(names, d)), "value", json_value(c, v), "text",
                  json_value_text(c, v), "class",
                  c->class_of[d] < 0 ? json_null() : json_integer(c->class_of[d]), "color", color,
                  "rank", rank ? json_integer((json_int_t)rank) : json_null(), "state",
                  value_state_names[j->state[at]]);
    if (out) add_beside(j, at, out);
    return out;
}

static err_code json_data(const choropleth *c, const edition *d, json_t **out, err *e) {
    const indicator *ind = choropleth_indicator(c);
    const joined *j = &ind->data;
    lang in = c->look.language;
    legend *l = NULL;
    size_t *rank = calloc(j->n_districts + 1, sizeof *rank);
    err_code rc = rank ? ERR_OK : err_nomem(e);
    if (!rc && ind->kind != KIND_CATEGORY)
        rc = stats_rank(choropleth_values(c), j->n_districts, rank, NULL, e);
    if (!rc) rc = choropleth_legend(c, &l, e);
    if (!rc) {
        json_t *list = json_array();
        for (district_id k = 0; k < j->n_districts; k++)
            json_array_append_new(list, json_district(c, k, rank[k]));
        double whole = j->whole[c->period];
        *out = json_pack(
            "{s:s,s:s,s:o,s:s,s:o,s:o,s:o,s:o,s:s,s:o,s:o,s:o}", "atlas", c->atlas->id, "indicator",
            ind->id, "version", json_text(d->version), "layer", choropleth_layer(c)->id, "title",
            json_text(localized_get(&ind->title, in)), "unit",
            json_text(localized_get(&ind->unit, in)), "period", json_text(j->period[c->period]),
            "source", json_text(l->source), "language", lang_codes[in], "whole",
            isfinite(whole)
                ? json_pack("{s:o,s:o,s:o}", "name",
                            json_text(localized_get(&c->atlas->whole_name, in)), "value",
                            json_value(c, whole), "text", json_value_text(c, whole))
                : json_null(),
            "legend", legend_json(l), "districts", list);
    }
    legend_free(l);
    free(rank);
    return rc;
}

err_code data_begin(void *s, const http_request *q, http_reply *r, err *e) {
    map_request *m = NULL;
    err_code rc = params_keep(sizeof *m, &m, r, e);
    if (!rc) rc = params_map(s, q, NULL, m, r, e);
    if (rc || params_cached(m, q, "data", r)) return rc;
    return http_reply_defer(r);
}

err_code data_work(void *s, const http_request *q, http_reply *r, err *e) {
    (void)s, (void)q;
    const map_request *m = r->kept;
    choropleth *c = NULL;
    json_t *root = NULL;
    err_code rc = params_choropleth(s, m, &c, r, e);
    if (!rc) rc = json_data(c, m->edition, &root, e);
    if (!rc) rc = http_reply_json(r, root, e);
    choropleth_unref(c);
    return rc;
}
