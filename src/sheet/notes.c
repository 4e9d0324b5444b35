#include "sheet/notes.h"
#include "carto/wording.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#define ALWAYS (NOTES_LEVELS - 1)

/* Takes the text over; an empty one is none. */
static err_code add(notes *n, buf *text, int last, err *e) {
    err_code rc = buf_status(text, e);
    assert(n->n < NOTES_MAX);
    if (!rc && text->len) {
        n->text[n->n] = (char *)buf_detach(text, NULL);
        n->last[n->n++] = last;
    }
    buf_free(text);
    return rc;
}

static err_code add_text(notes *n, const char *text, int last, err *e) {
    buf b = BUF_EMPTY;
    buf_adds(&b, text);
    return add(n, &b, last, e);
}

/* ---- classes ---------------------------------------------------------------------------- */

/* Classes around a center, whose own sentence says where they lie: what the method does elsewhere,
 * between the lowest and the highest value, is not what was done. */
static bool lie_around(const legend *l) {
    return isfinite(l->center) && l->count > 1 && isinf(legend_edge(l, 0)) &&
           isinf(legend_edge(l, l->count));
}

static bool has_ranges(const legend *l) { return !l->n_stops && !l->categories && l->count > 1; }

static err_code add_method(notes *n, err *e) {
    const sheet_source *s = n->source;
    const legend *l = s->legend;
    const classify_method *m = s->map->look.method;
    const char *help = s->language == LANG_SV ? m->help_sv : m->help_en;
    if (l->categories || !(l->count || l->n_stops)) return ERR_OK;
    buf full = BUF_EMPTY, brief = BUF_EMPTY;
    buf *const both[] = {&full, &brief};
    for (int i = 0; i < 2; i++) {
        if (has_ranges(l)) buf_addf(both[i], "%s. ", l->method_title);
        if (i == 0 && has_ranges(l) && !m->takes_breaks && !lie_around(l))
            buf_addf(both[i], "%s ", help);
        if ((i == 0 || !has_ranges(l)) && l->method_text) buf_addf(both[i], "%s ", l->method_text);
        if (has_ranges(l)) buf_adds(both[i], l->closed_text);
    }
    /* The full one is said at the first level only: negative levels mark the brief one. */
    err_code rc = add(n, &full, 0, e);
    if (!rc) rc = add(n, &brief, -ALWAYS, e);
    buf_free(&brief);
    return rc;
}

/* ---- reference, gaps, water ------------------------------------------------------------- */

static void add_count(size_t v, lang in, buf *out) { number_format_text((double)v, 0, in, out); }

static err_code add_reference(notes *n, err *e) {
    const sheet_source *s = n->source;
    const legend *l = s->legend;
    const legend_reference *r = &l->reference;
    const char *name = localized_get(&s->map->atlas->whole_name, s->language);
    buf text = BUF_EMPTY, some = BUF_EMPTY, all = BUF_EMPTY;
    if (!r->label || !strcmp(r->kind, "number")) return ERR_OK; /* its label says it all */
    if (!l->n_values) return add_text(n, r->label, ALWAYS, e);
    if (!*name) name = wording_get(WORD_WHOLE, s->language);
    add_count(r->n, s->language, &some);
    add_count(l->districts, s->language, &all);
    const atlas *a = s->map->atlas;
    size_t weight = a->design[s->map->indicator].weight;
    const char *by = r->weighted ? localized_get(&a->indicator[weight].title, s->language) : "";
    const char *const whole[] = {name}, *const mean[] = {buf_text(&some), buf_text(&all), by};
    if (!strcmp(r->kind, "target"))
        wording_fill(WORD_TARGET_AGAINST, s->language, (const char *const[]){r->label}, 1, &text);
    else if (r->n)
        wording_fill(r->weighted ? WORD_POSTER_WEIGHTED_MEAN : WORD_POSTER_MEAN, s->language, mean,
                     3, &text);
    else
        wording_fill(WORD_POSTER_WHOLE, s->language, whole, 1, &text);
    if (some.failed || all.failed) text.failed = 1;
    buf_free(&some);
    buf_free(&all);
    return add(n, &text, ALWAYS, e);
}

static err_code add_target(notes *n, err *e) {
    const legend *l = n->source->legend;
    buf text = BUF_EMPTY;
    if (!l->target.label) return ERR_OK;
    wording_fill(WORD_TARGET_SOURCE, l->language, (const char *const[]){l->target.source}, 1,
                 &text);
    if (text.len && buf_text(&text)[text.len - 1] != '.') buf_adds(&text, ".");
    return add(n, &text, ALWAYS, e);
}

static err_code add_states(notes *n, err *e) {
    const legend *l = n->source->legend;
    err_code rc = ERR_OK;
    if (l->no_data_count && l->n_values && !l->categories)
        rc = add_text(n, wording_get(WORD_POSTER_HATCHED, l->language), 0, e);
    for (size_t i = 0; i < l->n_rows && !rc; i++) {
        legend_state s = l->rows[i].state;
        if (s == LEGEND_UNCERTAIN || s == LEGEND_WITHIN)
            rc = add_text(
                n,
                wording_get(s == LEGEND_WITHIN ? WORD_POSTER_WITHIN : WORD_POSTER_UNCERTAIN,
                            l->language),
                0, e);
    }
    return rc;
}

static err_code add_water(notes *n, err *e) {
    const choropleth *c = n->source->map;
    const backdrop *b = n->source->inks;
    lang in = n->source->language;
    size_t layer = c->atlas->indicator_layer[c->indicator], w = atlas_water_of(c->atlas, layer);
    if (w == SIZE_MAX || !c->look.context || c->look.clip) return ERR_OK;
    rgba fill = context_fill(&c->atlas->context[w].style, b);
    bool usual = !b->dark && fill.r == b->water.r && fill.g == b->water.g && fill.b == b->water.b;
    buf text = BUF_EMPTY;
    if (usual)
        buf_addf(&text, "%s %s", wording_get(WORD_POSTER_WATER, in),
                 wording_get(WORD_POSTER_WATER_PART, in));
    else
        buf_adds(&text, wording_get(WORD_POSTER_WATER_DARK, in));
    return add(n, &text, ALWAYS, e);
}

err_code notes_make(const sheet_source *s, notes *out, err *e) {
    *out = (notes){.source = s};
    err_code rc = add_method(out, e);
    if (!rc) rc = add_reference(out, e);
    if (!rc) rc = add_target(out, e);
    for (size_t i = 0; i < s->legend->n_warnings && !rc; i++)
        rc = add_text(out, s->legend->warnings[i], ALWAYS, e);
    if (!rc) rc = add_text(out, s->legend->note, ALWAYS, e);
    if (!rc) rc = add_states(out, e);
    return rc ? rc : add_water(out, e);
}

void notes_free(notes *n) {
    for (size_t i = 0; i < n->n; i++) free(n->text[i]);
    *n = (notes){0};
}

/* ---- the block -------------------------------------------------------------------------- */

static bool is_said(int last, int level) {
    return last >= 0 ? level <= last : level > 0 && level <= -last;
}

/* At the last level sentences follow each other; before, each begins a paragraph. */
static double draw(canvas *c, const notes *n, box at, int level) {
    const paper *p = n->source->paper;
    const text_style s = paper_text(p->body, 400, n->source->inks->ink_2);
    double y = at.y;
    buf all = BUF_EMPTY;
    for (size_t i = 0; i < n->n; i++) {
        if (!is_said(n->last[i], level)) continue;
        if (level == NOTES_LEVELS - 1) {
            buf_addf(&all, "%s%s", all.len ? " " : "", n->text[i]);
            continue;
        }
        if (y > at.y) y += 1.2 * paper_type(p);
        y += sheet_paragraph(c, at.x, y, at.width, &s, n->text[i]);
    }
    if (all.len) y += sheet_paragraph(c, at.x, y, at.width, &s, buf_text(&all));
    bool failed = all.failed;
    buf_free(&all);
    return failed ? (double)NAN : y - at.y;
}

layout_need notes_need(const void *data, double width, int level) {
    double height = draw(NULL, data, (box){0, 0, width, 0}, level);
    return layout_rigid(height);
}

err_code notes_draw(void *data, canvas *c, box at, int level, err *e) {
    canvas_tag_begin(c, "P", NULL);
    double height = draw(c, data, at, level);
    canvas_tag_end(c);
    return isnan(height) ? err_nomem(e) : ERR_OK;
}
