#include "aid_spans.h"
#include "aid_cmocka.h"
#include "aid_random.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define SIDE 4 /* samples a pixel in each direction */

static bool same(const raster_span *s, const raster_span *t) {
    if (s->n_parts != t->n_parts || memcmp(s->ink, t->ink, sizeof s->ink)) return false;
    return !memcmp(s->part, t->part, s->n_parts * sizeof *s->part);
}

void aid_spans_add(aid_spans *s, raster_span pixel) {
    uint32_t x = (uint32_t)(s->pixels % s->size), y = (uint32_t)(s->pixels / s->size);
    s->pixels++;
    if (x && same(&s->list[s->count - 1], &pixel)) {
        s->list[s->count - 1].len++;
        return;
    }
    assert_int_equal(array_reserve(&s->list, &s->cap, s->count + 1, sizeof *s->list, NULL), 0);
    pixel.x = (uint16_t)x, pixel.y = (uint16_t)y, pixel.len = 1;
    s->list[s->count++] = pixel;
}

void aid_spans_fill(aid_spans *s, raster_span pixel) {
    while (s->pixels < (size_t)s->size * s->size) aid_spans_add(s, pixel);
}

void aid_spans_free(aid_spans *s) {
    free(s->list);
    *s = (aid_spans){.size = s->size};
}

raster_span aid_one(district_id d) { return (raster_span){.n_parts = 1, .part = {{d, 1}}}; }

raster_span aid_two(district_id a, district_id b, double share) {
    raster_part p = {a, (float)(1 - share)}, q = {b, (float)share};
    bool first = p.share > q.share || (p.share == q.share && a < b);
    return (raster_span){.n_parts = 2, .part = {first ? p : q, first ? q : p}};
}

raster_span aid_inked(raster_span s, double casing, double line) {
    s.ink[0] = (float)casing, s.ink[1] = (float)line;
    return s;
}

/* ---- wiggly cells ------------------------------------------------------------------- */

#define CELLS_MAX 64
#define PARTS     8 /* of a pixel: every sample lies at a whole one */

typedef struct cells {
    unsigned n;
    double step, x[CELLS_MAX][CELLS_MAX], y[CELLS_MAX][CELLS_MAX];
    double wiggle_x[512 * PARTS], wiggle_y[512 * PARTS]; /* by row, by column */
} cells;

typedef struct sample {
    district_id at;
    double from_border;
} sample;

static double squared(double x, double y) { return x * x + y * y; }

/* The nearest site of the nine around, and the distance to the bisector with the next one. */
static sample look_up(const cells *c, double x, double y) {
    double wx = x + c->wiggle_x[(int)(y * PARTS)], wy = y + c->wiggle_y[(int)(x * PARTS)];
    int cx = (int)floor(wx / c->step), cy = (int)floor(wy / c->step), best = 0;
    double near = INFINITY, margin = INFINITY, nx = 0, ny = 0;
    for (int pass = 0; pass < 2; pass++)
        for (int j = cy - 1; j <= cy + 1; j++)
            for (int i = cx - 1; i <= cx + 1; i++) {
                if (i < 0 || j < 0 || i >= (int)c->n || j >= (int)c->n) continue;
                int site = j * (int)c->n + i;
                double sx = c->x[j][i], sy = c->y[j][i], d = squared(wx - sx, wy - sy);
                if (!pass && d < near) near = d, best = site, nx = sx, ny = sy;
                if (!pass || site == best) continue;
                double from_bisector = (d - near) / 2 / sqrt(squared(sx - nx, sy - ny));
                if (from_bisector < margin) margin = from_bisector;
            }
    return (sample){best % 7 == 3 ? DISTRICT_NONE : (district_id)best, margin};
}

static void add_part(raster_span *s, district_id d) {
    unsigned k = 0;
    while (k < s->n_parts && s->part[k].district != d) k++;
    if (k == RASTER_PARTS) k = 0;
    if (k == s->n_parts) s->part[s->n_parts++] = (raster_part){.district = d};
    s->part[k].share += 1.0F / (SIDE * SIDE);
    for (; k && s->part[k].share > s->part[k - 1].share; k--) { /* largest first */
        raster_part p = s->part[k];
        s->part[k] = s->part[k - 1], s->part[k - 1] = p;
    }
}

static raster_span pixel_of(const cells *c, uint32_t x, uint32_t y, const double ink[2]) {
    raster_span s = {0};
    for (int k = 0; k < SIDE * SIDE; k++) {
        sample at = look_up(c, x + (k % SIDE + 0.5) / SIDE, y + (k / SIDE + 0.5) / SIDE);
        add_part(&s, at.at);
        for (int i = 0; i < 2; i++)
            if (at.from_border < ink[i] / 2) s.ink[i] += 1.0F / (SIDE * SIDE);
    }
    return s;
}

/* A pixel far from any border needs one sample. */
void aid_spans_cells(aid_spans *s, unsigned n, double casing_px, double line_px, uint64_t seed) {
    aid_random r = {seed};
    cells *c = calloc(1, sizeof *c);
    assert_true(c && n <= CELLS_MAX && s->size <= 512);
    const double ink[2] = {casing_px, line_px};
    c->n = n;
    c->step = (s->size + 16.0) / n;
    for (uint32_t i = 0; i < s->size * PARTS; i++) {
        double v = i / (double)PARTS;
        c->wiggle_x[i] = 2 * sin(v / 5) + 5 * sin(v / 17);
        c->wiggle_y[i] = 2 * sin(v / 6) + 5 * sin(v / 19);
    }
    for (unsigned j = 0; j < n; j++)
        for (unsigned i = 0; i < n; i++) {
            c->x[j][i] = (i + aid_random_in(&r, 0.15, 0.85)) * c->step - 8;
            c->y[j][i] = (j + aid_random_in(&r, 0.15, 0.85)) * c->step - 8;
        }
    for (uint32_t y = 0; y < s->size; y++)
        for (uint32_t x = 0; x < s->size; x++) {
            sample at = look_up(c, x + 0.5, y + 0.5);
            aid_spans_add(s, at.from_border > 3 ? aid_one(at.at) : pixel_of(c, x, y, ink));
        }
    free(c);
}

skeleton *aid_skeleton(const aid_spans *s, unsigned patterns, bool opaque_inks) {
    skeleton_scratch *scratch = NULL;
    skeleton *out = NULL;
    err e = {0};
    skeleton_input in = {.size = s->size,
                         .spans = s->list,
                         .n_spans = s->count,
                         .patterns = patterns,
                         .x0 = 3 * s->size,
                         .y0 = 5 * s->size,
                         .opaque_inks = opaque_inks};
    assert_int_equal(skeleton_scratch_create(&scratch, &e), ERR_OK);
    if (skeleton_make(scratch, &in, &out, &e)) fail_msg("%s", e.text);
    skeleton_scratch_free(scratch);
    return out;
}
