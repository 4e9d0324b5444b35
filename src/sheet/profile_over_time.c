/* The charts of a profile. */
#include "sheet/profile_parts.h"
#include "sheet/sheet_words.h"

#include <math.h>

#define HEAD_PT   10.4 /* on A3 */
#define DETAIL_PT 7.8

double profile_block_head(const chart_sheet *s, canvas *c, double x, double y, double width,
                          const char *title, const char *detail) {
    const chart_text head = {chart_sheet_pt(s, HEAD_PT), 700, s->inks->ink, false};
    const chart_text under = {chart_sheet_pt(s, DETAIL_PT), 400, s->inks->muted, true};
    double from = y;
    canvas_tag_begin(c, "H3", NULL);
    y += chart_sheet_paragraph(c, x, y, width, &head, title);
    canvas_tag_end(c);
    canvas_tag_begin(c, "P", NULL);
    y += chart_sheet_paragraph(c, x, y, width, &under, detail);
    canvas_tag_end(c);
    return y - from;
}

/* ---- which ------------------------------------------------------------------------------ */

static err_code add_population(const chart_sheet *s, size_t population, profile_charts *out,
                               err *e) {
    const comparison_subject *k = &s->c->subject[0];
    const atlas *a = s->c->atlas;
    bool group = k->group != SIZE_MAX;
    if (population == SIZE_MAX || (!group && k->layer != a->indicator_layer[population]))
        return ERR_OK;
    err_code rc = series_make(a, population, SERIES_WHOLE, 0, &out->city, e);
    if (!rc)
        rc = series_make(a, population, group ? SERIES_GROUP : SERIES_DISTRICT,
                         group ? k->group : k->district, &out->subject, e);
    if (rc) return rc;
    const indicator *ind = &a->indicator[population];
    const chart_history h = {.indicator = population,
                             .title = localized_get(&ind->title, s->in),
                             .city = &out->city,
                             .subject = {&out->subject},
                             .single = true};
    if (chart_history_points(s->c, &h) < 2) return ERR_OK;
    out->unit[out->n] = localized_get(&ind->unit, s->in);
    out->history[out->n++] = h;
    return ERR_OK;
}

static bool has(const profile_charts *p, size_t which) {
    for (size_t i = 0; i < p->n; i++)
        if (p->history[i].indicator == which) return true;
    return false;
}

static bool add_longest(const chart_sheet *s, profile_charts *out) {
    size_t most = 1, best = SIZE_MAX;
    for (size_t i = 0; i < s->rows.n; i++) {
        const chart_history h = chart_history_of(s, &s->rows.row[i], true);
        size_t n = has(out, h.indicator) ? 0 : chart_history_points(s->c, &h);
        if (n > most) most = n, best = i;
    }
    if (best == SIZE_MAX) return false;
    out->history[out->n] = chart_history_of(s, &s->rows.row[best], true);
    out->unit[out->n] =
        localized_get(&s->c->atlas->indicator[out->history[out->n].indicator].unit, s->in);
    out->n++;
    return true;
}

err_code profile_charts_make(const chart_sheet *s, size_t population, size_t most,
                             profile_charts *out, err *e) {
    *out = (profile_charts){0};
    err_code rc = add_population(s, population, out, e);
    while (!rc && out->n < most && add_longest(s, out)) continue;
    return rc;
}

void profile_charts_free(profile_charts *p) {
    series_free(&p->city);
    series_free(&p->subject);
}

/* ---- drawing ---------------------------------------------------------------------------- */

static void say(const chart_sheet *s, const chart_history *h, buf *out) {
    const chart_history_facts f = chart_history_shows(s->c, h);
    const struct {
        bool occurs;
        sheet_word word;
    } all[] = {{f.forecast, SHEET_FORECAST},
               {f.carried, SHEET_CARRIED},
               {f.several && !f.carried, SHEET_TWO_LINES},
               {f.others, SHEET_GRAY}};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        if (all[i].occurs)
            buf_addf(out, "%s%s", out->len ? " " : "", sheet_words_get(all[i].word, s->in));
}

err_code profile_charts_draw(chart_sheet *s, const profile_charts *p, size_t which, canvas *c,
                             box at, err *e) {
    const chart_history *h = &p->history[which];
    const chart_text note = {chart_sheet_pt(s, 7), 400, s->inks->muted, true};
    buf said = BUF_EMPTY;
    double y = at.y + profile_block_head(s, c, at.x, at.y, at.width, h->title, p->unit[which]);
    say(s, h, &said);
    double under = chart_sheet_paragraph(NULL, 0, 0, at.width, &note, buf_text(&said));
    box chart = {at.x, y, at.width, at.y + at.height - y - under - 1.5 * s->k};
    err_code rc = chart_history_draw(s, h, c, chart, e);
    if (said.len) {
        canvas_tag_begin(c, "P", NULL);
        chart_sheet_paragraph(c, at.x, at.y + at.height - under, at.width, &note, buf_text(&said));
        canvas_tag_end(c);
    }
    if (!rc) rc = buf_status(&said, e);
    buf_free(&said);
    return rc;
}
