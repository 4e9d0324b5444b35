#include "serve/hot.h"
#include "base/hash.h"

#include <stdlib.h>
#include <string.h>

static size_t place_of(const char *target, size_t len) {
    return hash_block(HASH_INIT, target, len) % HOT_PLACES;
}

static void clear(hot_answer *a) {
    if (a->response) MHD_destroy_response(a->response);
    if (a->not_modified) MHD_destroy_response(a->not_modified);
    free(a->target);
    *a = (hot_answer){0};
}

const hot_answer *hot_find(const hot *h, const char *target, uint64_t generation) {
    size_t len = strnlen(target, HOT_TARGET_MAX + 1);
    if (len > HOT_TARGET_MAX) return NULL;
    const hot_answer *a = &h->place[place_of(target, len)];
    bool there = a->response && a->generation == generation && !strcmp(a->target, target);
    return there ? a : NULL;
}

bool hot_wants(hot *h, const char *target, uint64_t generation, size_t body_bytes) {
    size_t len = strnlen(target, HOT_TARGET_MAX + 1);
    if (len > HOT_TARGET_MAX || body_bytes > HOT_BODY_MAX) return false;
    hot_answer *a = &h->place[place_of(target, len)];
    if (a->response && a->generation == generation && !strcmp(a->target, target)) return false;
    uint64_t candidate = hash_u64(hash_block(HASH_INIT, target, len), generation);
    bool again = a->candidate == candidate;
    a->candidate = candidate;
    return again;
}

void hot_keep(hot *h, const char *target, uint64_t generation, const hot_answer *answer) {
    hot_answer *a = &h->place[place_of(target, strlen(target))];
    char *text = strdup(target);
    clear(a);
    *a = *answer;
    a->target = text;
    a->generation = generation;
    if (!text) clear(a);
}

void hot_free(hot *h) {
    for (size_t i = 0; i < HOT_PLACES; i++) clear(&h->place[i]);
}
