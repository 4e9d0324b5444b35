/* The page for an iframe: one map with its title, legend and sources. */
#include "atlas/choropleth_alt.h"
#include "base/embedded.h"
#include "base/hash.h"
#include "base/json.h"
#include "serve/service.h"

#include <assert.h>
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- the query: options of the look, by names that are known; others are the page's or nobody's
 */

static bool is_look(const http_param *p) { return look_option_find(p->name) != NULL; }

static bool has(const http_request *q, const char *name) {
    return http_request_param(q, name) != NULL;
}

static err_code read_known(const http_request *q, map_request *m, err *e) {
    const look_sources from = look_library_sources(&m->atlas->library);
    look_setting list[HTTP_PARAMS_MAX];
    size_t n = 0, bad = 0;
    for (size_t i = 0; i < q->params; i++)
        if (is_look(&q->param[i])) list[n++] = (look_setting){q->param[i].name, q->param[i].value};
    return look_apply(&m->look, &from, list, n, &bad, e);
}

static void add_known(const http_request *q, buf *out) {
    for (size_t i = 0; i < q->params; i++) {
        if (!is_look(&q->param[i])) continue;
        if (out->len) buf_adds(out, "&");
        http_escape(out, q->param[i].name);
        buf_adds(out, "=");
        http_escape(out, q->param[i].value);
    }
    if (!has(q, "labels")) buf_adds(out, out->len ? "&labels=names" : "labels=names");
}

/* ---- what the page is told ---------------------------------------------------------------------
 */

static json_t *json_periods(const joined *j) {
    json_t *list = json_array();
    for (size_t p = 0; p < j->n_periods; p++) {
        size_t there = 0;
        const double *v = joined_values(j, p);
        for (size_t d = 0; d < j->n_districts; d++) there += isfinite(v[d]) != 0;
        json_array_append_new(list, json_pack("[o,I]", json_text(j->period[p]), (json_int_t)there));
    }
    return list;
}

static json_t *json_about(const map_request *m, const char *query) {
    const indicator *ind = &m->atlas->indicator[m->indicator];
    const atlas_layer *l = atlas_layer_of(m->atlas, m->indicator);
    lang in = m->look.language;
    rect b = l->shape->lonlat;
    return json_pack("{s:s,s:s,s:s,s:s,s:s,s:b,s:o,s:o,s:[o,o,o,o],s:I,s:o,s:s}", "atlas",
                     m->atlas->id, "indicator", ind->id, "layer", l->id, "version",
                     m->edition->version, "language", lang_codes[in], "dark",
                     m->look.backdrop->dark, "place",
                     json_text(localized_get(&m->atlas->title, in)), "attribution",
                     json_text(localized_get(&m->atlas->attribution, in)), "bounds",
                     json_number(b.x0), json_number(b.y0), json_number(b.x1), json_number(b.y1),
                     "districts", (json_int_t)districts_count(l->shape->districts), "periods",
                     json_periods(&ind->data), "query", query);
}

/* ---- the page
 * ------------------------------------------------------------------------------------ */

typedef struct place { /* {{name}} of the template, and what comes there */
    const char *name;
    void (*add)(buf *out, const char *text);
    const buf *text;
} place;

static void add_escaped(buf *out, const char *text) {
    for (; *text; text++)
        if (strchr("<>&\"'", *text))
            buf_addf(out, "&#%d;", *text);
        else
            buf_add(out, text, 1);
}

/* JSON in a script: "</script>" must not end it. */
static void add_script(buf *out, const char *text) {
    for (; *text; text++)
        if (*text == '<')
            buf_adds(out, "\\u003c");
        else
            buf_add(out, text, 1);
}

static const place *place_at(const place *list, size_t n, const char *at) {
    for (size_t i = 0; i < n; i++)
        if (!strncmp(at, list[i].name, strlen(list[i].name))) return &list[i];
    return NULL;
}

static void fill(bytes template, const place *list, size_t n, buf *out) {
    const char *at = (const char *)template.data, *end = at + template.len;
    while (at < end) {
        const place *p = *at == '{' ? place_at(list, n, at) : NULL;
        if (p) p->add(out, buf_text(p->text));
        if (!p) buf_add(out, at, 1);
        at += p ? strlen(p->name) : 1;
    }
}

/* Without scripts the page is a picture. */
static void add_image(const map_request *m, const char *query, buf *out) {
    buf_addf(out, "../../image/%s/%s.png?size=640x480&scale=2&title=1&legend=1&source=1&%s&v=%s",
             m->atlas->id, m->atlas->indicator[m->indicator].id, query, m->edition->version);
}

static err_code write_page(const map_request *m, const http_request *q, const choropleth *c,
                           bytes template, buf *out, err *e) {
    buf lang_ = BUF_EMPTY, title = BUF_EMPTY, alt = BUF_EMPTY, image = BUF_EMPTY, query = BUF_EMPTY,
        about = BUF_EMPTY;
    const place places[] = {{"{{lang}}", add_escaped, &lang_},
                            {"{{title}}", add_escaped, &title},
                            {"{{alt}}", add_escaped, &alt},
                            {"{{image}}", add_escaped, &image},
                            {"{{about}}", add_script, &about}};
    add_known(q, &query);
    buf_adds(&lang_, lang_codes[c->look.language]);
    choropleth_alt_title(c, c->look.language, &title);
    choropleth_alt_text(c, false, c->look.language, &alt);
    add_image(m, buf_text(&query), &image);
    err_code rc = json_print(json_about(m, buf_text(&query)), 0, &about, e);
    if (!rc) fill(template, places, sizeof places / sizeof *places, out);
    for (size_t i = 0; i < sizeof places / sizeof *places && !rc; i++)
        rc = buf_status(places[i].text, e);
    buf_free(&lang_), buf_free(&title), buf_free(&alt);
    buf_free(&image), buf_free(&query), buf_free(&about);
    return rc;
}

static const embedded_file *template(err *e) {
    const embedded_file *f = embedded_find("viewer/embed.html");
    if (!f) err_set(e, ERR_NOTFOUND, "this build has no page for iframes");
    return f;
}

/* The page may be framed by anyone; all that it needs comes from here. */
static err_code add_policy(http_reply *r, err *e) {
    return http_reply_header(r, "Content-Security-Policy",
                             "default-src 'self'; img-src 'self' data: blob:; style-src 'self' "
                             "'unsafe-inline'; object-src 'none'; base-uri 'none'; "
                             "form-action 'none'; frame-ancestors *",
                             e);
}

/* A look that cannot be read leaves the indicator's own: the page then shows what the answer for
 * its figures says of it. */
static err_code read_request(service *s, const http_request *q, map_request *m, err *e) {
    err ignored;
    err_code rc = params_atlas(s, q, &m->edition, e);
    if (rc) return rc;
    m->atlas = m->edition->atlas;
    rc = atlas_find_indicator(m->atlas, http_request_var(q, "indicator"), &m->indicator, e);
    if (rc) return rc;
    m->look = m->atlas->design[m->indicator].look;
    (void)read_known(q, m, &ignored);
    m->look_hash = look_hash(&m->look);
    return ERR_OK;
}

err_code embed_begin(void *s, const http_request *q, http_reply *r, err *e) {
    const embedded_file *f = template(e);
    map_request *m = NULL;
    err_code rc = f ? params_keep(sizeof *m, &m, r, e) : ERR_NOTFOUND;
    if (!rc) rc = read_request(s, q, m, e);
    if (rc) return rc;
    buf what = BUF_EMPTY;
    buf_addf(&what, "embed/%016" PRIx64 "/", hash_bytes(HASH_INIT, f->data.data, f->data.len));
    add_known(q, &what);
    rc = buf_status(&what, e);
    bool known = !rc && params_cached(m, q, buf_text(&what), r);
    buf_free(&what);
    return rc || known ? rc : http_reply_defer(r);
}

/* A look that does not fit the figures is as one that cannot be read. */
static err_code choropleth_of(const service *s, map_request *m, choropleth **out, http_reply *r,
                              err *e) {
    err_code rc = params_choropleth(s, m, out, r, e);
    if (rc != ERR_NOTFOUND && rc != ERR_RANGE) return rc;
    m->look = m->atlas->design[m->indicator].look;
    return params_choropleth(s, m, out, r, e);
}

err_code embed_work(void *s, const http_request *q, http_reply *r, err *e) {
    map_request *m = r->kept;
    const embedded_file *f = template(e);
    choropleth *c = NULL;
    buf page = BUF_EMPTY;
    assert(f);
    err_code rc = choropleth_of(s, m, &c, r, e);
    if (!rc) rc = write_page(m, q, c, f->data, &page, e);
    if (!rc) rc = http_reply_buf(r, "text/html; charset=utf-8", &page, e);
    if (!rc) rc = add_policy(r, e);
    buf_free(&page);
    choropleth_unref(c);
    return rc;
}
