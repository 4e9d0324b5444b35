/* chart: small drawings of figures on a canvas: marks, the strip of one indicator, lines over time.
 * They know nothing of atlases or sheets: values, colors and texts are the caller's.  All measures
 * are px, all functions draw nothing where the canvas is NULL, and none fails: what they cannot
 * draw (NaN) they leave out.  visual.md "Charts". */
#ifndef DRAW_CHART_H
#define DRAW_CHART_H
#include "base/lang.h"
#include "draw/canvas.h"
#include <stdbool.h>

typedef struct chart_inks {
    rgba ground, ink, ink_2, muted;
    rgba rule, row, axis, other; /* lines of tables and strips; dots of other districts */
    rgba wash;                   /* the better side */
    rgba better, worse;          /* signed differences, which always have a sign too */
    rgba no_data, hatch;
    rgba accent; /* the one district of a profile */
    rgba land;   /* districts of a map that shows only where */
} chart_inks;
extern const chart_inks chart_inks_paper;

/* ---- marks ---- */

/* Color goes with shape, so that they can be told apart without color too. */
typedef enum chart_shape { CHART_CIRCLE, CHART_SQUARE, CHART_DIAMOND, CHART_TRIANGLE } chart_shape;
#define CHART_SUBJECTS 4
typedef struct chart_subject {
    chart_shape shape;
    rgba color;
} chart_subject;
extern const chart_subject chart_subjects[CHART_SUBJECTS];

typedef struct chart_mark {
    chart_shape shape;
    rgba color;
    double r;    /* of a circle; other shapes look as large */
    double line; /* of a hollow one, and of a ring */
    bool hollow; /* a part of a district, a forecast */
    bool ringed; /* its difference is within the margin of error */
} chart_mark;

/* On a casing in the ground's color. */
void chart_mark_draw(canvas *c, const chart_inks *inks, double x, double y, const chart_mark *m);
double chart_mark_reach(const chart_mark *m); /* from its middle to its farthest ink */

/* ---- strips ---- */

typedef struct chart_dot {
    double value; /* NaN: none */
    chart_mark mark;
    int owner; /* hollow dots of one owner are joined by a line along the axis */
} chart_dot;

typedef struct chart_strip { /* one indicator; borrowed */
    const double *other;     /* [n_others] NaN is skipped */
    size_t n_others;
    double city;          /* NaN: none */
    double target;        /* likewise */
    int better;           /* 1: above the city is better, -1: below, 0: no direction */
    const chart_dot *dot; /* [n_dots] later ones lie over earlier ones */
    size_t n_dots;
    const char *low_text, *high_text; /* under the lowest and the highest mark of a district */
    const char *words; /* no district has a figure: these on a hatch, beside the city's line */
} chart_strip;

typedef struct chart_strip_size {
    double width;
    double half; /* of the wash's height, and of the city's line */
    double axis, city_line, joint, other_r, hatch_line, hatch_step;
    double inset;     /* from the ends to the outermost districts */
    double beyond;    /* to a city that lies beyond them all */
    text_style label; /* of the texts */
} chart_strip_size;
/* Those of an A3 sheet, in px; `type` and `line` multiply letters and marks, and lines. */
chart_strip_size chart_strip_size_of(double width, double type, double line, double label_pt);

#define CHART_STRIP_DOTS 32

/* Where values stand along it: linear, the outermost marks of districts `inset` from the ends, a
 * city beyond them `beyond` from its end; one value alone in the middle.  NaN without any. */
double chart_strip_x(const chart_strip *s, const chart_strip_size *z, double value);
/* Dots that would hide one another are moved up or, clear of the texts, down: by how much.
 * offset[n_dots]. */
void chart_strip_offsets(const chart_strip *s, const chart_strip_size *z, double *offset);
/* y: its middle.  Nothing is drawn left of x or right of x + width. */
void chart_strip_draw(canvas *c, const chart_inks *inks, const chart_strip *s,
                      const chart_strip_size *z, double x, double y);

/* ---- lines ---- */

typedef struct chart_axis { /* round numbers around values */
    double low, high, step;
    int decimals;
} chart_axis;
/* At most `steps` steps of 1, 2, 2.5 or 5 times a power of ten, with no more than `decimals` of
 * them (-1: as many as it takes); from 0 where the values have one
 * sign and the one nearest to 0 is under half of the other. */
chart_axis chart_axis_of(double low, double high, int steps, int decimals);

typedef struct chart_line {
    const double *at, *value; /* [n] ascending; a gap where the value is NaN */
    const bool *forecast;     /* [n] dashed from the point before, to a hollow one; NULL: none */
    size_t n;
    rgba color;
    double width;
    double r; /* of points; 0: none */
    chart_shape shape;
    const char *end;  /* beside its last point: the figure; NULL: nothing */
    const char *name; /* under it, quieter; NULL: nothing */
    const char *note; /* above point note_at, which is no last one; NULL: nothing */
    size_t note_at;
} chart_line;

typedef struct chart_tick {
    double at;
    const char *text;
} chart_tick;

typedef struct chart_plot { /* borrowed */
    const chart_line *line; /* [n_lines] from below */
    size_t n_lines;
    const chart_tick *tick; /* [n_ticks] ascending; those without room are left out, the last not */
    size_t n_ticks;
    text_style axis, label; /* letters */
    double rule;            /* width of grid lines */
    const char *goal_text;  /* on a dashed line at `goal`, where goal_fits(); NULL: none */
    double goal;
    int decimals; /* of the figures; -1: as they need */
    lang language;
} chart_plot;

typedef struct chart_frame { /* where values stand */
    chart_axis y;
    double from, to; /* of `at` */
    box at;          /* of the lines themselves, without ticks and labels */
    bool has_goal;   /* the plot's is drawn */
} chart_frame;
chart_frame chart_plot_frame(const chart_plot *p, box at);
double chart_frame_x(const chart_frame *f, double at);
double chart_frame_y(const chart_frame *f, double value);
void chart_plot_draw(canvas *c, const chart_inks *inks, const chart_plot *p, box at);
#endif
