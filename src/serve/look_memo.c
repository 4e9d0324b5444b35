#include "serve/look_memo.h"
#include "base/hash.h"

#include <string.h>

void look_memo_init(look_memo *m) { pthread_mutex_init(&m->lock, NULL); }

void look_memo_free(look_memo *m) { pthread_mutex_destroy(&m->lock); }

/* "indicator?query": an id has no '?'.  False: too long. */
static bool make_text(const char *indicator, const char *query, char out[LOOK_MEMO_TEXT],
                      size_t *place) {
    size_t head = strlen(indicator), tail = strlen(query), n = head + 1 + tail;
    if (n >= LOOK_MEMO_TEXT) return false;
    memcpy(out, indicator, head);
    out[head] = '?';
    memcpy(out + head + 1, query, tail + 1);
    *place = hash_block(HASH_INIT, out, n) % LOOK_MEMO_PLACES;
    return true;
}

bool look_memo_find(look_memo *m, const char *indicator, const char *query, known_look *out) {
    char text[LOOK_MEMO_TEXT];
    size_t at;
    if (!make_text(indicator, query, text, &at)) return false;
    pthread_mutex_lock(&m->lock);
    bool found = !strcmp(m->place[at].text, text);
    if (found) *out = m->place[at].known;
    pthread_mutex_unlock(&m->lock);
    return found;
}

void look_memo_keep(look_memo *m, const char *indicator, const char *query, const known_look *k) {
    char text[LOOK_MEMO_TEXT];
    size_t at;
    if (!make_text(indicator, query, text, &at)) return;
    pthread_mutex_lock(&m->lock);
    memcpy(m->place[at].text, text, strlen(text) + 1);
    m->place[at].known = *k;
    pthread_mutex_unlock(&m->lock);
}
