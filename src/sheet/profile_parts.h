/* profile_parts: what the files of profiles share. */
#ifndef SHEET_PROFILE_PARTS_H
#define SHEET_PROFILE_PARTS_H
#include "sheet/chart_sheet.h"
#include "sheet/flow.h"
#include "sheet/part_map.h"

/* ---- profile_text.c: all append ---- */

void profile_kind(const chart_sheet *s, buf *out); /* "Ett av 11 stadsdelsområden i Stockholm" */
err_code profile_notes(const chart_sheet *s, buf *out, err *e);
void profile_describe(const chart_sheet *s, buf *out); /* all figures, for those who see nothing */

/* ---- profile_figures.c: the main figures ---- */

#define PROFILE_FIGURES COMPARISON_MAIN

typedef struct profile_figure {
    const char *label, *value, *detail;
} profile_figure;

/* Those of comparison_main_of(). */
err_code profile_figures_make(chart_sheet *s, profile_figure out[PROFILE_FIGURES], size_t *n,
                              err *e);
/* In two columns; its height. */
double profile_figures_draw(const chart_sheet *s, const profile_figure *f, size_t n, canvas *c,
                            double x, double y, double width);

/* ---- profile_table.c ---- */

typedef struct profile_columns { /* mm from the paper's left edge */
    double name, name_width;
    double strip, strip_width;
    double value, city, rank; /* right edges */
} profile_columns;

void profile_columns_make(const chart_sheet *s, profile_columns *out);
double profile_row_height(const chart_sheet *s, const profile_columns *k, const sheet_row *row,
                          double squeeze);
double profile_theme_height(const chart_sheet *s, double squeeze);
void profile_row_draw(const chart_sheet *s, const profile_columns *k, const sheet_row *row,
                      canvas *c, double y, double height);
void profile_theme_draw(const chart_sheet *s, const char *title, canvas *c, double y,
                        double height);
/* Heads of the columns; `first`: with title and key, and the element Table is begun.  Its height.
 */
double profile_heads_draw(const chart_sheet *s, const profile_columns *k, bool first, canvas *c,
                          double y);

/* ---- profile_over_time.c, profile_inside.c: under the table ---- */

#define PROFILE_CHARTS 3

typedef struct profile_charts {
    chart_history history[PROFILE_CHARTS]; /* [n] */
    const char *unit[PROFILE_CHARTS];
    size_t n;
    series city, subject; /* of the population */
} profile_charts;
/* At most `most`, those with the most figures; the population's first. */
err_code profile_charts_make(const chart_sheet *s, size_t population, size_t most,
                             profile_charts *out, err *e);
void profile_charts_free(profile_charts *p);
err_code profile_charts_draw(chart_sheet *s, const profile_charts *p, size_t which, canvas *c,
                             box at, err *e);

typedef struct profile_inside { /* the districts of a finer layer that it is made of */
    choropleth *map;            /* NULL: there are none */
    legend *legend;
    bool *member;
    double shape;
} profile_inside;
err_code profile_inside_make(const chart_sheet *s, profile_inside *out, err *e);
void profile_inside_free(profile_inside *p);
void profile_inside_title(const chart_sheet *s, const profile_inside *p, buf *out); /* appends */
/* Whether its map is large enough there to be read: 30 mm. */
bool profile_inside_fits(const chart_sheet *s, const profile_inside *p, box at);
err_code profile_inside_draw(const chart_sheet *s, const profile_inside *p, canvas *c, box at,
                             err *e);

/* Head and a line under it, as charts and map have; the height. */
double profile_block_head(const chart_sheet *s, canvas *c, double x, double y, double width,
                          const char *title, const char *detail);
#endif
