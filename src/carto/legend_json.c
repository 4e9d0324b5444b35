#include "carto/legend.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>

/* A member that cannot be added takes the whole object with it: NULL stays NULL from there. */
static json_t *with(json_t *object, const char *key, json_t *value) {
    if (!json_object_set_new(object, key, value)) return object;
    json_decref(object);
    return NULL;
}

static json_t *with_item(json_t *array, json_t *value) {
    if (!json_array_append_new(array, value)) return array;
    json_decref(array);
    return NULL;
}

static json_t *color_json(rgba c) {
    char text[COLOR_TEXT_MAX];
    color_format(c, text);
    return json_string(text);
}

static json_t *count_json(size_t n) { return json_integer((json_int_t)n); }

static json_t *class_json(const legend_class *c, bool category) {
    json_t *o = with(json_object(), "from", json_number(c->from));
    o = with(o, "to", json_number(c->to));
    o = with(o, "label", json_text(c->label));
    o = with(o, "color", color_json(c->color));
    o = with(o, "count", count_json(c->count));
    o = with(o, "uncertain", count_json(c->uncertain));
    o = with(o, "within_margin", count_json(c->within));
    o = with(o, "category", category ? json_text(c->label) : json_null());
    return with(o, "meaning", json_text(c->meaning));
}

static json_t *classes_json(const legend *l) {
    json_t *a = json_array();
    for (size_t i = 0; i < l->count; i++)
        a = with_item(a, class_json(&l->classes[i], l->categories));
    return a;
}

static json_t *no_data_json(const legend *l) {
    json_t *o = with(json_object(), "label", json_text(l->no_data_label));
    o = with(o, "color", color_json(l->no_data_color));
    return with(o, "count", count_json(l->no_data_count));
}

static json_t *rows_json(const legend *l) {
    json_t *a = json_array();
    for (size_t i = 0; i < l->n_rows; i++) {
        const legend_row *r = &l->rows[i];
        json_t *o = with(json_object(), "state", json_text(r->name));
        o = with(o, "label", json_text(r->label));
        o = with(o, "count", count_json(r->count));
        o = with(o, "color", color_json(r->color));
        o = with(o, "hatch", r->pattern ? color_json(r->hatch) : json_null());
        a = with_item(a, with(o, "pattern", json_text(pattern_names[r->pattern])));
    }
    return a;
}

static json_t *context_json(const legend *l) {
    json_t *a = json_array();
    for (size_t i = 0; i < l->n_contexts; i++) {
        const legend_context *c = &l->context[i];
        json_t *o = with(json_object(), "id", json_text(c->id));
        o = with(o, "label", json_text(c->label));
        o = with(o, "fill", color_json(c->fill));
        a = with_item(a, with(o, "line", c->line.a ? color_json(c->line) : json_null()));
    }
    return a;
}

static json_t *groups_json(const legend *l) {
    json_t *a = json_array();
    for (size_t i = 0; i < l->n_groups; i++) {
        json_t *o = with(json_object(), "id", json_text(l->groups[i].id));
        o = with(o, "label", json_text(l->groups[i].label));
        a = with_item(a, with(o, "color", color_json(l->groups[i].color)));
    }
    return a;
}

static json_t *stops_json(const legend *l) {
    json_t *a = json_array();
    for (size_t i = 0; i < l->n_stops; i++) {
        json_t *o = with(json_object(), "value", json_number(l->stops[i].value));
        a = with_item(a, with(o, "color", color_json(l->stops[i].color)));
    }
    return a;
}

static json_t *bins_json(const legend *l) {
    json_t *a = json_array();
    for (size_t i = 0; i < l->n_bins; i++) {
        json_t *o = with(json_object(), "from", json_number(l->bins[i].from));
        o = with(o, "to", json_number(l->bins[i].to));
        a = with_item(a, with(o, "count", count_json(l->bins[i].count)));
    }
    return a;
}

static json_t *rate_json(const legend *l) {
    if (!l->rate_title) return json_null();
    json_t *o = with(json_object(), "id", json_text(l->rate_id));
    return with(o, "title", json_text(l->rate_title));
}

static json_t *hash_json(uint64_t hash) {
    char text[17];
    snprintf(text, sizeof text, "%016" PRIx64, hash);
    return json_string(text);
}

static json_t *reference_json(const legend_reference *r) {
    if (!r->kind) return json_null();
    json_t *o = with(json_object(), "value", json_number(r->value));
    o = with(o, "label", json_text(r->label));
    o = with(o, "kind", json_text(r->kind));
    o = with(o, "n", count_json(r->n));
    return with(o, "weighted", json_boolean(r->weighted));
}

static json_t *target_json(const legend_target *t) {
    if (!t->label) return json_null();
    json_t *o = with(json_object(), "value", json_number(t->value));
    o = with(o, "label", json_text(t->label));
    o = with(o, "source", json_text(t->source));
    return with(o, "beyond", json_boolean(t->beyond));
}

static json_t *values_json(const legend *l) {
    json_t *a = json_array();
    for (size_t i = 0; i < l->n_values; i++) a = with_item(a, json_number(l->values[i].value));
    return a;
}

static json_t *side_json(const legend *l, const legend_side *s, bool second) {
    json_t *edges = json_array(), *values = json_array();
    for (size_t i = 0; s->count && i <= s->count; i++)
        edges = with_item(edges, json_number(s->edge[i]));
    for (size_t i = 0; i < l->n_values; i++)
        values = with_item(values, json_number(second ? l->values[i].second : l->values[i].value));
    json_t *o = with(json_object(), "title", json_text(s->title));
    o = with(o, "unit", json_text(s->unit));
    o = with(o, "more", json_text(s->more));
    o = with(o, "edges", edges);
    o = with(o, "decimals", json_integer(s->decimals));
    return with(o, "values", values);
}

static json_t *pairs_json(const legend *l) {
    if (!l->pairs) return json_null();
    json_t *o = with(json_object(), "first", side_json(l, &l->side[0], false));
    return with(o, "second", side_json(l, &l->side[1], true));
}

static json_t *warnings_json(const legend *l) {
    json_t *a = json_array();
    for (size_t i = 0; i < l->n_warnings; i++) a = with_item(a, json_text(l->warnings[i]));
    return a;
}

json_t *legend_json(const legend *l) {
    json_t *o = with(json_object(), "title", json_text(l->title));
    o = with(o, "unit", json_text(l->unit));
    o = with(o, "period", json_text(l->period));
    o = with(o, "method", json_text(l->method));
    o = with(o, "method_title", json_text(l->method_title));
    o = with(o, "closed", json_text(closure_names[l->closed]));
    o = with(o, "closed_text", json_text(l->closed_text));
    o = with(o, "reference", reference_json(&l->reference));
    o = with(o, "target", target_json(&l->target));
    o = with(o, "source", json_text(l->source));
    o = with(o, "note", json_text(l->note));
    o = with(o, "classes", classes_json(l));
    o = with(o, "no_data", no_data_json(l));
    o = with(o, "districts", count_json(l->districts));
    o = with(o, "decimals", json_integer(l->decimals));
    o = with(o, "language", json_text(lang_codes[l->language]));
    o = with(o, "values", values_json(l));
    o = with(o, "warnings", warnings_json(l));
    o = with(o, "method_text", json_text(l->method_text));
    o = with(o, "ordered", l->categories ? json_boolean(l->ordered) : json_null());
    o = with(o, "states", rows_json(l));
    o = with(o, "context", context_json(l));
    o = with(o, "groups", groups_json(l));
    o = with(o, "stops", stops_json(l));
    o = with(o, "histogram", bins_json(l));
    o = with(o, "gvf", json_number(l->gvf));
    o = with(o, "rate", rate_json(l));
    o = with(o, "period_text", json_text(l->period_text));
    o = with(o, "center", json_number(l->center));
    o = with(o, "pairs", pairs_json(l));
    o = with(o, "background", json_text(l->backdrop->name));
    o = with(o, "reversed", json_boolean(l->reversed));
    return with(o, "hash", hash_json(l->hash));
}
