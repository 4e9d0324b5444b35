/* An indicator's values as CSV. */
#include "data/csv_write.h"
#include "serve/district_json.h"
#include "serve/service.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct table_request {
    map_request map;
    bool all_periods;
} table_request;

err_code table_begin(void *s, const http_request *q, http_reply *r, err *e) {
    static const char *const others[] = {"periods", NULL};
    table_request *t = NULL;
    err_code rc = params_keep(sizeof *t, &t, r, e);
    if (!rc) rc = params_map(s, q, others, &t->map, r, e);
    if (!rc) rc = params_periods(q, &t->all_periods, r, e);
    if (rc) return rc;
    if (params_cached(&t->map, q, t->all_periods ? "csv/all" : "csv", r)) return ERR_OK;
    return http_reply_defer(r);
}

static void write_head(csv_write *w) {
    static const char *const columns[] = {"key",           "name",          "period",
                                          "value",         "unit",          "whole",
                                          "class",         "color",         "rank",
                                          "state",         "margin",        "low",
                                          "high",          "sample",        "uncertain",
                                          "footnote",      "note",          "mapped",
                                          "mapped_unit",   "difference",    "difference_margin",
                                          "within_margin", "derived",       "second",
                                          "second_unit",   "second_period", "second_state"};
    for (size_t i = 0; i < sizeof columns / sizeof *columns; i++) csv_write_text(w, columns[i]);
    csv_write_end(w);
}

/* A category is written as its code. */
static void write_value(csv_write *w, const choropleth *c, double v) {
    const indicator *ind = choropleth_indicator(c);
    if (ind->kind == KIND_CATEGORY && !isnan(v))
        csv_write_text(w, ind->category[(size_t)v].code);
    else
        csv_write_number(w, v);
}

static void write_beside(csv_write *w, const joined *j, size_t at, lang in) {
    const double *const beside[] = {j->margin, j->low, j->high, j->sample};
    for (size_t i = 0; i < sizeof beside / sizeof *beside; i++)
        csv_write_number(w, beside[i] ? beside[i][at] : (double)NAN);
    csv_write_number(w, (j->flags[at] & VALUE_BRACKETED) != 0);
    csv_write_number(w, (j->flags[at] & VALUE_FOOTNOTE) != 0);
    csv_write_text(w, joined_note(j, at, in));
}

/* What the look makes of the figure; empty where that is the figure itself, and where it is
 * compared with nothing. */
static void write_comparison(csv_write *w, const choropleth *c, district_id d) {
    buf unit = BUF_EMPTY;
    if (!c->rule.plain) choropleth_unit(c, c->look.language, &unit);
    csv_write_number(w, c->rule.plain ? (double)NAN : c->value[d]);
    csv_write_text(w, c->rule.plain ? NULL : buf_text(&unit));
    bool sure = c->margin && !isnan(c->margin[d]);
    csv_write_number(w, choropleth_difference(c, d));
    csv_write_number(w, sure ? c->margin[d] : (double)NAN);
    csv_write_number(w, sure ? choropleth_is_within(c, d) : (double)NAN);
    if (unit.failed) w->out->failed = 1;
    buf_free(&unit);
}

/* Of a second indicator; empty without. */
static void write_second(csv_write *w, const choropleth *c, district_id d) {
    const choropleth_second *s = &c->second;
    csv_write_number(w, s->ind ? s->value[d] : (double)NAN);
    csv_write_text(w, s->ind ? localized_get(&s->ind->unit, c->look.language) : NULL);
    csv_write_text(w, s->ind ? s->ind->data.period[s->period] : NULL);
    csv_write_text(w, s->ind ? value_state_names[s->state[d]] : NULL);
}

static void write_row(csv_write *w, const choropleth *c, district_id d, size_t rank) {
    const districts *names = choropleth_layer(c)->shape->districts;
    const indicator *ind = choropleth_indicator(c);
    size_t at = choropleth_at(c, d);
    char color[COLOR_TEXT_MAX];
    color_format(c->paint.fill[d], color);
    csv_write_text(w, district_key(names, d));
    csv_write_text(w, district_name(names, d));
    csv_write_text(w, ind->data.period[c->period]);
    write_value(w, c, ind->data.value[at]);
    csv_write_text(w, localized_get(&ind->unit, c->look.language));
    write_value(w, c, ind->data.whole[c->period]);
    csv_write_number(w, c->class_of[d] < 0 ? (double)NAN : c->class_of[d]);
    csv_write_text(w, color);
    csv_write_number(w, rank ? (double)rank : (double)NAN);
    csv_write_text(w, value_state_names[ind->data.state[at]]);
    write_beside(w, &ind->data, at, c->look.language);
    write_comparison(w, c, d);
    csv_write_number(w, (ind->data.flags[at] & VALUE_DERIVED) != 0);
    write_second(w, c, d);
    csv_write_end(w);
}

static err_code write_period(csv_write *w, const choropleth *c, err *e) {
    size_t *rank = NULL;
    err_code rc = district_json_ranks(c, &rank, e);
    for (district_id d = 0; !rc && d < choropleth_indicator(c)->data.n_districts; d++)
        write_row(w, c, d, rank[d]);
    free(rank);
    return rc;
}

static err_code write_all(const service *s, const table_request *t, csv_write *w, http_reply *r,
                          err *e) {
    const joined *j = &t->map.atlas->indicator[t->map.indicator].data;
    err_code rc = ERR_OK;
    for (size_t p = 0; p < (t->all_periods ? j->n_periods : 1) && !rc; p++) {
        map_request one = t->map;
        choropleth *c = NULL;
        if (t->all_periods) snprintf(one.look.period, sizeof one.look.period, "%s", j->period[p]);
        rc = params_choropleth(s, &one, &c, r, e);
        if (!rc) rc = write_period(w, c, e);
        choropleth_unref(c);
    }
    return rc;
}

err_code table_work(void *s, const http_request *q, http_reply *r, err *e) {
    const table_request *t = r->kept;
    buf out = BUF_EMPTY, name = BUF_EMPTY;
    csv_write w = {.out = &out};
    csv_write_mark(&w);
    write_head(&w);
    err_code rc = write_all(s, t, &w, r, e);
    buf_addf(&name, "attachment; filename=\"%s.csv\"",
             t->map.atlas->indicator[t->map.indicator].id);
    if (!rc) rc = buf_status(&name, e);
    if (!rc) rc = http_reply_buf(r, q->type, &out, e);
    if (!rc) rc = http_reply_header(r, "Content-Disposition", buf_text(&name), e);
    buf_free(&out);
    buf_free(&name);
    return rc;
}
