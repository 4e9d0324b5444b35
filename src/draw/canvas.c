#include "draw/canvas.h"
#include "draw/png.h"

#include <assert.h>
#include <math.h>
#include <pango/pangocairo.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct canvas {
    canvas_format format;
    double width, height, scale;
    cairo_surface_t *surface; /* PNG only */
    cairo_t *cr;
    buf svg; /* SVG only, without its head; its failure is the canvas's in both formats */
    char language[8];
    char *prefix, *title, *text; /* NULL: not described */
};

/* ---- text by pango -------------------------------------------------------------------- */

static PangoLayout *layout_of(cairo_t *cr, const text_style *s, const char *text, double width) {
    PangoContext *context;
    if (cr) {
        context = pango_cairo_create_context(cr);
    } else {
        context = pango_font_map_create_context(pango_cairo_font_map_get_default());
        pango_cairo_context_set_resolution(context, 96);
    }
    cairo_font_options_t *options = cairo_font_options_create();
    cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE);
    cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF);
    cairo_font_options_set_antialias(options, CAIRO_ANTIALIAS_GRAY);
    pango_cairo_context_set_font_options(context, options);
    cairo_font_options_destroy(options);
    pango_context_set_round_glyph_positions(context,
                                            FALSE); /* else letters drift apart when scaled */
    PangoLayout *layout = pango_layout_new(context);
    g_object_unref(context);
    PangoFontDescription *font = pango_font_description_new();
    pango_font_description_set_family_static(font, CANVAS_FONT);
    pango_font_description_set_weight(font, (PangoWeight)s->weight);
    pango_font_description_set_absolute_size(font, s->size_px * PANGO_SCALE);
    pango_layout_set_font_description(layout, font);
    pango_font_description_free(font);
    if (s->tabular) {
        PangoAttrList *attributes = pango_attr_list_new();
        pango_attr_list_insert(attributes, pango_attr_font_features_new("tnum=1"));
        pango_layout_set_attributes(layout, attributes);
        pango_attr_list_unref(attributes);
    }
    if (width > 0) {
        pango_layout_set_width(layout, (int)(width * PANGO_SCALE));
        pango_layout_set_wrap(layout, PANGO_WRAP_WORD_CHAR);
    }
    pango_layout_set_text(layout, text, -1);
    return layout;
}

double text_width(const text_style *s, const char *text) {
    PangoLayout *layout = layout_of(NULL, s, text, 0);
    PangoRectangle logical;
    pango_layout_get_extents(layout, NULL, &logical);
    g_object_unref(layout);
    return (double)logical.width / PANGO_SCALE;
}

double text_paragraph_height(double width, double leading, const text_style *s, const char *text) {
    PangoLayout *layout = layout_of(NULL, s, text, width);
    int lines = pango_layout_get_line_count(layout);
    g_object_unref(layout);
    return *text ? lines * leading : 0;
}

bool text_font_found(void) {
    PangoContext *context = pango_font_map_create_context(pango_cairo_font_map_get_default());
    PangoFontDescription *wanted = pango_font_description_from_string(CANVAS_FONT);
    PangoFont *font = pango_context_load_font(context, wanted);
    bool found = false;
    if (font) {
        PangoFontDescription *got = pango_font_describe(font);
        const char *family = pango_font_description_get_family(got);
        found = family && !strcmp(family, CANVAS_FONT);
        pango_font_description_free(got);
        g_object_unref(font);
    }
    pango_font_description_free(wanted);
    g_object_unref(context);
    return found;
}

/* ---- SVG text ------------------------------------------------------------------------- */

static void svg_escape(buf *out, const char *text, size_t len) {
    for (size_t i = 0; i < len; i++) {
        const char *as = text[i] == '&'   ? "&amp;"
                         : text[i] == '<' ? "&lt;"
                         : text[i] == '>' ? "&gt;"
                         : text[i] == '"' ? "&quot;"
                                          : NULL;
        if (as)
            buf_adds(out, as);
        else if ((unsigned char)text[i] >= 0x20)
            buf_add(out, text + i, 1);
    }
}

static void svg_paint(buf *out, const char *attribute, rgba c) {
    if (!c.a) {
        buf_addf(out, " %s=\"none\"", attribute);
        return;
    }
    buf_addf(out, " %s=\"#%02x%02x%02x\"", attribute, c.r, c.g, c.b);
    if (c.a < 255) buf_addf(out, " %s-opacity=\"%.3g\"", attribute, c.a / 255.0);
}

static void svg_text(canvas *c, double x, double y, double align, const text_style *s,
                     const char *text, size_t len) {
    const char *anchor = align > 0.75 ? "end" : align > 0.25 ? "middle" : "start";
    buf_addf(&c->svg, "<text x=\"%.2f\" y=\"%.2f\" font-size=\"%g\" font-weight=\"%d\"", x, y,
             s->size_px, s->weight);
    if (align > 0.25) buf_addf(&c->svg, " text-anchor=\"%s\"", anchor);
    if (s->tabular) buf_addf(&c->svg, " class=\"%st\"", c->prefix ? c->prefix : "");
    svg_paint(&c->svg, "fill", s->color);
    buf_adds(&c->svg, ">");
    svg_escape(&c->svg, text, len);
    buf_adds(&c->svg, "</text>\n");
}

/* ---- the canvas ------------------------------------------------------------------------- */

err_code canvas_create(canvas_format f, double width, double height, double scale,
                       const char *language, canvas **out, err *e) {
    canvas *c = calloc(1, sizeof *c);
    if (!c) return err_nomem(e);
    *c = (canvas){.format = f, .width = width, .height = height, .scale = scale};
    snprintf(c->language, sizeof c->language, "%s", language);
    if (f == CANVAS_PNG) {
        c->surface = cairo_image_surface_create(CAIRO_FORMAT_ARGB32, (int)ceil(width * scale),
                                                (int)ceil(height * scale));
        c->cr = cairo_create(c->surface);
        cairo_scale(c->cr, scale, scale);
    }
    *out = c;
    return ERR_OK;
}

void canvas_free(canvas *c) {
    if (!c) return;
    if (c->cr) cairo_destroy(c->cr);
    if (c->surface) cairo_surface_destroy(c->surface);
    buf_free(&c->svg);
    free(c->prefix);
    free(c->title);
    free(c->text);
    free(c);
}

void canvas_describe(canvas *c, const char *prefix, const char *title, const char *text) {
    if (c->format != CANVAS_SVG) return;
    assert(!c->svg.len && !c->prefix);
    c->prefix = strdup(prefix);
    c->title = strdup(title);
    c->text = strdup(text);
    if (!c->prefix || !c->title || !c->text) c->svg.failed = 1;
}

static rgba straight(uint32_t premultiplied) { /* cairo's ARGB32 */
    unsigned a = premultiplied >> 24;
    if (!a) return (rgba){0};
    unsigned r = premultiplied >> 16 & 255, g = premultiplied >> 8 & 255, b = premultiplied & 255;
    return (rgba){(uint8_t)((r * 255 + a / 2) / a), (uint8_t)((g * 255 + a / 2) / a),
                  (uint8_t)((b * 255 + a / 2) / a), (uint8_t)a};
}

static err_code finish_png(canvas *c, buf *out, err *e) {
    if (c->svg.failed) return err_nomem(e);
    if (cairo_status(c->cr))
        return err_set(e, ERR_NOMEM, "cairo: %s", cairo_status_to_string(cairo_status(c->cr)));
    cairo_surface_flush(c->surface);
    uint32_t width = (uint32_t)cairo_image_surface_get_width(c->surface);
    uint32_t height = (uint32_t)cairo_image_surface_get_height(c->surface);
    size_t stride = (size_t)cairo_image_surface_get_stride(c->surface);
    const unsigned char *data = cairo_image_surface_get_data(c->surface);
    rgba *pixels = calloc((size_t)width * height + 1, sizeof *pixels);
    if (!pixels) return err_nomem(e);
    for (size_t y = 0; y < height; y++)
        for (size_t x = 0; x < width; x++) {
            uint32_t word;
            memcpy(&word, data + y * stride + 4 * x, sizeof word);
            pixels[y * width + x] = straight(word);
        }
    err_code rc = png_encode(pixels, width, height, out, e);
    free(pixels);
    return rc;
}

static void svg_element(buf *out, const char *name, const canvas *c, const char *id,
                        const char *text) {
    buf_addf(out, "<%s id=\"%s%s\">", name, c->prefix, id);
    svg_escape(out, text, strlen(text));
    buf_addf(out, "</%s>\n", name);
}

static void svg_head(const canvas *c, buf *out) {
    buf_addf(out,
             "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%g\" height=\"%g\" "
             "viewBox=\"0 0 %g %g\" lang=\"%s\" font-family=\"" CANVAS_FONT
             ", system-ui, sans-serif\" role=\"img\"",
             c->width, c->height, c->width, c->height, c->language);
    if (c->prefix) buf_addf(out, " aria-labelledby=\"%stitle %stext\"", c->prefix, c->prefix);
    buf_adds(out, ">\n");
    if (c->prefix) {
        svg_element(out, "title", c, "title", c->title);
        svg_element(out, "desc", c, "text", c->text);
    }
    buf_addf(out, "<style>.%st{font-feature-settings:\"tnum\"}</style>\n",
             c->prefix ? c->prefix : "");
}

err_code canvas_finish(canvas *c, buf *out, err *e) {
    if (c->format == CANVAS_PNG) return finish_png(c, out, e);
    err_code rc = buf_status(&c->svg, e);
    if (rc) return rc;
    svg_head(c, out);
    buf_add(out, c->svg.data, c->svg.len);
    buf_adds(out, "</svg>\n");
    return buf_status(out, e);
}

/* ---- shapes ----------------------------------------------------------------------------- */

void canvas_push(canvas *c, double x, double y) {
    if (!c) return;
    if (c->cr) {
        cairo_save(c->cr);
        cairo_translate(c->cr, x, y);
        return;
    }
    buf_addf(&c->svg, "<g transform=\"translate(%.2f %.2f)\">\n", x, y);
}

void canvas_pop(canvas *c) {
    if (!c) return;
    if (c->cr)
        cairo_restore(c->cr);
    else
        buf_adds(&c->svg, "</g>\n");
}

static void set_color(cairo_t *cr, rgba c) {
    cairo_set_source_rgba(cr, c.r / 255.0, c.g / 255.0, c.b / 255.0, c.a / 255.0);
}

void canvas_rect(canvas *c, box b, rgba fill) {
    if (!c) return;
    if (c->cr) {
        set_color(c->cr, fill);
        cairo_rectangle(c->cr, b.x, b.y, b.width, b.height);
        cairo_fill(c->cr);
        return;
    }
    buf_addf(&c->svg, "<rect x=\"%.2f\" y=\"%.2f\" width=\"%.2f\" height=\"%.2f\"", b.x, b.y,
             b.width, b.height);
    svg_paint(&c->svg, "fill", fill);
    buf_adds(&c->svg, "/>\n");
}

void canvas_rect_line(canvas *c, box b, rgba color, double width) {
    if (!c) return;
    box in = {b.x + width / 2, b.y + width / 2, b.width - width, b.height - width};
    if (c->cr) {
        set_color(c->cr, color);
        cairo_set_line_width(c->cr, width);
        cairo_rectangle(c->cr, in.x, in.y, in.width, in.height);
        cairo_stroke(c->cr);
        return;
    }
    buf_addf(&c->svg, "<rect x=\"%.2f\" y=\"%.2f\" width=\"%.2f\" height=\"%.2f\" fill=\"none\"",
             in.x, in.y, in.width, in.height);
    svg_paint(&c->svg, "stroke", color);
    buf_addf(&c->svg, " stroke-width=\"%g\"/>\n", width);
}

void canvas_line(canvas *c, double x0, double y0, double x1, double y1, rgba color, double width) {
    if (!c) return;
    if (c->cr) {
        set_color(c->cr, color);
        cairo_set_line_width(c->cr, width);
        cairo_move_to(c->cr, x0, y0);
        cairo_line_to(c->cr, x1, y1);
        cairo_stroke(c->cr);
        return;
    }
    buf_addf(&c->svg, "<line x1=\"%.2f\" y1=\"%.2f\" x2=\"%.2f\" y2=\"%.2f\"", x0, y0, x1, y1);
    svg_paint(&c->svg, "stroke", color);
    buf_addf(&c->svg, " stroke-width=\"%g\"/>\n", width);
}

void canvas_circle(canvas *c, double x, double y, double r, rgba fill, rgba line, double width) {
    if (!c) return;
    if (c->cr) {
        cairo_new_sub_path(c->cr);
        cairo_arc(c->cr, x, y, r - width / 2, 0, 2 * G_PI);
        set_color(c->cr, fill);
        cairo_fill_preserve(c->cr);
        set_color(c->cr, line);
        cairo_set_line_width(c->cr, width);
        cairo_stroke(c->cr);
        return;
    }
    buf_addf(&c->svg, "<circle cx=\"%.2f\" cy=\"%.2f\" r=\"%.2f\"", x, y, r - width / 2);
    svg_paint(&c->svg, "fill", fill);
    svg_paint(&c->svg, "stroke", line);
    buf_addf(&c->svg, " stroke-width=\"%g\"/>\n", width);
}

void canvas_polygon(canvas *c, const double *xy, size_t n, rgba fill) {
    if (!c) return;
    if (c->cr) {
        for (size_t i = 0; i < n; i++) cairo_line_to(c->cr, xy[2 * i], xy[2 * i + 1]);
        cairo_close_path(c->cr);
        set_color(c->cr, fill);
        cairo_fill(c->cr);
        return;
    }
    buf_adds(&c->svg, "<path d=\"");
    for (size_t i = 0; i < n; i++)
        buf_addf(&c->svg, "%c%.2f %.2f", i ? 'L' : 'M', xy[2 * i], xy[2 * i + 1]);
    buf_adds(&c->svg, "Z\"");
    svg_paint(&c->svg, "fill", fill);
    buf_adds(&c->svg, "/>\n");
}

void canvas_text(canvas *c, double x, double y, double align, const text_style *s,
                 const char *text) {
    if (!c) return;
    if (!c->cr) {
        svg_text(c, x, y, align, s, text, strlen(text));
        return;
    }
    PangoLayout *layout = layout_of(c->cr, s, text, 0);
    PangoRectangle logical;
    pango_layout_get_extents(layout, NULL, &logical);
    set_color(c->cr, s->color);
    cairo_move_to(c->cr, x - align * logical.width / PANGO_SCALE,
                  y - (double)pango_layout_get_baseline(layout) / PANGO_SCALE);
    pango_cairo_show_layout(c->cr, layout);
    cairo_new_path(c->cr);
    g_object_unref(layout);
}

/* Where the first baseline stands below the top of a line of height `leading`: Inter's ascent is
 * 0.97 and its descent 0.24 of the size, and what is left of the leading is split. */
static double first_baseline(const text_style *s, double leading) {
    return leading / 2 + (0.97 - 0.24) / 2 * s->size_px;
}

double canvas_paragraph(canvas *c, double x, double y, double width, double leading,
                        const text_style *s, const char *text) {
    if (!*text) return 0;
    PangoLayout *layout = layout_of(NULL, s, text, width);
    int lines = pango_layout_get_line_count(layout);
    for (int i = 0; c && i < lines; i++) {
        PangoLayoutLine *line = pango_layout_get_line_readonly(layout, i);
        char *part = strndup(text + line->start_index, (size_t)line->length);
        if (!part) {
            c->svg.failed = 1;
            break;
        }
        size_t len = strlen(part);
        while (len && part[len - 1] == ' ') part[--len] = 0;
        canvas_text(c, x, y + i * leading + first_baseline(s, leading), 0, s, part);
        free(part);
    }
    g_object_unref(layout);
    return lines * leading;
}
