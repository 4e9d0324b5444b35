#include "carto/ramp.h"
#include "base/embedded.h"
#include "base/text.h"
#include "base/ydoc.h"
#include "carto/classify.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#define RAMPS_FILE "styles/ramps.yaml"

const char *const ramp_kind_names[3] = {[RAMP_SEQUENTIAL] = "sequential",
                                        [RAMP_DIVERGING] = "diverging",
                                        [RAMP_QUALITATIVE] = "qualitative"};

struct ramp {
    char *name, *author, *license;
    localized title;
    ramp_kind kind;
    size_t longest; /* index into `list` */
    struct {
        size_t count; /* 0: no list for this class count */
        rgba color[CLASSES_MAX];
    } list[CLASSES_MAX + 1]; /* by class count */
};

struct ramp_set {
    size_t count;
    ramp ramps[];
};

/* ---- reading ---- */

static err_code read_text(ynode row, const char *key, char **out, err *e) {
    ynode n = ynode_get(row, key);
    const char *text = ynode_text(n);
    if (!text || !*text) return ynode_fail(n.id ? n : row, e, "%s: a text is needed", key);
    *out = strdup(text);
    return *out ? ERR_OK : err_nomem(e);
}

static err_code read_title(ynode row, localized *out, err *e) {
    ynode title = ynode_get(row, "title");
    if (ynode_kind_of(title) != YNODE_MAP)
        return ynode_fail(row, e, "title: a text for each language is needed");
    if (ynode_count(title) != LANG_COUNT)
        return ynode_fail(title, e, "title: needs each language once, and nothing else");
    err_code rc = ERR_OK;
    for (int i = 0; i < LANG_COUNT && !rc; i++)
        rc = read_text(title, lang_codes[i], &out->text[i], e);
    return rc;
}

static err_code read_kind(ynode row, ramp_kind *out, err *e) {
    ynode n = ynode_get(row, "kind");
    const char *text = ynode_text(n);
    for (int i = 0; text && i < 3; i++) {
        if (strcmp(text, ramp_kind_names[i]) != 0) continue;
        *out = (ramp_kind)i;
        return ERR_OK;
    }
    return ynode_fail(n.id ? n : row, e, "kind: needs sequential, diverging or qualitative");
}

static err_code read_color(ynode n, rgba *out, err *e) {
    err why;
    const char *text = ynode_text(n);
    if (!text) return ynode_fail(n, e, "a color in quotes is needed");
    if (color_parse(text, out, &why)) return ynode_fail(n, e, "%s", why.text);
    return out->a == 255 ? ERR_OK : ynode_fail(n, e, "a ramp's colors are opaque");
}

static err_code read_list(ynode colors, ramp *r, err *e) {
    size_t k = ynode_count(colors);
    if (ynode_kind_of(colors) != YNODE_LIST || k < 2 || k > CLASSES_MAX)
        return ynode_fail(colors, e, "a list of 2 to %d colors is needed", CLASSES_MAX);
    if (r->list[k].count) return ynode_fail(colors, e, "a second list of %zu colors", k);
    r->list[k].count = k;
    if (k > r->longest) r->longest = k;
    err_code rc = ERR_OK;
    for (size_t i = 0; i < k && !rc; i++)
        rc = read_color(ynode_item(colors, i), &r->list[k].color[i], e);
    return rc;
}

static err_code read_colors(ynode row, ramp *r, err *e) {
    ynode lists = ynode_get(row, "colors");
    if (ynode_kind_of(lists) != YNODE_LIST || !ynode_count(lists))
        return ynode_fail(lists.id ? lists : row, e, "colors: a list of lists is needed");
    err_code rc = ERR_OK;
    for (size_t i = 0; i < ynode_count(lists) && !rc; i++)
        rc = read_list(ynode_item(lists, i), r, e);
    return rc;
}

static err_code read_ramp(ynode row, ramp *r, err *e) {
    static const char *const keys[] = {"name",    "kind",   "title", "author",
                                       "license", "colors", NULL};
    err_code rc = ynode_check_keys(row, keys, e);
    if (!rc) rc = read_text(row, "name", &r->name, e);
    if (!rc && !text_is_id(r->name))
        rc = ynode_fail(ynode_get(row, "name"), e, "name: only a-z, 0-9, _ and - are allowed");
    if (!rc) rc = read_kind(row, &r->kind, e);
    if (!rc) rc = read_title(row, &r->title, e);
    if (!rc) rc = read_text(row, "author", &r->author, e);
    if (!rc) rc = read_text(row, "license", &r->license, e);
    if (!rc) rc = read_colors(row, r, e);
    return rc;
}

static err_code read_ramps(ynode list, ramp_set *s, err *e) {
    err_code rc = ERR_OK;
    for (size_t n = ynode_count(list); s->count < n && !rc;) {
        ynode row = ynode_item(list, s->count);
        ramp *r = &s->ramps[s->count];
        rc = read_ramp(row, r, e);
        if (!rc && ramp_find(s, r->name))
            rc = ynode_fail(row, e, "a second ramp with the name \"%s\"", r->name);
        s->count++; /* also a ramp half read is freed */
    }
    return rc;
}

static err_code read_root(ynode root, ynode *list, err *e) {
    static const char *const keys[] = {"ramps", NULL};
    err_code rc = ynode_check_keys(root, keys, e);
    if (rc) return rc;
    *list = ynode_get(root, "ramps");
    if (ynode_kind_of(*list) != YNODE_LIST || !ynode_count(*list))
        return ynode_fail(root, e, "ramps: a list is needed");
    return ERR_OK;
}

err_code ramp_set_parse(const char *name, bytes yaml, ramp_set **out, err *e) {
    ydoc *doc;
    err_code rc = ydoc_parse(name, yaml, &doc, e);
    if (rc) return rc;
    ynode list;
    ramp_set *s = NULL;
    rc = read_root(ydoc_root(doc), &list, e);
    if (!rc && !(s = calloc(1, sizeof *s + ynode_count(list) * sizeof *s->ramps)))
        rc = err_nomem(e);
    if (!rc) rc = read_ramps(list, s, e);
    ydoc_free(doc);
    if (rc)
        ramp_set_free(s);
    else
        *out = s;
    return rc;
}

err_code ramp_set_builtin(ramp_set **out, err *e) {
    const embedded_file *f = embedded_find(RAMPS_FILE);
    if (!f) return err_set(e, ERR_NOTFOUND, "%s is not inside this program", RAMPS_FILE);
    return ramp_set_parse(f->name, f->data, out, e);
}

void ramp_set_free(ramp_set *s) {
    if (!s) return;
    for (size_t i = 0; i < s->count; i++) {
        ramp *r = &s->ramps[i];
        free(r->name);
        free(r->author);
        free(r->license);
        localized_free(&r->title);
    }
    free(s);
}

/* ---- asking ---- */

size_t ramp_set_count(const ramp_set *s) { return s->count; }

const ramp *ramp_at(const ramp_set *s, size_t i) {
    assert(i < s->count);
    return &s->ramps[i];
}

const ramp *ramp_find(const ramp_set *s, const char *name) {
    for (size_t i = 0; i < s->count; i++)
        if (!strcmp(s->ramps[i].name, name)) return &s->ramps[i];
    return NULL;
}

const ramp *ramp_default(const ramp_set *s, ramp_kind kind) {
    for (size_t i = 0; i < s->count; i++)
        if (s->ramps[i].kind == kind) return &s->ramps[i];
    return NULL;
}

const char *ramp_name(const ramp *r) { return r->name; }
const char *ramp_title(const ramp *r, lang l) { return localized_get(&r->title, l); }
const char *ramp_author(const ramp *r) { return r->author; }
const char *ramp_license(const ramp *r) { return r->license; }
ramp_kind ramp_kind_of(const ramp *r) { return r->kind; }
size_t ramp_longest(const ramp *r) { return r->longest; }

/* The color at `step` of `steps` along the longest list. */
static rgba along(const ramp *r, size_t step, size_t steps) {
    const rgba *color = r->list[r->longest].color;
    size_t scaled = step * (r->longest - 1), i = scaled / steps, rest = scaled % steps;
    if (!rest) return color[i];
    return color_lerp_oklab(color[i], color[i + 1], (double)rest / (double)steps);
}

static rgba class_color(const ramp *r, size_t k, size_t i) {
    if (r->list[k].count) return r->list[k].color[i];
    if (r->kind == RAMP_QUALITATIVE) return r->list[r->longest].color[i % r->longest];
    return k == 1 ? along(r, 1, 2) : along(r, i, k - 1);
}

void ramp_classes(const ramp *r, size_t k, bool reversed, rgba *out) {
    assert(k >= 1 && k <= CLASSES_MAX);
    for (size_t i = 0; i < k; i++) out[i] = class_color(r, k, reversed ? k - 1 - i : i);
}
