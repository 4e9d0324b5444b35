/* poster_option: how a poster is wished, read from text: one table for command line and query. */
#ifndef SHEET_POSTER_OPTION_H
#define SHEET_POSTER_OPTION_H
#include "draw/wish.h"
#include "sheet/paper.h"
#include <stdbool.h>
#include <stddef.h>

#define POSTER_TEXT_MAX   200       /* bytes */
#define POSTER_LIST_MAX   800       /* likewise, of names with commas */
#define POSTER_PIXELS_MAX 120000000 /* of a PNG */
#define POSTER_SERVED_MAX                                                                          \
    40000000                /* likewise, over HTTP: a pixel takes 9 bytes while it is drawn */
#define POSTER_BLEED_MAX 10 /* mm */

typedef struct poster_style {
    const paper *paper;
    bool landscape;
    unsigned dpi;                         /* of a PNG */
    char title[POSTER_TEXT_MAX + 1];      /* "": the map's own */
    char subtitle[POSTER_TEXT_MAX + 1];   /* likewise */
    double bleed_mm;                      /* 0: none, and no crop marks */
    char periods[POSTER_LIST_MAX + 1];    /* a map for each: "all", or names; "": one map */
    char indicators[POSTER_LIST_MAX + 1]; /* likewise, ids; only one of the two */
} poster_style;

extern const wish_table poster_wishes; /* of a poster_style: paper, landscape, dpi, title, subtitle,
                                          bleed, periods, indicators */

void poster_style_default(poster_style *s); /* A3, upright, 150 dpi */
/* What no option can tell alone: too many pixels.  Only of a PNG. */
err_code poster_style_check(const poster_style *s, size_t pixels_max, err *e);
/* mm of the whole page, with what lies outside of the crop marks' corners. */
void poster_style_page(const poster_style *s, double *width, double *height);
/* mm from the page's edge to the paper's: room for bleed and crop marks; 0 without them. */
double poster_style_outside(const poster_style *s);
#endif
