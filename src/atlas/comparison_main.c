/* The main figures of a profile. */
#include "atlas/comparison_parts.h"

#include <math.h>

/* ---- one figure ---- */

/* The indicator's last period, also where no row has it. */
static comparison_main figure_of(const comparison *c, size_t index) {
    const atlas *a = c->atlas;
    const joined *j = &a->indicator[index].data;
    comparison_main f = {.indicator = index, .period = j->n_periods - 1, .value = (double)NAN};
    comparison_place p = comparison_place_of(a, &c->subject[0], a->indicator_layer[index]);
    const district_id *part = p.part ? p.part : &p.one;
    group_figure v = group_figure_of_parts(a, index, f.period, part, p.n);
    f.value = v.value;
    f.derived = v.derived;
    f.whole = j->whole[f.period];
    return f;
}

static comparison_main figure_in(const comparison *c, const comparison_row *r) {
    comparison_main f = figure_of(c, r->indicator);
    f.row = r;
    f.period = r->period;
    f.value = r->cell[0].value;
    f.derived = r->cell[0].derived;
    f.whole = r->whole;
    return f;
}

static const comparison_row *row_of(const comparison *c, size_t index) {
    for (size_t i = 0; i < c->n_rows; i++)
        if (c->row[i].indicator == index && c->row[i].since == SIZE_MAX) return &c->row[i];
    return NULL;
}

/* ---- which ---- */

typedef struct choice {
    const comparison *c;
    comparison_main *out;
    size_t n, most;
} choice;

static bool has(const choice *k, size_t index) {
    for (size_t i = 0; i < k->n; i++)
        if (k->out[i].indicator == index) return true;
    return false;
}

static bool tells_theme(const choice *k, size_t theme) {
    for (size_t i = 0; i < k->n; i++)
        if (k->out[i].row && k->out[i].row->theme == theme) return true;
    return false;
}

static void add(choice *k, comparison_main f) {
    if (k->n < k->most && !isnan(f.value) && !has(k, f.indicator)) k->out[k->n++] = f;
}

static void add_index(choice *k, size_t index) {
    const comparison_row *r = row_of(k->c, index);
    add(k, r ? figure_in(k->c, r) : figure_of(k->c, index));
}

static void add_row(choice *k, const comparison_row *r, bool new_theme) {
    if (r->since != SIZE_MAX || (new_theme && tells_theme(k, r->theme))) return;
    add(k, figure_in(k->c, r));
}

/* First those of themes that none is of, then others, as they come. */
static void add_rows(choice *k) {
    for (int new_theme = 1; new_theme >= 0; new_theme--)
        for (size_t i = 0; i < k->c->n_rows; i++) add_row(k, &k->c->row[i], new_theme);
}

size_t comparison_population(const comparison *c) {
    const atlas *a = c->atlas;
    size_t best = SIZE_MAX, most = 0;
    for (size_t i = 0; i < a->n_indicators; i++) {
        size_t n = 0;
        if (a->indicator_layer[i] != c->home || a->indicator[i].kind != KIND_COUNT) continue;
        for (size_t j = 0; j < a->n_indicators; j++) n += a->design[j].weight == i;
        if (n > most) most = n, best = i;
    }
    return best;
}

size_t comparison_main_of(const comparison *c, comparison_main out[COMPARISON_MAIN]) {
    const atlas_profile *p = &c->atlas->profile;
    bool listed = p->n_main && !c->chosen;
    size_t population = comparison_population(c);
    choice k = {c, out, 0, listed ? p->n_main : COMPARISON_MAIN};
    for (size_t i = 0; listed && i < p->n_main; i++) add_index(&k, p->main[i]);
    if (population != SIZE_MAX) add_index(&k, population);
    add_rows(&k);
    return k.n;
}
