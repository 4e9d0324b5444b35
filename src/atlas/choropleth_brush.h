/* choropleth_brush: what a district is painted with: its color, the lines on it, its label's color.
 * choropleth_make() paints districts by it; pages that paint tiles themselves are told of it. */
#ifndef ATLAS_CHOROPLETH_BRUSH_H
#define ATLAS_CHOROPLETH_BRUSH_H
#include "atlas/choropleth.h"

typedef struct brush {
    rgba fill, hatch, text;
    uint8_t pattern; /* of enum pattern: lines of the hatch's color over the fill */
} brush;

/* As the choropleth's values, classes and colors have it; `faded`: as those that the look's focus
 * leaves out, whatever the focus is. */
brush choropleth_brush_of(const choropleth *c, district_id d, bool faded);

/* Colors of labels that were worked out for this choropleth, one for each class and one for none,
 * as they are and faded; {0} knows none.  Which ink a color bears takes longer than all else. */
typedef struct brush_texts {
    rgba text[2 * (CLASSES_MAX + 1)];
    bool known[2 * (CLASSES_MAX + 1)];
} brush_texts;
/* choropleth_brush_of() for many districts. */
brush choropleth_brush_next(const choropleth *c, district_id d, bool faded, brush_texts *known);
/* Of any district with a figure in that class; not of a continuous method. */
brush choropleth_brush_in(const choropleth *c, size_t class, bool uncertain, bool faded);
#endif
