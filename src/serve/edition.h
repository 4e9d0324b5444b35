/* edition: one load of the inputs, as it is served: the atlas, and what is made of it once.
 * Reference-counted: a request keeps the edition that it began with to its end, so that a new one
 * may take its place at any moment. */
#ifndef SERVE_EDITION_H
#define SERVE_EDITION_H
#include "atlas/atlas.h"
#include "serve/kept_text.h"
#include "serve/look_memo.h"
#include <stdatomic.h>
#include <time.h>

typedef struct edition {
    atomic_uint refs;
    const atlas *atlas;
    char version[17]; /* as `v` has it: 16 hexadecimal digits */
    time_t since;     /* when it was loaded */
    void (*ended)(
        void *ctx); /* called by whoever lets go of it last, before the atlas goes; NULL */
    void *ctx;
    kept_text catalog;
    look_memo looks;
} edition;

err_code edition_create(const atlas *a, edition **out, err *e); /* takes a reference of its own */
edition *edition_ref(edition *d);
void edition_unref(edition *d); /* NULL is fine */
#endif
