#include "data/values.h"
#include "base/text.h"
#include "data/excerpt.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#define NO_COLUMN SIZE_MAX

typedef struct condition { /* of a chosen row */
    size_t column;
    char *text; /* normalized */
} condition;

typedef struct value_column {
    size_t column;
    char *period; /* normalized; NULL: the row's own */
} value_column;

typedef struct selection { /* a spec, resolved on one table */
    const table *t;
    const values_spec *spec;
    size_t key, period, source, note; /* NO_COLUMN: none */
    condition *where;
    value_column *value;
    size_t n_value;
    const char **cell; /* [count of cells] as written; cell i is of column value[i % n_value] */
    size_t cell_cap, out_cap;
} selection;

static void selection_free(selection *s) {
    for (size_t i = 0; s->where && i < s->spec->n_where; i++) free(s->where[i].text);
    for (size_t i = 0; s->value && i < s->n_value; i++) free(s->value[i].period);
    free(s->where);
    free(s->value);
    free(s->cell);
}

static err_code find_optional(const table *t, const char *name, size_t *out, err *e) {
    *out = NO_COLUMN;
    return name ? table_find_column(t, name, out, e) : ERR_OK;
}

static err_code resolve_value(selection *s, size_t i, err *e) {
    const values_spec *spec = s->spec;
    const char *column = spec->n_columns ? spec->columns[i].value : spec->value_column;
    const char *period = spec->n_columns ? spec->columns[i].name : spec->period;
    err_code rc = table_find_column(s->t, column, &s->value[i].column, e);
    if (!rc && (spec->n_columns || !spec->period_column))
        rc = text_key(period ? period : "", &s->value[i].period, e);
    return rc;
}

static err_code resolve(selection *s, err *e) {
    const values_spec *spec = s->spec;
    s->n_value = spec->n_columns ? spec->n_columns : 1;
    s->value = calloc(s->n_value, sizeof *s->value);
    s->where = calloc(spec->n_where + 1, sizeof *s->where);
    if (!s->value || !s->where) return err_nomem(e);
    err_code rc = table_find_column(s->t, spec->key_column, &s->key, e);
    if (!rc) rc = find_optional(s->t, spec->period_column, &s->period, e);
    if (!rc) rc = find_optional(s->t, spec->source_column, &s->source, e);
    if (!rc) rc = find_optional(s->t, spec->note_column, &s->note, e);
    for (size_t i = 0; i < spec->n_where && !rc; i++) {
        rc = table_find_column(s->t, spec->where[i].name, &s->where[i].column, e);
        if (!rc) rc = text_key(spec->where[i].value, &s->where[i].text, e);
    }
    for (size_t i = 0; i < s->n_value && !rc; i++) rc = resolve_value(s, i, e);
    return rc;
}

/* ---- choosing rows */

/* ASCII without a blank at either end is normalized already: most cells are. */
static bool is_plain(const char *cell) {
    const char *p = cell;
    while (*p && (signed char)*p > 0) p++;
    return !*p && *cell > ' ' && p[-1] > ' ';
}

static err_code meets(const char *cell, const char *key, bool *out, err *e) {
    *out = !strcmp(cell, key);
    if (*out || is_plain(cell)) return ERR_OK;
    char *normal;
    err_code rc = text_key(cell, &normal, e);
    if (rc) return rc;
    *out = !strcmp(normal, key);
    free(normal);
    return ERR_OK;
}

static err_code is_chosen(const selection *s, size_t row, bool *out, err *e) {
    err_code rc = ERR_OK;
    *out = true;
    for (size_t i = 0; i < s->spec->n_where && *out && !rc; i++)
        rc = meets(table_cell(s->t, row, s->where[i].column), s->where[i].text, out, e);
    return rc;
}

static bool is_empty_row(const table *t, size_t row) {
    const number_rules only_empty = {.missing = (const char *const[]){NULL}};
    for (size_t i = 0; i < table_columns(t); i++)
        if (!number_is_missing(table_cell(t, row, i), &only_empty)) return false;
    return true;
}

static const char *optional_cell(const table *t, size_t row, size_t column) {
    return column == NO_COLUMN ? "" : table_cell(t, row, column);
}

static err_code fail_empty(const selection *s, size_t row, size_t column, err *e) {
    return err_set(e, ERR_FORMAT, "%s: line %zu: the column \"%s\" is empty", table_name(s->t),
                   table_line(s->t, row), excerpt_of(table_header(s->t, column)).text);
}

/* Adds the cell of value column i; frees what it holds with the rest of `out`. */
static err_code add_cell(selection *s, size_t row, size_t i, const char *key, value_cells *out,
                         err *e) {
    size_t n = out->count;
    err_code rc = array_reserve(&out->cell, &s->out_cap, n + 1, sizeof *out->cell, e);
    if (!rc) rc = array_reserve(&s->cell, &s->cell_cap, n + 1, sizeof *s->cell, e);
    if (rc) return rc;
    const char *period = s->value[i].period;
    value_cell *c = &out->cell[n];
    *c = (value_cell){.line = table_line(s->t, row),
                      .source = optional_cell(s->t, row, s->source),
                      .note = optional_cell(s->t, row, s->note)};
    s->cell[n] = table_cell(s->t, row, s->value[i].column);
    out->count++;
    if (!(c->key = strdup(key))) return err_nomem(e);
    if (period) return (c->period = strdup(period)) ? ERR_OK : err_nomem(e);
    rc = text_key(table_cell(s->t, row, s->period), &c->period, e);
    return !rc && !*c->period ? fail_empty(s, row, s->period, e) : rc;
}

static err_code add_row(selection *s, size_t row, value_cells *out, err *e) {
    char *key;
    err_code rc = text_key(table_cell(s->t, row, s->key), &key, e);
    if (rc) return rc;
    if (!*key && !is_empty_row(s->t, row)) rc = fail_empty(s, row, s->key, e);
    for (size_t i = 0; i < s->n_value && *key && !rc; i++) rc = add_cell(s, row, i, key, out, e);
    free(key);
    return rc;
}

static err_code fail_none(const selection *s, err *e) {
    buf text = BUF_EMPTY;
    for (size_t i = 0; i < s->spec->n_where; i++)
        buf_addf(&text, "%s%s = \"%s\"", i ? " and " : " with ",
                 excerpt_of(s->spec->where[i].name).text, excerpt_of(s->where[i].text).text);
    err_code rc = buf_status(&text, e);
    if (!rc)
        rc = err_set(e, ERR_NOTFOUND, "%s: there is no row%s", table_name(s->t), buf_text(&text));
    buf_free(&text);
    return rc;
}

static err_code choose(selection *s, value_cells *out, err *e) {
    err_code rc = ERR_OK;
    for (size_t row = 0; row < table_rows(s->t) && !rc; row++) {
        bool chosen;
        rc = is_chosen(s, row, &chosen, e);
        if (!rc && chosen) rc = add_row(s, row, out, e);
    }
    return !rc && !out->count ? fail_none(s, e) : rc;
}

/* ---- numbers */

static err_code wrap_cell(const selection *s, const value_cells *cells, size_t i, err_code rc,
                          err *e) {
    size_t column = s->value[i % s->n_value].column;
    return err_wrap(e, rc, "%s: line %zu, column \"%s\"", table_name(s->t), cells->cell[i].line,
                    excerpt_of(table_header(s->t, column)).text);
}

static bool is_untold_dash(const char *cell, const number_rules *rules) {
    const number_rules dash = {.zero = (const char *const[]){"-", NULL}};
    return !rules->missing && number_is_zero_symbol(cell, &dash) &&
           !number_is_zero_symbol(cell, rules);
}

static err_code parse_cells(const selection *s, value_cells *out, err *e) {
    const number_rules *rules = &s->spec->rules;
    size_t bad = SIZE_MAX;
    err_code rc =
        number_decide(s->cell, out->count, rules, s->spec->decimal, &out->format, &bad, e);
    if (rc) return bad == SIZE_MAX ? rc : wrap_cell(s, out, bad, rc, e);
    for (size_t i = 0; i < out->count; i++) {
        value_cell *c = &out->cell[i];
        rc = number_parse(s->cell[i], &out->format, rules, &c->value, &c->state, e);
        if (rc) return wrap_cell(s, out, i, rc, e);
        out->saw_dash |= is_untold_dash(s->cell[i], rules);
    }
    return ERR_OK;
}

err_code values_read(const table *t, const values_spec *spec, value_cells *out, err *e) {
    assert(spec->key_column && (spec->value_column || spec->n_columns));
    selection s = {.t = t, .spec = spec};
    value_cells cells = {0};
    err_code rc = resolve(&s, e);
    if (!rc) rc = choose(&s, &cells, e);
    if (!rc) rc = parse_cells(&s, &cells, e);
    selection_free(&s);
    if (rc)
        value_cells_free(&cells);
    else
        *out = cells;
    return rc;
}

void value_cells_free(value_cells *c) {
    if (!c) return;
    for (size_t i = 0; i < c->count; i++) {
        free(c->cell[i].key);
        free(c->cell[i].period);
    }
    free(c->cell);
    *c = (value_cells){0};
}

static bool is_numeric_column(const table *t, size_t column) {
    const number_rules rules = {NULL, NULL};
    bool any = false;
    for (size_t row = 0; row < table_rows(t); row++) {
        const char *cell = table_cell(t, row, column);
        if (number_is_missing(cell, &rules)) continue;
        if (!number_is_readable(cell)) return false;
        any = true;
    }
    return any;
}

size_t values_numeric_columns(const table *t, size_t key_column, size_t *out, size_t cap) {
    size_t n = 0;
    for (size_t i = 0; i < table_columns(t) && n < cap; i++)
        if (i != key_column && is_numeric_column(t, i)) out[n++] = i;
    return n;
}
