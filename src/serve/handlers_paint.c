/* The colors of a map as a page needs them that paints skeletons: docs/skeleton.md. */
#include "atlas/choropleth_brush.h"
#include "base/hash.h"
#include "base/json.h"
#include "serve/service.h"
#include "serve/skeleton_query.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* ---- brushes: each different one once, for all periods ---- */

typedef struct pair { /* bytes without padding, compared as such */
    brush full, faded;
} pair;
_Static_assert(sizeof(pair) == 2 * (3 * sizeof(rgba) + 1), "a pair has no padding");

typedef struct palette {
    pair *list; /* [count] */
    size_t count, cap;
    uint32_t *table; /* [size] number + 1, by hash; 0: free; at most half full */
    size_t size;
} palette;

static void palette_free(palette *p) {
    free(p->list);
    free(p->table);
}

/* Where a pair is, or would be. */
static uint32_t *place_of(const palette *p, const pair *x) {
    size_t at = hash_short(HASH_INIT, x, sizeof *x) & (p->size - 1);
    while (p->table[at] && memcmp(&p->list[p->table[at] - 1], x, sizeof *x) != 0)
        at = (at + 1) & (p->size - 1);
    return &p->table[at];
}

static err_code palette_grow(palette *p, err *e) {
    size_t size = p->size ? 2 * p->size : 64;
    uint32_t *larger = calloc(size, sizeof *larger);
    if (!larger) return err_nomem(e);
    free(p->table);
    p->table = larger;
    p->size = size;
    for (size_t i = 0; i < p->count; i++) *place_of(p, &p->list[i]) = (uint32_t)i + 1;
    return ERR_OK;
}

static err_code number_of(palette *p, brush full, brush faded, size_t *out, err *e) {
    const pair x = {full, faded};
    err_code rc = 2 * p->count >= p->size ? palette_grow(p, e) : ERR_OK;
    if (!rc) rc = array_reserve(&p->list, &p->cap, p->count + 1, sizeof x, e);
    if (rc) return rc;
    uint32_t *place = place_of(p, &x);
    if (!*place) {
        p->list[p->count++] = x;
        *place = (uint32_t)p->count;
    }
    *out = *place - 1;
    return ERR_OK;
}

static json_t *json_color(rgba c) {
    char text[COLOR_TEXT_MAX];
    color_format(c, text);
    return json_string(text);
}

static json_t *json_brushes(const palette *p) {
    json_t *list = json_array();
    for (size_t i = 0; i < p->count; i++) {
        const brush *b = &p->list[i].full, *f = &p->list[i].faded;
        json_array_append_new(list, json_pack("[o,o,o,i,o,o,o]", json_color(b->fill),
                                              json_color(b->hatch), json_color(b->text),
                                              (int)b->pattern, json_color(f->fill),
                                              json_color(f->hatch), json_color(f->text)));
    }
    return list;
}

/* ---- one period ---- */

static size_t count_of(const choropleth *c) { return choropleth_indicator(c)->data.n_districts; }

static err_code json_districts(const choropleth *c, palette *p, json_t **out, err *e) {
    json_t *list = json_array();
    err_code rc = ERR_OK;
    for (district_id d = 0; d < count_of(c) && !rc; d++) {
        size_t number;
        rc = number_of(p, choropleth_brush_of(c, d, false), choropleth_brush_of(c, d, true),
                       &number, e);
        if (!rc) json_array_append_new(list, json_integer((json_int_t)number));
    }
    *out = list;
    return rc;
}

static err_code json_classes(const choropleth *c, palette *p, bool uncertain, json_t **out,
                             err *e) {
    json_t *list = json_array();
    err_code rc = ERR_OK;
    size_t n = c->look.method->continuous ? 0 : c->n_colors;
    for (size_t i = 0; i < n && !rc; i++) {
        size_t number;
        rc = number_of(p, choropleth_brush_in(c, i, uncertain, false),
                       choropleth_brush_in(c, i, uncertain, true), &number, e);
        if (!rc) json_array_append_new(list, json_integer((json_int_t)number));
    }
    *out = list;
    return rc;
}

/* Of classes of numbers, which a page may move; else null. */
static json_t *json_edges(const choropleth *c) {
    bool classless = c->second.ind || choropleth_indicator(c)->kind == KIND_CATEGORY;
    if (c->look.method->continuous || classless) return json_null();
    json_t *list = json_array();
    for (size_t i = 0; c->breaks.count && i <= c->breaks.count; i++)
        json_array_append_new(list, json_number(c->breaks.edge[i]));
    return list;
}

static json_t *json_values(const choropleth *c) {
    json_t *list = json_array();
    for (district_id d = 0; d < count_of(c); d++)
        json_array_append_new(list, json_number(c->value[d]));
    return list;
}

static err_code json_period(const choropleth *c, bool values, palette *p, json_t **out, err *e) {
    json_t *of = NULL, *classes = NULL, *uncertain = NULL;
    err_code rc = json_districts(c, p, &of, e);
    if (!rc) rc = json_classes(c, p, false, &classes, e);
    if (!rc) rc = json_classes(c, p, true, &uncertain, e);
    if (rc) {
        json_decref(of);
        json_decref(classes);
        json_decref(uncertain);
        return rc;
    }
    *out = json_pack("{s:s,s:o,s:o,s:s,s:o,s:o}", "period", c->look.period, "of", of, "edges",
                     json_edges(c), "closed", closure_names[c->look.closed], "classes", classes,
                     "uncertain", uncertain);
    if (*out && values) json_object_set_new(*out, "values", json_values(c));
    return *out ? ERR_OK : err_nomem(e);
}

/* ---- all of it ---- */

static json_t *json_focus(const choropleth *c) {
    if (!c->seen) return json_null();
    json_t *list = json_array();
    for (district_id d = 0; d < count_of(c); d++)
        if (c->seen[d]) json_array_append_new(list, json_integer(d));
    return list;
}

/* By number; null: what is under the map shows. */
static json_t *json_inks(const choropleth *c) {
    json_t *list = json_array();
    for (unsigned k = 0; k < COVERS; k++)
        json_array_append_new(list, c->paint.clears >> k & 1 ? json_null()
                                                             : json_color(c->paint.cover[k]));
    return list;
}

static json_t *json_patterns(void) {
    json_t *list = json_array();
    for (int p = 0; p < PATTERN__COUNT; p++)
        json_array_append_new(list, json_string(pattern_names[p]));
    return list;
}

static json_t *json_map(const choropleth *c, const edition *d, const palette *p, json_t *periods) {
    buf query = BUF_EMPTY;
    skeleton_query(c, &query);
    json_t *out = json_pack(
        "{s:s,s:s,s:s,s:s,s:s,s:o,s:o,s:o,s:o,s:o,s:o,s:o,s:o,s:o}", "atlas", c->atlas->id,
        "indicator", choropleth_indicator(c)->id, "layer", choropleth_layer(c)->id, "version",
        d->version, "skeleton", buf_text(&query), "opacity", json_number(c->paint.opacity),
        "casing", json_color(c->paint.casing), "line", json_color(c->paint.border), "place",
        json_color(c->paint.place), "inks", json_inks(c), "patterns", json_patterns(), "focus",
        json_focus(c), "brushes", json_brushes(p), "periods", periods);
    buf_free(&query);
    return out;
}

static err_code add_period(const choropleth *c, bool values, palette *p, json_t *periods, err *e) {
    json_t *one = NULL;
    err_code rc = json_period(c, values, p, &one, e);
    if (!rc) json_array_append_new(periods, one);
    return rc;
}

/* A period whose figures the look cannot map (a message says why) is not among them. */
static err_code add_all_periods(const service *s, const map_request *m, palette *p, json_t *periods,
                                err *e) {
    const joined *j = &m->atlas->indicator[m->indicator].data;
    err_code rc = ERR_OK;
    for (size_t i = 0; i < j->n_periods && !rc; i++) {
        choropleth *c = NULL;
        look l = m->look;
        memset(l.period, 0, sizeof l.period);
        strncpy(l.period, j->period[i], sizeof l.period - 1);
        rc = tiler_choropleth(s->tiler, m->atlas, m->indicator, &l, &c, e);
        if (!rc) rc = add_period(c, false, p, periods, e);
        if (rc == ERR_RANGE) rc = ERR_OK;
        choropleth_unref(c);
    }
    return rc;
}

err_code paint_begin(void *s, const http_request *q, http_reply *r, err *e) {
    static const char *const others[] = {"periods", NULL};
    map_request *m = NULL;
    bool all = false;
    err_code rc = params_keep(sizeof *m, &m, r, e);
    if (!rc) rc = params_periods(q, &all, r, e);
    if (!rc) rc = params_map(s, q, others, m, r, e);
    if (rc || params_cached(m, q, all ? "paint of all" : "paint", r)) return rc;
    return http_reply_defer(r);
}

err_code paint_work(void *s, const http_request *q, http_reply *r, err *e) {
    const map_request *m = r->kept;
    choropleth *c = NULL;
    palette p = {0};
    json_t *periods = json_array();
    err_code rc = params_choropleth(s, m, &c, r, e);
    if (!rc && http_request_param(q, "periods"))
        rc = add_all_periods(s, m, &p, periods, e);
    else if (!rc)
        rc = add_period(c, true, &p, periods, e);
    if (!rc) rc = http_reply_json(r, json_map(c, m->edition, &p, json_incref(periods)), e);
    json_decref(periods);
    palette_free(&p);
    choropleth_unref(c);
    return rc;
}
