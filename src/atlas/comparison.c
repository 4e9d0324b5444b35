#include "atlas/comparison_parts.h"
#include "base/text.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const districts *names_of(const atlas *a, size_t layer) {
    return a->layer[layer].shape->districts;
}

/* ---- who is compared ---- */

typedef struct asked { /* what the wish names */
    strlist key;       /* normalized */
    const char *option;
} asked;

static err_code add_key(asked *q, const char *name, err *e) {
    char *key = NULL;
    const char *kept;
    err_code rc = text_key(name, &key, e);
    if (!rc && strlist_has(&q->key, key))
        rc = err_tell(e, ERR_RANGE, "%s: \"%.80s\" is named twice",
                      "%s: \"%.80s\" är nämnt två gånger", q->option, key);
    if (rc) {
        free(key);
        return rc;
    }
    return strlist_own(&q->key, key, &kept, e);
}

static err_code read_keys(const comparison_wish *w, asked *q, err *e) {
    strlist names = {0};
    q->option = w->one ? "district" : "districts";
    err_code rc =
        w->one ? strlist_add(&names, w->districts, e) : strlist_split(&names, w->districts, e);
    if (!rc && !names.count)
        rc = err_tell(e, ERR_RANGE, "%s: name one to %d, with commas",
                      "%s: ange ett till %d, med kommatecken mellan", q->option,
                      COMPARISON_SUBJECTS);
    if (!rc && names.count > COMPARISON_SUBJECTS)
        rc = err_tell(e, ERR_RANGE,
                      "%s: %zu are named, and at most %d can be told apart; a poster has a small "
                      "map for each of more periods or indicators",
                      "%s: %zu är nämnda, och högst %d kan skiljas åt; en affisch har en liten "
                      "karta för var och en av flera perioder eller mått",
                      q->option, names.count, COMPARISON_SUBJECTS);
    for (size_t i = 0; i < names.count && !rc; i++) rc = add_key(q, names.item[i], e);
    strlist_free(&names);
    return rc;
}

/* How many of the names are districts there, or, with `groups`, groups that are made of some. */
static size_t count_in(const atlas *a, const asked *q, size_t layer, bool groups) {
    size_t n = 0, group;
    district_id d;
    for (size_t i = 0; i < q->key.count; i++)
        if (groups)
            n += group_find(a, q->key.item[i], &group) && a->group[group].member[layer];
        else
            n += districts_find(names_of(a, layer), q->key.item[i], &d);
    return n;
}

static size_t home_of(const atlas *a, const asked *q) {
    for (int groups = 0; groups < 2; groups++) {
        size_t best = 0, most = 0;
        for (size_t l = 0; l < a->n_layers; l++) {
            size_t n = count_in(a, q, l, groups);
            if (n > most) best = l, most = n;
        }
        if (most) return best;
    }
    return 0;
}

/* ---- names that are not there ---- */

/* A third of its letters may differ, as in districts_nearest(). */
static const char *nearest_group(const atlas *a, const char *key) {
    const char *best = NULL;
    unsigned least = 2 * (unsigned)strlen(key) / 3;
    for (size_t i = 0; i < a->n_groups; i++) {
        unsigned d = text_distance(a->group[i].id, key);
        if (d > least) continue;
        best = a->group[i].id;
        least = d;
    }
    return best;
}

static const char *nearest_name(const atlas *a, size_t home, const char *key) {
    const char *near = districts_nearest(names_of(a, home), key);
    for (size_t l = 0; l < a->n_layers && !near; l++) near = districts_nearest(names_of(a, l), key);
    return near ? near : nearest_group(a, key);
}

#define SOME_BYTES 120 /* of the names that there are, in a message */

static void add_name(char some[SOME_BYTES + 100], const char *name) {
    size_t n = strlen(some);
    if (n < SOME_BYTES) snprintf(some + n, 100, "%s%.80s", n ? ", " : "", name);
}

static err_code unknown(const atlas *a, const asked *q, size_t home, const char *key, err *e) {
    const char *near = nearest_name(a, home, key);
    char some[SOME_BYTES + 100] = "";
    for (size_t i = 0; i < a->n_groups; i++) add_name(some, a->group[i].id);
    for (district_id d = 0; d < districts_count(names_of(a, home)); d++)
        add_name(some, district_key(names_of(a, home), d));
    const char *more = strlen(some) < SOME_BYTES ? "" : ", ...";
    if (!near)
        return err_tell(e, ERR_NOTFOUND,
                        "%s: there is no district or group \"%.80s\"; there are %s%s",
                        "%s: det finns inget område och ingen grupp \"%.80s\"; det finns %s%s",
                        q->option, key, some, more);
    return err_tell(
        e, ERR_NOTFOUND,
        "%s: there is no district or group \"%.80s\", the nearest is \"%.80s\"; there "
        "are %s%s",
        "%s: det finns inget område och ingen grupp \"%.80s\", närmast ligger \"%.80s\"; det "
        "finns %s%s",
        q->option, key, near, some, more);
}

static bool find_district(const atlas *a, size_t layer, const char *key, comparison_subject *s) {
    if (!districts_find(names_of(a, layer), key, &s->district)) return false;
    s->layer = layer;
    s->id = district_key(names_of(a, layer), s->district);
    s->name = district_name(names_of(a, layer), s->district);
    return true;
}

static err_code find_subject(comparison *c, const asked *q, const char *key, err *e) {
    const atlas *a = c->atlas;
    comparison_subject *s = &c->subject[c->n_subjects];
    *s = (comparison_subject){.layer = SIZE_MAX, .district = DISTRICT_NONE, .group = SIZE_MAX};
    bool found = find_district(a, c->home, key, s);
    for (size_t l = 0; l < a->n_layers && !found; l++) found = find_district(a, l, key, s);
    if (!found && (found = group_find(a, key, &s->group))) {
        s->id = a->group[s->group].id;
        s->name = localized_get(&a->group[s->group].title, c->language);
    }
    if (!found) return unknown(a, q, c->home, key, e);
    c->n_subjects++;
    return ERR_OK;
}

static err_code find_subjects(comparison *c, const comparison_wish *w, err *e) {
    asked q = {0};
    err_code rc = read_keys(w, &q, e);
    if (!rc) c->home = home_of(c->atlas, &q);
    for (size_t i = 0; i < q.key.count && !rc; i++) rc = find_subject(c, &q, q.key.item[i], e);
    strlist_free(&q.key);
    return rc;
}

/* ---- where they are in another layer ---- */

/* Whether it is known how the two layers lie within each other: then a key that both have need not
 * be the same area. */
static bool are_linked(const atlas *a, size_t to, size_t from) {
    for (district_id d = 0; d < districts_count(names_of(a, to)); d++)
        if (division_parts_of(a, to, d, from).count) return true;
    return false;
}

comparison_place comparison_place_of(const atlas *a, const comparison_subject *s, size_t layer) {
    if (s->group != SIZE_MAX) {
        const group_members *m = &a->group[s->group].members[layer];
        return (comparison_place){m->part, m->count, DISTRICT_NONE};
    }
    if (layer == s->layer) return (comparison_place){NULL, 1, s->district};
    division_parts parts = division_parts_of(a, s->layer, s->district, layer);
    comparison_place p = {parts.part, parts.count, DISTRICT_NONE};
    if (!p.n && !are_linked(a, s->layer, layer) &&
        districts_find(names_of(a, layer), s->id, &p.one))
        p = (comparison_place){NULL, 1, p.one};
    return p;
}

district_id comparison_place_part(const comparison_place *p, size_t i) {
    return p->part ? p->part[i] : p->one;
}

/* ---- all of it ---- */

err_code comparison_make(const atlas *a, const comparison_wish *w, comparison **out, err *e) {
    comparison *c = calloc(1, sizeof *c);
    if (!c) return err_nomem(e);
    c->atlas = atlas_ref(a);
    c->language = w->language;
    c->chosen = w->indicators != NULL;
    err_code rc = find_subjects(c, w, e);
    if (!rc) rc = comparison_rows_make(c, w->indicators, e);
    for (size_t i = 0; i < c->n_rows && !rc; i++) rc = comparison_cells_make(c, &c->row[i], e);
    if (rc)
        comparison_free(c);
    else
        *out = c;
    return rc;
}

void comparison_free(comparison *c) {
    if (!c) return;
    for (size_t i = 0; i < c->n_rows; i++) {
        comparison_row *r = &c->row[i];
        choropleth_unref(r->map);
        series_free(&r->city);
        for (size_t s = 0; s < COMPARISON_SUBJECTS; s++) series_free(&r->line[s]);
    }
    free(c->row);
    atlas_unref(c->atlas);
    free(c);
}
