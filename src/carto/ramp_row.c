#include "carto/ramp_row.h"
#include "base/text.h"

#include <stdlib.h>
#include <string.h>

#define TAGS_FROM 3 /* the class count of the first tag in a list */

const char *const ramp_kind_names[RAMP_KINDS] = {[RAMP_SEQUENTIAL] = "sequential",
                                                 [RAMP_DIVERGING] = "diverging",
                                                 [RAMP_QUALITATIVE] = "qualitative",
                                                 [RAMP_BIVARIATE] = "bivariate"};
const char *const ramp_use_names[RAMP_USES] = {[RAMP_COLOR_BLIND] = "color_blind",
                                               [RAMP_PRINT] = "print",
                                               [RAMP_SCREEN] = "screen",
                                               [RAMP_COPY] = "copy"};
const char *const ramp_tag_names[RAMP_TAGS] = {
    [RAMP_BAD] = "bad", [RAMP_MAYBE] = "maybe", [RAMP_OK] = "ok"};

/* ---- texts ---- */

static err_code read_text(ynode row, const char *key, const char *otherwise, char **out, err *e) {
    ynode n = ynode_get(row, key);
    const char *text = n.id ? ynode_text(n) : otherwise;
    if (!text || (n.id && !*text))
        return ynode_fail(n.id ? n : row, e, "%s: a text is needed", key);
    *out = strdup(text);
    return *out ? ERR_OK : err_nomem(e);
}

static err_code read_languages(ynode title, localized *out, err *e) {
    err_code rc = ERR_OK;
    for (size_t i = 0; i < ynode_count(title) && !rc; i++) {
        ynode key = ynode_key(title, i);
        int l = lang_find(ynode_text(key));
        rc = l < 0 ? ynode_fail(key, e, "title: \"%.20s\" is no language here: en and sv are",
                                ynode_text(key))
                   : read_text(title, lang_codes[l], NULL, &out->text[l], e);
    }
    return rc;
}

static err_code read_title(ynode row, const ramp_row_rules *rules, localized *out, err *e) {
    ynode title = ynode_get(row, "title");
    size_t given = ynode_count(title);
    if (rules->any_title && ynode_kind_of(title) == YNODE_SCALAR)
        return read_text(row, "title", NULL, &out->text[0], e);
    if (ynode_kind_of(title) != YNODE_MAP || !given)
        return ynode_fail(title.id ? title : row, e, "title: a text for each language is needed");
    if (!rules->any_title && given != LANG_COUNT)
        return ynode_fail(title, e, "title: needs each language once, and nothing else");
    return read_languages(title, out, e);
}

static err_code read_name(ynode row, char **out, err *e) {
    err_code rc = read_text(row, "name", NULL, out, e);
    if (rc || text_is_id(*out)) return rc;
    return ynode_fail(ynode_get(row, "name"), e,
                      "name: only a-z, 0-9, _ and - are allowed, 64 at most, and not \"all\"");
}

/* The index of a word among `count` of `words`, which may hold NULL; -1 if it is none. */
static int word_find(const char *text, const char *const *words, int count) {
    for (int i = 0; text && i < count; i++)
        if (words[i] && !strcmp(text, words[i])) return i;
    return -1;
}

static err_code read_kind(ynode row, ramp_kind *out, err *e) {
    ynode n = ynode_get(row, "kind");
    int kind = word_find(ynode_text(n), ramp_kind_names, RAMP_KINDS);
    if (kind < 0)
        return ynode_fail(n.id ? n : row, e,
                          "kind: needs sequential, diverging, qualitative or bivariate");
    *out = (ramp_kind)kind;
    return ERR_OK;
}

static err_code read_background(ynode row, bool *dark, err *e) {
    static const char *const words[] = {"light", "dark"};
    ynode n = ynode_get(row, "background");
    int found = n.id ? word_find(ynode_text(n), words, 2) : 0;
    if (found < 0) return ynode_fail(n, e, "background: needs light or dark");
    *dark = found == 1;
    return ERR_OK;
}

/* ---- colors ---- */

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
    if (r->kind == RAMP_BIVARIATE && k != RAMP_SIDE * RAMP_SIDE)
        return ynode_fail(colors, e,
                          "a bivariate ramp has %d colors: %d rows of %d, from low to high of the "
                          "second indicator",
                          RAMP_SIDE * RAMP_SIDE, RAMP_SIDE, RAMP_SIDE);
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
        return ynode_fail(lists.id ? lists : row, e,
                          "colors: a list of colors is needed, or one for each class count");
    if (ynode_kind_of(ynode_item(lists, 0)) != YNODE_LIST) return read_list(lists, r, e);
    err_code rc = ERR_OK;
    for (size_t i = 0; i < ynode_count(lists) && !rc; i++)
        rc = read_list(ynode_item(lists, i), r, e);
    return rc;
}

static err_code read_stops(ynode row, ramp *r, err *e) {
    ynode stops = ynode_get(row, "stops"), colors = ynode_get(row, "colors");
    if (colors.id) return ynode_fail(colors, e, "a row has either colors or stops");
    if (r->kind == RAMP_QUALITATIVE || r->kind == RAMP_BIVARIATE)
        return ynode_fail(stops, e, "a %s ramp has colors, as nothing lies between them",
                          ramp_kind_names[r->kind]);
    r->n_stops = ynode_count(stops);
    if (ynode_kind_of(stops) != YNODE_LIST || r->n_stops < 2 || r->n_stops > STOPS_MAX)
        return ynode_fail(stops, e, "stops: a list of 2 to %d colors is needed", STOPS_MAX);
    err_code rc = ERR_OK;
    for (size_t i = 0; i < r->n_stops && !rc; i++)
        rc = read_color(ynode_item(stops, i), &r->stop[i], e);
    return rc;
}

/* ---- tags ---- */

static err_code read_tag(ynode n, ramp_tag *out, err *e) {
    int tag = word_find(ynode_text(n), ramp_tag_names, RAMP_TAGS);
    if (tag < 0) return ynode_fail(n, e, "a tag is ok, maybe or bad");
    *out = (ramp_tag)tag;
    return ERR_OK;
}

/* One word for every class count that has colors, or a list for 3, 4, 5 ... classes. */
static err_code read_use(ynode n, const ramp *r, ramp_tag *out /* [CLASSES_MAX + 1] */, err *e) {
    size_t last = r->longest ? r->longest : CLASSES_MAX, count = ynode_count(n);
    ramp_tag all = RAMP_UNTOLD;
    if (ynode_kind_of(n) != YNODE_LIST) {
        err_code rc = read_tag(n, &all, e);
        for (size_t k = TAGS_FROM; k <= last && !rc; k++) out[k] = all;
        return rc;
    }
    if (!count || TAGS_FROM + count - 1 > last)
        return ynode_fail(n, e, "a tag for each class count from %d to %zu at most", TAGS_FROM,
                          last);
    err_code rc = ERR_OK;
    for (size_t i = 0; i < count && !rc; i++)
        rc = read_tag(ynode_item(n, i), &out[TAGS_FROM + i], e);
    return rc;
}

static err_code read_tags(ynode row, ramp *r, err *e) {
    static const char *const keys[] = {"color_blind", "print", "screen", "copy", NULL};
    ynode tags = ynode_get(row, "tags");
    if (!tags.id) return ERR_OK;
    err_code rc = ynode_check_keys(tags, keys, e);
    for (int u = 0; u < RAMP_USES && !rc; u++) {
        ynode use = ynode_get(tags, ramp_use_names[u]);
        if (use.id) rc = read_use(use, r, r->tag[u], e);
    }
    return rc;
}

/* ---- the row ---- */

static err_code read_row(ynode row, const ramp_row_rules *rules, ramp *r, err *e) {
    static const char *const keys[] = {"name",   "kind", "background", "title", "author", "license",
                                       "source", "tags", "colors",     "stops", NULL};
    err_code rc = ynode_check_keys(row, keys, e);
    if (!rc) rc = read_name(row, &r->name, e);
    if (!rc) rc = read_kind(row, &r->kind, e);
    if (!rc) rc = read_background(row, &r->dark, e);
    if (!rc) rc = read_title(row, rules, &r->title, e);
    if (!rc) rc = read_text(row, "author", rules->author, &r->author, e);
    if (!rc) rc = read_text(row, "license", rules->license, &r->license, e);
    if (!rc) rc = read_text(row, "source", rules->source, &r->source, e);
    if (!rc) rc = ynode_get(row, "stops").id ? read_stops(row, r, e) : read_colors(row, r, e);
    if (!rc) rc = read_tags(row, r, e);
    return rc;
}

err_code ramp_row_read(ynode row, const ramp_row_rules *rules, ramp **out, err *e) {
    ramp *r = calloc(1, sizeof *r);
    if (!r) return err_nomem(e);
    err_code rc = read_row(row, rules, r, e);
    if (rc)
        ramp_row_free(r);
    else
        *out = r;
    return rc;
}

void ramp_row_free(ramp *r) {
    if (!r) return;
    free(r->name);
    free(r->author);
    free(r->license);
    free(r->source);
    localized_free(&r->title);
    free(r);
}
