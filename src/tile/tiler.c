#include "tile/tiler.h"
#include "base/hash.h"
#include "draw/png.h"
#include "tile/improver.h"
#include "tile/painting.h"
#include "tile/sketch.h"

#include <assert.h>
#include <math.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

/* What one thread needs to draw and paint; kept for the next one that comes. */
typedef struct hand {
    struct hand *next;
    sketch *sketch;
    painting *painting;
} hand;

struct tiler {
    cache *cache;
    improver *improver; /* NULL: none */
    pthread_mutex_t lock;
    hand *idle;
    atomic_ullong drawn, painted;
};

/* ---- hands ---- */

static void hand_free(hand *h) {
    if (!h) return;
    sketch_free(h->sketch);
    painting_free(h->painting);
    free(h);
}

static err_code hand_create(hand **out, err *e) {
    hand *h = calloc(1, sizeof *h);
    if (!h) return err_nomem(e);
    err_code rc = sketch_create(&h->sketch, e);
    if (!rc) rc = painting_create(&h->painting, e);
    if (rc)
        hand_free(h);
    else
        *out = h;
    return rc;
}

static err_code hand_take(tiler *t, hand **out, err *e) {
    pthread_mutex_lock(&t->lock);
    *out = t->idle;
    if (*out) t->idle = (*out)->next;
    pthread_mutex_unlock(&t->lock);
    return *out ? ERR_OK : hand_create(out, e);
}

static void hand_give(tiler *t, hand *h) {
    pthread_mutex_lock(&t->lock);
    h->next = t->idle;
    t->idle = h;
    pthread_mutex_unlock(&t->lock);
}

/* ---- what is kept ---- */

static size_t skeleton_bytes(const void *v) { return skeleton_memory(v); }
static void skeleton_add(void *v) { skeleton_ref(v); }
static void skeleton_drop(void *v) { skeleton_unref(v); }
static const cache_kind skeletons = {CACHE_SKELETON, skeleton_bytes, skeleton_add, skeleton_drop};

static size_t choropleth_bytes(const void *v) { return choropleth_memory(v); }
static void choropleth_add(void *v) { choropleth_ref(v); }
static void choropleth_drop(void *v) { choropleth_unref(v); }
static const cache_kind choropleths = {CACHE_CHOROPLETH, choropleth_bytes, choropleth_add,
                                       choropleth_drop};

typedef struct png_file { /* of a tile that is costly to paint */
    atomic_uint refs;
    size_t len;
    uint8_t data[];
} png_file;

static size_t png_file_bytes(const void *v) {
    return sizeof(png_file) + ((const png_file *)v)->len;
}
static void png_file_add(void *v) { atomic_fetch_add(&((png_file *)v)->refs, 1); }
static void png_file_drop(void *v) {
    if (atomic_fetch_sub(&((png_file *)v)->refs, 1) == 1) free(v);
}
static const cache_kind png_files = {CACHE_PNG, png_file_bytes, png_file_add, png_file_drop};

/* ---- choropleths ---- */

typedef struct choropleth_order {
    const atlas *a;
    size_t indicator;
    const look *l;
} choropleth_order;

static err_code make_choropleth(void *ctx, void **out, err *e) {
    const choropleth_order *o = ctx;
    return choropleth_make(o->a, o->indicator, o->l, (choropleth **)out, e);
}

/* Keys begin with the atlas's version: see tiler_forget_all_but(). */
static cache_key choropleth_key(const atlas *a, size_t index, const look *l, uint64_t hash) {
    /* The last word is what a legend's warnings tell, and the map does not. */
    const uint64_t words[] = {a->version, index, hash,
                              (uint64_t)l->classes_idle << 1 | l->method_asked};
    return cache_key_of(words, sizeof words / sizeof *words);
}

err_code tiler_choropleth(tiler *t, const atlas *a, size_t index, const look *l, choropleth **out,
                          err *e) {
    choropleth_order o = {a, index, l};
    cache_key key = choropleth_key(a, index, l, look_hash(l));
    void *v = NULL;
    err_code rc = cache_get(t->cache, &choropleths, &key, make_choropleth, &o, &v, e);
    if (!rc) *out = v;
    return rc;
}

/* ---- skeletons ---- */

typedef struct skeleton_order {
    tiler *t;
    const sketch_input *in;
    bool made; /* here, rather than found */
} skeleton_order;

static err_code make_skeleton(void *ctx, void **out, err *e) {
    skeleton_order *o = ctx;
    hand *h;
    err_code rc = hand_take(o->t, &h, e);
    if (rc) return rc;
    rc = sketch_make(h->sketch, o->t->cache, o->in, (skeleton **)out, e);
    hand_give(o->t, h);
    if (!rc) atomic_fetch_add(&o->t->drawn, 1);
    o->made = !rc;
    return rc;
}

static err_code get_skeleton(tiler *t, const sketch_input *in, skeleton **out, err *e) {
    skeleton_order o = {t, in, false};
    cache_key key = sketch_key(in);
    void *v = NULL;
    err_code rc = cache_get(t->cache, &skeletons, &key, make_skeleton, &o, &v, e);
    if (rc) return rc;
    *out = v;
    if (o.made && t->improver) improver_add(t->improver, t->cache, &skeletons, &key, *out);
    return ERR_OK;
}

err_code tiler_skeleton(tiler *t, const choropleth *c, tile_id id, unsigned scale, skeleton **out,
                        err *e) {
    assert(grid_tile_valid(id) && (scale == 1 || scale == 2));
    sketch_input in = sketch_input_of(c, id, scale);
    err_code rc = get_skeleton(t, &in, out, e);
    if (rc) return err_wrap(e, rc, "tile %u/%u/%u", id.z, id.x, id.y);
    unsigned patterns = painting_patterns(*out, &c->paint);
    if (!patterns) return ERR_OK;
    skeleton_unref(*out); /* the plain one told what is in the tile */
    in.patterns = patterns;
    rc = get_skeleton(t, &in, out, e);
    return rc ? err_wrap(e, rc, "tile %u/%u/%u", id.z, id.x, id.y) : ERR_OK;
}

/* ---- painting ---- */

uint64_t tiler_hash(const choropleth *c, tile_id id, unsigned scale) {
    uint64_t h = hash_u64(c->hash, id.z);
    h = hash_u64(hash_u64(h, id.x), id.y);
    return hash_u64(h, scale);
}

/* Indexed ones take no hand. */
static err_code paint_skeleton(tiler *t, const choropleth *c, const skeleton *s, buf *out, err *e) {
    hand *h = NULL;
    err_code rc = s->pixels ? hand_take(t, &h, e) : ERR_OK;
    if (rc) return rc;
    rc = painting_png(h ? h->painting : NULL, s, &c->paint, out, e);
    if (h) hand_give(t, h);
    if (!rc) atomic_fetch_add(&t->painted, 1);
    return rc;
}

typedef struct png_order {
    tiler *t;
    const choropleth *c;
    const skeleton *s;
} png_order;

static err_code make_png(void *ctx, void **out, err *e) {
    const png_order *o = ctx;
    buf b = BUF_EMPTY;
    err_code rc = paint_skeleton(o->t, o->c, o->s, &b, e);
    png_file *f = rc ? NULL : malloc(sizeof *f + b.len);
    if (!rc && !f) rc = err_nomem(e);
    if (!rc) {
        atomic_init(&f->refs, 1);
        f->len = b.len;
        memcpy(f->data, b.data, b.len);
        *out = f;
    }
    buf_free(&b);
    return rc;
}

static cache_key png_key(const choropleth *c, tile_id id, unsigned scale) {
    const uint64_t words[] = {c->atlas->version, c->hash, id.z, (uint64_t)id.x << 32 | id.y, scale};
    return cache_key_of(words, sizeof words / sizeof *words);
}

/* Wide tiles cost a millisecond to paint: what comes out is kept. */
static err_code paint_wide(tiler *t, const choropleth *c, tile_id id, unsigned scale,
                           const skeleton *s, buf *out, err *e) {
    png_order o = {t, c, s};
    cache_key key = png_key(c, id, scale);
    void *v = NULL;
    err_code rc = cache_get(t->cache, &png_files, &key, make_png, &o, &v, e);
    if (rc) return rc;
    const png_file *f = v;
    buf_add(out, f->data, f->len);
    png_file_drop(v);
    return buf_status(out, e);
}

/* What no skeleton can carry. */
static err_code paint_directly(tiler *t, const choropleth *c, tile_id id, unsigned scale, buf *out,
                               err *e) {
    sketch_input in = sketch_input_of(c, id, scale);
    uint32_t side = GRID_TILE_PX * scale;
    hand *h = NULL;
    rgba *pixels = malloc((size_t)side * side * sizeof *pixels);
    err_code rc = pixels ? hand_take(t, &h, e) : err_nomem(e);
    if (!rc) rc = sketch_paint(h->sketch, t->cache, &in, &c->paint, pixels, e);
    if (!rc) rc = png_encode(pixels, side, side, out, e);
    if (h) hand_give(t, h);
    free(pixels);
    return rc;
}

err_code tiler_png(tiler *t, const choropleth *c, tile_id id, unsigned scale, buf *out, err *e) {
    skeleton *s = NULL;
    err_code rc = tiler_skeleton(t, c, id, scale, &s, e);
    if (rc == ERR_UNSUPPORTED) return paint_directly(t, c, id, scale, out, e);
    if (!rc && s->pixels)
        rc = paint_wide(t, c, id, scale, s, out, e);
    else if (!rc)
        rc = paint_skeleton(t, c, s, out, e);
    skeleton_unref(s);
    return rc;
}

err_code tiler_skeleton_with(tiler *t, const choropleth *c, tile_id id, unsigned scale,
                             unsigned patterns, skeleton **out, err *e) {
    sketch_input in = sketch_input_of(c, id, scale);
    in.patterns = patterns;
    err_code rc = get_skeleton(t, &in, out, e);
    return rc ? err_wrap(e, rc, "tile %u/%u/%u", id.z, id.x, id.y) : ERR_OK;
}

static err_code pixels_of(tiler *t, const skeleton *s, uint16_t *pixels, err *e) {
    hand *h;
    err_code rc = hand_take(t, &h, e);
    if (rc) return rc;
    rc = sketch_pixels(h->sketch, s, pixels, e);
    hand_give(t, h);
    return rc;
}

err_code tiler_utfgrid(tiler *t, const atlas *a, size_t layer, tile_id id, utfgrid *out, err *e) {
    const sketch_input bare = {
        .atlas = a, .layer = layer, .tile = id, .scale = 1, .opaque_inks = true};
    skeleton *s = NULL;
    uint16_t *pixels = malloc((size_t)GRID_TILE_PX * GRID_TILE_PX * sizeof *pixels);
    err_code rc = pixels ? get_skeleton(t, &bare, &s, e) : err_nomem(e);
    if (!rc) rc = pixels_of(t, s, pixels, e);
    if (!rc) rc = utfgrid_make(s, pixels, out, e);
    skeleton_unref(s);
    free(pixels);
    return rc;
}

/* ---- what is there already ---- */

static skeleton *find_skeleton(tiler *t, const choropleth *c, tile_id id, unsigned scale) {
    sketch_input in = sketch_input_of(c, id, scale);
    cache_key key = sketch_key(&in);
    skeleton *s = cache_find(t->cache, &skeletons, &key);
    unsigned patterns = s ? painting_patterns(s, &c->paint) : 0;
    if (!patterns) return s;
    skeleton_unref(s);
    in.patterns = patterns;
    key = sketch_key(&in);
    return cache_find(t->cache, &skeletons, &key);
}

/* A wide tile that was painted in this look before. */
static bool copy_kept(tiler *t, const choropleth *c, tile_id id, unsigned scale, buf *out) {
    cache_key key = png_key(c, id, scale);
    png_file *f = cache_find(t->cache, &png_files, &key);
    if (!f) return false;
    buf_add(out, f->data, f->len);
    png_file_drop(f);
    return !buf_status(out, NULL);
}

bool tiler_png_if_kept(tiler *t, const atlas *a, size_t index, const look *l, uint64_t hash,
                       tile_id id, unsigned scale, buf *out) {
    cache_key key = choropleth_key(a, index, l, hash);
    choropleth *c = cache_find(t->cache, &choropleths, &key);
    skeleton *s = c ? find_skeleton(t, c, id, scale) : NULL;
    bool there =
        s && (s->pixels ? copy_kept(t, c, id, scale, out) : !paint_skeleton(t, c, s, out, NULL));
    skeleton_unref(s);
    choropleth_unref(c);
    return there;
}

/* A tile of one slot belongs to no atlas; all other keys begin with its version.  A choropleth
 * holds the atlas itself, of which there may have been another one of the same version. */
static bool is_of_atlas(void *ctx, const cache_kind *kind, const cache_key *key,
                        const void *value) {
    const atlas *a = ctx;
    if (kind->row == CACHE_CHOROPLETH) return ((const choropleth *)value)->atlas == a;
    return kind->row == CACHE_SOLID || !memcmp(key->bytes, &a->version, sizeof a->version);
}

void tiler_forget_all_but(tiler *t, const atlas *a) {
    cache_forget(t->cache, is_of_atlas, (void *)(uintptr_t)a);
}

/* ---- the whole ---- */

err_code tiler_create(size_t cache_bytes, bool improve, tiler **out, err *e) {
    tiler *t = calloc(1, sizeof *t);
    if (!t) return err_nomem(e);
    pthread_mutex_init(&t->lock, NULL);
    err_code rc = cache_create(cache_bytes, &t->cache, e);
    if (!rc && improve) rc = improver_create(&t->improver, e);
    if (rc)
        tiler_free(t);
    else
        *out = t;
    return rc;
}

void tiler_free(tiler *t) {
    if (!t) return;
    improver_free(t->improver);
    for (hand *h = t->idle, *next; h; h = next) {
        next = h->next;
        hand_free(h);
    }
    cache_free(t->cache);
    pthread_mutex_destroy(&t->lock);
    free(t);
}

tiler_stats tiler_stats_get(tiler *t) {
    return (tiler_stats){.cache = cache_stats_get(t->cache),
                         .drawn = atomic_load(&t->drawn),
                         .painted = atomic_load(&t->painted),
                         .improved = t->improver ? improver_count(t->improver) : 0};
}
