#include "base/buf.h"
#include "base/hash.h"
#include "tile/direct.h"
#include "tile/sketch_parts.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>

/* ---- one tile ---- */

static bool is_drawn(const choropleth *c, const atlas_context *x, unsigned z) {
    const context_style *s = &x->style;
    bool shown = c->look.context || (c->look.clip && s->kind == CONTEXT_WATER);
    return shown && x->data && x->with[c->atlas->indicator_layer[c->indicator]] &&
           z >= s->zoom_min && z <= s->zoom_max;
}

static unsigned contexts_of(const choropleth *c, unsigned z) {
    unsigned contexts = 0;
    for (size_t i = 0; i < c->atlas->n_contexts; i++)
        if (is_drawn(c, &c->atlas->context[i], z)) contexts |= 1U << i;
    return contexts;
}

static uint32_t hiding_of(const choropleth *c) {
    uint32_t hiding = c->paint.clears;
    for (unsigned k = 0; k < COVER_GROUP_CASING; k++)
        if (c->paint.cover[k].a == UINT8_MAX) hiding |= UINT32_C(1) << k;
    for (unsigned k = COVER_GROUP_CASING; c->n_groups && k < COVERS; k++)
        if (c->paint.cover[k].a == UINT8_MAX) hiding |= UINT32_C(1) << k;
    return hiding;
}

static uint64_t labels_hash_of(const choropleth *c) {
    if (c->look.labels != LABELS_VALUES && c->look.labels != LABELS_BOTH) return 0;
    uint64_t h = hash_str(HASH_INIT, choropleth_indicator(c)->id);
    h = hash_u64(hash_u64(h, c->period), c->look.language);
    h = hash_str(hash_u64(hash_str(h, c->look.minus), c->look.percent), c->look.metric->name);
    return hash_str(h, c->look.bivariate);
}

static uint64_t groups_hash_of(const choropleth *c) {
    uint64_t h = HASH_INIT;
    for (size_t i = 0; i < c->n_groups; i++) h = hash_u64(h, c->group[i]);
    return c->n_groups ? h : 0;
}

sketch_input sketch_input_of(const choropleth *c, tile_id t, unsigned scale) {
    const paint *p = &c->paint;
    /* What is under opaque ink is not seen; a line over a wider casing hides nothing more. */
    bool casing = p->casing_px > 0, border = p->border_px > 0;
    bool opaque = (!casing || p->casing.a == 255) &&
                  (!border || p->border.a == 255 || (casing && p->casing_px >= p->border_px));
    unsigned contexts = contexts_of(c, t.z);
    bool over = contexts || p->outline_px >= 0 || c->n_groups;
    return (sketch_input){.atlas = c->atlas,
                          .layer = c->atlas->indicator_layer[c->indicator],
                          .tile = t,
                          .scale = scale,
                          .border_px = p->border_px,
                          .casing_px = p->casing_px,
                          .outline_px = p->outline_px,
                          .opaque_inks = opaque,
                          .contexts = contexts,
                          .hiding = over ? hiding_of(c) : 0,
                          .labels = c->look.labels,
                          .map = c,
                          .labels_hash = labels_hash_of(c),
                          .n_groups = c->n_groups,
                          .groups_hash = groups_hash_of(c)};
}

cache_key sketch_key(const sketch_input *in) {
    const uint64_t words[] = {
        in->atlas->version,
        (uint64_t)in->layer << 8 | in->tile.z,
        (uint64_t)in->tile.x << 32 | in->tile.y,
        (uint64_t)(2 * in->border_px) | (uint64_t)(2 * in->casing_px) << 8 |
            (uint64_t)in->scale << 16 | (uint64_t)in->opaque_inks << 24 |
            (uint64_t)in->patterns << 32,
        (uint64_t)(2 * (in->outline_px + 1)) | (uint64_t)in->contexts << 8 |
            (uint64_t)in->labels << 24 | (uint64_t)in->hiding << 32,
        in->labels_hash,
        in->groups_hash,
    };
    /* Without groups the key is what it was without them. */
    return cache_key_of(words, sizeof words / sizeof *words - !in->n_groups);
}

rect sketch_reach(const sketch_input *in, double px) {
    rect r = grid_tile_bounds(in->tile);
    double m = px / grid_pixels_per_m(in->tile.z, GRID_TILE_PX * in->scale);
    return (rect){r.x0 - m, r.y0 - m, r.x1 + m, r.y1 + m};
}

static err_code find_arcs(sketch *s, const sketch_input *in, err *e) {
    double ink_px = fmax(in->border_px, in->casing_px) * in->scale / 2;
    /* An arc's full bounds hold its simplified points too. */
    return arc_index_query(in->atlas->layer[in->layer].index, sketch_reach(in, ink_px + 1),
                           &s->arcs, e);
}

static err_code find_corner(sketch *s, const sketch_input *in, const coverage_level *l, err *e) {
    rect r = grid_tile_bounds(in->tile);
    s->corner = DISTRICT_NONE;
    return arc_index_district_at(in->atlas->layer[in->layer].index, l, r.x0, r.y1, &s->ray,
                                 &s->corner, e);
}

err_code sketch_add_line(sketch *s, const sketch_input *in, const sketch_line *l, err *e) {
    uint32_t tile_px = GRID_TILE_PX * in->scale;
    pixel_window w = grid_tile_window(in->tile, tile_px);
    err_code rc = array_reserve(&s->x, &s->x_cap, l->n, sizeof *s->x, e);
    if (!rc) rc = array_reserve(&s->y, &s->y_cap, l->n, sizeof *s->y, e);
    if (rc) return rc;
    size_t n = 0;
    for (size_t i = 0; i < l->n; i++) {
        if (l->weight && (double)l->weight[i] < l->least) continue;
        grid_m_to_pixel(in->tile.z, tile_px, l->x[i], l->y[i], &s->x[n], &s->y[n]);
        s->x[n] -= (double)w.x0;
        s->y[n++] -= (double)w.y0;
    }
    return raster_arc(s->raster, s->x, s->y, n, l->left, l->right, l->stroked, e);
}

typedef struct pieces { /* while they are visited */
    sketch *sketch;
    const sketch_input *in;
    const shore *shore;
    unsigned kinds;
    rect reach;
    err_code rc;
    err *e;
} pieces;

static bool add_piece(void *data, size_t place) {
    pieces *p = data;
    const shore_piece *piece = &p->shore->piece[p->shore->index->item[place]];
    if (!(p->kinds >> piece->kind & 1) || !rect_touches(piece->bounds, p->reach)) return true;
    p->rc = sketch_add_line(p->sketch, p->in,
                            &(sketch_line){.x = p->shore->x + piece->first,
                                           .y = p->shore->y + piece->first,
                                           .n = piece->count,
                                           .left = DISTRICT_NONE,
                                           .right = DISTRICT_NONE,
                                           .stroked = true},
                            p->e);
    return !p->rc;
}

err_code sketch_add_pieces(sketch *s, const sketch_input *in, const shore *sh, unsigned kinds,
                           double width_px, err *e) {
    pieces p = {s, in, sh, kinds, sketch_reach(in, width_px * in->scale / 2 + 1), ERR_OK, e};
    if (sh->index) box_tree_visit(sh->index, &p.reach, add_piece, &p);
    return p.rc;
}

/* The arcs of the tile, and the district of its upper left corner. */
static err_code look_up(sketch *s, const sketch_input *in, const coverage_level *l, err *e) {
    assert(in->atlas->layer[in->layer].borders); /* loaded for tiles */
    err_code rc = find_arcs(s, in, e);
    return rc ? rc : find_corner(s, in, l, e);
}

/* With a shore, which has the borders cut, arcs are filled between only. */
static err_code draw_arc(sketch *s, const sketch_input *in, const coverage_level *l, uint32_t k,
                         bool stroked, err *e) {
    const arc *a = &in->atlas->layer[in->layer].borders->arcs[k];
    bool outer = a->left == DISTRICT_NONE || a->right == DISTRICT_NONE;
    return sketch_add_line(s, in,
                           &(sketch_line){.x = l->x + l->first[k],
                                          .y = l->y + l->first[k],
                                          .n = l->first[k + 1] - l->first[k],
                                          .left = a->left,
                                          .right = a->right,
                                          .stroked = stroked && (!outer || in->outline_px < 0)},
                           e);
}

#define KIND(k) (1U << (k))

static err_code draw(sketch *s, const sketch_input *in, const coverage_level *l, const shore *sh,
                     err *e) {
    uint32_t side = GRID_TILE_PX * in->scale;
    const double ink_px[RASTER_INKS] = {in->casing_px * in->scale, in->border_px * in->scale};
    unsigned kinds = KIND(SHORE_BORDER) | (in->outline_px < 0 ? KIND(SHORE_OUTLINE) : 0);
    raster_begin(s->raster, side, side, ink_px);
    raster_corner(s->raster, s->corner);
    err_code rc = ERR_OK;
    for (size_t i = 0; i < s->arcs.count && !rc; i++)
        rc = draw_arc(s, in, l, s->arcs.arc[i], !sh, e);
    if (!rc && sh) rc = sketch_add_pieces(s, in, sh, kinds, fmax(in->casing_px, in->border_px), e);
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
    void *same = NULL;
    err_code rc = cache_get(c, &solids, &key, make_solid, *s, &same, e);
    if (rc) return rc;
    assert(skeleton_equal(same, *s));
    skeleton_unref(*s);
    *s = same;
    return ERR_OK;
}

static bool is_covered(const sketch *s) { return s->planes.count || s->planes.has_text; }

/* The one that is kept for a tile that no border comes near; NULL: none yet, or one does. */
static skeleton *find_solid(const sketch *s, cache *c, const skeleton_input *in) {
    if (s->arcs.count || is_covered(s)) return NULL;
    cache_key key = solid_key(in, &(slot){.a = s->corner, .b = DISTRICT_NONE});
    return cache_find(c, &solids, &key);
}

static err_code cut_spans(sketch *s, skeleton_input *made, err *e) {
    err_code rc = sketch_covers_cut(s, made->spans, made->n_spans, e);
    made->spans = s->planes.spans;
    made->n_spans = s->planes.n_spans;
    made->covers = s->planes.covers;
    return rc;
}

static bool needs_shore(const sketch_input *in) {
    size_t water = atlas_water_of(in->atlas, in->layer);
    return in->labels != LABELS_NONE ||
           (water < in->atlas->n_contexts && (in->contexts >> water & 1));
}

typedef struct ground { /* what a tile is drawn from, and what its skeleton is made of */
    kept *level, *shore;
    skeleton_input made;
} ground;

static const shore *shore_of(const ground *g) { return g->shore ? kept_as_shore(g->shore) : NULL; }

static void ground_leave(ground *g) {
    kept_drop(g->level);
    kept_drop(g->shore);
}

/* Finds all that comes into the tile, and draws what lies over the districts.  To be left on
 * failure too. */
static err_code ground_enter(sketch *s, cache *c, const sketch_input *in, ground *g, err *e) {
    pixel_window w = grid_tile_window(in->tile, GRID_TILE_PX * in->scale);
    *g = (ground){.made = {.size = w.width,
                           .patterns = in->patterns,
                           .x0 = w.x0,
                           .y0 = w.y0,
                           .opaque_inks = in->opaque_inks,
                           .hiding = in->hiding}};
    err_code rc = kept_level(c, in, &g->level, e);
    if (!rc && needs_shore(in)) rc = kept_shore(c, in, &g->shore, e);
    if (!rc) rc = look_up(s, in, kept_as_level(g->level), e);
    return rc ? rc : sketch_covers_draw(s, c, in, shore_of(g), e);
}

/* The spans of all pixels, and what covers them. */
static err_code ground_draw(sketch *s, const sketch_input *in, ground *g, err *e) {
    err_code rc = draw(s, in, kept_as_level(g->level), shore_of(g), e);
    if (!rc) rc = raster_finish(s->raster, &g->made.spans, &g->made.n_spans, e);
    return !rc && is_covered(s) ? cut_spans(s, &g->made, e) : rc;
}

static err_code make_skeleton(sketch *s, cache *c, const sketch_input *in, ground *g,
                              skeleton **out, err *e) {
    err_code rc = ground_draw(s, in, g, e);
    if (!rc) rc = skeleton_make(s->scratch, &g->made, out, e);
    bool shared = !rc && skeleton_is_solid(*out) && !(*out)->n_covers;
    if (shared && (rc = share_solid(c, &g->made, out, e))) {
        skeleton_unref(*out);
        *out = NULL;
    }
    return rc;
}

err_code sketch_make(sketch *s, cache *c, const sketch_input *in, skeleton **out, err *e) {
    ground g;
    err_code rc = ground_enter(s, c, in, &g, e);
    skeleton *solid = rc ? NULL : find_solid(s, c, &g.made);
    if (solid)
        *out = solid;
    else if (!rc)
        rc = make_skeleton(s, c, in, &g, out, e);
    ground_leave(&g);
    return rc;
}

err_code sketch_paint(sketch *s, cache *c, const sketch_input *in, const paint *paints, rgba *out,
                      err *e) {
    ground g;
    size_t n = in->atlas->layer[in->layer].borders->n_districts;
    err_code rc = ground_enter(s, c, in, &g, e);
    if (!rc) rc = ground_draw(s, in, &g, e);
    if (!rc) rc = direct_paint(&g.made, paints, n, out, e);
    ground_leave(&g);
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
    label_pen_free(s->pen);
    cover_planes_free(&s->planes);
    arc_list_free(&s->arcs);
    arc_list_free(&s->ray);
    free(s->x);
    free(s->y);
    free(s);
}
