/* map_path: rings and lines of a map as they are drawn: in px, cut to a box, so that no coordinate
 * is far outside of the picture (cairo loses geometry beyond some 2^17 px, and a file would hold
 * what nobody sees).  Starts as {0}; reused from drawing to drawing. */
#ifndef DRAW_MAP_PATH_H
#define DRAW_MAP_PATH_H
#include "draw/canvas.h"
#include "geo/rect.h"

typedef struct map_frame { /* where units of the geometry (y upward) are on a canvas */
    box at;                /* px: the part of the canvas that the map has */
    double x0, y0;         /* units at its upper left corner */
    double scale;          /* px a unit */
    double detail;         /* device px a px, to decide which points count; >= 1 */
} map_frame;

/* `of` fitted into the box, less `margin` px on each side; where room is left over, `align` says
 * where it lies: 0 left or up, 0.5 in the middle.  One that has no extent gets the most of its
 * world that makes sense: the box is as wide as `least` units. */
map_frame map_frame_fit(box at, rect of, double margin, double align_x, double align_y,
                        double least);
rect map_frame_units(const map_frame *f, box b); /* what a box on the canvas shows */
double map_frame_x(const map_frame *f, double x);
double map_frame_y(const map_frame *f, double y);

typedef struct map_path {
    double *x, *y;
    uint32_t *first;
    size_t parts, points, part_cap, point_cap;
    double *spare; /* of clipping */
    size_t spare_cap;
    bool failed; /* memory was missing */
} map_path;

void map_path_clear(map_path *p); /* keeps the memory */
void map_path_free(map_path *p);
canvas_path map_path_view(const map_path *p);

/* A ring or line of n points in units, cut to the frame's box and `reach` px around it. */
void map_path_add_ring(map_path *p, const map_frame *f, double reach, const double *x,
                       const double *y, size_t n);
void map_path_add_line(map_path *p, const map_frame *f, double reach, const double *x,
                       const double *y, size_t n);
/* A straight line in px, as it is. */
void map_path_add_segment(map_path *p, double x0, double y0, double x1, double y1);
/* Leaves out what lies in one of the boxes (px): lines stop before them. */
void map_path_cut_out(map_path *p, const rect *out, size_t n);
#endif
