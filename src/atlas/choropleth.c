#include "atlas/choropleth.h"
#include "atlas/choropleth_brush.h"
#include "atlas/choropleth_certain.h"
#include "atlas/choropleth_classes.h"
#include "atlas/choropleth_groups.h"
#include "atlas/choropleth_pair.h"
#include "atlas/target.h"
#include "base/hash.h"
#include "base/text.h"

#include <assert.h>
#include <math.h>
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
    return err_tell(e, ERR_NOTFOUND, "period: %s has none called \"%s\"; it has %s",
                    "period: %s har ingen som heter \"%s\"; de som finns är %s",
                    c->atlas->indicator[c->indicator].id, c->look.period, list);
}

/* ---- what is mapped ---- */

static err_code map_figures(choropleth *c, err *e) {
    const joined *j = &choropleth_indicator(c)->data;
    err_code rc = choropleth_mapped_rule(c->atlas, c->indicator, &c->look, &c->rule, e);
    if (!rc && !c->rule.plain)
        rc = choropleth_mapped_period(&c->rule, c->period, false, &c->own, e);
    if (rc) return rc;
    if (*c->look.bivariate) return choropleth_pair_figures(c, e);
    if (c->look.has_second_breaks) return choropleth_pair_breaks_alone(e);
    size_t first = c->period * j->n_districts;
    c->value = c->rule.plain ? j->value + first : c->own.value;
    c->state = c->rule.plain ? j->state + first : c->own.state;
    c->flags = c->rule.plain ? j->flags + first : c->own.flags;
    c->whole = c->rule.plain ? j->whole[c->period] : c->own.whole;
    return ERR_OK;
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
        return err_tell(e, ERR_RANGE,
                        "%s has %zu categories: a map can tell %d apart; name those to be shown "
                        "under `categories`, or join some",
                        "%s har %zu kategorier: en karta kan skilja %d åt; ange dem som ska visas "
                        "under `categories`, eller slå ihop några",
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
    if (choropleth_indicator(c)->kind == KIND_CATEGORY) return class_categories(c, e);
    err_code rc = c->second.ind ? choropleth_pair_classes(c, e) : choropleth_classes(c, e);
    return rc ? err_wrap(e, rc, "%s, %s", choropleth_indicator(c)->id, c->look.period) : ERR_OK;
}

/* ---- colors ---- */

static const ramp *own_ramp(const choropleth *c) {
    const indicator *ind = choropleth_indicator(c);
    ramp_kind kind = RAMP_SEQUENTIAL;
    bool index = ind->kind == KIND_INDEX && c->rule.plain;
    if (index || c->look.method->diverging || !isnan(c->center)) kind = RAMP_DIVERGING;
    if (c->second.ind) kind = RAMP_BIVARIATE;
    if (ind->kind == KIND_CATEGORY) kind = ind->ordered ? RAMP_SEQUENTIAL : RAMP_QUALITATIVE;
    return ramp_default(c->atlas->library.ramps, kind, c->look.backdrop->dark);
}

/* The class of the center has the ramp's middle, and both sides have equal steps of color. */
static void color_around(choropleth *c, bool reverse) {
    size_t n = c->breaks.count, middle = (size_t)class_of(&c->breaks, c->center);
    size_t reach = middle > n - 1 - middle ? middle : n - 1 - middle, all = 2 * reach + 1;
    rgba each[CLASSES_MAX];
    if (all <= CLASSES_MAX) ramp_classes(c->look.ramp, all, reverse, each);
    for (size_t i = 0; i < n; i++) {
        size_t at = i + reach - middle;
        c->color[i] = all <= CLASSES_MAX
                          ? each[at]
                          : ramp_color(c->look.ramp, (double)at / (double)(all - 1), reverse);
    }
}

static void color_classes(choropleth *c) {
    const rgba *own = c->atlas->design[c->indicator].category_color;
    c->n_colors = c->breaks.count;
    if (c->second.ind) {
        choropleth_pair_colors(c);
        return;
    }
    if (!c->breaks.count) return;
    bool reverse = c->look.reverse != c->rule.metric->from_high; /* more is still farther out */
    if (!isnan(c->center) && ramp_kind_of(c->look.ramp) == RAMP_DIVERGING)
        color_around(c, reverse);
    else
        ramp_classes(c->look.ramp, c->breaks.count, reverse, c->color);
    for (size_t i = 0; own && i < c->breaks.count; i++)
        if (own[i].a) c->color[i] = own[i];
}

/* Where on a continuous ramp a value has its color, 0..1 for those of the map: the center of a
 * diverging one is its middle, and both sides have the same scale. */
static double share_of_ramp(const choropleth *c, double value) {
    double low = c->breaks.edge[0], high = c->breaks.edge[c->breaks.count];
    if (isnan(c->center) || ramp_kind_of(c->look.ramp) != RAMP_DIVERGING)
        return high > low ? (value - low) / (high - low) : 0.5;
    double reach = fmax(fabs(low - c->center), fabs(high - c->center));
    return reach > 0 ? 0.5 + (value - c->center) / (2 * reach) : 0.5;
}

rgba choropleth_color(const choropleth *c, double value) {
    int class = class_of(&c->breaks, value);
    if (class < 0) return c->look.no_data_color;
    if (!c->look.method->continuous) return c->color[class];
    double t = share_of_ramp(c, value);
    bool reverse = c->look.reverse != c->rule.metric->from_high;
    return ramp_color(c->look.ramp, t < 0 ? 0 : t > 1 ? 1 : t, reverse);
}

static void paint_district(counted *k, district_id d, brush_texts *known) {
    choropleth *c = &k->map;
    int class = c->second.ind ? choropleth_pair_class(c, d) : class_of(&c->breaks, c->value[d]);
    c->class_of[d] = (int8_t) class;
    brush b = choropleth_brush_next(c, d, c->seen && !c->seen[d], known);
    k->fill[d] = b.fill;
    k->hatch[d] = b.hatch;
    k->text[d] = b.text;
    k->pattern[d] = b.pattern;
}

/* ---- focus ---- */

static err_code unknown_key(const districts *all, const char *layer, const char *key, err *e) {
    const char *nearest = districts_nearest(all, key);
    if (!nearest)
        return err_tell(e, ERR_RANGE, "focus: the layer %s has no district \"%.80s\"",
                        "focus: indelningen %s har inget område \"%.80s\"", layer, key);
    return err_tell(e, ERR_RANGE,
                    "focus: the layer %s has no district \"%.80s\"; the nearest is \"%s\"",
                    "focus: indelningen %s har inget område \"%.80s\"; närmast ligger \"%s\"",
                    layer, key, nearest);
}

static err_code focus_one(const choropleth *c, const char *from, size_t n, bool *seen, err *e) {
    const atlas_layer *l = choropleth_layer(c);
    char text[FOCUS_MAX + 1], *key = NULL;
    district_id d;
    memcpy(text, from, n);
    text[n] = 0;
    err_code rc = text_key(text, &key, e);
    if (rc) return rc;
    const bool *members = NULL;
    bool found = districts_find(l->shape->districts, key, &d);
    if (found) seen[d] = true;
    if (!found) rc = choropleth_group_members(c, "focus", key, &members, e);
    if (!found && !rc && !members) rc = unknown_key(l->shape->districts, l->id, key, e);
    for (d = 0; members && d < districts_count(l->shape->districts); d++) seen[d] |= members[d];
    free(key);
    return rc;
}

static err_code find_focus(choropleth *c, err *e) {
    if (!*c->look.focus) return ERR_OK;
    c->seen = calloc(choropleth_indicator(c)->data.n_districts + 1, sizeof *c->seen);
    err_code rc = c->seen ? ERR_OK : err_nomem(e);
    for (const char *at = c->look.focus, *end = at; *end && !rc; at = end + 1) {
        end = at + strcspn(at, ",");
        rc = focus_one(c, at, (size_t)(end - at), c->seen, e);
    }
    return rc;
}

/* ---- what lies over the districts ---- */

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
    choropleth_groups_color(c, k->cover);
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
    brush_texts known = {0};
    bool plain = true;
    for (district_id d = 0; d < n; d++) {
        paint_district(k, d, &known);
        plain &= !k->pattern[d];
    }
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
    c->center = NAN;
    c->around_text = WORD__COUNT;
    err_code rc = choose_period(c, e);
    if (!rc) rc = map_figures(c, e);
    if (!rc) rc = target_check(c, e);
    if (!rc) rc = find_focus(c, e);
    if (!rc) rc = choropleth_groups_find(c, e);
    if (!rc) rc = make_classes(c, e);
    if (!rc) rc = choropleth_certain(c, e);
    if (!rc && !c->look.ramp) c->look.ramp = own_ramp(c);
    if (!rc) rc = choropleth_pair_ramp(c, e);
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
    choropleth_mapped_free(&c->own);
    free(c->class_of);
    free(c->margin);
    free(c->seen);
    free(k->fill);
    free(k->hatch);
    free(k->text);
    free(k->pattern);
    free(k);
}

size_t choropleth_memory(const choropleth *c) {
    size_t n = choropleth_indicator(c)->data.n_districts + 1;
    size_t own = c->own.value ? sizeof *c->own.value + 2 * sizeof(uint8_t) : 0;
    size_t seen = c->seen ? sizeof *c->seen : 0;
    if (c->margin) own += sizeof *c->margin;
    return sizeof(counted) +
           n * (3 * sizeof(rgba) + sizeof(uint8_t) + sizeof *c->class_of + own + seen);
}

const double *choropleth_values(const choropleth *c) { return c->value; }

const double *choropleth_figures(const choropleth *c) {
    return joined_values(&choropleth_indicator(c)->data, c->period);
}

const double *choropleth_weights(const choropleth *c, size_t period) {
    if (!c->rule.plain) return NULL;
    return atlas_weights(c->atlas, c->indicator, choropleth_indicator(c)->data.period[period]);
}

double choropleth_whole_figure(const choropleth *c) {
    return choropleth_indicator(c)->data.whole[c->period];
}

double choropleth_difference(const choropleth *c, district_id d) {
    return isnan(c->center) ? (double)NAN : metric_difference(c->value[d], c->center);
}

bool choropleth_is_within(const choropleth *c, district_id d) {
    return c->margin && margin_covers(choropleth_difference(c, d), c->margin[d]);
}

const atlas_layer *choropleth_layer(const choropleth *c) {
    return atlas_layer_of(c->atlas, c->indicator);
}

const indicator *choropleth_indicator(const choropleth *c) {
    return &c->atlas->indicator[c->indicator];
}

size_t choropleth_at(const choropleth *c, district_id d) {
    return c->period * choropleth_indicator(c)->data.n_districts + d;
}
