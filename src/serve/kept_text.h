/* kept_text: a text that is made once, when it is first asked for, with its compressed form. */
#ifndef SERVE_KEPT_TEXT_H
#define SERVE_KEPT_TEXT_H
#include "base/buf.h"
#include <pthread.h>
#include <stdbool.h>

typedef struct kept_text {
    pthread_mutex_t lock;
    bool made;
    buf plain, gzip;
} kept_text;

typedef err_code kept_text_maker(void *ctx, buf *out, err *e); /* appends to `out` */

void kept_text_init(kept_text *k);
void kept_text_free(kept_text *k);
/* Any thread; who comes while it is made waits.  A failure is not kept.  On success k->plain and
 * k->gzip do not change any more. */
err_code kept_text_get(kept_text *k, kept_text_maker *make, void *ctx, err *e);
#endif
