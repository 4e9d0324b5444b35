/* print_map: the map of a sheet, at a true scale on paper, with its scale bar and north arrow.
 *
 * Projection: the layer's own where that is a projected one, other than spherical Mercator, with
 * the same scale in both directions at the layer's center (within 3 %); else Lambert's azimuthal
 * equal-area at the center, or, for layers wider than 120° of longitude, Equal Earth.  A layer that
 * goes on over ±180° is one piece, with its center where it is, if the widest part of the globe
 * that has nothing of it is wider than 60° of longitude.  Lines keep
 * the points that count on paper, and are straight where the layer's own projection has them
 * straight; in another one long edges of the Mercator map get points until they bend within
 * 0.05 mm.
 *
 * Scale: the denominator is that of the horizontal on the paper at the center of the layer, by the
 * geodesic on WGS 84: a distance of `denominator` millimeters on the ground is one millimeter
 * there.
 *
 * Labels are of the sizes asked for, or of 0.85, 0.72, 0.6 or 0.5 of them and at least 6 pt: the
 * largest with which 17 of 20 fit into their districts, else the least.  One that does not is tried
 * at 0.85 of that, at least 6 pt.  Labels that fit nowhere in their district stand beside it, on
 * ground or water, with a thin line to it; no line crosses another one, nor a label.  What finds no
 * such place, or is beyond `max_leaders`, has a number in the district, and is in the list of keys.
 * Where over 200 labels do not fit, none of those is told: nobody reads such a list.
 *
 * All of it is decided by print_map_create(), so that a sheet can be laid out before it is drawn.
 * A print_map belongs to one thread. */
#ifndef SHEET_PRINT_MAP_H
#define SHEET_PRINT_MAP_H
#include "atlas/choropleth.h"
#include "draw/canvas.h"

typedef struct print_map print_map;

typedef struct print_map_style {
    double label_name_pt, label_value_pt; /* of the paper: visual.md "Type" */
    bool small;           /* thinner lines, smaller ponds: for small multiples and key maps */
    bool scale_bar;       /* room for it, and for the arrow, is kept free of labels */
    bool labels;          /* those that the look asks for, of one that asks for none names and
                             values, or of two indicators names */
    unsigned max_leaders; /* labels beside their district, at most */
    bool no_keys;         /* what finds no place there is left out, rather than numbered */
    const char *paper;    /* "A3": the bar's ratio is that on it; NULL: it does not say */
    box kept;             /* mm within the box: free of labels and bar; of no width: nothing is */
    const bool *told;     /* [districts] those that need no label here; NULL: all do; borrowed by
                             print_map_create() */
    box marked;           /* mm: a part that is shown elsewhere, with a frame around; of no width:
                             none */
} print_map_style;

/* Fits the layer into the box at the smallest denominator that goes, of 1, 1.25, 1.5, 2, 2.5, 3,
 * 4, 5, 6, 7.5 times a power of ten; the layer is in the middle.  The atlas must have been loaded
 * with its borders.  Keeps a reference to the choropleth.  ERR_RANGE: no room (under 10 mm), or a
 * layer without any extent. */
err_code print_map_create(const choropleth *c, double width_mm, double height_mm,
                          const print_map_style *s, print_map **out, err *e);
void print_map_free(print_map *m); /* NULL is fine */

#define PRINT_MAP_EDGES 1.0 /* mm that a map's box has beyond the layer, each way */
/* The denominator that a layer of so many mm at 1:1 gets in a box of mm; the one before it. */
double print_map_fitting(double wide, double high, double width_mm, double height_mm);
double print_map_larger(double denominator);

/* A part of a map that has labels, of the same paper and with letters of the same size, at a larger
 * scale: its box is `window` (mm of the other one's box) times the other denominator by this one.
 * Labels stand where they fit in what is seen of their districts; there is nothing beside. */
err_code print_map_create_part(const print_map *of, box window, double denominator, print_map **out,
                               err *e);
/* Sets told[district] where this map has its label in it; leaves the others. */
void print_map_tell(const print_map *m, bool *told);
/* The other map's keys in a part of it, where their districts have room for the number. */
err_code print_map_number_part(print_map *part, const print_map *of, err *e);

typedef struct print_inset { /* mm within the box of the map */
    box at;                  /* where it has room; its lower end may be below the box */
    box window;              /* what it shows */
    double denominator;
    size_t told; /* districts that get their label there, about */
} print_inset;
/* The part of a map that is best shown larger in one of its corners: where most districts without
 * room for their label get it.  `below`: mm under the box that are free too; `widest`: mm that it
 * may take of them.  Tried are all corners, widths by steps of 5 mm, with the greatest height that
 * is free there, round denominators of 1/1.5 to 1/4 of the map's, and windows by steps of 2 mm; a
 * district without a figure counts a third, one with its label beside it a quarter.  false: none
 * gives room to 6. */
bool print_map_find_inset(const print_map *m, double below, double widest, print_inset *out,
                          err_code *rc, err *e);

double print_map_denominator(const print_map *m);
/* mm within the box: where the layer's drawing lies, without scale bar and labels beside it. */
box print_map_extent(const print_map *m);
/* Of its projection: "SWEREF99 18 00 (EPSG:3011)"; borrowed. */
const char *print_map_projection(const print_map *m);

typedef struct print_map_key { /* a district that is told beside the map */
    unsigned number;           /* as it stands in the district; from 1, in the names' order */
    district_id district;
} print_map_key;
/* What names are set in, after all. */
double print_map_name_pt(const print_map *m);
size_t print_map_keys(const print_map *m, const print_map_key **out); /* borrowed; 0: none */

/* Into a box of the canvas whose corner is its upper left one; its size is the one it was made
 * for, and nothing is drawn beyond it. */
err_code print_map_draw(print_map *m, canvas *c, box at_px, err *e);

/* "1:100 000 i A3", or "1:100 000" where the style names no paper. */
void print_map_ratio(const print_map *m, buf *out);
/* Numbers, bar, ratio below; (x, y) is its upper left corner.  canvas NULL measures; either of the
 * measures may be NULL.  Its length is that of the horizontal through the center. */
void print_map_scale_bar(const print_map *m, canvas *c, double x_px, double y_px, double *width_px,
                         double *height_px);
/* A corner of the box where bar and arrow, so large in px with the space around them, cover
 * nothing of the map and no label; if `scale_bar` was asked for, one is kept free of labels.
 * false: there is none. */
bool print_map_corner(const print_map *m, double width_px, double height_px, double *x_px,
                      double *y_px);
/* A box, mm, that is no free corner from now on; of two such boxes at most. */
void print_map_occupy(print_map *m, box taken);
/* Points to true north at the center; `size_px` high with its letter, and half as wide; (x, y) is
 * its upper left corner. */
void print_map_north(const print_map *m, canvas *c, double x_px, double y_px, double size_px);
/* Degrees that north is turned by on the paper, clockwise. */
double print_map_north_angle(const print_map *m);
/* A point of the ground, in degrees of WGS 84, in mm within the box.  ERR_FORMAT: it lies outside
 * the projection. */
err_code print_map_locate(print_map *m, double lon, double lat, double *x_mm, double *y_mm, err *e);
/* How long the scale bar is: kilometers on the ground. */
double print_map_bar_km(const print_map *m);
#endif
