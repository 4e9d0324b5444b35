#include "carto/legend.h"
#include "draw/canvas_pattern.h"
#include "draw/legend_parts.h"

#include <math.h>
#include <stdio.h>

void legend_mark_class(canvas *c, size_t class) {
    char number[24];
    snprintf(number, sizeof number, "%zu", class);
    canvas_mark_begin(c, "data-class", number);
}

void legend_mark_state(canvas *c, const legend_row *state) {
    canvas_mark_begin(c, "data-state", state->name);
}

void legend_mark_end(canvas *c) { canvas_mark_end(c); }

double legend_mark_text(canvas *c, const legend_plan *p, double y, const legend_type *t, rgba color,
                        const char *text) {
    text_style s = legend_size_text(t, color);
    return canvas_paragraph(c, p->left, y, p->inner, t->leading, &s, text);
}

/* Inter's capitals are 0.73 of the size high. */
double legend_mark_baseline(const legend_type *t, double height) {
    return height / 2 + 0.73 / 2 * t->size;
}

void legend_mark_swatch(canvas *c, const legend_plan *p, box b, rgba fill,
                        const legend_row *state) {
    if (state) {
        pattern_style s = {state->pattern, state->hatch, p->z->hatch_line, p->z->hatch_step};
        canvas_pattern_box(c, b, fill, &s);
    } else {
        canvas_rect(c, b, fill);
    }
    canvas_rect_line(c, b, state ? p->inks->muted : p->inks->ink, p->z->outline);
}

void legend_mark_outline(canvas *c, const legend_plan *p, box b, rgba color) {
    double y = b.y + b.height / 2;
    canvas_line(c, b.x, y, b.x + b.width, y, color, p->z->group_line);
}

void legend_mark_tip(canvas *c, const legend_plan *p, double x, double y, mark_tip tip,
                     rgba color) {
    static const struct {
        double x, y; /* from the tip to the base */
    } toward[] = {
        [TIP_DOWN] = {0, -1}, [TIP_UP] = {0, 1}, [TIP_LEFT] = {1, 0}, [TIP_RIGHT] = {-1, 0}};
    double dx = toward[tip].x, dy = toward[tip].y;
    double h = p->z->mark_height, half = p->z->mark_width / 2;
    const double xy[] = {x,
                         y,
                         x + dx * h + dy * half,
                         y + dy * h + dx * half,
                         x + dx * h - dy * half,
                         y + dy * h - dx * half};
    canvas_polygon(c, xy, 3, color);
}

#define SLICE_MIN 2.0 /* px: a pixel of a slice is then wholly its own */

static rgba slice_color(const legend *l, size_t i, size_t parts) {
    const legend_stop *s = &l->stops[i / parts];
    if (i % parts == 0) return s->color;
    return color_lerp_oklab(s[0].color, s[1].color, (double)(i % parts) / (double)parts);
}

/* Each slice reaches to the far end and the next covers it, so that no paper shows between. */
void legend_mark_band(canvas *c, const legend_plan *p, box b, bool stands) {
    const legend *l = p->l;
    double length = stands ? b.height : b.width;
    size_t gaps = l->n_stops - 1, fit = (size_t)(length / SLICE_MIN);
    size_t parts = fit > gaps ? (fit - 1) / gaps : 1, n = gaps * parts + 1;
    if (parts == 0) parts = 1, n = gaps + 1;
    for (size_t i = 0; i < n; i++) {
        double done = (double)i / (double)n * length;
        box rest = stands ? (box){b.x, b.y, b.width, b.height - done}
                          : (box){b.x + done, b.y, b.width - done, b.height};
        canvas_rect(c, rest, slice_color(l, i, parts));
    }
    canvas_rect_line(c, b, p->inks->ink, p->z->outline);
}
