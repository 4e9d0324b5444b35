#include "geo/point_strips.h"
#include "base/radix.h"

#include <assert.h>
#include <stdlib.h>

#define DENSITY  6       /* a strip has 6 sqrt(n) points: small triangles reach one or two */
#define SAMPLES  32      /* points looked at to find where one strip begins */
#define CHUNKS   16      /* parts of the points that threads work on; any number gives the same */
#define ROUNDING 0x1p-48 /* relative; some ten times what can be */
#define WIDE     3       /* strips; a triangle that reaches as many is cut to each */

/* Keys are places in the points' bounds, 32 bits a side: they ascend as the coordinates do, but
 * what differs little may have equal keys. */
struct point_strips {
    const double *x, *y; /* borrowed */
    const float *weight; /* borrowed; not read once built */
    size_t n_points, n;
    rect bounds;
    double x_scale, y_scale;
    uint32_t n_strips;
    uint32_t *edge;   /* [n_strips] the lowest x key of each; the first is 0 */
    uint32_t *first;  /* [n_strips + 1] into item */
    uint32_t *item;   /* [n] points, by strip, then y key, then number */
    uint32_t *y_key;  /* [n] of each of them */
    uint32_t *filled; /* [CHUNKS * n_strips] while building: how many, then where the next goes */
};

static uint32_t key_of(double at, double low, double scale) {
    double steps = (at - low) * scale;
    return steps <= 0 ? 0 : steps >= (double)UINT32_MAX ? UINT32_MAX : (uint32_t)steps;
}
static uint32_t x_key(const point_strips *s, double x) {
    return key_of(x, s->bounds.x0, s->x_scale);
}
static uint32_t y_key(const point_strips *s, double y) {
    return key_of(y, s->bounds.y0, s->y_scale);
}

/* How many of the ascending keys are at most that one. */
static uint32_t count_to(const uint32_t *keys, uint32_t n, uint32_t key) {
    const uint32_t *base = keys;
    for (; n > 1; n -= n / 2) base = base[n / 2 - 1] <= key ? base + n / 2 : base;
    return (uint32_t)(base - keys) + (n == 1 && *base <= key);
}

static uint32_t strip_of(const point_strips *s, uint32_t key) {
    return count_to(s->edge, s->n_strips, key) - 1;
}

/* ---- building ---- */

static bool is_there(const point_strips *s, size_t i) { return isinf(s->weight[i]); }

static size_t chunk_begin(const point_strips *s, size_t chunk) {
    return s->n_points / CHUNKS * chunk + s->n_points % CHUNKS * chunk / CHUNKS;
}

typedef struct survey { /* of the points of each chunk */
    point_strips *of;
    rect bounds[CHUNKS];
    size_t n[CHUNKS]; /* counts, then how many are in the chunks before */
    size_t step;      /* every how many-th is a sample */
    size_t samples;
    uint64_t *keyed;
} survey;

static err_code survey_chunk(void *ctx, size_t chunk, err *e) {
    survey *v = ctx;
    const point_strips *s = v->of;
    rect box = RECT_EMPTY;
    size_t n = 0;
    (void)e;
    for (size_t i = chunk_begin(s, chunk); i < chunk_begin(s, chunk + 1); i++) {
        if (!is_there(s, i)) continue;
        rect_extend(&box, s->x[i], s->y[i]);
        n++;
    }
    v->bounds[chunk] = box;
    v->n[chunk] = n;
    return ERR_OK;
}

static void find_bounds(point_strips *s, survey *v) {
    s->bounds = RECT_EMPTY;
    for (size_t chunk = 0; chunk < CHUNKS; chunk++) {
        size_t before = s->n;
        s->bounds = rect_union(s->bounds, v->bounds[chunk]);
        s->n += v->n[chunk];
        v->n[chunk] = before;
    }
    double width = s->bounds.x1 - s->bounds.x0, height = s->bounds.y1 - s->bounds.y0;
    s->x_scale = width > 0 ? UINT32_MAX / width : 0;
    s->y_scale = height > 0 ? UINT32_MAX / height : 0;
}

/* Edges are keys of evenly spaced points in the order of their x. */
static err_code sample_chunk(void *ctx, size_t chunk, err *e) {
    const survey *v = ctx;
    const point_strips *s = v->of;
    size_t next = (v->n[chunk] + v->step - 1) / v->step; /* sample */
    size_t skip = next * v->step - v->n[chunk];
    (void)e;
    for (size_t i = chunk_begin(s, chunk); i < chunk_begin(s, chunk + 1) && next < v->samples;
         i++) {
        if (!is_there(s, i) || skip--) continue;
        skip = v->step - 1;
        v->keyed[next++] = (uint64_t)x_key(s, s->x[i]) << 32;
    }
    return ERR_OK;
}

static err_code find_edges(point_strips *s, survey *v, pool *p, err *e) {
    size_t n = (size_t)s->n_strips * SAMPLES;
    v->samples = n;
    v->step = s->n / n;
    v->keyed = malloc(2 * n * sizeof *v->keyed);
    if (!v->keyed) return err_nomem(e);
    err_code rc = pool_run(p, CHUNKS, sample_chunk, v, e);
    if (!rc) radix_sort(v->keyed, v->keyed + n, n);
    for (uint32_t i = 1; i < s->n_strips && !rc; i++)
        s->edge[i] = (uint32_t)(v->keyed[(size_t)i * SAMPLES] >> 32);
    s->edge[0] = 0;
    free(v->keyed);
    return rc;
}

/* The strip of a point, sought from that of the one before: most often they are near. */
static uint32_t walk_to(const point_strips *s, uint32_t strip, uint32_t key) {
    for (int steps = 0; steps < 4; steps++) {
        if (key < s->edge[strip])
            strip--;
        else if (strip + 1 < s->n_strips && key >= s->edge[strip + 1])
            strip++;
        else
            return strip;
    }
    return strip_of(s, key);
}

static err_code count_chunk(void *ctx, size_t chunk, err *e) {
    (void)e;
    point_strips *s = ctx;
    uint32_t *count = s->filled + chunk * s->n_strips, strip = 0;
    for (size_t i = chunk_begin(s, chunk); i < chunk_begin(s, chunk + 1); i++)
        if (is_there(s, i)) count[strip = walk_to(s, strip, x_key(s, s->x[i]))]++;
    return ERR_OK;
}

static void add_up(point_strips *s) {
    uint32_t sum = 0;
    for (uint32_t strip = 0; strip < s->n_strips; strip++) {
        s->first[strip] = sum;
        for (size_t chunk = 0; chunk < CHUNKS; chunk++) {
            uint32_t *at = &s->filled[chunk * s->n_strips + strip], count = *at;
            *at = sum;
            sum += count;
        }
    }
    s->first[s->n_strips] = sum;
}

static err_code place_chunk(void *ctx, size_t chunk, err *e) {
    (void)e;
    point_strips *s = ctx;
    uint32_t *next = s->filled + chunk * s->n_strips, strip = 0;
    for (size_t i = chunk_begin(s, chunk); i < chunk_begin(s, chunk + 1); i++)
        if (is_there(s, i))
            s->item[next[strip = walk_to(s, strip, x_key(s, s->x[i]))]++] = (uint32_t)i;
    return ERR_OK;
}

static err_code sort_strip(void *ctx, size_t strip, err *e) {
    point_strips *s = ctx;
    uint32_t *item = s->item + s->first[strip], *key = s->y_key + s->first[strip];
    size_t n = s->first[strip + 1] - s->first[strip];
    uint64_t *keyed = malloc((2 * n + 1) * sizeof *keyed);
    if (!keyed) return err_nomem(e);
    for (size_t i = 0; i < n; i++) keyed[i] = (uint64_t)y_key(s, s->y[item[i]]) << 32 | item[i];
    radix_sort(keyed, keyed + n, n);
    for (size_t i = 0; i < n; i++) {
        key[i] = (uint32_t)(keyed[i] >> 32);
        item[i] = (uint32_t)keyed[i];
    }
    free(keyed);
    return ERR_OK;
}

static err_code fill(point_strips *s, survey *v, pool *p, err *e) {
    uint32_t strips = (uint32_t)(sqrt((double)s->n) / DENSITY);
    s->n_strips = strips > s->n / SAMPLES ? (uint32_t)(s->n / SAMPLES) : strips;
    if (!s->n_strips) s->n_strips = 1;
    s->edge = malloc(s->n_strips * sizeof *s->edge);
    s->first = malloc((s->n_strips + 1) * sizeof *s->first);
    s->filled = calloc((size_t)s->n_strips * CHUNKS, sizeof *s->filled);
    s->item = malloc((s->n + 1) * sizeof *s->item);
    s->y_key = malloc((s->n + 1) * sizeof *s->y_key);
    if (!s->edge || !s->first || !s->filled || !s->item || !s->y_key) return err_nomem(e);
    s->edge[0] = 0;
    err_code rc = s->n_strips > 1 ? find_edges(s, v, p, e) : ERR_OK;
    if (!rc) rc = pool_run(p, CHUNKS, count_chunk, s, e);
    if (!rc) add_up(s);
    if (!rc) rc = pool_run(p, CHUNKS, place_chunk, s, e);
    if (!rc) rc = pool_run(p, s->n_strips, sort_strip, s, e);
    free(s->filled);
    s->filled = NULL;
    return rc;
}

err_code point_strips_build(const double *x, const double *y, const float *weight, size_t n,
                            pool *p, point_strips **out, err *e) {
    assert(n < UINT32_MAX);
    point_strips *s = calloc(1, sizeof *s);
    if (!s) return err_nomem(e);
    s->x = x, s->y = y, s->weight = weight, s->n_points = n;
    survey v = {.of = s};
    err_code rc = pool_run(p, CHUNKS, survey_chunk, &v, e);
    if (!rc) {
        find_bounds(s, &v);
        rc = fill(s, &v, p, e);
    }
    if (rc)
        point_strips_free(s);
    else
        *out = s;
    return rc;
}

void point_strips_free(point_strips *s) {
    if (!s) return;
    free(s->edge);
    free(s->first);
    free(s->filled);
    free(s->item);
    free(s->y_key);
    free(s);
}

size_t point_strips_count(const point_strips *s) { return s->n; }

/* ---- looking ---- */

static bool is_meant(const point_strips_except *but, uint32_t p) {
    return p < but->first || p > but->last || (but->counts && but->counts(but->data, p));
}

/* Makes `y` hold the edge from a to b where its x is in [x0, x1]. */
static void cut_edge(spot a, spot b, double x0, double x1, rect *y) {
    if (a.x > b.x) {
        spot swapped = a;
        a = b;
        b = swapped;
    }
    if (b.x < x0 || a.x > x1) return;
    double slope = (b.y - a.y) / (b.x - a.x);
    rect_extend(y, 0, a.x >= x0 ? a.y : a.y + (x0 - a.x) * slope);
    rect_extend(y, 0, b.x <= x1 ? b.y : a.y + (x1 - a.x) * slope);
}

/* The y that the triangle has in a strip.  Keys and what is computed here are rounded: hence pads.
 */
static rect cut_to_strip(const point_strips *s, const triangle *t, uint32_t strip) {
    rect y = RECT_EMPTY, b = s->bounds, of = t->bounds;
    double pad = 1 / s->x_scale + (fabs(b.x0) + fabs(b.x1)) * ROUNDING;
    double x0 = b.x0 + s->edge[strip] / s->x_scale - pad, x1 = b.x1;
    if (strip + 1 < s->n_strips) x1 = b.x0 + s->edge[strip + 1] / s->x_scale + pad;
    for (int i = 0; i < 3; i++) cut_edge(t->corner[i], t->corner[(i + 1) % 3], x0, x1, &y);
    pad = (fabs(of.y0) + fabs(of.y1)) * ROUNDING;
    y.y0 = fmax(y.y0 - pad, of.y0);
    y.y1 = fmin(y.y1 + pad, of.y1);
    return y;
}

typedef struct run { /* of the points of a strip, those within some y */
    uint32_t i, end, high;
} run;

static run run_of(const point_strips *s, uint32_t strip, double y0, double y1) {
    uint32_t begin = s->first[strip], end = s->first[strip + 1], low = y_key(s, y0);
    if (low && begin < end) begin += count_to(s->y_key + begin, end - begin, low - 1);
    return (run){begin, end, y_key(s, y1)};
}

static inline bool run_goes_on(const point_strips *s, const run *at) {
    return at->i < at->end && s->y_key[at->i] <= at->high;
}

static spot spot_of(const point_strips *s, uint32_t p) { return (spot){s->x[p], s->y[p]}; }

size_t point_strips_in(const point_strips *s, rect r, const point_strips_except *but, size_t max,
                       uint32_t *found) {
    uint32_t right = x_key(s, r.x1);
    size_t n = 0;
    for (uint32_t i = strip_of(s, x_key(s, r.x0)); i < s->n_strips && s->edge[i] <= right; i++)
        for (run at = run_of(s, i, r.y0, r.y1); run_goes_on(s, &at); at.i++) {
            spot p = spot_of(s, s->item[at.i]);
            if (p.x < r.x0 || p.x > r.x1 || p.y < r.y0 || p.y > r.y1) continue;
            if (!is_meant(but, s->item[at.i])) continue;
            if (n++ == max) return n;
            found[n - 1] = s->item[at.i];
        }
    return n;
}

static bool strip_holds(const point_strips *s, uint32_t strip, const triangle *t, rect within,
                        const point_strips_except *but) {
    if (within.y0 > within.y1) return false;
    for (run at = run_of(s, strip, within.y0, within.y1); run_goes_on(s, &at); at.i++) {
        spot p = spot_of(s, s->item[at.i]);
        if (triangle_is_near(t, p) && is_meant(but, s->item[at.i]) && triangle_holds(t, p))
            return true;
    }
    return false;
}

bool point_strips_hold(const point_strips *s, const triangle *t, const point_strips_except *but) {
    uint32_t strip = strip_of(s, x_key(s, t->bounds.x0)), end = strip;
    uint32_t right = x_key(s, t->bounds.x1);
    while (end + 1 < s->n_strips && s->edge[end + 1] <= right) end++;
    bool wide = end - strip >= WIDE;
    for (; strip <= end; strip++)
        if (strip_holds(s, strip, t, wide ? cut_to_strip(s, t, strip) : t->bounds, but))
            return true;
    return false;
}
