/* sketch_kept: levels of geometry, shores and labels, made once for a zoom. */
#include "draw/label_texts.h"
#include "geo/coverage_rings.h"
#include "tile/sketch_parts.h"

#include <stdatomic.h>
#include <stdlib.h>

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

static err_code make_shore(void *ctx, void **out, err *e) {
    const order *o = ctx;
    double px = 1 / grid_pixels_per_m(o->in->tile.z, GRID_TILE_PX);
    shore_measures m =
        shore_measures_screen(px, grid_stretch(o->in->atlas->layer[o->in->layer].shape->bounds));
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

static void find_places(const sketch_input *in, const context_data *named[ATLAS_CONTEXTS_MAX]) {
    for (size_t i = 0; i < in->atlas->n_contexts; i++) {
        const context_data *d = in->atlas->context[i].data;
        named[i] = (in->contexts >> i & 1) && d->shape == CONTEXT_POINTS ? d : NULL;
    }
}

/* With names alone, no figure has a say: one skeleton serves all looks. */
static err_code plan_labels(const order *o, const shore *sh, const geometry *water,
                            label_plan **out, err *e) {
    const sketch_input *in = o->in;
    const context_data *named[ATLAS_CONTEXTS_MAX];
    label_texts t;
    find_places(in, named);
    err_code rc = label_texts_make(in->map, named, &t, e);
    label_request r = {.land = sh->land,
                       .x0 = -GRID_HALF_M,
                       .y0 = GRID_HALF_M,
                       .scale = grid_pixels_per_m(in->tile.z, GRID_TILE_PX),
                       .name = t.name,
                       .value = (const char *const *)t.value,
                       .muted = t.value ? t.muted : NULL,
                       .places = t.place,
                       .n_places = t.n_places,
                       .water = water,
                       .style = &label_style_screen};
    if (!rc) rc = label_plan_make(&r, out, e);
    label_texts_free(&t);
    return rc;
}

static err_code make_labels(void *ctx, void **out, err *e) {
    const order *o = ctx;
    kept *k = NULL;
    geometry *water = NULL;
    label_plan *plan = NULL;
    err_code rc = kept_shore(o->cache, o->in, &k, e);
    const shore *sh = k ? k->thing : NULL;
    if (!rc && sh->water) rc = coverage_rings_make(sh->water, sh->water_level, &water, e);
    if (!rc) rc = plan_labels(o, sh, water, &plan, e);
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
