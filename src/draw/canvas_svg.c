/* SVG: text stays <text>; positions have two decimals. */
#include "draw/canvas_parts.h"

#include <math.h>
#include <string.h>

/* ---- texts and colors ------------------------------------------------------------------- */

static void escape(buf *out, const char *text) {
    for (; *text; text++) {
        const char *as = *text == '&'   ? "&amp;"
                         : *text == '<' ? "&lt;"
                         : *text == '>' ? "&gt;"
                         : *text == '"' ? "&quot;"
                                        : NULL;
        if (as)
            buf_adds(out, as);
        else if ((unsigned char)*text >= 0x20)
            buf_add(out, text, 1);
    }
}

static void add_paint(buf *out, const char *attribute, rgba c) {
    if (!c.a) {
        buf_addf(out, " %s=\"none\"", attribute);
        return;
    }
    buf_addf(out, " %s=\"#%02x%02x%02x\"", attribute, c.r, c.g, c.b);
    if (c.a < 255) buf_addf(out, " %s-opacity=\"%.3g\"", attribute, c.a / 255.0);
}

static const char *prefix(const canvas *c) { return c->prefix ? c->prefix : ""; }

static void add_halo(canvas *c, const canvas_words *w) {
    add_paint(&c->body, "stroke", w->halo);
    buf_addf(&c->body, " stroke-width=\"%g\" stroke-linejoin=\"round\"", 2 * w->halo_px);
}

/* A halo by itself is a use of the text that follows, so that no text is there twice. */
static void words(canvas *c, const canvas_words *w) {
    const text_style *s = w->style;
    if (w->part == WORDS_HALO) {
        buf_addf(&c->body, "<use href=\"#%sw%u\"", prefix(c), w->id);
        add_halo(c, w);
        buf_adds(&c->body, "/>\n");
        return;
    }
    const char *anchor = w->align > 0.75 ? "end" : w->align > 0.25 ? "middle" : "start";
    buf_addf(&c->body, "<text x=\"%.2f\" y=\"%.2f\" font-size=\"%g\" font-weight=\"%d\"", w->x,
             w->y, s->size_px, s->weight);
    if (w->align > 0.25) buf_addf(&c->body, " text-anchor=\"%s\"", anchor);
    if (s->tabular) buf_addf(&c->body, " class=\"%st\"", prefix(c));
    add_paint(&c->body, "fill", s->color);
    if (w->part == WORDS_LETTERS) buf_addf(&c->body, " id=\"%sw%u\"", prefix(c), w->id);
    if (w->part == WORDS_BOTH && w->halo_px > 0) {
        add_halo(c, w);
        buf_adds(&c->body, " paint-order=\"stroke\"");
    }
    buf_adds(&c->body, ">");
    escape(&c->body, w->text);
    buf_adds(&c->body, "</text>\n");
}

/* ---- the file --------------------------------------------------------------------------- */

static void add_element(buf *out, const char *name, const canvas *c, const char *id,
                        const char *text) {
    buf_addf(out, "<%s id=\"%s%s\">", name, c->prefix, id);
    escape(out, text);
    buf_addf(out, "</%s>\n", name);
}

static void add_head(const canvas *c, buf *out) {
    buf_addf(out,
             "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%g\" height=\"%g\" "
             "viewBox=\"0 0 %g %g\" lang=\"%s\" font-family=\"" CANVAS_FONT
             ", system-ui, sans-serif\" role=\"img\"",
             c->width, c->height, c->width, c->height, c->language);
    if (c->prefix) buf_addf(out, " aria-labelledby=\"%stitle %stext\"", c->prefix, c->prefix);
    buf_adds(out, ">\n");
    if (c->prefix) {
        add_element(out, "title", c, "title", c->title);
        add_element(out, "desc", c, "text", c->text);
    }
    buf_addf(out, "<style>.%st{font-feature-settings:\"tnum\"}</style>\n", prefix(c));
}

static err_code finish(canvas *c, buf *out, err *e) {
    add_head(c, out);
    buf_add(out, c->body.data, c->body.len);
    buf_adds(out, "</svg>\n");
    return buf_status(out, e);
}

/* ---- groups ----------------------------------------------------------------------------- */

static void push(canvas *c, double x, double y, double scale, double opacity) {
    if (opacity < 1)
        buf_addf(&c->body, "<g opacity=\"%.4g\">\n", opacity);
    else if (scale != 1)
        buf_addf(&c->body, "<g transform=\"translate(%.2f %.2f) scale(%.9g)\">\n", x, y, scale);
    else
        buf_addf(&c->body, "<g transform=\"translate(%.2f %.2f)\">\n", x, y);
}

static void pop(canvas *c, const canvas_level *l) {
    for (unsigned i = 0; i <= l->clips; i++) buf_adds(&c->body, "</g>\n");
}

static void link_begin(canvas *c, const char *url) {
    buf_adds(&c->body, "<a href=\"");
    escape(&c->body, url);
    buf_adds(&c->body, "\">\n");
}

static void link_end(canvas *c) { buf_adds(&c->body, "</a>\n"); }

static void mark_begin(canvas *c, const char *name, const char *value) {
    buf_addf(&c->body, "<g %s=\"", name);
    escape(&c->body, value);
    buf_adds(&c->body, "\">\n");
}

static void mark_end(canvas *c) { buf_adds(&c->body, "</g>\n"); }

/* ---- shapes ----------------------------------------------------------------------------- */

static void add_box(buf *out, box b) {
    buf_addf(out, "<rect x=\"%.2f\" y=\"%.2f\" width=\"%.2f\" height=\"%.2f\"", b.x, b.y, b.width,
             b.height);
}

static void rect_(canvas *c, box b, rgba fill) {
    add_box(&c->body, b);
    add_paint(&c->body, "fill", fill);
    buf_adds(&c->body, "/>\n");
}

static void rect_line(canvas *c, box middle, rgba color, double width) {
    add_box(&c->body, middle);
    buf_adds(&c->body, " fill=\"none\"");
    add_paint(&c->body, "stroke", color);
    buf_addf(&c->body, " stroke-width=\"%g\"/>\n", width);
}

static void line(canvas *c, const double ends[4], rgba color, double width) {
    buf_addf(&c->body, "<line x1=\"%.2f\" y1=\"%.2f\" x2=\"%.2f\" y2=\"%.2f\"", ends[0], ends[1],
             ends[2], ends[3]);
    add_paint(&c->body, "stroke", color);
    buf_addf(&c->body, " stroke-width=\"%g\"/>\n", width);
}

static void circle(canvas *c, double x, double y, double r, rgba fill, rgba edge, double width) {
    buf_addf(&c->body, "<circle cx=\"%.2f\" cy=\"%.2f\" r=\"%.2f\"", x, y, r);
    add_paint(&c->body, "fill", fill);
    add_paint(&c->body, "stroke", edge);
    buf_addf(&c->body, " stroke-width=\"%g\"/>\n", width);
}

static void polygon(canvas *c, const double *xy, size_t n, rgba fill) {
    buf_adds(&c->body, "<path d=\"");
    for (size_t i = 0; i < n; i++)
        buf_addf(&c->body, "%c%.2f %.2f", i ? 'L' : 'M', xy[2 * i], xy[2 * i + 1]);
    buf_adds(&c->body, "Z\"");
    add_paint(&c->body, "fill", fill);
    buf_adds(&c->body, "/>\n");
}

/* ---- paths ------------------------------------------------------------------------------ */

/* A number of hundredths, as short as it can be written. */
static void add_hundredths(buf *out, long v, bool first) {
    unsigned long a = v < 0 ? 0ul - (unsigned long)v : (unsigned long)v;
    buf_adds(out, v < 0 ? "-" : first ? "" : " ");
    if (a >= 100 || a == 0) buf_addf(out, "%lu", a / 100);
    if (a % 100) buf_addf(out, a % 10 ? ".%02lu" : ".%01lu", a % 10 ? a % 100 : a % 100 / 10);
}

/* Steps from point to point, in whole hundredths, so that neighbors keep the same points. */
static void add_part(buf *out, const canvas_path *p, size_t k, bool closed) {
    long at_x = 0, at_y = 0;
    bool moved = false;
    for (uint32_t i = p->first[k]; i < p->first[k + 1]; i++) {
        long x = lround(p->x[i] * 100), y = lround(p->y[i] * 100);
        if (i == p->first[k]) {
            buf_adds(out, "M");
        } else {
            if (x == at_x && y == at_y) continue;
            if (!moved) buf_adds(out, "l");
        }
        add_hundredths(out, x - at_x, i == p->first[k] || !moved);
        add_hundredths(out, y - at_y, false);
        moved = i > p->first[k];
        at_x = x, at_y = y;
    }
    if (closed) buf_adds(out, "Z");
}

static void add_path(buf *out, const canvas_path *p, bool closed) {
    buf_adds(out, " d=\"");
    for (size_t k = 0; k < p->n; k++) add_part(out, p, k, closed);
    buf_adds(out, "\"");
}

static void clip(canvas *c, const canvas_path *p) {
    unsigned id = c->clips++;
    buf_addf(&c->body, "<clipPath id=\"%sc%u\"><path clip-rule=\"evenodd\"", prefix(c), id);
    add_path(&c->body, p, true);
    buf_addf(&c->body, "/></clipPath>\n<g clip-path=\"url(#%sc%u)\">\n", prefix(c), id);
}

static void area(canvas *c, const canvas_path *p, rgba fill, const canvas_note *note) {
    buf_adds(&c->body, "<path fill-rule=\"evenodd\"");
    if (note->class) buf_addf(&c->body, " class=\"%s%s\"", prefix(c), note->class);
    if (note->key) {
        buf_adds(&c->body, " data-key=\"");
        escape(&c->body, note->key);
        buf_adds(&c->body, "\"");
    }
    add_paint(&c->body, "fill", fill);
    add_path(&c->body, p, true);
    if (note->title) {
        buf_adds(&c->body, "><title>");
        escape(&c->body, note->title);
        buf_adds(&c->body, "</title></path>\n");
    } else {
        buf_adds(&c->body, "/>\n");
    }
}

static void stroke(canvas *c, const canvas_path *p, rgba color, double width, bool round_ends) {
    buf_adds(&c->body, "<path fill=\"none\"");
    add_paint(&c->body, "stroke", color);
    buf_addf(&c->body, " stroke-width=\"%g\" stroke-linejoin=\"round\"%s", width,
             round_ends ? " stroke-linecap=\"round\"" : "");
    add_path(&c->body, p, false);
    buf_adds(&c->body, " pointer-events=\"none\"/>\n");
}

const canvas_driver canvas_svg = {.finish = finish,
                                  .push = push,
                                  .pop = pop,
                                  .clip = clip,
                                  .rect = rect_,
                                  .rect_line = rect_line,
                                  .line = line,
                                  .circle = circle,
                                  .polygon = polygon,
                                  .area = area,
                                  .stroke = stroke,
                                  .words = words,
                                  .link_begin = link_begin,
                                  .link_end = link_end,
                                  .mark_begin = mark_begin,
                                  .mark_end = mark_end};
