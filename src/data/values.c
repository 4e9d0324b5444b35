#include "data/values.h"
#include "base/text.h"
#include "data/excerpt.h"

#include <assert.h>
#include <math.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#define NO_COLUMN SIZE_MAX

typedef struct condition { /* of a chosen row */
    size_t column;
    char *text; /* normalized */
} condition;

typedef struct value_column {
    size_t column;
    const char *period; /* normalized; "" adds nothing to the row's own.  In `texts` */
} value_column;

/* A column of numbers that go with the values. */
typedef struct companion {
    size_t spec_offset; /* of its column's name in values_spec */
    size_t cell_offset; /* of the double in value_cell */
    bool may_be_negative;
} companion;

static const companion companions[] = {
    {offsetof(values_spec, margin_column), offsetof(value_cell, margin), false},
    {offsetof(values_spec, low_column), offsetof(value_cell, low), true},
    {offsetof(values_spec, high_column), offsetof(value_cell, high), true},
    {offsetof(values_spec, sample_column), offsetof(value_cell, sample), false},
};
#define COMPANIONS (sizeof companions / sizeof *companions)

static const char *companion_name(const values_spec *s, size_t i) {
    const char *const *name = (const void *)((const char *)s + companions[i].spec_offset);
    return *name;
}

static double *companion_number(value_cell *c, size_t i) {
    return (void *)((char *)c + companions[i].cell_offset);
}

typedef struct selection { /* a spec, resolved on one table */
    const table *t;
    const values_spec *spec;
    size_t key, period, source, note, status; /* NO_COLUMN: none */
    size_t companion[COMPANIONS];
    condition *where;
    value_column *value;
    size_t n_value;
    const char **cell; /* [count of cells] as written; cell i is of column value[i % n_value] */
    size_t *row;       /* [count of cells] */
    size_t cell_cap, row_cap, out_cap;
    arena *texts; /* of the cells */
} selection;

static void selection_free(selection *s) {
    for (size_t i = 0; s->where && i < s->spec->n_where; i++) free(s->where[i].text);
    free(s->where);
    free(s->value);
    free(s->cell);
    free(s->row);
}

static err_code find_optional(const table *t, const char *name, size_t *out, err *e) {
    *out = NO_COLUMN;
    return name ? table_find_column(t, name, out, e) : ERR_OK;
}

/* As keys are compared: most texts are that already, and are borrowed. */
static err_code normalize(selection *s, const char *text, const char **out, err *e) {
    *out = text;
    if (text_is_plain(text)) return ERR_OK;
    char *own;
    err_code rc = text_key(text, &own, e);
    if (rc) return rc;
    rc = arena_add(s->texts, own, strlen(own), out, e);
    free(own);
    return rc;
}

/* Likewise, of a text that does not outlive the reading. */
static err_code keep_text(selection *s, const char *text, const char **out, err *e) {
    err_code rc = normalize(s, text, out, e);
    return rc || *out != text ? rc : arena_add(s->texts, text, strlen(text), out, e);
}

static err_code resolve_value(selection *s, size_t i, err *e) {
    const values_spec *spec = s->spec;
    const char *column = spec->n_columns ? spec->columns[i].value : spec->value_column;
    const char *period = spec->n_columns ? spec->columns[i].name : spec->period;
    err_code rc = table_find_column(s->t, column, &s->value[i].column, e);
    bool own = spec->n_columns || !spec->period_column;
    return rc ? rc : keep_text(s, own && period ? period : "", &s->value[i].period, e);
}

static err_code resolve_companions(selection *s, err *e) {
    err_code rc = ERR_OK;
    for (size_t i = 0; i < COMPANIONS && !rc; i++) {
        const char *name = companion_name(s->spec, i);
        rc = find_optional(s->t, name, &s->companion[i], e);
        if (!rc && name && s->spec->n_columns)
            rc = err_set(e, ERR_FORMAT,
                         "%s: the column \"%s\" cannot go with a value column for each period; "
                         "bring the table into the long form",
                         table_name(s->t), excerpt_of(name).text);
    }
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
    if (!rc) rc = find_optional(s->t, spec->status_column, &s->status, e);
    if (!rc) rc = resolve_companions(s, e);
    for (size_t i = 0; i < spec->n_where && !rc; i++) {
        rc = table_find_column(s->t, spec->where[i].name, &s->where[i].column, e);
        if (!rc) rc = text_key(spec->where[i].value, &s->where[i].text, e);
    }
    for (size_t i = 0; i < s->n_value && !rc; i++) rc = resolve_value(s, i, e);
    return rc;
}

/* ---- choosing rows */

static err_code meets(const char *cell, const char *key, bool *out, err *e) {
    *out = !strcmp(cell, key);
    if (*out || text_is_plain(cell)) return ERR_OK;
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
    return err_set(e, ERR_FORMAT, "%s: %s %zu: the column \"%s\" is empty", table_name(s->t),
                   table_line_word(s->t), table_line(s->t, row),
                   excerpt_of(table_header(s->t, column)).text);
}

/* "ROW COLUMN"; neither is empty. */
static err_code join_periods(selection *s, const char *of_row, const char *of_column,
                             const char **out, err *e) {
    buf both = BUF_EMPTY;
    buf_addf(&both, "%s %s", of_row, of_column);
    err_code rc = buf_status(&both, e);
    if (!rc) rc = arena_add(s->texts, buf_text(&both), both.len, out, e);
    buf_free(&both);
    return rc;
}

/* The period of the cell of value column i: the row's and the column's. */
static err_code period_of(selection *s, size_t row, size_t i, const char **out, err *e) {
    const char *own = *out = s->value[i].period, *of_row;
    if (s->period == NO_COLUMN) return ERR_OK;
    err_code rc = normalize(s, table_cell(s->t, row, s->period), &of_row, e);
    if (rc) return rc;
    if (!*of_row) return fail_empty(s, row, s->period, e);
    *out = of_row;
    return *own ? join_periods(s, of_row, own, out, e) : ERR_OK;
}

/* What readers are told for the note. */
static err_code find_told(selection *s, value_cell *c, err *e) {
    const char *key;
    if (!s->spec->notes || !*c->note) return ERR_OK;
    err_code rc = normalize(s, c->note, &key, e);
    if (!rc) c->told = note_texts_find(s->spec->notes, key);
    return rc;
}

/* Adds the cell of value column i. */
static err_code add_cell(selection *s, size_t row, size_t i, const char *key, value_cells *out,
                         err *e) {
    size_t n = out->count;
    err_code rc = array_reserve(&out->cell, &s->out_cap, n + 1, sizeof *out->cell, e);
    if (!rc) rc = array_reserve(&s->cell, &s->cell_cap, n + 1, sizeof *s->cell, e);
    if (!rc) rc = array_reserve(&s->row, &s->row_cap, n + 1, sizeof *s->row, e);
    if (rc) return rc;
    value_cell *c = &out->cell[n];
    *c = (value_cell){.line = table_line(s->t, row),
                      .source = optional_cell(s->t, row, s->source),
                      .note = optional_cell(s->t, row, s->note)};
    for (size_t k = 0; k < COMPANIONS; k++) *companion_number(c, k) = (double)NAN;
    s->cell[n] = c->text = table_cell(s->t, row, s->value[i].column);
    s->row[n] = row;
    out->count++;
    c->key = key;
    rc = period_of(s, row, i, &c->period, e);
    return rc ? rc : find_told(s, c, e);
}

static err_code add_row(selection *s, size_t row, value_cells *out, err *e) {
    const char *key;
    err_code rc = normalize(s, table_cell(s->t, row, s->key), &key, e);
    if (rc) return rc;
    if (!*key && !is_empty_row(s->t, row)) rc = fail_empty(s, row, s->key, e);
    for (size_t i = 0; i < s->n_value && *key && !rc; i++) rc = add_cell(s, row, i, key, out, e);
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

static err_code wrap_cell(const selection *s, size_t row, size_t column, err_code rc, err *e) {
    return err_wrap(e, rc, "%s: %s %zu, column \"%s\"", table_name(s->t), table_line_word(s->t),
                    table_line(s->t, row), excerpt_of(table_header(s->t, column)).text);
}

static err_code wrap_value(const selection *s, size_t i, err_code rc, err *e) {
    return wrap_cell(s, s->row[i], s->value[i % s->n_value].column, rc, e);
}

static bool is_untold_dash(const char *cell, const number_rules *rules) {
    const number_rules dash = {.zero = (const char *const[]){"-", NULL}};
    return !rules->missing && number_is_zero_symbol(cell, &dash) &&
           number_symbol_state(cell, rules) == VALUE_MISSING;
}

/* What an empty cell's status says, if it is a symbol. */
static void take_status(const selection *s, size_t row, value_cell *c) {
    const char *status = optional_cell(s->t, row, s->status);
    value_state state = *status ? number_symbol_state(status, &s->spec->rules) : VALUE_PRESENT;
    if (state != VALUE_PRESENT) c->state = state;
}

static void count_symbol(const char *text, value_state state, value_cells *out) {
    size_t len = strlen(text), i = 0;
    if (!len || len > VALUE_SYMBOL_MAX) return;
    while (i < out->n_symbols &&
           (out->symbol[i].state != state || strcmp(out->symbol[i].text, text) != 0))
        i++;
    if (i == VALUE_SYMBOLS_MAX) return;
    if (i == out->n_symbols) {
        out->symbol[i].state = state;
        memcpy(out->symbol[i].text, text, len + 1);
        out->n_symbols++;
    }
    out->symbol[i].count++;
}

static void take_value(const selection *s, size_t i, number_value v, value_cells *out) {
    value_cell *c = &out->cell[i];
    c->value = v.value;
    c->state = v.state;
    c->flags = v.flags;
    if (!*s->cell[i]) take_status(s, s->row[i], c);
    out->states[c->state]++;
    out->footnotes += (c->flags & VALUE_FOOTNOTE) != 0;
    out->bracketed += (c->flags & VALUE_BRACKETED) != 0;
    out->saw_dash |= is_untold_dash(s->cell[i], &s->spec->rules);
    bool told = !*s->cell[i] && c->state != VALUE_MISSING; /* by a status */
    if (c->state != VALUE_PRESENT)
        count_symbol(told ? optional_cell(s->t, s->row[i], s->status) : s->cell[i], c->state, out);
}

static err_code parse_cell(const selection *s, size_t i, value_cells *out, err *e) {
    number_value v;
    err_code rc = number_parse(s->cell[i], &out->format, &s->spec->rules, &v, e);
    if (rc) return wrap_value(s, i, rc, e);
    take_value(s, i, v, out);
    return ERR_OK;
}

static err_code read_categories(const selection *s, value_cells *out, err *e) {
    size_t bad = SIZE_MAX;
    number_value *v = calloc(out->count, sizeof *v);
    if (!v) return err_nomem(e);
    err_code rc = categories_read(s->cell, out->count, &s->spec->rules, s->spec->category_order,
                                  &out->category, v, &bad, e);
    for (size_t i = 0; i < out->count && !rc; i++) take_value(s, i, v[i], out);
    free(v);
    return rc && bad != SIZE_MAX ? wrap_value(s, bad, rc, e) : rc;
}

static char decimal_mark(const selection *s) {
    char own = table_decimal(s->t);
    return own ? own : s->spec->decimal;
}

static err_code parse_cells(const selection *s, value_cells *out, err *e) {
    size_t bad = SIZE_MAX;
    if (s->spec->categorical) return read_categories(s, out, e);
    err_code rc =
        number_decide(s->cell, out->count, &s->spec->rules, decimal_mark(s), &out->format, &bad, e);
    if (rc) return bad == SIZE_MAX ? rc : wrap_value(s, bad, rc, e);
    for (size_t i = 0; i < out->count && !rc; i++) rc = parse_cell(s, i, out, e);
    return rc;
}

/* ---- companions */

/* Surveys write margins with their sign. */
static const char *without_plus_minus(const char *cell) {
    static const char *const signs[] = {"\u00b1", "+/-", "+-"};
    while (*cell == ' ') cell++;
    for (size_t i = 0; i < sizeof signs / sizeof *signs; i++)
        if (!strncmp(cell, signs[i], strlen(signs[i]))) return cell + strlen(signs[i]);
    return cell;
}

/* By itself; a column that can be read in two ways is read as the values are. */
static err_code decide_companion(const selection *s, const char *const *cells, size_t n,
                                 char decimal, number_format *out, size_t *bad, err *e) {
    const number_rules *rules = &s->spec->rules;
    err_code rc = number_decide(cells, n, rules, decimal_mark(s), out, bad, e);
    if (rc && !decimal_mark(s) && decimal)
        rc = number_decide(cells, n, rules, decimal, out, bad, e);
    return rc;
}

static err_code parse_companions(const selection *s, size_t k, const char *const *cells,
                                 value_cells *out, err *e) {
    number_format format;
    size_t bad = SIZE_MAX;
    err_code rc = decide_companion(s, cells, out->count, out->format.decimal, &format, &bad, e);
    for (size_t i = 0; i < out->count && !rc; i++) {
        number_value v = {0};
        rc = number_parse(cells[i], &format, &s->spec->rules, &v, e);
        if (!rc && v.value < 0 && !companions[k].may_be_negative)
            rc = err_set(e, ERR_RANGE, "%g is below zero, which this column cannot be", v.value);
        if (rc)
            bad = i;
        else
            *companion_number(&out->cell[i], k) = v.value;
    }
    return rc && bad != SIZE_MAX ? wrap_cell(s, s->row[bad], s->companion[k], rc, e) : rc;
}

static err_code read_companion(const selection *s, size_t k, value_cells *out, err *e) {
    const char **cells = calloc(out->count, sizeof *cells);
    if (!cells) return err_nomem(e);
    for (size_t i = 0; i < out->count; i++) {
        const char *cell = table_cell(s->t, s->row[i], s->companion[k]);
        cells[i] = companions[k].may_be_negative ? cell : without_plus_minus(cell);
    }
    err_code rc = parse_companions(s, k, cells, out, e);
    free(cells);
    return rc;
}

static err_code read_companions(const selection *s, value_cells *out, err *e) {
    err_code rc = ERR_OK;
    for (size_t k = 0; k < COMPANIONS && !rc; k++)
        if (s->companion[k] != NO_COLUMN) rc = read_companion(s, k, out, e);
    for (size_t i = 0; i < out->count && !rc; i++)
        if (out->cell[i].low > out->cell[i].high)
            rc = err_set(e, ERR_RANGE,
                         "%s: %s %zu: the interval's low end, %g, is above its high end, %g",
                         table_name(s->t), table_line_word(s->t), out->cell[i].line,
                         out->cell[i].low, out->cell[i].high);
    return rc;
}

err_code values_read(const table *t, const values_spec *spec, value_cells *out, err *e) {
    assert(spec->key_column && (spec->value_column || spec->n_columns));
    value_cells cells = {0};
    selection s = {.t = t, .spec = spec, .texts = &cells.texts};
    err_code rc = resolve(&s, e);
    if (!rc) rc = choose(&s, &cells, e);
    if (!rc) rc = parse_cells(&s, &cells, e);
    if (!rc) rc = read_companions(&s, &cells, e);
    selection_free(&s);
    if (rc)
        value_cells_free(&cells);
    else
        *out = cells;
    return rc;
}

void value_cells_free(value_cells *c) {
    if (!c) return;
    free(c->cell);
    arena_free(&c->texts);
    strlist_free(&c->category);
    *c = (value_cells){0};
}

static bool is_numeric_column(const table *t, size_t column) {
    const number_rules rules = {0};
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
        if (i != key_column && table_is_figure(t, i) && is_numeric_column(t, i)) out[n++] = i;
    return n;
}
