/* canvas: a small surface for maps, legends, charts and sheets, with text that stays
 * text.  Drawings go through one set of calls to a PNG, a PDF (cairo, pango) or an
 * SVG whose text is <text> (cairo's would be outlines); all measure text by pango,
 * so they are laid out alike.  Units are CSS px from the upper left corner.  The first failure
 * sticks and canvas_finish() reports it.  A canvas belongs to one thread.
 *
 * NULL can be drawn on: nothing is seen, and canvas_paragraph() tells the height all the same, so
 * that one function both measures a part of a drawing and draws it. */
#ifndef DRAW_CANVAS_H
#define DRAW_CANVAS_H
#include "base/buf.h"
#include "draw/text.h"

typedef struct canvas canvas;

typedef struct box {
    double x, y, width, height;
} box;

typedef enum canvas_format { CANVAS_SVG, CANVAS_PNG, CANVAS_PDF } canvas_format;

/* `scale`: device pixels a CSS px, for PNG.  `language`: "sv", "en".  A PDF has one page of
 * 96 px an inch; its fonts are embedded, its creation date is a fixed one.  ERR_NOMEM: the picture
 * is too large. */
err_code canvas_create(canvas_format f, double width, double height, double scale,
                       const char *language, canvas **out, err *e);
void canvas_free(canvas *c);
err_code canvas_finish(canvas *c, buf *out, err *e); /* appends the file */

canvas_format canvas_format_of(const canvas *c);

/* What a picture says to those who do not see it (an SVG's <title> and <desc>, a PDF's title and
 * subject), and the beginning of an SVG's ids and classes, which must differ from those of other
 * drawings in one page.  Before anything is drawn; nothing happens in a PNG. */
void canvas_describe(canvas *c, const char *prefix, const char *title, const char *text);
/* Moves the origin, until the pop that belongs to it; at most CANVAS_DEPTH within each other. */
#define CANVAS_DEPTH 16
void canvas_push(canvas *c, double x, double y);
/* Until its pop, all that is drawn is one layer of that opacity, 0..1. */
void canvas_push_faded(canvas *c, double opacity);
void canvas_pop(canvas *c);

void canvas_rect(canvas *c, box b, rgba fill);
void canvas_rect_line(canvas *c, box b, rgba color, double width); /* line inside the edge */
void canvas_line(canvas *c, double x0, double y0, double x1, double y1, rgba color, double width);
void canvas_circle(canvas *c, double x, double y, double r, rgba fill, rgba line, double width);
/* Patterns on areas: canvas_pattern.h. */
void canvas_polygon(canvas *c, const double *xy /* [2 * n] */, size_t n, rgba fill);

/* Rings or lines: part k has the points [first[k], first[k + 1]). */
typedef struct canvas_path {
    const double *x, *y;
    const uint32_t *first; /* [n + 1] */
    size_t n;
} canvas_path;

typedef struct canvas_note { /* of a shape, for an SVG's readers; NULL: none of it */
    const char *class;       /* with the prefix before it */
    const char *key;         /* data-key */
    const char *title;       /* shown by browsers when the pointer is over it */
} canvas_note;

/* Even-odd, so that the borders between parts that touch are no edges.  `note` may be NULL. */
void canvas_area(canvas *c, const canvas_path *p, rgba fill, const canvas_note *note);
/* Round joins; the ends are round or cut off.  Closed parts repeat their first point. */
void canvas_stroke(canvas *c, const canvas_path *p, rgba color, double width, bool round_ends);
/* What follows is seen inside only, until the pop of the push before. */
void canvas_clip_box(canvas *c, box b);
void canvas_clip_path(canvas *c, const canvas_path *p); /* even-odd */

/* `align` 0: x is the left end, 0.5: the middle, 1: the right end; y is the baseline. */
void canvas_text(canvas *c, double x, double y, double align, const text_style *s,
                 const char *text);
/* The same over its own outline, `halo_px` beyond the letters with round joins. */
void canvas_text_halo(canvas *c, double x, double y, double align, const text_style *s,
                      const char *text, rgba halo, double halo_px);
/* Wrapped at `width`; y is the top; returns the height. */
double canvas_paragraph(canvas *c, double x, double y, double width, double leading,
                        const text_style *s, const char *text);
#endif
