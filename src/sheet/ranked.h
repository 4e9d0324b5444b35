/* ranked: the districts in order, the highest first: a dot in the color of its class on a value
 * axis, with a stem from the reference's line; those without a figure last.  A target that
 * districts can be held against is a dashed line (chart_axis_goal()); a figure that was put
 * together has a mark, and a note says so.  Districts of a category stand by category.
 *
 * Rows come closer where there is little room; long lists stand in two or three columns.  What is
 * longer still shows the highest and the lowest, and says how many more there are. */
#ifndef SHEET_RANKED_H
#define SHEET_RANKED_H
#include "sheet/poster_plan.h"

/* Levels: one column, two, three, a part, a small part.  Of categories: all names, then ever fewer.
 */
#define RANKED_LEVELS 5

typedef struct ranked_row {
    district_id district;
    double value; /* NaN: no figure */
    rgba color;
    bool uncertain, derived;
} ranked_row;

typedef struct ranked {
    const sheet_source *source;
    ranked_row *row; /* [n] the highest first, equal ones in the layer's order */
    size_t n, n_known;
    double low, high; /* of values, reference and target; NaN: there is none */
    double target;    /* that they are held against; NaN: none */
    buf target_text;
    bool derived; /* one of the rows is: put together, not published */
    size_t shown; /* rows that were drawn */
} ranked;

/* Borrows the source; ranked_free() also after a failure. */
err_code ranked_make(const sheet_source *s, ranked *out, err *e);
void ranked_free(ranked *r);
layout_need ranked_need(const void *data, double width, int level); /* `data`: ranked */
err_code ranked_draw(void *data, canvas *c, box at, int level, err *e);

/* ranked_groups.c: by category. */
double ranked_groups(canvas *c, const ranked *r, box at, int level, err_code *rc);
#endif
