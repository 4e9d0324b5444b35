#include "data/joined.h"

#include <assert.h>
#include <limits.h>
#include <math.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

static void *new_array(size_t n, size_t size) { return calloc(n ? n : 1, size); }

static double *new_missing(size_t n) {
    double *v = new_array(n, sizeof *v);
    for (size_t i = 0; v && i < n; i++) v[i] = (double)NAN;
    return v;
}

err_code joined_alloc(joined *j, err *e) {
    size_t n = j->n_periods * j->n_districts;
    j->value = new_missing(n);
    j->whole = new_missing(j->n_periods);
    j->state = new_array(n, sizeof *j->state);
    j->flags = new_array(n, sizeof *j->flags);
    if (!j->value || !j->whole || !j->state || !j->flags) return err_nomem(e);
    memset(j->state, VALUE_MISSING, n);
    return ERR_OK;
}

/* What few indicators have gets its array when the first cell has it. */
static const struct {
    size_t of_cell, of_joined;
} beside[] = {
    {offsetof(value_cell, margin), offsetof(joined, margin)},
    {offsetof(value_cell, low), offsetof(joined, low)},
    {offsetof(value_cell, high), offsetof(joined, high)},
    {offsetof(value_cell, sample), offsetof(joined, sample)},
};
#define BESIDE (sizeof beside / sizeof *beside)

static double **beside_array(joined *j, size_t k) {
    return (void *)((char *)j + beside[k].of_joined);
}

static err_code store_beside(joined *j, size_t at, const value_cell *c, err *e) {
    for (size_t k = 0; k < BESIDE; k++) {
        const double *v = (const void *)((const char *)c + beside[k].of_cell);
        double **all = beside_array(j, k);
        if (isnan(*v)) continue;
        if (!*all && !(*all = new_missing(j->n_periods * j->n_districts))) return err_nomem(e);
        (*all)[at] = *v;
    }
    return ERR_OK;
}

static err_code store_told(joined *j, size_t at, const localized *told, err *e) {
    if (!j->told && !told) return ERR_OK;
    if (!j->told) j->told = new_array(j->n_periods * j->n_districts, sizeof *j->told);
    if (!j->told) return err_nomem(e);
    j->told[at] = told;
    return ERR_OK;
}

static err_code store_note(joined *j, size_t at, const char *note, err *e) {
    if (!j->note) j->note = new_array(j->n_periods * j->n_districts, sizeof *j->note);
    if (!j->note) return err_nomem(e);
    free(j->note[at]);
    return (j->note[at] = strdup(note)) ? ERR_OK : err_nomem(e);
}

err_code joined_store(joined *j, size_t period, district_id d, const value_cell *c, err *e) {
    assert(period < j->n_periods && d < j->n_districts);
    size_t at = period * j->n_districts + d;
    j->value[at] = c->value;
    j->state[at] = (uint8_t)c->state;
    j->flags[at] = (uint8_t)c->flags;
    err_code rc = store_beside(j, at, c, e);
    if (rc || !*c->note) return rc;
    rc = store_note(j, at, c->note, e);
    return rc ? rc : store_told(j, at, c->told, e);
}

/* ---- periods that are added ---- */

static long first_year(const char *text) {
    for (; *text; text++)
        if (strspn(text, "0123456789") >= 4)
            return (text[0] - '0') * 1000L + (text[1] - '0') * 100 + (text[2] - '0') * 10 +
                   (text[3] - '0');
    return LONG_MAX;
}

int joined_compare_periods(const char *a, const char *b) {
    long x = first_year(a), y = first_year(b);
    if (x != y) return x < y ? -1 : 1;
    return strcmp(a, b);
}

/* All arrays of a joined: of figures one row a period, of the others one item. */
enum { ARRAYS_MAX = BESIDE + 8 };

typedef struct row_array {
    void *at;     /* T **: where the array is kept */
    size_t row;   /* bytes */
    bool numbers; /* missing is NaN; else 0 */
} row_array;

static size_t list_arrays(joined *j, row_array out[ARRAYS_MAX]) {
    size_t n = j->n_districts, count = 0;
    out[count++] = (row_array){&j->value, n * sizeof *j->value, true};
    out[count++] = (row_array){&j->state, n * sizeof *j->state, false};
    out[count++] = (row_array){&j->flags, n * sizeof *j->flags, false};
    out[count++] = (row_array){&j->whole, sizeof *j->whole, true};
    out[count++] = (row_array){&j->period, sizeof *j->period, false};
    out[count++] = (row_array){&j->source, sizeof *j->source, false};
    if (j->note) out[count++] = (row_array){&j->note, n * sizeof *j->note, false};
    if (j->told) out[count++] = (row_array){&j->told, n * sizeof *j->told, false};
    for (size_t k = 0; k < BESIDE; k++)
        if (*beside_array(j, k))
            out[count++] = (row_array){beside_array(j, k), n * sizeof(double), true};
    return count;
}

static err_code widen(const row_array *a, size_t rows, err *e) {
    void *array;
    memcpy(&array, a->at, sizeof array);
    void *wider = realloc(array, (rows + 1) * a->row + 1);
    if (!wider) return err_nomem(e);
    memcpy(a->at, &wider, sizeof wider);
    return ERR_OK;
}

static void open_row(const row_array *a, size_t rows, size_t at) {
    char *row;
    memcpy(&row, a->at, sizeof row);
    row += at * a->row;
    memmove(row + a->row, row, (rows - at) * a->row);
    memset(row, 0, a->row);
    for (size_t i = 0; a->numbers && i < a->row / sizeof(double); i++)
        ((double *)(void *)row)[i] = (double)NAN;
}

err_code joined_add_period(joined *j, const char *period, size_t *at, err *e) {
    row_array arrays[ARRAYS_MAX];
    size_t count = list_arrays(j, arrays), p = 0;
    while (p < j->n_periods && joined_compare_periods(j->period[p], period) <= 0) p++;
    if (j->n_periods >= JOIN_PERIODS_MAX || (j->n_periods + 1) * j->n_districts > JOIN_VALUES_MAX)
        return err_set(e, ERR_RANGE, "%zu periods of %zu districts, and one more, are too many",
                       j->n_periods, j->n_districts);
    char *name = strdup(period), *source = strdup("");
    err_code rc = name && source ? ERR_OK : err_nomem(e);
    for (size_t i = 0; i < count && !rc; i++) rc = widen(&arrays[i], j->n_periods, e);
    if (rc) { /* what is wider already is as good as before */
        free(name);
        free(source);
        return rc;
    }
    for (size_t i = 0; i < count; i++) open_row(&arrays[i], j->n_periods, p);
    memset(j->state + p * j->n_districts, VALUE_MISSING, j->n_districts);
    j->period[p] = name;
    j->source[p] = source;
    j->n_periods++;
    *at = p;
    return ERR_OK;
}

static void free_texts(char **texts, size_t n) {
    for (size_t i = 0; texts && i < n; i++) free(texts[i]);
    free(texts);
}

void joined_free(joined *j) {
    if (!j) return;
    free_texts(j->period, j->n_periods);
    free_texts(j->source, j->n_periods);
    free_texts(j->report.duplicates, j->report.n_duplicates);
    for (size_t i = 0; i < j->report.n_unmatched_values; i++)
        free(j->report.unmatched_values[i].key);
    free(j->report.unmatched_values);
    free(j->report.unmatched_districts);
    free(j->report.without_number);
    free(j->report.prefix);
    free_texts(j->note, j->note ? j->n_periods * j->n_districts : 0);
    free(j->told);
    for (size_t k = 0; k < BESIDE; k++) free(*beside_array(j, k));
    free(j->value);
    free(j->state);
    free(j->flags);
    free(j->whole);
    *j = (joined){0};
}

const double *joined_values(const joined *j, size_t period) {
    assert(period < j->n_periods);
    return j->value + period * j->n_districts;
}

const char *joined_note(const joined *j, size_t at, lang in) {
    if (!j->note || !j->note[at]) return "";
    return j->told && j->told[at] ? localized_get(j->told[at], in) : j->note[at];
}

bool joined_find_period(const joined *j, const char *period, size_t *out) {
    for (size_t p = 0; p < j->n_periods; p++)
        if (!strcmp(j->period[p], period)) {
            *out = p;
            return true;
        }
    return false;
}
