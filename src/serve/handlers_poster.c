/* Posters: the media type of the route says which form. */
#include "draw/image.h"
#include "serve/service.h"
#include "sheet/poster.h"

#include <string.h>

typedef struct poster_request {
    map_request map;
    poster_style style;
} poster_request;

static canvas_format format_of(const http_request *q) {
    size_t i = 0;
    while (strcmp(image_formats[i].type, q->type) != 0) i++; /* the routes have no other */
    return image_formats[i].format;
}

static err_code read_style(const http_request *q, poster_style *out, http_reply *r, err *e) {
    poster_style_default(out);
    for (size_t i = 0; i < POSTER_OPTIONS; i++) {
        const poster_option *o = &poster_options[i];
        const char *text = http_request_param(q, o->name);
        err_code rc = text ? poster_option_set(out, o, text, e) : ERR_OK;
        if (!rc) continue;
        http_reply_blame(r, o->name, o->value ? o->value : "0 or 1");
        return rc;
    }
    if (format_of(q) != CANVAS_PNG) return ERR_OK;
    err_code rc = poster_style_check(out, POSTER_SERVED_MAX, e);
    if (rc) http_reply_blame(r, "dpi", NULL);
    return rc;
}

/* All that decides the sheet beside the look, for its etag; texts with their lengths, so that none
 * can be taken for another. */
static void describe(const http_request *q, const poster_style *s, buf *out) {
    const char *const texts[] = {s->title, s->subtitle, s->periods, s->indicators};
    buf_addf(out, "poster/%s/%s/%d/%u/%.17g", q->type, s->paper->name, s->landscape, s->dpi,
             s->bleed_mm);
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        buf_addf(out, "/%zu:%s", strlen(texts[i]), texts[i]);
}

/* The option that a text begins with, before a colon. */
static void blame(const err *e, http_reply *r) {
    for (size_t i = 0; i < POSTER_OPTIONS; i++) {
        const poster_option *o = &poster_options[i];
        size_t n = strlen(o->name);
        if (!strncmp(e->text, o->name, n) && e->text[n] == ':') {
            http_reply_blame(r, o->name, NULL);
            return;
        }
    }
}

err_code poster_begin(void *s, const http_request *q, http_reply *r, err *e) {
    const char *others[POSTER_OPTIONS + 1] = {NULL};
    poster_request *wanted = NULL;
    buf what = BUF_EMPTY;
    for (size_t i = 0; i < POSTER_OPTIONS; i++) others[i] = poster_options[i].name;
    err_code rc = params_keep(sizeof *wanted, &wanted, r, e);
    if (!rc) rc = params_map(s, q, others, &wanted->map, r, e);
    if (!rc) rc = read_style(q, &wanted->style, r, e);
    if (rc) return rc;
    describe(q, &wanted->style, &what);
    rc = buf_status(&what, e);
    bool known = !rc && params_cached(&wanted->map, q, buf_text(&what), r);
    buf_free(&what);
    return rc || known ? rc : http_reply_defer(r);
}

err_code poster_work(void *s, const http_request *q, http_reply *r, err *e) {
    const poster_request *wanted = r->kept;
    choropleth *c = NULL;
    buf out = BUF_EMPTY;
    err_code rc = params_choropleth(s, &wanted->map, &c, r, e);
    if (!rc) {
        rc = poster_draw(c, &wanted->style, format_of(q), &out, NULL, e);
        if (rc == ERR_RANGE || rc == ERR_NOTFOUND) blame(e, r);
    }
    if (!rc) rc = http_reply_buf(r, q->type, &out, e);
    buf_free(&out);
    choropleth_unref(c);
    return rc;
}
