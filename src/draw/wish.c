#include "draw/wish.h"
#include "base/text.h"

#include <stdio.h>
#include <string.h>

const wish *wish_find(const wish_table *t, const char *name) {
    for (size_t i = 0; i < t->count; i++)
        if (!strcmp(t->row[i].name, name)) return &t->row[i];
    return NULL;
}

const char *wish_allowed(const wish *w) { return w->value ? w->value : "0 or 1"; }

err_code wish_set(const wish *w, void *style, const char *text, err *e) {
    if (w->set(style, text)) return ERR_OK;
    return err_set(e, ERR_RANGE, "%s: \"%.40s\" is not allowed: %s", w->name, text,
                   wish_allowed(w));
}

bool wish_flag(bool *out, const char *text) {
    if (strcmp(text, "0") != 0 && strcmp(text, "1") != 0) return false;
    *out = *text == '1';
    return true;
}

bool wish_text(char *out, size_t most, const char *text) {
    size_t n = strlen(text);
    if (!n || n > most || strspn(text, " ") == n) return false;
    for (const char *c = text; *c; c++)
        if ((unsigned char)*c < 0x20 || *c == 0x7f) return false;
    if (!text_is_utf8((bytes){(const uint8_t *)text, n})) return false;
    snprintf(out, most + 1, "%s", text);
    return true;
}
