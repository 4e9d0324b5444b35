/* aid_site: an atlas that is served as `kartblad serve` does it, on a port of its own. */
#ifndef AID_SITE_H
#define AID_SITE_H
#include "aid_http.h"
#include "serve/reload.h"
#include "serve/server.h"
#include "serve/service.h"

typedef struct aid_site {
    service service;
    metrics *metrics;
    server *server;
    reload *reload; /* NULL: aid_site_watch() was not called */
    int port;
    char version[17];
    const char *path; /* of the manifest */
} aid_site;

/* `path`: a manifest or its folder; o.listen NULL: 127.0.0.1, any port.  Fails the test where it
 * cannot. */
void aid_site_open(aid_site *s, const char *path, server_options o);
void aid_site_serve(aid_site *s, const atlas *a, server_options o); /* takes a reference */
void aid_site_close(aid_site *s);
void aid_site_watch(aid_site *s, unsigned quiet_ms); /* loads it anew when its files change */

/* A request that must be answered with that status. */
aid_http_reply aid_site_get(const aid_site *s, const char *target, const char *headers, int status);
json_t *aid_site_json(const aid_site *s, const char *target, int status);
const char *aid_json_text(const json_t *object, const char *key); /* fails if it is none */
#endif
