/* legend_size: the measures of legends, one set a purpose, and how a legend is wished.  Every
 * measure that drawings of legends use stands in the table; the web's are CSS px, those of paper
 * mm and pt at 96 px an inch. */
#ifndef DRAW_LEGEND_SIZE_H
#define DRAW_LEGEND_SIZE_H
#include "draw/canvas.h"
#include <stddef.h>

typedef struct legend_type { /* of one kind of text */
    double size, leading;
    int weight;
} legend_type;

typedef struct legend_size {
    const char *name;
    double width;   /* of the whole legend */
    double padding; /* inside its edge, on all sides */
    double space;   /* between blocks: head, axis, states, small print */
    double gap;     /* between a mark and its text, and between texts on a line */
    legend_type title, unit, reference, edge, row, count, small;
    double outline;                   /* around the ramp and swatches */
    double ramp_height, ramp_divider; /* the line of paper between classes */
    double tick;
    double narrowest;                          /* class on a true axis */
    double dot_radius, dot_line, dot_distance; /* the last between middles of dots that touch */
    double dots_height;                        /* most; stacks are pressed together to fit */
    double bins_height;                        /* of the highest bin */
    double mark_width, mark_height, mark_line, mark_casing; /* of the reference */
    double swatch_width, row_height;
    double bar_narrowest;          /* room for the longest bar, else there are none */
    double group_line;             /* in place of a swatch */
    double zero_line;              /* where numbers change sign */
    double hatch_line, hatch_step; /* in swatches and bars */
    double fleck_line, fleck_step; /* in dots */
    double band_height;            /* of a continuous ramp that stands */
    double cell, cell_gap;         /* of pairs: most, and the line of paper between them */
    double arrow;                  /* width of the line along a side */
    bool context;                  /* has a row for water; else it is named beside the map */
} legend_size;

extern const legend_size legend_sizes[]; /* "embed", "page", "poster" */
extern const size_t legend_size_count;
const legend_size *legend_size_find(const char *name); /* NULL if unknown */

typedef enum legend_direction {
    LEGEND_AUTO,       /* lying where it fits, else standing */
    LEGEND_HORIZONTAL, /* likewise: what does not fit is never cut */
    LEGEND_VERTICAL    /* classes below each other, the highest on top */
} legend_direction;

typedef struct legend_style { /* {0}: as on a page */
    double scale;             /* device pixels a CSS px in PNG; 0: 1 */
    bool compact; /* without title, unit, period, note and source, which the page says itself */
    bool bare;    /* compact, and only the ramp, its edges and the reference, and states that there
                     are: for small frames, where the page says the rest */
    legend_direction direction;
    const legend_size *size; /* NULL: "page" */
    double width_px;         /* of the whole legend; 0: the size's; at least LEGEND_WIDTH_MIN */
} legend_style;

#define LEGEND_WIDTH_MIN 160.0

text_style legend_size_text(const legend_type *t, rgba color); /* with tabular figures */
#endif
