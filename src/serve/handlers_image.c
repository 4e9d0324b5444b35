/* Maps as pictures: the media type of the route says which form. */
#include "atlas/choropleth_alt.h"
#include "draw/image.h"
#include "serve/service.h"

#include <stdio.h>
#include <stdlib.h>
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

static err_code read_style(const http_request *q, image_style *out, http_reply *r, err *e) {
    image_style_default(out);
    for (size_t i = 0; i < IMAGE_OPTIONS; i++) {
        const image_option *o = &image_options[i];
        const char *text = http_request_param(q, o->name);
        err_code rc = text ? image_option_set(out, o, text, e) : ERR_OK;
        if (!rc) continue;
        http_reply_blame(r, o->name, o->value ? o->value : "0 or 1");
        return rc;
    }
    err_code rc = image_style_check(out, format_of(q)->format == CANVAS_PNG, e);
    if (rc) http_reply_blame(r, "size", NULL);
    return rc;
}

/* All that decides the picture beside the look, for its etag. */
static void describe(const http_request *q, const image_style *s, buf *out) {
    buf_addf(out, "image/%s/%u/%u/%u/%.17g,%.17g,%.17g,%.17g/%d%d/%d/%s", q->type, s->width,
             s->height, s->scale, s->bbox.x0, s->bbox.y0, s->bbox.x1, s->bbox.y1, s->legend,
             s->source, (int)s->title, s->title_text);
}

err_code image_begin(void *s, const http_request *q, http_reply *r, err *e) {
    const char *others[IMAGE_OPTIONS + 1] = {NULL};
    image_request *wanted = NULL;
    buf what = BUF_EMPTY;
    for (size_t i = 0; i < IMAGE_OPTIONS; i++) others[i] = image_options[i].name;
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
