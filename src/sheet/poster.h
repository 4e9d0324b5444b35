/* poster: one sheet to hang on a wall: title, map with scale bar and north arrow, legend with the
 * districts' values, notes, all districts in order, sources.  PDF or SVG with real text, or PNG.
 *
 * Drawn from the choropleth that tiles and legends are drawn from, so classes and colors agree.  A
 * sheet is a list of blocks, put into boxes by an arrangement (layout.h); sheets of other content
 * are other lists.  Nothing is cut off and nothing lies over another part: where there is no room,
 * the title shrinks to 80 % and then takes two lines, notes get shorter, the list of districts
 * takes more columns or says how many it leaves out, the legend gets lower; what is too small for
 * that is an error that names the least paper.
 *
 * A style with periods or indicators makes a sheet of several small maps (multiples.h): of the
 * choropleth's indicator and look, or of others of its layer. */
#ifndef SHEET_POSTER_H
#define SHEET_POSTER_H
#include "atlas/choropleth.h"
#include "draw/canvas.h"
#include "sheet/poster_option.h"

typedef struct poster_box {
    const char *name; /* "title", "map", "legend", "notes", "ranked", "names", "foot"; of one map
                         "scale", where bar and arrow stand, "keys" and "inset" */
    int level;        /* how far it had to give way; 0: not at all */
    box at;           /* mm on the paper, whose corner is (0, 0) */
} poster_box;
#define POSTER_BOXES  10
#define POSTER_PANELS 12

typedef struct poster_panel { /* of a sheet of several maps */
    box at, map;              /* mm on the paper: all of it; its map's part */
    double denominator;
} poster_panel;

typedef struct poster_facts {
    double width, height;                  /* mm of the page, with what is outside of the paper */
    double denominator, inset_denominator; /* 0: there is no inset */
    size_t ranked;                         /* districts in the list */
    poster_box part[POSTER_BOXES];
    size_t n_parts;
    poster_panel panel[POSTER_PANELS];
    size_t n_panels; /* 0: one map */
} poster_facts;

/* The atlas must have been loaded with its borders.  Appends the file.  `facts` may be NULL.
 * ERR_RANGE: the sheet is too small for that, and which is not; or a wish that cannot be, as
 * ERR_NOTFOUND is: the text begins with the option's name and a colon. */
err_code poster_draw(const choropleth *c, const poster_style *s, canvas_format f, buf *out,
                     poster_facts *facts, err *e);
#endif
