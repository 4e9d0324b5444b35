/* canvas_parts: what the formats of a canvas share; one file each, over these calls.  For canvas.c
 * and canvas_*.c. */
#ifndef DRAW_CANVAS_PARTS_H
#define DRAW_CANVAS_PARTS_H
#include "base/strlist.h"
#include "draw/canvas.h"
#include "draw/pdf_finish.h"
#include <pango/pangocairo.h>

typedef struct canvas_words { /* a line of text */
    double x, y, align;
    const text_style *style;
    const char *text;
    rgba halo;
    double halo_px; /* 0: none */
    enum { WORDS_BOTH, WORDS_HALO, WORDS_LETTERS } part;
    unsigned id; /* of the halo and the letters that belong together; not of both at once */
} canvas_words;

typedef struct canvas_level { /* between a push and its pop */
    double opacity;
    unsigned clips;
} canvas_level;

/* `open`, and from `page` to `mark_end` all, may be NULL; the canvas is never NULL. */
typedef struct canvas_driver {
    err_code (*open)(canvas *c, err *e);
    err_code (*finish)(canvas *c, buf *out, err *e);
    void (*push)(canvas *c, double x, double y, double scale, double opacity);
    void (*pop)(canvas *c, const canvas_level *l);
    void (*clip)(canvas *c, const canvas_path *p);
    void (*rect)(canvas *c, box b, rgba fill);
    void (*rect_line)(canvas *c, box middle, rgba color, double width);
    void (*line)(canvas *c, const double ends[4], rgba color, double width);
    void (*circle)(canvas *c, double x, double y, double r, rgba fill, rgba line, double width);
    void (*polygon)(canvas *c, const double *xy, size_t n, rgba fill);
    void (*area)(canvas *c, const canvas_path *p, rgba fill, const canvas_note *note);
    void (*stroke)(canvas *c, const canvas_path *p, rgba color, double width, bool round_ends);
    void (*words)(canvas *c, const canvas_words *w);
    void (*page)(canvas *c);
    void (*trim)(canvas *c, box trim, box bleed);
    void (*tag_begin)(canvas *c, const char *role, const char *alt);
    void (*tag_end)(canvas *c, const char *role);
    int (*outline)(canvas *c, const char *title, int parent);
    void (*link_begin)(canvas *c, const char *url);
    void (*link_end)(canvas *c);
    void (*mark_begin)(canvas *c, const char *name, const char *value);
    void (*mark_end)(canvas *c);
} canvas_driver;

#define CANVAS_TAG_DEPTH 16

typedef struct canvas_pages { /* what pdf_finish() adds to a PDF */
    pdf_tag *tag;             /* [n_tags] their texts are of `alt` */
    size_t n_tags, cap_tags;
    pdf_page *page; /* [n_pages] up to this one */
    size_t n_pages, cap_pages;
    strlist alt;
} canvas_pages;

struct canvas {
    const canvas_driver *driver;
    canvas_format format;
    double width, height, scale;
    cairo_surface_t *surface; /* cairo's formats */
    cairo_t *cr;
    buf body; /* of an SVG without its head, of a PDF all; its failure is the canvas's */
    char language[8];
    char *prefix, *title, *text; /* NULL: not described */
    char *author, *keywords;     /* NULL: none */
    err failed;                  /* the first failure but of `body`; its code is 0 without one */
    const char *open_tag[CANVAS_TAG_DEPTH]; /* of canvas_roles */
    unsigned n_open_tags;
    bool link_open, link_dead; /* dead: to an address that is none */
    bool mark_open;
    unsigned mark_depth; /* where it began */
    canvas_pages pages;
    canvas_level level[CANVAS_DEPTH];
    unsigned depth;
    unsigned clips, rows; /* so far: their ids */
};

extern const canvas_driver canvas_svg, canvas_png, canvas_pdf;

/* What PNG and PDF have in common, by cairo (canvas_cairo.c). */
#define CANVAS_CAIRO                                                                               \
    .push = canvas_cairo_push, .pop = canvas_cairo_pop, .clip = canvas_cairo_clip,                 \
    .rect = canvas_cairo_rect, .rect_line = canvas_cairo_rect_line, .line = canvas_cairo_line,     \
    .circle = canvas_cairo_circle, .polygon = canvas_cairo_polygon, .area = canvas_cairo_area,     \
    .stroke = canvas_cairo_stroke, .words = canvas_cairo_words
err_code canvas_cairo_status(const canvas *c, err *e);
void canvas_cairo_push(canvas *c, double x, double y, double scale, double opacity);
void canvas_cairo_pop(canvas *c, const canvas_level *l);
void canvas_cairo_clip(canvas *c, const canvas_path *p);
void canvas_cairo_rect(canvas *c, box b, rgba fill);
void canvas_cairo_rect_line(canvas *c, box middle, rgba color, double width);
void canvas_cairo_line(canvas *c, const double ends[4], rgba color, double width);
void canvas_cairo_circle(canvas *c, double x, double y, double r, rgba fill, rgba line,
                         double width);
void canvas_cairo_polygon(canvas *c, const double *xy, size_t n, rgba fill);
void canvas_cairo_area(canvas *c, const canvas_path *p, rgba fill, const canvas_note *note);
void canvas_cairo_stroke(canvas *c, const canvas_path *p, rgba color, double width,
                         bool round_ends);
void canvas_cairo_words(canvas *c, const canvas_words *w);
#endif
