#include "serve/picture.h"
#include "draw/image_option.h"
#include "draw/legend_option.h"
#include "sheet/compare_option.h"
#include "sheet/poster_option.h"

#include <assert.h>
#include <string.h>

const wish_table *picture_wishes(const route *row) {
    static const struct {
        unsigned flag;
        const wish_table *wishes;
    } of_flag[] = {{ROUTE_LEGEND, &legend_wishes},
                   {ROUTE_IMAGE, &image_wishes},
                   {ROUTE_POSTER, &poster_wishes},
                   {ROUTE_COMPARE, &compare_wishes},
                   {ROUTE_PROFILE, &profile_wishes}};
    for (size_t i = 0; i < sizeof of_flag / sizeof *of_flag; i++)
        if (row->flags & of_flag[i].flag) return of_flag[i].wishes;
    return NULL;
}

static err_code read_map(const picture_kind *k, service *s, const http_request *q, map_request *m,
                         http_reply *r, err *e) {
    const char *names[WISHES_MAX + 2] = {NULL};
    assert(k->wishes->count <= WISHES_MAX);
    for (size_t i = 0; i < k->wishes->count; i++) names[i] = k->wishes->row[i].name;
    if (k->whole) names[k->wishes->count] = "v";
    return (k->whole ? params_whole : params_map)(s, q, names, m, r, e);
}

static err_code read_style(const picture_kind *k, const http_request *q, void *style, http_reply *r,
                           err *e) {
    if (k->defaults) k->defaults(style);
    for (size_t i = 0; i < k->wishes->count; i++) {
        const wish *w = &k->wishes->row[i];
        const char *text = http_request_param(q, w->name);
        err_code rc = text ? wish_set(w, style, text, e) : ERR_OK;
        if (!rc) continue;
        http_reply_blame(r, w->name, wish_allowed(w));
        return rc;
    }
    return k->check ? k->check(q, style, r, e) : ERR_OK;
}

void picture_blame(const wish_table *t, const err *e, http_reply *r) {
    for (size_t i = 0; i < t->count; i++) {
        size_t n = strlen(t->row[i].name);
        if (strncmp(e->text, t->row[i].name, n) != 0 || e->text[n] != ':') continue;
        http_reply_blame(r, t->row[i].name, NULL);
        return;
    }
}

err_code picture_begin(const picture_kind *k, service *s, const http_request *q, http_reply *r,
                       err *e) {
    map_request *m = NULL;
    buf what = BUF_EMPTY;
    err_code rc = params_keep(k->size, &m, r, e);
    void *style = (char *)m + k->style;
    if (!rc) rc = read_map(k, s, q, m, r, e);
    if (!rc) rc = read_style(k, q, style, r, e);
    if (rc) return rc;
    k->describe(q, style, &what);
    rc = buf_status(&what, e);
    bool known = !rc && params_cached(m, q, buf_text(&what), r);
    buf_free(&what);
    return rc || known ? rc : http_reply_defer(r);
}
