/* Legends: the media type of the route says which form. */
#include "atlas/choropleth_alt.h"
#include "draw/legend_draw.h"
#include "draw/legend_option.h"
#include "serve/picture.h"

#include <string.h>

typedef struct legend_request {
    map_request map;
    legend_style style;
} legend_request;

static void describe(const http_request *q, const void *style, buf *out) {
    const legend_style *s = style;
    buf_addf(out, "legend/%s/%g/%d/%d/%d/%s/%g", q->type, s->scale, s->compact, s->bare,
             (int)s->direction, s->size ? s->size->name : "", s->width_px);
}

static const picture_kind legends = {.wishes = &legend_wishes,
                                     .size = sizeof(legend_request),
                                     .style = offsetof(legend_request, style),
                                     .describe = describe};

err_code legend_begin(void *s, const http_request *q, http_reply *r, err *e) {
    return picture_begin(&legends, s, q, r, e);
}

static err_code reply_json(const choropleth *c, const legend *l, http_reply *r, err *e) {
    json_t *root = legend_json(l), *alt = choropleth_alt_json(c, false);
    if (!root || !alt) {
        json_decref(alt);
        json_decref(root);
        return err_nomem(e);
    }
    json_object_set_new(root, "alt", alt);
    return http_reply_json(r, root, e);
}

static err_code reply_drawn(const legend *l, const legend_style *style, const char *type,
                            http_reply *r, err *e) {
    buf out = BUF_EMPTY;
    canvas_format format = strcmp(type, "image/png") ? CANVAS_SVG : CANVAS_PNG;
    err_code rc = legend_draw(l, style, format, &out, e);
    if (!rc) rc = http_reply_buf(r, type, &out, e);
    buf_free(&out);
    return rc;
}

err_code legend_work(void *s, const http_request *q, http_reply *r, err *e) {
    const legend_request *request = r->kept;
    choropleth *c = NULL;
    legend *l = NULL;
    err_code rc = params_choropleth(s, &request->map, &c, r, e);
    if (!rc) rc = choropleth_legend(c, &l, e);
    if (!rc && !strcmp(q->type, "application/json"))
        rc = reply_json(c, l, r, e);
    else if (!rc)
        rc = reply_drawn(l, &request->style, q->type, r, e);
    legend_free(l);
    choropleth_unref(c);
    return rc;
}
