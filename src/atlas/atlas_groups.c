#include "atlas/atlas_groups.h"
#include "atlas/division.h"
#include "base/text.h"
#include "data/excerpt.h"

#include <stdlib.h>
#include <string.h>

typedef struct groups_loader {
    const manifest *m;
    atlas *a;
    table *t;   /* of the divisions; NULL: none */
    bool *unit; /* [division_units()] those of the group at hand */
} groups_loader;

static size_t count_of(const atlas *a, size_t layer) {
    return districts_count(a->layer[layer].shape->districts);
}

static err_code fail(const groups_loader *l, const manifest_group *g, const char *why, err *e) {
    return err_set(e, ERR_FORMAT, "%s: line %u: group \"%s\": %s", l->m->path, g->line, g->id, why);
}

static err_code fail_for(const groups_loader *l, const manifest_group *g, size_t layer,
                         const char *key, const char *why, err *e) {
    err_code rc;
    buf text = BUF_EMPTY;
    buf_addf(&text, "layer %s: \"%s\" %s", l->a->layer[layer].id, excerpt_of(key).text, why);
    rc = buf_status(&text, e);
    if (!rc) rc = fail(l, g, buf_text(&text), e);
    buf_free(&text);
    return rc;
}

/* ---- ids ---------------------------------------------------------------------------------------
 */

/* `focus=ID` and /profile/ATLAS/ID take a key or a group's id. */
static err_code check_id(const groups_loader *l, const manifest_group *g, err *e) {
    district_id d;
    for (size_t i = 0; i < l->a->n_layers; i++)
        if (districts_find(l->a->layer[i].shape->districts, g->id, &d))
            return fail_for(l, g, i, g->id,
                            "is the key of a district there; give the group another id", e);
    return ERR_OK;
}

/* ---- members that are listed ----------------------------------------------------------------- */

static err_code no_district(const groups_loader *l, const manifest_group *g, size_t layer,
                            const char *key, err *e) {
    const char *near = districts_nearest(l->a->layer[layer].shape->districts, key);
    buf why = BUF_EMPTY;
    buf_addf(&why, "is no district there%s%s%s; correct or remove it",
             near ? ", the nearest is \"" : "", near ? excerpt_of(near).text : "",
             near ? "\"" : "");
    err_code rc = buf_status(&why, e);
    if (!rc) rc = fail_for(l, g, layer, key, buf_text(&why), e);
    buf_free(&why);
    return rc;
}

static err_code list_members(const groups_loader *l, const manifest_group *g, size_t layer,
                             bool *member, err *e) {
    for (const char *const *key = (const char *const *)g->member[layer].item; *key; key++) {
        district_id d;
        if (!districts_find(l->a->layer[layer].shape->districts, *key, &d))
            return no_district(l, g, layer, *key, e);
        if (member[d]) return fail_for(l, g, layer, *key, "is there twice; keep one", e);
        member[d] = true;
    }
    return ERR_OK;
}

static err_code new_members(const atlas *a, size_t layer, bool **out, err *e) {
    *out = calloc(count_of(a, layer) + 1, sizeof **out);
    return *out ? ERR_OK : err_nomem(e);
}

static err_code read_lists(const groups_loader *l, const manifest_group *g, atlas_group *out,
                           err *e) {
    err_code rc = ERR_OK;
    for (size_t i = 0; g->member && i < l->a->n_layers && !rc; i++) {
        if (!g->member[i].item) continue;
        rc = new_members(l->a, i, &out->member[i], e);
        if (!rc) rc = list_members(l, g, i, out->member[i], e);
    }
    return rc;
}

/* ---- the same area by its units ----------------------------------------------------------------
 */

/* Marks the units of the members. */
static void mark_units(const groups_loader *l, size_t layer, const bool *member, bool *unit) {
    for (size_t u = 0; u < division_units(l->a); u++) {
        district_id d = division_of_unit(l->a, u, layer);
        unit[u] = d != DISTRICT_NONE && member[d];
    }
}

/* A district without units is part of an area that the table does not know. */
static bool has_units(const groups_loader *l, size_t layer, const bool *member) {
    for (size_t d = 0; d < count_of(l->a, layer); d++)
        if (member[d] && !division_has_units(l->a, layer, (district_id)d)) return false;
    return true;
}

static err_code other_area(const groups_loader *l, const manifest_group *g, size_t one, size_t two,
                           err *e) {
    buf why = BUF_EMPTY;
    buf_addf(&why,
             "its members in layer %s and in layer %s cover different areas; list one layer, the "
             "divisions tell the others",
             l->a->layer[one].id, l->a->layer[two].id);
    err_code rc = buf_status(&why, e);
    if (!rc) rc = fail(l, g, buf_text(&why), e);
    buf_free(&why);
    return rc;
}

/* The units of the listed layers; those must name the same area. */
static err_code units_of_lists(groups_loader *l, const manifest_group *g, const atlas_group *out,
                               bool *found, err *e) {
    size_t n = division_units(l->a), first = SIZE_MAX;
    bool *other = calloc(n + 1, sizeof *other);
    err_code rc = other ? ERR_OK : err_nomem(e);
    for (size_t i = 0; i < l->a->n_layers && !rc; i++) {
        if (!out->member[i] || !has_units(l, i, out->member[i])) continue;
        mark_units(l, i, out->member[i], first == SIZE_MAX ? l->unit : other);
        if (first == SIZE_MAX)
            first = i;
        else if (memcmp(l->unit, other, n * sizeof *other) != 0)
            rc = other_area(l, g, first, i, e);
    }
    *found = first != SIZE_MAX;
    free(other);
    return rc;
}

static err_code units_of_text(groups_loader *l, const manifest_group *g, err *e) {
    size_t column, found = 0;
    err_code rc = table_find_column(l->t, g->column, &column, e);
    char *wanted = NULL;
    if (!rc) rc = text_key(g->equals, &wanted, e);
    for (size_t u = 0; u < division_units(l->a) && !rc; u++) {
        char *cell = NULL;
        rc = text_key(table_cell(l->t, u, column), &cell, e);
        if (!rc) found += l->unit[u] = !strcmp(cell, wanted);
        free(cell);
    }
    free(wanted);
    if (rc) return err_wrap(e, rc, "%s: line %u: group \"%s\"", l->m->path, g->line, g->id);
    return found ? ERR_OK
                 : fail(l, g, "no row of the divisions has that text; correct `equals`", e);
}

/* The districts of a layer that the units are made of; NULL if one reaches beyond them. */
static err_code members_by_units(const groups_loader *l, size_t layer, bool **out, err *e) {
    bool *member = NULL, fits = true;
    err_code rc = new_members(l->a, layer, &member, e);
    if (rc) return rc;
    for (size_t u = 0; u < division_units(l->a); u++) {
        district_id d = division_of_unit(l->a, u, layer);
        if (!l->unit[u]) continue;
        if (d == DISTRICT_NONE)
            fits = false;
        else
            member[d] = true;
    }
    for (size_t u = 0; u < division_units(l->a); u++) {
        district_id d = division_of_unit(l->a, u, layer);
        if (d != DISTRICT_NONE && member[d] && !l->unit[u]) fits = false;
    }
    if (!fits) free(member);
    *out = fits ? member : NULL;
    return ERR_OK;
}

/* ---- all
 * ----------------------------------------------------------------------------------------- */

static err_code find_members(groups_loader *l, const manifest_group *g, atlas_group *out, err *e) {
    bool by_units = g->column != NULL;
    err_code rc = by_units ? units_of_text(l, g, e) : read_lists(l, g, out, e);
    if (!rc && !by_units) rc = units_of_lists(l, g, out, &by_units, e);
    for (size_t i = 0; by_units && i < l->a->n_layers && !rc; i++)
        if (!out->member[i] && l->m->divisions.column[i])
            rc = members_by_units(l, i, &out->member[i], e);
    size_t made_of = 0;
    for (size_t i = 0; i < l->a->n_layers; i++) made_of += out->member[i] != NULL;
    if (!rc && !made_of)
        rc = fail(l, g, "no layer has districts that make it up; list its members", e);
    return rc;
}

static err_code number_members(const atlas *a, atlas_group *out, err *e) {
    if (!(out->members = calloc(a->n_layers, sizeof *out->members))) return err_nomem(e);
    for (size_t i = 0; i < a->n_layers; i++) {
        group_members *m = &out->members[i];
        if (!(m->part = calloc(count_of(a, i) + 1, sizeof *m->part))) return err_nomem(e);
        for (size_t d = 0; out->member[i] && d < count_of(a, i); d++)
            if (out->member[i][d]) m->part[m->count++] = (district_id)d;
    }
    return ERR_OK;
}

static err_code load_group(groups_loader *l, const manifest_group *g, atlas_group *out, err *e) {
    out->color = g->color;
    err_code rc = manifest_copy(g->id, &out->id, e);
    if (!rc) rc = manifest_text_copy(&g->title, &out->title, e);
    if (!rc) rc = manifest_text_copy(&g->kind, &out->kind, e);
    if (!rc) rc = manifest_text_copy(&g->source, &out->source, e);
    if (!rc && !(out->member = calloc(l->a->n_layers, sizeof *out->member))) rc = err_nomem(e);
    if (!rc) rc = check_id(l, g, e);
    if (!rc) rc = find_members(l, g, out, e);
    return rc ? rc : number_members(l->a, out, e);
}

static err_code load_groups(groups_loader *l, err *e) {
    const manifest *m = l->m;
    l->a->group = calloc(m->n_groups + 1, sizeof *l->a->group);
    l->unit = calloc(division_units(l->a) + 1, sizeof *l->unit);
    if (!l->a->group || !l->unit) return err_nomem(e);
    err_code rc = ERR_OK;
    for (size_t i = 0; i < m->n_groups && !rc; i++)
        rc = load_group(l, &m->group[i], &l->a->group[l->a->n_groups++], e);
    return rc;
}

err_code atlas_groups_load(const manifest *m, atlas *a, err *e) {
    groups_loader l = {.m = m, .a = a};
    const manifest_values v = {.file = m->divisions.file};
    manifest_encoding encoding;
    err_code rc = v.file ? manifest_read_table(&v, &l.t, &encoding, e) : ERR_OK;
    if (!rc) rc = division_load(m, l.t, a, e);
    if (!rc) rc = load_groups(&l, e);
    table_free(l.t);
    free(l.unit);
    return rc;
}

void atlas_groups_free(atlas *a) {
    for (size_t g = 0; g < a->n_groups; g++) {
        atlas_group *out = &a->group[g];
        for (size_t i = 0; out->member && i < a->n_layers; i++) free(out->member[i]);
        for (size_t i = 0; out->members && i < a->n_layers; i++) free(out->members[i].part);
        free(out->members);
        free(out->member);
        free(out->id);
        localized_free(&out->title);
        localized_free(&out->kind);
        localized_free(&out->source);
    }
    free(a->group);
    division_free(a);
}
