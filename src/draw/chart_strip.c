/* The strip of one indicator: all districts along an axis, with the city's line. */
#include "draw/canvas_pattern.h"
#include "draw/chart.h"

#include <math.h>

#define PX_MM (96 / 25.4)

chart_strip_size chart_strip_size_of(double width, double type, double line, double label_pt) {
    double mm = PX_MM * type, thin = PX_MM * line;
    return (chart_strip_size){
        .width = width,
        .half = 3.0 * mm,
        .axis = 0.25 * thin,
        .city_line = 0.5 * thin,
        .joint = 0.45 * thin,
        .other_r = 1.1 * mm,
        .hatch_line = 0.28 * thin,
        .hatch_step = 1.5 * mm,
        .inset = fmin(3.0 * mm, width / 6),
        .beyond = fmin(9.0 * mm, width / 4),
        .label = {.size_px = label_pt * 96 / 72, .weight = 400, .tabular = true}};
}

/* ---- where values stand ----------------------------------------------------------------- */

static void extend(double v, double *low, double *high) {
    if (isnan(v)) return;
    *low = fmin(*low, v);
    *high = fmax(*high, v);
}

/* Of districts alone; low > high: there are none. */
static void range_of(const chart_strip *s, double *low, double *high) {
    *low = INFINITY, *high = -INFINITY;
    for (size_t i = 0; i < s->n_others; i++) extend(s->other[i], low, high);
    for (size_t i = 0; i < s->n_dots; i++) extend(s->dot[i].value, low, high);
}

double chart_strip_x(const chart_strip *s, const chart_strip_size *z, double value) {
    double low, high, x0 = z->inset, x1 = z->width - z->inset;
    range_of(s, &low, &high);
    bool any = low <= high;
    if (isnan(value) || (!any && isnan(s->city))) return (double)NAN;
    const double marks[] = {s->city, s->target};
    for (int i = 0; i < 2; i++) {
        if (isnan(marks[i]) || !any) continue;
        if (marks[i] < low) x0 = z->beyond;
        if (marks[i] > high) x1 = z->width - z->beyond;
    }
    extend(s->city, &low, &high);
    if (any) extend(s->target, &low, &high);
    if (!(high > low)) return z->width / 2;
    return x0 + (value - low) / (high - low) * (x1 - x0);
}

/* Tried in this order, in radii; no mark leaves the room of its row. */
static const double moves[] = {0, -1.3, 1.1, -0.65, 0.55};
#define MOVES     (sizeof moves / sizeof *moves)
#define CLOSER    1.5  /* radii between two middles: they would hide one another */
#define TEXT_DOWN 1.0  /* of the texts' size: from the wash to their baseline */
#define CAPITALS  0.73 /* of it: their height */
#define LANE      1.3  /* widths between the middles of two joints */

/* Whether a mark that is moved down stays clear of the texts under the strip. */
static bool clear_of_texts(const chart_strip *s, const chart_strip_size *z, size_t i, double move) {
    bool texts = s->low_text || s->high_text;
    double room = z->half + TEXT_DOWN * z->label.size_px - CAPITALS * z->label.size_px;
    return move <= 0 || !texts || move + chart_mark_reach(&s->dot[i].mark) <= room;
}

static double hidden(const chart_strip *s, const chart_strip_size *z, const double *offset,
                     size_t i, double y) {
    double x = chart_strip_x(s, z, s->dot[i].value), r = s->dot[i].mark.r, sum = 0;
    for (size_t k = 0; k < i; k++) {
        double dx = chart_strip_x(s, z, s->dot[k].value) - x;
        if (isnan(dx)) continue;
        sum += fmax(0, CLOSER * r - hypot(dx, offset[k] - y));
    }
    return sum;
}

void chart_strip_offsets(const chart_strip *s, const chart_strip_size *z, double *offset) {
    for (size_t i = 0; i < s->n_dots; i++) {
        double best = INFINITY, r = s->dot[i].mark.r;
        offset[i] = 0;
        if (isnan(s->dot[i].value)) continue;
        for (size_t k = 0; k < MOVES && best > 0; k++) {
            double much = hidden(s, z, offset, i, moves[k] * r);
            if (!clear_of_texts(s, z, i, moves[k] * r)) continue;
            if (much >= best - 1e-9) continue;
            best = much;
            offset[i] = moves[k] * r;
        }
    }
}

/* ---- drawing ---------------------------------------------------------------------------- */

static void draw_hatch(canvas *c, const chart_inks *inks, const chart_strip *s,
                       const chart_strip_size *z, double x, double y) {
    const pattern_style lines = {PATTERN_RISING, inks->hatch, z->hatch_line, z->hatch_step};
    text_style t = z->label;
    double half = z->half * 0.55, wide = text_width(&t, s->words), pad = t.size_px * 0.5;
    bool has_city = !isnan(s->city);
    bool beside = wide + 2 * pad <= z->width / 2;
    double line = x + (beside ? z->width / 2 : z->width * 0.08);
    canvas_pattern_box(c, (box){x, y - half, z->width, 2 * half}, inks->no_data, &lines);
    double from = has_city ? line + pad : x, middle = (from + x + z->width) / 2;
    t.color = inks->ink_2;
    double at = fmin(fmax(middle - wide / 2, from), x + z->width - wide);
    canvas_rect(c, (box){at - pad / 2, y - half, wide + pad, 2 * half}, inks->no_data);
    canvas_text(c, at, y + t.size_px * 0.36, 0, &t, s->words);
    if (has_city) canvas_line(c, line, y - z->half, line, y + z->half, inks->ink, z->city_line);
}

static void draw_wash(canvas *c, const chart_inks *inks, const chart_strip *s,
                      const chart_strip_size *z, double x, double y) {
    double at = chart_strip_x(s, z, s->city);
    if (!s->better || isnan(at)) return;
    double from = s->better > 0 ? at : 0, to = s->better > 0 ? z->width : at;
    canvas_rect(c, (box){x + from, y - z->half, to - from, 2 * z->half}, inks->wash);
}

static void draw_target(canvas *c, const chart_inks *inks, const chart_strip *s,
                        const chart_strip_size *z, double x, double y) {
    double at = chart_strip_x(s, z, s->target), r = z->other_r;
    if (isnan(at)) return;
    double top = y - z->half, xy[] = {x + at - r, top - r, x + at + r, top - r, x + at, top + r};
    canvas_line(c, x + at, top, x + at, y + z->half, inks->ink, z->axis);
    canvas_polygon(c, xy, 3, inks->ink);
    double in = 0.52 * r, low[] = {x + at - in,    top - 0.72 * r, x + at + in,
                                   top - 0.72 * r, x + at,         top + 0.32 * r};
    canvas_polygon(c, low, 3, inks->ground);
}

/* From the lowest to the highest hollow dot of the owner of dot i; false: it is no first one of
 * several. */
static bool joint_of(const chart_strip *s, const chart_strip_size *z, size_t i, double ends[2]) {
    ends[0] = INFINITY, ends[1] = -INFINITY;
    for (size_t k = 0; k < s->n_dots; k++) {
        const chart_dot *d = &s->dot[k];
        if (!d->mark.hollow || d->owner != s->dot[i].owner || isnan(d->value)) continue;
        if (k < i) return false;
        double at = chart_strip_x(s, z, d->value);
        ends[0] = fmin(ends[0], at);
        ends[1] = fmax(ends[1], at);
    }
    return s->dot[i].mark.hollow && ends[1] > ends[0];
}

/* Hollow dots of one owner are joined along the axis, lines of several beside each other, and a
 * dot that was moved has a stem from there: no line slants, as if values changed on the way. */
static void draw_joints(canvas *c, const chart_strip *s, const chart_strip_size *z,
                        const double *offset, double x, double y) {
    double ends[2], lanes = 0, lane = 0;
    for (size_t i = 0; i < s->n_dots; i++) lanes += joint_of(s, z, i, ends);
    for (size_t i = 0; i < s->n_dots; i++) {
        if (!joint_of(s, z, i, ends)) continue;
        double at = y + (lane++ - (lanes - 1) / 2) * LANE * z->joint;
        canvas_line(c, x + ends[0], at, x + ends[1], at, s->dot[i].mark.color, z->joint);
    }
    for (size_t i = 0; i < s->n_dots; i++) {
        double at = x + chart_strip_x(s, z, s->dot[i].value);
        if (isnan(at) || !s->dot[i].mark.hollow || offset[i] == 0) continue;
        canvas_line(c, at, y, at, y + offset[i], s->dot[i].mark.color, z->joint);
    }
}

/* Within the strip, and the two apart. */
static void draw_ends(canvas *c, const chart_inks *inks, const chart_strip *s,
                      const chart_strip_size *z, double x, double y) {
    double low, high;
    text_style t = z->label;
    range_of(s, &low, &high);
    if (!(low <= high)) return;
    t.color = inks->muted;
    double a = chart_strip_x(s, z, low), b = chart_strip_x(s, z, high);
    double wide_a = s->low_text ? text_width(&t, s->low_text) : 0;
    double wide_b = s->high_text && high > low ? text_width(&t, s->high_text) : 0;
    double from = fmin(fmax(a - wide_a / 2, 0), z->width - wide_a);
    double to = fmin(fmax(b - wide_b / 2, 0), z->width - wide_b);
    double base = y + z->half + t.size_px * TEXT_DOWN;
    if (wide_b > 0 && from + wide_a + t.size_px * 0.5 > to)
        from = fmax(0, to - wide_a - t.size_px * 0.5);
    if (wide_a > 0) canvas_text(c, x + from, base, 0, &t, s->low_text);
    if (wide_b > 0 && to >= from + wide_a) canvas_text(c, x + to, base, 0, &t, s->high_text);
}

static void draw_others(canvas *c, const chart_inks *inks, const chart_strip *s,
                        const chart_strip_size *z, double x, double y) {
    for (size_t i = 0; i < s->n_others; i++) {
        double at = chart_strip_x(s, z, s->other[i]);
        if (isnan(at)) continue;
        canvas_circle(c, x + at, y, z->other_r * 1.18, inks->ground, (rgba){0}, 0);
        canvas_circle(c, x + at, y, z->other_r, inks->other, (rgba){0}, 0);
    }
}

static void draw_city(canvas *c, const chart_inks *inks, const chart_strip *s,
                      const chart_strip_size *z, double x, double y) {
    double at = chart_strip_x(s, z, s->city), casing = z->city_line;
    if (isnan(at)) return;
    canvas_rect(c,
                (box){x + at - z->city_line / 2 - casing, y - z->half, z->city_line + 2 * casing,
                      2 * z->half},
                inks->ground);
    canvas_line(c, x + at, y - z->half, x + at, y + z->half, inks->ink, z->city_line);
}

void chart_strip_draw(canvas *c, const chart_inks *inks, const chart_strip *s,
                      const chart_strip_size *z, double x, double y) {
    double offset[CHART_STRIP_DOTS];
    chart_strip in = *s;
    if (s->words) {
        draw_hatch(c, inks, s, z, x, y);
        return;
    }
    if (in.n_dots > CHART_STRIP_DOTS) in.n_dots = CHART_STRIP_DOTS;
    chart_strip_offsets(&in, z, offset);
    draw_wash(c, inks, &in, z, x, y);
    canvas_line(c, x, y, x + z->width, y, inks->axis, z->axis);
    draw_others(c, inks, &in, z, x, y);
    draw_city(c, inks, &in, z, x, y);
    draw_target(c, inks, &in, z, x, y);
    draw_joints(c, &in, z, offset, x, y);
    for (size_t i = 0; i < in.n_dots; i++) {
        double at = chart_strip_x(&in, z, in.dot[i].value);
        if (!isnan(at)) chart_mark_draw(c, inks, x + at, y + offset[i], &in.dot[i].mark);
    }
    draw_ends(c, inks, &in, z, x, y);
}
