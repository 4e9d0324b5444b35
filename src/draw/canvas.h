/* canvas: a small surface for legends, charts and sheets, with text that stays
 * text.  Drawings go through one set of calls to either a PNG (cairo, pango) or an
 * SVG whose text is <text> (cairo's would be outlines); both measure text by pango,
 * so they are laid out alike.  Units are CSS px from the upper left corner.  The first failure
 * sticks and canvas_finish() reports it.  A canvas belongs to one thread. */
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

void canvas_rect(canvas *c, box b, rgba fill);
void canvas_rect_line(canvas *c, box b, rgba color, double width); /* line inside the edge */
/* The pattern of no data: `line` px wide at 45°, every `step` px, rising to the right. */
void canvas_hatch(canvas *c, box b, rgba fill, rgba hatch, double line, double step);
void canvas_line(canvas *c, double x0, double y0, double x1, double y1, rgba color, double width);
void canvas_circle(canvas *c, double x, double y, double r, rgba fill, rgba line, double width);
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
