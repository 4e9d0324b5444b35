#include "draw/text.h"

#include <pango/pangocairo.h>
#include <stdlib.h>
#include <string.h>

#define KERNED       0.75 /* letters side by side take at least so much of what they do alone */
#define RULER_STYLES 4    /* kept laid out; more take turns */

struct text_ruler {
    PangoContext *context;
    struct ready {
        PangoLayout *layout; /* NULL: none yet */
        text_style style;
        float advance[128]; /* of ASCII; 0: not measured */
    } ready[RULER_STYLES];
    size_t next;
};

static PangoContext *context_of(cairo_t *cr) {
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
    pango_context_set_language(context, pango_language_from_string("en")); /* not the locale's */
    pango_context_set_round_glyph_positions(context,
                                            FALSE); /* else letters drift apart when scaled */
    return context;
}

static void set_style(PangoLayout *layout, const text_style *s) {
    PangoFontDescription *font = pango_font_description_new();
    pango_font_description_set_family_static(font, CANVAS_FONT);
    pango_font_description_set_weight(font, (PangoWeight)s->weight);
    pango_font_description_set_absolute_size(font, s->size_px * PANGO_SCALE);
    pango_layout_set_font_description(layout, font);
    pango_font_description_free(font);
    PangoAttrList *attributes = NULL;
    if (s->tabular) {
        attributes = pango_attr_list_new();
        pango_attr_list_insert(attributes, pango_attr_font_features_new("tnum=1"));
    }
    pango_layout_set_attributes(layout, attributes);
    if (attributes) pango_attr_list_unref(attributes);
}

PangoLayout *text_layout(cairo_t *cr, const text_style *s, const char *text, double width) {
    PangoContext *context = context_of(cr);
    PangoLayout *layout = pango_layout_new(context);
    g_object_unref(context);
    set_style(layout, s);
    if (width > 0) {
        pango_layout_set_width(layout, (int)(width * PANGO_SCALE));
        pango_layout_set_wrap(layout, PANGO_WRAP_WORD_CHAR);
    }
    pango_layout_set_text(layout, text, -1);
    return layout;
}

double text_width(const text_style *s, const char *text) {
    PangoLayout *layout = text_layout(NULL, s, text, 0);
    PangoRectangle logical;
    pango_layout_get_extents(layout, NULL, &logical);
    g_object_unref(layout);
    return (double)logical.width / PANGO_SCALE;
}

double text_paragraph_height(double width, double leading, const text_style *s, const char *text) {
    PangoLayout *layout = text_layout(NULL, s, text, width);
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

double text_baseline(double size_px, double leading) {
    return leading / 2 + (0.97 - 0.24) / 2 * size_px;
}

/* ---- the ruler -------------------------------------------------------------------------- */

err_code text_ruler_create(text_ruler **out, err *e) {
    text_ruler *r = calloc(1, sizeof *r);
    if (!r) return err_nomem(e);
    r->context = context_of(NULL);
    *out = r;
    return ERR_OK;
}

void text_ruler_free(text_ruler *r) {
    if (!r) return;
    for (size_t i = 0; i < RULER_STYLES; i++)
        if (r->ready[i].layout) g_object_unref(r->ready[i].layout);
    g_object_unref(r->context);
    free(r);
}

static struct ready *ready_for(text_ruler *r, const text_style *s) {
    for (struct ready *at = r->ready; at < r->ready + RULER_STYLES; at++)
        if (at->layout && s->size_px == at->style.size_px && s->weight == at->style.weight &&
            s->tabular == at->style.tabular)
            return at;
    struct ready *at = &r->ready[r->next++ % RULER_STYLES];
    if (!at->layout) at->layout = pango_layout_new(r->context);
    set_style(at->layout, s);
    at->style = *s;
    memset(at->advance, 0, sizeof at->advance);
    return at;
}

static PangoLayoutLine *line_of(text_ruler *r, const text_style *s, const char *text, size_t len) {
    PangoLayout *layout = ready_for(r, s)->layout;
    pango_layout_set_text(layout, text, (int)len);
    return pango_layout_get_line_readonly(layout, 0);
}

double text_least_width(text_ruler *r, const text_style *s, const char *text, size_t len) {
    struct ready *at = ready_for(r, s);
    double sum = 0;
    for (const char *c = text; c < text + len; c++) {
        unsigned code = (unsigned char)*c;
        if (code <= ' ' || code >= 127) continue;
        if (at->advance[code] <= 0) at->advance[code] = (float)text_measure(r, s, c, 1).width;
        sum += (double)at->advance[code];
    }
    return sum * KERNED;
}

text_extent text_measure(text_ruler *r, const text_style *s, const char *text, size_t len) {
    PangoRectangle ink, logical;
    pango_layout_line_get_extents(line_of(r, s, text, len), &ink, &logical);
    text_extent x = {.width = (double)logical.width / PANGO_SCALE};
    if (ink.width <= 0 || ink.height <= 0) return x;
    x.x0 = (double)ink.x / PANGO_SCALE, x.x1 = (double)(ink.x + ink.width) / PANGO_SCALE;
    x.y0 = (double)ink.y / PANGO_SCALE, x.y1 = (double)(ink.y + ink.height) / PANGO_SCALE;
    return x;
}

void text_path(text_ruler *r, cairo_t *cr, double x, double y, const text_style *s,
               const char *text) {
    cairo_move_to(cr, x, y);
    pango_cairo_layout_line_path(cr, line_of(r, s, text, strlen(text)));
}
