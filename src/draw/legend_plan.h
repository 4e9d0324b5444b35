/* legend_plan: how a legend is laid out, decided before anything is drawn: its form, and where its
 * edges, ticks and dots stand.  For legend_draw.c and its parts, legend_axis and legend_list. */
#ifndef DRAW_LEGEND_PLAN_H
#define DRAW_LEGEND_PLAN_H
#include "carto/legend.h"
#include "draw/legend_size.h"

typedef enum legend_form {
    FORM_NONE,   /* no value */
    FORM_RAMP,   /* lying, with an edge between classes */
    FORM_BLOCKS, /* lying, a label under each class: classes of one value */
    FORM_BAND,   /* lying, continuous */
    FORM_TOWER,  /* standing, continuous */
    FORM_LIST,   /* classes below each other, the highest on top */
    FORM_BARS,   /* categories below each other, with bars of their counts */
    FORM_SQUARE  /* pairs of classes */
} legend_form;

#define LEGEND_TICKS_MAX (CLASSES_MAX + 1)
#define LEGEND_NUMBER    640 /* bytes: the 309 digits of the largest double, grouped */

typedef struct legend_tick {
    double value, x; /* x: of lying forms */
    double align;    /* as in canvas_text() */
    bool open;       /* an end without a number: no tick, no text */
    char text[LEGEND_NUMBER];
} legend_tick;

typedef struct legend_plan {
    const legend *l;
    const legend_size *z;
    const backdrop *inks;
    bool compact, bare;
    legend_form form;
    double width, left, inner;  /* the whole, and where its content begins and how wide it is */
    double axis, axis_width;    /* of the ramp: inside left..inner by what dots need */
    bool true_axis;             /* else blocks of one width */
    double at[CLASSES_MAX + 1]; /* x of each edge */
    bool single[CLASSES_MAX];   /* a class that says one value */
    size_t n_single;
    legend_tick tick[LEGEND_TICKS_MAX]; /* of edges, or of a continuous axis */
    size_t n_ticks;
    bool has_dots, has_bins;
    double dot_x[LEGEND_DOTS_MAX], dot_up[LEGEND_DOTS_MAX]; /* middles; up from the ramp's top */
    double dots_height;
    bool failed; /* memory for a text was missing; nothing drawn is whole then */
} legend_plan;

void legend_plan_make(const legend *l, const legend_style *o, legend_plan *out);
/* Where a value stands on a lying axis; values outside it stand at its ends. */
double legend_plan_x(const legend_plan *p, double value);
bool legend_plan_has_reference(const legend_plan *p); /* with a mark of its own: no target */
/* Frees b; a failure becomes the plan's. */
void legend_plan_done(legend_plan *p, buf *b);
/* A number as the language writes it. */
void legend_plan_number(legend_plan *p, double v, int decimals, char out[LEGEND_NUMBER]);
/* n districts as the language writes it. */
void legend_plan_count(legend_plan *p, size_t n, char out[LEGEND_NUMBER]);
#endif
