/* kartblad check: every decision made while loading, as text or JSON. */
#include "app/command.h"
#include "app/map.h"
#include "base/json.h"

#include <stdio.h>
#include <string.h>

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

static json_t *json_of_join(const indicator *ind, const districts *d) {
    const join_report *r = &ind->data.report;
    json_t *lonely = json_array(), *strangers = json_array(), *twice = json_array();
    for (size_t i = 0; i < r->n_unmatched_districts; i++)
        json_array_append_new(lonely, json_text(district_key(d, r->unmatched_districts[i])));
    for (size_t i = 0; i < r->n_unmatched_values; i++)
        json_array_append_new(
            strangers, json_pack("{s:o,s:o,s:I}", "key", json_text(r->unmatched_values[i].key),
                                 "nearest", json_text(r->unmatched_values[i].nearest), "line",
                                 (json_int_t)r->unmatched_values[i].line));
    for (size_t i = 0; i < r->n_duplicates; i++)
        json_array_append_new(twice, json_text(r->duplicates[i]));
    return json_pack("{s:I,s:o,s:o,s:o,s:I}", "matched", (json_int_t)r->matched,
                     "unmatched_districts", lonely, "unmatched_values", strangers, "duplicates",
                     twice, "missing", (json_int_t)r->missing);
}

static json_t *json_of_indicator(const atlas *a, size_t i) {
    const indicator *ind = &a->indicator[i];
    const atlas_layer *l = atlas_layer_of(a, i);
    json_t *periods = json_array();
    for (size_t p = 0; p < ind->data.n_periods; p++)
        json_array_append_new(periods, json_text(ind->data.period[p]));
    return json_pack("{s:s,s:s,s:o,s:o}", "id", ind->id, "layer", l->id, "periods", periods, "join",
                     json_of_join(ind, l->shape->districts));
}

static json_t *to_json(const atlas *a, size_t chosen, const strlist *errors) {
    json_t *layers = json_array(), *indicators = json_array(), *join = json_null(),
           *shape = json_null();
    for (size_t i = 0; a && i < a->n_layers; i++)
        json_array_append_new(layers, json_of_shapefile(&a->layer[i]));
    for (size_t i = 0; a && i < a->n_indicators; i++)
        json_array_append_new(indicators, json_of_indicator(a, i));
    if (a && a->n_layers)
        shape = json_of_shapefile(a->n_indicators ? atlas_layer_of(a, chosen) : &a->layer[0]);
    if (a && a->n_indicators)
        join = json_of_join(&a->indicator[chosen], atlas_layer_of(a, chosen)->shape->districts);
    return json_pack("{s:b,s:o,s:o,s:o,s:o,s:o,s:o,s:o}", "ok", errors->count == 0, "indicator",
                     a && a->n_indicators ? json_text(a->indicator[chosen].id) : json_null(),
                     "shapefile", shape, "join", join, "warnings",
                     a ? json_of_list(&a->warnings) : json_array(), "errors", json_of_list(errors),
                     "layers", layers, "indicators", indicators);
}

/* ---- text ------------------------------------------------------------------------------- */

static void text_of_layer(const atlas_layer *l, buf *out) {
    const shapefile *s = l->shape;
    buf_addf(out, "layer %s: %zu districts in %zu records\n", l->id, districts_count(s->districts),
             s->records);
    buf_addf(out, "  text is %s (%s); coordinates are %s (%s)\n", s->encoding,
             s->encoding_from ? s->encoding_from : "no table", s->crs, s->crs_from);
    buf_addf(out, "  from %.4f to %.4f east, %.4f to %.4f north\n", s->lonlat.x0, s->lonlat.x1,
             s->lonlat.y0, s->lonlat.y1);
}

static void text_of_strangers(const join_report *r, buf *out) {
    for (size_t i = 0; i < r->n_unmatched_values && i < 10; i++) {
        const unmatched_value *v = &r->unmatched_values[i];
        buf_addf(out, "  line %zu: no district is called \"%s\"", v->line, v->key);
        buf_addf(out, v->nearest ? "; the nearest is \"%s\"\n" : "%s\n",
                 v->nearest ? v->nearest : "");
    }
    if (r->n_unmatched_values > 10)
        buf_addf(out, "  and %zu more that no district is called\n", r->n_unmatched_values - 10);
}

static void text_of_indicator(const atlas *a, size_t i, bool whole_story, buf *out) {
    const indicator *ind = &a->indicator[i];
    const joined *j = &ind->data;
    const districts *d = atlas_layer_of(a, i)->shape->districts;
    buf_addf(out, "indicator %s: %zu of %zu districts of %s, ", ind->id, j->report.matched,
             j->n_districts, atlas_layer_of(a, i)->id);
    if (j->n_periods == 1)
        buf_addf(out, "period %s", *j->period[0] ? j->period[0] : "none named");
    else
        buf_addf(out, "%zu periods %s to %s", j->n_periods, j->period[0],
                 j->period[j->n_periods - 1]);
    buf_addf(out, ", %zu values missing\n", j->report.missing);
    text_of_strangers(&j->report, out);
    for (size_t k = 0; whole_story && k < j->report.n_unmatched_districts; k++)
        buf_addf(out, "  no row for %s\n", district_name(d, j->report.unmatched_districts[k]));
    for (size_t k = 0; whole_story && k < j->report.n_duplicates; k++)
        buf_addf(out, "  given twice, with the same value: %s\n", j->report.duplicates[k]);
    if (j->report.saw_dash)
        buf_adds(out, "  \"-\" was taken as missing; does it mean zero here? say zero: [\"-\"] or "
                      "missing: [\"-\"] in the manifest\n");
}

static void to_text(const atlas *a, const args *given, size_t chosen, const strlist *errors,
                    buf *out) {
    for (size_t i = 0; a && i < a->n_layers; i++) text_of_layer(&a->layer[i], out);
    for (size_t i = 0; a && i < a->n_indicators; i++)
        if (!given->indicator || i == chosen)
            text_of_indicator(a, i, given->indicator || a->n_indicators == 1, out);
    for (size_t i = 0; a && i < a->warnings.count; i++)
        buf_addf(out, "warning: %s\n", a->warnings.item[i]);
    for (size_t i = 0; i < errors->count; i++) buf_addf(out, "error: %s\n", errors->item[i]);
    buf_adds(out, errors->count ? "This map cannot be trusted: see the errors above.\n"
                                : "No errors: the map shows what the files say.\n");
}

err_code command_check(const args *a, int *status, err *e) {
    strlist errors = {0};
    const atlas *loaded = NULL;
    buf out = BUF_EMPTY;
    size_t chosen = 0;
    if (a->n_rest) return err_set(e, ERR_USAGE, "\"%s\" is one argument too many", a->rest[0]);
    err why = {0};
    err_code rc = map_open_atlas(a, &errors, &loaded, &why);
    if (rc == ERR_USAGE || rc == ERR_NOMEM) {
        strlist_free(&errors);
        return err_set(e, rc, "%s", why.text);
    }
    if (!rc && a->indicator && atlas_find_indicator(loaded, a->indicator, &chosen, &why))
        rc = ERR_NOTFOUND;
    if (rc) rc = strlist_add(&errors, why.text, e);
    if (!rc && a->json) rc = json_print(to_json(loaded, chosen, &errors), 2, &out, e);
    if (!rc && !a->json) to_text(loaded, a, chosen, &errors, &out);
    if (!rc) rc = map_print(&out, e);
    *status = errors.count ? 1 : 0;
    atlas_unref(loaded);
    strlist_free(&errors);
    buf_free(&out);
    return rc;
}
