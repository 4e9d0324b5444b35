#include "base/lang.h"

#include <stdlib.h>
#include <string.h>

const char *const lang_codes[LANG_COUNT] = {[LANG_EN] = "en", [LANG_SV] = "sv"};

int lang_find(const char *code) {
    for (int i = 0; i < LANG_COUNT; i++)
        if (!strcmp(code, lang_codes[i])) return i;
    return -1;
}

const char *localized_get(const localized *l, lang want) {
    if (l->text[want]) return l->text[want];
    for (int i = 0; i < LANG_COUNT; i++)
        if (l->text[i]) return l->text[i];
    return "";
}

void localized_free(localized *l) {
    for (int i = 0; i < LANG_COUNT; i++) free(l->text[i]);
    *l = (localized){0};
}
