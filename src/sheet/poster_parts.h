/* poster_parts: title, map and foot of a poster.  For poster.c. */
#ifndef SHEET_POSTER_PARTS_H
#define SHEET_POSTER_PARTS_H
#include "sheet/poster_plan.h"
#include "sheet/print_map.h"

/* ---- poster_text.c ---- */

typedef struct poster_texts {
    const sheet_source *source;
    buf title, subtitle, sources, about; /* the last are the foot's */
} poster_texts;

/* Title and subtitle, NULL or "": the map's own.  That names the place too: "Anmälda våldsbrott i
 * Stockholm", before what a comma or a bracket adds ("Folkmängd i Stockholm, prognos"); not where
 * the atlas has no manifest or its title is in the indicator's already, nor where it is longer
 * than a name. */
err_code poster_texts_make(const sheet_source *s, const char *title, const char *subtitle,
                           poster_texts *out, err *e);
void poster_texts_free(poster_texts *t);
/* What is known of the map when it is made; before, the longest that it can be. */
err_code poster_texts_map(poster_texts *t, const char *projection, err *e);

/* Blocks; `data`: poster_texts. */
layout_need poster_title_need(const void *data, double width, int level);
err_code poster_title_draw(void *data, canvas *c, box at, int level, err *e);
layout_need poster_foot_need(const void *data, double width, int level);
err_code poster_foot_draw(void *data, canvas *c, box at, int level, err *e);

/* ---- poster_map.c ---- */

typedef struct poster_map {
    const sheet_source *source;
    double least, wanted; /* mm of height */
    double wide, high;    /* mm of the layer at 1:1; by poster_map_measure() */
    print_map *map;       /* NULL before poster_map_make() */
    box at, scale, keys;  /* mm on the paper: the map, bar and arrow, names of numbered districts;
                             the last is of no height if there are none */
    print_map *part;      /* NULL: there is no inset */
    box inset;            /* mm on the paper: its frame; a caption is under it */
    box kept, marked;     /* mm of the map: for it, and what it shows */
    bool numbered;        /* districts may be */
    bool *told;           /* districts that have their label there; NULL: none */
} poster_map;

err_code poster_map_measure(poster_map *m, err *e);
/* mm of height at which the next larger scale fits a box as wide as that one; infinite: none. */
double poster_map_larger(const poster_map *m, box at);
/* In that box of the paper: bar and arrow in a corner that is free of all else, else under the
 * map, as are the names; a few of these stand in a corner too.  Where 12 districts or more would be
 * numbered, an inset may show a part larger.  Of two indicators, where the look asks for no labels,
 * there are names where they fit or by a few lines, and neither numbers nor an inset. */
err_code poster_map_make(poster_map *m, box at, err *e);
void poster_map_free(poster_map *m);
/* The block; `data`: poster_map. */
layout_need poster_map_need(const void *data, double width, int level);
err_code poster_map_draw(void *data, canvas *c, box at, int level, err *e);

/* ---- poster_keys.c: mm ---- */

double poster_keys_column(const sheet_source *s, const print_map *m); /* width of one, at least */
double poster_keys_height(const sheet_source *s, const print_map *m, double width);
void poster_keys_draw(canvas *c, const sheet_source *s, const print_map *m, box at);
#endif
