#include "serve/district_json.h"
#include "base/json.h"
#include "base/text.h"
#include "carto/wording.h"

#include "data/stats.h"

#include <math.h>
#include <stdlib.h>

json_t *district_json_text(const choropleth *c, double v) {
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
json_t *district_json_value(const choropleth *c, double v) {
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

json_t *district_json(const choropleth *c, district_id d, size_t rank) {
    const districts *names = choropleth_layer(c)->shape->districts;
    const joined *j = &choropleth_indicator(c)->data;
    size_t at = choropleth_at(c, d);
    double v = j->value[at];
    char color[COLOR_TEXT_MAX], text_color[COLOR_TEXT_MAX];
    color_format(c->paint.fill[d], color);
    color_format(c->paint.text[d], text_color);
    json_t *out = json_pack(
        "{s:o,s:o,s:o,s:o,s:o,s:s,s:s,s:o,s:s}", "key", json_text(district_key(names, d)), "name",
        json_text(district_name(names, d)), "value", district_json_value(c, v), "text",
        district_json_text(c, v), "class",
        c->class_of[d] < 0 ? json_null() : json_integer(c->class_of[d]), "color", color,
        "text_color", text_color, "rank", rank ? json_integer((json_int_t)rank) : json_null(),
        "state", value_state_names[j->state[at]]);
    if (out) add_beside(j, at, out);
    return out;
}

err_code district_json_ranks(const choropleth *c, size_t **out, err *e) {
    size_t n = choropleth_indicator(c)->data.n_districts;
    size_t *rank = calloc(n + 1, sizeof *rank);
    if (!rank) return err_nomem(e);
    err_code rc = choropleth_indicator(c)->kind == KIND_CATEGORY
                      ? ERR_OK
                      : stats_rank(choropleth_values(c), n, rank, NULL, e);
    if (rc)
        free(rank);
    else
        *out = rank;
    return rc;
}
