/* What check tells of divisions, groups and figures that were carried over. */
#include "app/check.h"
#include "atlas/carry.h"
#include "atlas/division.h"
#include "base/json.h"

#include <string.h>

typedef struct carried_run { /* periods that were carried over alike */
    size_t from;
    carry_count n;
} carried_run;

static bool run_at(const atlas *a, size_t i, size_t p, carried_run *out) {
    *out = (carried_run){.from = carry_from(a, i, p)};
    if (out->from == SIZE_MAX) return false;
    out->n = carry_count_of(a, i, p);
    return true;
}

static bool same_run(const carried_run *x, const carried_run *y) {
    return x->from == y->from && x->n.published == y->n.published && x->n.derived == y->n.derived &&
           x->n.missing == y->n.missing;
}

static bool is_first(const atlas *a, size_t i, size_t p, const carried_run *run) {
    carried_run before;
    for (size_t k = 0; k < p; k++)
        if (run_at(a, i, k, &before) && same_run(&before, run)) return false;
    return true;
}

static void tell_run(const atlas *a, size_t i, size_t first, const carried_run *run, buf *out) {
    const joined *j = &a->indicator[i].data;
    carried_run other;
    for (size_t p = first; p < j->n_periods; p++)
        if (run_at(a, i, p, &other) && same_run(&other, run))
            buf_addf(out, "%s%s", p == first ? "" : ", ", j->period[p]);
    buf_addf(out, " carried over from %s: %zu district%s as published, %zu put together",
             a->indicator[run->from].id, run->n.published, run->n.published == 1 ? "" : "s",
             run->n.derived);
    if (run->n.missing) buf_addf(out, ", %zu without a figure", run->n.missing);
}

void check_carried_text(const atlas *a, size_t i, buf *out) {
    carried_run run;
    for (size_t p = 0; p < a->indicator[i].data.n_periods; p++) {
        if (!run_at(a, i, p, &run) || !is_first(a, i, p, &run)) continue;
        buf_addf(out, "      %s: ", a->indicator[i].id);
        tell_run(a, i, p, &run, out);
        buf_adds(out, "\n");
    }
}

json_t *check_carried_json(const atlas *a, size_t i) {
    const joined *j = &a->indicator[i].data;
    json_t *out = json_array();
    carried_run run;
    for (size_t p = 0; p < j->n_periods; p++)
        if (run_at(a, i, p, &run))
            json_array_append_new(
                out, json_pack("{s:o,s:s,s:I,s:I,s:I}", "period", json_text(j->period[p]),
                               "indicator", a->indicator[run.from].id, "published",
                               (json_int_t)run.n.published, "derived", (json_int_t)run.n.derived,
                               "missing", (json_int_t)run.n.missing));
    return out;
}

static void tell_layers(const atlas *a, const atlas_group *g, buf *out) {
    size_t told = 0;
    for (size_t i = 0; i < a->n_layers; i++)
        if (g->member[i])
            buf_addf(out, "%s%zu of %s", told++ ? ", " : "", g->members[i].count, a->layer[i].id);
}

void check_groups_text(const atlas *a, buf *out) {
    if (division_units(a)) {
        size_t told = 0;
        buf_addf(out, "\ndivisions: %zu units in ", division_units(a));
        for (size_t i = 0; i < a->n_layers; i++)
            if (division_has_layer(a, i)) buf_addf(out, "%s%s", told++ ? ", " : "", a->layer[i].id);
        buf_adds(out, "\n");
    }
    for (size_t g = 0; g < a->n_groups; g++) {
        buf_addf(out, "%sgroup %s: ", g || division_units(a) ? "" : "\n", a->group[g].id);
        tell_layers(a, &a->group[g], out);
        buf_adds(out, "\n");
    }
}
