/* Which indicators are rows, and what a row knows beside its subjects. */
#include "atlas/carry.h"
#include "atlas/comparison_parts.h"
#include "atlas/target.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* A layer of more districts than this, for each of the home layer, is a finer one. */
#define FINER 2

static size_t count_of(const atlas *a, size_t layer) {
    return districts_count(a->layer[layer].shape->districts);
}

static size_t theme_of(const atlas *a, size_t i) {
    for (size_t t = 0; t < a->n_themes; t++)
        if (!strcmp(a->theme[t].id, a->indicator[i].theme)) return t;
    return SIZE_MAX;
}

/* ---- periods of a change ---- */

static size_t figures_in(const joined *j, size_t period) {
    size_t n = 0;
    for (size_t d = 0; d < j->n_districts; d++) n += !isnan(joined_values(j, period)[d]);
    return n;
}

/* The earliest before the last that was published for these districts, with as many figures; else
 * the earliest with any; SIZE_MAX: there is none. */
static size_t earliest(const atlas *a, size_t i) {
    const joined *j = &a->indicator[i].data;
    size_t last = j->n_periods - 1, all = figures_in(j, last);
    for (size_t p = 0; p < last && all; p++)
        if (carry_from(a, i, p) == SIZE_MAX && figures_in(j, p) >= all) return p;
    for (size_t p = 0; p < last; p++)
        if (figures_in(j, p)) return p;
    return SIZE_MAX;
}

/* ---- one row ---- */

static bool is_percent(const indicator *ind) {
    return localized_get(&ind->unit, LANG_EN)[0] == '%';
}

/* An amount of which there can be none: half of it and twice as much mean something. */
static bool is_amount(const atlas *a, size_t i) {
    const indicator *ind = &a->indicator[i];
    return (ind->kind == KIND_COUNT || ind->kind == KIND_RATE || ind->kind == KIND_MEAN) &&
           !is_percent(ind) && !a->design[i].in_unit;
}

static look look_of(const comparison *c, const comparison_row *r) {
    const joined *j = &c->atlas->indicator[r->indicator].data;
    look l;
    look_default(&l);
    l.language = c->language;
    l.reference = REFERENCE_WHOLE;
    if (r->period + 1 != j->n_periods)
        snprintf(l.period, sizeof l.period, "%s", j->period[r->period]);
    if (r->since == SIZE_MAX) return l;
    snprintf(l.minus, sizeof l.minus, "@%s", j->period[r->since]);
    l.percent = is_amount(c->atlas, r->indicator);
    return l;
}

static void stretch(comparison_row *r, double v) {
    if (isnan(v)) return;
    if (isnan(r->low) || v < r->low) r->low = v;
    if (isnan(r->high) || v > r->high) r->high = v;
}

static void find_ends(comparison_row *r, size_t n) {
    const double *v = choropleth_values(r->map);
    for (district_id d = 0; d < n; d++) {
        if (isnan(v[d])) continue;
        if (!r->n || v[d] < v[r->lowest]) r->lowest = d;
        if (!r->n || v[d] > v[r->highest]) r->highest = d;
        r->n++;
        stretch(r, v[d]);
    }
    stretch(r, r->reference);
}

/* Percent tells how far two amounts are apart; not of what may be below zero, nor of changes. */
static void find_scale(const atlas *a, comparison_row *r) {
    bool shares = is_percent(&a->indicator[r->indicator]) || r->map->rule.percent;
    r->in_points = shares;
    r->in_unit = !shares && (!is_amount(a, r->indicator) || r->since != SIZE_MAX || r->low < 0 ||
                             r->reference <= 0);
}

static err_code make_row(const comparison *c, comparison_row *r, err *e) {
    const atlas *a = c->atlas;
    const look l = look_of(c, r);
    err_code rc = choropleth_make(a, r->indicator, &l, &r->map, e);
    if (rc) return err_wrap(e, rc, "indicators");
    bool against = r->map->against == REFERENCE_WHOLE || r->map->against == REFERENCE_MEAN;
    r->layer = a->indicator_layer[r->indicator];
    r->theme = theme_of(a, r->indicator);
    r->whole = r->map->whole;
    r->reference = against ? r->map->center : (double)NAN;
    r->reference_is = against ? r->map->against : REFERENCE_NONE;
    const atlas_target *goal = target_of_map(r->map);
    r->target = goal && target_is_comparable(a, r->indicator) ? goal->value : (double)NAN;
    r->low = r->high = NAN;
    r->lowest = r->highest = DISTRICT_NONE;
    find_ends(r, count_of(a, r->layer));
    find_scale(a, r);
    return ERR_OK;
}

static err_code add_row(comparison *c, size_t *cap, size_t i, size_t period, size_t since, err *e) {
    err_code rc = array_reserve(&c->row, cap, c->n_rows + 1, sizeof *c->row, e);
    if (rc) return rc;
    comparison_row *r = &c->row[c->n_rows++];
    *r = (comparison_row){.indicator = i, .period = period, .since = since};
    return make_row(c, r, e);
}

/* ---- rows that are named ---- */

static err_code find_period(const atlas *a, size_t i, const char *period, size_t *at, size_t *since,
                            err *e) {
    const indicator *ind = &a->indicator[i];
    const joined *j = &ind->data;
    *since = SIZE_MAX;
    if (joined_find_period(j, period, at)) return ERR_OK;
    if (strcmp(period, "change") != 0)
        return err_tell(
            e, ERR_NOTFOUND,
            "indicators: %s has no period \"%.60s\"; it has %zu, from \"%s\" to \"%s\", "
            "and \"change\"",
            "indicators: %s har ingen period \"%.60s\"; den har %zu, från \"%s\" till \"%s\", och "
            "\"change\"",
            ind->id, period, j->n_periods, j->period[0], j->period[j->n_periods - 1]);
    *at = j->n_periods - 1;
    *since = earliest(a, i);
    return *since != SIZE_MAX
               ? ERR_OK
               : err_tell(e, ERR_RANGE,
                          "indicators: %s has no earlier period to tell a change from",
                          "indicators: %s har ingen tidigare period att mäta en förändring från",
                          ind->id);
}

static bool has_row(const comparison *c, size_t of, size_t period, size_t since) {
    for (size_t i = 0; i < c->n_rows; i++)
        if (c->row[i].indicator == of && c->row[i].period == period && c->row[i].since == since)
            return true;
    return false;
}

static err_code add_named(comparison *c, size_t *cap, char *name, err *e) {
    char *at = strchr(name, '@');
    size_t i, period = 0, since = SIZE_MAX;
    if (at) *at++ = 0;
    err_code rc = atlas_find_indicator(c->atlas, name, &i, e);
    if (rc) return err_wrap(e, rc, "indicators");
    const indicator *ind = &c->atlas->indicator[i];
    if (ind->kind == KIND_CATEGORY)
        return err_tell(e, ERR_RANGE, "indicators: %s has categories, which are not compared",
                        "indicators: %s har kategorier, som inte jämförs", ind->id);
    period = ind->data.n_periods - 1;
    if (at) rc = find_period(c->atlas, i, at, &period, &since, e);
    if (rc) return rc;
    if (has_row(c, i, period, since))
        return err_tell(e, ERR_RANGE, "indicators: %s is named twice",
                        "indicators: %s är nämnt två gånger", ind->id);
    return add_row(c, cap, i, period, since, e);
}

static err_code add_all_named(comparison *c, size_t *cap, const char *list, err *e) {
    strlist names = {0};
    err_code rc = strlist_split(&names, list, e);
    if (!rc && !names.count)
        rc = err_tell(e, ERR_RANGE, "indicators: name at least one, or leave it out",
                      "indicators: ange minst ett, eller utelämna det");
    for (size_t i = 0; i < names.count && !rc; i++) rc = add_named(c, cap, names.item[i], e);
    strlist_free(&names);
    return rc;
}

/* ---- rows that nobody named ---- */

static bool is_in_reach(const comparison *c, size_t layer) {
    if (count_of(c->atlas, layer) > FINER * count_of(c->atlas, c->home)) return false;
    for (size_t s = 0; s < c->n_subjects; s++)
        if (comparison_place_of(c->atlas, &c->subject[s], layer).n) return true;
    return false;
}

static bool compares(const atlas *a, size_t i) {
    indicator_kind kind = a->indicator[i].kind;
    compare_as how = a->design[i].compare;
    if (how != COMPARE_BY_KIND) return how != COMPARE_NOT;
    return kind != KIND_COUNT && kind != KIND_CATEGORY && !a->design[i].forecast;
}

static bool is_candidate(const comparison *c, size_t i) {
    return compares(c->atlas, i) && is_in_reach(c, c->atlas->indicator_layer[i]);
}

/* Whether an indicator of the same series is to be preferred: that of the home layer, else the
 * first in reach. */
static bool gives_way(const comparison *c, size_t i) {
    const atlas *a = c->atlas;
    if (!*a->indicator[i].series || a->indicator_layer[i] == c->home) return false;
    for (size_t k = 0; k < a->n_indicators; k++)
        if (k != i && !strcmp(a->indicator[k].series, a->indicator[i].series) &&
            (a->indicator_layer[k] == c->home || k < i) && is_candidate(c, k))
            return true;
    return false;
}

const char *const comparison_why_names[COMPARISON__WHYS] = {NULL, "manifest", "series", "layer"};

comparison_why comparison_why_not(const comparison *c, size_t i) {
    indicator_kind kind = c->atlas->indicator[i].kind;
    if (c->chosen || kind == KIND_COUNT || kind == KIND_CATEGORY) return COMPARISON_SHOWN;
    if (!is_in_reach(c, c->atlas->indicator_layer[i])) return COMPARISON_BY_LAYER;
    if (!compares(c->atlas, i)) return COMPARISON_BY_MANIFEST;
    return gives_way(c, i) ? COMPARISON_BY_SERIES : COMPARISON_SHOWN;
}

static err_code add_default(comparison *c, size_t *cap, size_t i, err *e) {
    const joined *j = &c->atlas->indicator[i].data;
    size_t since = SIZE_MAX;
    if (c->atlas->design[i].compare == COMPARE_CHANGE) {
        since = earliest(c->atlas, i);
        if (since == SIZE_MAX) return ERR_OK;
    }
    return add_row(c, cap, i, j->n_periods - 1, since, e);
}

static err_code add_defaults(comparison *c, size_t *cap, err *e) {
    err_code rc = ERR_OK;
    for (size_t i = 0; i < c->atlas->n_indicators && !rc; i++)
        if (is_candidate(c, i) && !gives_way(c, i)) rc = add_default(c, cap, i, e);
    return rc;
}

/* ---- all ---- */

/* By theme, otherwise as they are. */
static err_code sort_rows(comparison *c, err *e) {
    const atlas *a = c->atlas;
    comparison_row *sorted = malloc((c->n_rows + 1) * sizeof *sorted);
    size_t n = 0;
    if (!sorted) return err_nomem(e);
    for (size_t t = 0; t <= a->n_themes; t++)
        for (size_t i = 0; i < c->n_rows; i++)
            if (c->row[i].theme == (t < a->n_themes ? t : SIZE_MAX)) sorted[n++] = c->row[i];
    free(c->row);
    c->row = sorted;
    return ERR_OK;
}

err_code comparison_rows_make(comparison *c, const char *indicators, err *e) {
    size_t cap = 0;
    err_code rc = indicators ? add_all_named(c, &cap, indicators, e) : add_defaults(c, &cap, e);
    return rc ? rc : sort_rows(c, e);
}
