/* lang: the languages that texts are given in. */
#ifndef BASE_LANG_H
#define BASE_LANG_H

typedef enum lang { LANG_EN, LANG_SV, LANG_COUNT } lang;

typedef struct localized { /* the owner frees each; NULL where a language has no text */
    char *text[LANG_COUNT];
} localized;

extern const char *const lang_codes[LANG_COUNT];          /* "en", "sv" */
int lang_find(const char *code);                          /* -1 if unknown */
const char *localized_get(const localized *l, lang want); /* else the other language, else "" */
void localized_free(localized *l);
#endif
