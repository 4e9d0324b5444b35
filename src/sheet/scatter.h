/* scatter: the districts of a bivariate map as points, the first indicator along and the second
 * upward, in the colors of their pairs, with the edges of the classes dashed and the names of those
 * that lie farthest out, where there is room for them.  The whole is a ring with its name, where
 * both of its figures are published.  Titles of axes are wrapped where they are long. */
#ifndef SHEET_SCATTER_H
#define SHEET_SCATTER_H
#include "sheet/poster_plan.h"

/* Levels: ever lower; at the last there is none. */
#define SCATTER_LEVELS 5
/* `data`: a sheet_source of a map with a second indicator. */
layout_need scatter_need(const void *data, double width, int level);
err_code scatter_draw(void *data, canvas *c, box at, int level, err *e);

typedef struct scatter_axis {
    double low, high, step; /* ticks at low, low + step ... high */
    int decimals;           /* of their numbers */
} scatter_axis;
/* The smallest of 1, 2, 2.5 and 5 x 10^n as step that gives at most `ticks` (>= 2) ticks around
 * low..high.  It begins at 0 where that does not waste half of it. */
scatter_axis scatter_axis_of(double low, double high, size_t ticks);
#endif
