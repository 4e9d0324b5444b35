/* text: how letters are set and measured, the same for canvases and maps: Inter by pango, without
 * hinting and with gray antialiasing whatever the machine is set to, so that every one that has the
 * font draws the same. */
#ifndef DRAW_TEXT_H
#define DRAW_TEXT_H
#include "base/err.h"
#include "carto/color.h"
#include <stdbool.h>
#include <stddef.h>

struct _cairo;       /* cairo_t */
struct _PangoLayout; /* PangoLayout */

#define CANVAS_FONT "Inter" /* Debian: fonts-inter; else what fontconfig finds nearest */

typedef struct text_style {
    double size_px;
    int weight;   /* 400, 500, 600, 700 */
    bool tabular; /* figures of one width */
    rgba color;
} text_style;

/* Measures; may be asked without a canvas.  NaN without memory. */
double text_width(const text_style *s, const char *text);
double text_paragraph_height(double width, double leading, const text_style *s, const char *text);
bool text_font_found(void); /* false: another font stands in for CANVAS_FONT */

/* Where the first baseline stands below the top of a line of height `leading`: Inter's ascent is
 * 0.97 and its descent 0.24 of the size, and what is left of the leading is split. */
double text_baseline(double size_px, double leading);

/* Many measures of single lines; belongs to one thread. */
typedef struct text_ruler text_ruler;
typedef struct text_extent { /* from the left end of the baseline, y down */
    double width;
    double x0, y0, x1, y1; /* of the ink; all 0 where there is none */
} text_extent;
err_code text_ruler_create(text_ruler **out, err *e);
void text_ruler_free(text_ruler *r); /* NULL is fine */
text_extent text_measure(text_ruler *r, const text_style *s, const char *text, size_t len);
/* Less than the width of it for certain, in a tenth of the time. */
double text_least_width(text_ruler *r, const text_style *s, const char *text, size_t len);
/* That line as a path from (x, y), its left end on the baseline; outlines alike at every place and
 * scale, which glyphs kept as pixels are not. */
void text_path(text_ruler *r, struct _cairo *cr, double x, double y, const text_style *s,
               const char *text);

/* A text laid out, to be freed by g_object_unref(); width 0: not wrapped; cr NULL: to measure. */
struct _PangoLayout *text_layout(struct _cairo *cr, const text_style *s, const char *text,
                                 double width);
#endif
