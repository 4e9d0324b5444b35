#include "draw/label_texts.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static err_code value_of(const choropleth *c, district_id d, char **out, err *e) {
    buf b = BUF_EMPTY;
    choropleth_value_text(c, d, &b);
    *out = b.failed ? NULL : strdup(buf_text(&b));
    buf_free(&b);
    return *out ? ERR_OK : err_nomem(e);
}

static err_code gather_districts(const choropleth *c, label_texts *t, err *e) {
    const districts *d = choropleth_layer(c)->shape->districts;
    bool names = c->look.labels != LABELS_VALUES, values = c->look.labels != LABELS_NAMES;
    err_code rc = ERR_OK;
    t->n = districts_count(d);
    t->muted = calloc(t->n + 1, sizeof *t->muted);
    if (names) t->name = calloc(t->n + 1, sizeof *t->name);
    if (values) t->value = calloc(t->n + 1, sizeof *t->value);
    if (!t->muted || (names && !t->name) || (values && !t->value)) return err_nomem(e);
    for (district_id k = 0; k < t->n && !rc; k++) {
        t->muted[k] = isnan(choropleth_values(c)[k]);
        if (names) t->name[k] = district_name(d, k);
        if (values) rc = value_of(c, k, &t->value[k], e);
    }
    return rc;
}

typedef struct ranked {
    label_place place;
    size_t number;
} ranked;

static int by_rank(const void *a, const void *b) {
    const ranked *p = a, *q = b;
    int by = (p->place.rank < q->place.rank) - (p->place.rank > q->place.rank);
    return by ? by : (p->number > q->number) - (p->number < q->number);
}

static size_t rank_places(const choropleth *c, const context_data *const *context, ranked *out) {
    size_t n = 0;
    for (size_t i = 0; i < c->atlas->n_contexts; i++)
        for (size_t k = 0; context[i] && k < context[i]->n_points; k++) {
            const context_point *p = &context[i]->point[k];
            if (*p->name) out[n] = (ranked){{p->x, p->y, p->name, p->rank}, n}, n++;
        }
    if (n > 1) qsort(out, n, sizeof *out, by_rank);
    return n;
}

static err_code gather_places(const choropleth *c, const context_data *const *context,
                              label_texts *t, err *e) {
    size_t most = 0;
    for (size_t i = 0; i < c->atlas->n_contexts; i++)
        if (context[i]) most += context[i]->n_points;
    ranked *all = calloc(most + 1, sizeof *all);
    t->place = calloc(most + 1, sizeof *t->place);
    err_code rc = all && t->place ? ERR_OK : err_nomem(e);
    if (!rc) t->n_places = rank_places(c, context, all);
    for (size_t i = 0; i < t->n_places; i++) t->place[i] = all[i].place;
    free(all);
    return rc;
}

err_code label_texts_make(const choropleth *c, const context_data *const *context, label_texts *out,
                          err *e) {
    *out = (label_texts){0};
    err_code rc = gather_districts(c, out, e);
    return rc ? rc : gather_places(c, context, out, e);
}

void label_texts_free(label_texts *t) {
    for (size_t i = 0; t->value && i < t->n; i++) free(t->value[i]);
    free(t->name);
    free(t->value);
    free(t->muted);
    free(t->place);
    *t = (label_texts){0};
}
