/* ramp_sheet: ramps as a picture to choose from: swatches by kind, with name, title and the class
 * counts that color-blind readers and a print in gray can tell apart. */
#ifndef DRAW_RAMP_SHEET_H
#define DRAW_RAMP_SHEET_H
#include "carto/ramp.h"
#include "draw/canvas.h"

#define RAMP_SHEET_WIDTH_PX 1160.0

/* `classes` colors of each; 0: five, and of a qualitative ramp all.  `scale` as for a canvas.
 * Ramps made for a dark ground stand on one. */
err_code ramp_sheet_draw(const ramp *const *ramps /* [n] */, size_t n, size_t classes, lang l,
                         canvas_format f, double scale, buf *out, err *e);
#endif
