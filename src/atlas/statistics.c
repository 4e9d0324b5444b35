#include "atlas/statistics_groups.h"
#include "carto/wording.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

const char *const statistics_wish_names[STATISTICS_WISHES + 1] = {"with", "weight", "parts", NULL};

typedef struct work {
    statistics *s;
    const indicator *of;
    const double *v; /* [n] the map's figures; of a category all missing */
    size_t n;        /* districts */
    pool *workers;
    double *room; /* what v points to, of a category */
} work;

/* ---- sentences ------------------------------------------------------------------------------ */

static err_code warn(work *k, measure_warning w, const char *one, const char *two, err *e) {
    buf text = BUF_EMPTY;
    const char *const args[] = {one, two};
    wording_fill_text(measure_warning_text(w, k->s->map->look.language), args, 2, &text);
    err_code rc = buf_status(&text, e);
    if (!rc) rc = strlist_add(&k->s->warnings, buf_text(&text), e);
    buf_free(&text);
    return rc;
}

static err_code warn_numbers(work *k, measure_warning w, size_t one, size_t two, err *e) {
    char a[24], b[24];
    snprintf(a, sizeof a, "%zu", one);
    snprintf(b, sizeof b, "%zu", two);
    return warn(k, w, a, b, e);
}

static const char *title_of(const work *k, const indicator *ind) {
    return localized_get(&ind->title, k->s->map->look.language);
}

static err_code warn_lacking(work *k, measure_warning w, size_t count, const indicator *in,
                             err *e) {
    char number[24];
    snprintf(number, sizeof number, "%zu", count);
    return count ? warn(k, w, number, title_of(k, in), e) : ERR_OK;
}

/* ---- others that take part ------------------------------------------------------------------ */

static const char *period_of(const work *k) { return k->of->data.period[k->s->map->period]; }

/* "ID" or "ID@PERIOD". */
static err_code find_other(const work *k, const char *wish, statistics_other *out, err *e) {
    const atlas *a = k->s->map->atlas;
    char id[72];
    const char *at = strchr(wish, '@'), *period = at ? at + 1 : period_of(k);
    size_t index, len = at ? (size_t)(at - wish) : strlen(wish);
    snprintf(id, sizeof id, "%.*s", (int)(len < 70 ? len : 70), wish);
    err_code rc = atlas_find_indicator(a, id, &index, e);
    if (rc) return rc;
    const indicator *found = &a->indicator[index];
    if (a->indicator_layer[index] != a->indicator_layer[k->s->map->indicator])
        return err_set(e, ERR_RANGE, "%s has the districts of layer %s; the map's are of layer %s",
                       found->id, atlas_layer_of(a, index)->id, choropleth_layer(k->s->map)->id);
    *out = (statistics_other){found, 0};
    if (joined_find_period(&found->data, period, &out->period)) return ERR_OK;
    return err_set(e, ERR_NOTFOUND,
                   "%s has no figures for \"%.40s\"; another period is asked for as "
                   "%s@PERIOD (its last is \"%.40s\")",
                   found->id, period, found->id,
                   found->data.n_periods ? found->data.period[found->data.n_periods - 1] : "");
}

static err_code find_number(const work *k, const char *wish, statistics_other *out, err *e) {
    err_code rc = find_other(k, wish, out, e);
    if (!rc && out->of->kind == KIND_CATEGORY)
        rc = err_set(e, ERR_RANGE, "%s is a category; numbers are needed", out->of->id);
    return rc;
}

static const double *figures(const statistics_other *o) {
    return joined_values(&o->of->data, o->period);
}

static err_code find_weight(work *k, const char *wish, err *e) {
    const atlas *a = k->s->map->atlas;
    size_t named = a->design[k->s->map->indicator].weight;
    statistics_other *out = &k->s->weight;
    if (wish) {
        err_code rc = find_number(k, wish, out, e);
        if (rc) return rc;
    } else if (named == SIZE_MAX) {
        bool wanted = k->of->kind != KIND_COUNT && k->of->kind != KIND_CATEGORY;
        return wanted ? warn(k, WARN_NO_WEIGHT, NULL, NULL, e) : ERR_OK;
    } else if (!joined_find_period(&a->indicator[named].data, period_of(k), &out->period)) {
        return warn(k, WARN_WEIGHT_PERIOD, title_of(k, &a->indicator[named]), period_of(k), e);
    } else {
        out->of = &a->indicator[named];
    }
    for (size_t i = 0; i < k->n; i++)
        if (figures(out)[i] < 0)
            return err_set(e, ERR_RANGE, "%s has negative figures: it cannot be a weight",
                           out->of->id);
    return ERR_OK;
}

static err_code find_parts(work *k, const char *wish, err *e) {
    if (!wish) return ERR_OK;
    if (statistics_groups_meant(k->s->map->atlas, wish))
        return statistics_groups_parts(k->s, wish, e);
    err_code rc = find_other(k, wish, &k->s->parts, e);
    if (!rc && k->s->parts.of->kind != KIND_CATEGORY)
        rc = err_set(e, ERR_RANGE, "%s is no category: parts are one", k->s->parts.of->id);
    return rc;
}

static err_code find_with(work *k, const char *wish, err *e) {
    return wish ? find_number(k, wish, &k->s->with, e) : ERR_OK;
}

static err_code find_others(work *k, const statistics_wish *w, const char **at_fault, err *e) {
    const struct {
        err_code (*find)(work *, const char *, err *);
        const char *wish;
    } each[STATISTICS_WISHES] = {
        {find_with, w->with}, {find_weight, w->weight}, {find_parts, w->parts}};
    for (size_t i = 0; i < STATISTICS_WISHES; i++) {
        err_code rc = each[i].find(k, each[i].wish, e);
        if (rc && at_fault && each[i].wish) *at_fault = statistics_wish_names[i];
        if (rc) return rc == ERR_NOMEM ? rc : err_wrap(e, rc, "%s", statistics_wish_names[i]);
    }
    return ERR_OK;
}

/* ---- measures ------------------------------------------------------------------------------- */

static err_code summarize(work *k, err *e) {
    const stats *s = &k->s->summary;
    err_code rc = stats_of(k->v, k->n, &k->s->summary, e);
    if (k->of->kind == KIND_CATEGORY) {
        const double *codes = choropleth_figures(k->s->map);
        k->s->summary.n = 0;
        for (size_t i = 0; i < k->n; i++) k->s->summary.n += !isnan(codes[i]);
        k->s->summary.missing = k->n - s->n;
    }
    if (!rc && s->missing) rc = warn_numbers(k, WARN_MISSING, s->missing, k->n, e);
    if (!rc && s->n < STATISTICS_FEW) rc = warn_numbers(k, WARN_FEW, s->n, STATISTICS_FEW, e);
    if (!rc && k->of->kind == KIND_CATEGORY) rc = warn(k, WARN_CATEGORY, NULL, NULL, e);
    if (!rc && k->of->kind == KIND_COUNT) rc = warn(k, WARN_COUNT, NULL, NULL, e);
    if (!rc && k->of->kind == KIND_INDEX) rc = warn(k, WARN_INDEX, NULL, NULL, e);
    return rc;
}

static err_code weigh(work *k, err *e) {
    statistics *s = k->s;
    if (!s->weight.of) return ERR_OK;
    const double *w = figures(&s->weight);
    s->weighted_mean = stats_mean_weighted(k->v, w, k->n, &s->weighted_n, &s->weight_total);
    if (k->of->kind == KIND_COUNT) s->weighted_mean = (double)NAN;
    err_code rc = inequality_of(k->v, w, k->n, &s->weighted, e);
    if (rc || k->of->kind == KIND_CATEGORY) return rc;
    return warn_lacking(k, WARN_WEIGHT_MISSING, s->summary.n - s->weighted_n, s->weight.of, e);
}

static err_code part_of_each(const work *k, uint32_t **out, size_t *without, err *e) {
    uint32_t *part = calloc(k->n + 1, sizeof *part);
    if (!part) return err_nomem(e);
    *out = part;
    if (k->s->part_group) {
        statistics_groups_part_of(k->s, part);
        return ERR_OK;
    }
    const double *code = figures(&k->s->parts);
    for (size_t i = 0; i < k->n; i++) {
        part[i] = isnan(code[i]) ? INEQUALITY_NO_PART : (uint32_t)code[i];
        *without += isnan(code[i]) && !isnan(k->v[i]);
    }
    return ERR_OK;
}

static err_code take_apart(work *k, err *e) {
    const statistics_other *p = &k->s->parts;
    if (!p->of && !k->s->part_group) return ERR_OK;
    uint32_t *part = NULL;
    size_t without = 0, n = p->of ? p->of->n_categories : k->s->n_part_groups;
    err_code rc = part_of_each(k, &part, &without, e);
    if (!rc)
        rc = inequality_theil_parts(k->v, k->s->weight.of ? figures(&k->s->weight) : NULL, part,
                                    k->n, n, &k->s->by_part, e);
    free(part);
    return rc ? rc : warn_lacking(k, WARN_PARTS_MISSING, without, p->of, e);
}

static err_code compare_districts(work *k, err *e) {
    const stats *s = &k->s->summary;
    err_code rc = inequality_of(k->v, NULL, k->n, &k->s->each, e);
    if (!rc && k->s->each.negative) rc = warn(k, WARN_NEGATIVE, NULL, NULL, e);
    if (!rc && s->min == 0) /* NaN is not */
        rc = warn(k, s->max > 0 ? WARN_LOWEST_ZERO : WARN_ALL_ZERO, NULL, NULL, e);
    if (!rc) rc = weigh(k, e);
    return rc ? rc : take_apart(k, e);
}

/* Of shares, with what they are shares of. */
static err_code set_apart(work *k, err *e) {
    const stats *s = &k->s->summary;
    if (k->of->kind != KIND_SHARE || !k->s->weight.of || !s->n) return ERR_OK;
    double whole = localized_get(&k->of->unit, LANG_EN)[0] == '%' ? 100 : 1;
    if (s->min < 0 || s->max > whole) return warn(k, WARN_NO_PROPORTION, NULL, NULL, e);
    double *p = calloc(k->n, sizeof *p);
    if (!p) return err_nomem(e);
    for (size_t i = 0; i < k->n; i++) p[i] = k->v[i] / whole;
    segregation_of(p, figures(&k->s->weight), k->n, &k->s->apart);
    free(p);
    return ERR_OK;
}

static err_code look_around(work *k, err *e) {
    const atlas_layer *layer = choropleth_layer(k->s->map);
    if (k->of->kind == KIND_CATEGORY) return ERR_OK;
    if (!layer->borders) return warn(k, WARN_NO_NEIGHBORS, NULL, NULL, e);
    neighbors *near = NULL;
    err_code rc = coverage_neighbors(layer->borders, true, &near, e);
    if (!rc) {
        spatial_graph g = {near->n, near->first, near->other};
        rc = spatial_moran(k->v, &g, SPATIAL_PERMUTATIONS, SPATIAL_SEED, k->workers,
                           &k->s->neighbors, e);
    }
    neighbors_free(near);
    const spatial *found = &k->s->neighbors;
    if (!rc && found->islands) rc = warn_numbers(k, WARN_ISLANDS, found->islands, 0, e);
    return !rc && isnan(found->i) ? warn(k, WARN_NO_MORAN, NULL, NULL, e) : rc;
}

static err_code pair_up(work *k, err *e) {
    correlation *p = &k->s->pair;
    if (!k->s->with.of) return ERR_OK;
    err_code rc = correlate(k->v, figures(&k->s->with), k->n, p, e);
    if (rc || k->of->kind == KIND_CATEGORY) return rc;
    if (p->n < CORRELATE_LEAST) return warn_numbers(k, WARN_PAIRS, p->n, CORRELATE_LEAST, e);
    return isnan(p->pearson) ? warn(k, WARN_ALIKE, NULL, NULL, e) : ERR_OK;
}

static err_code hold_against_target(work *k, err *e) {
    const choropleth *c = k->s->map;
    k->s->reach = target_reached(c->atlas, c->indicator, k->v, k->n, k->s->whole);
    if (!target_of(c->atlas, c->indicator) || k->s->reach.known) return ERR_OK;
    return warn(k, k->of->better == DIRECTION_NEITHER ? WARN_TARGET_SIDE : WARN_TARGET_COUNT, NULL,
                NULL, e);
}

static err_code measure_all(work *k, const statistics_wish *w, const char **at_fault, err *e) {
    static err_code (*const steps[])(work *, err *) = {
        summarize, compare_districts, set_apart, look_around, pair_up, hold_against_target};
    err_code rc = find_others(k, w, at_fault, e);
    for (size_t i = 0; i < sizeof steps / sizeof *steps && !rc; i++) rc = steps[i](k, e);
    return rc ? rc : statistics_groups_make(k->s, e);
}

err_code statistics_make(choropleth *c, const statistics_wish *w, pool *workers, statistics **out,
                         const char **at_fault, err *e) {
    statistics *s = calloc(1, sizeof *s);
    work k = {.s = s,
              .of = choropleth_indicator(c),
              .n = choropleth_indicator(c)->data.n_districts,
              .workers = workers};
    if (!s) return err_nomem(e);
    s->map = choropleth_ref(c);
    s->whole = k.of->kind == KIND_CATEGORY ? (double)NAN : k.of->data.whole[c->period];
    s->weighted_mean = (double)NAN;
    s->apart = (segregation){0, 0, NAN, NAN, NAN};
    s->pair = (correlation){0, NAN, NAN};
    s->weighted = s->each = (inequality){0, false, NAN, NAN, NAN, NAN, NULL};
    s->neighbors = (spatial){0, 0, NAN, NAN, NAN, SPATIAL_PERMUTATIONS, SPATIAL_SEED, NULL};
    k.v = choropleth_figures(c);
    if (k.of->kind == KIND_CATEGORY) {
        k.v = k.room = calloc(k.n + 1, sizeof *k.room);
        for (size_t i = 0; k.room && i < k.n; i++) k.room[i] = (double)NAN;
    }
    err_code rc = k.v ? measure_all(&k, w, at_fault, e) : err_nomem(e);
    free(k.room);
    if (rc)
        statistics_free(s);
    else
        *out = s;
    return rc;
}

void statistics_free(statistics *s) {
    if (!s) return;
    inequality_free(&s->each);
    inequality_free(&s->weighted);
    inequality_parts_free(&s->by_part);
    spatial_free(&s->neighbors);
    strlist_free(&s->warnings);
    free(s->part_group);
    free(s->group);
    choropleth_unref(s->map);
    free(s);
}
