/* sketch_kept: levels of geometry, shores and labels, made once for a zoom. */
#include "geo/coverage_rings.h"
#include "tile/sketch_parts.h"

#include <math.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

struct kept {
    atomic_uint refs;
    size_t bytes;
    void *thing;
    void (*release)(void *thing);
};

static size_t kept_bytes(const void *v) { return sizeof(kept) + ((const kept *)v)->bytes; }
static void kept_add(void *v) { atomic_fetch_add(&((kept *)v)->refs, 1); }
static void kept_unref(void *v) { kept_drop(v); }
static const cache_kind levels = {CACHE_LEVEL, kept_bytes, kept_add, kept_unref};
static const cache_kind labelings = {CACHE_LABELS, kept_bytes, kept_add, kept_unref};

void kept_drop(kept *k) {
    if (!k || atomic_fetch_sub(&k->refs, 1) != 1) return;
    k->release(k->thing);
    free(k);
}

/* Takes the thing, on failure too. */
static err_code keep(void *thing, size_t size, void (*release)(void *), void **out, err *e) {
    kept *k = calloc(1, sizeof *k);
    if (!k) {
        release(thing);
        return err_nomem(e);
    }
    atomic_init(&k->refs, 1);
    k->thing = thing, k->bytes = size, k->release = release;
    *out = k;
    return ERR_OK;
}

typedef enum kept_what { KEPT_LEVEL, KEPT_CONTEXT, KEPT_SHORE, KEPT_LABELS } kept_what;

/* Keys begin with the atlas's version: see tiler_forget_all_but(). */
static cache_key key_of(const sketch_input *in, kept_what what, size_t index, unsigned zoom,
                        unsigned scale, uint64_t more) {
    const uint64_t words[] = {in->atlas->version, (uint64_t)what << 32 | index,
                              (uint64_t)scale << 8 | zoom, more};
    return cache_key_of(words, sizeof words / sizeof *words);
}

/* ---- levels --------------------------------------------------------------------------- */

double sketch_tolerance_m2(unsigned z, unsigned scale) {
    double m = 1 / grid_pixels_per_m(z, GRID_TILE_PX * scale);
    return m * m * SKETCH_TOLERANCE_PX2;
}

static size_t level_bytes(const coverage_level *l) {
    return sizeof *l + (l->n_arcs + 1) * sizeof *l->first +
           l->n_points * (sizeof *l->x + sizeof *l->y);
}

static void release_level(void *v) { coverage_level_free(v); }

typedef struct level_order {
    const sketch_input *in;
    const coverage *of;
} level_order;

static err_code make_level(void *ctx, void **out, err *e) {
    const level_order *o = ctx;
    coverage_level *l = NULL;
    err_code rc =
        coverage_level_make(o->of, sketch_tolerance_m2(o->in->tile.z, o->in->scale), &l, e);
    return rc ? rc : keep(l, level_bytes(l), release_level, out, e);
}

static err_code get_level(cache *c, const sketch_input *in, kept_what what, size_t index,
                          const coverage *of, kept **out, err *e) {
    cache_key key = key_of(in, what, index, in->tile.z + in->scale - 1, 0, 0);
    level_order order = {in, of};
    void *v = NULL;
    err_code rc = cache_get(c, &levels, &key, make_level, &order, &v, e);
    if (!rc) *out = v;
    return rc;
}

err_code kept_level(cache *c, const sketch_input *in, kept **out, err *e) {
    return get_level(c, in, KEPT_LEVEL, in->layer, in->atlas->layer[in->layer].borders, out, e);
}

err_code kept_context(cache *c, const sketch_input *in, size_t i, kept **out, err *e) {
    return get_level(c, in, KEPT_CONTEXT, i, in->atlas->context[i].data->areas, out, e);
}

const coverage_level *kept_as_level(const kept *k) { return k->thing; }

/* ---- shores --------------------------------------------------------------------------- */

static void release_shore(void *v) { shore_free(v); }

typedef struct order {
    const sketch_input *in;
    cache *cache;
} order;

static size_t water_of(const sketch_input *in) {
    size_t i = atlas_water_of(in->atlas, in->layer);
    return i < in->atlas->n_contexts && (in->contexts >> i & 1) ? i : SIZE_MAX;
}

static err_code make_water(cache *c, const sketch_input *in, geometry **out, err *e) {
    size_t i = water_of(in);
    kept *k = NULL;
    if (i == SIZE_MAX) return ERR_OK;
    err_code rc = kept_context(c, in, i, &k, e);
    if (!rc) rc = coverage_rings_make(in->atlas->context[i].data->areas, k->thing, out, e);
    kept_drop(k);
    return rc;
}

/* Mercator meters a meter on the ground, in the layer's middle (Snyder 1987, eq. 7-4). */
static double meters_a_meter(const sketch_input *in) {
    rect r = in->atlas->layer[in->layer].shape->bounds;
    double lon, lat;
    if (rect_is_empty(r)) return 1;
    grid_unproject((r.x0 + r.x1) / 2, (r.y0 + r.y1) / 2, &lon, &lat);
    return 1 / cos(lat * acos(-1) / 180);
}

static err_code make_shore(void *ctx, void **out, err *e) {
    const order *o = ctx;
    double px = 1 / grid_pixels_per_m(o->in->tile.z, GRID_TILE_PX);
    shore_measures m = shore_measures_screen(px, meters_a_meter(o->in));
    kept *k = NULL;
    geometry *water = NULL;
    shore *made = NULL;
    err_code rc = kept_level(o->cache, o->in, &k, e);
    if (!rc) rc = make_water(o->cache, o->in, &water, e);
    if (!rc)
        rc = shore_make(o->in->atlas->layer[o->in->layer].borders, k->thing, water, &m, &made, e);
    geometry_free(water);
    kept_drop(k);
    return rc ? rc : keep(made, shore_memory(made), release_shore, out, e);
}

err_code kept_shore(cache *c, const sketch_input *in, kept **out, err *e) {
    cache_key key =
        key_of(in, KEPT_SHORE, in->layer, in->tile.z, in->scale, water_of(in) != SIZE_MAX);
    order o = {in, c};
    void *v = NULL;
    err_code rc = cache_get(c, &levels, &key, make_shore, &o, &v, e);
    if (!rc) *out = v;
    return rc;
}

const shore *kept_as_shore(const kept *k) { return k->thing; }

/* ---- labels --------------------------------------------------------------------------- */

static void release_labels(void *v) { label_plan_free(v); }

typedef struct label_texts { /* what a request is made of */
    const char **name;       /* the districts' own */
    char **value;
    bool *muted;
    label_place *places;
    size_t n, n_places;
} label_texts;

static void texts_free(label_texts *t) {
    for (size_t d = 0; t->value && d < t->n; d++) free(t->value[d]);
    free(t->name);
    free(t->value);
    free(t->muted);
    free(t->places);
}

static err_code write_values(const choropleth *c, label_texts *t, err *e) {
    t->value = calloc(t->n + 1, sizeof *t->value);
    t->muted = calloc(t->n + 1, sizeof *t->muted);
    if (!t->value || !t->muted) return err_nomem(e);
    err_code rc = ERR_OK;
    for (district_id d = 0; d < t->n && !rc; d++) {
        buf text = BUF_EMPTY;
        choropleth_value_text(c, d, &text);
        rc = buf_status(&text, e);
        t->muted[d] = isnan(choropleth_values(c)[d]);
        if (!rc && !(t->value[d] = strdup(buf_text(&text)))) rc = err_nomem(e);
        buf_free(&text);
    }
    return rc;
}

typedef struct ranked { /* of equal ranks the earlier context's, then the earlier record's first */
    label_place place;
    size_t number;
} ranked;

static int by_rank(const void *a, const void *b) {
    const ranked *p = a, *q = b;
    int by = (p->place.rank < q->place.rank) - (p->place.rank > q->place.rank);
    return by ? by : (p->number > q->number) - (p->number < q->number);
}

static bool names_places(const sketch_input *in, size_t i) {
    return (in->contexts >> i & 1) && in->atlas->context[i].data->shape == CONTEXT_POINTS;
}

static size_t gather_places(const sketch_input *in, ranked *out) {
    size_t n = 0;
    for (size_t i = 0; i < in->atlas->n_contexts; i++) {
        const context_data *d = in->atlas->context[i].data;
        for (size_t k = 0; names_places(in, i) && k < d->n_points; k++, n++)
            if (out)
                out[n] = (ranked){{.x = d->point[k].x,
                                   .y = d->point[k].y,
                                   .name = d->point[k].name,
                                   .rank = d->point[k].rank},
                                  n};
    }
    return n;
}

static err_code list_places(const sketch_input *in, label_texts *t, err *e) {
    size_t n = gather_places(in, NULL);
    if (!n) return ERR_OK;
    ranked *all = calloc(n, sizeof *all);
    t->places = calloc(n, sizeof *t->places);
    if (!all || !t->places) {
        free(all);
        return err_nomem(e);
    }
    gather_places(in, all);
    qsort(all, n, sizeof *all, by_rank);
    for (size_t i = 0; i < n; i++) t->places[i] = all[i].place;
    t->n_places = n;
    free(all);
    return ERR_OK;
}

static err_code list_names(const districts *d, label_texts *t, err *e) {
    if (!(t->name = calloc(t->n + 1, sizeof *t->name))) return err_nomem(e);
    for (district_id i = 0; i < t->n; i++) t->name[i] = district_name(d, i);
    return ERR_OK;
}

static err_code plan_labels(const order *o, const shore *sh, const geometry *water, label_texts *t,
                            label_plan **out, err *e) {
    const sketch_input *in = o->in;
    const districts *names = in->atlas->layer[in->layer].shape->districts;
    bool values = in->labels == LABELS_VALUES || in->labels == LABELS_BOTH;
    t->n = districts_count(names);
    err_code rc = values ? write_values(in->map, t, e) : ERR_OK;
    if (!rc && in->labels != LABELS_VALUES) rc = list_names(names, t, e);
    if (!rc) rc = list_places(in, t, e);
    label_request r = {.land = sh->land,
                       .x0 = -GRID_HALF_M,
                       .y0 = GRID_HALF_M,
                       .scale = grid_pixels_per_m(in->tile.z, GRID_TILE_PX),
                       .name = t->name,
                       .value = (const char *const *)t->value,
                       .muted = t->muted,
                       .places = t->places,
                       .n_places = t->n_places,
                       .water = water,
                       .style = &label_style_screen};
    return rc ? rc : label_plan_make(&r, out, e);
}

static err_code make_labels(void *ctx, void **out, err *e) {
    const order *o = ctx;
    kept *k = NULL;
    geometry *water = NULL;
    label_plan *plan = NULL;
    label_texts texts = {0};
    err_code rc = kept_shore(o->cache, o->in, &k, e);
    const shore *sh = k ? k->thing : NULL;
    if (!rc && sh->water) rc = coverage_rings_make(sh->water, sh->water_level, &water, e);
    if (!rc) rc = plan_labels(o, sh, water, &texts, &plan, e);
    texts_free(&texts);
    geometry_free(water);
    kept_drop(k);
    return rc ? rc : keep(plan, label_plan_memory(plan), release_labels, out, e);
}

err_code kept_labels(cache *c, const sketch_input *in, kept **out, err *e) {
    sketch_input at_1 = *in;
    at_1.scale = 1;
    uint64_t more = in->labels_hash ^ (uint64_t)in->contexts << 56;
    cache_key key = key_of(in, KEPT_LABELS, in->layer, in->tile.z, (unsigned)in->labels, more);
    order o = {&at_1, c};
    void *v = NULL;
    err_code rc = cache_get(c, &labelings, &key, make_labels, &o, &v, e);
    if (!rc) *out = v;
    return rc;
}

const label_plan *kept_as_labels(const kept *k) { return k->thing; }
