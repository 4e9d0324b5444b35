#include "carto/named_look.h"
#include "base/embedded.h"
#include "base/text.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#define LOOKS_FILE "styles/looks.yaml"

struct named_look {
    char *name;
    localized title;
    look_setting *setting; /* [n] both texts owned */
    size_t n;
};

struct named_look_set {
    const ramp_set *ramps;
    named_look **item; /* [count] */
    size_t count, cap;
};

static void setting_free(look_setting *s) {
    free((void *)(uintptr_t)s->name);
    free((void *)(uintptr_t)s->value);
}

static void named_look_free(named_look *s) {
    if (!s) return;
    for (size_t i = 0; i < s->n; i++) setting_free(&s->setting[i]);
    free(s->setting);
    free(s->name);
    localized_free(&s->title);
    free(s);
}

/* ---- reading ---- */

/* The settings of a mapping, borrowed from the document; node[n] is where each stands. */
static err_code read_settings(ynode map, const char *skip, look_setting *out, ynode *node,
                              size_t *n, err *e) {
    *n = 0;
    for (size_t i = 0; i < ynode_count(map); i++) {
        const char *name = ynode_text(ynode_key(map, i));
        if (skip && name && !strcmp(name, skip)) continue;
        const char *value = ynode_text(ynode_value(map, i));
        if (!name || !value) return ynode_fail(ynode_value(map, i), e, "a text is needed here");
        node[*n] = ynode_value(map, i);
        out[(*n)++] = (look_setting){name, value};
    }
    return ERR_OK;
}

typedef struct layer { /* a mapping of options, read and tried */
    look_setting *setting;
    ynode *node;
    size_t n;
} layer;

static void layer_free(layer *l) {
    free(l->setting);
    free(l->node);
}

static err_code layer_apply(ynode map, const char *skip, const look_sources *from, look *onto,
                            layer *out, err *e) {
    if (ynode_kind_of(map) != YNODE_MAP)
        return ynode_fail(map, e, "{OPTION: VALUE, ...} is needed here");
    size_t most = ynode_count(map) + 1, bad = 0;
    *out = (layer){calloc(most, sizeof *out->setting), calloc(most, sizeof *out->node), 0};
    err why;
    if (!out->setting || !out->node) return err_nomem(e);
    err_code rc = read_settings(map, skip, out->setting, out->node, &out->n, e);
    if (rc || !look_apply(onto, from, out->setting, out->n, &bad, &why)) return rc;
    return ynode_fail(bad < out->n ? out->node[bad] : map, e, "%s", why.text);
}

err_code named_look_read_look(ynode map, const char *skip, const look_sources *from, look *l,
                              err *e) {
    layer read = {0};
    err_code rc = layer_apply(map, skip, from, l, &read, e);
    layer_free(&read);
    return rc;
}

static err_code read_title(ynode n, const char *name, localized *out, err *e) {
    const char *plain = ynode_kind_of(n) == YNODE_ABSENT ? name : ynode_text(n);
    if (!plain && ynode_kind_of(n) != YNODE_MAP)
        return ynode_fail(n, e, "a text or {en: ..., sv: ...} is needed here");
    for (int l = 0; l < LANG_COUNT; l++) {
        const char *text = plain ? plain : ynode_text(ynode_get(n, lang_codes[l]));
        if (text && !(out->text[l] = strdup(text))) return err_nomem(e);
    }
    return ERR_OK;
}

static err_code copy_settings(const layer *from, named_look *out, err *e) {
    out->setting = calloc(from->n + 1, sizeof *out->setting);
    if (!out->setting) return err_nomem(e);
    for (size_t i = 0; i < from->n; i++) {
        look_setting *s = &out->setting[out->n++];
        *s = (look_setting){strdup(from->setting[i].name), strdup(from->setting[i].value)};
        if (!s->name || !s->value) return err_nomem(e);
    }
    return ERR_OK;
}

static err_code read_one(const named_look_set *set, const char *name, ynode map, named_look *out,
                         err *e) {
    look tried;
    layer read = {0};
    const look_sources from = {set->ramps, NULL};
    look_default(&tried);
    if (ynode_kind_of(ynode_get(map, "style")) != YNODE_ABSENT)
        return ynode_fail(ynode_get(map, "style"), e, "a look cannot lie on another one");
    err_code rc = layer_apply(map, "title", &from, &tried, &read, e);
    if (!rc && !(out->name = strdup(name))) rc = err_nomem(e);
    if (!rc) rc = read_title(ynode_get(map, "title"), name, &out->title, e);
    if (!rc) rc = copy_settings(&read, out, e);
    layer_free(&read);
    return rc;
}

static err_code add_one(named_look_set *s, ynode key, ynode map, err *e) {
    const char *name = ynode_text(key);
    if (!name || !text_is_id(name))
        return ynode_fail(key, e, "a look's name has a to z, 0 to 9, _ and - only, 64 at most");
    if (named_look_find(s, name)) return ynode_fail(key, e, "there is a look \"%s\" already", name);
    err_code rc = array_reserve(&s->item, &s->cap, s->count + 1, sizeof *s->item, e);
    if (rc) return rc;
    named_look *new = calloc(1, sizeof *new);
    if (!new) return err_nomem(e);
    if ((rc = read_one(s, name, map, new, e)))
        named_look_free(new);
    else
        s->item[s->count++] = new;
    return rc;
}

err_code named_look_set_add(named_look_set *s, ynode map, err *e) {
    if (ynode_kind_of(map) != YNODE_MAP)
        return ynode_fail(map, e, "{NAME: {OPTION: VALUE, ...}, ...} is needed here");
    err_code rc = ERR_OK;
    for (size_t i = 0; i < ynode_count(map) && !rc; i++)
        rc = add_one(s, ynode_key(map, i), ynode_value(map, i), e);
    return rc;
}

err_code named_look_set_builtin(const ramp_set *ramps, named_look_set **out, err *e) {
    const embedded_file *f = embedded_find(LOOKS_FILE);
    if (!f) return err_set(e, ERR_NOTFOUND, "%s is not inside this program", LOOKS_FILE);
    named_look_set *s = calloc(1, sizeof *s);
    if (!s) return err_nomem(e);
    s->ramps = ramps;
    ydoc *doc = NULL;
    err_code rc = ydoc_parse(f->name, f->data, &doc, e);
    if (!rc) rc = named_look_set_add(s, ynode_get(ydoc_root(doc), "looks"), e);
    ydoc_free(doc);
    if (rc)
        named_look_set_free(s);
    else
        *out = s;
    return rc;
}

void named_look_set_free(named_look_set *s) {
    if (!s) return;
    for (size_t i = 0; i < s->count; i++) named_look_free(s->item[i]);
    free(s->item);
    free(s);
}

/* ---- asking ---- */

size_t named_look_set_count(const named_look_set *s) { return s->count; }

const named_look *named_look_at(const named_look_set *s, size_t i) {
    assert(i < s->count);
    return s->item[i];
}

const named_look *named_look_find(const named_look_set *s, const char *name) {
    for (size_t i = 0; i < s->count; i++)
        if (!strcmp(s->item[i]->name, name)) return s->item[i];
    return NULL;
}

const char *named_look_name(const named_look *s) { return s->name; }
const char *named_look_title(const named_look *s, lang l) { return localized_get(&s->title, l); }

const look_setting *named_look_settings(const named_look *s, size_t *n) {
    *n = s->n;
    return s->setting;
}
