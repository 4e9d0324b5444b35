/* map_project: a scene in another projection than Mercator.  Every arc is projected once, so that
 * neighbors stay matched. */
#ifndef DRAW_MAP_PROJECT_H
#define DRAW_MAP_PROJECT_H
#include "draw/map_draw.h"

typedef struct map_projection { /* all borrowed */
    crs_transform *to;
    double tolerance; /* area in Mercator: what weighs less is left out, as in a coverage's level */
    double sag;       /* units of `to`: lines that are not straight in it get points until they are
                         so near to what they were in Mercator; > 0 */
    double meter;     /* units of `to` a meter on the ground */
    double mercator;  /* Mercator meters a unit of `to` */
    rect around;      /* Mercator meters: context beyond it may be cut off; holds the layer */
    rect cut;    /* units of `to`: of the layer only what lies in it is kept; of no width: all */
    bool joined; /* what was cut apart at 180 degrees is one again, without a border there */
} map_projection;

/* Data whose files are in the projection itself have straight lines there, and get no points.
 * ERR_FORMAT: a point that the projection does not have. */
err_code map_scene_project(const choropleth *c, const map_projection *p, map_scene *out, err *e);

typedef struct map_projected map_projected; /* what such a scene owns */
void map_projected_free(map_projected *p);  /* NULL is fine */
#endif
