#include "serve/crowd.h"
#include "base/buf.h"

#include <assert.h>
#include <string.h>

static size_t find(const crowd *c, address client) {
    size_t i = 0;
    while (i < c->count && memcmp(&c->one[i].client, &client, sizeof client) != 0) i++;
    return i;
}

unsigned crowd_count(const crowd *c, address a) {
    size_t i = find(c, address_of_client(a));
    return i < c->count ? c->one[i].connections : 0;
}

bool crowd_enter(crowd *c, address a) {
    address client = address_of_client(a);
    size_t i = find(c, client);
    if (i == c->count) {
        if (array_reserve(&c->one, &c->cap, c->count + 1, sizeof *c->one, NULL)) return false;
        c->one[c->count++] = (crowd_one){client, 0};
    }
    c->one[i].connections++;
    return true;
}

void crowd_leave(crowd *c, address a) {
    size_t i = find(c, address_of_client(a));
    assert(i < c->count);
    if (--c->one[i].connections == 0) c->one[i] = c->one[--c->count];
}
