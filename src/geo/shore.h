/* shore: the districts of one level against water: the land of each, the water cleaned for one
 * scale, and the lines of the map cut at the shore and sorted by how they are drawn.  For tiles,
 * images and posters alike.  Without water: the polygons and borders of the level.
 *
 * Water is clipped to the layer.  Too small water and islands are left out; strips of land thinner
 * than `thin` between water and the layer's outline are water.  The shoreline leaves out what runs
 * along the outline, so that there are never two lines for one edge.  A piece of border on land
 * that stays near the water all along, or is short, is left out: the shoreline divides there.
 * Immutable once made; any number of threads may read it. */
#ifndef GEO_SHORE_H
#define GEO_SHORE_H
#include "geo/arc_index.h"
#include "geo/box_tree.h"

typedef enum shore_kind {
    SHORE_BORDER,          /* between districts, on land */
    SHORE_BORDER_ON_WATER, /* between districts */
    SHORE_OUTLINE,         /* between a district and the outside, on land */
    SHORE_OUTLINE_ON_WATER,
    SHORE_LINE, /* the shoreline */
    SHORE__KINDS
} shore_kind;

typedef struct shore_piece {
    uint32_t first, count; /* points, at least 2; a closed one repeats its first as its last */
    shore_kind kind;
    rect bounds;
} shore_piece;

typedef struct shore {
    coverage *water;             /* one district, 0; NULL, as the next two: there is none */
    coverage_level *water_level; /* all of its points */
    arc_index *water_index;
    geometry *land; /* the districts less the water; each outer ring is followed by its holes */
    size_t n_pieces, n_points;
    shore_piece *piece;
    double *x, *y;
    box_tree *index; /* over the pieces' bounds */
} shore;

typedef struct shore_measures { /* in the units of the geometry; areas in their squares */
    double near;                /* a border that is so near to water all along is left out */
    double least_piece;         /* so is a shorter one on land */
    double outline_near;        /* the same for the layer's outline: it then counts as on water */
    double least_ring;    /* a shorter ring of outline, around a gap, would be a blot: left out */
    double least_outline; /* shorter pieces of it on land count as on water */
    double shore_apart;   /* no shoreline within this of the outline */
    double thin;          /* strips of land */
    double least_water, least_island; /* areas */
} shore_measures;

/* Of screens: 0.9 px, 3 px, 30 m or 0.9 px, 27 px, 9 px, 35 m, 36 m, 12 px2, 5 px2.  `px`: units a
 * CSS px; `m`: units a meter on the ground. */
shore_measures shore_measures_screen(double px, double m);
/* Of paper: 0.22 mm, 0.8 mm, 30 m or 0.22 mm, 7 mm, 2.4 mm, 35 m, 36 m, 1 mm2 and 0.4 mm2, on small
 * maps 0.8 mm2 and 0.3 mm2. */
shore_measures shore_measures_paper(double mm, double m, bool small);

/* `water`: one district, 0, in the same units; NULL: none.  Reads `l` and `c` only while it
 * runs. */
err_code shore_make(const coverage *c, const coverage_level *l, const geometry *water,
                    const shore_measures *m, shore **out, err *e);
void shore_free(shore *s); /* NULL is fine */
size_t shore_memory(const shore *s);
#endif
