/* legend_parts: what legends are put together from.  Each part is drawn with its top at y, and
 * returns its height; on a NULL canvas it is only measured.  For legend_draw.c. */
#ifndef DRAW_LEGEND_PARTS_H
#define DRAW_LEGEND_PARTS_H
#include "draw/legend_plan.h"

/* Lying forms (legend_axis.c): values, ramp, edges, counts, the reference. */
double legend_axis_draw(canvas *c, legend_plan *p, double y);

/* Standing forms (legend_list.c): classes, a continuous ramp, categories; and the reference. */
double legend_list_draw(canvas *c, legend_plan *p, double y);
/* The target; the states districts are in, and the context: beside each other where they fit; the
 * groups. */
double legend_list_states(canvas *c, legend_plan *p, double y);

/* legend_target.c: the target, where there is one. */
void legend_target_mark(canvas *c, const legend_plan *p, double x, double y); /* its middle */
/* Through what stands on a lying scale. */
void legend_target_stem(canvas *c, const legend_plan *p, double x, double top, double bottom);
/* The key to the mark: its text begins at x, or behind the mark.  Returns its height. */
double legend_target_row(canvas *c, const legend_plan *p, double x, double y);
/* Pairs (legend_square.c). */
double legend_square_draw(canvas *c, legend_plan *p, double y);

/* legend_mark.c: marks that several forms have. */

/* What is drawn until legend_mark_end() belongs to that class, or to that state, as JSON numbers
 * and names them: a page finds it in an SVG. */
void legend_mark_class(canvas *c, size_t class);
void legend_mark_state(canvas *c, const legend_row *state);
void legend_mark_end(canvas *c);
/* Wrapped over the whole width. */
double legend_mark_text(canvas *c, const legend_plan *p, double y, const legend_type *t, rgba color,
                        const char *text);
/* Where the baseline of a line of text stands that is centered in `height`. */
double legend_mark_baseline(const legend_type *t, double height);
/* A color with its outline; with the lines of a state where there is one. */
void legend_mark_swatch(canvas *c, const legend_plan *p, box b, rgba fill,
                        const legend_row *state /* NULL: none */);
/* The outline of a group, as a line through the middle. */
void legend_mark_outline(canvas *c, const legend_plan *p, box b, rgba color);
/* A triangle as wide and high as the reference's, turned: its tip at (x, y). */
typedef enum mark_tip { TIP_DOWN, TIP_UP, TIP_LEFT, TIP_RIGHT } mark_tip;
void legend_mark_tip(canvas *c, const legend_plan *p, double x, double y, mark_tip tip, rgba color);
/* The continuous ramp: stops each in a slice of their own, so that their colors are there. */
void legend_mark_band(canvas *c, const legend_plan *p, box b, bool stands);
#endif
