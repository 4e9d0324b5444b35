#include "carto/ramp.h"
#include "base/embedded.h"
#include "base/text.h"
#include "carto/ramp_row.h"

#include <assert.h>
#include <limits.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

struct ramp_set {
    ramp **ramps; /* [count] owned; each stays where it is while the array grows */
    size_t count, cap;
};

/* ---- the set ---- */

static err_code add_row(ramp_set *s, ynode row, const ramp_row_rules *rules, err *e) {
    ramp *r = NULL;
    err_code rc = ramp_row_read(row, rules, &r, e);
    if (!rc && ramp_find(s, r->name))
        rc =
            ynode_fail(ynode_get(row, "name"), e, "name: \"%s\" is taken by another ramp", r->name);
    if (!rc) rc = array_reserve(&s->ramps, &s->cap, s->count + 1, sizeof *s->ramps, e);
    if (rc)
        ramp_row_free(r);
    else
        s->ramps[s->count++] = r;
    return rc;
}

/* All rows or, on an error, none. */
static err_code add_rows(ramp_set *s, ynode list, const ramp_row_rules *rules, err *e) {
    size_t before = s->count;
    err_code rc = ERR_OK;
    for (size_t i = 0; i < ynode_count(list) && !rc; i++)
        rc = add_row(s, ynode_item(list, i), rules, e);
    while (rc && s->count > before) ramp_row_free(s->ramps[--s->count]);
    return rc;
}

static err_code read_root(ynode root, ynode *list, ramp_row_rules *rules, err *e) {
    static const char *const keys[] = {"author", "license", "source", "ramps", NULL};
    err_code rc = ynode_check_keys(root, keys, e);
    if (rc) return rc;
    *list = ynode_get(root, "ramps");
    if (ynode_kind_of(*list) != YNODE_LIST || !ynode_count(*list))
        return ynode_fail(root, e, "ramps: a list is needed");
    rules->author = ynode_text(ynode_get(root, "author"));
    rules->license = ynode_text(ynode_get(root, "license"));
    rules->source = ynode_text(ynode_get(root, "source"));
    if (!rules->source) rules->source = "";
    return ERR_OK;
}

static err_code add_file(ramp_set *s, const char *name, bytes yaml, err *e) {
    ydoc *doc;
    ynode list;
    ramp_row_rules rules = {0};
    err_code rc = ydoc_parse(name, yaml, &doc, e);
    if (rc) return rc;
    rc = read_root(ydoc_root(doc), &list, &rules, e);
    if (!rc) rc = add_rows(s, list, &rules, e);
    ydoc_free(doc);
    return rc;
}

err_code ramp_set_parse(const char *name, bytes yaml, ramp_set **out, err *e) {
    ramp_set *s = calloc(1, sizeof *s);
    if (!s) return err_nomem(e);
    err_code rc = add_file(s, name, yaml, e);
    if (rc)
        ramp_set_free(s);
    else
        *out = s;
    return rc;
}

err_code ramp_set_builtin(ramp_set **out, err *e) {
    static const char *const files[] = {/* our own first: they hold the defaults */
                                        "styles/ramps.yaml", "styles/ramps-colorbrewer.yaml",
                                        "styles/ramps-matplotlib.yaml",
                                        "styles/ramps-crameri.yaml"};
    ramp_set *s = calloc(1, sizeof *s);
    if (!s) return err_nomem(e);
    err_code rc = ERR_OK;
    for (size_t i = 0; i < sizeof files / sizeof *files && !rc; i++) {
        const embedded_file *f = embedded_find(files[i]);
        rc = f ? add_file(s, f->name, f->data, e)
               : err_set(e, ERR_NOTFOUND, "%s is not inside this program", files[i]);
    }
    if (rc)
        ramp_set_free(s);
    else
        *out = s;
    return rc;
}

err_code ramp_set_add(ramp_set *s, ynode list, const char *default_author, err *e) {
    const ramp_row_rules rules = {default_author, "", "", true};
    if (ynode_kind_of(list) != YNODE_LIST) return ynode_fail(list, e, "ramps: a list is needed");
    return add_rows(s, list, &rules, e);
}

void ramp_set_free(ramp_set *s) {
    if (!s) return;
    for (size_t i = 0; i < s->count; i++) ramp_row_free(s->ramps[i]);
    free(s->ramps);
    free(s);
}

/* ---- asking ---- */

size_t ramp_set_count(const ramp_set *s) { return s->count; }

const ramp *ramp_at(const ramp_set *s, size_t i) {
    assert(i < s->count);
    return s->ramps[i];
}

const ramp *ramp_find(const ramp_set *s, const char *name) {
    for (size_t i = 0; i < s->count; i++)
        if (!strcmp(s->ramps[i]->name, name)) return s->ramps[i];
    return NULL;
}

const char *ramp_nearest_name(const ramp_set *s, const char *name) {
    const char *nearest = NULL;
    unsigned least = UINT_MAX;
    for (size_t i = 0; i < s->count; i++) {
        unsigned far = text_distance(name, s->ramps[i]->name);
        if (far < least) least = far, nearest = s->ramps[i]->name;
    }
    return nearest;
}

const ramp *ramp_default(const ramp_set *s, ramp_kind kind, bool dark) {
    for (size_t i = 0; i < s->count; i++)
        if (s->ramps[i]->kind == kind && s->ramps[i]->dark == dark) return s->ramps[i];
    return dark ? ramp_default(s, kind, false) : NULL;
}

const char *ramp_name(const ramp *r) { return r->name; }
const char *ramp_title(const ramp *r, lang l) { return localized_get(&r->title, l); }
const char *ramp_author(const ramp *r) { return r->author; }
const char *ramp_license(const ramp *r) { return r->license; }
const char *ramp_source(const ramp *r) { return r->source; }
ramp_kind ramp_kind_of(const ramp *r) { return r->kind; }
bool ramp_is_dark(const ramp *r) { return r->dark; }
size_t ramp_longest(const ramp *r) { return r->longest; }
bool ramp_suits(const ramp *r, size_t k) { return r->kind != RAMP_BIVARIATE || k == r->longest; }

ramp_tag ramp_tag_of(const ramp *r, ramp_use use, size_t k) {
    assert((unsigned)use < RAMP_USES && k >= 1 && k <= CLASSES_MAX);
    return r->tag[use][k];
}

/* ---- colors ---- */

typedef struct scale { /* what other class counts are interpolated from */
    const rgba *color;
    size_t count;
} scale;

static scale scale_of(const ramp *r) {
    if (r->n_stops) return (scale){r->stop, r->n_stops};
    return (scale){r->list[r->longest].color, r->longest};
}

/* Whether there is something between two neighbors. */
static bool is_mixed(const ramp *r) {
    return r->kind == RAMP_SEQUENTIAL || r->kind == RAMP_DIVERGING;
}

/* The color at `step` of `steps` along the scale; whole numbers, so that a tabled color is met. */
static rgba along(const ramp *r, size_t step, size_t steps) {
    scale s = scale_of(r);
    size_t scaled = step * (s.count - 1), i = scaled / steps, rest = scaled % steps;
    if (!rest) return s.color[i];
    return color_lerp_oklab(s.color[i], s.color[i + 1], (double)rest / (double)steps);
}

static rgba class_color(const ramp *r, size_t k, size_t i) {
    if (r->list[k].count) return r->list[k].color[i];
    if (!is_mixed(r)) return r->list[r->longest].color[i % r->longest];
    return k == 1 ? along(r, 1, 2) : along(r, i, k - 1);
}

void ramp_classes(const ramp *r, size_t k, bool reversed, rgba *out) {
    assert(k >= 1 && k <= CLASSES_MAX);
    for (size_t i = 0; i < k; i++) out[i] = class_color(r, k, reversed ? k - 1 - i : i);
}

rgba ramp_color(const ramp *r, double t, bool reversed) {
    assert(!isnan(t));
    t = fmin(fmax(reversed ? 1 - t : t, 0), 1);
    scale s = scale_of(r);
    if (!is_mixed(r)) return s.color[(size_t)fmin(t * (double)s.count, (double)(s.count - 1))];
    double at = t * (double)(s.count - 1);
    size_t i = (size_t)fmin(floor(at), (double)(s.count - 2));
    return color_lerp_oklab(s.color[i], s.color[i + 1], at - (double)i);
}
