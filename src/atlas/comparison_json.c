#include "atlas/comparison.h"
#include "atlas/target.h"
#include "base/json.h"
#include "base/text.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

typedef struct telling {
    const comparison *c;
    const comparison_row *r;
    const indicator *ind;
    lang in;
} telling;

/* A text that ends in `out`, or null if it is empty. */
static json_t *taken(buf *text) {
    json_t *o = text->failed ? NULL : text->len ? json_text(buf_text(text)) : json_null();
    buf_free(text);
    return o;
}

static json_t *json_count(size_t n) { return json_integer((json_int_t)n); }

static json_t *json_figure(const telling *t, double v) {
    buf text = BUF_EMPTY;
    if (isnan(v)) return json_null();
    choropleth_number_text(t->r->map, v, t->in, &text);
    return taken(&text);
}

static const districts *names_of(const telling *t) {
    return choropleth_layer(t->r->map)->shape->districts;
}

static json_t *json_district(const telling *t, district_id d) {
    if (d == DISTRICT_NONE) return json_null();
    json_t *o = json_with(json_object(), "key", json_text(district_key(names_of(t), d)));
    o = json_with(o, "name", json_text(district_name(names_of(t), d)));
    return json_with(o, "value", json_number(choropleth_values(t->r->map)[d]));
}

/* ---- lines ---- */

static json_t *json_point(const series_point *p) {
    json_t *o = json_with(json_object(), "period", json_text(p->period));
    o = json_with(o, "at", json_number(p->at));
    o = json_with(o, "value", json_number(p->value));
    o = json_with(o, "derived", json_boolean(p->derived));
    return json_with(o, "forecast", json_boolean(p->forecast));
}

static json_t *json_series(const comparison *c, const series *s) {
    json_t *out = json_array();
    for (size_t i = 0; i < s->count; i++) {
        const series_line *l = &s->line[i];
        json_t *points = json_array();
        for (size_t k = 0; k < l->count; k++)
            json_array_append_new(points, json_point(&l->point[k]));
        json_t *o =
            json_with(json_object(), "indicator", json_text(c->atlas->indicator[l->indicator].id));
        o = json_with(o, "carried", json_boolean(l->carried));
        json_array_append_new(out, json_with(o, "points", points));
    }
    return out;
}

/* ---- cells ---- */

static json_t *json_rank(const telling *t, const comparison_cell *c) {
    buf text = BUF_EMPTY;
    if (!c->ranked) return json_null();
    comparison_rank_text(c, t->in, &text);
    json_t *o = json_with(json_object(), "from", json_count(c->rank_from));
    o = json_with(o, "to", json_count(c->rank_to));
    o = json_with(o, "of", json_count(c->ranked));
    o = json_with(o, "order", json_string("highest first"));
    o = json_with(o, "text", taken(&text));
    return json_with(o, "order_text", json_text(comparison_word_of(COMPARISON_ORDER, t->in)));
}

/* Those that are not told already: figure and rank are. */
static json_t *json_metrics(const comparison_cell *c) {
    json_t *o = json_object();
    for (size_t k = 0; k < metric_kind_count; k++)
        if (strcmp(metric_kinds[k].name, "value") != 0 && strcmp(metric_kinds[k].name, "rank") != 0)
            o = json_with(o, metric_kinds[k].name, json_number(c->metric[k]));
    return o;
}

static json_t *json_change(const telling *t, const comparison_cell *c) {
    buf text = BUF_EMPTY;
    if (!c->change_from) return json_null();
    comparison_change_text(t->r, c, t->in, &text);
    json_t *o = json_with(json_object(), "since", json_text(c->change_from));
    o = json_with(o, "value", json_number(c->change));
    o = json_with(o, "percent", json_number(comparison_change_percent(t->r, c)));
    return json_with(o, "text", taken(&text));
}

static json_t *json_parts(const telling *t, const comparison_cell *c) {
    json_t *out = json_array();
    for (size_t i = 0; i < c->n_parts; i++) {
        const comparison_part *p = &c->part[i];
        json_t *o = json_with(json_district(t, p->district), "text", json_figure(t, p->value));
        o = json_with(o, "initials", json_text(p->initials));
        json_array_append_new(
            out,
            json_with(o, "state", json_string(value_state_names[t->r->map->state[p->district]])));
    }
    return out;
}

static json_t *json_side(int side) {
    return side ? json_string(side > 0 ? "better" : "worse") : json_null();
}

static json_t *json_cell(const telling *t, size_t i) {
    const comparison_cell *c = &t->r->cell[i];
    const char *lack = comparison_lack_names[c->lack];
    buf text = BUF_EMPTY;
    comparison_difference_text(t->r, c, t->in, &text);
    json_t *o = json_with(json_object(), "district", json_text(t->c->subject[i].id));
    o = json_with(o, "value", json_number(c->value));
    o = json_with(o, "text", json_figure(t, c->value));
    o = json_with(o, "state", json_string(value_state_names[c->state]));
    o = json_with(o, "lack", lack ? json_string(lack) : json_null());
    o = json_with(o, "derived", json_boolean(c->derived));
    o = json_with(o, "uncertain", json_boolean(c->flags & VALUE_BRACKETED));
    o = json_with(o, "difference", json_number(c->difference));
    o = json_with(o, "percent", json_number(c->percent));
    o = json_with(o, "difference_text", taken(&text));
    o = json_with(o, "margin", json_number(c->margin));
    o = json_with(o, "within_margin", json_boolean(c->within_margin));
    o = json_with(o, "side", json_side(c->side));
    o = json_with(o, "rank", json_rank(t, c));
    o = json_with(o, "metrics", json_metrics(c));
    o = json_with(o, "change", json_change(t, c));
    o = json_with(o, "parts", json_parts(t, c));
    return json_with(o, "series", json_series(t->c, &t->r->line[i]));
}

/* ---- rows ---- */

static json_t *phrase(const telling *t, void (*tell)(const choropleth *, lang, buf *)) {
    buf text = BUF_EMPTY;
    tell(t->r->map, t->in, &text);
    return taken(&text);
}

static json_t *json_reference(const telling *t) {
    const comparison_row *r = t->r;
    if (r->reference_is == REFERENCE_NONE) return json_null();
    bool whole = r->reference_is == REFERENCE_WHOLE;
    json_t *o = json_with(json_object(), "kind", json_string(whole ? "whole" : "mean"));
    o = json_with(o, "value", json_number(r->reference));
    return json_with(o, "text", json_figure(t, r->reference));
}

static json_t *json_target(const telling *t) {
    buf text = BUF_EMPTY;
    if (isnan(t->r->target)) return json_null();
    target_text(t->c->atlas, t->r->indicator, t->c->language, &text);
    json_t *o = json_with(json_object(), "value", json_number(t->r->target));
    o = json_with(o, "text", json_text(buf_text(&text)));
    buf_free(&text);
    return o;
}

static json_t *row_texts(const telling *t) {
    const comparison_row *r = t->r;
    const joined *j = &t->ind->data;
    json_t *o = json_with(json_object(), "indicator", json_text(t->ind->id));
    o = json_with(o, "title", phrase(t, choropleth_title));
    o = json_with(o, "unit", phrase(t, choropleth_unit));
    o = json_with(o, "period", json_text(j->period[r->period]));
    o = json_with(o, "since", r->since == SIZE_MAX ? json_null() : json_text(j->period[r->since]));
    o = json_with(o, "period_text", phrase(t, choropleth_period_text));
    o = json_with(o, "theme",
                  r->theme == SIZE_MAX ? json_null() : json_text(t->c->atlas->theme[r->theme].id));
    o = json_with(o, "layer", json_text(choropleth_layer(r->map)->id));
    o = json_with(o, "kind", json_string(indicator_kind_names[t->ind->kind]));
    o = json_with(o, "better", json_string(direction_names[t->ind->better]));
    o = json_with(o, "note", json_text(localized_get(&t->ind->note, t->in)));
    return json_with(o, "source", json_text(comparison_source_text(t->r, t->in)));
}

static json_t *json_row(telling *t, const comparison_row *r) {
    t->r = r;
    t->ind = &t->c->atlas->indicator[r->indicator];
    json_t *cells = json_array(), *o = row_texts(t);
    for (size_t i = 0; i < t->c->n_subjects; i++) json_array_append_new(cells, json_cell(t, i));
    o = json_with(o, "difference_in",
                  json_string(r->in_points ? "points"
                              : r->in_unit ? "unit"
                                           : "percent"));
    o = json_with(o, "whole", json_number(r->whole));
    o = json_with(o, "whole_text", json_figure(t, r->whole));
    o = json_with(o, "reference", json_reference(t));
    o = json_with(o, "target", json_target(t));
    o = json_with(o, "n", json_count(r->n));
    o = json_with(o, "missing", json_count(districts_count(names_of(t)) - r->n));
    o = json_with(o, "lowest", json_district(t, r->lowest));
    o = json_with(o, "highest", json_district(t, r->highest));
    o = json_with(o, "city", json_series(t->c, &r->city));
    return json_with(o, "cells", cells);
}

/* ---- all of it ---- */

static json_t *json_subject(const comparison *c, const comparison_subject *s) {
    bool group = s->group != SIZE_MAX;
    json_t *o = json_with(json_object(), "id", json_text(s->id));
    o = json_with(o, "name", json_text(s->name));
    o = json_with(o, "kind", json_string(group ? "group" : "district"));
    o = json_with(o, "kind_text", json_text(comparison_kind_text(c, s)));
    return json_with(o, "layer", group ? json_null() : json_text(c->atlas->layer[s->layer].id));
}

static json_t *json_subjects(const comparison *c) {
    json_t *out = json_array();
    for (size_t i = 0; i < c->n_subjects; i++)
        json_array_append_new(out, json_subject(c, &c->subject[i]));
    return out;
}

static size_t rows_of(const comparison *c, size_t theme) {
    size_t n = 0;
    for (size_t i = 0; i < c->n_rows; i++) n += c->row[i].theme == theme;
    return n;
}

/* All of the atlas, so that those without figures are seen; only those of the rows if they were
 * chosen. */
static json_t *json_themes(const comparison *c) {
    json_t *out = json_array();
    for (size_t t = 0; t < c->atlas->n_themes; t++) {
        size_t n = rows_of(c, t);
        if (!n && c->chosen) continue;
        json_t *o = json_with(json_object(), "id", json_text(c->atlas->theme[t].id));
        o = json_with(o, "title", json_text(localized_get(&c->atlas->theme[t].title, c->language)));
        json_array_append_new(out, json_with(o, "rows", json_count(n)));
    }
    return out;
}

static json_t *json_rows(const comparison *c) {
    telling t = {c, NULL, NULL, c->language};
    json_t *out = json_array();
    for (size_t i = 0; i < c->n_rows; i++) json_array_append_new(out, json_row(&t, &c->row[i]));
    return out;
}

static json_t *json_left_out(const comparison *c) {
    json_t *out = json_array();
    for (size_t i = 0; i < c->atlas->n_indicators; i++) {
        const indicator *ind = &c->atlas->indicator[i];
        const char *why = comparison_why_names[comparison_why_not(c, i)];
        if (!why) continue;
        json_t *o = json_with(json_object(), "indicator", json_text(ind->id));
        o = json_with(o, "title", json_text(localized_get(&ind->title, c->language)));
        json_array_append_new(out, json_with(o, "why", json_string(why)));
    }
    return out;
}

/* Texts as the legend of the indicator has them. */
static json_t *json_main_figure(const comparison *c, const comparison_main *f) {
    const indicator *ind = &c->atlas->indicator[f->indicator];
    buf value = BUF_EMPTY, whole = BUF_EMPTY;
    number_format_text(f->value, ind->decimals, c->language, &value);
    if (!isnan(f->whole)) number_format_text(f->whole, ind->decimals, c->language, &whole);
    json_t *o = json_with(json_object(), "indicator", json_text(ind->id));
    o = json_with(o, "title", json_text(localized_get(&ind->title, c->language)));
    o = json_with(o, "unit", json_text(localized_get(&ind->unit, c->language)));
    o = json_with(o, "period", json_text(ind->data.period[f->period]));
    o = json_with(o, "value", json_number(f->value));
    o = json_with(o, "text", taken(&value));
    o = json_with(o, "derived", json_boolean(f->derived));
    o = json_with(o, "whole", json_number(f->whole));
    return json_with(o, "whole_text", taken(&whole));
}

/* Of several subjects there is no profile, and none stands large. */
static json_t *json_main(const comparison *c) {
    comparison_main main[COMPARISON_MAIN];
    size_t n = c->n_subjects == 1 ? comparison_main_of(c, main) : 0;
    json_t *out = json_array();
    for (size_t i = 0; i < n; i++) json_array_append_new(out, json_main_figure(c, &main[i]));
    return out;
}

json_t *comparison_json(const comparison *c) {
    const atlas *a = c->atlas;
    char version[17];
    snprintf(version, sizeof version, "%016" PRIx64, a->version);
    json_t *o = json_with(json_object(), "atlas", json_text(a->id));
    o = json_with(o, "version", json_text(version));
    o = json_with(o, "title", json_text(localized_get(&a->title, c->language)));
    o = json_with(o, "language", json_string(lang_codes[c->language]));
    o = json_with(o, "layer", json_text(a->layer[c->home].id));
    o = json_with(o, "whole",
                  a->whole_key ? json_text(localized_get(&a->whole_name, c->language))
                               : json_null());
    o = json_with(o, "districts", json_subjects(c));
    o = json_with(o, "main", json_main(c));
    o = json_with(o, "themes", json_themes(c));
    o = json_with(o, "rows", json_rows(c));
    o = json_with(o, "left_out", json_left_out(c));
    return json_with(o, "attribution", json_text(localized_get(&a->attribution, c->language)));
}
