/* crowd: how many connections each client has.  Belongs to the event loop's thread. */
#ifndef SERVE_CROWD_H
#define SERVE_CROWD_H
#include "serve/address.h"

typedef struct crowd_one {
    address client; /* address_of_client() */
    unsigned connections;
} crowd_one;

typedef struct crowd { /* starts as {0}; free one[] at the end */
    crowd_one *one;    /* [count] as many as there are clients, which the connection limit bounds */
    size_t count, cap;
} crowd;

unsigned crowd_count(const crowd *c, address a); /* connections of that client */
/* One more; false without memory, and then it is not counted. */
bool crowd_enter(crowd *c, address a);
void crowd_leave(crowd *c, address a); /* who entered */
#endif
