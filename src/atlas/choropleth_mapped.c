#include "atlas/choropleth_mapped.h"
#include "base/text.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* ---- the rule ---- */

static bool same_unit(const indicator *a, const indicator *b) {
    for (int l = 0; l < LANG_COUNT; l++)
        if (strcmp(localized_get(&a->unit, (lang)l), localized_get(&b->unit, (lang)l)) != 0)
            return false;
    return true;
}

static err_code no_period(const char *option, const indicator *ind, const char *period, err *e) {
    const joined *j = &ind->data;
    return err_tell(e, ERR_NOTFOUND,
                    "%s: %s has no period \"%s\"; it has %zu, from \"%s\" to \"%s\"",
                    "%s: %s har ingen period \"%s\"; den har %zu, från \"%s\" till \"%s\"", option,
                    ind->id, period, j->n_periods, j->period[0], j->period[j->n_periods - 1]);
}

static err_code check_layer(const atlas *a, size_t index, size_t other, const char *option,
                            const mapped_use *use, err *e) {
    if (a->indicator_layer[index] == a->indicator_layer[other]) return ERR_OK;
    const char *two = a->indicator[other].id, *one = a->indicator[index].id;
    const char *there = atlas_layer_of(a, other)->id, *here = atlas_layer_of(a, index)->id;
    err_set(e, ERR_RANGE,
            "%s: %s lies on the layer %s, %s on %s: only figures for the same districts can %s",
            option, two, there, one, here, use->en);
    return err_sv(
        e, ERR_RANGE,
        "%s: %s hör till indelningen %s, %s till %s: bara uppgifter för samma områden kan "
        "%s",
        option, two, there, one, here, use->sv);
}

err_code choropleth_mapped_other(const atlas *a, size_t index, const char *option, const char *text,
                                 const mapped_use *use, mapped_other *out, err *e) {
    const char *period;
    char id[TEXT_ID_MAX + 1] = "";
    mapped_other o = {index, SIZE_MAX};
    size_t n = look_other_id(text, &period);
    memcpy(id, text, n);
    err_code rc = n ? atlas_find_indicator(a, id, &o.indicator, e) : ERR_OK;
    if (rc) return err_wrap(e, rc, "%s", option);
    if ((rc = check_layer(a, index, o.indicator, option, use, e))) return rc;
    const indicator *other = &a->indicator[o.indicator];
    if (period && !joined_find_period(&other->data, period, &o.period))
        return no_period(option, other, period, e);
    *out = o;
    return ERR_OK;
}

err_code choropleth_mapped_same_period(const char *option, const indicator *ind, const char *period,
                                       size_t *out, err *e) {
    return joined_find_period(&ind->data, period, out) ? ERR_OK : no_period(option, ind, period, e);
}

static err_code other_unit(const indicator *one, const indicator *two, err *e) {
    err_set(e, ERR_RANGE,
            "minus: %s is in \"%s\", %s in \"%s\": only figures of one unit can be taken off each "
            "other",
            two->id, localized_get(&two->unit, LANG_EN), one->id,
            localized_get(&one->unit, LANG_EN));
    return err_sv(e, ERR_RANGE,
                  "minus: %s är i \"%s\", %s i \"%s\": bara uppgifter i samma enhet kan dras från "
                  "varandra",
                  two->id, localized_get(&two->unit, LANG_SV), one->id,
                  localized_get(&one->unit, LANG_SV));
}

static err_code find_other(const atlas *a, size_t index, const look *l, mapped_rule *r, err *e) {
    mapped_other o;
    static const mapped_use use = {"be taken off each other", "dras från varandra"};
    err_code rc = choropleth_mapped_other(a, index, "minus", l->minus, &use, &o, e);
    if (rc) return rc;
    const indicator *one = &a->indicator[index], *two = &a->indicator[o.indicator];
    if (two->kind == KIND_CATEGORY || !same_unit(one, two)) return other_unit(one, two, e);
    r->other = two;
    r->other_period = o.period;
    return ERR_OK;
}

err_code choropleth_mapped_rule(const atlas *a, size_t index, const look *l, mapped_rule *out,
                                err *e) {
    const indicator *ind = &a->indicator[index];
    mapped_rule r = {.ind = ind, .other_period = SIZE_MAX, .metric = l->metric};
    bool figures = r.metric == &metric_kinds[0];
    if (ind->kind == KIND_CATEGORY && (*l->minus || !figures))
        return err_tell(e, ERR_RANGE, "%s: %s has categories, which are no numbers to reckon with",
                        "%s: %s har kategorier, som inte är tal att räkna med",
                        *l->minus ? "minus" : "metric", ind->id);
    err_code rc = *l->minus ? find_other(a, index, l, &r, e) : ERR_OK;
    if (rc) return rc;
    r.percent = l->percent && r.other;
    r.plain = figures && !r.other;
    r.is_count = ind->kind == KIND_COUNT && !r.percent;
    *out = r;
    return ERR_OK;
}

/* ---- figures ---- */

double choropleth_mapped_change(const mapped_rule *r, double now, double then) {
    if (!r->percent) return metric_difference(now, then);
    return then > 0 ? 100 * metric_difference(now, then) / then : (double)NAN;
}

static void change_district(const mapped_rule *r, size_t mine, size_t other, size_t d,
                            mapped_figures *out) {
    const joined *a = &r->ind->data, *b = &r->other->data;
    out->value[d] = choropleth_mapped_change(r, a->value[mine], b->value[other]);
    out->flags[d] = a->flags[mine] | b->flags[other];
    out->state[d] = a->state[mine] != VALUE_PRESENT ? a->state[mine] : b->state[other];
    if (out->state[d] == VALUE_PRESENT && isnan(out->value[d])) out->state[d] = VALUE_CANNOT_OCCUR;
}

static bool other_period(const mapped_rule *r, size_t period, size_t *out) {
    *out = r->other_period;
    if (*out != SIZE_MAX) return true;
    return joined_find_period(&r->other->data, r->ind->data.period[period], out);
}

static void all_missing(size_t n, mapped_figures *out) {
    for (size_t d = 0; d < n; d++) {
        out->value[d] = NAN;
        out->state[d] = VALUE_MISSING;
        out->flags[d] = 0;
    }
    out->whole = NAN;
}

static err_code take_figures(const mapped_rule *r, size_t period, bool lenient, mapped_figures *out,
                             err *e) {
    const joined *j = &r->ind->data;
    size_t n = j->n_districts, first = period * n, other;
    if (!r->other) {
        memcpy(out->value, j->value + first, n * sizeof *out->value);
        memcpy(out->state, j->state + first, n);
        memcpy(out->flags, j->flags + first, n);
        out->whole = j->whole[period];
        return ERR_OK;
    }
    if (!other_period(r, period, &other)) {
        all_missing(n, out);
        return lenient ? ERR_OK : no_period("minus", r->other, j->period[period], e);
    }
    for (size_t d = 0; d < n; d++) change_district(r, first + d, other * n + d, d, out);
    out->whole = choropleth_mapped_change(r, j->whole[period], r->other->data.whole[other]);
    return ERR_OK;
}

static err_code take_metric(const mapped_rule *r, bool lenient, mapped_figures *out, err *e) {
    const metric_kind *m = r->metric;
    size_t n = r->ind->data.n_districts;
    if (m->needs_whole && !(out->whole > 0) && !lenient)
        return err_tell(e, ERR_RANGE,
                        "metric: \"%s\" needs a value of the whole above zero, and %s has "
                        "none in this period",
                        "metric: \"%s\" behöver ett värde för helheten som är större än noll, och "
                        "%s har inget för den här perioden",
                        m->name, r->ind->id);
    if (m->needs_whole && !(out->whole > 0)) {
        all_missing(n, out);
        return ERR_OK;
    }
    double *raw = malloc((n + 1) * sizeof *raw);
    if (!raw) return err_nomem(e);
    memcpy(raw, out->value, n * sizeof *raw);
    err_code rc = m->compute(raw, n, out->whole, out->value, &out->whole, e);
    free(raw);
    return rc;
}

err_code choropleth_mapped_period(const mapped_rule *r, size_t period, bool lenient,
                                  mapped_figures *out, err *e) {
    size_t n = r->ind->data.n_districts;
    mapped_figures f = {calloc(n + 1, sizeof *f.value), calloc(n + 1, 1), calloc(n + 1, 1),
                        (double)NAN};
    err_code rc = f.value && f.state && f.flags ? ERR_OK : err_nomem(e);
    if (!rc) rc = take_figures(r, period, lenient, &f, e);
    if (!rc) rc = take_metric(r, lenient, &f, e);
    if (rc)
        choropleth_mapped_free(&f);
    else
        *out = f;
    return rc;
}

void choropleth_mapped_free(mapped_figures *f) {
    free(f->value);
    free(f->state);
    free(f->flags);
    *f = (mapped_figures){0};
}
