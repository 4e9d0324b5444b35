#include "serve/kept_text.h"
#include "serve/http.h"

#define LEVEL 9 /* paid once */

void kept_text_init(kept_text *k) {
    *k = (kept_text){0};
    pthread_mutex_init(&k->lock, NULL);
}

void kept_text_free(kept_text *k) {
    buf_free(&k->plain);
    buf_free(&k->gzip);
    pthread_mutex_destroy(&k->lock);
}

static err_code make_both(kept_text *k, kept_text_maker *make, void *ctx, err *e) {
    err_code rc = make(ctx, &k->plain, e);
    if (!rc) rc = buf_status(&k->plain, e);
    if (!rc) rc = http_gzip_make(buf_view(&k->plain), LEVEL, &k->gzip, e);
    if (!rc) return ERR_OK;
    buf_free(&k->plain);
    buf_free(&k->gzip);
    return rc;
}

err_code kept_text_get(kept_text *k, kept_text_maker *make, void *ctx, err *e) {
    pthread_mutex_lock(&k->lock);
    err_code rc = k->made ? ERR_OK : make_both(k, make, ctx, e);
    if (!rc) k->made = true;
    pthread_mutex_unlock(&k->lock);
    return rc;
}
