/* part_map: a small map without a scale: all of a layer, or some of its districts alone, with the
 * choropleth's colors or others.  It shows where something is, beside charts; shapes are those of
 * the Mercator projection.  Belongs to one thread. */
#ifndef SHEET_PART_MAP_H
#define SHEET_PART_MAP_H
#include "atlas/choropleth.h"
#include "draw/canvas.h"

typedef struct part_map_style { /* arrays over districts, borrowed until it is freed */
    const rgba *fill;           /* NULL: the choropleth's, with its hatches */
    const bool *shown;          /* which are fitted into the box, and seen; NULL: all */
    double label_pt;            /* of names and figures; 0: no labels */
    rgba outline;               /* around what is shown */
} part_map_style;

typedef struct part_map part_map;

/* ERR_RANGE: nothing of it has any extent.  The atlas must have been loaded with its borders. */
err_code part_map_create(const choropleth *c, double width_mm, double height_mm,
                         const part_map_style *s, part_map **out, err *e);
void part_map_free(part_map *m); /* NULL is fine */
/* How wide it is by its height; NaN: nothing has any extent. */
double part_map_shape(const choropleth *c, const bool *shown);
/* Districts that are shown, for whose label there is no room.  [n] borrowed, ascending. */
size_t part_map_unlabeled(const part_map *m, const district_id **out);
/* Into a box of that size; (x, y) mm is its corner. */
err_code part_map_draw(part_map *m, canvas *c, double x_mm, double y_mm, err *e);
#endif
