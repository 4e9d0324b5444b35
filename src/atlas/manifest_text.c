/* Texts of a manifest, copied into what outlives it. */
#include "atlas/manifest.h"

#include <string.h>

bool manifest_text_given(const manifest_text *t) {
    for (int l = 0; l < LANG_COUNT; l++)
        if (t->text[l]) return true;
    return false;
}

err_code manifest_text_copy(const manifest_text *in, localized *out, err *e) {
    err_code rc = ERR_OK;
    for (int l = 0; l < LANG_COUNT && !rc; l++) rc = manifest_copy(in->text[l], &out->text[l], e);
    return rc;
}

err_code manifest_copy(const char *text, char **out, err *e) {
    if (!text) return ERR_OK;
    return (*out = strdup(text)) ? ERR_OK : err_nomem(e);
}
