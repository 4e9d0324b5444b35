/* map_draw: a choropleth as a drawing on a canvas: for images, and later for posters.  Made of the
 * same paint, level and shores as tiles are.
 *
 * From below: context under the districts, fills, patterns, context over them with the water,
 * borders on water, casings, borders, the layer's outline, context on top, labels.  Neighbors show
 * no crack: districts of one color are filled at once, and what shows between two colors is one of
 * them.  In an SVG each district is a path of its own, of the class "district", with its key and
 * its name and figure.  A look that is clipped to land has its districts' land filled, so that
 * whatever lies under the drawing is seen in the water's place. */
#ifndef DRAW_MAP_DRAW_H
#define DRAW_MAP_DRAW_H
#include "atlas/choropleth.h"
#include "draw/label.h"
#include "draw/map_path.h"
#include "geo/shore.h"

/* The layer at one scale: what does not depend on which part of it is seen.  Borrows the
 * choropleth. */
typedef struct map_scene {
    const choropleth *map;
    const atlas_layer *layer;
    double tolerance; /* area */
    coverage_level *level;
} map_scene;

/* Of the frame only scale and detail are looked at.  The atlas must have been loaded with its
 * borders. */
err_code map_scene_make(const choropleth *c, const map_frame *f, map_scene *out, err *e);
void map_scene_free(map_scene *s); /* back to {0} */
/* Whether nothing of the layer is in the frame. */
err_code map_scene_is_outside(const map_scene *s, const map_frame *f, bool *out, err *e);
/* Whether nothing of the layer, nor of context that is drawn beyond it, is in a box of the canvas.
 */
err_code map_scene_is_free(const map_scene *s, const map_frame *f, box b, bool *out, err *e);

typedef struct map_style { /* measures of the drawing; widths of lines are the look's */
    const label_style *labels;
    /* What counts as small, in units. */
    shore_measures (*measures)(double unit, double m);
} map_style;

extern const map_style map_style_screen;

/* The scene must be of the frame's scale and detail. */
err_code map_draw(canvas *c, const map_scene *s, const map_frame *f, const map_style *style,
                  err *e);
#endif
