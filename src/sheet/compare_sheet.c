/* STUB until helper sheets' drawing is there: an empty sheet. */
#include "sheet/compare_sheet.h"
err_code compare_sheet_draw(const comparison *c, const compare_style *s, canvas_format f, buf *out,
                            err *e) {
    canvas *k = NULL;
    err_code rc = canvas_create(f, PAPER_MM(s->paper->width), PAPER_MM(s->paper->height),
                                s->dpi / 96.0, lang_codes[c->language], &k, e);
    if (!rc) rc = canvas_finish(k, out, e);
    canvas_free(k);
    return rc;
}
