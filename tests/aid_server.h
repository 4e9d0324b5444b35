/* aid_server: a server on a port of its own whose service is made for tests: handlers that
 * answer at once, on a worker, wait at a gate, lend a body, fail. */
#ifndef AID_SERVER_H
#define AID_SERVER_H
#include "aid_http.h"
#include "serve/server.h"
#include <pthread.h>
#include <stdatomic.h>

/* /quick/{x} and /work/{x} say "hello X"; /gate/{x} does once the gate is open,
 * and /heavy/{x} likewise, of the heavy ones; /draw has the
 * etag "v1-7"; /lend lends "lent" and keeps something; /fill/{n}.bin is n bytes of
 * aid_server_byte(); /fail/quick and /fail/work fail; /page/{x} ignores repeated parameters. */
typedef struct aid_service {
    pthread_mutex_t lock;
    pthread_cond_t changed;
    int inside; /* handlers that came to the gate */
    bool open;
    atomic_int drawn, released;
} aid_service;

typedef struct aid_server {
    aid_service service;
    server *server; /* NULL once stopped */
    int port;
} aid_server;

extern const route aid_server_routes[];
extern const size_t aid_server_route_count;

void aid_server_start(aid_server *s, server_options o); /* o.listen NULL: 127.0.0.1, any port */
void aid_server_stop(aid_server *s);                    /* stops the server if it was not yet */
void aid_server_open_gate(aid_server *s);
void aid_server_wait_inside(aid_server *s, int n); /* until n handlers came to the gate */
uint8_t aid_server_byte(size_t i);
void aid_server_pause(int ms);

void aid_server_assert_field(aid_http_reply *r, const char *name, const char *expected);
/* One request: status, a part of the body, and the headers that every answer has. */
void aid_server_check(int port, const char *method, const char *target, const char *headers,
                      int status, const char *part_of_body);
void aid_server_expect(aid_http *c, int status, const char *part_of_body); /* the next answer */
#endif
