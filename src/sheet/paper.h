/* paper: the sizes that sheets have, and the measures that go with each: margins, type and lines
 * (visual.md "Type").  Measures of sheets are in mm, sizes of type in pt; a canvas has 96 px an
 * inch. */
#ifndef SHEET_PAPER_H
#define SHEET_PAPER_H
#include "draw/legend_size.h"

#define PAPER_MM(mm)   ((mm)*96 / 25.4) /* to px */
#define PAPER_PT(pt)   ((pt)*96 / 72)
#define PAPER_LEADING  1.38 /* of running text, of its size */
#define PAPER_POINT_MM (25.4 / 72)

typedef struct paper {
    const char *name;                                              /* "A3" */
    double width, height;                                          /* mm, upright */
    double margin;                                                 /* mm, on all sides */
    double title, subtitle, map_name, map_value, head, body, foot; /* pt */
    double line; /* factor of the widths of lines, 1 on A3 */
} paper;

#define PAPERS 6
extern const paper papers[PAPERS];         /* from A5 to A0, each twice the one before */
const paper *paper_find(const char *name); /* in any case; NULL if unknown */

/* Whether a PNG of that size in mm has at most so many pixels; ERR_RANGE begins with "dpi:" and
 * says with how many it would. */
err_code paper_pixels(const paper *p, double width, double height, unsigned dpi, size_t most,
                      err *e);

/* What spaces between blocks are multiplied by, and what goes with the type: rows, marks; 1 on A3.
 */
double paper_space(const paper *p);
double paper_type(const paper *p);

/* Figures of one width only in tables, axes, numbers that stand under each other. */
text_style paper_text(double pt, int weight, rgba color);
text_style paper_figures(double pt, int weight, rgba color);

/* The legend's measures "poster", which are those of A3, for this paper. */
void paper_legend_size(const paper *p, legend_size *out);
#endif
