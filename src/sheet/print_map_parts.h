/* print_map_parts: what the files of print_map share, and nobody else. */
#ifndef SHEET_PRINT_MAP_PARTS_H
#define SHEET_PRINT_MAP_PARTS_H
#include "draw/map_draw.h"
#include "sheet/print_map.h"

#define PRINT_PT_PX (96.0 / 72)

typedef struct print_leader { /* a label beside its district; mm within the box */
    district_id district;
    double ax, ay; /* where its line begins: the pole of the district's land */
    box at;        /* of its text */
    double ex, ey; /* where its line ends, beside the text */
    double name_mm, gap_mm;
    const char *name; /* borrowed; NULL: values alone */
    char *value;      /* NULL: names alone */
    bool muted, placed;
    bool lone;          /* there is no place, whatever the others do */
    double cost, alone; /* of its place; of the one it would have without others */
} print_leader;

typedef struct print_number { /* of a key, in its district */
    double x, y;              /* mm: its middle */
    district_id district;
} print_number;

struct print_map {
    choropleth *map;
    print_map_style style;
    label_style labels;
    double name_pt; /* of labels */
    map_style lines;
    double width, height; /* mm */
    crs_transform *crs;
    char projection[CRS_NAME_MAX];
    double meter;       /* units a meter on the ground: horizontally at the center */
    double cx, cy;      /* center, units */
    double lon, lat;    /* likewise, degrees */
    rect bounds;        /* of the layer, units */
    double denominator; /* of the scale */
    double north;       /* degrees clockwise */
    map_frame frame;    /* from the origin */
    map_scene scene;
    map_plan *plan;
    print_number *bare; /* [n_bare] anchors of districts without a label in them */
    size_t n_bare;
    print_leader *leader; /* [n_leaders] all are placed */
    size_t n_leaders;
    print_map_key *key; /* [n_keys] */
    print_number *number;
    size_t n_keys;
    box *label_box; /* [n_label_boxes] mm: labels in districts, and names of places */
    size_t n_label_boxes, n_occupied;
    struct print_ground *ground; /* what is where */
    bool part;                   /* of another map: of the layer only what is in the window */
    rect window;                 /* units */
    bool joined;                 /* what was cut at 180 degrees is one again */
};

double print_map_factor(const print_map *m); /* of lines, by paper */

/* print_map_project.c: crs, projection, meter, center, bounds, denominator, north, frame. */
err_code print_map_fit(print_map *m, err *e);
/* The scene of that, once the frame is there. */
err_code print_map_scene(print_map *m, err *e);

/* print_map_ground.c: which of the box is free, by small squares. */
typedef struct print_ground print_ground;
err_code print_ground_make(const print_map *m, print_ground **out, err *e);
void print_ground_free(print_ground *g);
/* Whether a box, mm, lies within the map's and on no land; *wet: on how much of it water or a
 * border is, 0..1. */
bool print_ground_is_free(const print_ground *g, box b, double *wet);
/* mm of height, from the lower end upward or from the upper one downward, over which a strip from
 * x0 to x1 has nothing of the layer. */
double print_ground_height(const print_ground *g, double x0, double x1, bool from_below);
bool print_ground_is_land(const print_ground *g, double x, double y);

/* The next round one that is no less. */
double print_map_round(double denominator);

/* print_map_labels.c: leaders. */
err_code print_map_place(print_map *m, err *e);
void print_map_write(const print_map *m, canvas *c);
/* The pole of a district's largest piece of land, mm, and its distance to the border; `radius` may
 * be NULL. */
err_code print_map_anchor(const print_map *m, district_id d, double *x, double *y, double *radius,
                          err *e);
double print_map_small_pt(const print_map *m); /* type of bar and key numbers */

/* print_map_inset.c: the frame of the part that is shown elsewhere; it stops at labels. */
err_code print_map_mark(const print_map *m, canvas *c, err *e);

/* print_map_keys.c: leaders without a place become keys, the others stay. */
err_code print_keys_make(print_map *m, err *e);
err_code print_keys_clear(print_map *m, err *e); /* lines of context stop at numbers */
void print_keys_write(const print_map *m, canvas *c);
#endif
