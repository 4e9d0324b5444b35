/* map_draw: a choropleth as a drawing on a canvas: for images, and later for posters.  Made of the
 * same paint, level and shores as tiles are.
 *
 * From below: context under the districts, fills, patterns, context over them with the water,
 * borders on water, casings, borders, the layer's outline, context on top, groups' outlines,
 * labels.  Neighbors show no crack: districts of one color are filled at once, and what shows
 * between two colors is one of them.  In an SVG each district is a path of its own, of the class
 * "district", with its key and its name and figure.  A look that is clipped to land has its
 * districts' land filled, so that whatever lies under the drawing is seen in the water's place. */
#ifndef DRAW_MAP_DRAW_H
#define DRAW_MAP_DRAW_H
#include "atlas/choropleth.h"
#include "draw/label.h"
#include "draw/map_path.h"
#include "geo/shore.h"

/* The layer at one scale: what does not depend on which part of it is seen.  Borrows the
 * choropleth.  Its units are Mercator meters, or those of a projection (map_project.h). */
typedef struct map_scene {
    const choropleth *map;
    const atlas_layer *layer;
    double tolerance;        /* area */
    coverage_level *level;   /* of `borders` */
    const coverage *borders; /* of the districts */
    const arc_index *index;
    const context_data *context[ATLAS_CONTEXTS_MAX]; /* those that may be drawn; else NULL */
    double meter;                                    /* units a meter on the ground */
    double mercator;                                 /* Mercator meters a unit */
    struct map_projected *own; /* what it points to besides the atlas; NULL: nothing */
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

typedef struct map_lines { /* how the look's lines and patterns are drawn */
    double border, casing, outline, context, shoreline; /* times the look's px */
    double group;                                       /* times the px of groups' outlines */
    double water_border, water_outline;                 /* px */
    double hatch, hatch_step; /* px, line and step of a pattern; 0: as tiles have them */
    double trap; /* device px: how wide one of two neighbors' colors lies under their border, so
                    that no crack shows; if `trap_clipped`, px, and clipped to the layer: for what
                    may be shown at any resolution */
    bool trap_clipped;
} map_lines;

typedef struct map_style {     /* measures of the drawing */
    const label_style *labels; /* NULL: none are drawn, whatever the look says */
    /* What counts as small.  `px`: units a px; `m`: units a meter on the ground. */
    shore_measures (*measures)(double px, double m);
    double label_px; /* px a unit of the labels' measures */
    map_lines lines;
} map_style;

/* 1 mm on a canvas. */
#define MAP_MM_PX (96 / 25.4)

/* Labels by tenths of a millimeter: label_style_paper() gives their measures. */
extern const map_style map_style_screen, map_style_paper, map_style_paper_small;

/* The scene must be of the frame's scale and detail. */
err_code map_draw(canvas *c, const map_scene *s, const map_frame *f, const map_style *style,
                  err *e);

/* The same in two steps: all that is decided before anything is drawn, with the labels' places. */
typedef struct map_plan map_plan;
/* Borrows all three. */
err_code map_plan_make(const map_scene *s, const map_frame *f, const map_style *style,
                       map_plan **out, err *e);
void map_plan_free(map_plan *p);                      /* NULL is fine */
const geometry *map_plan_land(const map_plan *p);     /* of each district */
const geometry *map_plan_water(const map_plan *p);    /* one district; NULL: none */
const label_plan *map_plan_labels(const map_plan *p); /* in units of label_px; NULL: none */
/* Anew, after the measures of the style's labels were changed. */
err_code map_plan_label_again(map_plan *p, err *e);
/* Lines of context stop there too: boxes in px of the frame's canvas. */
err_code map_plan_keep_clear(map_plan *p, const rect *out, size_t n, err *e);
err_code map_plan_draw(map_plan *p, canvas *c, err *e);
#endif
