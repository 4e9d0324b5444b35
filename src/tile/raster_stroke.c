/* raster_stroke: border ink.  A sample's distance to the nearest segment says whether the union of
 * the strokes covers it, whatever overlaps there: joins, caps, arcs that meet at a node.  Each of
 * the samples stands for a square of 1 / STROKE_GRID, which an edge at distance d from its center
 * covers in proportion: exact for level and upright edges, nearly so for slanting ones. */
#include "tile/raster_parts.h"

#include "base/buf.h"

#include <float.h>
#include <math.h>
#include <string.h>
#ifdef __SSE2__
#include <emmintrin.h>
#endif

#define STEP       (1.0 / STROKE_GRID)
#define OUTERMOST  (0.5 - STEP / 2) /* samples from the pixel's center, along each axis */
#define NEGLIGIBLE (1.0F / 512)

typedef float four __attribute__((vector_size(16))); /* a row of samples: GCC's and clang's SIMD */
typedef int32_t four_bits __attribute__((vector_size(16)));
_Static_assert(STROKE_GRID == 4, "a row of samples is one vector");

/* The lesser, of equal ones b; the greater of v and 0; and the root, correctly rounded: SSE's own
 * instructions do the same as the plain C, bit by bit. */
#ifdef __SSE2__
static four least(four a, four b) { return (four)_mm_min_ps((__m128)a, (__m128)b); }
static four positive(four v) { return (four)_mm_max_ps((__m128)v, _mm_setzero_ps()); }
static four square_root(four v) { return (four)_mm_sqrt_ps((__m128)v); }
#else
static four least(four a, four b) {
    four_bits a_is = a < b;
    return (four)(((four_bits)a & a_is) | ((four_bits)b & ~a_is));
}
static four positive(four v) { return (four)((four_bits)v & (v > 0)); }
static four square_root(four v) {
    return (four){sqrtf(v[0]), sqrtf(v[1]), sqrtf(v[2]), sqrtf(v[3])};
}
#endif

/* Comparisons rather than fmin(), which gcc calls for its NaN rules. */
static double smaller(double a, double b) { return a < b ? a : b; }
static double larger(double a, double b) { return a > b ? a : b; }

void raster_stroke_begin(raster_stroke *s, uint32_t width, uint32_t height,
                         const double ink_px[RASTER_INKS]) {
    double widest = 0;
    for (int k = 0; k < RASTER_INKS; k++) {
        s->half[k] = ink_px[k] > 0 ? ink_px[k] / 2 : 0;
        widest = fmax(widest, s->half[k]);
    }
    s->reach = widest > 0 ? widest + STEP / 2 : 0;
    s->width = width, s->height = height;
    s->n_lines = s->n_active = s->n_begun = 0;
    memset(s->touched, 0, sizeof s->touched);
    memset(s->ink, 0, sizeof s->ink); /* an ink of no width is never written */
}

/* ---- segments ------------------------------------------------------------------------- */

/* False if no pixel of the window is within reach. */
static bool make_line(const raster_stroke *s, double x0, double y0, double x1, double y1,
                      stroke_line *out) {
    double top = smaller(y0, y1) - s->reach, bottom = larger(y0, y1) + s->reach;
    if (bottom <= 0 || top >= s->height || larger(x0, x1) + s->reach <= 0 ||
        smaller(x0, x1) - s->reach >= s->width)
        return false;
    double dx = x1 - x0, dy = y1 - y0, length = sqrt(dx * dx + dy * dy);
    bool dot = length <= 0;
    *out = (stroke_line){x0,
                         y0,
                         dot ? 1 : dx / length,
                         dot ? 0 : dy / length,
                         length,
                         fabs(dy) > 1e-9 * length ? length / dy : 0,
                         (uint16_t)(top > 0 ? top : 0),
                         (uint16_t)(bottom < s->height ? bottom : s->height - 1)};
    return true;
}

err_code raster_stroke_arc(raster_stroke *s, const double *x, const double *y, size_t n, err *e) {
    err_code rc = array_reserve(&s->lines, &s->cap_lines, s->n_lines + n, sizeof *s->lines, e);
    for (size_t i = 1; i < n && !rc; i++)
        if (make_line(s, x[i - 1], y[i - 1], x[i], y[i], &s->lines[s->n_lines])) s->n_lines++;
    return rc;
}

err_code raster_stroke_sort(raster_stroke *s, err *e) {
    err_code rc = array_reserve(&s->order, &s->cap_order, s->n_lines, sizeof *s->order, e);
    if (!rc) rc = array_reserve(&s->active, &s->cap_active, s->n_lines, sizeof *s->active, e);
    if (rc) return rc;
    uint32_t start[RASTER_SIDE_MAX + 1] = {0};
    for (size_t i = 0; i < s->n_lines; i++) start[s->lines[i].first + 1]++;
    for (size_t k = 1; k <= RASTER_SIDE_MAX; k++) start[k] += start[k - 1];
    for (size_t i = 0; i < s->n_lines; i++) s->order[start[s->lines[i].first]++] = (uint32_t)i;
    s->n_active = s->n_begun = 0;
    return ERR_OK;
}

/* ---- distances ------------------------------------------------------------------------ */

/* A line as seen by the samples of a pixel: what they add to the pixel center's distances. */
typedef struct stencil {
    four across[STROKE_GRID], along[STROKE_GRID];
} stencil;

static void make_stencil(const stroke_line *l, stencil *out) {
    const four place = {-0.375F, -0.125F, 0.125F, 0.375F};
    float along_x = (float)l->along_x, along_y = (float)l->along_y;
    for (int j = 0; j < STROKE_GRID; j++) {
        out->across[j] = place[j] * along_x - place * along_y;
        out->along[j] = place[j] * along_y + place * along_x;
    }
}

/* across: the center's signed distance to the straight line; before, after: how far it lies
 * outside of the segment's ends along it (negative: inside). */
static void add_distances(float *distance2, const stencil *t, float across, float before,
                          float after) {
#pragma GCC unroll 4
    for (int j = 0; j < STROKE_GRID; j++) {
        four a = across + t->across[j];
        four beyond = positive(before - t->along[j]) + positive(after + t->along[j]);
        four d2 = a * a + beyond * beyond, old;
        memcpy(&old, distance2 + STROKE_GRID * j, sizeof old);
        d2 = least(d2, old);
        memcpy(distance2 + STROKE_GRID * j, &d2, sizeof d2);
    }
}

static float *touch(raster_stroke *s, uint32_t x) {
    uint64_t bit = UINT64_C(1) << (x & 63);
    if (!(s->touched[x >> 6] & bit)) {
        s->touched[x >> 6] |= bit;
        for (int i = 0; i < STROKE_SAMPLES; i++) s->distance2[x][i] = FLT_MAX;
    }
    return s->distance2[x];
}

/* The columns that the line's ink may reach in a row: false if none. */
static bool columns_of(const raster_stroke *s, const stroke_line *l, uint32_t row, uint32_t *from,
                       uint32_t *to) {
    double u0 = 0, u1 = l->length;
    if (l->per_row) { /* the part that lies within reach of the row */
        double a = (row - s->reach - l->y) * l->per_row;
        double b = (row + 1 + s->reach - l->y) * l->per_row;
        u0 = larger(u0, smaller(a, b));
        u1 = smaller(u1, larger(a, b));
    }
    double x0 = l->x + u0 * l->along_x, x1 = l->x + u1 * l->along_x;
    double low = smaller(x0, x1) - s->reach, high = larger(x0, x1) + s->reach;
    if (u0 > u1 || high <= 0 || low >= s->width) return false;
    *from = low > 0 ? (uint32_t)low : 0;
    *to = high < s->width ? (uint32_t)high + 1 : s->width;
    return true;
}

static void add_line(raster_stroke *s, stroke_line l, uint32_t row) {
    uint32_t from, to;
    if (!columns_of(s, &l, row, &from, &to)) return;
    stencil t;
    make_stencil(&l, &t);
    double far = s->reach + OUTERMOST * (fabs(l.along_x) + fabs(l.along_y));
    double dy = row + 0.5 - l.y;
    for (uint32_t x = from; x < to; x++) {
        double dx = x + 0.5 - l.x;
        double across = dy * l.along_x - dx * l.along_y;
        double along = dx * l.along_x + dy * l.along_y;
        if (fabs(across) >= far || -along >= far || along - l.length >= far) continue;
        add_distances(touch(s, x), &t, (float)across, (float)-along, (float)(along - l.length));
    }
}

/* ---- ink ------------------------------------------------------------------------------ */

static four unit(four v) { return least(positive(v), (four){1, 1, 1, 1}); }

/* The share of a sample's square that lies within `half` of a line at distance d: of the line's
 * one side, less what the other side leaves out where the stroke is thinner than the square. */
static four covered(four d, float half) {
    four share = unit(0.5F + (half - d) * STROKE_GRID);
    if (half < (float)STEP / 2) share -= unit(0.5F - (half + d) * STROKE_GRID);
    return share;
}

static void make_ink(raster_stroke *s, uint32_t x) {
    four d[STROKE_GRID];
    memcpy(d, s->distance2[x], sizeof d);
#pragma GCC unroll 4
    for (int j = 0; j < STROKE_GRID; j++) d[j] = square_root(d[j]);
    for (int k = 0; k < RASTER_INKS; k++) {
        float half = (float)s->half[k];
        if (half <= 0) continue;
        four sum = {0};
#pragma GCC unroll 4
        for (int j = 0; j < STROKE_GRID; j++) sum += covered(d[j], half);
        float ink = (sum[0] + sum[1] + sum[2] + sum[3]) / STROKE_SAMPLES;
        s->ink[x][k] = ink < NEGLIGIBLE ? 0 : ink > 1 - NEGLIGIBLE ? 1 : ink;
    }
}

uint32_t raster_stroke_next(const raster_stroke *s, uint32_t x, uint32_t end) {
    while (x < end) {
        uint64_t rest = s->touched[x >> 6] >> (x & 63);
        if (rest) {
            x += (uint32_t)__builtin_ctzll(rest);
            break;
        }
        x = (x | 63) + 1;
    }
    return x < end ? x : end;
}

void raster_stroke_row(raster_stroke *s, uint32_t row) {
    memset(s->touched, 0, sizeof s->touched);
    while (s->n_begun < s->n_lines && s->lines[s->order[s->n_begun]].first <= row)
        s->active[s->n_active++] = s->order[s->n_begun++];
    size_t kept = 0;
    for (size_t i = 0; i < s->n_active; i++) {
        const stroke_line *l = &s->lines[s->active[i]];
        add_line(s, *l, row);
        if (l->last > row) s->active[kept++] = s->active[i];
    }
    s->n_active = kept;
    for (uint32_t x = raster_stroke_next(s, 0, s->width); x < s->width;
         x = raster_stroke_next(s, x + 1, s->width))
        make_ink(s, x);
}
