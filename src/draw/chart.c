/* Inks and marks. */
#include "draw/chart.h"

#include <math.h>

#define RGB(r, g, b)                                                                               \
    { 0x##r, 0x##g, 0x##b, 255 }

const chart_inks chart_inks_paper = {.ground = RGB(ff, ff, ff),
                                     .ink = RGB(1b, 21, 27),
                                     .ink_2 = RGB(45, 4e, 57),
                                     .muted = RGB(66, 70, 79),
                                     .rule = RGB(1b, 21, 27),
                                     .row = RGB(ec, ef, f0),
                                     .axis = RGB(cf, d5, d9),
                                     .other = RGB(b4, bc, c2),
                                     .wash = RGB(e8, f1, ee),
                                     .better = RGB(0b, 6b, 5d),
                                     .worse = RGB(9a, 4a, 10),
                                     .no_data = RGB(f1, f1, ee),
                                     .hatch = RGB(bf, c1, ba),
                                     .accent = RGB(c2, 41, 0c),
                                     .land = RGB(e6, e9, e8)};

const chart_subject chart_subjects[CHART_SUBJECTS] = {{CHART_CIRCLE, RGB(c0, 4e, 00)},
                                                      {CHART_SQUARE, RGB(5a, 2a, 8c)},
                                                      {CHART_DIAMOND, RGB(1a, 73, c4)},
                                                      {CHART_TRIANGLE, RGB(0b, 5d, 4e)}};

/* Corners by a circle of 1, so that all look as large as it. */
#define CORNERS_MAX 4
static const struct {
    size_t n;
    double xy[2 * CORNERS_MAX];
    double reach;
} corners[] = {
    [CHART_CIRCLE] = {0, {0}, 1},
    [CHART_SQUARE] = {4, {-0.9, -0.9, 0.9, -0.9, 0.9, 0.9, -0.9, 0.9}, 1.2728},
    [CHART_DIAMOND] = {4, {0, -1.28, 1.28, 0, 0, 1.28, -1.28, 0}, 1.28},
    [CHART_TRIANGLE] = {3, {0, -1.3, 1.2, 0.85, -1.2, 0.85}, 1.4706},
};
#define CASING 0.22 /* of r */
#define RING   1.75
#define INNER_EDGE                                                                                 \
    1.3 /* a hollow mark's inner edge lies so many lines within: corners are acute                 \
         */

static void draw_shape(canvas *c, double x, double y, chart_shape shape, double r, rgba fill) {
    double xy[2 * CORNERS_MAX];
    if (shape == CHART_CIRCLE) {
        canvas_circle(c, x, y, r, fill, (rgba){0}, 0);
        return;
    }
    for (size_t i = 0; i < corners[shape].n; i++) {
        xy[2 * i] = x + r * corners[shape].xy[2 * i];
        xy[2 * i + 1] = y + r * corners[shape].xy[2 * i + 1];
    }
    canvas_polygon(c, xy, corners[shape].n, fill);
}

double chart_mark_reach(const chart_mark *m) {
    double reach = m->r * corners[m->shape].reach;
    return m->ringed ? fmax(reach, m->r * RING) : reach;
}

void chart_mark_draw(canvas *c, const chart_inks *inks, double x, double y, const chart_mark *m) {
    draw_shape(c, x, y, m->shape, m->r * (1 + CASING), inks->ground);
    draw_shape(c, x, y, m->shape, m->r, m->color);
    if (m->hollow) draw_shape(c, x, y, m->shape, m->r - INNER_EDGE * m->line, inks->ground);
    if (m->ringed) canvas_circle(c, x, y, m->r * RING, (rgba){0}, m->color, m->line);
}
