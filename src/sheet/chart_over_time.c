/* Lines over the periods of an indicator. */
#include "atlas/target.h"
#include "sheet/chart_sheet.h"
#include "sheet/sheet_words.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define LINE_MM    0.75 /* on A3, as all of these */
#define CITY_MM    0.55
#define OTHER_MM   0.3
#define CARRIED_MM 0.4
#define POINT_MM   1.0
#define LABEL_PT   7.6
#define AXIS_PT    6.6
#define OTHERS_MAX 60 /* districts; more would be a gray field */
#define PALE       0.45

typedef struct builder {
    chart_sheet *s; /* whose texts the ends' and ticks' are */
    const chart_history *h;
    chart_line *line; /* [n] */
    size_t n, room;
    double *at, *value; /* storage of all lines */
    bool *forecast;
    size_t used;
    chart_tick *tick; /* [n_ticks] ascending */
    size_t n_ticks;
} builder;

static const indicator *indicator_of(const chart_sheet *s, const chart_history *h) {
    return &s->c->atlas->indicator[h->indicator];
}

chart_history chart_history_of(const chart_sheet *s, const sheet_row *row, bool single) {
    chart_history h = {.indicator = row->of->indicator,
                       .title =
                           localized_get(&s->c->atlas->indicator[row->of->indicator].title, s->in),
                       .city = &row->of->city,
                       .single = single};
    for (size_t i = 0; i < s->c->n_subjects; i++) h.subject[i] = &row->of->line[i];
    return h;
}

static size_t known_in(const series_line *l) {
    size_t n = 0;
    for (size_t i = 0; i < l->count; i++) n += !isnan(l->point[i].value);
    return n;
}

size_t chart_history_points(const comparison *c, const chart_history *h) {
    size_t most = 0;
    for (size_t s = 0; s < c->n_subjects; s++)
        for (size_t i = 0; h->subject[s] && i < h->subject[s]->count; i++) {
            size_t n = known_in(&h->subject[s]->line[i]);
            most = n > most ? n : most;
        }
    return most;
}

/* ---- other districts -------------------------------------------------------------------- */

static bool is_subject(const comparison *c, size_t layer, district_id d) {
    for (size_t s = 0; s < c->n_subjects; s++) {
        const comparison_subject *k = &c->subject[s];
        const char *key = district_key(c->atlas->layer[layer].shape->districts, d);
        if (k->group == SIZE_MAX && !strcmp(k->id, key)) return true;
    }
    return false;
}

static size_t others_of(const comparison *c, const chart_history *h) {
    const joined *j = &c->atlas->indicator[h->indicator].data;
    bool counts = c->atlas->indicator[h->indicator].kind == KIND_COUNT;
    return j->n_periods > 1 && j->n_districts <= OTHERS_MAX && !counts ? j->n_districts : 0;
}

/* ---- lines ------------------------------------------------------------------------------ */

static chart_line *open_line(builder *b, size_t n) {
    if (b->n == b->room) return NULL;
    chart_line *l = &b->line[b->n++];
    *l = (chart_line){.at = b->at + b->used,
                      .value = b->value + b->used,
                      .forecast = b->forecast + b->used,
                      .n = n};
    return l;
}

static void put(builder *b, double at, double value, bool forecast) {
    b->at[b->used] = at;
    b->value[b->used] = value;
    b->forecast[b->used++] = forecast;
}

static void add_others(builder *b, bool in_years) {
    const chart_sheet *s = b->s;
    const joined *j = &indicator_of(s, b->h)->data;
    size_t layer = s->c->atlas->indicator_layer[b->h->indicator];
    for (district_id d = 0; d < others_of(s->c, b->h); d++) {
        if (is_subject(s->c, layer, d)) continue;
        chart_line *l = open_line(b, j->n_periods);
        if (!l) return;
        l->color = s->inks->axis;
        l->width = PAPER_MM(OTHER_MM) * s->paper->line;
        for (size_t p = 0; p < j->n_periods; p++)
            put(b, in_years ? series_year(j->period[p]) : (double)p,
                j->value[p * j->n_districts + d], false);
    }
}

static chart_line *add_line(builder *b, const series_line *from) {
    chart_line *l = open_line(b, from->count);
    if (!l) return NULL;
    for (size_t i = 0; i < from->count; i++) {
        const series_point *p = &from->point[i];
        bool out = p->forecast && !b->h->single; /* beside others it would be taken for known */
        put(b, p->at, out ? (double)NAN : p->value, p->forecast);
    }
    return l;
}

/* With forecasts or without; SIZE_MAX: it has none. */
static size_t last_of(const series_line *l, bool forecasts) {
    for (size_t i = l->count; i-- > 0;)
        if (!isnan(l->point[i].value) && (forecasts || !l->point[i].forecast)) return i;
    return SIZE_MAX;
}

static void add_number(const chart_sheet *s, const chart_history *h, double v, buf *out) {
    int decimals = indicator_of(s, h)->decimals;
    number_format_text(v, decimals < 0 ? 1 : decimals, s->in, out);
}

/* From the line's first figure to its last. */
static void add_change(const chart_sheet *s, const chart_history *h, const series_line *l,
                       buf *out) {
    const indicator *ind = indicator_of(s, h);
    const series_point *first = NULL, *last = NULL;
    buf change = BUF_EMPTY;
    for (size_t i = 0; i < l->count; i++)
        if (!isnan(l->point[i].value) && !l->point[i].forecast) {
            if (!first) first = &l->point[i];
            last = &l->point[i];
        }
    if (!first || first == last) return;
    number_format_signed(last->value - first->value, ind->decimals < 0 ? 1 : ind->decimals, s->in,
                         &change);
    sheet_words_fill(SHEET_SINCE, s->in, (const char *const[]){buf_text(&change), first->period}, 2,
                     out);
    if (change.failed) out->failed = 1;
    buf_free(&change);
}

static err_code add_end(builder *b, chart_line *l, const series_line *from, bool named, err *e) {
    sheet_rows *keep = &b->s->rows;
    buf value = BUF_EMPTY, name = BUF_EMPTY, note = BUF_EMPTY;
    size_t end = last_of(from, b->h->single), known = last_of(from, false);
    if (end == SIZE_MAX) return ERR_OK;
    add_number(b->s, b->h, from->point[end].value, &value);
    if (known != end && known != SIZE_MAX)
        add_number(b->s, b->h, from->point[known].value, &note), l->note_at = known;
    if (named)
        buf_adds(&name, b->s->rows.whole_low);
    else if (!b->h->single)
        add_change(b->s, b->h, from, &name);
    bool has_name = name.len > 0, has_note = note.len > 0;
    err_code rc = sheet_rows_keep(keep, &value, &l->end, e);
    if (!rc) rc = sheet_rows_keep(keep, &name, &l->name, e);
    if (!rc) rc = sheet_rows_keep(keep, &note, &l->note, e);
    if (!has_name) l->name = NULL;
    if (!has_note) l->note = NULL;
    buf_free(&name);
    buf_free(&note);
    return rc;
}

static const series_line *city_line(const builder *b) {
    bool count = indicator_of(b->s, b->h)->kind == KIND_COUNT; /* a sum dwarfs its parts */
    return count || !b->h->city->count ? NULL : &b->h->city->line[0];
}

static err_code add_city(builder *b, err *e) {
    const chart_sheet *s = b->s;
    const series_line *city = city_line(b);
    chart_line *l = city ? add_line(b, city) : NULL;
    if (!l) return ERR_OK;
    l->color = s->inks->ink;
    l->width = PAPER_MM(CITY_MM) * s->paper->line;
    return add_end(b, l, city, true, e);
}

static err_code add_subject(builder *b, size_t subject, err *e) {
    const chart_sheet *s = b->s;
    const series *of = b->h->subject[subject];
    const chart_subject *as = &chart_subjects[subject];
    rgba own = s->rows.color[subject];
    err_code rc = ERR_OK;
    for (size_t i = of->count; i-- > 0 && !rc;) {
        const series_line *from = &of->line[i];
        bool main = i == 0;
        chart_line *l = add_line(b, from);
        if (!l) return ERR_OK;
        l->color = main ? own : color_lerp_oklab(own, s->inks->ground, PALE);
        l->width = PAPER_MM(main ? LINE_MM : CARRIED_MM) * s->paper->line;
        l->r = PAPER_MM(main ? POINT_MM : POINT_MM * 0.7) * s->k;
        l->shape = as->shape;
        if (main) rc = add_end(b, l, from, false, e);
    }
    return rc;
}

/* ---- ticks ------------------------------------------------------------------------------ */

static err_code add_tick(builder *b, const series_point *p, err *e) {
    buf text = BUF_EMPTY;
    size_t at = b->n_ticks;
    for (size_t i = 0; i < b->n_ticks; i++)
        if (b->tick[i].at == p->at) return ERR_OK;
    for (; at && b->tick[at - 1].at > p->at; at--) b->tick[at] = b->tick[at - 1];
    b->tick[at].at = p->at;
    b->n_ticks++;
    buf_adds(&text, p->period);
    return sheet_rows_keep(&b->s->rows, &text, &b->tick[at].text, e);
}

static err_code add_line_ticks(builder *b, const series_line *l, err *e) {
    err_code rc = ERR_OK;
    for (size_t k = 0; k < l->count && !rc; k++)
        if (!isnan(l->point[k].value) && (b->h->single || !l->point[k].forecast))
            rc = add_tick(b, &l->point[k], e);
    return rc;
}

/* Of the city's line too: a subject's can begin later. */
static err_code add_ticks(builder *b, err *e) {
    const series_line *city = city_line(b);
    err_code rc = city ? add_line_ticks(b, city, e) : ERR_OK;
    for (size_t s = 0; s < b->s->c->n_subjects && !rc; s++)
        for (size_t i = 0; i < b->h->subject[s]->count && !rc; i++)
            rc = add_line_ticks(b, &b->h->subject[s]->line[i], e);
    return rc;
}

/* Years between the first and the last without their century: "’15". */
static err_code shorten_ticks(builder *b, err *e) {
    err_code rc = ERR_OK;
    for (size_t i = 1; i + 1 < b->n_ticks && !rc; i++) {
        const char *text = b->tick[i].text;
        buf mid = BUF_EMPTY;
        if (strlen(text) != 4 || isnan(series_year(text))) continue;
        buf_addf(&mid, "’%s", text + 2);
        rc = sheet_rows_keep(&b->s->rows, &mid, &b->tick[i].text, e);
    }
    return rc;
}

/* ---- made ------------------------------------------------------------------------------- */

static err_code reserve(builder *b, err *e) {
    const comparison *c = b->s->c;
    size_t others = others_of(c, b->h), points = 1, ticks = 1;
    b->room = others + b->h->city->count;
    points += others * indicator_of(b->s, b->h)->data.n_periods;
    for (size_t i = 0; i < b->h->city->count; i++) ticks += b->h->city->line[i].count;
    for (size_t s = 0; s < c->n_subjects; s++)
        for (size_t i = 0; i < b->h->subject[s]->count; i++, b->room++)
            ticks += b->h->subject[s]->line[i].count;
    points += ticks;
    b->line = calloc(b->room + 1, sizeof *b->line);
    b->at = calloc(points, sizeof *b->at);
    b->value = calloc(points, sizeof *b->value);
    b->forecast = calloc(points, sizeof *b->forecast);
    b->tick = calloc(ticks, sizeof *b->tick);
    bool all = b->line && b->at && b->value && b->forecast && b->tick;
    return all ? ERR_OK : err_nomem(e);
}

static bool in_years(const chart_sheet *s, const chart_history *h) {
    for (size_t i = 0; i < s->c->n_subjects; i++)
        if (h->subject[i]->count && !h->subject[i]->in_years) return false;
    return true;
}

static err_code build(builder *b, err *e) {
    err_code rc = reserve(b, e);
    if (rc) return rc;
    add_others(b, in_years(b->s, b->h));
    rc = add_city(b, e);
    for (size_t s = b->s->c->n_subjects; s-- > 0 && !rc;) rc = add_subject(b, s, e);
    if (!rc) rc = add_ticks(b, e);
    return rc ? rc : shorten_ticks(b, e);
}

static void builder_free(builder *b) {
    free(b->line);
    free(b->at);
    free(b->value);
    free(b->forecast);
    free(b->tick);
}

chart_history_facts chart_history_shows(const comparison *c, const chart_history *h) {
    chart_history_facts f = {.others = others_of(c, h) > c->n_subjects};
    for (size_t s = 0; s < c->n_subjects; s++)
        for (size_t i = 0; i < h->subject[s]->count; i++) {
            const series_line *l = &h->subject[s]->line[i];
            f.several |= i > 0;
            f.carried |= l->carried;
            for (size_t k = 0; k < l->count; k++)
                f.forecast |= l->point[k].forecast && !isnan(l->point[k].value);
        }
    return f;
}

/* ---- drawing ---------------------------------------------------------------------------- */

static void say_line(const chart_sheet *s, const chart_history *h, const char *name,
                     const series_line *l, buf *out) {
    buf_addf(out, "%s%s", out->len ? "; " : "", name);
    for (size_t i = 0; i < l->count; i++) {
        if (isnan(l->point[i].value)) continue;
        buf_addf(out, " %s: ", l->point[i].period);
        add_number(s, h, l->point[i].value, out);
        buf_adds(out, ",");
    }
    if (out->len && out->data[out->len - 1] == ',') out->data[--out->len] = 0;
}

static void say_all(const chart_sheet *s, const chart_history *h, buf *alt) {
    buf figures = BUF_EMPTY;
    for (size_t i = 0; i < s->c->n_subjects; i++)
        for (size_t k = 0; k < h->subject[i]->count; k++)
            say_line(s, h, s->c->subject[i].name, &h->subject[i]->line[k], &figures);
    if (h->city->count) say_line(s, h, s->rows.whole_low, &h->city->line[0], &figures);
    if (target_is_comparable(s->c->atlas, h->indicator)) {
        buf_adds(&figures, figures.len ? "; " : "");
        target_text(s->c->atlas, h->indicator, s->in, &figures);
    }
    sheet_words_fill(SHEET_LINES_ALT, s->in, (const char *const[]){h->title, buf_text(&figures)}, 2,
                     alt);
    if (figures.failed) alt->failed = 1;
    buf_free(&figures);
}

/* The text of a target that lines can be held against; NULL: there is none. */
static err_code goal_text(chart_sheet *s, const chart_history *h, const char **out, err *e) {
    buf text = BUF_EMPTY;
    *out = NULL;
    if (!target_is_comparable(s->c->atlas, h->indicator)) return ERR_OK;
    target_text(s->c->atlas, h->indicator, s->in, &text);
    return sheet_rows_keep(&s->rows, &text, out, e);
}

err_code chart_history_draw(chart_sheet *s, const chart_history *h, canvas *c, box at, err *e) {
    builder b = {.s = s, .h = h};
    buf alt = BUF_EMPTY;
    const char *goal = NULL;
    err_code rc = build(&b, e);
    if (!rc) rc = goal_text(s, h, &goal, e);
    say_all(s, h, &alt);
    if (!rc) rc = buf_status(&alt, e);
    if (!rc) {
        const chart_plot p = {
            .line = b.line,
            .n_lines = b.n,
            .tick = b.tick,
            .n_ticks = b.n_ticks,
            .axis = paper_figures(chart_sheet_pt(s, AXIS_PT), 400, s->inks->muted),
            .label = paper_figures(chart_sheet_pt(s, LABEL_PT), 600, s->inks->ink),
            .rule = PAPER_MM(0.14) * s->paper->line,
            .goal_text = goal,
            .goal = s->c->atlas->design[h->indicator].target.value,
            .decimals = indicator_of(s, h)->decimals,
            .language = s->in};
        canvas_tag_begin(c, "Figure", buf_text(&alt));
        chart_plot_draw(
            c, s->inks, &p,
            (box){PAPER_MM(at.x), PAPER_MM(at.y), PAPER_MM(at.width), PAPER_MM(at.height)});
        canvas_tag_end(c);
    }
    builder_free(&b);
    buf_free(&alt);
    return rc;
}
