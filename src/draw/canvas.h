/* canvas: a small surface for legends, charts and sheets, with text that stays
 * text.  Drawings go through one set of calls to either a PNG (cairo, pango) or an
 * SVG whose text is <text> (cairo's would be outlines); both measure text by pango,
 * so they are laid out alike.  Units are CSS px from the upper left corner.  The first failure
 * sticks and canvas_finish() reports it.  A canvas belongs to one thread.
 *
 * NULL can be drawn on: nothing is seen, and canvas_paragraph() tells the height all the same, so
 * that one function both measures a part of a drawing and draws it. */
#ifndef DRAW_CANVAS_H
#define DRAW_CANVAS_H
#include "base/buf.h"
#include "carto/color.h"
#include <stdbool.h>

#define CANVAS_FONT "Inter" /* Debian: fonts-inter; else what fontconfig finds nearest */

typedef struct canvas canvas;

typedef struct text_style {
    double size_px;
    int weight;   /* 400, 500, 600, 700 */
    bool tabular; /* figures of one width */
    rgba color;
} text_style;

typedef struct box {
    double x, y, width, height;
} box;

typedef enum canvas_format { CANVAS_SVG, CANVAS_PNG } canvas_format;

/* `scale`: device pixels a CSS px, for PNG.  `language`: "sv", "en". */
err_code canvas_create(canvas_format f, double width, double height, double scale,
                       const char *language, canvas **out, err *e);
void canvas_free(canvas *c);
err_code canvas_finish(canvas *c, buf *out, err *e); /* appends the file */

/* What an SVG says to those who do not see it (its <title> and <desc>), and the beginning of its
 * ids and classes, which must differ from those of other drawings in one page.  Before anything is
 * drawn; nothing happens in other formats. */
void canvas_describe(canvas *c, const char *prefix, const char *title, const char *text);
/* Moves the origin, until the pop that belongs to it. */
void canvas_push(canvas *c, double x, double y);
void canvas_pop(canvas *c);

void canvas_rect(canvas *c, box b, rgba fill);
void canvas_rect_line(canvas *c, box b, rgba color, double width); /* line inside the edge */
void canvas_line(canvas *c, double x0, double y0, double x1, double y1, rgba color, double width);
void canvas_circle(canvas *c, double x, double y, double r, rgba fill, rgba line, double width);
/* Patterns on areas: canvas_pattern.h. */
void canvas_polygon(canvas *c, const double *xy /* [2 * n] */, size_t n, rgba fill);
/* `align` 0: x is the left end, 0.5: the middle, 1: the right end; y is the baseline. */
void canvas_text(canvas *c, double x, double y, double align, const text_style *s,
                 const char *text);
/* Wrapped at `width`; y is the top; returns the height. */
double canvas_paragraph(canvas *c, double x, double y, double width, double leading,
                        const text_style *s, const char *text);

/* Measures; may be asked without a canvas.  NaN without memory. */
double text_width(const text_style *s, const char *text);
double text_paragraph_height(double width, double leading, const text_style *s, const char *text);
bool text_font_found(void); /* false: another font stands in for CANVAS_FONT */
#endif
