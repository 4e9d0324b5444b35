#include "atlas/series.h"
#include "atlas/carry.h"
#include "atlas/division.h"

#include <ctype.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

/* ---- periods on an axis ---------------------------------------------------------------------- */

static bool read_digits(const char **text, size_t count, int *out) {
    *out = 0;
    for (size_t i = 0; i < count; i++) {
        if (!isdigit((unsigned char)(*text)[i])) return false;
        *out = *out * 10 + ((*text)[i] - '0');
    }
    *text += count;
    return true;
}

static const struct { /* what a year is cut into: "2017M08", "2017 Q1", "2017K1", "2017H2" */
    const char *letters;
    size_t digits;
    int of;
} cuts[] = {{"Mm", 2, 12}, {"QqKk", 1, 4}, {"Hh", 1, 2}};

static double part_of_year(const char *text) {
    while (*text == ' ' || *text == '-') text++;
    for (size_t i = 0; i < sizeof cuts / sizeof *cuts; i++) {
        int n;
        const char *rest = text + 1;
        if (!*text || !strchr(cuts[i].letters, *text)) continue;
        if (!read_digits(&rest, cuts[i].digits, &n) || *rest || n < 1 || n > cuts[i].of) continue;
        return (n - 0.5) / cuts[i].of;
    }
    return (double)NAN;
}

/* "-08", "/18", "-2017": a month, or a second year. */
static double rest_of_years(int year, const char *text) {
    int n;
    bool month = *text == '-';
    text += strcspn(text, "0123456789");
    size_t digits = strspn(text, "0123456789");
    if ((digits != 2 && digits != 4) || !read_digits(&text, digits, &n) || *text)
        return (double)NAN;
    if (digits == 4) return n > year ? (n - year) / 2.0 : (double)NAN;
    if (month && n >= 1 && n <= 12) return (n - 0.5) / 12;
    return n == (year + 1) % 100 ? 0.5 : (double)NAN;
}

double series_year(const char *period) {
    int year;
    if (!read_digits(&period, 4, &year)) return (double)NAN;
    if (!*period) return year;
    bool years = (*period == '/' || *period == '-') && isdigit((unsigned char)period[1]);
    /* an en dash joins two years as well */
    if (!strncmp(period, "\xE2\x80\x93", 3)) years = true;
    return year + (years ? rest_of_years(year, period) : part_of_year(period));
}

/* ---- figures -----------------------------------------------------------------------------------
 */

typedef struct asking {
    const atlas *a;
    size_t index, layer; /* the indicator that the series is of, and its layer */
    series_of of;
    size_t subject;
} asking;

static group_figure figure_of(const asking *q, size_t index, size_t period) {
    const atlas *a = q->a;
    size_t layer = a->indicator_layer[index];
    if (q->of == SERIES_WHOLE)
        return (group_figure){.value = a->indicator[index].data.whole[period]};
    if (q->of == SERIES_DISTRICT)
        return carry_figure(a, index, period, q->layer, (district_id)q->subject);
    group_figure f = group_figure_of(a, q->subject, index, period);
    if (f.derived && layer != q->layer && !carry_covers(a, index, period))
        return (group_figure){.value = (double)NAN, .lack = GROUP_MISSING};
    return f;
}

static err_code add_points(const asking *q, size_t index, bool later, series_line *line, err *e) {
    const joined *j = &q->a->indicator[index].data;
    series_point *more = realloc(line->point, (line->count + j->n_periods + 1) * sizeof *more);
    if (!more) return err_nomem(e);
    line->point = more;
    size_t known = line->count;
    for (size_t p = 0; p < j->n_periods; p++) {
        bool there = carry_from(q->a, index, p) != SIZE_MAX;
        for (size_t i = 0; i < known && later; i++)
            there |= !strcmp(line->point[i].period, j->period[p]);
        if (there) continue;
        group_figure f = figure_of(q, index, p);
        more[line->count++] = (series_point){.period = j->period[p],
                                             .value = f.value,
                                             .derived = f.derived,
                                             .forecast = q->a->design[index].forecast};
    }
    return ERR_OK;
}

static bool has_figure(const series_line *line) {
    for (size_t i = 0; i < line->count; i++)
        if (!isnan(line->point[i].value)) return true;
    return false;
}

static err_code add_line(const asking *q, size_t index, bool with_forecasts, series *s, err *e) {
    const atlas *a = q->a;
    series_line *line = &s->line[s->count++];
    *line = (series_line){.indicator = index, .carried = a->indicator_layer[index] != q->layer};
    err_code rc = add_points(q, index, false, line, e);
    for (size_t k = 0; with_forecasts && k < a->n_indicators && !rc; k++)
        if (k != index && a->design[k].forecast && a->indicator_layer[k] == q->layer &&
            carry_same_measure(a, index, k))
            rc = add_points(q, k, true, line, e);
    if (rc || has_figure(line)) return rc;
    free(line->point);
    s->count--;
    return ERR_OK;
}

/* ---- the axis ----------------------------------------------------------------------------------
 */

/* The place among the indicator's own periods, which have those that were carried to it; others
 * come after them. */
static double place_of(const atlas *a, size_t index, const series_point *p, size_t i) {
    const joined *j = &a->indicator[index].data;
    size_t at;
    return joined_find_period(j, p->period, &at) ? (double)at : (double)(j->n_periods + i);
}

static int by_place(const void *a, const void *b) {
    const series_point *x = a, *y = b;
    if (x->at != y->at) return x->at < y->at ? -1 : 1;
    return strcmp(x->period, y->period);
}

static void set_places(const asking *q, series *s) {
    s->in_years = true;
    for (size_t l = 0; l < s->count; l++)
        for (size_t i = 0; i < s->line[l].count; i++)
            if (isnan(series_year(s->line[l].point[i].period))) s->in_years = false;
    for (size_t l = 0; l < s->count; l++) {
        series_line *line = &s->line[l];
        for (size_t i = 0; i < line->count; i++)
            line->point[i].at = s->in_years ? series_year(line->point[i].period)
                                            : place_of(q->a, q->index, &line->point[i], i);
        qsort(line->point, line->count, sizeof *line->point, by_place);
    }
}

/* ---- all
 * ----------------------------------------------------------------------------------------- */

err_code series_make(const atlas *a, size_t index, series_of of, size_t subject, series *out,
                     err *e) {
    asking q = {
        .a = a, .index = index, .layer = a->indicator_layer[index], .of = of, .subject = subject};
    bool forecast = a->design[index].forecast;
    series s = {.line = calloc(a->n_indicators, sizeof *s.line)};
    err_code rc = s.line ? add_line(&q, index, !forecast, &s, e) : err_nomem(e);
    for (size_t k = 0; k < a->n_indicators && !rc; k++) {
        bool joins = a->design[k].forecast && !forecast && a->indicator_layer[k] == q.layer;
        if (k != index && !joins && carry_same_measure(a, index, k))
            rc = add_line(&q, k, false, &s, e);
    }
    if (rc) {
        series_free(&s);
        return rc;
    }
    set_places(&q, &s);
    *out = s;
    return ERR_OK;
}

void series_free(series *s) {
    for (size_t i = 0; s->line && i < s->count; i++) free(s->line[i].point);
    free(s->line);
    *s = (series){0};
}
