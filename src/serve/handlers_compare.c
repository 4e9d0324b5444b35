/* Compare sheets and profiles: the media type of the route says which form. */
#include "serve/picture.h"
#include "sheet/compare_file.h"

#include <string.h>

/* Pages of a book over HTTP: more are made by the command line. */
#define BOOK_PAGES_MAX 200

typedef struct compare_request {
    map_request map;
    compare_ask ask;
} compare_request;

static const compare_file *file_of(const http_request *q) {
    size_t i = 0;
    while (strcmp(compare_files[i].type, q->type) != 0) i++; /* the routes have no other */
    return &compare_files[i];
}

static void defaults(void *style) { compare_ask_default(style); }

static err_code check_picture(const http_request *q, const void *style, http_reply *r, err *e) {
    const compare_file *f = file_of(q);
    if (!f->draws || f->format != CANVAS_PNG) return ERR_OK;
    err_code rc = compare_ask_check(style, COMPARE_SERVED_MAX, e);
    if (rc) http_reply_blame(r, "dpi", NULL);
    return rc;
}

static err_code check_compare(const http_request *q, const void *style, http_reply *r, err *e) {
    if (!*((const compare_ask *)style)->districts)
        return http_fail_parameter(r, "districts", "one to four names with commas",
                                   "whom to compare is not said", e);
    return check_picture(q, style, r, e);
}

/* Texts with their lengths, so that none can be taken for another. */
static void describe(const http_request *q, const void *style, buf *out) {
    const compare_ask *a = style;
    const compare_style *s = &a->style;
    const char *const texts[] = {a->districts, a->indicators, s->title};
    buf_addf(out, "compare/%s/%d/%s/%d/%u/%d", q->type, (int)a->language, s->paper->name,
             s->landscape, s->dpi, s->slopes);
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        buf_addf(out, "/%zu:%s", strlen(texts[i]), texts[i]);
}

static void describe_profile(const http_request *q, const void *style, buf *out) {
    buf_addf(out, "profile/%s/", http_request_var(q, "district"));
    describe(q, style, out);
}

static const picture_kind comparisons = {.wishes = &compare_wishes,
                                         .whole = true,
                                         .size = sizeof(compare_request),
                                         .style = offsetof(compare_request, ask),
                                         .defaults = defaults,
                                         .check = check_compare,
                                         .describe = describe};

static const picture_kind profiles = {.wishes = &profile_wishes,
                                      .whole = true,
                                      .size = sizeof(compare_request),
                                      .style = offsetof(compare_request, ask),
                                      .defaults = defaults,
                                      .check = check_picture,
                                      .describe = describe_profile};

err_code compare_begin(void *s, const http_request *q, http_reply *r, err *e) {
    return picture_begin(&comparisons, s, q, r, e);
}

err_code profile_begin(void *s, const http_request *q, http_reply *r, err *e) {
    return picture_begin(&profiles, s, q, r, e);
}

static err_code answer(const compare_request *wanted, const http_request *q, bool one,
                       http_reply *r, err *e) {
    buf out = BUF_EMPTY;
    err_code rc = compare_file_make(wanted->map.atlas, &wanted->ask, file_of(q), one, &out, e);
    if (rc == ERR_RANGE || rc == ERR_NOTFOUND) picture_blame(&compare_wishes, e, r);
    if (!rc) rc = http_reply_buf(r, q->type, &out, e);
    buf_free(&out);
    return rc;
}

err_code compare_work(void *s, const http_request *q, http_reply *r, err *e) {
    const compare_request *wanted = r->kept;
    (void)s;
    err_code rc = answer(wanted, q, false, r, e);
    if (!rc && strstr(q->type, "csv"))
        rc = http_reply_header(r, "Content-Disposition", "attachment; filename=\"compare.csv\"", e);
    return rc;
}

static err_code check_book(const compare_request *wanted, http_reply *r, err *e) {
    size_t pages = districts_count(wanted->map.atlas->layer[0].shape->districts);
    if (!compare_file_is_book(&wanted->ask, true) || pages <= BOOK_PAGES_MAX) return ERR_OK;
    http_reply_blame(r, "district", NULL);
    return err_set(e, ERR_RANGE,
                   "district: a book of %zu pages is made by kartblad profile, not here (at most "
                   "%d)",
                   pages, BOOK_PAGES_MAX);
}

err_code profile_work(void *s, const http_request *q, http_reply *r, err *e) {
    compare_request *wanted = r->kept;
    (void)s;
    if (!compare_ask_set_one(&wanted->ask, http_request_var(q, "district")))
        return http_fail_parameter(r, "district", NULL, "the name is too long, or no text", e);
    err_code rc = check_book(wanted, r, e);
    if (!rc) rc = answer(wanted, q, true, r, e);
    if (rc && !strncmp(e->text, "district:", 9)) http_reply_blame(r, "district", NULL);
    return rc;
}
