#include "base/strlist.h"
#include "base/buf.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

err_code strlist_own(strlist *l, char *text, const char **out, err *e) {
    if (!text) return err_nomem(e);
    err_code rc = array_reserve(&l->item, &l->cap, l->count + 1, sizeof *l->item, e);
    if (rc) {
        free(text);
        return rc;
    }
    l->item[l->count++] = text;
    *out = text;
    return ERR_OK;
}

err_code strlist_add(strlist *l, const char *text, err *e) {
    const char *added;
    return strlist_own(l, strdup(text), &added, e);
}

err_code strlist_addf(strlist *l, err *e, const char *fmt, ...) {
    va_list ap, again;
    va_start(ap, fmt);
    va_copy(again, ap);
    int n = vsnprintf(NULL, 0, fmt, ap);
    va_end(ap);
    char *text = n < 0 ? NULL : malloc((size_t)n + 1);
    if (text) vsnprintf(text, (size_t)n + 1, fmt, again);
    va_end(again);
    err_code rc = text ? strlist_add(l, text, e) : err_nomem(e);
    free(text);
    return rc;
}

err_code strlist_split(strlist *l, const char *text, err *e) {
    err_code rc = ERR_OK;
    if (!text[strspn(text, " ")]) return ERR_OK;
    for (const char *at = text, *end = at; end && !rc; at = end + 1) {
        end = strchr(at, ',');
        size_t n = end ? (size_t)(end - at) : strlen(at), blanks = strspn(at, " ");
        if (blanks > n) blanks = n;
        while (n > blanks && at[n - 1] == ' ') n--;
        rc = strlist_addf(l, e, "%.*s", (int)(n - blanks), at + blanks);
    }
    return rc;
}

bool strlist_has(const strlist *l, const char *text) {
    for (size_t i = 0; i < l->count; i++)
        if (!strcmp(l->item[i], text)) return true;
    return false;
}

void strlist_free(strlist *l) {
    for (size_t i = 0; i < l->count; i++) free(l->item[i]);
    free(l->item);
    *l = (strlist){0};
}
