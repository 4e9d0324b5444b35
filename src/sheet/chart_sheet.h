/* chart_sheet: what compare sheets and profiles have in common: the rows of a comparison on a
 * paper, texts in its type, the map of where, key, notes and lines over time.  All measures are mm
 * but for letters in pt.  For compare_sheet.c, profile.c and their parts. */
#ifndef SHEET_CHART_SHEET_H
#define SHEET_CHART_SHEET_H
#include "draw/chart.h"
#include "sheet/compare_sheet.h"
#include "sheet/poster_parts.h"
#include "sheet/sheet_rows.h"

#define CHART_SHEET_LEAST_PT 6.0 /* nothing is set smaller */
#define CHART_SHEET_RULE     0.7 /* mm on A3: the line at the top */
#define CHART_SHEET_THIN     0.3 /* likewise: those between parts */

typedef struct chart_sheet {
    const comparison *c;
    const compare_style *style;
    const paper *paper;
    const chart_inks *inks;
    lang in;
    bool single;                  /* a profile: no differences are told */
    double width, height, margin; /* of the paper, as it lies */
    double k;                     /* type: 1 on A3 */
    sheet_rows rows;
    sheet_source source; /* of titles and feet: without a map */
} chart_sheet;

/* `single`: one subject, in the accent or its own color.  chart_sheet_free() also after a failure.
 */
err_code chart_sheet_make(const comparison *c, const compare_style *s, bool single,
                          chart_sheet *out, err *e);
void chart_sheet_free(chart_sheet *s);
double chart_sheet_inner(const chart_sheet *s);                    /* between the margins */
const char *chart_sheet_theme(const chart_sheet *s, size_t theme); /* its title; "": none */
/* The canvas of a page so high.  ERR_RANGE: a PNG of too many pixels. */
err_code chart_sheet_open(const chart_sheet *s, double height, canvas_format f, canvas **out,
                          err *e);

/* Title and words of the file, for those who do not see it; `letter` begins an SVG's ids. */
err_code chart_sheet_describe(const chart_sheet *s, canvas *c, char letter, const char *title,
                              void (*tell)(const chart_sheet *, buf *), err *e);

/* ---- pages ---- */

/* The rule of a page after the first and, "": none, its title; where they end.  canvas NULL
 * measures. */
double chart_sheet_next_head(const chart_sheet *s, canvas *c, const char *title);
/* Appends the head of a theme whose rows go on over on a page. */
void chart_sheet_continued(const chart_sheet *s, size_t theme, buf *out);
/* Sources under their rule; `height`: of the block with the rule. */
double chart_sheet_foot_need(const chart_sheet *s, const poster_texts *t);
void chart_sheet_foot(const chart_sheet *s, canvas *c, poster_texts *t, double y, double height,
                      err *e);

/* ---- texts ---- */

double chart_sheet_pt(const chart_sheet *s, double pt_on_a3); /* never under the least */
/* One line, its middle at y; NULL measures nothing.  Set smaller down to the least where it is
 * wider than `width` (0: no matter). */
typedef struct chart_text {
    double pt;
    int weight;
    rgba color;
    bool figures;
} chart_text;
void chart_sheet_line(const chart_sheet *s, canvas *c, double x, double y, double align,
                      double width, const chart_text *t, const char *text);
double chart_sheet_width_of(const chart_text *t, const char *text);
/* Wrapped; y is its top; its height. */
double chart_sheet_paragraph(canvas *c, double x, double y, double width, const chart_text *t,
                             const char *text);
double chart_sheet_leading(double pt);
void chart_sheet_rule(const chart_sheet *s, canvas *c, double x, double y, double width,
                      double line);
/* An element of one drawing. */
void chart_sheet_cell(const chart_sheet *s, canvas *c, const char *role, double x, double y,
                      double align, double width, const chart_text *t, const char *text);
const char *chart_sheet_place(const comparison *c); /* "Stockholm"; "" where it has no name */

/* ---- strips ---- */

chart_strip_size chart_sheet_strip_size(const chart_sheet *s, double width);
/* A Figure with its ends in words, no higher than `height` without the texts under it. */
void chart_sheet_strip(const chart_sheet *s, canvas *c, const sheet_row *row, double x, double y,
                       double width, double height, bool ends);
/* The hatch of a theme without figures. */
void chart_sheet_hatch(const chart_sheet *s, canvas *c, double x, double y, double width,
                       const char *words);

/* ---- chart_key.c ---- */

/* What the marks mean: only those that occur.  Its height; canvas NULL measures. */
double chart_sheet_key(const chart_sheet *s, canvas *c, double x, double y, double width,
                       bool ranks);
/* The same on a page that a table goes on over: no element of the document. */
double chart_sheet_key_again(const chart_sheet *s, canvas *c, double x, double y, double width,
                             bool ranks);

/* ---- chart_notes.c ---- */

/* Sentences that explain what occurs; sources, their years, the atlas's attribution. */
err_code chart_sheet_notes(const chart_sheet *s, bool ranks, strlist *out, err *e);
/* Of the rows that are shown and of n more indicators. */
err_code chart_sheet_sources(const chart_sheet *s, const size_t *more, size_t n, buf *sources,
                             buf *about, err *e);
/* Whether a sheet of one subject shows the row: it has a figure, or its parts have. */
bool chart_sheet_shows(const chart_sheet *s, const sheet_row *row);

/* ---- chart_locator.c ---- */

typedef struct chart_locator { /* where the subjects are */
    choropleth *map;           /* of the home layer; NULL: it has none */
    rgba *fill;
    double shape; /* its width by its height; NaN: there is nothing to draw */
} chart_locator;
err_code chart_locator_make(const chart_sheet *s, chart_locator *out, err *e);
void chart_locator_free(chart_locator *l);
err_code chart_locator_draw(const chart_sheet *s, const chart_locator *l, canvas *c, box at,
                            err *e);
/* The districts of a layer that a subject is: true in member[]; false: it is not made of them. */
bool chart_locator_members(const comparison *c, const comparison_subject *s, size_t layer,
                           bool *member);
/* A map of that layer, a reference; NULL in *out: nothing is known there. */
err_code chart_locator_map(const comparison *c, size_t layer, choropleth **out, err *e);

/* ---- chart_over_time.c ---- */

typedef struct chart_history { /* an indicator over its periods; borrowed */
    size_t indicator;
    const char *title;
    const series *city;
    const series *subject[COMPARISON_SUBJECTS];
    bool single; /* one subject, in the accent */
} chart_history;
chart_history chart_history_of(const chart_sheet *s, const sheet_row *row, bool single);
/* Figures in the longest line of a subject; under 2: there is nothing to draw. */
size_t chart_history_points(const comparison *c, const chart_history *h);

typedef struct chart_history_facts { /* what its lines show, to be said under it */
    bool forecast, carried, several, others;
} chart_history_facts;
chart_history_facts chart_history_shows(const comparison *c, const chart_history *h);

/* Subjects with marks, the city, other districts thin and gray; a line's end says its figure and,
 * of several subjects, how it changed.  A Figure with all figures in words. */
err_code chart_history_draw(chart_sheet *s, const chart_history *h, canvas *c, box at, err *e);
#endif
