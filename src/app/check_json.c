#include "app/check.h"
#include "base/json.h"

static json_t *json_of_list(const strlist *l) {
    json_t *out = json_array();
    for (size_t i = 0; i < l->count; i++) json_array_append_new(out, json_text(l->item[i]));
    return out;
}

static json_t *json_of_shapefile(const atlas_layer *l) {
    const shapefile *s = l->shape;
    return json_pack(
        "{s:s,s:o,s:s,s:o,s:s,s:I,s:I,s:I}", "layer", l->id, "encoding", json_text(s->encoding),
        "encoding_from", s->encoding_from ? s->encoding_from : "", "crs", json_text(s->crs),
        "crs_from", s->crs_from, "records", (json_int_t)s->records, "districts",
        (json_int_t)districts_count(s->districts), "null_shapes", (json_int_t)s->null_shapes);
}

static json_t *json_of_context(const atlas *a, const atlas_context *c) {
    static const char *const shapes[] = {
        [CONTEXT_POLYGONS] = "polygons", [CONTEXT_LINES] = "lines", [CONTEXT_POINTS] = "points"};
    const context_data *d = c->data;
    json_t *layers = json_array();
    for (size_t i = 0; i < a->n_layers; i++)
        if (c->with[i]) json_array_append_new(layers, json_text(a->layer[i].id));
    return json_pack("{s:s,s:s,s:s,s:o,s:s,s:o,s:I,s:I}", "id", c->id, "kind",
                     context_kind_names[c->style.kind], "place",
                     context_place_names[c->style.place], "layers", layers, "shapes",
                     shapes[d->shape], "crs", json_text(d->crs), "records", (json_int_t)d->records,
                     "null_shapes", (json_int_t)d->null_shapes);
}

static json_t *json_of_sign(char sign) {
    const char text[] = {sign, 0};
    return sign ? json_text(text) : json_null();
}

static json_t *json_of_file(const atlas_file *f) {
    return json_pack("{s:s,s:o,s:s,s:o,s:o,s:o,s:I,s:I}", "id", f->id, "file", json_text(f->path),
                     "format", f->format, "encoding", json_text(f->encoding.name), "encoding_from",
                     json_text(f->encoding.from), "separator", json_of_sign(f->separator), "rows",
                     (json_int_t)f->rows, "columns", (json_int_t)f->columns);
}

static json_t *json_of_keys(const districts *d, const district_id *id, size_t n) {
    json_t *out = json_array();
    for (size_t i = 0; i < n; i++) json_array_append_new(out, json_text(district_key(d, id[i])));
    return out;
}

static json_t *json_of_strangers(const join_report *r) {
    json_t *out = json_array();
    for (size_t i = 0; i < r->n_unmatched_values; i++) {
        const unmatched_value *u = &r->unmatched_values[i];
        json_array_append_new(
            out, json_pack("{s:o,s:o,s:I,s:o,s:o}", "key", json_text(u->key), "nearest",
                           json_text(u->nearest), "line", (json_int_t)u->line, "slip",
                           json_text(key_slip_names[u->slip]), "layer", json_text(u->layer)));
    }
    return out;
}

static json_t *json_of_join(const indicator *ind, const districts *d) {
    const join_report *r = &ind->data.report;
    json_t *twice = json_array();
    for (size_t i = 0; i < r->n_duplicates; i++)
        json_array_append_new(twice, json_text(r->duplicates[i]));
    return json_pack("{s:I,s:o,s:o,s:o,s:I,s:o,s:o,s:b}", "matched", (json_int_t)r->matched,
                     "unmatched_districts",
                     json_of_keys(d, r->unmatched_districts, r->n_unmatched_districts),
                     "unmatched_values", json_of_strangers(r), "duplicates", twice, "missing",
                     (json_int_t)r->missing, "without_number",
                     json_of_keys(d, r->without_number, r->n_without_number), "prefix",
                     json_text(r->prefix), "dash", r->saw_dash);
}

static json_t *json_of_symbols(const atlas_origin *o) {
    json_t *out = json_array();
    for (size_t i = 0; i < o->n_symbols; i++)
        json_array_append_new(out, json_pack("{s:o,s:s,s:I}", "text", json_text(o->symbol[i].text),
                                             "state", value_state_names[o->symbol[i].state],
                                             "count", (json_int_t)o->symbol[i].count));
    return out;
}

static json_t *json_of_cells(const atlas_origin *o) {
    static const char *const names[VALUE__STATES] = {"numbers", "missing", "suppressed",
                                                     "cannot_occur", "rounded_zero"};
    json_t *out = json_pack("{s:I,s:I,s:I}", "all", (json_int_t)o->cells, "footnotes",
                            (json_int_t)o->footnotes, "bracketed", (json_int_t)o->bracketed);
    for (size_t s = 0; s < VALUE__STATES; s++)
        json_object_set_new(out, names[s], json_integer((json_int_t)o->states[s]));
    json_object_set_new(out, "symbols", json_of_symbols(o));
    return out;
}

static void add_list(json_t *out, const strlist *l) {
    for (size_t i = 0; i < l->count; i++) json_array_append_new(out, json_text(l->item[i]));
}

static json_t *json_of_warnings(const check_facts *f, size_t i) {
    strlist sentences = {0};
    bool told = !atlas_join_warnings(f->atlas, i, SIZE_MAX, &sentences, NULL);
    json_t *out = told ? json_of_list(&sentences) : NULL;
    if (out) add_list(out, &f->looks[i]);
    strlist_free(&sentences);
    return out;
}

static json_t *json_of_indicator(const check_facts *f, size_t i) {
    const atlas *a = f->atlas;
    const indicator *ind = &a->indicator[i];
    const atlas_origin *o = &a->origin[i];
    const atlas_layer *l = atlas_layer_of(a, i);
    json_t *periods = json_array();
    for (size_t p = 0; p < ind->data.n_periods; p++)
        json_array_append_new(periods, json_text(ind->data.period[p]));
    return json_pack("{s:s,s:s,s:o,s:o,s:s,s:o,s:o,s:o,s:s,s:b,s:o,s:o}", "id", ind->id, "layer",
                     l->id, "periods", periods, "join", json_of_join(ind, l->shape->districts),
                     "values", a->file[o->file].id, "cells", json_of_cells(o), "decimal",
                     json_of_sign(o->format.decimal), "thousands", json_of_sign(o->format.thousand),
                     "decimal_from", o->decimal ? "manifest" : "column", "whole_only",
                     !ind->data.report.matched, "warnings", json_of_warnings(f, i), "carried",
                     check_carried_json(a, i));
}

/* The atlas's own name their file; these name their indicator. */
static void add_looks(json_t *out, const atlas *a, size_t i, const strlist *l) {
    for (size_t k = 0; k < l->count; k++)
        json_array_append_new(out,
                              json_sprintf("indicator \"%s\": %s", a->indicator[i].id, l->item[k]));
}

static json_t *json_of_print(const check_facts *f) {
    if (!f->paper) return json_null();
    json_t *out = json_array();
    for (size_t i = 0; i < f->print.count; i++) {
        const print_finding *p = &f->print.item[i];
        json_array_append_new(out, json_pack("{s:o,s:s,s:o}", "indicator",
                                             json_text(f->atlas->indicator[p->indicator].id),
                                             "check", p->check, "text", json_text(p->text)));
    }
    return out;
}

json_t *check_json(const check_facts *f) {
    const atlas *a = f->atlas;
    json_t *layers = json_array(), *indicators = json_array(), *files = json_array(),
           *contexts = json_array(), *join = json_null(), *shape = json_null();
    for (size_t i = 0; a && i < a->n_layers; i++)
        json_array_append_new(layers, json_of_shapefile(&a->layer[i]));
    for (size_t i = 0; a && i < a->n_contexts; i++)
        json_array_append_new(contexts, json_of_context(a, &a->context[i]));
    for (size_t i = 0; a && i < a->n_files; i++)
        json_array_append_new(files, json_of_file(&a->file[i]));
    for (size_t i = 0; a && i < a->n_indicators; i++)
        json_array_append_new(indicators, json_of_indicator(f, i));
    if (a && a->n_layers)
        shape = json_of_shapefile(a->n_indicators ? atlas_layer_of(a, f->chosen) : &a->layer[0]);
    if (a && a->n_indicators)
        join =
            json_of_join(&a->indicator[f->chosen], atlas_layer_of(a, f->chosen)->shape->districts);
    json_t *warnings = a ? json_of_list(&a->warnings) : json_array();
    for (size_t i = 0; a && i < a->n_indicators; i++) add_looks(warnings, a, i, &f->looks[i]);
    return json_pack("{s:b,s:o,s:o,s:o,s:o,s:o,s:o,s:o,s:o,s:o,s:o}", "ok", f->errors->count == 0,
                     "indicator",
                     a && a->n_indicators ? json_text(a->indicator[f->chosen].id) : json_null(),
                     "shapefile", shape, "join", join, "warnings", warnings, "errors",
                     json_of_list(f->errors), "layers", layers, "context", contexts, "values",
                     files, "indicators", indicators, "print", json_of_print(f));
}
