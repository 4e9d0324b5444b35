/* look_memo: the looks that were asked for last, by the text they were asked in.  All tiles of a
 * map have one query, so it is read once.  Belongs to an edition, since names and defaults are its
 * atlas's; any number of threads. */
#ifndef SERVE_LOOK_MEMO_H
#define SERVE_LOOK_MEMO_H
#include "carto/look.h"
#include <pthread.h>

#define LOOK_MEMO_PLACES 256
#define LOOK_MEMO_TEXT   320 /* bytes of indicator and query; longer ones are read each time */

typedef struct known_look {
    look look;
    uint64_t hash;    /* look_hash() */
    size_t indicator; /* index */
} known_look;

typedef struct look_memo {
    pthread_mutex_t lock;
    struct {
        char text[LOOK_MEMO_TEXT]; /* "" where nothing is known */
        known_look known;
    } place[LOOK_MEMO_PLACES];
} look_memo;

void look_memo_init(look_memo *m); /* m is zero */
void look_memo_free(look_memo *m);
/* The query as it was sent, and the indicator's id. */
bool look_memo_find(look_memo *m, const char *indicator, const char *query, known_look *out);
void look_memo_keep(look_memo *m, const char *indicator, const char *query, const known_look *k);
#endif
