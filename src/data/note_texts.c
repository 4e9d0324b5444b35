#include "data/note_texts.h"
#include "base/strmap.h"
#include "base/text.h"

#include <stdlib.h>
#include <string.h>

struct note_texts {
    strmap *index;   /* of each cell */
    strlist cell;    /* as keys are compared */
    localized *text; /* [cell.count] */
    size_t cap;
};

err_code note_texts_create(note_texts **out, err *e) {
    note_texts *t = calloc(1, sizeof *t);
    if (!t) return err_nomem(e);
    err_code rc = strmap_create(&t->index, e);
    if (rc)
        note_texts_free(t);
    else
        *out = t;
    return rc;
}

void note_texts_free(note_texts *t) {
    if (!t) return;
    for (size_t i = 0; i < t->cell.count; i++) localized_free(&t->text[i]);
    free(t->text);
    strlist_free(&t->cell);
    strmap_free(t->index);
    free(t);
}

static err_code copy(const char *const text[LANG_COUNT], localized *out, err *e) {
    *out = (localized){{NULL}};
    for (int l = 0; l < LANG_COUNT; l++)
        if (text[l] && !(out->text[l] = strdup(text[l]))) {
            localized_free(out);
            return err_nomem(e);
        }
    return ERR_OK;
}

static err_code add(note_texts *t, const char *key, const char *const text[LANG_COUNT], err *e) {
    size_t n = t->cell.count;
    localized own;
    bool added = true;
    err_code rc = array_reserve(&t->text, &t->cap, n + 1, sizeof *t->text, e);
    if (!rc) rc = strmap_put(t->index, key, (uint32_t)n, &added, e);
    if (!added) rc = err_set(e, ERR_FORMAT, "the note \"%.70s\" is there twice", key);
    if (!rc) rc = copy(text, &own, e);
    if (rc) return rc;
    if ((rc = strlist_add(&t->cell, key, e)))
        localized_free(&own);
    else
        t->text[n] = own;
    return rc;
}

err_code note_texts_add(note_texts *t, const char *cell, const char *const text[LANG_COUNT],
                        err *e) {
    char *key = NULL;
    err_code rc = text_key(cell, &key, e);
    if (!rc) rc = add(t, key, text, e);
    free(key);
    return rc;
}

const localized *note_texts_find(const note_texts *t, const char *cell) {
    uint32_t i;
    return t && strmap_get(t->index, cell, &i) ? &t->text[i] : NULL;
}

static err_code mark(const note_texts *t, const char *cell, bool *seen, err *e) {
    char *own = NULL;
    err_code rc = text_is_plain(cell) ? ERR_OK : text_key(cell, &own, e);
    const localized *found = rc ? NULL : note_texts_find(t, own ? own : cell);
    if (found) seen[found - t->text] = true;
    free(own);
    return rc;
}

err_code note_texts_unused(const note_texts *t, const table *in, size_t column, strlist *out,
                           err *e) {
    bool *seen = calloc(t->cell.count + 1, sizeof *seen);
    if (!seen) return err_nomem(e);
    err_code rc = ERR_OK;
    for (size_t row = 0; row < table_rows(in) && !rc; row++)
        rc = mark(t, table_cell(in, row, column), seen, e);
    for (size_t i = 0; i < t->cell.count && !rc; i++)
        if (!seen[i]) rc = strlist_add(out, t->cell.item[i], e);
    free(seen);
    return rc;
}
