/* STUB until helper sheets' drawing is there: empty pages. */
#include "sheet/profile.h"
err_code profile_draw(const comparison *c, const compare_style *s, canvas_format f, buf *out,
                      err *e) {
    return compare_sheet_draw(c, s, f, out, e);
}
err_code profile_book(const comparison *const *c, size_t n, const compare_style *s, buf *out,
                      err *e) {
    canvas *k = NULL;
    double w = PAPER_MM(s->paper->width), h = PAPER_MM(s->paper->height);
    err_code rc = canvas_create(CANVAS_PDF, w, h, 1, lang_codes[c[0]->language], &k, e);
    for (size_t i = 1; i < n && !rc; i++) canvas_page(k, w, h);
    if (!rc) rc = canvas_finish(k, out, e);
    canvas_free(k);
    return rc;
}
