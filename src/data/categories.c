#include "data/categories.h"
#include "base/strmap.h"
#include "base/text.h"
#include "data/excerpt.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

typedef struct reading {
    strlist *names;
    strmap *index; /* of a name in the order it came */
    bool closed;   /* there are no other names */
    bool numbers;  /* all cells are whole numbers, some as "4.0": the zeros go */
} reading;

static err_code fail_unknown(const reading *r, const char *cell, err *e) {
    buf list = BUF_EMPTY;
    for (size_t i = 0; i < r->names->count && list.len < 150; i++)
        buf_addf(&list, "%s%s", i ? ", " : "", r->names->item[i]);
    err_code rc = buf_status(&list, e);
    if (!rc)
        rc = err_set(e, ERR_FORMAT,
                     "\"%s\" is none of the categories (%s): add it to them, or to the symbols "
                     "for missing",
                     excerpt_of(cell).text, buf_text(&list));
    buf_free(&list);
    return rc;
}

static err_code add_name(reading *r, const char *name, uint32_t *out, err *e) {
    bool added = false;
    if (strmap_get(r->index, name, out)) return ERR_OK;
    if (r->closed) return fail_unknown(r, name, e);
    if (r->names->count == CATEGORIES_MAX)
        return err_set(e, ERR_RANGE,
                       "\"%s\" is one more than %d categories; is this a column of names?",
                       excerpt_of(name).text, CATEGORIES_MAX);
    *out = (uint32_t)r->names->count;
    err_code rc = strmap_put(r->index, name, *out, &added, e);
    return rc ? rc : strlist_add(r->names, name, e);
}

/* Digits, and after them nothing or a point and zeros: their number, else 0. */
static size_t whole_digits(const char *name) {
    size_t n = strspn(name, "0123456789");
    return n && (!name[n] || (name[n] == '.' && !name[n + 1 + strspn(name + n + 1, "0")])) ? n : 0;
}

static err_code read_name(reading *r, const char *cell, uint32_t *out, err *e) {
    char *name;
    err_code rc = text_key(cell, &name, e);
    if (rc) return rc;
    if (r->numbers) name[whole_digits(name)] = 0;
    rc = add_name(r, name, out, e);
    free(name);
    return rc;
}

/* Programs that know no missing whole number write a column of them with decimals. */
static err_code find_numbers(reading *r, const char *const *cells, size_t n,
                             const number_rules *rules, err *e) {
    r->numbers = true;
    for (size_t i = 0; i < n && r->numbers; i++) {
        char *name;
        if (number_symbol_state(cells[i], rules) != VALUE_PRESENT) continue;
        err_code rc = text_key(cells[i], &name, e);
        if (rc) return rc;
        r->numbers = whole_digits(name) > 0;
        free(name);
    }
    return ERR_OK;
}

static err_code read_order(reading *r, const char *const *order, err *e) {
    err_code rc = ERR_OK;
    uint32_t index;
    for (; order && *order && !rc; order++) rc = read_name(r, *order, &index, e);
    r->closed = r->names->count > 0;
    return rc;
}

static err_code read_cells(reading *r, const char *const *cells, size_t n,
                           const number_rules *rules, number_value *out, size_t *bad, err *e) {
    for (size_t i = 0; i < n; i++) {
        uint32_t index = 0;
        out[i] = (number_value){(double)NAN, number_symbol_state(cells[i], rules), 0};
        if (out[i].state != VALUE_PRESENT) continue;
        err_code rc = read_name(r, cells[i], &index, e);
        if (rc) {
            *bad = i;
            return rc;
        }
        out[i].value = index;
    }
    return ERR_OK;
}

/* ---- by number ---- */

typedef struct numbered {
    char *name;
    unsigned long number;
    size_t came; /* its index before */
} numbered;

static int by_number(const void *a, const void *b) {
    const numbered *x = a, *y = b;
    if (x->number != y->number) return x->number < y->number ? -1 : 1;
    return x->came < y->came ? -1 : 1; /* "1" and "01" */
}

static err_code order_by_number(const reading *r, number_value *values, size_t n, err *e) {
    size_t count = r->names->count;
    double place[CATEGORIES_MAX];
    numbered *all = calloc(count + 1, sizeof *all);
    if (!all) return err_nomem(e);
    bool whole = true;
    for (size_t i = 0; i < count && whole; i++) {
        all[i] = (numbered){r->names->item[i], 0, i};
        whole = text_to_uint(all[i].name, 1000000000, &all[i].number);
    }
    if (whole) {
        qsort(all, count, sizeof *all, by_number);
        for (size_t i = 0; i < count; i++) {
            r->names->item[i] = all[i].name;
            place[all[i].came] = (double)i;
        }
        for (size_t i = 0; i < n; i++)
            if (!isnan(values[i].value)) values[i].value = place[(size_t)values[i].value];
    }
    free(all);
    return ERR_OK;
}

err_code categories_read(const char *const *cells, size_t n, const number_rules *rules,
                         const char *const *order, strlist *names, number_value *out, size_t *bad,
                         err *e) {
    reading r = {.names = names};
    *bad = SIZE_MAX;
    err_code rc = strmap_create(&r.index, e);
    if (!rc) rc = read_order(&r, order, e);
    if (!rc) rc = find_numbers(&r, cells, n, rules, e);
    if (!rc) rc = read_cells(&r, cells, n, rules, out, bad, e);
    if (!rc && !r.closed) rc = order_by_number(&r, out, n, e);
    strmap_free(r.index);
    return rc;
}
