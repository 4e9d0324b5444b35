/* canvas_pattern: areas with the lines of a pattern on them.  The lines lie around the middle of
 * the area, so that all areas of one size look the same, and end at its edge; no clipping is
 * needed, and so no ids in SVG. */
#ifndef DRAW_CANVAS_PATTERN_H
#define DRAW_CANVAS_PATTERN_H
#include "carto/pattern.h"
#include "draw/canvas.h"

typedef struct pattern_style {
    pattern pattern;
    rgba ink;
    double line; /* px, the width of a line */
    double step; /* px, from line to line, across them */
} pattern_style;

void canvas_pattern_box(canvas *c, box b, rgba fill, const pattern_style *s);
/* Without its outline, which should be drawn over it. */
void canvas_pattern_disc(canvas *c, double x, double y, double r, rgba fill,
                         const pattern_style *s);

/* A pattern over a box, by the measures of maps.  Its lines are counted from a point x px left of
 * the corner of the box and y px above it, so that pictures of neighboring parts of the world fit
 * together.  What it shows is up to a clip. */
void canvas_pattern_field(canvas *c, box b, double x, double y, pattern which, rgba ink);
#endif
