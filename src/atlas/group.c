#include "atlas/group.h"

#include <math.h>
#include <string.h>

/* Sums of what is known of the parts. */
typedef struct pooled {
    double sum, weight; /* of the figures, times their weights if there are any; of the weights */
    size_t with, weighted;
} pooled;

static pooled pool_parts(const double *value, const double *weight, const district_id *part,
                         size_t count) {
    pooled s = {0};
    for (size_t i = 0; i < count; i++) {
        double v = value[part[i]], w = weight ? weight[part[i]] : 1;
        if (isnan(v)) continue;
        s.with++;
        if (isnan(w) || w < 0) continue;
        s.weighted++;
        s.sum += v * w;
        s.weight += w;
    }
    return s;
}

static group_figure lacking(group_figure f, group_lack why) {
    f.lack = why;
    return f;
}

static group_figure single(const joined *j, size_t period, district_id d, group_figure f) {
    f.value = joined_values(j, period)[d];
    f.with = !isnan(f.value);
    f.lack = f.with ? GROUP_WHOLE : GROUP_MISSING;
    f.derived = f.with && j->flags[period * j->n_districts + d] & VALUE_DERIVED;
    return f;
}

group_figure group_figure_of_parts(const atlas *a, size_t index, size_t period,
                                   const district_id *part, size_t count) {
    const indicator *ind = &a->indicator[index];
    const joined *j = &ind->data;
    group_figure f = {.value = NAN, .members = count};
    if (!count) return lacking(f, GROUP_NO_MEMBERS);
    if (count == 1) return single(j, period, part[0], f);
    bool counts = ind->kind == KIND_COUNT;
    const double *weight = counts ? NULL : atlas_weights(a, index, j->period[period]);
    pooled s = pool_parts(joined_values(j, period), weight, part, count);
    f.with = s.with;
    if (ind->kind == KIND_INDEX || ind->kind == KIND_CATEGORY) return lacking(f, GROUP_KIND);
    if (s.with < count) return lacking(f, GROUP_MISSING);
    if (!counts && (!weight || s.weighted < count || s.weight <= 0))
        return lacking(f, GROUP_NO_WEIGHT);
    f.value = counts ? s.sum : s.sum / s.weight;
    f.derived = true;
    return lacking(f, GROUP_WHOLE);
}

group_figure group_figure_of(const atlas *a, size_t group, size_t index, size_t period) {
    const group_members *m = &a->group[group].members[a->indicator_layer[index]];
    return group_figure_of_parts(a, index, period, m->part, m->count);
}

bool group_find(const atlas *a, const char *id, size_t *out) {
    for (size_t i = 0; i < a->n_groups; i++)
        if (!strcmp(a->group[i].id, id)) {
            *out = i;
            return true;
        }
    return false;
}
