/* raster_stroke: border ink.  A sample's distance to the nearest segment says whether the union of
 * the strokes covers it, whatever overlaps there: joins, caps, arcs that meet at a node.  Each of
 * the samples stands for a square of 1 / STROKE_GRID, which an edge at distance d from its center
 * covers in proportion: exact for level and upright edges, nearly so for slanting ones. */
#include "tile/raster_parts.h"

#include "base/buf.h"

#include <float.h>
#include <math.h>
#include <string.h>

#define BANDS_MAX (RASTER_SIDE_MAX / STROKE_BAND)

/* Comparisons rather than fmin(), which gcc calls for its NaN rules. */
static double smaller(double a, double b) { return a < b ? a : b; }
static double larger(double a, double b) { return a > b ? a : b; }

static void clear_distances(raster_stroke *s, uint32_t column) {
    for (int row = 0; row < STROKE_BAND; row++)
        for (int i = 0; i < STROKE_SAMPLES; i++) s->distance2[column][row][i] = FLT_MAX;
}

/* A tile that was given up leaves distances behind. */
static void clean(raster_stroke *s) {
    if (s->given_up) s->far = 0;
    s->given_up = false;
    for (; s->far < s->width; s->far++) clear_distances(s, s->far);
    memset(s->touched, 0, sizeof s->touched);
    s->row = 0;
}

void raster_stroke_begin(raster_stroke *s, uint32_t width, uint32_t height,
                         const double ink_px[RASTER_INKS]) {
    double widest = 0;
    for (int k = 0; k < RASTER_INKS; k++) {
        s->half[k] = ink_px[k] > 0 ? ink_px[k] / 2 : 0;
        widest = fmax(widest, s->half[k]);
    }
    s->reach = widest > 0 ? widest + STROKE_STEP / 2 : 0;
    s->width = width, s->height = height;
    s->n_lines = s->n_active = s->n_begun = 0;
    clean(s);
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
    uint32_t start[BANDS_MAX + 1] = {0};
    for (size_t i = 0; i < s->n_lines; i++) start[s->lines[i].first / STROKE_BAND + 1]++;
    for (size_t k = 1; k <= BANDS_MAX; k++) start[k] += start[k - 1];
    for (size_t i = 0; i < s->n_lines; i++)
        s->order[start[s->lines[i].first / STROKE_BAND]++] = (uint32_t)i;
    s->n_active = s->n_begun = 0;
    return ERR_OK;
}

/* ---- rows ----------------------------------------------------------------------------- */

uint32_t raster_stroke_next(const raster_stroke *s, uint32_t x, uint32_t end) {
    const uint64_t *touched = s->touched[s->row % STROKE_BAND];
    while (x < end) {
        uint64_t rest = touched[x >> 6] >> (x & 63);
        if (rest) {
            x += (uint32_t)__builtin_ctzll(rest);
            break;
        }
        x = (x | 63) + 1;
    }
    return x < end ? x : end;
}

static void begin_band(raster_stroke *s, uint32_t top) {
    uint32_t bottom = top + STROKE_BAND - 1;
    memset(s->touched, 0, sizeof s->touched);
    while (s->n_begun < s->n_lines && s->lines[s->order[s->n_begun]].first <= bottom)
        s->active[s->n_active++] = s->order[s->n_begun++];
    s->kind->add_lines(s, top);
    size_t kept = 0;
    for (size_t i = 0; i < s->n_active; i++)
        if (s->lines[s->active[i]].last > bottom) s->active[kept++] = s->active[i];
    s->n_active = kept;
}

void raster_stroke_row(raster_stroke *s, uint32_t row) {
    s->row = row;
    if (row % STROKE_BAND == 0) begin_band(s, row);
    s->kind->make_row(s, row);
    s->given_up = row + 1 < s->height;
}
