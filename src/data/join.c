#include "data/join.h"
#include "base/buf.h"
#include "base/strmap.h"
#include "base/text.h"
#include "data/excerpt.h"
#include "data/join_report.h"

#include <assert.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct joining {
    const join_spec *s;
    const value_cells *cells;
    const districts *d;
    district_id whole;   /* the target of the whole: one past the last district */
    district_id *target; /* [cells] DISTRICT_NONE: the key is unmatched */
    uint32_t *period;    /* [cells] index into j->period; unset if unmatched */
    size_t unmatched_cap, duplicates_cap;
    joined *j;
} joining;

/* An array that is never NULL for being empty. */
static void *new_array(size_t n, size_t size) { return calloc(n ? n : 1, size); }

/* ---- keys */

static err_code add_unmatched(joining *w, strmap *seen, const value_cell *c, err *e) {
    join_report *r = &w->j->report;
    size_t n = r->n_unmatched_values;
    bool added;
    err_code rc = strmap_put(seen, c->key, 0, &added, e);
    if (rc || !added) return rc;
    rc = array_reserve(&r->unmatched_values, &w->unmatched_cap, n + 1, sizeof *r->unmatched_values,
                       e);
    if (rc) return rc;
    unmatched_value *u = &r->unmatched_values[n];
    *u = (unmatched_value){.key = strdup(c->key), .line = c->line};
    if (!u->key) return err_nomem(e);
    r->n_unmatched_values++;
    return ERR_OK;
}

static err_code match_cells(joining *w, strmap *unmatched, err *e) {
    err_code rc = ERR_OK;
    for (size_t i = 0; i < w->cells->count && !rc; i++) {
        const value_cell *c = &w->cells->cell[i];
        w->target[i] = DISTRICT_NONE;
        if (w->s->whole_key && !strcmp(c->key, w->s->whole_key))
            w->target[i] = w->whole;
        else if (!districts_find(w->d, c->key, &w->target[i]))
            rc = add_unmatched(w, unmatched, c, e);
    }
    return rc;
}

static err_code match_keys(joining *w, err *e) {
    strmap *unmatched;
    err_code rc = strmap_create(&unmatched, e);
    if (rc) return rc;
    rc = match_cells(w, unmatched, e);
    strmap_free(unmatched);
    join_report *r = &w->j->report;
    return rc ? rc
              : join_keys_explain(w->d, w->s->others, w->s->n_others, r->unmatched_values,
                                  r->n_unmatched_values, &r->prefix, e);
}

static err_code report_districts(joining *w, err *e) {
    join_report *r = &w->j->report;
    size_t n = w->j->n_districts;
    bool *seen = new_array(n, sizeof *seen);
    r->unmatched_districts = new_array(n, sizeof *r->unmatched_districts);
    if (!seen || !r->unmatched_districts) {
        free(seen);
        return err_nomem(e);
    }
    for (size_t i = 0; i < w->cells->count; i++)
        if (w->target[i] < n) seen[w->target[i]] = true;
    for (district_id id = 0; id < n; id++)
        if (!seen[id]) r->unmatched_districts[r->n_unmatched_districts++] = id;
    r->matched = n - r->n_unmatched_districts;
    free(seen);
    return ERR_OK;
}

static err_code fail_unmatched(const joining *w, err *e) {
    const unmatched_value *u = &w->j->report.unmatched_values[0];
    size_t others = w->j->report.n_unmatched_values - 1;
    buf why = BUF_EMPTY;
    if (!join_report_reason(&w->j->report, w->s->layer, &why))
        buf_addf(&why, "districts have keys like \"%s\": check the key column on both sides",
                 excerpt_of(district_key(w->d, 0)).text);
    err_code rc = buf_status(&why, e);
    if (!rc)
        rc = err_set(e, ERR_FORMAT, "%s: %s %zu: the key \"%s\" is no district%s; %s", w->s->file,
                     w->j->report.line_word, u->line, excerpt_of(u->key).text,
                     others ? ", and neither is any other" : ", and there is no other",
                     buf_text(&why));
    buf_free(&why);
    return rc;
}

static err_code check_matched(const joining *w, err *e) {
    const join_report *r = &w->j->report;
    if (r->matched || !r->n_unmatched_values) return ERR_OK;
    if (!w->j->n_districts)
        return err_set(e, ERR_FORMAT, "%s: there is no district to join values with", w->s->file);
    return fail_unmatched(w, e);
}

/* ---- periods */

typedef struct period_rank {
    const char *text;
    size_t given;   /* place in the given order; SIZE_MAX: not in it */
    uint32_t found; /* place in the file's order */
} period_rank;

static int by_rank(const void *a, const void *b) {
    const period_rank *x = a, *y = b;
    if (x->given != y->given) return x->given < y->given ? -1 : 1;
    return joined_compare_periods(x->text, y->text);
}

static err_code place_in(const char *const *order, const char *period, size_t *out, err *e) {
    *out = SIZE_MAX;
    for (size_t i = 0; order && order[i] && *out == SIZE_MAX; i++) {
        char *key;
        err_code rc = text_key(order[i], &key, e);
        if (rc) return rc;
        if (!strcmp(key, period)) *out = i;
        free(key);
    }
    return ERR_OK;
}

/* Numbers the periods as they come; those of unmatched keys do not count. */
static err_code find_periods(joining *w, const char *const *order, strmap *map, period_rank *rank,
                             err *e) {
    joined *j = w->j;
    for (size_t i = 0; i < w->cells->count; i++) {
        const value_cell *c = &w->cells->cell[i];
        if (w->target[i] == DISTRICT_NONE) continue;
        bool added = false;
        err_code rc = strmap_get(map, c->period, &w->period[i])
                          ? ERR_OK
                          : strmap_put(map, c->period, (uint32_t)j->n_periods, &added, e);
        if (rc) return rc;
        if (!added) continue;
        if (j->n_periods == JOIN_PERIODS_MAX)
            return err_set(e, ERR_RANGE,
                           "%s: %s %zu: more than %d periods; check the period column", w->s->file,
                           j->report.line_word, c->line, JOIN_PERIODS_MAX);
        w->period[i] = (uint32_t)j->n_periods;
        period_rank *r = &rank[j->n_periods];
        *r = (period_rank){c->period, 0, (uint32_t)j->n_periods};
        j->n_periods++;
        if ((rc = place_in(order, c->period, &r->given, e))) return rc;
    }
    return ERR_OK;
}

static err_code order_periods(joining *w, period_rank *rank, err *e) {
    joined *j = w->j;
    uint32_t place[JOIN_PERIODS_MAX];
    qsort(rank, j->n_periods, sizeof *rank, by_rank);
    if (!(j->period = new_array(j->n_periods, sizeof *j->period))) return err_nomem(e);
    for (size_t p = 0; p < j->n_periods; p++) {
        place[rank[p].found] = (uint32_t)p;
        if (!(j->period[p] = strdup(rank[p].text))) return err_nomem(e);
    }
    for (size_t i = 0; i < w->cells->count; i++)
        if (w->target[i] != DISTRICT_NONE) w->period[i] = place[w->period[i]];
    return ERR_OK;
}

static err_code list_periods(joining *w, const char *const *order, err *e) {
    strmap *map = NULL;
    period_rank *rank = new_array(JOIN_PERIODS_MAX, sizeof *rank);
    err_code rc = rank ? strmap_create(&map, e) : err_nomem(e);
    if (!rc) rc = find_periods(w, order, map, rank, e);
    if (!rc) rc = order_periods(w, rank, e);
    strmap_free(map);
    free(rank);
    return rc;
}

/* ---- values */

static bool same_value(const value_cell *a, const value_cell *b) {
    return a->state == b->state && (a->state != VALUE_PRESENT || a->value == b->value);
}

static err_code add_duplicate(joining *w, const value_cell *c, err *e) {
    join_report *r = &w->j->report;
    err_code rc = array_reserve(&r->duplicates, &w->duplicates_cap, r->n_duplicates + 1,
                                sizeof *r->duplicates, e);
    if (rc) return rc;
    buf text = BUF_EMPTY;
    buf_addf(&text, "%s%s%s", c->key, *c->period ? ", " : "", c->period);
    char *copy = (char *)buf_detach(&text, NULL);
    if (!copy) return err_nomem(e);
    r->duplicates[r->n_duplicates++] = copy;
    return ERR_OK;
}

static const char *column_of(const joining *w, const char *period) {
    for (size_t i = 0; i < w->s->n_columns; i++)
        if (!strcmp(w->s->columns[i].name, period)) return w->s->columns[i].value;
    return w->s->column;
}

/* As the cell was written; an empty one by its state. */
static excerpt shown(const value_cell *c) {
    return excerpt_of(*c->text ? c->text : "an empty cell");
}

static err_code fail_contradiction(const joining *w, const value_cell *a, const value_cell *b,
                                   err *e) {
    const char *column = column_of(w, b->period);
    return err_set(e, ERR_FORMAT,
                   "%s: %ss %zu and %zu%s%s%s give different values for \"%s\"%s%s: %s and %s; "
                   "keep one of the rows, or tell them apart (by `where` or the period)",
                   w->s->file, w->j->report.line_word, a->line, b->line,
                   column ? ", column \"" : "", column ? excerpt_of(column).text : "",
                   column ? "\"," : "", excerpt_of(b->key).text, *b->period ? ", " : "",
                   excerpt_of(b->period).text, shown(a).text, shown(b).text);
}

/* first[slot] is 1 + the cell that gave the value of that slot; a period has n_districts + 1
 * slots, the last of them the whole's. */
static err_code fill(joining *w, uint32_t *first, err *e) {
    joined *j = w->j;
    err_code rc = ERR_OK;
    for (size_t i = 0; i < w->cells->count && !rc; i++) {
        const value_cell *c = &w->cells->cell[i];
        if (w->target[i] == DISTRICT_NONE) continue;
        size_t slot = w->period[i] * (j->n_districts + 1) + w->target[i];
        if (first[slot]) {
            const value_cell *before = &w->cells->cell[first[slot] - 1];
            rc = same_value(before, c) ? add_duplicate(w, c, e)
                                       : fail_contradiction(w, before, c, e);
            continue;
        }
        first[slot] = (uint32_t)i + 1;
        if (w->target[i] == w->whole)
            j->whole[w->period[i]] = c->value;
        else
            rc = joined_store(j, w->period[i], w->target[i], c, e);
    }
    return rc;
}

static err_code report_numbers(joined *j, err *e) {
    join_report *r = &j->report;
    size_t lonely = 0, periods;
    r->without_number = new_array(j->n_districts, sizeof *r->without_number);
    if (!r->without_number) return err_nomem(e);
    for (district_id id = 0; id < j->n_districts; id++) {
        size_t missing = 0;
        for (periods = 0; periods < j->n_periods; periods++)
            missing += isnan(j->value[periods * j->n_districts + id]) != 0;
        r->missing += missing;
        bool no_row = lonely < r->n_unmatched_districts && r->unmatched_districts[lonely] == id;
        lonely += no_row;
        if (missing == periods && !no_row) r->without_number[r->n_without_number++] = id;
    }
    return ERR_OK;
}

static err_code place_values(joining *w, err *e) {
    joined *j = w->j;
    if (j->n_periods && j->n_districts > JOIN_VALUES_MAX / j->n_periods)
        return err_set(e, ERR_RANGE, "%s: %zu periods of %zu districts are too many", w->s->file,
                       j->n_periods, j->n_districts);
    err_code rc = joined_alloc(j, e);
    if (rc) return rc;
    uint32_t *first = new_array(j->n_periods * (j->n_districts + 1), sizeof *first);
    if (!first) return err_nomem(e);
    rc = fill(w, first, e);
    free(first);
    return rc ? rc : report_numbers(j, e);
}

/* ---- sources */

/* "PERIOD SOURCE" in the map: that source was taken up for that period. */
static err_code add_source(uint32_t period, const char *source, strmap *seen, buf *list, err *e) {
    buf id = BUF_EMPTY;
    bool added = false;
    buf_addf(&id, "%u %s", period, source);
    err_code rc = buf_status(&id, e);
    if (!rc) rc = strmap_put(seen, buf_text(&id), 0, &added, e);
    buf_free(&id);
    if (added) buf_addf(list, "%s%s", list->len ? "; " : "", source);
    return rc;
}

static err_code collect_sources(const joining *w, strmap *seen, buf *lists /* [n_periods] */,
                                err *e) {
    err_code rc = ERR_OK;
    for (size_t i = 0; i < w->cells->count && !rc; i++)
        if (w->target[i] != DISTRICT_NONE && *w->cells->cell[i].source)
            rc = add_source(w->period[i], w->cells->cell[i].source, seen, &lists[w->period[i]], e);
    for (size_t p = 0; p < w->j->n_periods && !rc; p++) {
        rc = buf_status(&lists[p], e);
        if (!rc && !(w->j->source[p] = strdup(buf_text(&lists[p])))) rc = err_nomem(e);
    }
    return rc;
}

static err_code list_sources(joining *w, err *e) {
    joined *j = w->j;
    strmap *seen = NULL;
    buf *lists = new_array(j->n_periods, sizeof *lists);
    j->source = new_array(j->n_periods, sizeof *j->source);
    err_code rc = lists && j->source ? strmap_create(&seen, e) : err_nomem(e);
    if (!rc) rc = collect_sources(w, seen, lists, e);
    for (size_t p = 0; lists && p < j->n_periods; p++) buf_free(&lists[p]);
    free(lists);
    strmap_free(seen);
    return rc;
}

static err_code run(joining *w, err *e) {
    size_t n = w->cells->count;
    if (n >= UINT32_MAX) return err_set(e, ERR_RANGE, "%s: more than 2^32 values", w->s->file);
    w->target = new_array(n, sizeof *w->target);
    w->period = new_array(n, sizeof *w->period);
    if (!w->target || !w->period) return err_nomem(e);
    w->j->report.saw_dash = w->cells->saw_dash;
    err_code rc = match_keys(w, e);
    if (!rc) rc = report_districts(w, e);
    if (!rc) rc = check_matched(w, e);
    if (!rc) rc = list_periods(w, w->s->period_order, e);
    if (!rc) rc = place_values(w, e);
    return rc ? rc : list_sources(w, e);
}

err_code join(const join_spec *s, const value_cells *cells, const districts *d, joined *out,
              err *e) {
    joined j = {.n_districts = districts_count(d)};
    j.report.line_word = s->line_word ? s->line_word : "line";
    joining w = {.s = s, .cells = cells, .d = d, .whole = (district_id)j.n_districts, .j = &j};
    err_code rc = run(&w, e);
    free(w.target);
    free(w.period);
    if (rc)
        joined_free(&j);
    else
        *out = j;
    return rc;
}
