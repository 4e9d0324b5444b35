#include "tile/reference.h"
#include "geo/ring_clip.h"

#include <assert.h>
#include <cairo.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#define SAMPLES    REFERENCE_SAMPLES
#define STRIP_ROWS 64    /* pixel rows drawn at once: bounds the memory */
#define GRAIN      256.0 /* cairo's fixed point: parts of a sample */
/* Samples drawn around a strip and not used: where cairo cuts polygons at its surface's edge, a
 * sample there can be wrong. */
#define FRAME SAMPLES

/* Hatches: lines 1.2 CSS px wide; those at 45° every 8 px along a row (5.7 px across), level ones
 * every 6 px.  Counted in world samples from the world's corner, so that tiles fit together. */
#define SLANT_PERIOD (8 * SAMPLES)
#define SLANT_WIDTH  14 /* 1.2 * sqrt(2) * SAMPLES, rounded */
#define LEVEL_PERIOD (6 * SAMPLES)
#define LEVEL_WIDTH  10 /* 1.2 * SAMPLES, rounded */

enum { CASING, BORDER, STROKES };

typedef struct strip { /* rows [y0, y0 + rows) of a window, as samples */
    const pixel_window *w;
    int64_t x0, y0;                /* world pixels */
    int width, height;             /* samples, with the frame */
    int rows;                      /* pixels */
    cairo_surface_t *ids;          /* RGB24: district + 1 */
    cairo_surface_t *ink[STROKES]; /* A8: casing, border */
} strip;

typedef struct path { /* one ring, clipped; in samples from the corner of the strip's frame */
    double *x, *y, *spare_x, *spare_y;
    size_t count, cap;
} path;

/* ---- clipping ------------------------------------------------------------------------- */

static err_code path_reserve(path *p, size_t ring_points, err *e) {
    size_t need = RING_CLIP_MOST(ring_points);
    if (need <= p->cap) return ERR_OK;
    double **all[] = {&p->x, &p->y, &p->spare_x, &p->spare_y};
    for (int i = 0; i < 4; i++) {
        double *grown = realloc(*all[i], need * sizeof *grown);
        if (!grown) return err_nomem(e);
        *all[i] = grown;
    }
    p->cap = need;
    return ERR_OK;
}

static void path_free(path *p) {
    free(p->x);
    free(p->y);
    free(p->spare_x);
    free(p->spare_y);
}

static double to_grain(double samples) { return nearbyint(samples * GRAIN) / GRAIN; }

static err_code path_of_ring(const strip *s, const geometry *g, ring r, path *p, err *e) {
    err_code rc = path_reserve(p, r.count, e);
    if (rc) return rc;
    rect seen = RECT_EMPTY;
    for (uint32_t i = 0; i < r.count; i++) {
        double px, py;
        grid_m_to_pixel(s->w->z, s->w->tile_px, g->x[r.first + i], g->y[r.first + i], &px, &py);
        p->x[i] = to_grain(px * SAMPLES) - (double)(s->x0 * SAMPLES - FRAME);
        p->y[i] = to_grain(py * SAMPLES) - (double)(s->y0 * SAMPLES - FRAME);
        rect_add(&seen, p->x[i], p->y[i]);
    }
    double margin = REFERENCE_MARGIN_PX * SAMPLES;
    rect box = {-margin, -margin, s->width + margin, s->height + margin};
    p->count = rect_touches(seen, box) ? r.count : 0;
    bool inside = seen.x0 >= box.x0 && seen.x1 <= box.x1 && seen.y0 >= box.y0 && seen.y1 <= box.y1;
    if (p->count && !inside)
        p->count = ring_clip(box, p->x, p->y, p->count, p->spare_x, p->spare_y);
    return ERR_OK;
}

/* ---- samples -------------------------------------------------------------------------- */

static err_code add_district(const strip *s, const geometry *g, district_id d, path *p, cairo_t *cr,
                             err *e) {
    cairo_new_path(cr);
    for (uint32_t r = g->ring_of[d]; r < g->ring_of[d + 1]; r++) {
        err_code rc = path_of_ring(s, g, g->rings[r], p, e);
        if (rc) return rc;
        cairo_new_sub_path(cr); /* else the ring would begin at the last one's first point */
        for (size_t i = 0; i < p->count; i++) cairo_line_to(cr, p->x[i], p->y[i]);
        if (p->count) cairo_close_path(cr);
    }
    return ERR_OK;
}

static bool district_touches(const strip *s, rect bounds_m, double reach_px) {
    if (rect_is_empty(bounds_m)) return false;
    rect px;
    grid_m_to_pixel(s->w->z, s->w->tile_px, bounds_m.x0, bounds_m.y1, &px.x0, &px.y0);
    grid_m_to_pixel(s->w->z, s->w->tile_px, bounds_m.x1, bounds_m.y0, &px.x1, &px.y1);
    rect box = {(double)s->x0 - reach_px, (double)s->y0 - reach_px,
                (double)s->x0 + s->w->width + reach_px, (double)s->y0 + s->rows + reach_px};
    return rect_touches(px, box);
}

static cairo_t *open_context(cairo_surface_t *surface) {
    cairo_t *cr = cairo_create(surface);
    cairo_set_antialias(cr, CAIRO_ANTIALIAS_NONE);
    cairo_set_operator(cr, CAIRO_OPERATOR_SOURCE);
    cairo_set_source_rgba(cr, 0, 0, 0, 0);
    cairo_paint(cr);
    cairo_set_fill_rule(cr, CAIRO_FILL_RULE_EVEN_ODD);
    cairo_set_line_join(cr, CAIRO_LINE_JOIN_ROUND);
    cairo_set_source_rgba(cr, 1, 1, 1, 1);
    return cr;
}

static err_code close_context(cairo_t *cr, cairo_surface_t *surface, err_code rc, err *e) {
    cairo_status_t status = cairo_status(cr);
    cairo_destroy(cr);
    cairo_surface_flush(surface);
    if (rc || !status) return rc;
    return err_set(e, ERR_NOMEM, "cairo: %s", cairo_status_to_string(status));
}

static void stroke_same(cairo_t *fill, cairo_t *ink) {
    cairo_path_t *same = cairo_copy_path(fill);
    cairo_new_path(ink);
    cairo_append_path(ink, same);
    cairo_path_destroy(same);
    cairo_stroke(ink);
}

/* Fills from the highest district to the lowest, so that the lower one wins; then the borders. */
static err_code draw_samples(const strip *s, const geometry *g, const double px[STROKES], path *p,
                             err *e) {
    cairo_t *fill = open_context(s->ids), *ink[STROKES];
    double reach_px = fmax(px[CASING], px[BORDER]) / 2 + 1;
    for (int k = 0; k < STROKES; k++) {
        ink[k] = open_context(s->ink[k]);
        cairo_set_line_width(ink[k], px[k] * SAMPLES);
    }
    err_code rc = ERR_OK;
    for (size_t d = g->n_districts; d-- > 0 && !rc;) {
        if (!district_touches(s, g->bounds[d], reach_px)) continue;
        unsigned id = (unsigned)d + 1;
        cairo_set_source_rgb(fill, (id >> 16) / 255.0, (id >> 8 & 255) / 255.0, (id & 255) / 255.0);
        if ((rc = add_district(s, g, (district_id)d, p, fill, e))) break;
        for (int k = 0; k < STROKES; k++)
            if (px[k] > 0) stroke_same(fill, ink[k]);
        cairo_fill(fill);
    }
    rc = close_context(fill, s->ids, rc, e);
    for (int k = 0; k < STROKES; k++) rc = close_context(ink[k], s->ink[k], rc, e);
    return rc;
}

/* ---- averaging ------------------------------------------------------------------------ */

typedef struct sums { /* of premultiplied samples: color times alpha, and alpha */
    uint32_t r, g, b, a;
} sums;

static void add_sample(sums *sum, rgba c) {
    sum->r += (uint32_t)c.r * c.a;
    sum->g += (uint32_t)c.g * c.a;
    sum->b += (uint32_t)c.b * c.a;
    sum->a += c.a;
}

static rgba average(const sums *s, double opacity) {
    if (!s->a) return (rgba){0};
    const unsigned n = SAMPLES * SAMPLES;
    double alpha = (double)s->a / n * opacity;
    return (rgba){(uint8_t)((s->r + s->a / 2) / s->a), (uint8_t)((s->g + s->a / 2) / s->a),
                  (uint8_t)((s->b + s->a / 2) / s->a), (uint8_t)(alpha + 0.5)};
}

static bool on_line(int64_t at, int64_t period, int64_t width) {
    return ((at % period) + period) % period < width;
}

/* True if the world sample (x, y) lies on a line of the pattern. */
static bool on_pattern(pattern lines, int64_t x, int64_t y, unsigned scale) {
    int64_t period = SLANT_PERIOD * (int64_t)scale, width = SLANT_WIDTH * (int64_t)scale;
    bool rises = on_line(x + y, period, width), falls = on_line(x - y, period, width);
    switch (lines) {
    case PATTERN_RISING:
        return rises;
    case PATTERN_FALLING:
        return falls;
    case PATTERN_CROSSED:
        return rises || falls;
    case PATTERN_LEVEL:
        return on_line(y, LEVEL_PERIOD * (int64_t)scale, LEVEL_WIDTH * (int64_t)scale);
    default:
        return false;
    }
}

/* Porter & Duff 1984, "over", of straight alpha. */
static rgba laid_over(rgba ink, rgba below) {
    if (below.a == 255) return color_over(ink, below);
    unsigned left = below.a * (255u - ink.a), a = ink.a * 255u + left; /* of 255 * 255 */
    if (!a) return (rgba){0};
    return (rgba){(uint8_t)((ink.r * ink.a * 255u + below.r * left + a / 2) / a),
                  (uint8_t)((ink.g * ink.a * 255u + below.g * left + a / 2) / a),
                  (uint8_t)((ink.b * ink.a * 255u + below.b * left + a / 2) / a),
                  (uint8_t)((a + 127) / 255)};
}

static rgba sample_color(const paint *p, uint32_t id, const bool ink[STROKES], int64_t x, int64_t y,
                         unsigned scale) {
    rgba fill = {0};
    if (id) {
        pattern lines = (pattern)p->pattern[id - 1];
        bool hatched = lines && on_pattern(lines, x, y, scale);
        fill = hatched ? p->hatch[id - 1] : p->fill[id - 1];
    }
    if (ink[CASING]) fill = laid_over(p->casing, fill);
    return ink[BORDER] ? laid_over(p->border, fill) : fill;
}

typedef struct samples { /* of a surface: asked of cairo once a pixel, not once a sample */
    const unsigned char *data;
    ptrdiff_t stride;
} samples;

static samples samples_of(cairo_surface_t *c) {
    return (samples){cairo_image_surface_get_data(c), cairo_image_surface_get_stride(c)};
}

static rgba pixel_of(const strip *s, const paint *p, unsigned scale, int x, int y) {
    samples ids = samples_of(s->ids), inks[STROKES];
    for (int k = 0; k < STROKES; k++) inks[k] = samples_of(s->ink[k]);
    sums sum = {0};
    for (int j = y * SAMPLES; j < (y + 1) * SAMPLES; j++) {
        for (int i = x * SAMPLES; i < (x + 1) * SAMPLES; i++) {
            uint32_t id;
            bool ink[STROKES];
            ptrdiff_t row = j + FRAME, column = i + FRAME;
            memcpy(&id, ids.data + row * ids.stride + 4 * column, sizeof id);
            for (int k = 0; k < STROKES; k++)
                ink[k] = inks[k].data[row * inks[k].stride + column] != 0;
            add_sample(&sum, sample_color(p, id & 0xffffff, ink, s->x0 * SAMPLES + i,
                                          s->y0 * SAMPLES + j, scale));
        }
    }
    return average(&sum, p->opacity);
}

static err_code draw_strip(strip *s, const geometry *g, const paint *p, unsigned scale,
                           path *scratch, rgba *out, err *e) {
    const double px[STROKES] = {[CASING] = p->casing_px * scale, [BORDER] = p->border_px * scale};
    s->ids = cairo_image_surface_create(CAIRO_FORMAT_RGB24, s->width, s->height);
    err_code rc = cairo_surface_status(s->ids) ? err_nomem(e) : ERR_OK;
    for (int k = 0; k < STROKES; k++) {
        s->ink[k] = cairo_image_surface_create(CAIRO_FORMAT_A8, s->width, s->height);
        if (!rc && cairo_surface_status(s->ink[k])) rc = err_nomem(e);
    }
    if (!rc) rc = draw_samples(s, g, px, scratch, e);
    for (int y = 0; y < s->rows && !rc; y++)
        for (int x = 0; x < (int)s->w->width; x++)
            out[(size_t)y * s->w->width + (size_t)x] = pixel_of(s, p, scale, x, y);
    cairo_surface_destroy(s->ids);
    for (int k = 0; k < STROKES; k++) cairo_surface_destroy(s->ink[k]);
    return rc;
}

err_code reference_draw(const geometry *mercator, const paint *colors, unsigned scale,
                        const pixel_window *w, rgba *out, err *e) {
    assert(mercator->n_districts < 0xffffff && w->width <= 4096 && scale >= 1);
    path p = {0};
    err_code rc = ERR_OK;
    for (uint32_t y = 0; y < w->height && !rc; y += STRIP_ROWS) {
        uint32_t rows = w->height - y < STRIP_ROWS ? w->height - y : STRIP_ROWS;
        strip s = {.w = w,
                   .x0 = w->x0,
                   .y0 = w->y0 + y,
                   .width = (int)w->width * SAMPLES + 2 * FRAME,
                   .height = (int)rows * SAMPLES + 2 * FRAME,
                   .rows = (int)rows};
        rc = draw_strip(&s, mercator, colors, scale, &p, out + (size_t)y * w->width, e);
    }
    path_free(&p);
    return rc;
}
