#include "atlas/choropleth_pair.h"
#include "atlas/choropleth_classes.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* ---- what goes with it ---- */

/* `instead`: what goes with it, as an option's value. */
static err_code refuse(const char *option, const char *value, const char *instead, err *e) {
    return err_tell(e, ERR_RANGE,
                    "%s: \"%s\" does not go with bivariate, whose colors are pairs of classes of "
                    "the figures themselves; take %s",
                    "%s: \"%s\" går inte ihop med bivariate, där färgerna är par av klasser av "
                    "uppgifterna själva; välj %s",
                    option, value, instead);
}

static err_code refuse_method(const char *name, err *e) {
    return err_tell(
        e, ERR_RANGE,
        "method: \"%s\" does not go with bivariate, whose colors are pairs of classes of "
        "the figures themselves; take one that makes three classes, as quantile",
        "method: \"%s\" går inte ihop med bivariate, där färgerna är par av klasser av "
        "uppgifterna själva; välj en som gör tre klasser, som quantile",
        name);
}

static err_code refuse_reference(const look *l, err *e) {
    buf name = BUF_EMPTY;
    look_option_find("reference")->format(l, &name);
    err_code rc = buf_status(&name, e);
    if (!rc) rc = refuse("reference", buf_text(&name), "reference=none", e);
    buf_free(&name);
    return rc;
}

static err_code check_look(const look *l, err *e) {
    const classify_method *m = l->method;
    if (l->reference != REFERENCE_NONE) return refuse_reference(l, e);
    if (*l->minus) return refuse("minus", l->minus, "minus=none", e);
    if (l->metric != &metric_kinds[0]) return refuse("metric", l->metric->name, "metric=value", e);
    if (m->continuous || m->own_count) return refuse_method(m->name, e);
    if (m->takes_breaks && l->n_breaks != SECOND_BREAKS)
        return err_tell(e, ERR_RANGE, "breaks: %d of them, with a second indicator",
                        "breaks: %d stycken, med ett andra mått", SECOND_BREAKS);
    return ERR_OK;
}

static err_code check_numbers(const indicator *ind, err *e) {
    if (ind->kind != KIND_CATEGORY) return ERR_OK;
    return err_tell(e, ERR_RANGE,
                    "bivariate: %s has categories, and each side has classes of numbers",
                    "bivariate: %s har kategorier, och var sida har klasser av tal", ind->id);
}

/* ---- figures ---- */

static err_code find_second(choropleth *c, err *e) {
    const joined *j = &choropleth_indicator(c)->data;
    static const mapped_use use = {"make pairs", "bilda par"};
    mapped_other o;
    err_code rc = choropleth_mapped_other(c->atlas, c->indicator, "bivariate", c->look.bivariate,
                                          &use, &o, e);
    if (rc) return rc;
    const indicator *ind = &c->atlas->indicator[o.indicator];
    if (o.period == SIZE_MAX)
        rc = choropleth_mapped_same_period("bivariate", ind, j->period[c->period], &o.period, e);
    if (!rc) rc = check_numbers(choropleth_indicator(c), e);
    if (!rc) rc = check_numbers(ind, e);
    if (!rc && ind == choropleth_indicator(c) && o.period == c->period)
        rc = err_tell(e, ERR_RANGE, "bivariate: %s in %s is the map's own; name another",
                      "bivariate: %s för %s är kartans eget; välj ett annat", ind->id,
                      j->period[c->period]);
    if (rc) return rc;
    size_t first = o.period * j->n_districts;
    c->second = (choropleth_second){.ind = ind,
                                    .period = o.period,
                                    .value = ind->data.value + first,
                                    .state = ind->data.state + first,
                                    .flags = ind->data.flags + first};
    return ERR_OK;
}

static void take_both(choropleth *c) {
    const joined *j = &choropleth_indicator(c)->data;
    const choropleth_second *s = &c->second;
    size_t first = c->period * j->n_districts;
    for (size_t d = 0; d < j->n_districts; d++) {
        size_t at = first + d;
        c->own.state[d] = j->state[at] != VALUE_PRESENT ? j->state[at] : s->state[d];
        c->own.flags[d] = j->flags[at] | s->flags[d];
        c->own.value[d] = isnan(s->value[d]) ? (double)NAN : j->value[at];
    }
}

err_code choropleth_pair_figures(choropleth *c, err *e) {
    const joined *j = &choropleth_indicator(c)->data;
    err_code rc = check_look(&c->look, e);
    if (!rc) rc = find_second(c, e);
    if (!rc) rc = choropleth_mapped_rule(c->atlas, c->indicator, &c->look, &c->rule, e);
    if (!rc) rc = choropleth_mapped_period(&c->rule, c->period, false, &c->own, e);
    if (rc) return rc;
    take_both(c);
    c->value = c->own.value;
    c->state = c->own.state;
    c->flags = c->own.flags;
    c->whole = j->whole[c->period];
    return ERR_OK;
}

/* ---- classes ---- */

/* The second's figures of the districts that have both; pooled, of all its periods. */
static err_code pile_second(const choropleth *c, double **out, size_t *n, err *e) {
    const joined *j = &c->second.ind->data;
    size_t all = c->look.pooled ? j->n_periods * j->n_districts : j->n_districts;
    double *v = malloc((all + 1) * sizeof *v);
    if (!v) return err_nomem(e);
    memcpy(v, c->look.pooled ? j->value : c->second.value, all * sizeof *v);
    for (size_t d = 0; d < all && !c->look.pooled; d++)
        if (isnan(c->value[d])) v[d] = NAN;
    *out = v;
    *n = all;
    return ERR_OK;
}

static err_code class_second(choropleth *c, const classify_method *m, err *e) {
    const look *l = &c->look;
    classify_request r = {.classes = RAMP_SIDE, .closed = l->closed, .rounded = l->rounded};
    double *v = NULL;
    size_t n = 0;
    if (l->has_second_breaks) {
        m = classify_find("manual");
        r.breaks = l->second_breaks;
        r.n_breaks = SECOND_BREAKS;
    }
    err_code rc = pile_second(c, &v, &n, e);
    if (!rc) rc = classify(m, v, n, &r, &c->second.breaks, e);
    free(v);
    return rc ? err_wrap(e, rc, "%s", c->second.ind->id) : ERR_OK;
}

err_code choropleth_pair_classes(choropleth *c, err *e) {
    const classify_method *m = c->look.method;
    look plain;
    look_default(&plain);
    c->look.classes = RAMP_SIDE;
    err_code rc = choropleth_classes(c, e);
    return rc ? rc : class_second(c, m->takes_breaks ? plain.method : m, e);
}

int choropleth_pair_class(const choropleth *c, district_id d) {
    int column = class_of(&c->breaks, c->value[d]);
    int row = class_of(&c->second.breaks, c->second.value[d]);
    return column < 0 || row < 0 ? -1 : row * (int)c->breaks.count + column;
}

err_code choropleth_pair_breaks_alone(err *e) {
    return err_tell(e, ERR_RANGE,
                    "bivariate-breaks: they are edges of a second indicator's classes; name it, as "
                    "bivariate=INDICATOR",
                    "bivariate-breaks: det är gränser för ett andra måtts klasser; ange det, som "
                    "bivariate=MÅTT");
}

/* ---- colors ---- */

err_code choropleth_pair_ramp(const choropleth *c, err *e) {
    bool pair = c->second.ind;
    if (!c->look.ramp || (ramp_kind_of(c->look.ramp) == RAMP_BIVARIATE) == pair) return ERR_OK;
    if (pair)
        return err_tell(e, ERR_RANGE,
                        "ramp: %s is not made for two indicators; kartblad ramps lists those that "
                        "are, as bivariate",
                        "ramp: %s är inte gjord för två mått; välj en som är det",
                        ramp_name(c->look.ramp));
    return err_tell(e, ERR_RANGE,
                    "ramp: %s is made for two indicators; name the second one, as "
                    "bivariate=INDICATOR",
                    "ramp: %s är gjord för två mått; ange det andra, som bivariate=MÅTT",
                    ramp_name(c->look.ramp));
}

/* Which of the ramp's three: of one class the middle. */
static size_t side(size_t i, size_t n) { return n > 1 ? i * (RAMP_SIDE - 1) / (n - 1) : 1; }

void choropleth_pair_colors(choropleth *c) {
    rgba all[RAMP_SIDE * RAMP_SIDE];
    size_t columns = c->breaks.count, rows = c->second.breaks.count;
    ramp_classes(c->look.ramp, RAMP_SIDE * RAMP_SIDE, c->look.reverse, all);
    c->n_colors = columns * rows;
    for (size_t i = 0; i < c->n_colors; i++)
        c->color[i] = all[RAMP_SIDE * side(i / columns, rows) + side(i % columns, columns)];
}
