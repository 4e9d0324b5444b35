/* compare_parts: what the files of compare sheets share. */
#ifndef SHEET_COMPARE_PARTS_H
#define SHEET_COMPARE_PARTS_H
#include "sheet/chart_sheet.h"
#include "sheet/flow.h"

typedef struct compare_columns { /* mm from the paper's left edge */
    double name, name_width;
    double strip, strip_width;
    double city;                       /* right edge of the whole's values */
    double right[COMPARISON_SUBJECTS]; /* likewise of the subjects' */
    double width;                      /* of a column of values, with the gap before it */
    bool ranks;                        /* beside the values */
    bool below;                        /* strips stand under names and values: narrow paper */
} compare_columns;

void compare_columns_make(const chart_sheet *s, compare_columns *out);

/* ---- compare_table.c: heights, mm; `squeeze` 0..1: how far rows give way, 1: all they can ---- */

double compare_row_height(const chart_sheet *s, const compare_columns *k, const sheet_row *row,
                          double squeeze);
double compare_theme_height(const chart_sheet *s, const compare_columns *k, const char *title,
                            double squeeze);
void compare_row_draw(const chart_sheet *s, const compare_columns *k, const sheet_row *row,
                      canvas *c, double y, double height);
void compare_theme_draw(const chart_sheet *s, const compare_columns *k, const char *title,
                        canvas *c, double y, double height);
/* A theme without rows: its title and a hatch. */
void compare_missing_draw(const chart_sheet *s, const compare_columns *k, const char *title,
                          canvas *c, double y, double height);

/* ---- compare_text.c: all append ---- */

void compare_title(const chart_sheet *s, buf *out); /* the style's, or one of its own */
void compare_subtitle(const chart_sheet *s, buf *out);
void compare_describe(const chart_sheet *s, buf *out); /* all figures, for those who see nothing */

/* ---- compare_head.c ---- */

/* Heads over the columns; on the first page with the map of where and the key, and the element
 * Table is begun.  Its height; NaN after a failure. */
double compare_heads_draw(const chart_sheet *s, const compare_columns *k,
                          const chart_locator *locator, bool first, canvas *c, double y, err *e);
#endif
