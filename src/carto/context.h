/* context: how other shapefiles are drawn under or over the districts, for orientation: water,
 * coast, parks, roads, railways, places. */
#ifndef CARTO_CONTEXT_H
#define CARTO_CONTEXT_H
#include "carto/backdrop.h"

typedef enum context_kind {
    CONTEXT_WATER, /* areas that are no land: borders on them are quiet, labels keep off them */
    CONTEXT_AREA,
    CONTEXT_LINE,
    CONTEXT_POINT, /* places: their names are labels */
    CONTEXT__KINDS
} context_kind;

typedef enum context_place {
    CONTEXT_UNDER, /* seen where no district is */
    CONTEXT_OVER,  /* over the fills, under the borders */
    CONTEXT_TOP,   /* over the borders, under labels */
    CONTEXT__PLACES
} context_place;

extern const char *const context_kind_names[CONTEXT__KINDS];   /* "water", "area", ... */
extern const char *const context_place_names[CONTEXT__PLACES]; /* "under", "over", "top" */

typedef struct context_color { /* alpha 0: none */
    rgba light, dark;
} context_color;

typedef struct context_style {
    context_kind kind;
    context_place place;
    context_color fill, line; /* fill of areas; line: their edge, or the line itself, or a name */
    double width_px;          /* CSS px of the line, 0..6; 0: none */
    double opacity;           /* 0..1, of both */
    unsigned zoom_min, zoom_max;
} context_style;

/* Water has the backdrop's colors and a line of 0.6 px, other areas no fill and no line of their
 * own, lines are shorelines' color and 0.6 px wide, places are muted; over the fills, from zoom 0
 * to GRID_ZOOM_MAX, opaque. */
void context_style_default(context_kind kind, context_style *out);
/* With the opacity as alpha. */
rgba context_fill(const context_style *s, const backdrop *b);
rgba context_line(const context_style *s, const backdrop *b);
#endif
