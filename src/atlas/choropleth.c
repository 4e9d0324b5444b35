#include "atlas/choropleth.h"
#include "base/hash.h"
#include "carto/wording.h"
#include "data/stats.h"

#include <assert.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct counted {
    choropleth map; /* first: a choropleth * is a counted * */
    atomic_uint refs;
    rgba *fill, *hatch, *text;
    rgba cover[COVERS];
    uint8_t *pattern;
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

/* ---- classes ---- */

/* Category i is class i: the edges lie on the indices, on the side that the closure includes. */
static class_breaks category_breaks(size_t k, closure closed) {
    class_breaks b = {.count = k, .closed = closed};
    for (size_t i = 0; i <= k; i++) b.edge[i] = (double)i - (closed == CLOSED_RIGHT);
    b.edge[0] = 0;
    b.edge[k] = (double)k - 1;
    return b;
}

static err_code class_categories(choropleth *c, err *e) {
    const indicator *ind = choropleth_indicator(c);
    if (ind->n_categories > CLASSES_MAX)
        return err_set(e, ERR_RANGE,
                       "%s has %zu categories: a map can tell %d apart; name those to be shown "
                       "under `categories`, or join some",
                       ind->id, ind->n_categories, CLASSES_MAX);
    const classify_method *own = classify_find("category");
    c->category_forced = c->look.method != own && c->look.method_asked;
    c->look.method = own;
    c->look.n_breaks = 0;
    c->look.classes = ind->n_categories;
    if (ind->n_categories) c->breaks = category_breaks(ind->n_categories, c->look.closed);
    return ERR_OK;
}

static err_code make_classes(choropleth *c, err *e) {
    const indicator *ind = choropleth_indicator(c);
    if (ind->kind == KIND_CATEGORY) return class_categories(c, e);
    classify_request r = {.classes = c->look.classes,
                          .closed = c->look.closed,
                          .breaks = c->look.breaks,
                          .n_breaks = c->look.n_breaks,
                          .rounded = c->look.rounded};
    size_t n = ind->data.n_districts;
    err_code rc =
        c->look.pooled
            ? classify(c->look.method, ind->data.value, n * ind->data.n_periods, &r, &c->breaks, e)
            : classify(c->look.method, choropleth_values(c), n, &r, &c->breaks, e);
    return rc ? err_wrap(e, rc, "%s, %s", ind->id, c->look.period) : ERR_OK;
}

/* ---- colors ---- */

static const ramp *own_ramp(const choropleth *c) {
    const indicator *ind = choropleth_indicator(c);
    ramp_kind kind = RAMP_SEQUENTIAL;
    if (ind->kind == KIND_INDEX || c->look.method->diverging) kind = RAMP_DIVERGING;
    if (ind->kind == KIND_CATEGORY) kind = ind->ordered ? RAMP_SEQUENTIAL : RAMP_QUALITATIVE;
    return ramp_default(c->atlas->library.ramps, kind, c->look.backdrop->dark);
}

static void color_classes(choropleth *c) {
    const rgba *own = c->atlas->design[c->indicator].category_color;
    if (!c->breaks.count) return;
    ramp_classes(c->look.ramp, c->breaks.count, c->look.reverse, c->color);
    for (size_t i = 0; own && i < c->breaks.count; i++)
        if (own[i].a) c->color[i] = own[i];
}

static rgba color_in_class(const choropleth *c, int class, double value) {
    if (class < 0) return c->look.no_data_color;
    if (!c->look.method->continuous) return c->color[class];
    double low = c->breaks.edge[0], range = c->breaks.edge[c->breaks.count] - low;
    double t = range > 0 ? (value - low) / range : 0.5;
    return ramp_color(c->look.ramp, t < 0 ? 0 : t > 1 ? 1 : t, c->look.reverse);
}

rgba choropleth_color(const choropleth *c, double value) {
    return color_in_class(c, class_of(&c->breaks, value), value);
}

legend_state choropleth_legend_state(value_state s) {
    static const legend_state rows[VALUE__STATES] = {
        [VALUE_MISSING] = LEGEND_MISSING,
        [VALUE_SUPPRESSED] = LEGEND_SUPPRESSED,
        [VALUE_CANNOT_OCCUR] = LEGEND_CANNOT_OCCUR,
        [VALUE_ROUNDED_ZERO] = LEGEND_ROUNDED_ZERO,
    };
    assert(s > VALUE_PRESENT && s < VALUE__STATES);
    return rows[s];
}

static void paint_district(counted *k, district_id d) {
    choropleth *c = &k->map;
    const joined *j = &choropleth_indicator(c)->data;
    size_t at = choropleth_at(c, d);
    int class = class_of(&c->breaks, j->value[at]);
    k->fill[d] = color_in_class(c, class, j->value[at]);
    value_state state = (value_state)j->state[at];
    bool uncertain = state == VALUE_PRESENT && j->flags[at] & VALUE_BRACKETED;
    c->class_of[d] = (int8_t) class;
    k->hatch[d] = uncertain ? backdrop_uncertain(k->fill[d]) : c->look.hatch_color;
    if (uncertain)
        k->pattern[d] = (uint8_t)legend_states[LEGEND_UNCERTAIN].pattern;
    else if (state != VALUE_PRESENT)
        k->pattern[d] = (uint8_t)legend_states[choropleth_legend_state(state)].pattern;
}

/* ---- what lies over the districts ---- */

static rgba readable_on(const choropleth *c, rgba fill) {
    static const rgba white = {255, 255, 255, 255}, ink = {0x1b, 0x21, 0x27, 255};
    rgba seen = fill.a == 255 ? fill : color_over(fill, c->look.backdrop->under);
    return color_contrast(ink, seen) >= color_contrast(white, seen) ? ink : white;
}

/* A district without a figure has a muted name; where its hatch is too dark for that, as others. */
static rgba label_color(const counted *k, district_id d) {
    const choropleth *c = &k->map;
    const backdrop *b = c->look.backdrop;
    bool missing = c->class_of[d] < 0 && color_contrast(b->muted, k->fill[d]) >= 4.5;
    return missing ? b->muted : readable_on(c, k->fill[d]);
}

static void color_labels(counted *k, size_t n) {
    for (district_id d = 0; d < n; d++) k->text[d] = label_color(k, d);
}

/* Returns which of them show what is under the map. */
static uint32_t color_covers(counted *k) {
    const choropleth *c = &k->map;
    const atlas *a = c->atlas;
    const backdrop *b = c->look.backdrop;
    size_t water = atlas_water_of(a, a->indicator_layer[c->indicator]);
    for (size_t i = 0; i < a->n_contexts; i++) {
        k->cover[COVER_FILL(i)] = context_fill(&a->context[i].style, b);
        k->cover[COVER_LINE(i)] = context_line(&a->context[i].style, b);
    }
    k->cover[COVER_OUTLINE] = c->look.outline_color;
    k->cover[COVER_WATER_BORDER] = b->border_on_water;
    k->cover[COVER_WATER_OUTLINE] =
        water < a->n_contexts ? k->cover[COVER_LINE(water)] : c->look.outline_color;
    if (!c->look.clip || water >= a->n_contexts) return 0;
    return UINT32_C(1) << COVER_FILL(water) | UINT32_C(1) << COVER_WATER_BORDER |
           UINT32_C(1) << COVER_WATER_OUTLINE;
}

static err_code paint_districts(counted *k, err *e) {
    choropleth *c = &k->map;
    size_t n = choropleth_indicator(c)->data.n_districts;
    k->fill = calloc(n + 1, sizeof *k->fill);
    k->hatch = calloc(n + 1, sizeof *k->hatch);
    k->text = calloc(n + 1, sizeof *k->text);
    k->pattern = calloc(n + 1, sizeof *k->pattern);
    c->class_of = calloc(n + 1, sizeof *c->class_of);
    if (!k->fill || !k->hatch || !k->text || !k->pattern || !c->class_of) return err_nomem(e);
    color_classes(c);
    bool plain = true;
    for (district_id d = 0; d < n; d++) {
        paint_district(k, d);
        plain &= !k->pattern[d];
    }
    color_labels(k, n);
    uint32_t clears = color_covers(k);
    c->paint = (paint){.fill = k->fill,
                       .pattern = k->pattern,
                       .hatch = k->hatch,
                       .plain = plain,
                       .border = c->look.border_color,
                       .border_px = c->look.border_px,
                       .casing = c->look.casing_color,
                       .casing_px = c->look.casing_px,
                       .outline_px = c->look.outline_px,
                       .cover = k->cover,
                       .clears = clears,
                       .text = k->text,
                       .place = c->look.backdrop->muted,
                       .opacity = c->look.opacity};
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
    err_code rc = choose_period(c, e);
    if (!rc) rc = make_classes(c, e);
    if (!rc && !c->look.ramp) c->look.ramp = own_ramp(c);
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
    free(k->hatch);
    free(k->text);
    free(k->pattern);
    free(k);
}

size_t choropleth_memory(const choropleth *c) {
    size_t n = choropleth_indicator(c)->data.n_districts + 1;
    return sizeof(counted) + n * (3 * sizeof(rgba) + sizeof(uint8_t) + sizeof *c->class_of);
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

void choropleth_value_text(const choropleth *c, district_id d, buf *out) {
    const indicator *ind = choropleth_indicator(c);
    size_t at = choropleth_at(c, d);
    if (ind->data.state[at] != VALUE_PRESENT)
        buf_adds(out, wording_get(WORD_MISSING, c->look.language));
    else if (ind->kind == KIND_CATEGORY)
        buf_adds(out, localized_get(&ind->category[(size_t)ind->data.value[at]].title,
                                    c->look.language));
    else
        number_format_value(ind->data.value[at], ind->decimals,
                            localized_get(&ind->unit, c->look.language), c->look.language, out);
}

size_t choropleth_at(const choropleth *c, district_id d) {
    return c->period * choropleth_indicator(c)->data.n_districts + d;
}
