/* legend_draw: a legend as a picture, by the measures of web legends: title, unit
 * and period; the values as dots (or bins when they are many) over the ramp; edges,
 * counts; the reference; no data; closure and source in small print.
 *
 * The ramp lies on the true value axis if its narrowest class is 28 px wide and edges and counts
 * fit there, else in equal blocks.  Where they would not fit there either, and where ends are
 * open, classes are listed below each other, the highest on top. */
#ifndef DRAW_LEGEND_DRAW_H
#define DRAW_LEGEND_DRAW_H
#include "carto/legend.h"
#include "draw/canvas.h"

#define LEGEND_WIDTH_PX 320.0

/* `compact` leaves out title, unit, period, note and source, for a page that says them itself. */
err_code legend_draw(const legend *l, canvas_format f, double scale, bool compact, buf *out,
                     err *e);
#endif
