/* picture: how requests for legends, images and sheets begin: they take a look, but for sheets of a
 * whole atlas, and wishes of their own (draw/wish.h), and differ in what those are. */
#ifndef SERVE_PICTURE_H
#define SERVE_PICTURE_H
#include "draw/wish.h"
#include "serve/service.h"

typedef struct picture_kind {
    const wish_table *wishes;
    bool whole;         /* of an atlas: it has no indicator and takes no look */
    size_t size, style; /* of the request, which begins with a map_request; where its style lies */
    void (*defaults)(void *style); /* NULL: all zero */
    /* What no wish can tell alone; blames the one at fault.  NULL: nothing. */
    err_code (*check)(const http_request *q, const void *style, http_reply *r, err *e);
    /* All that decides the picture beside its look: for the etag. */
    void (*describe)(const http_request *q, const void *style, buf *out);
} picture_kind;

/* Reads the request, which r->kept is then; the answer is known, or the work is to follow. */
err_code picture_begin(const picture_kind *k, service *s, const http_request *q, http_reply *r,
                       err *e);
/* Names the wish that the error's text begins with, before a colon, as the one at fault. */
void picture_blame(const wish_table *t, const err *e, http_reply *r);
/* The wishes that a row's flags speak of; NULL: none. */
const wish_table *picture_wishes(const route *row);
#endif
