/* What a reader of strips must know, where it occurs; and where the figures are from. */
#include "sheet/chart_sheet.h"
#include "sheet/sheet_words.h"

#include <math.h>
#include <string.h>

#define FEW_MAX 6 /* rows that are said to have few districts, each by itself */

static err_code add(buf *text, strlist *out, err *e) {
    err_code rc = buf_status(text, e);
    if (!rc && text->len) rc = strlist_add(out, buf_text(text), e);
    buf_free(text);
    return rc;
}

static void say(const chart_sheet *s, sheet_word w, const char *a, const char *b, buf *out) {
    buf_adds(out, out->len ? " " : "");
    sheet_words_fill(w, s->in, (const char *const[]){a, b}, 2, out);
}

/* ---- differences ------------------------------------------------------------------------ */

static err_code add_differences(const chart_sheet *s, strlist *out, err *e) {
    const sheet_rows *r = &s->rows;
    buf text = BUF_EMPTY;
    if (!r->differences) return ERR_OK;
    if (!s->single) say(s, SHEET_NOTE_DIFFERENCE, r->whole_low, "", &text);
    if (r->points && !s->single)
        say(s, SHEET_NOTE_POINTS, comparison_word_of(COMPARISON_POINTS, s->in), "", &text);
    if (r->sides && !s->single) say(s, SHEET_NOTE_SIDES, r->whole_low, "", &text);
    if (r->sides && r->no_sides && !s->single) say(s, SHEET_NOTE_NO_SIDES, "", "", &text);
    if (r->margin) say(s, SHEET_NOTE_MARGIN, r->whole_low, "", &text);
    return add(&text, out, e);
}

static err_code add_mean(const chart_sheet *s, strlist *out, err *e) {
    buf text = BUF_EMPTY, names = BUF_EMPTY;
    if (!s->rows.mean) return ERR_OK;
    for (size_t i = 0; i < s->rows.n; i++)
        if (s->rows.row[i].of->reference_is == REFERENCE_MEAN)
            buf_addf(&names, "%s%s", names.len ? ", " : "", s->rows.row[i].name);
    say(s, SHEET_NOTE_MEAN, s->rows.whole_low, buf_text(&names), &text);
    if (names.failed) text.failed = 1;
    buf_free(&names);
    return add(&text, out, e);
}

/* ---- parts ------------------------------------------------------------------------------ */

static const char *part_name(const comparison_row *r, const comparison_part *p) {
    return district_name(choropleth_layer(r->map)->shape->districts, p->district);
}

/* Of each subject the first row that has them by parts. */
static err_code add_parts(const chart_sheet *s, strlist *out, err *e) {
    buf names = BUF_EMPTY, text = BUF_EMPTY;
    const comparison *c = s->c;
    if (!s->rows.parts) return ERR_OK;
    for (size_t j = 0; j < c->n_subjects; j++)
        for (size_t i = 0; i < c->n_rows; i++) {
            const comparison_cell *cell = &c->row[i].cell[j];
            if (!s->rows.row[i].cell[j].n_parts) continue;
            buf_addf(&names, "%s%s: ", names.len ? "; " : "", c->subject[j].name);
            for (size_t k = 0; k < cell->n_parts; k++)
                buf_addf(&names, "%s%s %s", k ? ", " : "", cell->part[k].initials,
                         part_name(&c->row[i], &cell->part[k]));
            break;
        }
    say(s, SHEET_NOTE_PARTS, buf_text(&names), "", &text);
    if (names.failed) text.failed = 1;
    buf_free(&names);
    return add(&text, out, e);
}

/* ---- what is missing -------------------------------------------------------------------- */

static void say_few(const chart_sheet *s, const sheet_row *row, buf *out) {
    size_t all = districts_count(choropleth_layer(row->of->map)->shape->districts);
    buf n = BUF_EMPTY, of = BUF_EMPTY;
    number_format_text((double)row->of->n, 0, s->in, &n);
    number_format_text((double)all, 0, s->in, &of);
    buf_adds(out, out->len ? " " : "");
    sheet_words_fill(SHEET_NOTE_FEW, s->in,
                     (const char *const[]){row->name, buf_text(&n), buf_text(&of)}, 3, out);
    if (n.failed || of.failed) out->failed = 1;
    buf_free(&n);
    buf_free(&of);
}

static err_code add_missing(const chart_sheet *s, strlist *out, err *e) {
    buf text = BUF_EMPTY;
    size_t told = 0;
    if (s->rows.dash && !s->single) say(s, SHEET_NOTE_DASH, "", "", &text);
    for (size_t i = 0; i < s->rows.n && told < FEW_MAX; i++) {
        const comparison_row *r = s->rows.row[i].of;
        size_t all = districts_count(choropleth_layer(r->map)->shape->districts);
        if (!r->n || r->n == all || !chart_sheet_shows(s, &s->rows.row[i])) continue;
        say_few(s, &s->rows.row[i], &text);
        told++;
    }
    return add(&text, out, e);
}

err_code chart_sheet_notes(const chart_sheet *s, bool ranks, strlist *out, err *e) {
    buf rank = BUF_EMPTY, derived = BUF_EMPTY;
    err_code rc = add_differences(s, out, e);
    if (!rc) rc = add_mean(s, out, e);
    if (!rc) rc = add_parts(s, out, e);
    if (ranks && s->rows.ranks)
        say(s, s->single ? SHEET_NOTE_RANK_FULL : SHEET_NOTE_RANK, "", "", &rank);
    if (!rc) rc = add(&rank, out, e);
    if (s->rows.derived) say(s, SHEET_NOTE_DERIVED, "", "", &derived);
    if (!rc) rc = add(&derived, out, e);
    buf_free(&rank);
    buf_free(&derived);
    return rc ? rc : add_missing(s, out, e);
}

/* ---- sources ---------------------------------------------------------------------------- */

typedef struct sources {
    const chart_sheet *s;
    strlist text;
    const char *first, *last; /* periods */
    double low, high;
    bool failed;
} sources;

/* The year of the earliest and of the latest figure. */
static void add_source(sources *l, size_t which, size_t period) {
    const indicator *ind = &l->s->c->atlas->indicator[which];
    const char *own = localized_get(&ind->source, l->s->in);
    const char *text = *own ? own : ind->data.source[period];
    double at = series_year(ind->data.period[period]);
    if (*text && !strlist_has(&l->text, text) && strlist_add(&l->text, text, NULL))
        l->failed = true;
    if (at < l->low) l->low = at, l->first = ind->data.period[period];
    if (at > l->high) l->high = at, l->last = ind->data.period[period];
}

static void end_sentence(buf *b) {
    if (b->len && b->data[b->len - 1] != '.') buf_adds(b, ".");
}

static void write_sources(const sources *l, buf *out) {
    buf all = BUF_EMPTY;
    for (size_t i = 0; i < l->text.count; i++) {
        size_t n = strlen(l->text.item[i]);
        while (n && l->text.item[i][n - 1] == '.') n--;
        buf_addf(&all, "%s%.*s", i ? "; " : "", (int)n, l->text.item[i]);
    }
    const char *said = buf_text(&all);
    if (all.len) sheet_words_fill(SHEET_SOURCES, l->s->in, &said, 1, out);
    if (all.failed || l->failed) out->failed = 1;
    buf_free(&all);
}

static void write_about(const sources *l, buf *out) {
    buf_adds(out, localized_get(&l->s->c->atlas->attribution, l->s->in));
    end_sentence(out);
    if (atlas_water_of(l->s->c->atlas, l->s->c->home) != SIZE_MAX)
        buf_addf(out, "%s%s", out->len ? " " : "", sheet_words_get(SHEET_NOTE_WATER, l->s->in));
    if (!l->first) return;
    buf_adds(out, out->len ? " " : "");
    sheet_words_fill(strcmp(l->first, l->last) ? SHEET_DATES : SHEET_DATE, l->s->in,
                     (const char *const[]){l->first, l->last}, 2, out);
}

bool chart_sheet_shows(const chart_sheet *s, const sheet_row *row) {
    return !s->single || row->cell[0].known || row->cell[0].n_parts;
}

err_code chart_sheet_sources(const chart_sheet *s, const size_t *more, size_t n, buf *sources_out,
                             buf *about, err *e) {
    sources l = {.s = s, .low = INFINITY, .high = -INFINITY};
    for (size_t i = 0; i < s->rows.n; i++)
        if (chart_sheet_shows(s, &s->rows.row[i]))
            add_source(&l, s->rows.row[i].of->indicator, s->rows.row[i].of->period);
    for (size_t i = 0; i < n; i++)
        add_source(&l, more[i], s->c->atlas->indicator[more[i]].data.n_periods - 1);
    write_sources(&l, sources_out);
    write_about(&l, about);
    strlist_free(&l.text);
    err_code rc = buf_status(sources_out, e);
    return rc ? rc : buf_status(about, e);
}
