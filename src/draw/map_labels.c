/* Names and figures on a map. */
#include "draw/label_texts.h"
#include "draw/map_parts.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* The contexts whose points are named: by the scene's own data, which are projected as it is. */
static void find_places(const map_drawing *d, const context_data *named[ATLAS_CONTEXTS_MAX]) {
    const choropleth *m = d->scene->map;
    for (size_t i = 0; i < m->atlas->n_contexts; i++) {
        bool shown = m->look.context && m->atlas->context[i].style.kind == CONTEXT_POINT &&
                     map_shows(d->scene, d->frame, i);
        named[i] = shown ? d->scene->context[i] : NULL;
    }
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
    const context_data *named[ATLAS_CONTEXTS_MAX];
    label_texts t;
    find_places(d, named);
    err_code rc = label_texts_make(d->scene->map, named, &t, e);
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
    label_texts_free(&t);
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
    canvas_row row[LABEL_LINES_MAX];
    for (size_t i = 0; i < l->n_lines; i++) {
        const label_line *line = &l->line[i];
        row[i] = (canvas_row){d->frame->at.x + ((double)l->x + line->x) * unit,
                              d->frame->at.y + ((double)l->y + line->baseline) * unit, line->style,
                              line->text};
        row[i].style.color = inside ? p->text[k] : p->place;
        row[i].style.size_px *= unit;
    }
    canvas_rows_halo(d->canvas, row, l->n_lines, halo,
                     (hatched ? style->halo_hatched : style->halo) * unit);
}

void map_write_labels(map_drawing *d) {
    if (d->labels && d->scene->map->paint.text) visit(d, write_one, d);
}
