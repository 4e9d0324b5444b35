/* hot: answers that many ask for, ready to be sent once more: the tiles of a map on a busy page.
 * Kept by the text of the request; only answers that depend on nothing else.  Belongs to the event
 * loop's thread. */
#ifndef SERVE_HOT_H
#define SERVE_HOT_H
#include "serve/route.h"
#include <microhttpd.h>

#define HOT_PLACES     1024
#define HOT_BODY_MAX   16384 /* bytes; so all of it is 16 MB at most */
#define HOT_TARGET_MAX 400

typedef struct hot_answer {
    uint64_t candidate; /* hash of the target that came last and was not the place's */
    char *target;       /* NULL: the place is empty */
    uint64_t generation;
    struct MHD_Response *response, *not_modified; /* references; the 200 and its 304 */
    char etag[sizeof((http_reply *)0)->etag];
    const route *row;
    size_t bytes; /* of the body */
} hot_answer;

typedef struct hot { /* starts as {0} */
    hot_answer place[HOT_PLACES];
} hot;

/* The answer to that target, if it is of that generation; else NULL. */
const hot_answer *hot_find(const hot *h, const char *target, uint64_t generation);
/* Whether an answer to that target should be kept, in the place of whoever has it.  One that comes
 * for the first time is only noted: most are never asked for again, and do not drive out what is.
 */
bool hot_wants(hot *h, const char *target, uint64_t generation, size_t body_bytes);
/* Takes over the references of the answer, whose target and generation are the arguments. */
void hot_keep(hot *h, const char *target, uint64_t generation, const hot_answer *answer);
void hot_free(hot *h);
#endif
