#include "base/hash.h"
#include "base/text.h"
#include "serve/service.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

err_code params_atlas(service *s, const http_request *q, edition **out, err *e) {
    const char *id = http_request_var(q, "atlas");
    edition *now = service_edition(s);
    err_code rc = ERR_OK;
    if (strcmp(id, now->atlas->id) != 0)
        rc = err_tell(e, ERR_NOTFOUND, "there is no atlas \"%.64s\" here; there is: %s",
                      "det finns ingen atlas \"%.64s\" här; det finns: %s", id, now->atlas->id);
    if (rc)
        edition_unref(now);
    else
        *out = now;
    return rc;
}

static void release(void *kept) {
    params_clear(kept);
    free(kept);
}

err_code params_keep(size_t size, void *out, http_reply *r, err *e) {
    void *kept = calloc(1, size);
    if (!kept) return err_nomem(e);
    http_reply_keep(r, kept, release);
    memcpy(out, &kept, sizeof kept);
    return ERR_OK;
}

void params_clear(map_request *m) {
    edition_unref(m->edition);
    *m = (map_request){0};
}

static bool in_list(const char *const *list, const char *name) {
    for (; list && *list; list++)
        if (!strcmp(*list, name)) return true;
    return false;
}

/* Options that do not fit each other or the figures: the message names the one at fault with a
 * colon behind it, at its beginning or after what wraps it. */
static void blame_option(const err *e, http_reply *r) {
    for (const char *at = e->text; at; at = strstr(at, ": ")) {
        if (at != e->text) at += 2;
        for (size_t i = 0; i < look_option_count; i++) {
            size_t n = strlen(look_options[i].name);
            if (strncmp(at, look_options[i].name, n) || at[n] != ':') continue;
            http_reply_blame(r, look_options[i].name, NULL);
            return;
        }
    }
}

static err_code blame(const look_setting *s, size_t n, size_t bad, const err *e, http_reply *r) {
    if (bad < n) {
        const look_option *o = look_option_find(s[bad].name);
        http_reply_blame(r, s[bad].name, o ? look_option_value(o, r->language) : NULL);
    } else if (e) {
        blame_option(e, r);
    }
    return ERR_RANGE; /* an unknown name is the request's fault, not a missing page */
}

static err_code read_look(const http_request *q, const char *const *others, map_request *m,
                          http_reply *r, err *e) {
    const look_sources from = look_library_sources(&m->atlas->library);
    look_setting *s = calloc(q->params + 1, sizeof *s);
    size_t n = 0, bad = 0;
    if (!s) return err_nomem(e);
    for (size_t i = 0; i < q->params; i++)
        if (strcmp(q->param[i].name, "v") && !in_list(others, q->param[i].name))
            s[n++] = (look_setting){q->param[i].name, q->param[i].value};
    err_code rc = look_apply(&m->look, &from, s, n, &bad, e);
    if (rc && rc != ERR_NOMEM) rc = blame(s, n, bad, e, r);
    free(s);
    return rc;
}

err_code params_periods(const http_request *q, bool *all, http_reply *r, err *e) {
    const char *periods = http_request_param(q, "periods");
    *all = periods && !strcmp(periods, "all");
    if (!periods || *all) return ERR_OK;
    return http_fail_parameter(r, "periods", "all", "it takes only one value", e);
}

http_version params_version(const edition *d, const http_request *q) {
    const char *v = http_request_param(q, "v");
    if (!v) return HTTP_UNVERSIONED;
    return strcmp(v, d->version) ? HTTP_OUTDATED : HTTP_CURRENT;
}

err_code params_look(const http_request *q, const char *const *others, map_request *m,
                     http_reply *r, err *e) {
    m->look = m->atlas->design[m->indicator].look;
    err_code rc = read_look(q, others, m, r, e);
    if (!rc) m->look_hash = look_hash(&m->look);
    return rc;
}

err_code params_map(service *s, const http_request *q, const char *const *others, map_request *out,
                    http_reply *r, err *e) {
    const char *id = http_request_var(q, "indicator"), *query = http_request_query(q);
    known_look known;
    err_code rc = params_atlas(s, q, &out->edition, e);
    if (rc) return rc;
    out->atlas = out->edition->atlas;
    if (!others && look_memo_find(&out->edition->looks, id, query, &known)) {
        out->indicator = known.indicator;
        out->look = known.look;
        out->look_hash = known.hash;
        return ERR_OK;
    }
    rc = atlas_find_indicator(out->atlas, id, &out->indicator, e);
    if (!rc) rc = params_look(q, others, out, r, e);
    known = (known_look){out->look, out->look_hash, out->indicator};
    if (!rc && !others) look_memo_keep(&out->edition->looks, id, query, &known);
    return rc;
}

err_code params_whole(service *s, const http_request *q, const char *const *names, map_request *out,
                      http_reply *r, err *e) {
    err_code rc = params_atlas(s, q, &out->edition, e);
    if (rc) return rc;
    out->atlas = out->edition->atlas;
    out->indicator = SIZE_MAX;
    return http_request_only(q, names, r, e);
}

err_code params_choropleth(const service *s, const map_request *m, choropleth **out, http_reply *r,
                           err *e) {
    err_code rc = tiler_choropleth(s->tiler, m->atlas, m->indicator, &m->look, out, e);
    if (e && (rc == ERR_NOTFOUND || rc == ERR_RANGE)) blame_option(e, r);
    return rc;
}

bool params_cached(const map_request *m, const http_request *q, const char *what, http_reply *r) {
    static const indicator all = {.id = ""};
    const indicator *ind = m->indicator == SIZE_MAX ? &all : &m->atlas->indicator[m->indicator];
    uint64_t h = hash_u64(HASH_INIT, m->atlas->version);
    char etag[20];
    h = hash_str(hash_u64(hash_str(h, ind->id), m->look_hash), what);
    /* What only a legend's warnings tell. */
    bool category = ind->kind == KIND_CATEGORY;
    h = hash_u64(h, (uint64_t)m->look.classes_idle << 1 | (m->look.method_asked && category));
    snprintf(etag, sizeof etag, "%016" PRIx64, h);
    r->version = params_version(m->edition, q);
    http_reply_etag(r, etag);
    return http_request_matches(q, etag) != NULL;
}

err_code params_tile(const http_request *q, unsigned *scale, tile_id *out, http_reply *r, err *e) {
    char y[24];
    snprintf(y, sizeof y, "%s", http_request_var(q, "y"));
    size_t n = strlen(y);
    bool twice = scale && n > 3 && !strcmp(y + n - 3, "@2x");
    if (twice) y[n - 3] = 0;
    if (scale) *scale = twice ? 2 : 1;
    err_code rc =
        grid_tile_from_text(http_request_var(q, "z"), http_request_var(q, "x"), y, out, e);
    if (rc) r->status = 404; /* an address outside the pyramid is not there */
    return rc;
}
