#include "atlas/division.h"
#include "base/strmap.h"
#include "data/excerpt.h"

#include <stdlib.h>
#include <string.h>

/* Districts without a unit that a warning names. */
#define NAMED_MAX 5

typedef struct unit_lists { /* the units of each district of one layer, ascending */
    size_t *first;          /* [districts + 1] into `unit`; NULL: the layer has no column */
    size_t *unit;
} unit_lists;

typedef struct part_lists { /* the parts of each district of one layer in another */
    size_t *first;          /* [districts + 1] into `part`; NULL: not known */
    district_id *part;
} part_lists;

typedef struct atlas_division {
    size_t n_units;
    district_id **of;  /* [n_layers] of [n_units] */
    unit_lists *units; /* [n_layers] */
    part_lists *parts; /* [n_layers * n_layers], [to * n_layers + from] */
    district_id *self; /* [districts of the largest layer] each its own number */
} atlas_division;

static size_t count_of(const atlas *a, size_t layer) {
    return districts_count(a->layer[layer].shape->districts);
}

/* ---- asking ---------------------------------------------------------------------------------- */

size_t division_units(const atlas *a) { return a->division->n_units; }

district_id division_of_unit(const atlas *a, size_t unit, size_t layer) {
    return a->division->of[layer][unit];
}

bool division_has_layer(const atlas *a, size_t layer) {
    return a->division->units[layer].first != NULL;
}

bool division_has_units(const atlas *a, size_t layer, district_id d) {
    const unit_lists *u = &a->division->units[layer];
    return u->first && u->first[d] != u->first[d + 1];
}

division_parts division_parts_of(const atlas *a, size_t to, district_id d, size_t from) {
    const atlas_division *v = a->division;
    if (to == from) return (division_parts){v->self + d, 1};
    const part_lists *p = &v->parts[to * a->n_layers + from];
    if (!p->first) return (division_parts){0};
    return (division_parts){p->part + p->first[d], p->first[d + 1] - p->first[d]};
}

district_id division_home_of(const atlas *a, size_t from, district_id d, size_t to) {
    const atlas_division *v = a->division;
    const unit_lists *u = &v->units[from];
    if (to == from) return d;
    if (!division_has_units(a, from, d)) return DISTRICT_NONE;
    district_id home = v->of[to][u->unit[u->first[d]]];
    for (size_t i = u->first[d]; i < u->first[d + 1]; i++)
        if (v->of[to][u->unit[i]] != home) return DISTRICT_NONE;
    return home;
}

/* ---- reading the table ----------------------------------------------------------------------- */

static err_code find_district(const atlas *a, const table *t, size_t row, size_t column,
                              size_t layer, district_id *out, err *e) {
    const char *cell = table_cell(t, row, column);
    const districts *d = a->layer[layer].shape->districts;
    *out = DISTRICT_NONE;
    if (districts_is_blank(cell) || districts_find(d, cell, out)) return ERR_OK;
    const char *near = districts_nearest(d, cell);
    return err_set(e, ERR_FORMAT,
                   "%s: %s %zu: column \"%s\": \"%s\" is no district of layer %s%s%s%s; correct "
                   "it, or leave the cell empty",
                   table_name(t), table_line_word(t), table_line(t, row), table_header(t, column),
                   excerpt_of(cell).text, a->layer[layer].id, near ? ", the nearest is \"" : "",
                   near ? excerpt_of(near).text : "", near ? "\"" : "");
}

static err_code read_layer(const atlas *a, const table *t, const char *name, size_t layer, err *e) {
    size_t column;
    err_code rc = table_find_column(t, name, &column, e);
    for (size_t row = 0; row < table_rows(t) && !rc; row++)
        rc = find_district(a, t, row, column, layer, &a->division->of[layer][row], e);
    return rc;
}

static err_code check_unit(const table *t, size_t row, size_t column, strmap *seen, err *e) {
    const char *unit = table_cell(t, row, column);
    uint32_t before;
    bool added = false;
    if (districts_is_blank(unit))
        return err_set(e, ERR_FORMAT, "%s: %s %zu: column \"%s\" is empty; name the unit there",
                       table_name(t), table_line_word(t), table_line(t, row),
                       table_header(t, column));
    err_code rc = strmap_put(seen, unit, (uint32_t)row, &added, e);
    if (rc || added || !strmap_get(seen, unit, &before)) return rc;
    return err_set(e, ERR_FORMAT,
                   "%s: %s %zu: unit \"%s\" is there twice (%s %zu); keep one of the rows",
                   table_name(t), table_line_word(t), table_line(t, row), excerpt_of(unit).text,
                   table_line_word(t), table_line(t, before));
}

static err_code check_units(const table *t, const char *key, err *e) {
    strmap *seen = NULL;
    size_t column;
    err_code rc = table_find_column(t, key, &column, e);
    if (!rc) rc = strmap_create(&seen, e);
    for (size_t row = 0; row < table_rows(t) && !rc; row++)
        rc = check_unit(t, row, column, seen, e);
    strmap_free(seen);
    return rc;
}

/* ---- lists -------------------------------------------------------------------------------------
 */

/* A district without a unit can neither be put together nor be a part. */
static err_code warn_of_lonely(atlas *a, const char *file, size_t layer, err *e) {
    const unit_lists *u = &a->division->units[layer];
    buf names = BUF_EMPTY;
    size_t lonely = 0, n = count_of(a, layer);
    for (size_t d = 0; d < n; d++) {
        if (u->first[d] != u->first[d + 1]) continue;
        const char *key = district_key(a->layer[layer].shape->districts, (district_id)d);
        if (lonely < NAMED_MAX) buf_addf(&names, "%s%s", lonely ? ", " : "", key);
        if (lonely == NAMED_MAX) buf_adds(&names, ", ...");
        lonely++;
    }
    err_code rc = buf_status(&names, e);
    if (!rc && lonely)
        rc = strlist_addf(&a->warnings, e,
                          "%s: %zu of %zu districts of layer %s are in no row, so they cannot be "
                          "compared across divisions: %s; add their units",
                          file, lonely, n, a->layer[layer].id, buf_text(&names));
    buf_free(&names);
    return rc;
}

static err_code list_units(const atlas *a, size_t layer, err *e) {
    atlas_division *v = a->division;
    unit_lists *u = &v->units[layer];
    size_t n = count_of(a, layer);
    u->first = calloc(n + 2, sizeof *u->first);
    u->unit = calloc(v->n_units + 1, sizeof *u->unit);
    if (!u->first || !u->unit) return err_nomem(e);
    /* counted two places on, so that filling leaves each start where it belongs */
    for (size_t i = 0; i < v->n_units; i++)
        if (v->of[layer][i] != DISTRICT_NONE) u->first[v->of[layer][i] + 2]++;
    for (size_t d = 1; d < n + 2; d++) u->first[d] += u->first[d - 1];
    for (size_t i = 0; i < v->n_units; i++)
        if (v->of[layer][i] != DISTRICT_NONE) u->unit[u->first[v->of[layer][i] + 1]++] = i;
    return ERR_OK;
}

static int by_number(const void *a, const void *b) {
    district_id x = *(const district_id *)a, y = *(const district_id *)b;
    return (x > y) - (x < y);
}

/* The parts of district `d`, to `out`; 0: a unit has none, or a part reaches beyond it. */
static size_t find_parts(const atlas_division *v, size_t to, size_t d, size_t from,
                         district_id *out) {
    const unit_lists *u = &v->units[to], *w = &v->units[from];
    size_t n = 0, count = 0, covered = 0;
    for (size_t i = u->first[d]; i < u->first[d + 1]; i++) {
        district_id p = v->of[from][u->unit[i]];
        if (p == DISTRICT_NONE) return 0;
        out[n++] = p;
    }
    qsort(out, n, sizeof *out, by_number);
    for (size_t i = 0; i < n; i++) {
        if (i && out[i] == out[i - 1]) continue;
        covered += w->first[out[i] + 1] - w->first[out[i]];
        out[count++] = out[i];
    }
    return covered == n ? count : 0;
}

static err_code list_parts(const atlas *a, size_t to, size_t from, err *e) {
    atlas_division *v = a->division;
    part_lists *p = &v->parts[to * a->n_layers + from];
    size_t n = count_of(a, to);
    p->first = calloc(n + 1, sizeof *p->first);
    p->part = calloc(v->n_units + 1, sizeof *p->part);
    if (!p->first || !p->part) return err_nomem(e);
    for (size_t d = 0; d < n; d++)
        p->first[d + 1] = p->first[d] + find_parts(v, to, d, from, p->part + p->first[d]);
    return ERR_OK;
}

/* ---- loading -----------------------------------------------------------------------------------
 */

static err_code alloc_division(atlas *a, size_t n_units, err *e) {
    atlas_division *v = a->division = calloc(1, sizeof *v);
    size_t most = 0;
    for (size_t i = 0; i < a->n_layers; i++)
        if (count_of(a, i) > most) most = count_of(a, i);
    if (!v) return err_nomem(e);
    v->n_units = n_units;
    v->of = calloc(a->n_layers, sizeof *v->of);
    v->units = calloc(a->n_layers, sizeof *v->units);
    v->parts = calloc(a->n_layers * a->n_layers, sizeof *v->parts);
    v->self = calloc(most + 1, sizeof *v->self);
    if (!v->of || !v->units || !v->parts || !v->self) return err_nomem(e);
    for (size_t i = 0; i < most; i++) v->self[i] = (district_id)i;
    for (size_t i = 0; i < a->n_layers; i++) {
        if (!(v->of[i] = calloc(n_units + 1, sizeof *v->of[i]))) return err_nomem(e);
        for (size_t u = 0; u < n_units; u++) v->of[i][u] = DISTRICT_NONE;
    }
    return ERR_OK;
}

err_code division_load(const manifest *m, const table *t, atlas *a, err *e) {
    const char *const *column = m->divisions.column;
    err_code rc = alloc_division(a, t ? table_rows(t) : 0, e);
    if (!rc && t) rc = check_units(t, m->divisions.key, e);
    for (size_t i = 0; t && i < a->n_layers && !rc; i++) {
        if (!column[i]) continue;
        rc = read_layer(a, t, column[i], i, e);
        if (!rc) rc = list_units(a, i, e);
        if (!rc) rc = warn_of_lonely(a, table_name(t), i, e);
    }
    for (size_t to = 0; t && to < a->n_layers; to++)
        for (size_t from = 0; from < a->n_layers && !rc; from++)
            if (to != from && column[to] && column[from]) rc = list_parts(a, to, from, e);
    return rc;
}

void division_free(atlas *a) {
    atlas_division *v = a->division;
    if (!v) return;
    for (size_t i = 0; i < a->n_layers; i++) {
        if (v->of) free(v->of[i]);
        if (v->units) free(v->units[i].first);
        if (v->units) free(v->units[i].unit);
    }
    for (size_t i = 0; v->parts && i < a->n_layers * a->n_layers; i++) {
        free(v->parts[i].first);
        free(v->parts[i].part);
    }
    free(v->of);
    free(v->units);
    free(v->parts);
    free(v->self);
    free(v);
}
