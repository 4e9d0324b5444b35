/* Names and figures on a map. */
#include "draw/map_parts.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

typedef struct texts { /* what a plan is made of; it keeps none of it */
    const char **name;
    char **value; /* [districts] */
    bool *muted;
    label_place *place;
    size_t n_places;
} texts;

static void free_texts(texts *t, size_t n) {
    for (size_t i = 0; t->value && i < n; i++) free(t->value[i]);
    free(t->name);
    free(t->value);
    free(t->muted);
    free(t->place);
}

static err_code value_of(const choropleth *m, district_id k, char **out, err *e) {
    buf b = BUF_EMPTY;
    choropleth_value_text(m, k, &b);
    *out = b.failed ? NULL : strdup(buf_text(&b));
    buf_free(&b);
    return *out ? ERR_OK : err_nomem(e);
}

static err_code gather_districts(const map_drawing *d, texts *t, err *e) {
    const choropleth *m = d->scene->map;
    look_labels wanted = m->look.labels;
    size_t n = d->shore->land->n_districts;
    bool names = wanted == LABELS_NAMES || wanted == LABELS_BOTH;
    bool values = wanted == LABELS_VALUES || wanted == LABELS_BOTH;
    err_code rc = ERR_OK;
    t->muted = calloc(n + 1, sizeof *t->muted);
    if (names) t->name = calloc(n + 1, sizeof *t->name);
    if (values) t->value = calloc(n + 1, sizeof *t->value);
    if (!t->muted || (names && !t->name) || (values && !t->value)) return err_nomem(e);
    for (district_id k = 0; k < n && !rc; k++) {
        t->muted[k] = m->class_of[k] < 0;
        if (names) t->name[k] = district_name(d->scene->layer->shape->districts, k);
        if (values) rc = value_of(m, k, &t->value[k], e);
    }
    return rc;
}

/* By rank, then as they come. */
typedef struct ranked {
    label_place place;
    size_t at;
} ranked;

static int by_rank(const void *a_, const void *b_) {
    const ranked *a = a_, *b = b_;
    if (a->place.rank != b->place.rank) return a->place.rank > b->place.rank ? -1 : 1;
    return (a->at > b->at) - (a->at < b->at);
}

static bool has_places(const map_drawing *d, size_t context) {
    const choropleth *m = d->scene->map;
    return m->look.context && m->atlas->context[context].style.kind == CONTEXT_POINT &&
           map_shows(d->scene, d->frame, context);
}

static size_t rank_places(const map_drawing *d, ranked *out) {
    const atlas *a = d->scene->map->atlas;
    size_t n = 0;
    for (size_t i = 0; i < a->n_contexts; i++) {
        const context_data *data = d->scene->context[i];
        for (size_t k = 0; has_places(d, i) && k < data->n_points; k++) {
            const context_point *p = &data->point[k];
            if (!*p->name) continue;
            out[n] = (ranked){{p->x, p->y, p->name, p->rank}, n};
            n++;
        }
    }
    if (n > 1) qsort(out, n, sizeof *out, by_rank);
    return n;
}

static err_code gather_places(const map_drawing *d, texts *t, err *e) {
    const atlas *a = d->scene->map->atlas;
    size_t most = 0;
    for (size_t i = 0; i < a->n_contexts; i++)
        if (has_places(d, i)) most += d->scene->context[i]->n_points;
    ranked *all = calloc(most + 1, sizeof *all);
    t->place = calloc(most + 1, sizeof *t->place);
    err_code rc = all && t->place ? ERR_OK : err_nomem(e);
    if (!rc) t->n_places = rank_places(d, all);
    for (size_t i = 0; i < t->n_places; i++) t->place[i] = all[i].place;
    free(all);
    return rc;
}

/* ---- the plan --------------------------------------------------------------------------- */

typedef struct collected {
    map_drawing *d;
    err_code rc;
    err *e;
} collected;

static void visit(const map_drawing *d, void (*take)(void *data, const label *l), void *data) {
    double unit = d->style->label_px;
    label_plan_visit(d->labels, 0, 0, (int64_t)ceil(d->frame->at.width / unit),
                     (int64_t)ceil(d->frame->at.height / unit), take, data);
}

/* Lines of context stop before each line of a label. */
static void add_gaps(void *data, const label *l) {
    collected *c = data;
    map_drawing *d = c->d;
    const double unit = d->style->label_px, clear = d->style->labels->clear * unit;
    if (c->rc) return;
    c->rc = array_reserve(&d->gap, &d->gap_cap, d->n_gaps + l->n_lines, sizeof *d->gap, c->e);
    for (size_t i = 0; i < l->n_lines && !c->rc; i++) {
        const label_line *line = &l->line[i];
        double x = d->frame->at.x + ((double)l->x + line->x) * unit;
        double y = d->frame->at.y + ((double)l->y + line->baseline) * unit;
        double size = line->style.size_px * unit;
        d->gap[d->n_gaps++] = (rect){x - clear, y - 0.73 * size - clear,
                                     x + line->width * unit + clear, y + 0.2 * size + clear};
    }
}

err_code map_place_labels(map_drawing *d, err *e) {
    const map_frame *f = d->frame;
    if (d->scene->map->look.labels == LABELS_NONE || !d->style->labels) return ERR_OK;
    texts t = {0};
    err_code rc = gather_districts(d, &t, e);
    if (!rc) rc = gather_places(d, &t, e);
    label_request r = {.land = d->shore->land,
                       .x0 = f->x0,
                       .y0 = f->y0,
                       .scale = f->scale / d->style->label_px,
                       .name = t.name,
                       .value = (const char *const *)t.value,
                       .muted = t.muted,
                       .places = t.place,
                       .n_places = t.n_places,
                       .water = d->wet,
                       .style = d->style->labels};
    if (!rc) rc = label_plan_make(&r, &d->labels, e);
    free_texts(&t, d->shore->land->n_districts);
    collected c = {.d = d, .e = e};
    if (!rc) visit(d, add_gaps, &c);
    return rc ? rc : c.rc;
}

/* ---- writing ---------------------------------------------------------------------------- */

static void write_one(void *data, const label *l) {
    map_drawing *d = data;
    const paint *p = &d->scene->map->paint;
    bool inside = l->district != DISTRICT_NONE;
    district_id k = l->district;
    bool hatched = inside && p->pattern[k] != PATTERN_NONE;
    rgba halo = inside ? p->fill[k] : (rgba){0};
    const double unit = d->style->label_px;
    const label_style *style = d->style->labels;
    for (size_t i = 0; i < l->n_lines; i++) {
        const label_line *line = &l->line[i];
        text_style s = line->style;
        s.color = inside ? p->text[k] : p->place;
        s.size_px *= unit;
        canvas_text_halo(d->canvas, d->frame->at.x + ((double)l->x + line->x) * unit,
                         d->frame->at.y + ((double)l->y + line->baseline) * unit, 0, &s, line->text,
                         halo, (hatched ? style->halo_hatched : style->halo) * unit);
    }
}

void map_write_labels(map_drawing *d) {
    if (d->labels && d->scene->map->paint.text) visit(d, write_one, d);
}
