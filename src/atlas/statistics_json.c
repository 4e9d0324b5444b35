#include "atlas/statistics.h"
#include "base/json.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>

static json_t *whole_number(size_t n) { return json_integer((json_int_t)n); }

static const districts *names_of(const statistics *s) {
    return choropleth_layer(s->map)->shape->districts;
}

/* {"value", "districts": [{"key", "name"}]} of all that have that value; null for NaN. */
static json_t *json_end(const statistics *s, double value) {
    const double *v = choropleth_figures(s->map);
    if (isnan(value)) return json_null();
    json_t *list = json_array();
    for (district_id d = 0; d < districts_count(names_of(s)); d++)
        if (v[d] == value)
            json_array_append_new(list, json_pack("{s:o,s:o}", "key",
                                                  json_text(district_key(names_of(s), d)), "name",
                                                  json_text(district_name(names_of(s), d))));
    return json_pack("{s:o,s:o}", "value", json_number(value), "districts", list);
}

static json_t *json_point(lorenz_point p) {
    return json_pack("[o,o]", json_number(p.districts), json_number(p.amount));
}

static json_t *json_lorenz(const inequality *q) {
    if (!q->lorenz) return json_null();
    json_t *out = json_array();
    size_t step = (q->n + STATISTICS_LORENZ_MOST - 2) / (STATISTICS_LORENZ_MOST - 1);
    for (size_t i = 0; i < q->n; i += step) json_array_append_new(out, json_point(q->lorenz[i]));
    json_array_append_new(out, json_point(q->lorenz[q->n]));
    return out;
}

/* What another indicator is called; null: none takes part. */
static json_t *json_other(const statistics *s, const statistics_other *o) {
    lang in = s->map->look.language;
    if (!o->of) return json_null();
    return json_pack("{s:s,s:o,s:o,s:o}", "indicator", o->of->id, "title",
                     json_text(localized_get(&o->of->title, in)), "unit",
                     json_text(localized_get(&o->of->unit, in)), "period",
                     json_text(o->of->data.period[o->period]));
}

static json_t *with(json_t *o, const char *key, json_t *value) {
    if (json_is_object(o))
        json_object_set_new(o, key, value);
    else
        json_decref(value);
    return o;
}

static json_t *json_weight(const statistics *s) {
    json_t *out = with(json_other(s, &s->weight), "n", whole_number(s->weighted_n));
    return with(out, "total", json_number(s->weight_total));
}

static json_t *json_weighted(const statistics *s) {
    return json_pack("{s:o,s:o,s:o,s:o}", "mean", json_number(s->weighted_mean), "gini",
                     json_number(s->weighted.gini), "theil", json_number(s->weighted.theil),
                     "lorenz", json_lorenz(&s->weighted));
}

static json_t *json_segregation(const segregation *g) {
    return json_pack("{s:o,s:o,s:o,s:o}", "n", whole_number(g->n), "share", json_number(g->share),
                     "dissimilarity", json_number(g->dissimilarity), "isolation",
                     json_number(g->isolation));
}

static json_t *json_local(const statistics *s) {
    json_t *out = json_array();
    const spatial *m = &s->neighbors;
    for (district_id d = 0; m->local && d < districts_count(names_of(s)); d++)
        json_array_append_new(
            out, json_pack("{s:o,s:o,s:o,s:o}", "key", json_text(district_key(names_of(s), d)), "i",
                           json_number(m->local[d].i), "p", json_number(m->local[d].p), "quadrant",
                           m->local[d].quadrant == SPATIAL_NONE
                               ? json_null()
                               : json_text(spatial_quadrant_names[m->local[d].quadrant])));
    return out;
}

static json_t *json_moran(const statistics *s) {
    const spatial *m = &s->neighbors;
    return json_pack("{s:o,s:o,s:o,s:I,s:I,s:o,s:o,s:s,s:o}", "i", json_number(m->i), "expected",
                     json_number(m->expected), "p", json_number(m->p), "permutations",
                     (json_int_t)m->permutations, "seed", (json_int_t)m->seed, "n",
                     whole_number(m->n), "islands", whole_number(m->islands), "contiguity", "queen",
                     "local", json_local(s));
}

static json_t *json_pair(const statistics *s) {
    if (!s->with.of) return json_null();
    json_t *out = with(json_other(s, &s->with), "n", whole_number(s->pair.n));
    with(out, "pearson", json_number(s->pair.pearson));
    return with(out, "spearman", json_number(s->pair.spearman));
}

static const atlas_group *group_of(const statistics *s, size_t group) {
    return &s->map->atlas->group[group];
}

/* A category or a group, and what it has of the index. */
static json_t *json_part(const statistics *s, size_t k) {
    const inequality_part *p = &s->by_part.part[k];
    const atlas_group *g = s->part_group ? group_of(s, s->part_group[k]) : NULL;
    const indicator_category *c = g ? NULL : &s->parts.of->category[k];
    return json_pack("{s:o,s:o,s:o,s:o,s:o,s:o}", "code", json_text(g ? g->id : c->code), "title",
                     json_text(localized_get(g ? &g->title : &c->title, s->map->look.language)),
                     "n", whole_number(p->n), "mean", json_number(p->mean), "share",
                     json_number(p->share), "theil", json_number(p->theil));
}

/* What an indicator of categories says of itself, said of groups. */
static json_t *json_part_groups(const statistics *s) {
    return json_pack("{s:n,s:o,s:s,s:n}", "indicator", "title",
                     json_text(wording_get(WORD_GROUPS, s->map->look.language)), "unit", "",
                     "period");
}

static json_t *json_parts(const statistics *s) {
    const inequality_parts *p = &s->by_part;
    if (!s->parts.of && !s->part_group) return json_null();
    json_t *list = json_array();
    json_t *out = s->part_group ? json_part_groups(s) : json_other(s, &s->parts);
    with(out, "of", json_text(s->part_group ? "groups" : "category"));
    for (size_t k = 0; k < p->n_parts; k++) json_array_append_new(list, json_part(s, k));
    with(out, "n", whole_number(p->n));
    with(out, "theil", json_number(p->theil));
    with(out, "between", json_number(p->between));
    with(out, "within", json_number(p->within));
    return with(out, "parts", list);
}

static json_t *json_group(const statistics *s, const statistics_group *g) {
    const group_figure *f = &g->figure;
    lang in = s->map->look.language;
    json_t *out = json_pack("{s:s,s:o,s:o,s:o}", "id", group_of(s, g->group)->id, "title",
                            json_text(localized_get(&group_of(s, g->group)->title, in)), "members",
                            whole_number(f->members), "with", whole_number(f->with));
    with(out, "value", json_number(f->value));
    with(out, "derived", json_boolean(f->derived));
    with(out, "lack", g->lack == WORD__COUNT ? json_null() : json_text(wording_get(g->lack, in)));
    return with(out, "difference", json_number(g->difference));
}

static json_t *json_groups(const statistics *s) {
    json_t *out = json_array();
    for (size_t i = 0; i < s->n_groups; i++)
        json_array_append_new(out, json_group(s, &s->group[i]));
    return out;
}

/* Why nobody is said to have reached it; NULL: they are. */
static const char *target_reason(const statistics *s) {
    if (s->reach.known) return NULL;
    return measure_warning_text(choropleth_indicator(s->map)->better == DIRECTION_NEITHER
                                    ? WARN_TARGET_SIDE
                                    : WARN_TARGET_COUNT,
                                s->map->look.language);
}

static json_t *json_target(const statistics *s) {
    const choropleth *c = s->map;
    lang in = c->look.language;
    const atlas_target *t = target_of(c->atlas, c->indicator);
    buf name = BUF_EMPTY;
    if (!t) return json_null();
    target_name(c->atlas, c->indicator, in, &name);
    json_t *out =
        json_pack("{s:o,s:o,s:o,s:s,s:o,s:s}", "value", json_number(t->value), "name",
                  json_text(buf_text(&name)), "period", json_text(t->period), "of",
                  target_scope_names[t->of], "source", json_text(localized_get(&t->source, in)),
                  "better", direction_names[choropleth_indicator(c)->better]);
    with(out, "n", whole_number(s->reach.n));
    with(out, "reached", s->reach.known ? whole_number(s->reach.reached) : json_null());
    with(out, "whole_reached", s->reach.whole < 0 ? json_null() : json_boolean(s->reach.whole));
    buf_free(&name);
    return with(out, "reason", json_text(target_reason(s)));
}

static json_t *json_source(const choropleth *c) {
    buf source = BUF_EMPTY;
    choropleth_source(c, c->look.language, &source);
    json_t *out = source.failed ? NULL : json_text(buf_text(&source));
    buf_free(&source);
    return out;
}

/* Which map it is. */
static json_t *json_head(const statistics *s) {
    const choropleth *c = s->map;
    const indicator *ind = choropleth_indicator(c);
    char version[17];
    snprintf(version, sizeof version, "%016" PRIx64, c->atlas->version);
    return json_pack("{s:s,s:s,s:s,s:s,s:o,s:o,s:s,s:o,s:o,s:s}", "atlas", c->atlas->id,
                     "indicator", ind->id, "version", version, "layer", choropleth_layer(c)->id,
                     "title", json_text(localized_get(&ind->title, c->look.language)), "unit",
                     json_text(localized_get(&ind->unit, c->look.language)), "kind",
                     indicator_kind_names[ind->kind], "period",
                     json_text(ind->data.period[c->period]), "source", json_source(c), "language",
                     lang_codes[c->look.language]);
}

static void add_summary(const statistics *s, json_t *out) {
    const stats *u = &s->summary;
    const struct {
        const char *name;
        double value;
    } row[] = {{"min", u->min},
               {"max", u->max},
               {"mean", u->mean},
               {"median", u->median},
               {"sd", u->sd},
               {"q1", u->q1},
               {"q3", u->q3},
               {"gini", s->each.gini},
               {"theil", s->each.theil},
               {"gap", s->each.gap},
               {"ratio", s->each.ratio},
               {"whole", s->whole}};
    with(out, "n", whole_number(u->n));
    with(out, "missing", whole_number(u->missing));
    for (size_t i = 0; i < sizeof row / sizeof *row; i++)
        with(out, row[i].name, json_number(row[i].value));
    with(out, "highest", json_end(s, u->max));
    with(out, "lowest", json_end(s, u->min));
}

json_t *statistics_json(const statistics *s) {
    json_t *out = json_head(s), *sentences = json_array();
    for (size_t i = 0; i < s->warnings.count; i++)
        json_array_append_new(sentences, json_text(s->warnings.item[i]));
    if (!out) {
        json_decref(sentences);
        return NULL;
    }
    add_summary(s, out);
    with(out, "lorenz", json_lorenz(&s->each));
    with(out, "weight", json_weight(s));
    with(out, "weighted", json_weighted(s));
    with(out, "segregation", json_segregation(&s->apart));
    with(out, "moran", json_moran(s));
    with(out, "correlation", json_pair(s));
    with(out, "parts", json_parts(s));
    with(out, "groups", json_groups(s));
    with(out, "target", json_target(s));
    with(out, "definitions", measure_definitions(s->map->look.language));
    return with(out, "warnings", sentences);
}
