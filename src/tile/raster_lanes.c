/* raster_lanes: see raster_lanes.inc; which widths there are, and what they share. */
#include "tile/raster_parts.h"

#include <float.h>
#include <math.h>
#include <string.h>
#ifdef __x86_64__
#include <immintrin.h>
#endif

#define STEP       STROKE_STEP
#define OUTERMOST  (0.5 - STEP / 2) /* samples from the pixel's center, along each axis */
#define NEGLIGIBLE (1.0F / 512)
#define LEVEL      1e-12 /* smaller sines are taken for this: lines are below 3e9 px long ... */
#define MARGIN     (1.0 / 256) /* ... so that shifts them by less than this */

typedef float four __attribute__((vector_size(16))); /* a row of samples: GCC's and clang's SIMD */
typedef int32_t four_bits __attribute__((vector_size(16)));
/* A point's signed distance to a straight line, and how far it lies before its first end and after
 * its last along it (negative: inside); the fourth is nothing. */
typedef double across_and_ends __attribute__((vector_size(32)));
_Static_assert(STROKE_GRID == 4, "a row of samples is one vector");

#define ROW_X    -0.375F, -0.125F, 0.125F, 0.375F
#define ROW_Y(y) y, y, y, y
static const float sample_x[STROKE_SAMPLES] = {ROW_X, ROW_X, ROW_X, ROW_X};
static const float sample_y[STROKE_SAMPLES] = {ROW_Y(-0.375F), ROW_Y(-0.125F), ROW_Y(0.125F),
                                               ROW_Y(0.375F)};

/* Comparisons rather than fmin(), which gcc calls for its NaN rules. */
static double smaller(double a, double b) { return a < b ? a : b; }
static double larger(double a, double b) { return a > b ? a : b; }

/* ---- which pixels ---------------------------------------------------------------------- */

/* The pixels of which a sample may be within reach of a line: in a row, those whose centers lie
 * between x + slope * dy - half and x + slope * dy + half, for both: along the line's direction,
 * and along its upright, which is where its ends are. */
typedef struct swath {
    double x, slope, half;
    double upright_x, upright_slope, upright_half;
} swath;

static double not_level(double sine) { return fabs(sine) > LEVEL ? sine : LEVEL; }

static inline swath swath_of(const raster_stroke *s, const stroke_line *l) {
    double far = s->reach + MARGIN + OUTERMOST * (fabs(l->along_x) + fabs(l->along_y));
    double per_y = 1 / not_level(l->along_y), per_x = 1 / not_level(l->along_x);
    return (swath){.x = l->x,
                   .slope = l->along_x * per_y,
                   .half = far * fabs(per_y),
                   .upright_x = l->x + l->length / 2 * per_x,
                   .upright_slope = -l->along_y * per_x,
                   .upright_half = (l->length / 2 + far) * fabs(per_x)};
}

/* dy: from the line's first point to the row's centers.  False if there are none. */
static inline bool swath_columns(const swath *w, double dy, uint32_t width, uint32_t *from,
                                 uint32_t *to) {
    double a = w->x + w->slope * dy, b = w->upright_x + w->upright_slope * dy;
    double low = larger(a - w->half, b - w->upright_half) + 0.5;
    double high = smaller(a + w->half, b + w->upright_half) + 0.5;
    low = larger(low, 0), high = smaller(high, width);
    if (!(low < high) || high < 1) return false;
    *from = (uint32_t)low, *to = (uint32_t)high;
    return *from < *to;
}

static inline void touch(raster_stroke *s, uint32_t in_band, uint32_t from, uint32_t to) {
    uint64_t *touched = s->touched[in_band];
    for (uint32_t word = from / 64; word <= (to - 1) / 64; word++) {
        uint32_t first = from > 64 * word ? from - 64 * word : 0;
        uint32_t end = to - 64 * word;
        uint64_t before = end < 64 ? (UINT64_C(1) << end) - 1 : UINT64_MAX;
        touched[word] |= before & UINT64_MAX << first;
    }
}

static inline float rounded(float ink) {
    return ink < NEGLIGIBLE ? 0 : ink > 1 - NEGLIGIBLE ? 1 : ink;
}

/* ---- plain C --------------------------------------------------------------------------- */

static inline four four_least(four a, four b) {
    four_bits a_is = a < b;
    return (four)(((four_bits)a & a_is) | ((four_bits)b & ~a_is));
}
static inline four four_positive(four v) { return (four)((four_bits)v & (v > 0)); }
static inline four four_root(four v) {
    return (four){sqrtf(v[0]), sqrtf(v[1]), sqrtf(v[2]), sqrtf(v[3])};
}

#define LANES         4
#define LANES_NAME(f) plain_##f
#define LANES_TARGET
#define LANES_LEAST    four_least
#define LANES_POSITIVE four_positive
#define LANES_ROOT     four_root
#include "tile/raster_lanes.inc"
#undef LANES
#undef LANES_NAME
#undef LANES_TARGET
#undef LANES_LEAST
#undef LANES_POSITIVE
#undef LANES_ROOT

static bool always(void) { return true; }

/* ---- x86: SSE's and AVX's own instructions ---------------------------------------------- */

#ifdef __x86_64__
#define LANES         4
#define LANES_NAME(f) sse_##f
#define LANES_TARGET
#define LANES_LEAST(a, b) ((four)_mm_min_ps((__m128)(a), (__m128)(b)))
#define LANES_POSITIVE(v) ((four)_mm_max_ps((__m128)(v), _mm_setzero_ps()))
#define LANES_ROOT(v)     ((four)_mm_sqrt_ps((__m128)(v)))
#include "tile/raster_lanes.inc"
#undef LANES
#undef LANES_NAME
#undef LANES_TARGET
#undef LANES_LEAST
#undef LANES_POSITIVE
#undef LANES_ROOT

#define LANES             8
#define LANES_NAME(f)     avx2_##f
#define LANES_TARGET      __attribute__((target("avx2")))
#define LANES_LEAST(a, b) ((avx2_lanes)_mm256_min_ps((__m256)(a), (__m256)(b)))
#define LANES_POSITIVE(v) ((avx2_lanes)_mm256_max_ps((__m256)(v), _mm256_setzero_ps()))
#define LANES_ROOT(v)     ((avx2_lanes)_mm256_sqrt_ps((__m256)(v)))
#include "tile/raster_lanes.inc"

static bool has_avx2(void) { return __builtin_cpu_supports("avx2"); }
#endif

const stroke_lanes stroke_lanes_all[] = {
#ifdef __x86_64__
    {"avx2", has_avx2, avx2_add_lines, avx2_make_row},
    {"sse", always, sse_add_lines, sse_make_row},
#endif
    {"plain", always, plain_add_lines, plain_make_row},
};
const size_t stroke_lanes_count = sizeof stroke_lanes_all / sizeof *stroke_lanes_all;

const stroke_lanes *stroke_lanes_best(void) {
    const stroke_lanes *l = stroke_lanes_all;
    while (!l->usable()) l++;
    return l;
}
