#include "sheet/compare_file.h"
#include "base/json.h"
#include "sheet/profile.h"

#include <stdlib.h>
#include <string.h>

static err_code write_json(const comparison *c, buf *out, err *e) {
    err_code rc = json_print(comparison_json(c), 2, out, e);
    buf_adds(out, "\n");
    return rc ? rc : buf_status(out, e);
}

static err_code write_csv(const comparison *c, buf *out, err *e) {
    comparison_csv(c, out);
    return buf_status(out, e);
}

const compare_file compare_files[COMPARE_FILES] = {
    {"pdf", "application/pdf", true, CANVAS_PDF, NULL, true},
    {"svg", "image/svg+xml", true, CANVAS_SVG, NULL, true},
    {"png", "image/png", true, CANVAS_PNG, NULL, true},
    {"json", "application/json", false, CANVAS_PDF, write_json, true},
    {"csv", "text/csv; charset=utf-8", false, CANVAS_PDF, write_csv, false},
};

const compare_file *compare_file_find(const char *extension, bool one) {
    for (size_t i = 0; i < COMPARE_FILES; i++)
        if (!strcmp(compare_files[i].extension, extension) && (compare_files[i].of_one || !one))
            return &compare_files[i];
    return NULL;
}

bool compare_file_is_book(const compare_ask *a, bool one) {
    return one && !strcmp(a->districts, COMPARE_BOOK);
}

/* ---- a book ---- */

typedef struct book {
    comparison **page; /* [n] */
    size_t n;
} book;

static void free_book(book *b) {
    for (size_t i = 0; i < b->n; i++) comparison_free(b->page[i]);
    free(b->page);
}

static err_code make_book(const atlas *from, const compare_ask *a, buf *out, err *e) {
    const districts *names = from->layer[0].shape->districts;
    size_t count = districts_count(names);
    book b = {calloc(count + 1, sizeof *b.page), 0};
    err_code rc = b.page ? ERR_OK : err_nomem(e);
    for (district_id d = 0; d < count && !rc; d++) {
        comparison_wish w = compare_ask_wish(a, from, true);
        w.districts = district_key(names, d);
        rc = comparison_make(from, &w, &b.page[b.n], e);
        if (!rc) b.n++;
    }
    if (!rc) rc = profile_book((const comparison *const *)b.page, b.n, &a->style, out, e);
    free_book(&b);
    return rc;
}

/* ---- one ---- */

static err_code write_one(const comparison *c, const compare_ask *a, const compare_file *f,
                          bool one, buf *out, err *e) {
    if (!f->draws) return f->write(c, out, e);
    return (one ? profile_draw : compare_sheet_draw)(c, &a->style, f->format, out, e);
}

err_code compare_file_make(const atlas *from, const compare_ask *a, const compare_file *f, bool one,
                           buf *out, err *e) {
    const comparison_wish w = compare_ask_wish(a, from, one);
    comparison *c = NULL;
    bool all = compare_file_is_book(a, one);
    if (all && (!f->draws || f->format != CANVAS_PDF))
        return err_set(e, ERR_RANGE, "district: all of them are a book, which is written as .pdf");
    if (all) return make_book(from, a, out, e);
    err_code rc = comparison_make(from, &w, &c, e);
    if (!rc) rc = write_one(c, a, f, one, out, e);
    comparison_free(c);
    return rc;
}
