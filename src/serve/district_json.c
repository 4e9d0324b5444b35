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
static void add_beside(const joined *j, size_t at, lang in, json_t *o) {
    const struct {
        const char *name;
        const double *all;
    } beside[] = {{"margin", j->margin}, {"low", j->low}, {"high", j->high}, {"sample", j->sample}};
    for (size_t i = 0; i < sizeof beside / sizeof *beside; i++)
        if (beside[i].all && !isnan(beside[i].all[at]))
            json_object_set_new(o, beside[i].name, json_number(beside[i].all[at]));
    const char *note = joined_note(j, at, in);
    if (*note) json_object_set_new(o, "note", json_text(note));
    if (j->flags[at] & ~VALUE_DERIVED) json_object_set_new(o, "flags", json_flags(j->flags[at]));
}

/* Adds it; NULL stays NULL, and a member that cannot be added takes the whole object with it. */
static json_t *with(json_t *o, const char *name, json_t *member) {
    if (!json_object_set_new(o, name, member)) return o;
    json_decref(o);
    return NULL;
}

static json_t *told(const choropleth *c, double v,
                    void (*tell)(const choropleth *, double, lang, buf *)) {
    buf text = BUF_EMPTY;
    tell(c, v, c->look.language, &text);
    json_t *out = text.failed ? NULL : json_text(buf_text(&text));
    buf_free(&text);
    return out;
}

/* How sure the difference is; nothing where that is not known. */
static json_t *add_margin(const choropleth *c, district_id d, json_t *o) {
    if (!c->margin || isnan(c->margin[d])) return o;
    o = with(o, "difference_margin", json_number(c->margin[d]));
    return with(o, "within_margin", json_boolean(choropleth_is_within(c, d)));
}

/* The figure of the second indicator, and the classes of both. */
static json_t *add_second(const choropleth *c, district_id d, json_t *o) {
    const choropleth_second *s = &c->second;
    lang l = c->look.language;
    buf text = BUF_EMPTY;
    if (!s->ind) return o;
    bool known = c->class_of[d] >= 0;
    int column = class_of(&c->breaks, c->value[d]), row = class_of(&s->breaks, s->value[d]);
    number_format_value(s->value[d], s->ind->decimals, localized_get(&s->ind->unit, l), l, &text);
    json_t *second = with(json_object(), "value", json_number(s->value[d]));
    second = with(second, "text", text.failed ? NULL : json_text(buf_text(&text)));
    second = with(second, "state", json_string(value_state_names[s->state[d]]));
    buf_free(&text);
    o = with(o, "second", second);
    return with(o, "pair", known ? json_pack("[i,i]", column, row) : json_null());
}

static json_t *add_comparison(const choropleth *c, district_id d, json_t *o) {
    double v = c->value[d], difference = choropleth_difference(c, d);
    if (!c->rule.plain) {
        o = with(o, "mapped", json_number(v));
        o = with(o, "mapped_text", told(c, v, choropleth_number_text));
        o = with(o, "mapped_state", json_string(value_state_names[c->state[d]]));
    }
    o = add_second(c, d, o);
    if (isnan(c->center)) return o;
    o = with(o, "difference", json_number(difference));
    o = with(o, "difference_text", told(c, difference, choropleth_difference_text));
    return add_margin(c, d, o);
}

/* A figure that was put together, or that could not be. */
static json_t *add_carried(const choropleth *c, district_id d, json_t *o) {
    buf text = BUF_EMPTY;
    choropleth_carried(c, d, c->look.language, &text);
    if (choropleth_indicator(c)->data.flags[choropleth_at(c, d)] & VALUE_DERIVED)
        o = with(o, "derived", json_true());
    if (text.len) o = with(o, "derived_text", text.failed ? NULL : json_text(buf_text(&text)));
    buf_free(&text);
    return o;
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
    out = add_carried(c, d, add_comparison(c, d, out));
    if (out) add_beside(j, at, c->look.language, out);
    return out;
}

static json_t *minus_json(const mapped_rule *r, size_t period) {
    if (!r->other) return json_null();
    const char *name = r->other_period == SIZE_MAX ? r->ind->data.period[period]
                                                   : r->other->data.period[r->other_period];
    json_t *o = with(json_object(), "indicator", json_text(r->other->id));
    return with(o, "period", json_text(name));
}

static json_t *phrase(const choropleth *c, void (*tell)(const choropleth *, lang, buf *)) {
    buf text = BUF_EMPTY;
    tell(c, c->look.language, &text);
    json_t *out = text.failed ? NULL : json_text(buf_text(&text));
    buf_free(&text);
    return out;
}

static json_t *second_json(const choropleth *c) {
    const choropleth_second *s = &c->second;
    lang l = c->look.language;
    if (!s->ind) return json_null();
    json_t *o = with(json_object(), "indicator", json_text(s->ind->id));
    o = with(o, "title", json_text(localized_get(&s->ind->title, l)));
    o = with(o, "unit", json_text(localized_get(&s->ind->unit, l)));
    return with(o, "period", json_text(s->ind->data.period[s->period]));
}

json_t *district_json_unit(const choropleth *c) { return phrase(c, choropleth_unit); }

json_t *district_json_mapped(const choropleth *c) {
    static const char *const against[] = {NULL, "whole", "mean", "number", "target"};
    const mapped_rule *r = &c->rule;
    if (r->plain && isnan(c->center) && !c->second.ind) return json_null();
    json_t *o = with(json_object(), "metric", json_string(r->metric->name));
    o = with(o, "minus", minus_json(r, c->period));
    o = with(o, "change", r->other ? json_string(r->percent ? "percent" : "unit") : json_null());
    o = with(o, "title", phrase(c, choropleth_title));
    o = with(o, "unit", phrase(c, choropleth_unit));
    o = with(o, "period", phrase(c, choropleth_period_text));
    o = with(o, "whole", json_number(c->whole));
    o = with(o, "whole_text", told(c, c->whole, choropleth_number_text));
    o = with(o, "second", second_json(c));
    o = with(o, "margin_basis", json_text(margin_basis_names[c->basis]));
    o = with(o, "center", json_number(c->center));
    return with(o, "reference", json_text(against[c->against]));
}

err_code district_json_ranks(const choropleth *c, size_t **out, err *e) {
    size_t n = choropleth_indicator(c)->data.n_districts;
    bool category = choropleth_indicator(c)->kind == KIND_CATEGORY;
    bool ranked = c->rule.metric->from_high; /* what is mapped is the rank */
    size_t *rank = calloc(n + 1, sizeof *rank);
    if (!rank) return err_nomem(e);
    err_code rc = category || ranked ? ERR_OK : stats_rank(choropleth_values(c), n, rank, NULL, e);
    for (district_id d = 0; d < n && ranked; d++)
        if (!isnan(c->value[d])) rank[d] = (size_t)c->value[d];
    if (rc)
        free(rank);
    else
        *out = rank;
    return rc;
}
