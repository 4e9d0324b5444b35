#include "serve/edition.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

err_code edition_create(const atlas *a, edition **out, err *e) {
    edition *d = calloc(1, sizeof *d);
    if (!d) return err_nomem(e);
    atomic_init(&d->refs, 1);
    d->atlas = atlas_ref(a);
    d->since = time(NULL);
    snprintf(d->version, sizeof d->version, "%016" PRIx64, a->version);
    kept_text_init(&d->catalog);
    look_memo_init(&d->looks);
    *out = d;
    return ERR_OK;
}

edition *edition_ref(edition *d) {
    atomic_fetch_add(&d->refs, 1);
    return d;
}

void edition_unref(edition *d) {
    if (!d || atomic_fetch_sub(&d->refs, 1) != 1) return;
    if (d->ended) d->ended(d->ctx);
    kept_text_free(&d->catalog);
    look_memo_free(&d->looks);
    atlas_unref(d->atlas);
    free(d);
}
