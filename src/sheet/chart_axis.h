/* chart_axis: the value axis that charts of districts stand on, and the names beside it.  All in mm
 * on the paper; c NULL: nothing is drawn. */
#ifndef SHEET_CHART_AXIS_H
#define SHEET_CHART_AXIS_H
#include "sheet/poster_plan.h"

typedef struct chart_axis {
    double x0, x1;          /* mm */
    double low, high, step; /* figures at the ends, and between two numbers */
    int decimals;
    bool ticks; /* false: numbers have no room, and the ends are the lowest and highest figure */
} chart_axis;

/* From x0 to x1 (at least a millimeter), for figures from low to high: the smallest round step at
 * which numbers have room, unless the axis would get much longer than the figures need. */
chart_axis chart_axis_make(const sheet_source *s, double x0, double x1, double low, double high);
double chart_axis_x(const chart_axis *k, double v);
/* Grid lines from top to bottom, and the numbers under them. */
void chart_axis_draw(canvas *c, const sheet_source *s, const chart_axis *k, double top,
                     double bottom);
double chart_axis_ticks_height(const sheet_source *s); /* of the numbers */

/* A name that ends at x and has `room`; one that is too long is set smaller, and one that is too
 * long for that ends in an ellipsis. */
void chart_name(canvas *c, const sheet_source *s, double x, double room, double middle,
                const char *name, int weight, rgba color);
void chart_line(canvas *c, double x0, double y0, double x1, double y1, rgba color, double width);

/* The target of what the map shows, in *text too, where districts can be held against it, the look
 * does not compare with it already, and it goes with values from low to high
 * (goal_fits()); else NaN and nothing. */
double chart_axis_goal(const sheet_source *s, double low, double high, buf *text);
/* A dashed line; mm. */
void chart_axis_goal_line(canvas *c, const sheet_source *s, double x, double top, double bottom);
#endif
