/* legend_target: how legends show a target: an open diamond on the scale, and a key to it. */
#include "draw/legend_parts.h"

#include <math.h>

/* From its middle to its corners. */
static double reach(const legend_plan *p) { return p->z->ramp_height * 0.42; }

static void draw_diamond(canvas *c, double x, double y, double r, rgba color) {
    const double xy[] = {x - r, y, x, y - r, x + r, y, x, y + r};
    canvas_polygon(c, xy, 4, color);
}

/* On a casing of paper, so that it is seen on any color, and unlike the reference's triangle. */
static void draw_open(canvas *c, const legend_plan *p, double x, double y) {
    double r = reach(p), line = p->z->mark_line * 0.9;
    draw_diamond(c, x, y, r + p->z->mark_line * 1.4, p->inks->under);
    draw_diamond(c, x, y, r, p->inks->ink);
    draw_diamond(c, x, y, r - line * 1.414, p->inks->under);
}

void legend_target_mark(canvas *c, const legend_plan *p, double x, double y) {
    if (p->l->target.on_scale) draw_open(c, p, x, y);
}

void legend_target_stem(canvas *c, const legend_plan *p, double x, double top, double bottom) {
    if (!p->l->target.on_scale || bottom <= top) return;
    canvas_line(c, x, top, x, bottom, p->inks->under, p->z->mark_casing * 0.6);
    canvas_line(c, x, top, x, bottom, p->inks->ink, p->z->mark_line * 0.6);
}

double legend_target_row(canvas *c, const legend_plan *p, double x, double y) {
    const legend_type *t = &p->z->reference;
    const legend_target *goal = &p->l->target;
    if (!goal->label) return 0;
    text_style s = legend_size_text(t, p->inks->ink);
    double at = fmax(x, p->left + 2 * reach(p) + p->z->gap / 2);
    if (goal->on_scale)
        draw_open(c, p, at - p->z->gap / 2 - reach(p), y + t->leading / 2);
    else
        at = x;
    return p->z->gap / 2 +
           canvas_paragraph(c, at, y, p->left + p->inner - at, t->leading, &s, goal->label);
}
