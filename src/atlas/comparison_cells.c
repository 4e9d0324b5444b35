/* What a row says of its subjects: figures, differences, ranks, changes, and their lines. */
#include "atlas/comparison_parts.h"
#include "base/text.h"
#include "data/margin.h"
#include "data/stats.h"

#include <assert.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

const char *const comparison_lack_names[COMPARISON__LACKS] = {NULL,           "missing",   "absent",
                                                              "part_missing", "no_weight", "kind"};

typedef struct ranks { /* [districts] 0: no figure */
    size_t *from, *to;
} ranks;

typedef struct filling { /* a row on the way */
    const comparison *c;
    comparison_row *r;
    const indicator *ind;
    ranks rank;
} filling;

/* ---- figures of several districts ---- */

static group_figure figure_of(const filling *f, const comparison_place *p, size_t period) {
    return group_figure_of_parts(f->c->atlas, f->r->indicator, period, p->part, p->n);
}

static group_figure figure_of_row(const filling *f, const comparison_place *p) {
    group_figure now = figure_of(f, p, f->r->period);
    if (f->r->since == SIZE_MAX || now.lack) return now;
    group_figure then = figure_of(f, p, f->r->since);
    if (then.lack) return then;
    now.value = choropleth_mapped_change(&f->r->map->rule, now.value, then.value);
    if (isnan(now.value)) now.lack = GROUP_MISSING;
    return now;
}

/* ---- parts ---- */

/* Bytes of the first letter. */
static size_t letter_size(const char *c) {
    size_t n = 1;
    while (((unsigned char)c[n] & 0xc0) == 0x80) n++;
    return n;
}

#define WORDS_MOST  4 /* of a name, whose first letters are taken */
#define CUT_LETTERS 4 /* of a name of one word, at least; then a full stop */

/* "Rinkeby-Kista" -> "R-K" */
static void take_initials(const char *name, char *out, size_t room) {
    size_t n = 0;
    for (int words = 0; *name && words < WORDS_MOST; words++) {
        size_t size = letter_size(name);
        if (n + 1 + size >= room) break;
        if (n) out[n++] = '-';
        memcpy(out + n, name, size);
        n += size;
        name += strcspn(name, "- ");
        name += strspn(name, "- ");
    }
    out[n] = 0;
}

/* Letters with marks are mostly vowels. */
static bool is_vowel(const char *c) { return (*c & 0x80) || strchr("aeiouyAEIOUY", *c); }

/* "Norrmalm" -> "Norrm.", "Farsta" -> "Farsta": within a word, a full stop comes before a vowel,
 * and not in the place of a single letter. */
static void cut_name(const char *name, char *out, size_t room) {
    size_t n = 0, letters = 0;
    bool vowel = true;
    while (name[n]) {
        size_t size = letter_size(name + n);
        bool cut = letters >= CUT_LETTERS && !vowel && is_vowel(name + n);
        if (cut || n + size + 1 >= room) break;
        vowel = is_vowel(name + n);
        n += size;
        letters++;
    }
    if (name[n] && name[n + letter_size(name + n)])
        snprintf(out, room, "%.*s.", (int)n, name);
    else
        snprintf(out, room, "%s", name);
}

static void initials_of(const char *name, char *out, size_t room) {
    (strpbrk(name, "- ") ? take_initials : cut_name)(name, out, room);
}

static int by_name(const void *a, const void *b) {
    const comparison_part *x = a, *y = b;
    int order = strcmp(x->initials, y->initials);
    return order ? order : (x->district > y->district) - (x->district < y->district);
}

static void add_parts(const filling *f, const comparison_place *p, comparison_cell *cell) {
    const districts *names = choropleth_layer(f->r->map)->shape->districts;
    if (p->n > COMPARISON_PARTS) return;
    for (size_t i = 0; i < p->n; i++) {
        comparison_part *part = &cell->part[cell->n_parts++];
        part->district = comparison_place_part(p, i);
        part->value = choropleth_values(f->r->map)[part->district];
        initials_of(district_name(names, part->district), part->initials, sizeof part->initials);
    }
    qsort(cell->part, cell->n_parts, sizeof *cell->part, by_name);
}

/* ---- differences ---- */

/* That of the map: what is compared there is compared here. */
static double margin_of_cell(const filling *f, const comparison_cell *cell) {
    const double *margin = f->r->map->margin;
    return margin && cell->is_district ? margin[cell->district] : (double)NAN;
}

static int side_of(direction better, double difference) {
    int above = (difference > 0) - (difference < 0);
    return better == DIRECTION_HIGHER ? above : better == DIRECTION_LOWER ? -above : 0;
}

static void compare(const filling *f, comparison_cell *cell) {
    const comparison_row *r = f->r;
    cell->difference = metric_difference(cell->value, r->reference);
    cell->percent = r->in_points || r->in_unit || !(r->reference > 0)
                        ? (double)NAN
                        : 100 * cell->difference / r->reference;
    cell->margin = margin_of_cell(f, cell);
    cell->within_margin = margin_covers(cell->difference, cell->margin);
    cell->side = cell->within_margin ? 0 : side_of(f->ind->better, cell->difference);
}

/* ---- lines ---- */

static err_code make_line(const filling *f, size_t i, const comparison_place *p, err *e) {
    const comparison_subject *s = &f->c->subject[i];
    series *line = &f->r->line[i];
    const atlas *a = f->c->atlas;
    if (p->n == 1)
        return series_make(a, f->r->indicator, SERIES_DISTRICT, comparison_place_part(p, 0), line,
                           e);
    if (!p->n || s->group == SIZE_MAX) return ERR_OK;
    return series_make(a, f->r->indicator, SERIES_GROUP, s->group, line, e);
}

/* Its own figures: carried ones lie beyond a break. */
static const series_line *own_line(const filling *f, const series *s) {
    for (size_t k = 0; k < s->count; k++)
        if (s->line[k].indicator == f->r->indicator && !s->line[k].carried) return &s->line[k];
    return NULL;
}

/* Where the row's period is in the line; line->count: nowhere. */
static size_t now_in(const filling *f, const series_line *line) {
    const char *now = f->ind->data.period[f->r->period];
    size_t k = 0;
    while (k < line->count && strcmp(line->point[k].period, now) != 0) k++;
    return k;
}

static void find_change(const filling *f, size_t i, comparison_cell *cell) {
    const series_line *line = own_line(f, &f->r->line[i]);
    cell->change = NAN;
    if (f->r->since != SIZE_MAX || isnan(cell->value) || !line) return;
    size_t now = now_in(f, line);
    for (size_t k = 0; k < now && now < line->count; k++) {
        const series_point *then = &line->point[k];
        if (isnan(then->value) || then->forecast) continue;
        cell->change = metric_difference(cell->value, then->value);
        cell->change_from = then->period;
        return;
    }
}

/* ---- cells ---- */

static void fill_district(const filling *f, district_id d, comparison_cell *cell) {
    const choropleth *map = f->r->map;
    cell->value = choropleth_values(map)[d];
    cell->state = (value_state)map->state[d];
    cell->flags = map->flags[d];
    cell->derived = cell->flags & VALUE_DERIVED;
    cell->lack = isnan(cell->value) ? COMPARISON_MISSING : COMPARISON_HAS;
    cell->is_district = true;
    cell->district = d;
    cell->rank_from = f->rank.from[d];
    cell->rank_to = f->rank.to[d];
    cell->ranked = cell->rank_from ? f->r->n : 0;
}

static void fill_several(const filling *f, const comparison_place *p, comparison_cell *cell) {
    static const comparison_lack lacks[] = {[GROUP_WHOLE] = COMPARISON_HAS,
                                            [GROUP_NO_MEMBERS] = COMPARISON_ABSENT,
                                            [GROUP_MISSING] = COMPARISON_PART_MISSING,
                                            [GROUP_NO_WEIGHT] = COMPARISON_NO_WEIGHT,
                                            [GROUP_KIND] = COMPARISON_KIND};
    group_figure v = figure_of_row(f, p);
    cell->lack = v.lack == GROUP_MISSING && !v.with ? COMPARISON_MISSING : lacks[v.lack];
    cell->value = v.lack ? (double)NAN : v.value;
    cell->state = v.lack ? VALUE_MISSING : VALUE_PRESENT;
    cell->derived = !v.lack;
    cell->flags = v.lack ? 0 : VALUE_DERIVED;
    if (v.lack && v.with) add_parts(f, p, cell);
}

static err_code fill_cell(const filling *f, size_t i, err *e) {
    comparison_cell *cell = &f->r->cell[i];
    comparison_place p = comparison_place_of(f->c->atlas, &f->c->subject[i], f->r->layer);
    *cell = (comparison_cell){.district = DISTRICT_NONE};
    if (p.n == 1)
        fill_district(f, comparison_place_part(&p, 0), cell);
    else
        fill_several(f, &p, cell);
    compare(f, cell);
    err_code rc = make_line(f, i, &p, e);
    if (!rc) find_change(f, i, cell);
    return rc;
}

/* A metric of the whole has no number where that is not above zero. */
static err_code fill_metric(const filling *f, size_t k, double *all, err *e) {
    const metric_kind *m = &metric_kinds[k];
    const choropleth *map = f->r->map;
    size_t n = districts_count(choropleth_layer(map)->shape->districts);
    double of_whole;
    for (size_t i = 0; i < f->c->n_subjects; i++) f->r->cell[i].metric[k] = (double)NAN;
    if (!f->r->n || (m->needs_whole && !(map->whole > 0))) return ERR_OK;
    err_code rc = m->compute(choropleth_values(map), n, map->whole, all, &of_whole, e);
    for (size_t i = 0; i < f->c->n_subjects && !rc; i++) {
        comparison_cell *cell = &f->r->cell[i];
        if (cell->is_district) cell->metric[k] = all[cell->district];
    }
    return rc;
}

static err_code fill_metrics(const filling *f, size_t n, err *e) {
    double *all = malloc((n + 1) * sizeof *all);
    err_code rc = all ? ERR_OK : err_nomem(e);
    assert(metric_kind_count <= COMPARISON_METRICS);
    for (size_t k = 0; k < metric_kind_count && !rc; k++) rc = fill_metric(f, k, all, e);
    free(all);
    return rc;
}

err_code comparison_cells_make(const comparison *c, comparison_row *r, err *e) {
    size_t n = districts_count(choropleth_layer(r->map)->shape->districts);
    filling f = {c,
                 r,
                 &c->atlas->indicator[r->indicator],
                 {calloc(n + 1, sizeof(size_t)), calloc(n + 1, sizeof(size_t))}};
    err_code rc = f.rank.from && f.rank.to ? ERR_OK : err_nomem(e);
    if (!rc) rc = stats_rank(choropleth_values(r->map), n, f.rank.from, f.rank.to, e);
    if (!rc) rc = series_make(c->atlas, r->indicator, SERIES_WHOLE, 0, &r->city, e);
    for (size_t i = 0; i < c->n_subjects && !rc; i++) rc = fill_cell(&f, i, e);
    if (!rc) rc = fill_metrics(&f, n, e);
    free(f.rank.from);
    free(f.rank.to);
    return rc;
}
