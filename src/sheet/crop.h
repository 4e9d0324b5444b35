/* crop: a sheet on the larger page that a printer cuts: the drawing goes beyond the paper's edge by
 * the bleed, and marks in the corners say where the cut is.
 *
 * Marks are 5 mm long and 0.1 mm wide, in black; they begin where the bleed ends, and at least 3 mm
 * outside of the paper, so that none is left on it.  2 mm of page are around all.  In a PDF the
 * TrimBox is the paper and the BleedBox the paper with its bleed. */
#ifndef SHEET_CROP_H
#define SHEET_CROP_H
#include "draw/canvas.h"

#define CROP_BLEED_MAX 20.0 /* mm */

typedef struct crop {
    double width, height; /* of the page, px: what the canvas is made with */
    box trim;             /* the paper, px of the page */
    box bleed;            /* with what is cut off; without marks these are the page */
    bool marks;
} crop;

/* bleed_mm 0: no marks, the page is the paper.  ERR_RANGE: not in 0..CROP_BLEED_MAX. */
err_code crop_make(double width_mm, double height_mm, double bleed_mm, crop *out, err *e);
/* To be called on a page of that size before anything is drawn: fills the bleed with the paper's
 * color (alpha 0: does not) and pushes, so that (0, 0) is the paper's upper left corner.  What is
 * drawn is cut off at the bleed's edge. */
void crop_begin(const crop *p, canvas *c, rgba paper);
void crop_end(const crop *p, canvas *c); /* pops, draws the marks */
#endif
