/* poster_option: how a poster is wished, read from text: one table for command line and query. */
#ifndef SHEET_POSTER_OPTION_H
#define SHEET_POSTER_OPTION_H
#include "base/err.h"
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

typedef struct poster_option {
    const char *name, *value; /* value: what it takes, in words; NULL: a flag, "0" or "1" */
    const char *placeholder;  /* for it in help; NULL: a flag */
    const char *help;
    bool (*set)(poster_style *s, const char *text); /* false: not allowed, *s is as before */
} poster_option;

extern const poster_option poster_options[];
#define POSTER_OPTIONS 8

void poster_style_default(poster_style *s);                /* A3, upright, 150 dpi */
const poster_option *poster_option_find(const char *name); /* NULL if unknown */
/* ERR_RANGE says what is allowed. */
err_code poster_option_set(poster_style *s, const poster_option *o, const char *text, err *e);
/* What no option can tell alone: too many pixels.  Only of a PNG. */
err_code poster_style_check(const poster_style *s, size_t pixels_max, err *e);
/* mm of the whole page, with what lies outside of the crop marks' corners. */
void poster_style_page(const poster_style *s, double *width, double *height);
/* mm from the page's edge to the paper's: room for bleed and crop marks; 0 without them. */
double poster_style_outside(const poster_style *s);
#endif
