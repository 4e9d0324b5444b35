/* A label as coverage.  Letters are filled outlines, not glyphs kept as pixels, so that they fall
 * alike wherever they are drawn, and fit their halo. */
#include "draw/label_parts.h"

#include <cairo.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

struct label_pen {
    text_ruler *ruler;
    uint8_t *text, *halo, *clear;
    size_t text_cap, halo_cap, clear_cap;
};

err_code label_pen_create(label_pen **out, err *e) {
    label_pen *p = calloc(1, sizeof *p);
    if (!p) return err_nomem(e);
    err_code rc = text_ruler_create(&p->ruler, e);
    if (rc)
        free(p);
    else
        *out = p;
    return rc;
}

void label_pen_free(label_pen *p) {
    if (!p) return;
    text_ruler_free(p->ruler);
    free(p->text);
    free(p->halo);
    free(p->clear);
    free(p);
}

typedef struct sheet { /* one of the masks, as cairo sees it */
    uint8_t *pixels;
    int width, height, stride;
} sheet;

/* Fills `halo` px around the letters too, unless it is 0. */
static err_code draw(label_pen *p, const label *l, unsigned scale, double halo, const sheet *to,
                     err *e) {
    cairo_surface_t *surface = cairo_image_surface_create_for_data(
        to->pixels, CAIRO_FORMAT_A8, to->width, to->height, to->stride);
    cairo_t *cr = cairo_create(surface);
    cairo_set_antialias(cr, CAIRO_ANTIALIAS_GRAY);
    cairo_scale(cr, scale, scale);
    cairo_translate(cr, (double)(l->x - l->x0), (double)(l->y - l->y0));
    cairo_set_line_join(cr, CAIRO_LINE_JOIN_ROUND);
    cairo_set_line_cap(cr, CAIRO_LINE_CAP_ROUND);
    cairo_set_line_width(cr, 2 * halo);
    for (size_t i = 0; i < l->n_lines; i++) { /* one by one: cairo is slow with long paths */
        const label_line *line = &l->line[i];
        text_path(p->ruler, cr, line->x, line->baseline, &line->style, line->text);
        if (halo > 0) cairo_stroke_preserve(cr);
        cairo_fill(cr);
    }
    cairo_status_t status = cairo_status(cr);
    cairo_destroy(cr);
    cairo_surface_flush(surface);
    cairo_surface_destroy(surface);
    return status ? err_set(e, ERR_NOMEM, "cairo: %s", cairo_status_to_string(status)) : ERR_OK;
}

/* Rows of cairo's stride to rows of the width. */
static void pack(const sheet *s) {
    for (int y = 1; y < s->height; y++)
        memmove(s->pixels + (size_t)y * (size_t)s->width, s->pixels + (size_t)y * (size_t)s->stride,
                (size_t)s->width);
}

static int limited(double v, int most) { return v < 0 ? 0 : v > most ? most : (int)v; }

static void draw_clear(const label *l, const label_style *s, unsigned scale, const sheet *to) {
    for (size_t i = 0; i < l->n_lines; i++) {
        rect b = label_line_box(s, &l->line[i]);
        double x = (double)(l->x - l->x0), y = (double)(l->y - l->y0);
        int x0 = limited(floor((x + b.x0 - s->clear) * scale), to->width);
        int x1 = limited(ceil((x + b.x1 + s->clear) * scale), to->width);
        int y0 = limited(floor((y + b.y0 - s->clear) * scale), to->height);
        int y1 = limited(ceil((y + b.y1 + s->clear) * scale), to->height);
        for (int k = y0; k < y1; k++)
            memset(to->pixels + (size_t)k * (size_t)to->width + x0, 255, (size_t)(x1 - x0));
    }
}

err_code label_pen_draw(label_pen *p, const label *l, const label_style *s, unsigned scale,
                        label_mask *out, err *e) {
    int64_t width = (l->x1 - l->x0) * scale, height = (l->y1 - l->y0) * scale;
    if (width > INT16_MAX || height > INT16_MAX)
        return err_set(e, ERR_RANGE, "a label of %lld pixels is too large", (long long)width);
    int stride = cairo_format_stride_for_width(CAIRO_FORMAT_A8, (int)width);
    size_t size = (size_t)stride * (size_t)height;
    err_code rc = array_reserve(&p->text, &p->text_cap, size, 1, e);
    if (!rc) rc = array_reserve(&p->halo, &p->halo_cap, size, 1, e);
    if (!rc) rc = array_reserve(&p->clear, &p->clear_cap, size, 1, e);
    if (rc) return rc;
    sheet text = {p->text, (int)width, (int)height, stride}, halo = text, clear = text;
    halo.pixels = p->halo, clear.pixels = p->clear;
    memset(p->text, 0, size);
    memset(p->halo, 0, size);
    memset(p->clear, 0, size);
    rc = draw(p, l, scale, 0, &text, e);
    if (!rc) rc = draw(p, l, scale, l->muted ? s->halo_hatched : s->halo, &halo, e);
    if (rc) return rc;
    pack(&text);
    pack(&halo);
    draw_clear(l, s, scale, &clear);
    *out = (label_mask){l->x0 * scale, l->y0 * scale, (uint32_t)width, (uint32_t)height,
                        p->text,       p->halo,       p->clear};
    return ERR_OK;
}
