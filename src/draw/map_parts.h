/* map_parts: what the parts of map_draw share.  For map_draw.c, map_fill.c and map_labels.c. */
#ifndef DRAW_MAP_PARTS_H
#define DRAW_MAP_PARTS_H
#include "draw/map_draw.h"
#include "geo/coverage_rings.h"
#include "geo/grid.h"

#define MAP_REACH_PX 24 /* beyond the frame: more than half of any line's width */

struct map_plan {
    canvas *canvas;
    const map_scene *scene;
    const map_frame *frame;
    const map_style *style;
    size_t water; /* index of the context; SIZE_MAX: none is drawn */
    shore *shore;
    geometry *wet, *whole;    /* water; the districts with their water; NULL where not needed */
    const geometry *district; /* what is filled of each; borrowed from shore or `whole` */
    label_plan *labels;       /* NULL: none */
    rect *gap;                /* [n_gaps] px: where lines of context stop for a label */
    size_t n_gaps, gap_cap;
    map_path path; /* scratch */
};
typedef struct map_plan map_drawing;

bool map_shows(const map_scene *s, const map_frame *f, size_t context);
void map_add_rings(map_drawing *d, const geometry *g, district_id k);
canvas_path map_take(map_drawing *d); /* valid until the path is changed */
/* Until the pop of the push before; they use the path. */
void map_clip_to(map_drawing *d, const geometry *g);
void map_clip_to_land(map_drawing *d);
void map_stroke(map_drawing *d, rgba color, double width, bool round_ends);

err_code map_fill(map_drawing *d, err *e); /* map_fill.c: fills and patterns */

err_code map_place_labels(map_drawing *d, err *e); /* map_labels.c */
void map_write_labels(map_drawing *d);
#endif
