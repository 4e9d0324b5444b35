#include "atlas/statistics_groups.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static size_t layer_of(const statistics *s) {
    return s->map->atlas->indicator_layer[s->map->indicator];
}

static const districts *names_of(const statistics *s) {
    return choropleth_layer(s->map)->shape->districts;
}

/* ---- a row for each ------------------------------------------------------------------------- */

static wording lack_of(const group_figure *f) {
    static const wording words[] = {[GROUP_WHOLE] = WORD__COUNT,
                                    [GROUP_NO_MEMBERS] = WORD_LACK_MEMBERS,
                                    [GROUP_MISSING] = WORD_LACK_PART,
                                    [GROUP_NO_WEIGHT] = WORD_LACK_WEIGHT,
                                    [GROUP_KIND] = WORD_LACK_KIND};
    return f->lack == GROUP_MISSING && !f->with ? WORD_NO_DATA : words[f->lack];
}

/* A sum is as far from the whole as the group is small: no difference is told of counts. */
static statistics_group row_of(const statistics *s, size_t group) {
    const choropleth *c = s->map;
    statistics_group g = {.group = group, .difference = (double)NAN};
    g.figure = group_figure_of(c->atlas, group, c->indicator, c->period);
    g.lack = lack_of(&g.figure);
    if (choropleth_indicator(c)->kind != KIND_COUNT)
        g.difference = metric_difference(g.figure.value, s->whole);
    return g;
}

err_code statistics_groups_make(statistics *s, err *e) {
    const choropleth *c = s->map;
    const atlas *a = c->atlas;
    bool plain = c->rule.plain && !c->second.ind && choropleth_indicator(c)->kind != KIND_CATEGORY;
    if (!plain || !a->n_groups) return ERR_OK;
    if (!(s->group = calloc(a->n_groups, sizeof *s->group))) return err_nomem(e);
    for (; s->n_groups < a->n_groups; s->n_groups++) s->group[s->n_groups] = row_of(s, s->n_groups);
    return ERR_OK;
}

/* ---- which are parts ------------------------------------------------------------------------ */

static bool is_indicator(const atlas *a, const char *id) {
    for (size_t i = 0; i < a->n_indicators; i++)
        if (!strcmp(a->indicator[i].id, id)) return true;
    return false;
}

bool statistics_groups_meant(const atlas *a, const char *wish) {
    size_t found;
    if (!strcmp(wish, STATISTICS_ALL_GROUPS) || strchr(wish, ',')) return true;
    return !is_indicator(a, wish) && group_find(a, wish, &found);
}

static bool is_of_layer(const statistics *s, size_t group) {
    return s->map->atlas->group[group].member[layer_of(s)];
}

static err_code add_named(statistics *s, const char *name, err *e) {
    size_t found;
    if (!group_find(s->map->atlas, name, &found))
        return err_set(e, ERR_NOTFOUND, "there is no group \"%.60s\"", name);
    for (size_t i = 0; i < s->n_part_groups; i++)
        if (s->part_group[i] == found)
            return err_set(e, ERR_RANGE, "group %s is named twice", name);
    if (!is_of_layer(s, found))
        return err_set(e, ERR_RANGE, "group %s is not made of the districts of layer %s", name,
                       choropleth_layer(s->map)->id);
    s->part_group[s->n_part_groups++] = found;
    return ERR_OK;
}

static err_code add_all_named(statistics *s, const char *wish, err *e) {
    strlist names = {0};
    err_code rc = strlist_split(&names, wish, e);
    if (!rc && !names.count) rc = err_set(e, ERR_RANGE, "name groups, with commas");
    for (size_t i = 0; i < names.count && !rc; i++) rc = add_named(s, names.item[i], e);
    strlist_free(&names);
    return rc;
}

static err_code add_all(statistics *s, err *e) {
    for (size_t g = 0; g < s->map->atlas->n_groups; g++)
        if (is_of_layer(s, g)) s->part_group[s->n_part_groups++] = g;
    if (s->n_part_groups) return ERR_OK;
    return err_set(e, ERR_RANGE, "no group is made of the districts of layer %s",
                   choropleth_layer(s->map)->id);
}

/* ---- whether they are ----------------------------------------------------------------------- */

static const char *id_of(const statistics *s, size_t i) {
    return s->map->atlas->group[s->part_group[i]].id;
}

static bool has(const statistics *s, size_t i, district_id d) {
    return s->map->atlas->group[s->part_group[i]].member[layer_of(s)][d];
}

/* The first two that have the district; false: they are not two. */
static bool find_two(const statistics *s, district_id d, size_t two[2]) {
    size_t n = 0;
    for (size_t i = 0; i < s->n_part_groups && n < 2; i++)
        if (has(s, i, d)) two[n++] = i;
    return n == 2;
}

static err_code check_apart(const statistics *s, err *e) {
    size_t two[2];
    for (district_id d = 0; d < districts_count(names_of(s)); d++)
        if (find_two(s, d, two))
            return err_set(e, ERR_RANGE,
                           "%s and %s overlap: both have %s. Name groups that do not, as ID,ID,...",
                           id_of(s, two[0]), id_of(s, two[1]), district_name(names_of(s), d));
    return ERR_OK;
}

static bool is_in_any(const statistics *s, district_id d) {
    for (size_t i = 0; i < s->n_part_groups; i++)
        if (has(s, i, d)) return true;
    return false;
}

static err_code check_cover(const statistics *s, err *e) {
    size_t n = districts_count(names_of(s)), out = 0;
    district_id first = DISTRICT_NONE;
    for (district_id d = 0; d < n; d++) {
        if (is_in_any(s, d)) continue;
        if (!out++) first = d;
    }
    if (!out) return ERR_OK;
    return err_set(e, ERR_RANGE,
                   "the groups leave out %zu of the %zu districts, %s%s: together they must be all "
                   "of them",
                   out, n, district_name(names_of(s), first), out > 1 ? " among them" : "");
}

err_code statistics_groups_parts(statistics *s, const char *wish, err *e) {
    s->part_group = calloc(s->map->atlas->n_groups + 1, sizeof *s->part_group);
    if (!s->part_group) return err_nomem(e);
    bool all = !strcmp(wish, STATISTICS_ALL_GROUPS);
    err_code rc = all ? add_all(s, e) : add_all_named(s, wish, e);
    if (!rc) rc = check_apart(s, e);
    return rc ? rc : check_cover(s, e);
}

void statistics_groups_part_of(const statistics *s, uint32_t *part) {
    for (district_id d = 0; d < districts_count(names_of(s)); d++)
        for (size_t i = 0; i < s->n_part_groups; i++)
            if (has(s, i, d)) part[d] = (uint32_t)i;
}
