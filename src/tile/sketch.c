#include "tile/sketch.h"
#include "base/buf.h"
#include "tile/raster.h"

#include <assert.h>
#include <math.h>
#include <stdatomic.h>
#include <stdlib.h>

struct sketch {
    raster *raster;
    skeleton_scratch *scratch;
    arc_list arcs, ray;
    district_id corner;
    double *x, *y; /* one arc, in the tile's pixels */
    size_t x_cap, y_cap;
};

/* ---- levels of geometry, kept by zoom ---- */

typedef struct kept_level {
    atomic_uint refs;
    coverage_level *level;
} kept_level;

static size_t level_bytes(const void *v) {
    const kept_level *k = v;
    return sizeof *k + sizeof *k->level + (k->level->n_arcs + 1) * sizeof *k->level->first +
           k->level->n_points * (sizeof *k->level->x + sizeof *k->level->y);
}
static void level_add(void *v) { atomic_fetch_add(&((kept_level *)v)->refs, 1); }
static void level_drop(void *v) {
    kept_level *k = v;
    if (atomic_fetch_sub(&k->refs, 1) != 1) return;
    coverage_level_free(k->level);
    free(k);
}
static const cache_kind levels = {CACHE_LEVEL, level_bytes, level_add, level_drop};

static double meters_a_pixel(const sketch_input *in) {
    return 1 / grid_pixels_per_m(in->tile.z, GRID_TILE_PX * in->scale);
}

double sketch_tolerance_m2(unsigned z, unsigned scale) {
    double m = 1 / grid_pixels_per_m(z, GRID_TILE_PX * scale);
    return m * m * SKETCH_TOLERANCE_PX2;
}

static err_code make_level(void *ctx, void **out, err *e) {
    const sketch_input *in = ctx;
    kept_level *k = calloc(1, sizeof *k);
    if (!k) return err_nomem(e);
    atomic_init(&k->refs, 1);
    err_code rc = coverage_level_make(in->atlas->layer[in->layer].borders,
                                      sketch_tolerance_m2(in->tile.z, in->scale), &k->level, e);
    if (rc)
        free(k);
    else
        *out = k;
    return rc;
}

/* A zoom at 2 device px a CSS px is drawn as the next one. */
static err_code get_level(cache *c, const sketch_input *in, kept_level **out, err *e) {
    const uint64_t words[] = {in->atlas->version, in->layer, in->tile.z + in->scale - 1};
    cache_key key = cache_key_of(words, sizeof words / sizeof *words);
    sketch_input order = *in;
    void *v = NULL;
    err_code rc = cache_get(c, &levels, &key, make_level, &order, &v, e);
    if (!rc) *out = v;
    return rc;
}

/* ---- one tile ---- */

sketch_input sketch_input_of(const choropleth *c, tile_id t, unsigned scale) {
    const paint *p = &c->paint;
    /* What is under opaque ink is not seen; a line over a wider casing hides nothing more. */
    bool casing = p->casing_px > 0, border = p->border_px > 0;
    bool opaque = (!casing || p->casing.a == 255) &&
                  (!border || p->border.a == 255 || (casing && p->casing_px >= p->border_px));
    return (sketch_input){.atlas = c->atlas,
                          .layer = c->atlas->indicator_layer[c->indicator],
                          .tile = t,
                          .scale = scale,
                          .border_px = p->border_px,
                          .casing_px = p->casing_px,
                          .opaque_inks = opaque};
}

cache_key sketch_key(const sketch_input *in) {
    const uint64_t words[] = {
        in->atlas->version,
        (uint64_t)in->layer << 8 | in->tile.z,
        (uint64_t)in->tile.x << 32 | in->tile.y,
        (uint64_t)(2 * in->border_px) | (uint64_t)(2 * in->casing_px) << 8 |
            (uint64_t)in->scale << 16 | (uint64_t)in->opaque_inks << 24 |
            (uint64_t)in->patterns << 32,
    };
    return cache_key_of(words, sizeof words / sizeof *words);
}

static double reach_px(const sketch_input *in) { /* of ink from its line, device px */
    return fmax(in->border_px, in->casing_px) * in->scale / 2 + 1;
}

static err_code find_arcs(sketch *s, const sketch_input *in, err *e) {
    rect r = grid_tile_bounds(in->tile);
    /* An arc's full bounds hold its simplified points too. */
    double m = reach_px(in) * meters_a_pixel(in);
    r = (rect){r.x0 - m, r.y0 - m, r.x1 + m, r.y1 + m};
    return arc_index_query(in->atlas->layer[in->layer].index, r, &s->arcs, e);
}

static err_code find_corner(sketch *s, const sketch_input *in, const coverage_level *l, err *e) {
    rect r = grid_tile_bounds(in->tile);
    s->corner = DISTRICT_NONE;
    return arc_index_district_at(in->atlas->layer[in->layer].index, l, r.x0, r.y1, &s->ray,
                                 &s->corner, e);
}

static err_code add_arc(sketch *s, const sketch_input *in, const coverage_level *l, uint32_t k,
                        err *e) {
    const arc *a = &in->atlas->layer[in->layer].borders->arcs[k];
    uint32_t tile_px = GRID_TILE_PX * in->scale;
    pixel_window w = grid_tile_window(in->tile, tile_px);
    size_t n = l->first[k + 1] - l->first[k];
    err_code rc = array_reserve(&s->x, &s->x_cap, n, sizeof *s->x, e);
    if (!rc) rc = array_reserve(&s->y, &s->y_cap, n, sizeof *s->y, e);
    if (rc) return rc;
    for (size_t i = 0; i < n; i++) {
        grid_m_to_pixel(in->tile.z, tile_px, l->x[l->first[k] + i], l->y[l->first[k] + i], &s->x[i],
                        &s->y[i]);
        s->x[i] -= (double)w.x0;
        s->y[i] -= (double)w.y0;
    }
    return raster_arc(s->raster, s->x, s->y, n, a->left, a->right, true, e);
}

/* The arcs of the tile, and the district of its upper left corner. */
static err_code look_up(sketch *s, const sketch_input *in, const coverage_level *l, err *e) {
    assert(in->atlas->layer[in->layer].borders); /* loaded for tiles */
    err_code rc = find_arcs(s, in, e);
    return rc ? rc : find_corner(s, in, l, e);
}

static err_code draw(sketch *s, const sketch_input *in, const coverage_level *l, err *e) {
    uint32_t side = GRID_TILE_PX * in->scale;
    const double ink_px[RASTER_INKS] = {in->casing_px * in->scale, in->border_px * in->scale};
    raster_begin(s->raster, side, side, ink_px);
    raster_corner(s->raster, s->corner);
    err_code rc = ERR_OK;
    for (size_t i = 0; i < s->arcs.count && !rc; i++) rc = add_arc(s, in, l, s->arcs.arc[i], e);
    return rc;
}

/* ---- tiles within one district, or outside of all: one skeleton for all of them ---- */

static size_t solid_bytes(const void *v) { return skeleton_memory(v); }
static void solid_add(void *v) { skeleton_ref(v); }
static void solid_drop(void *v) { skeleton_unref(v); }
static const cache_kind solids = {CACHE_SOLID, solid_bytes, solid_add, solid_drop};

static err_code make_solid(void *ctx, void **out, err *e) {
    (void)e;
    *out = skeleton_ref(ctx); /* the first of them */
    return ERR_OK;
}

static cache_key solid_key(const skeleton_input *in, const slot *only) {
    slot_key k = slot_key_of(only);
    const uint64_t words[] = {in->size | (uint64_t)in->opaque_inks << 32, in->patterns, k.districts,
                              k.shares};
    return cache_key_of(words, sizeof words / sizeof *words);
}

/* Trades a skeleton of one slot for the one that is kept for its like. */
static err_code share_solid(cache *c, const skeleton_input *in, skeleton **s, err *e) {
    cache_key key = solid_key(in, (*s)->slots);
    void *kept = NULL;
    err_code rc = cache_get(c, &solids, &key, make_solid, *s, &kept, e);
    if (rc) return rc;
    assert(skeleton_equal(kept, *s));
    skeleton_unref(*s);
    *s = kept;
    return ERR_OK;
}

/* The one that is kept for a tile that no border comes near; NULL: none yet, or one does. */
static skeleton *find_solid(const sketch *s, cache *c, const skeleton_input *in) {
    if (s->arcs.count) return NULL;
    cache_key key = solid_key(in, &(slot){.a = s->corner, .b = DISTRICT_NONE});
    return cache_find(c, &solids, &key);
}

static err_code make_skeleton(sketch *s, cache *c, const sketch_input *in, skeleton_input *made,
                              const coverage_level *l, skeleton **out, err *e) {
    err_code rc = draw(s, in, l, e);
    if (!rc) rc = raster_finish(s->raster, &made->spans, &made->n_spans, e);
    if (!rc) rc = skeleton_make(s->scratch, made, out, e);
    if (!rc && skeleton_is_solid(*out) && (rc = share_solid(c, made, out, e))) {
        skeleton_unref(*out);
        *out = NULL;
    }
    return rc;
}

err_code sketch_make(sketch *s, cache *c, const sketch_input *in, skeleton **out, err *e) {
    pixel_window w = grid_tile_window(in->tile, GRID_TILE_PX * in->scale);
    skeleton_input made = {.size = w.width,
                           .patterns = in->patterns,
                           .x0 = w.x0,
                           .y0 = w.y0,
                           .opaque_inks = in->opaque_inks};
    kept_level *k = NULL;
    err_code rc = get_level(c, in, &k, e);
    if (!rc) rc = look_up(s, in, k->level, e);
    skeleton *kept = rc ? NULL : find_solid(s, c, &made);
    if (kept)
        *out = kept;
    else if (!rc)
        rc = make_skeleton(s, c, in, &made, k->level, out, e);
    if (k) level_drop(k);
    return rc;
}

err_code sketch_pixels(sketch *s, const skeleton *k, uint16_t *pixels, err *e) {
    return skeleton_pixels(s->scratch, k, pixels, e);
}

err_code sketch_create(sketch **out, err *e) {
    sketch *s = calloc(1, sizeof *s);
    if (!s) return err_nomem(e);
    err_code rc = raster_create(&s->raster, e);
    if (!rc) rc = skeleton_scratch_create(&s->scratch, e);
    if (rc)
        sketch_free(s);
    else
        *out = s;
    return rc;
}

void sketch_free(sketch *s) {
    if (!s) return;
    raster_free(s->raster);
    skeleton_scratch_free(s->scratch);
    arc_list_free(&s->arcs);
    arc_list_free(&s->ray);
    free(s->x);
    free(s->y);
    free(s);
}
