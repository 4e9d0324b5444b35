#include "atlas/carry.h"
#include "atlas/division.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* ---- asking ---------------------------------------------------------------------------------- */

size_t carry_from(const atlas *a, size_t index, size_t period) {
    const size_t *carried = a->origin[index].carried;
    return carried ? carried[period] : SIZE_MAX;
}

bool carry_same_measure(const atlas *a, size_t i, size_t k) {
    const indicator *x = &a->indicator[i], *y = &a->indicator[k];
    if (!*x->series || strcmp(x->series, y->series) != 0 || x->kind != y->kind) return false;
    for (int l = 0; l < LANG_COUNT; l++)
        if (strcmp(localized_get(&x->unit, (lang)l), localized_get(&y->unit, (lang)l)) != 0)
            return false;
    return true;
}

bool carry_covers(const atlas *a, size_t index, size_t period) {
    const joined *j = &a->indicator[index].data;
    size_t layer = a->indicator_layer[index];
    for (size_t d = 0; d < j->n_districts; d++)
        if (isnan(joined_values(j, period)[d]) && division_has_units(a, layer, (district_id)d))
            return false;
    return true;
}

size_t carry_published(const atlas *a, size_t index) {
    size_t n = 0;
    for (size_t p = 0; p < a->indicator[index].data.n_periods; p++)
        n += carry_from(a, index, p) == SIZE_MAX;
    return n;
}

carry_count carry_count_of(const atlas *a, size_t index, size_t period) {
    const joined *j = &a->indicator[index].data;
    carry_count c = {0};
    for (size_t d = 0; d < j->n_districts; d++) {
        size_t at = period * j->n_districts + d;
        bool missing = j->state[at] != VALUE_PRESENT, derived = j->flags[at] & VALUE_DERIVED;
        ++*(missing ? &c.missing : derived ? &c.derived : &c.published);
    }
    return c;
}

static group_figure figure_from(const atlas *a, size_t from, size_t period, division_parts parts,
                                bool covers) {
    group_figure f = group_figure_of_parts(a, from, period, parts.part, parts.count);
    if (parts.count > 1 && f.lack == GROUP_WHOLE && !covers) {
        f.lack = GROUP_MISSING;
        f.value = (double)NAN;
        f.derived = false;
    }
    return f;
}

group_figure carry_figure(const atlas *a, size_t from, size_t period, size_t to, district_id d) {
    return figure_from(a, from, period, division_parts_of(a, to, d, a->indicator_layer[from]),
                       carry_covers(a, from, period));
}

/* ---- from where to where -----------------------------------------------------------------------
 */

/* Each district of `to` that the divisions know is made of whole districts of `from`. */
static bool layers_fit(const atlas *a, size_t to, size_t from) {
    size_t n = districts_count(a->layer[to].shape->districts), known = 0;
    for (size_t d = 0; d < n; d++) {
        if (!division_has_units(a, to, (district_id)d)) continue;
        if (!division_parts_of(a, to, (district_id)d, from).count) return false;
        known++;
    }
    return known > 0;
}

static bool can_carry(const atlas *a, size_t to, size_t from) {
    size_t there = a->indicator_layer[to], here = a->indicator_layer[from];
    return there != here && a->indicator[to].kind != KIND_CATEGORY && !a->design[to].forecast &&
           !a->design[from].forecast && carry_same_measure(a, to, from) &&
           layers_fit(a, there, here);
}

static bool has_figures(const joined *j, size_t period) {
    for (size_t d = 0; d < j->n_districts; d++)
        if (j->state[period * j->n_districts + d] != VALUE_MISSING) return true;
    return false;
}

/* ---- one period
 * ---------------------------------------------------------------------------------- */

static double beside_at(const double *all, size_t at) { return all ? all[at] : (double)NAN; }

/* The same borders: the figure as published, with all that goes with it. */
static value_cell published_cell(const joined *j, size_t period, district_id d) {
    size_t at = period * j->n_districts + d;
    return (value_cell){.value = j->value[at],
                        .state = (value_state)j->state[at],
                        .flags = j->flags[at],
                        .margin = beside_at(j->margin, at),
                        .low = beside_at(j->low, at),
                        .high = beside_at(j->high, at),
                        .sample = beside_at(j->sample, at),
                        .note = j->note && j->note[at] ? j->note[at] : "",
                        .told = j->told ? j->told[at] : NULL};
}

static value_cell derived_cell(const group_figure *f) {
    bool whole = f->lack == GROUP_WHOLE;
    return (value_cell){.value = f->value,
                        .state = whole ? VALUE_PRESENT : VALUE_MISSING,
                        .flags = whole ? VALUE_DERIVED : 0,
                        .margin = NAN,
                        .low = NAN,
                        .high = NAN,
                        .sample = NAN,
                        .note = ""};
}

static err_code store_districts(atlas *a, size_t to, size_t at, size_t from, size_t period,
                                err *e) {
    joined *j = &a->indicator[to].data;
    const joined *given = &a->indicator[from].data;
    size_t layer = a->indicator_layer[to], source = a->indicator_layer[from];
    bool covers = carry_covers(a, from, period);
    err_code rc = ERR_OK;
    for (size_t d = 0; d < j->n_districts && !rc; d++) {
        division_parts parts = division_parts_of(a, layer, (district_id)d, source);
        group_figure f = figure_from(a, from, period, parts, covers);
        value_cell c =
            parts.count == 1 ? published_cell(given, period, parts.part[0]) : derived_cell(&f);
        rc = joined_store(j, at, (district_id)d, &c, e);
    }
    return rc;
}

static bool any_figure(const atlas *a, size_t to, size_t from, size_t period) {
    bool covers = carry_covers(a, from, period);
    size_t layer = a->indicator_layer[to], source = a->indicator_layer[from];
    for (size_t d = 0; d < a->indicator[to].data.n_districts; d++) {
        division_parts parts = division_parts_of(a, layer, (district_id)d, source);
        if (figure_from(a, from, period, parts, covers).lack == GROUP_WHOLE) return true;
    }
    return false;
}

static err_code add_source(joined *j, size_t at, const char *source, err *e) {
    buf text = BUF_EMPTY;
    bool both = *j->source[at] && *source && strcmp(j->source[at], source) != 0;
    buf_addf(&text, "%s%s%s", both ? j->source[at] : "", both ? "; " : "",
             *source ? source : j->source[at]);
    err_code rc = buf_status(&text, e);
    if (!rc) {
        free(j->source[at]);
        rc = (j->source[at] = strdup(buf_text(&text))) ? ERR_OK : err_nomem(e);
    }
    buf_free(&text);
    return rc;
}

/* Keeps atlas_origin.carried beside the periods. */
static err_code mark_carried(atlas *a, size_t to, size_t at, size_t from, bool is_new, err *e) {
    atlas_origin *o = &a->origin[to];
    size_t n = a->indicator[to].data.n_periods, old = n - is_new;
    size_t *wider = malloc((n + 1) * sizeof *wider);
    if (!wider) return err_nomem(e);
    for (size_t p = 0; p < n; p++) {
        size_t before = p - (is_new && p > at);
        wider[p] = o->carried && before < old ? o->carried[before] : SIZE_MAX;
    }
    wider[at] = from;
    free(o->carried);
    o->carried = wider;
    return ERR_OK;
}

static err_code carry_period(atlas *a, size_t to, size_t from, size_t period, err *e) {
    joined *j = &a->indicator[to].data;
    const joined *given = &a->indicator[from].data;
    size_t at = 0;
    bool there = joined_find_period(j, given->period[period], &at);
    if (carry_from(a, from, period) != SIZE_MAX || (there && has_figures(j, at)) ||
        !any_figure(a, to, from, period))
        return ERR_OK;
    err_code rc = there ? ERR_OK : joined_add_period(j, given->period[period], &at, e);
    if (!rc) rc = mark_carried(a, to, at, from, !there, e);
    if (!rc) rc = store_districts(a, to, at, from, period, e);
    if (!rc) rc = add_source(j, at, given->source[period], e);
    if (!rc && isnan(j->whole[at])) j->whole[at] = given->whole[period];
    return rc;
}

/* ---- all
 * ------------------------------------------------------------------------------------------- */

static err_code carry_to(atlas *a, size_t to, err *e) {
    err_code rc = ERR_OK;
    for (size_t from = 0; from < a->n_indicators && !rc; from++) {
        if (!can_carry(a, to, from)) continue;
        for (size_t p = 0; p < a->indicator[from].data.n_periods && !rc; p++)
            rc = carry_period(a, to, from, p, e);
    }
    return rc ? err_wrap(e, rc, "indicator \"%s\"", a->indicator[to].id) : ERR_OK;
}

/* Counts first: they may be weights of the others. */
err_code carry_over(atlas *a, err *e) {
    err_code rc = ERR_OK;
    if (!division_units(a)) return ERR_OK;
    for (int counts = 1; counts >= 0; counts--)
        for (size_t i = 0; i < a->n_indicators && !rc; i++)
            if ((a->indicator[i].kind == KIND_COUNT) == counts) rc = carry_to(a, i, e);
    return rc;
}
