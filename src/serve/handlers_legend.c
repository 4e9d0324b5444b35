/* Legends: the media type of the route says which form. */
#include "atlas/choropleth_alt.h"
#include "draw/legend_draw.h"
#include "draw/legend_option.h"
#include "serve/service.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct legend_request {
    map_request map;
    legend_style style;
} legend_request;

static err_code read_style(const http_request *q, legend_style *out, http_reply *r, err *e) {
    for (size_t i = 0; i < LEGEND_OPTIONS; i++) {
        const legend_option *o = &legend_options[i];
        const char *text = http_request_param(q, o->name);
        err_code rc = text ? legend_option_set(out, o, text, e) : ERR_OK;
        if (!rc) continue;
        http_reply_blame(r, o->name, o->value ? o->value : "0 or 1");
        return rc;
    }
    return ERR_OK;
}

static void describe(const http_request *q, const legend_style *s, char out[96]) {
    snprintf(out, 96, "legend/%s/%g/%d/%d/%s/%g", q->type, s->scale, s->compact, (int)s->direction,
             s->size ? s->size->name : "", s->width_px);
}

err_code legend_begin(void *s, const http_request *q, http_reply *r, err *e) {
    const char *others[LEGEND_OPTIONS + 1] = {NULL};
    char what[96];
    legend_request *l = NULL;
    for (size_t i = 0; i < LEGEND_OPTIONS; i++) others[i] = legend_options[i].name;
    err_code rc = params_keep(sizeof *l, &l, r, e);
    if (!rc) rc = params_map(s, q, others, &l->map, r, e);
    if (!rc) rc = read_style(q, &l->style, r, e);
    if (rc) return rc;
    describe(q, &l->style, what);
    if (params_cached(&l->map, q, what, r)) return ERR_OK;
    return http_reply_defer(r);
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
