/* watch: cuts connections that are past their deadline.
 *
 * libmicrohttpd's own timeout counts silence only, so a client that sends (or
 * takes) a byte now and then would hold its place for ever.  A thread looks at
 * all deadlines twice a second and shuts the sockets down; libmicrohttpd then
 * sees their end and cleans up as for any client that left.  It also looks for clients
 * that left in the middle of a request: with epoll, libmicrohttpd (0.9.75) misses an end that
 * comes together with the last bytes, and would keep the connection until its timeout. */
#ifndef SERVE_WATCH_H
#define SERVE_WATCH_H
#include "base/err.h"
#include "serve/metrics.h"
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

typedef struct watch watch;
typedef struct watched { /* embedded in what belongs to a connection */
    struct watched *next, *prev;
    int fd;
    _Atomic int64_t deadline_ms; /* by watch_now_ms(); 0 for none */
    atomic_bool listening;       /* it is the client's turn: if it has left, all is over */
    bool left;                   /* it was gone when the watch last looked; the watch's own */
} watched;

int64_t watch_now_us(void); /* a clock that never goes back */
int64_t watch_now_ms(void);

err_code watch_start(metrics *m /* NULL: cuts are not counted */, watch **out, err *e);
void watch_stop(watch *w); /* everything must have been removed */

void watch_add(watch *w, watched *c, int fd, int64_t patience_ms);
void watch_remove(watch *w, watched *c); /* before fd is closed: its number may be used again */
/* From now on; 0: no deadline.  Any thread. */
void watch_set(watched *c, int64_t patience_ms);
#endif
