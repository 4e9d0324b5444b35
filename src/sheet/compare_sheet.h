/* compare_sheet: two to four districts against the city over all themes, on one sheet: strips of
 * all districts with the chosen ones marked, their figures and differences, grouped by theme;
 * missing themes are shown as missing (visual.md "Compare sheet").  A theme's or a table's overflow
 * goes on in further pages of a PDF; SVG and PNG have one page as high as it needs. */
#ifndef SHEET_COMPARE_SHEET_H
#define SHEET_COMPARE_SHEET_H
#include "atlas/comparison.h"
#include "draw/canvas.h"
#include "sheet/paper.h"

typedef struct compare_style {
    const paper *paper; /* NULL: A4 */
    bool landscape;
    unsigned dpi;    /* of a PNG; 0: 150 */
    char title[200]; /* "": made from names */
    bool slopes;     /* slope charts over the periods, of rows that have several */
} compare_style;

/* Appends the file.  The atlas must have been loaded with its borders.  ERR_RANGE: the text begins
 * with the option's name and a colon: "dpi", a PNG of too many pixels; "title", one that the paper
 * is too small for. */
err_code compare_sheet_draw(const comparison *c, const compare_style *s, canvas_format f, buf *out,
                            err *e);
#endif
