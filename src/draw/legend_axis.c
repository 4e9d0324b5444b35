#include "draw/canvas_pattern.h"
#include "draw/legend_parts.h"

#include <math.h>

/* ---- values ---- */

static void draw_dot(canvas *c, const legend_plan *p, double ramp_y, size_t i) {
    const legend_size *z = p->z;
    const legend_value *v = &p->l->values[i];
    double x = p->dot_x[i], y = ramp_y - p->dot_up[i], r = z->dot_radius;
    pattern_style lines = {PATTERN_FALLING, backdrop_uncertain(v->color), z->fleck_line,
                           z->fleck_step};
    bool hatched = v->uncertain || v->within;
    if (hatched) canvas_pattern_disc(c, x, y, r, v->color, &lines);
    canvas_circle(c, x, y, r, hatched ? (rgba){0} : v->color, p->inks->ink, z->dot_line);
}

/* Values ascend, so those of a class follow each other. */
static void draw_dots(canvas *c, const legend_plan *p, double ramp_y) {
    const legend *l = p->l;
    for (size_t i = 0, k; i < l->n_values; i = k) {
        size_t class = l->values[i].class_index;
        if (l->count) legend_mark_class(c, class);
        for (k = i; k < l->n_values && l->values[k].class_index == class; k++)
            draw_dot(c, p, ramp_y, k);
        if (l->count) legend_mark_end(c);
    }
}

static double bin_width(const legend_plan *p, const legend_bin *b) {
    return legend_plan_x(p, b->to) - legend_plan_x(p, b->from);
}

/* Heights are counts a px, so that areas tell the number of districts. */
static void draw_bins(canvas *c, const legend_plan *p, double ramp_y) {
    const legend *l = p->l;
    double tallest = 0;
    for (size_t i = 0; i < l->n_bins; i++)
        tallest = fmax(tallest, (double)l->bins[i].count / bin_width(p, &l->bins[i]));
    for (size_t i = 0; i < l->n_bins; i++) {
        const legend_bin *b = &l->bins[i];
        if (!b->count) continue;
        double width = bin_width(p, b);
        double height = p->z->bins_height * (double)b->count / width / tallest;
        box bar = {legend_plan_x(p, b->from), ramp_y - height, width, height};
        if (l->count) legend_mark_class(c, b->class_index);
        canvas_rect(c, bar, b->color);
        canvas_rect_line(c, bar, p->inks->muted, p->z->outline);
        if (l->count) legend_mark_end(c);
    }
}

/* ---- the ramp and what stands under it ---- */

static void draw_ramp(canvas *c, const legend_plan *p, double y) {
    const legend *l = p->l;
    const legend_size *z = p->z;
    box all = {p->axis, y, p->axis_width, z->ramp_height};
    if (l->n_stops) {
        legend_mark_band(c, p, all, false);
        return;
    }
    for (size_t i = 0; i < l->count; i++) {
        legend_mark_class(c, i);
        canvas_rect(c, (box){p->at[i], y, p->at[i + 1] - p->at[i], z->ramp_height},
                    l->classes[i].color);
        legend_mark_end(c);
    }
    for (size_t i = 1; i < l->count; i++)
        canvas_line(c, p->at[i], y, p->at[i], y + z->ramp_height, p->inks->under, z->ramp_divider);
    canvas_rect_line(c, all, p->inks->ink, z->outline);
}

static void draw_ticks(canvas *c, const legend_plan *p, double y) {
    const legend_size *z = p->z;
    text_style s = legend_size_text(&z->edge, p->inks->ink);
    double low = p->axis + z->outline / 2, high = p->axis + p->axis_width - z->outline / 2;
    for (size_t i = 0; i < p->n_ticks; i++) {
        const legend_tick *t = &p->tick[i];
        if (t->open) continue;
        double x = fmin(fmax(t->x, low), high);
        canvas_line(c, x, y, x, y + z->tick, p->inks->ink, z->outline);
        canvas_text(c, t->x, y + z->tick + legend_mark_baseline(&z->edge, z->edge.leading),
                    t->align, &s, t->text);
    }
}

/* A text under each class, centered. */
static void draw_under(canvas *c, const legend_plan *p, double y, const legend_type *t, rgba color,
                       size_t i, const char *text) {
    text_style s = legend_size_text(t, color);
    legend_mark_class(c, i);
    canvas_text(c, (p->at[i] + p->at[i + 1]) / 2, y + legend_mark_baseline(t, t->leading), 0.5, &s,
                text);
    legend_mark_end(c);
}

static double draw_edges(canvas *c, const legend_plan *p, double y) {
    if (p->form != FORM_BLOCKS) {
        draw_ticks(c, p, y);
        return p->z->tick + p->z->edge.leading;
    }
    for (size_t i = 0; i < p->l->count; i++)
        draw_under(c, p, y + p->z->tick / 2, &p->z->edge, p->inks->ink, i, p->l->classes[i].label);
    return p->z->tick / 2 + p->z->edge.leading;
}

static double draw_counts(canvas *c, legend_plan *p, double y) {
    if (p->bare) return 0;
    for (size_t i = 0; i < p->l->count; i++) {
        char number[LEGEND_NUMBER];
        legend_plan_count(p, p->l->classes[i].count, number);
        draw_under(c, p, y, &p->z->count, p->inks->muted, i, number);
    }
    return p->l->count ? p->z->count.leading : 0;
}

static bool meanings_fit(const legend_plan *p) {
    text_style s = legend_size_text(&p->z->small, p->inks->muted);
    for (size_t i = 0; i < p->l->count; i++) {
        const char *meaning = p->l->classes[i].meaning;
        if (!meaning || text_width(&s, meaning) + p->z->gap > p->at[i + 1] - p->at[i]) return false;
    }
    return p->l->count > 0;
}

static double draw_meanings(canvas *c, const legend_plan *p, double y) {
    if (!meanings_fit(p)) return 0;
    for (size_t i = 0; i < p->l->count; i++)
        draw_under(c, p, y, &p->z->small, p->inks->muted, i, p->l->classes[i].meaning);
    return p->z->small.leading;
}

#define CONTRAST_MIN 4.5 /* of text, WCAG 2.1 at level AA */

static void draw_hint(canvas *c, const legend_plan *p, double y, bool low) {
    const legend *l = p->l;
    const legend_size *z = p->z;
    rgba color = l->classes[low ? 0 : l->count - 1].color;
    if (color_contrast(color, p->inks->under) < CONTRAST_MIN) color = p->inks->ink_2;
    text_style s = legend_size_text(&z->edge, color);
    double x = low ? p->left : p->left + p->inner, in = z->mark_height + z->gap / 2;
    legend_mark_tip(c, p, x, y + z->edge.leading / 2, low ? TIP_LEFT : TIP_RIGHT, color);
    canvas_text(c, low ? x + in : x - in, y + legend_mark_baseline(&z->edge, z->edge.leading),
                low ? 0 : 1, &s, low ? l->below : l->above);
}

static double draw_hints(canvas *c, const legend_plan *p, double y) {
    if (!p->l->below && !p->l->above) return 0;
    if (p->l->below) draw_hint(c, p, y, true);
    if (p->l->above) draw_hint(c, p, y, false);
    return p->z->edge.leading;
}

/* ---- the reference ---- */

static double label_height(const legend_plan *p) {
    return legend_mark_text(NULL, p, 0, &p->z->reference, p->inks->ink, p->l->reference.label);
}

/* Over its mark where it is one line, else over the whole width. */
static void draw_label(canvas *c, const legend_plan *p, double x, double y) {
    const legend_type *t = &p->z->reference;
    text_style s = legend_size_text(t, p->inks->ink);
    const char *label = p->l->reference.label;
    if (label_height(p) > t->leading) {
        legend_mark_text(c, p, y, t, p->inks->ink, label);
        return;
    }
    double half = text_width(&s, label) / 2;
    double middle = fmax(fmin(x, p->left + p->inner - half), p->left + half);
    canvas_text(c, middle, y + legend_mark_baseline(t, t->leading), 0.5, &s, label);
}

static double values_height(const legend_plan *p) {
    return (p->has_dots ? p->dots_height : 0) + (p->has_bins ? p->z->bins_height : 0);
}

static double above_ramp(const legend_plan *p) {
    const legend_size *z = p->z;
    bool above = legend_plan_has_reference(p) && p->form != FORM_BLOCKS;
    double height = above ? label_height(p) + z->mark_height + z->tick / 2 : 0;
    return height + values_height(p);
}

/* A stem from the label's mark through the ramp, on a casing of paper there. */
static void draw_stem(canvas *c, const legend_plan *p, double y, double ramp_y) {
    const legend_size *z = p->z;
    double x = legend_plan_x(p, p->l->reference.value), top = y + label_height(p) + z->outline;
    draw_label(c, p, x, y);
    canvas_line(c, x, ramp_y - z->outline, x, ramp_y + z->ramp_height + z->outline, p->inks->under,
                z->mark_casing);
    canvas_line(c, x, top + z->mark_height / 2, x, ramp_y + z->ramp_height, p->inks->ink,
                z->mark_line);
    legend_mark_tip(c, p, x, top + z->mark_height, TIP_DOWN, p->inks->ink);
}

/* Under blocks, whose dots stand where the stem would. */
static double draw_pointer(canvas *c, const legend_plan *p, double y) {
    const legend_size *z = p->z;
    double x = legend_plan_x(p, p->l->reference.value);
    legend_mark_tip(c, p, x, y + z->tick / 2, TIP_UP, p->inks->ink);
    y += z->tick / 2 + z->mark_height + z->tick / 2;
    draw_label(c, p, x, y);
    return z->tick + z->mark_height + label_height(p);
}

double legend_axis_draw(canvas *c, legend_plan *p, double y) {
    const legend_size *z = p->z;
    bool reference = legend_plan_has_reference(p);
    double ramp_y = y + above_ramp(p), at = ramp_y + z->ramp_height;
    draw_ramp(c, p, ramp_y);
    if (p->has_bins) draw_bins(c, p, ramp_y);
    double goal = legend_plan_x(p, p->l->target.value);
    legend_target_stem(c, p, goal, ramp_y - values_height(p), ramp_y);
    if (reference && p->form != FORM_BLOCKS) draw_stem(c, p, y, ramp_y);
    legend_target_mark(c, p, goal, ramp_y + z->ramp_height / 2);
    if (p->has_dots) draw_dots(c, p, ramp_y);
    at += draw_edges(c, p, at);
    at += draw_counts(c, p, at);
    at += draw_meanings(c, p, at);
    if (reference && p->form == FORM_BLOCKS) at += draw_pointer(c, p, at);
    at += draw_hints(c, p, at);
    return at - y;
}
