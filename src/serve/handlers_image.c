/* Maps as pictures: the media type of the route says which form. */
#include "atlas/choropleth_alt.h"
#include "draw/image.h"
#include "serve/picture.h"

#include <string.h>

#define ALT_HEADER "Kartblad-Alt"

typedef struct image_request {
    map_request map;
    image_style style;
} image_request;

static const image_format *format_of(const http_request *q) {
    size_t i = 0;
    while (strcmp(image_formats[i].type, q->type) != 0) i++; /* the routes have no other */
    return &image_formats[i];
}

static void defaults(void *style) { image_style_default(style); }

static err_code check(const http_request *q, const void *style, http_reply *r, err *e) {
    err_code rc = image_style_check(style, format_of(q)->format == CANVAS_PNG, e);
    if (rc) http_reply_blame(r, "size", NULL);
    return rc;
}

static void describe(const http_request *q, const void *style, buf *out) {
    const image_style *s = style;
    buf_addf(out, "image/%s/%u/%u/%u/%.17g,%.17g,%.17g,%.17g/%d%d/%d/%s", q->type, s->width,
             s->height, s->scale, s->bbox.x0, s->bbox.y0, s->bbox.x1, s->bbox.y1, s->legend,
             s->source, (int)s->title, s->title_text);
}

static const picture_kind images = {.wishes = &image_wishes,
                                    .size = sizeof(image_request),
                                    .style = offsetof(image_request, style),
                                    .defaults = defaults,
                                    .check = check,
                                    .describe = describe};

err_code image_begin(void *s, const http_request *q, http_reply *r, err *e) {
    return picture_begin(&images, s, q, r, e);
}

/* The alternative text in the look's language; pages of other origins may read it. */
static err_code add_alt(const choropleth *c, bool outside, http_reply *r, err *e) {
    buf text = BUF_EMPTY, escaped = BUF_EMPTY;
    choropleth_alt_text(c, outside, c->look.language, &text);
    http_escape(&escaped, buf_text(&text));
    err_code rc = text.failed ? err_nomem(e) : buf_status(&escaped, e);
    if (!rc) rc = http_reply_header(r, ALT_HEADER, buf_text(&escaped), e);
    if (!rc) rc = http_reply_header(r, "Access-Control-Expose-Headers", ALT_HEADER, e);
    buf_free(&text);
    buf_free(&escaped);
    return rc;
}

err_code image_work(void *s, const http_request *q, http_reply *r, err *e) {
    const image_request *wanted = r->kept;
    choropleth *c = NULL;
    buf out = BUF_EMPTY;
    image_facts facts;
    err_code rc = params_choropleth(s, &wanted->map, &c, r, e);
    if (!rc) {
        rc = image_draw(c, &wanted->style, format_of(q)->format, &out, &facts, e);
        if (rc == ERR_RANGE) http_reply_blame(r, "size", NULL);
    }
    if (!rc) rc = add_alt(c, facts.outside, r, e);
    if (!rc) rc = http_reply_buf(r, q->type, &out, e);
    buf_free(&out);
    choropleth_unref(c);
    return rc;
}
