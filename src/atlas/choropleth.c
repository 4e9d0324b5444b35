#include "atlas/choropleth.h"
#include "base/hash.h"
#include "data/stats.h"

#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct counted {
    choropleth map; /* first: a choropleth * is a counted * */
    atomic_uint refs;
    rgba *fill;
    bool *hatched;
} counted;

static err_code choose_period(choropleth *c, err *e) {
    const joined *data = &c->atlas->indicator[c->indicator].data;
    if (!*c->look.period) {
        c->period = data->n_periods - 1;
        snprintf(c->look.period, sizeof c->look.period, "%s", data->period[c->period]);
        return ERR_OK;
    }
    if (joined_find_period(data, c->look.period, &c->period)) return ERR_OK;
    char list[200] = "";
    for (size_t i = 0; i < data->n_periods && strlen(list) < 150; i++)
        snprintf(list + strlen(list), sizeof list - strlen(list), "%s%s", i ? ", " : "",
                 data->period[i]);
    return err_set(e, ERR_NOTFOUND, "period: %s has none called \"%s\"; it has %s",
                   c->atlas->indicator[c->indicator].id, c->look.period, list);
}

static size_t distinct(const double *sorted, size_t n) {
    size_t count = n > 0;
    for (size_t i = 1; i < n; i++) count += sorted[i] != sorted[i - 1];
    return count;
}

/* A category's classes are its values, one each, whatever the look asks. */
static err_code make_one_class_a_value(choropleth *c, const double *v, size_t n, err *e) {
    double *sorted;
    size_t there;
    err_code rc = stats_sorted(v, n, &sorted, &there, e);
    if (rc) return rc;
    size_t k = distinct(sorted, there);
    free(sorted);
    if (k < 2 || k > CLASSES_MAX) return ERR_OK;
    c->look.method = classify_find("jenks"); /* as many classes as values: each its own */
    c->look.classes = k;
    return ERR_OK;
}

static err_code classify_values(choropleth *c, err *e) {
    const double *v = choropleth_values(c);
    size_t n = c->atlas->indicator[c->indicator].data.n_districts;
    if (choropleth_indicator(c)->kind == KIND_CATEGORY && !c->look.n_breaks) {
        err_code rc = make_one_class_a_value(c, v, n, e);
        if (rc) return rc;
    }
    classify_request r = {c->look.classes, c->look.closed, c->look.breaks, c->look.n_breaks};
    return classify(c->look.method, v, n, &r, &c->breaks, e);
}

static err_code paint_districts(counted *k, err *e) {
    choropleth *c = &k->map;
    size_t n = c->atlas->indicator[c->indicator].data.n_districts;
    const double *v = choropleth_values(c);
    k->fill = calloc(n + 1, sizeof *k->fill);
    k->hatched = calloc(n + 1, sizeof *k->hatched);
    c->class_of = calloc(n + 1, sizeof *c->class_of);
    if (!k->fill || !k->hatched || !c->class_of) return err_nomem(e);
    if (c->breaks.count) ramp_classes(c->look.ramp, c->breaks.count, c->look.reverse, c->color);
    for (size_t d = 0; d < n; d++) {
        c->class_of[d] = (int8_t)class_of(&c->breaks, v[d]);
        k->hatched[d] = c->class_of[d] < 0;
        k->fill[d] = k->hatched[d] ? c->look.no_data_color : c->color[c->class_of[d]];
    }
    c->paint = (paint){k->fill,           k->hatched,     c->look.hatch_color, c->look.border_color,
                       c->look.border_px, c->look.opacity};
    return ERR_OK;
}

static void set_hash(choropleth *c) {
    uint64_t h = hash_u64(HASH_INIT, c->atlas->version);
    h = hash_str(h, c->atlas->indicator[c->indicator].id);
    c->hash = hash_u64(h, look_hash(&c->look));
}

err_code choropleth_make(const atlas *a, size_t index, const look *l, choropleth **out, err *e) {
    counted *k = calloc(1, sizeof *k);
    if (!k) return err_nomem(e);
    atomic_init(&k->refs, 1);
    choropleth *c = &k->map;
    c->atlas = atlas_ref(a);
    c->indicator = index;
    c->look = *l;
    if (!c->look.ramp) c->look.ramp = ramp_default(a->ramps, RAMP_SEQUENTIAL);
    err_code rc = choose_period(c, e);
    if (!rc) rc = classify_values(c, e);
    if (!rc) rc = paint_districts(k, e);
    if (rc) {
        choropleth_unref(c);
        return rc;
    }
    set_hash(c);
    *out = c;
    return ERR_OK;
}

choropleth *choropleth_ref(choropleth *c) {
    atomic_fetch_add(&((counted *)c)->refs, 1);
    return c;
}

void choropleth_unref(choropleth *c) {
    counted *k = (counted *)c;
    if (!k || atomic_fetch_sub(&k->refs, 1) != 1) return;
    atlas_unref(c->atlas);
    free(c->class_of);
    free(k->fill);
    free(k->hatched);
    free(k);
}

const double *choropleth_values(const choropleth *c) {
    return joined_values(&c->atlas->indicator[c->indicator].data, c->period);
}

const atlas_layer *choropleth_layer(const choropleth *c) {
    return atlas_layer_of(c->atlas, c->indicator);
}

const indicator *choropleth_indicator(const choropleth *c) {
    return &c->atlas->indicator[c->indicator];
}

err_code choropleth_legend(const choropleth *c, legend **out, err *e) {
    const indicator *ind = choropleth_indicator(c);
    lang l = c->look.language;
    const char *source = localized_get(&ind->source, l);
    bool counted_or_named = ind->kind == KIND_COUNT || ind->kind == KIND_CATEGORY;
    legend_input in = {
        .title = localized_get(&ind->title, l),
        .unit = localized_get(&ind->unit, l),
        .period = ind->data.period[c->period],
        .source = *source ? source : ind->data.source[c->period],
        .note = localized_get(&ind->note, l),
        .whole_name = c->atlas->whole_key ? localized_get(&c->atlas->whole_name, l) : NULL,
        .decimals = ind->decimals,
        .breaks = &c->breaks,
        .colors = c->color,
        .values = choropleth_values(c),
        .n = ind->data.n_districts,
        .whole = ind->kind == KIND_COUNT ? (double)NAN : ind->data.whole[c->period],
        .has_mean = !counted_or_named,
        .is_count = ind->kind == KIND_COUNT,
        .look = &c->look,
    };
    return legend_make(&in, out, e);
}
