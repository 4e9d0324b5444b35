#include "sheet/sheet_rows.h"
#include "sheet/sheet_words.h"
#include "sheet/subject_colors.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define DASH    "–"
#define DERIVED "°"
#define NEARLY  "≈ "

err_code sheet_rows_keep(sheet_rows *r, buf *text, const char **out, err *e) {
    err_code rc = buf_status(text, e);
    if (!rc) rc = arena_add(&r->texts, buf_text(text), text->len, out, e);
    buf_free(text);
    return rc;
}

/* ---- numbers ---------------------------------------------------------------------------- */

#define DECIMALS_MOST 2 /* of an indicator that says nothing of them */

void sheet_rows_number(const comparison_row *r, double v, lang in, buf *out) {
    int decimals = choropleth_decimals(r->map);
    if (decimals < 0) {
        size_t n = districts_count(choropleth_layer(r->map)->shape->districts);
        decimals = number_decimals_of(choropleth_values(r->map), n, DECIMALS_MOST);
    }
    (choropleth_is_signed(r->map) ? number_format_signed : number_format_text)(v, decimals, in,
                                                                               out);
}

static void put_value(sheet_rows *all, const comparison_row *r, double v, bool derived, buf *out) {
    if (isnan(v)) {
        buf_adds(out, DASH);
        all->dash = true;
        return;
    }
    sheet_rows_number(r, v, all->of->language, out);
    if (derived) buf_adds(out, DERIVED);
    all->derived |= derived;
}

/* ---- cells ------------------------------------------------------------------------------ */

static void put_rank(const comparison_cell *c, lang in, buf *out) {
    if (!c->ranked) return;
    number_format_range((double)c->rank_from, (double)c->rank_to, 0, in, out);
    buf_addf(out, "/%zu", c->ranked);
}

static err_code make_parts(sheet_rows *all, const comparison_row *r, const comparison_cell *c,
                           sheet_cell *out, err *e) {
    err_code rc = ERR_OK;
    if (!isnan(c->value)) return ERR_OK;
    for (size_t i = 0; i < c->n_parts && !rc; i++) {
        buf text = BUF_EMPTY;
        put_value(all, r, c->part[i].value, false, &text);
        out->initials[i] = c->part[i].initials;
        rc = sheet_rows_keep(all, &text, &out->part[i], e);
    }
    out->n_parts = rc ? 0 : c->n_parts;
    all->parts |= out->n_parts > 0;
    return rc;
}

static err_code make_cell(sheet_rows *all, const comparison_row *r, const comparison_cell *c,
                          sheet_cell *out, err *e) {
    buf value = BUF_EMPTY, difference = BUF_EMPTY, rank = BUF_EMPTY, full = BUF_EMPTY;
    lang in = all->of->language;
    bool parts = isnan(c->value) && c->n_parts;
    out->known = !isnan(c->value);
    out->side = c->side;
    if (!parts) put_value(all, r, c->value, c->derived, &value);
    if (out->known && !isnan(c->difference)) {
        if (c->within_margin) buf_adds(&difference, NEARLY);
        comparison_difference_text(r, c, in, &difference);
        all->differences = true;
        all->margin |= c->within_margin;
        all->points |= r->in_points;
        *(c->side ? &all->sides : &all->no_sides) = true;
    }
    put_rank(c, in, &rank);
    comparison_rank_text(c, in, &full);
    all->ranks |= c->ranked > 0;
    err_code rc = sheet_rows_keep(all, &value, &out->value, e);
    if (!rc) rc = sheet_rows_keep(all, &difference, &out->difference, e);
    if (!rc) rc = sheet_rows_keep(all, &rank, &out->rank, e);
    if (!rc) rc = sheet_rows_keep(all, &full, &out->rank_full, e);
    buf_free(&value);
    buf_free(&difference);
    buf_free(&rank);
    buf_free(&full);
    return rc ? rc : make_parts(all, r, c, out, e);
}

/* ---- strips ----------------------------------------------------------------------------- */

typedef struct look_of_marks {
    const rgba *color; /* of the subjects */
    double r, line;
} look_of_marks;

static bool is_marked(const comparison *c, const comparison_row *r, district_id d) {
    for (size_t s = 0; s < c->n_subjects; s++) {
        const comparison_cell *cell = &r->cell[s];
        if (cell->is_district && cell->district == d) return true;
        for (size_t i = 0; isnan(cell->value) && i < cell->n_parts; i++)
            if (cell->part[i].district == d) return true;
    }
    return false;
}

static void add_dot(sheet_row *row, size_t subject, double value, bool hollow, bool ringed,
                    const look_of_marks *l) {
    const chart_subject *as = &chart_subjects[subject];
    if (isnan(value) || row->strip.n_dots == CHART_STRIP_DOTS) return;
    row->dot[row->strip.n_dots++] = (chart_dot){
        value, {as->shape, l->color[subject], l->r, l->line, hollow, ringed}, (int)subject};
}

static void add_dots(const comparison *c, sheet_row *row, const look_of_marks *l) {
    for (size_t s = 0; s < c->n_subjects; s++) {
        const comparison_cell *cell = &row->of->cell[s];
        add_dot(row, s, cell->value, false, cell->within_margin, l);
        for (size_t i = 0; isnan(cell->value) && i < cell->n_parts; i++)
            add_dot(row, s, cell->part[i].value, true, false, l);
    }
}

static int better_of(const comparison_row *r) {
    direction d = choropleth_indicator(r->map)->better;
    return d == DIRECTION_HIGHER ? 1 : d == DIRECTION_LOWER ? -1 : 0;
}

static err_code make_ends(sheet_rows *all, sheet_row *row, err *e) {
    double low = INFINITY, high = -INFINITY;
    buf text[2] = {BUF_EMPTY, BUF_EMPTY};
    chart_strip *s = &row->strip;
    for (size_t i = 0; i < s->n_others; i++)
        low = fmin(low, s->other[i]), high = fmax(high, s->other[i]);
    for (size_t i = 0; i < s->n_dots; i++)
        low = fmin(low, s->dot[i].value), high = fmax(high, s->dot[i].value);
    if (!(low <= high)) return ERR_OK;
    sheet_rows_number(row->of, low, all->of->language, &text[0]);
    sheet_rows_number(row->of, high, all->of->language, &text[1]);
    err_code rc = sheet_rows_keep(all, &text[0], &s->low_text, e);
    if (!rc) rc = sheet_rows_keep(all, &text[1], &s->high_text, e);
    buf_free(&text[1]);
    return rc;
}

static err_code make_words(sheet_rows *all, sheet_row *row, err *e) {
    buf text = BUF_EMPTY;
    if (row->strip.n_others || row->strip.n_dots) return ERR_OK;
    if (isnan(row->strip.city))
        buf_adds(&text, sheet_words_get(SHEET_NOTHING, all->of->language));
    else
        sheet_words_fill(SHEET_WHOLE_ONLY, all->of->language, &all->whole_low, 1, &text);
    all->whole_only |= !isnan(row->strip.city);
    return sheet_rows_keep(all, &text, &row->strip.words, e);
}

static err_code make_strip(sheet_rows *all, sheet_row *row, const look_of_marks *l, err *e) {
    const comparison_row *r = row->of;
    const double *v = choropleth_values(r->map);
    size_t n = districts_count(choropleth_layer(r->map)->shape->districts);
    row->strip = (chart_strip){.city = r->reference, .target = r->target, .better = better_of(r)};
    row->other = malloc((n + 1) * sizeof *row->other);
    if (!row->other) return err_nomem(e);
    for (district_id d = 0; d < n; d++)
        if (!isnan(v[d]) && !is_marked(all->of, r, d)) row->other[row->strip.n_others++] = v[d];
    row->strip.other = row->other;
    row->strip.dot = row->dot;
    add_dots(all->of, row, l);
    all->others |= row->strip.n_others > 0;
    all->cities |= !isnan(row->strip.city);
    all->target |= !isnan(row->strip.target);
    err_code rc = make_ends(all, row, e);
    return rc ? rc : make_words(all, row, e);
}

/* ---- rows ------------------------------------------------------------------------------- */

static err_code make_texts(sheet_rows *all, sheet_row *row, err *e) {
    const comparison_row *r = row->of;
    lang in = all->of->language;
    buf name = BUF_EMPTY, unit = BUF_EMPTY, period = BUF_EMPTY, detail = BUF_EMPTY;
    choropleth_title(r->map, in, &name);
    choropleth_unit(r->map, in, &unit);
    choropleth_period_text(r->map, in, &period);
    buf_addf(&detail, "%s%s%s", buf_text(&unit), unit.len && period.len ? ", " : "",
             buf_text(&period));
    err_code rc = sheet_rows_keep(all, &name, &row->name, e);
    if (!rc) rc = sheet_rows_keep(all, &unit, &row->unit, e);
    if (!rc) rc = sheet_rows_keep(all, &period, &row->period, e);
    if (!rc) rc = sheet_rows_keep(all, &detail, &row->detail, e);
    buf_free(&name);
    buf_free(&unit);
    buf_free(&period);
    buf_free(&detail);
    return rc;
}

static err_code make_row(sheet_rows *all, const comparison_row *r, const look_of_marks *l,
                         sheet_row *row, err *e) {
    buf whole = BUF_EMPTY;
    row->of = r;
    put_value(all, r, isnan(r->reference) ? r->whole : r->reference, false, &whole);
    all->mean |= r->reference_is == REFERENCE_MEAN;
    err_code rc = sheet_rows_keep(all, &whole, &row->whole, e);
    if (!rc) rc = make_texts(all, row, e);
    for (size_t s = 0; s < all->of->n_subjects && !rc; s++)
        rc = make_cell(all, r, &r->cell[s], &row->cell[s], e);
    return rc ? rc : make_strip(all, row, l, e);
}

static err_code make_whole(sheet_rows *r, err *e) {
    const comparison *c = r->of;
    buf name = BUF_EMPTY, low = BUF_EMPTY;
    const char *given =
        c->atlas->whole_key ? localized_get(&c->atlas->whole_name, c->language) : "";
    buf_adds(&name, *given ? given : wording_get(WORD_WHOLE, c->language));
    sheet_words_common(buf_text(&name), c->language, &low);
    err_code rc = sheet_rows_keep(r, &name, &r->whole, e);
    if (!rc) rc = sheet_rows_keep(r, &low, &r->whole_low, e);
    buf_free(&low);
    return rc;
}

err_code sheet_rows_make(const comparison *c, const chart_inks *inks, double mark_r,
                         double mark_line, bool single, sheet_rows *out, err *e) {
    const look_of_marks l = {out->color, mark_r, mark_line};
    *out = (sheet_rows){.of = c, .n = c->n_rows};
    subject_colors(c, inks, single, out->color);
    out->row = calloc(c->n_rows + 1, sizeof *out->row);
    if (!out->row) return err_nomem(e);
    err_code rc = make_whole(out, e);
    for (size_t i = 0; i < c->n_rows && !rc; i++)
        rc = make_row(out, &c->row[i], &l, &out->row[i], e);
    return rc;
}

void sheet_rows_free(sheet_rows *r) {
    for (size_t i = 0; r->row && i < r->n; i++) free(r->row[i].other);
    free(r->row);
    arena_free(&r->texts);
    *r = (sheet_rows){0};
}
