/* Drawing by cairo: what PNG and PDF have in common. */
#include "draw/canvas_parts.h"

#include <math.h>

err_code canvas_cairo_status(const canvas *c, err *e) {
    cairo_status_t status = cairo_status(c->cr);
    if (!status) status = cairo_surface_status(c->surface);
    return status ? err_set(e, ERR_NOMEM, "cairo: %s", cairo_status_to_string(status)) : ERR_OK;
}

static void set_color(cairo_t *cr, rgba c) {
    cairo_set_source_rgba(cr, c.r / 255.0, c.g / 255.0, c.b / 255.0, c.a / 255.0);
}

void canvas_cairo_push(canvas *c, double x, double y, double scale, double opacity) {
    cairo_save(c->cr);
    cairo_translate(c->cr, x, y);
    if (scale != 1) cairo_scale(c->cr, scale, scale);
    if (opacity < 1) cairo_push_group(c->cr);
}

void canvas_cairo_pop(canvas *c, const canvas_level *l) {
    if (l->opacity < 1) {
        cairo_pop_group_to_source(c->cr);
        cairo_paint_with_alpha(c->cr, l->opacity);
    }
    cairo_restore(c->cr);
}

static void trace(cairo_t *cr, const canvas_path *p, bool closed) {
    for (size_t k = 0; k < p->n; k++) {
        for (uint32_t i = p->first[k]; i < p->first[k + 1]; i++)
            if (i == p->first[k])
                cairo_move_to(cr, p->x[i], p->y[i]);
            else
                cairo_line_to(cr, p->x[i], p->y[i]);
        if (closed) cairo_close_path(cr);
    }
}

void canvas_cairo_clip(canvas *c, const canvas_path *p) {
    cairo_set_fill_rule(c->cr, CAIRO_FILL_RULE_EVEN_ODD);
    trace(c->cr, p, true);
    cairo_clip(c->cr);
}

void canvas_cairo_rect(canvas *c, box b, rgba fill) {
    set_color(c->cr, fill);
    cairo_rectangle(c->cr, b.x, b.y, b.width, b.height);
    cairo_fill(c->cr);
}

static void stroke(canvas *c, rgba color, double width) {
    set_color(c->cr, color);
    cairo_set_line_width(c->cr, width);
    cairo_stroke(c->cr);
}

void canvas_cairo_rect_line(canvas *c, box middle, rgba color, double width) {
    cairo_rectangle(c->cr, middle.x, middle.y, middle.width, middle.height);
    stroke(c, color, width);
}

void canvas_cairo_line(canvas *c, const double ends[4], rgba color, double width) {
    cairo_move_to(c->cr, ends[0], ends[1]);
    cairo_line_to(c->cr, ends[2], ends[3]);
    stroke(c, color, width);
}

void canvas_cairo_circle(canvas *c, double x, double y, double r, rgba fill, rgba line,
                         double width) {
    cairo_new_sub_path(c->cr);
    cairo_arc(c->cr, x, y, r, 0, 2 * G_PI);
    set_color(c->cr, fill);
    cairo_fill_preserve(c->cr);
    stroke(c, line, width);
}

void canvas_cairo_polygon(canvas *c, const double *xy, size_t n, rgba fill) {
    for (size_t i = 0; i < n; i++) cairo_line_to(c->cr, xy[2 * i], xy[2 * i + 1]);
    cairo_close_path(c->cr);
    set_color(c->cr, fill);
    cairo_fill(c->cr);
}

void canvas_cairo_area(canvas *c, const canvas_path *p, rgba fill, const canvas_note *note) {
    (void)note;
    cairo_set_fill_rule(c->cr, CAIRO_FILL_RULE_EVEN_ODD);
    trace(c->cr, p, true);
    set_color(c->cr, fill);
    cairo_fill(c->cr);
}

/* A line that comes back to its first point is closed, so that it has a join there. */
static void trace_line(cairo_t *cr, const canvas_path *p, size_t k) {
    uint32_t from = p->first[k], to = p->first[k + 1];
    bool closed = to - from > 3 && p->x[from] == p->x[to - 1] && p->y[from] == p->y[to - 1];
    const uint32_t ends[] = {from, to - closed};
    trace(cr, &(canvas_path){p->x, p->y, ends, 1}, closed);
}

/* cairo takes some 300 bytes a point.  Lines that are seen through must be one, or they would be
 * darker where they meet. */
#define STROKED_AT_ONCE 100000

void canvas_cairo_stroke(canvas *c, const canvas_path *p, rgba color, double width,
                         bool round_ends) {
    cairo_save(c->cr);
    cairo_set_line_join(c->cr, CAIRO_LINE_JOIN_ROUND);
    cairo_set_line_cap(c->cr, round_ends ? CAIRO_LINE_CAP_ROUND : CAIRO_LINE_CAP_BUTT);
    uint32_t from = p->first[0];
    for (size_t k = 0; k < p->n; k++) {
        trace_line(c->cr, p, k);
        if (color.a < 255 || p->first[k + 1] - from < STROKED_AT_ONCE) continue;
        stroke(c, color, width);
        from = p->first[k + 1];
    }
    stroke(c, color, width);
    cairo_restore(c->cr);
}

void canvas_cairo_words(canvas *c, const canvas_words *w) {
    PangoLayout *layout = text_layout(c->cr, w->style, w->text, 0);
    PangoRectangle logical;
    pango_layout_get_extents(layout, NULL, &logical);
    double x = w->x - w->align * logical.width / PANGO_SCALE;
    double y = w->y - (double)pango_layout_get_baseline(layout) / PANGO_SCALE;
    if (w->halo_px > 0 && w->part != WORDS_LETTERS) {
        cairo_save(c->cr);
        cairo_set_line_join(c->cr, CAIRO_LINE_JOIN_ROUND);
        cairo_move_to(c->cr, x, y);
        pango_cairo_layout_path(c->cr, layout);
        stroke(c, w->halo, 2 * w->halo_px);
        cairo_restore(c->cr);
    }
    if (w->part != WORDS_HALO) {
        set_color(c->cr, w->style->color);
        cairo_move_to(c->cr, x, y);
        pango_cairo_show_layout(c->cr, layout);
    }
    cairo_new_path(c->cr);
    g_object_unref(layout);
}
