/* legend_draw: a legend as a picture, for web pages and sheets: title, unit and period; the values
 * as dots (or bins when they are many) over the ramp; edges, counts; the reference; states such as
 * no data; method, closure, warnings and source in small print.
 *
 * Lying, the ramp is on the true value axis if its narrowest class is wide enough and edges and
 * counts fit there, else in equal blocks.  What does not fit lying stands: classes below each
 * other, the highest on top, with a line where numbers change sign.  Categories are listed in
 * their order, with bars.  Texts are wrapped, never cut.  Inks are those of the legend's backdrop;
 * all text has a contrast of at least 4.5 on what is under it. */
#ifndef DRAW_LEGEND_DRAW_H
#define DRAW_LEGEND_DRAW_H
#include "draw/legend_size.h"

#include "carto/legend.h"

/* A file of its own, on the backdrop's paper (none where that is transparent).  An SVG has a role,
 * a title and a description for assistive tech, and ids that begin with the legend's hash. */
err_code legend_draw(const legend *l, const legend_style *o, canvas_format f, buf *out, err *e);

/* On a page, without paper: the upper left corner at (x, y), as wide as the style says; returns
 * the height.  NULL: only measured.  NaN without memory. */
double legend_draw_on(canvas *c, const legend *l, const legend_style *o, double x, double y);
#endif
