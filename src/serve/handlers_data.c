/* An indicator's values as JSON. */
#include "atlas/choropleth_alt.h"
#include "base/json.h"
#include "serve/card_text.h"
#include "serve/district_json.h"
#include "serve/panel_json.h"
#include "serve/service.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* What a card says of it: null where there is nothing to be said. */
static json_t *with_card(json_t *one, const choropleth *c, const legend *l, const card_places *p,
                         district_id d) {
    buf against = BUF_EMPTY, place = BUF_EMPTY;
    card_text_reference(c, &l->reference, d, &against);
    card_text_rank(p, d, c->look.language, &place);
    if (one) {
        json_object_set_new(one, "reference_text",
                            against.len ? json_text(buf_text(&against)) : json_null());
        json_object_set_new(one, "rank_text",
                            place.len ? json_text(buf_text(&place)) : json_null());
    }
    buf_free(&against);
    buf_free(&place);
    return panel_json_district(c, &l->reference, d, one);
}

typedef struct data_request {
    map_request map;
    bool all_periods;
} data_request;

static err_code json_data(const choropleth *c, const data_request *r, json_t **out, err *e) {
    const indicator *ind = choropleth_indicator(c);
    const joined *j = &ind->data;
    lang in = c->look.language;
    legend *l = NULL;
    size_t *rank = NULL;
    card_places places = {0};
    err_code rc = district_json_ranks(c, &rank, e);
    if (!rc) rc = card_places_make(rank, j->n_districts, &places, e);
    if (!rc) rc = choropleth_legend(c, &l, e);
    if (!rc) {
        json_t *list = json_array();
        for (district_id k = 0; k < j->n_districts; k++)
            json_array_append_new(list, with_card(district_json(c, k, rank[k]), c, l, &places, k));
        double whole = j->whole[c->period];
        *out = json_pack(
            "{s:s,s:s,s:o,s:s,s:o,s:o,s:o,s:o,s:s,s:o,s:o,s:o,s:o,s:o}", "atlas", c->atlas->id,
            "indicator", ind->id, "version", json_text(r->map.edition->version), "layer",
            choropleth_layer(c)->id, "title", json_text(localized_get(&ind->title, in)), "unit",
            json_text(localized_get(&ind->unit, in)), "period", json_text(j->period[c->period]),
            "source", json_text(l->source), "language", lang_codes[in], "whole",
            isfinite(whole)
                ? json_pack("{s:o,s:o,s:o}", "name",
                            json_text(localized_get(&c->atlas->whole_name, in)), "value",
                            district_json_value(c, whole), "text", district_json_text(c, whole))
                : json_null(),
            "mapped", district_json_mapped(c), "legend", legend_json(l), "alt",
            choropleth_alt_json(c, false), "districts", list);
        json_object_set_new(*out, "axis", panel_json_axis(c, &l->reference));
        if (r->all_periods) json_object_set_new(*out, "series", panel_json_series(c));
    }
    legend_free(l);
    card_places_free(&places);
    free(rank);
    return rc;
}

err_code data_begin(void *s, const http_request *q, http_reply *r, err *e) {
    static const char *const others[] = {"periods", NULL};
    data_request *m = NULL;
    err_code rc = params_keep(sizeof *m, &m, r, e);
    if (!rc) rc = params_map(s, q, others, &m->map, r, e);
    if (!rc) rc = params_periods(q, &m->all_periods, r, e);
    if (rc || params_cached(&m->map, q, m->all_periods ? "data/all" : "data", r)) return rc;
    return http_reply_defer(r);
}

err_code data_work(void *s, const http_request *q, http_reply *r, err *e) {
    (void)q;
    const data_request *m = r->kept;
    choropleth *c = NULL;
    json_t *root = NULL;
    err_code rc = params_choropleth(s, &m->map, &c, r, e);
    if (!rc) rc = json_data(c, m, &root, e);
    if (!rc) rc = http_reply_json(r, root, e);
    choropleth_unref(c);
    return rc;
}
