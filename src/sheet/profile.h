/* profile: one district or group against the city on a page: its main figures, a locator map, a
 * strip for each indicator by theme with value, city and rank, lines over the periods, and a map of
 * its neighborhoods where there are any (visual.md, `profile-a4.png`). */
#ifndef SHEET_PROFILE_H
#define SHEET_PROFILE_H
#include "atlas/comparison.h"
#include "draw/canvas.h"
#include "sheet/compare_sheet.h"

/* A comparison of one subject, else ERR_RANGE; errors as compare_sheet_draw() has them.  Appends
 * the file: one page in SVG and PNG; a PDF's table may go on on a second one. */
err_code profile_draw(const comparison *c, const compare_style *s, canvas_format f, buf *out,
                      err *e);
/* A PDF with a page for each, a bookmark to each, in that order. */
err_code profile_book(const comparison *const *c, size_t n, const compare_style *s, buf *out,
                      err *e);
#endif
