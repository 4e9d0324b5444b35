/* Posters: the media type of the route says which form. */
#include "draw/image.h"
#include "serve/picture.h"
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

static void defaults(void *style) { poster_style_default(style); }

static err_code check(const http_request *q, const void *style, http_reply *r, err *e) {
    if (format_of(q) != CANVAS_PNG) return ERR_OK;
    err_code rc = poster_style_check(style, POSTER_SERVED_MAX, e);
    if (rc) http_reply_blame(r, "dpi", NULL);
    return rc;
}

/* Texts with their lengths, so that none can be taken for another. */
static void describe(const http_request *q, const void *style, buf *out) {
    const poster_style *s = style;
    const char *const texts[] = {s->title, s->subtitle, s->periods, s->indicators};
    buf_addf(out, "poster/%s/%s/%d/%u/%.17g", q->type, s->paper->name, s->landscape, s->dpi,
             s->bleed_mm);
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        buf_addf(out, "/%zu:%s", strlen(texts[i]), texts[i]);
}

static const picture_kind posters = {.wishes = &poster_wishes,
                                     .size = sizeof(poster_request),
                                     .style = offsetof(poster_request, style),
                                     .defaults = defaults,
                                     .check = check,
                                     .describe = describe};

err_code poster_begin(void *s, const http_request *q, http_reply *r, err *e) {
    return picture_begin(&posters, s, q, r, e);
}

err_code poster_work(void *s, const http_request *q, http_reply *r, err *e) {
    const poster_request *wanted = r->kept;
    choropleth *c = NULL;
    buf out = BUF_EMPTY;
    err_code rc = params_choropleth(s, &wanted->map, &c, r, e);
    if (!rc) {
        rc = poster_draw(c, &wanted->style, format_of(q), &out, NULL, e);
        if (rc == ERR_RANGE || rc == ERR_NOTFOUND) picture_blame(&poster_wishes, e, r);
    }
    if (!rc) rc = http_reply_buf(r, q->type, &out, e);
    buf_free(&out);
    choropleth_unref(c);
    return rc;
}
