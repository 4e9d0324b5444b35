/* The small map of where the subjects are. */
#include "atlas/division.h"
#include "sheet/chart_sheet.h"
#include "sheet/part_map.h"
#include "sheet/sheet_words.h"

#include <math.h>
#include <stdlib.h>

bool chart_locator_members(const comparison *c, const comparison_subject *s, size_t layer,
                           bool *member) {
    const atlas *a = c->atlas;
    size_t n = districts_count(a->layer[layer].shape->districts), found = 0;
    for (district_id d = 0; d < n; d++) member[d] = false;
    if (s->group != SIZE_MAX) {
        const bool *of = a->group[s->group].member[layer];
        for (district_id d = 0; of && d < n; d++) member[d] = of[d], found += of[d];
        return found > 0;
    }
    division_parts parts = division_parts_of(a, s->layer, s->district, layer);
    for (size_t i = 0; i < parts.count; i++) member[parts.part[i]] = true;
    return parts.count > 0;
}

static err_code make_map(const comparison *c, size_t which, choropleth **out, err *e) {
    look l = c->atlas->design[which].look;
    l.language = c->language;
    l.backdrop = backdrop_find("light");
    l.clip = false;
    l.context = true;
    return choropleth_make(c->atlas, which, &l, out, e);
}

err_code chart_locator_map(const comparison *c, size_t layer, choropleth **out, err *e) {
    *out = NULL;
    for (size_t i = 0; i < c->atlas->n_indicators; i++)
        if (c->atlas->indicator_layer[i] == layer) return make_map(c, i, out, e);
    return ERR_OK;
}

static err_code color(const chart_sheet *s, chart_locator *l, err *e) {
    size_t n = districts_count(choropleth_layer(l->map)->shape->districts);
    bool *member = calloc(n + 1, sizeof *member);
    l->fill = calloc(n + 1, sizeof *l->fill);
    if (!member || !l->fill) {
        free(member);
        return err_nomem(e);
    }
    for (district_id d = 0; d < n; d++) l->fill[d] = s->inks->land;
    for (size_t i = s->c->n_subjects; i-- > 0;) {
        chart_locator_members(s->c, &s->c->subject[i], s->c->home, member);
        for (district_id d = 0; d < n; d++)
            if (member[d]) l->fill[d] = s->rows.color[i];
    }
    free(member);
    return ERR_OK;
}

err_code chart_locator_make(const chart_sheet *s, chart_locator *out, err *e) {
    *out = (chart_locator){.shape = (double)NAN};
    err_code rc = chart_locator_map(s->c, s->c->home, &out->map, e);
    if (rc || !out->map) return rc;
    out->shape = part_map_shape(out->map, NULL);
    return color(s, out, e);
}

void chart_locator_free(chart_locator *l) {
    choropleth_unref(l->map);
    free(l->fill);
    *l = (chart_locator){0};
}

static void say(const chart_sheet *s, buf *alt) {
    const char *name[COMPARISON_SUBJECTS];
    const char *place = chart_sheet_place(s->c);
    buf names = BUF_EMPTY;
    for (size_t i = 0; i < s->c->n_subjects; i++) name[i] = s->c->subject[i].name;
    sheet_words_list(name, s->c->n_subjects, s->in, &names);
    sheet_words_fill(SHEET_LOCATOR, s->in,
                     (const char *const[]){buf_text(&names), *place ? place : s->rows.whole_low}, 2,
                     alt);
    if (names.failed) alt->failed = 1;
    buf_free(&names);
}

err_code chart_locator_draw(const chart_sheet *s, const chart_locator *l, canvas *c, box at,
                            err *e) {
    const part_map_style style = {.fill = l->fill};
    part_map *m = NULL;
    buf alt = BUF_EMPTY;
    if (isnan(l->shape)) return ERR_OK;
    say(s, &alt);
    err_code rc = part_map_create(l->map, at.width, at.height, &style, &m, e);
    if (!rc) rc = buf_status(&alt, e);
    if (!rc) {
        canvas_tag_begin(c, "Figure", buf_text(&alt));
        rc = part_map_draw(m, c, at.x, at.y, e);
        canvas_tag_end(c);
    }
    part_map_free(m);
    buf_free(&alt);
    return rc;
}
