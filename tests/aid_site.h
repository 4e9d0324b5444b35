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
/* The Stockholm atlas served to a whole group of tests, its set-up and teardown. */
extern aid_site aid_site_stockholm;
int aid_site_stockholm_open(void **state);
int aid_site_stockholm_close(void **state);
void aid_site_watch(aid_site *s, unsigned quiet_ms); /* loads it anew when its files change */

/* A request that must be answered with that status. */
aid_http_reply aid_site_get(const aid_site *s, const char *target, const char *headers, int status);
json_t *aid_site_json(const aid_site *s, const char *target, int status);
/* Must be refused with that status and an error that names the parameter; NULL: none. */
void aid_site_refuses(const aid_site *s, const char *target, int status, const char *parameter);
/* Must be that file. */
void aid_site_serves(const aid_site *s, const char *target, const char *type, bytes wanted);
/* `target` may be kept a minute, and with the current v (of a target with a query) a year; its etag
 * brings a 304, and each of `others` is something else. */
void aid_site_keeps(const aid_site *s, const char *target, const char *const *others, size_t n);
const char *aid_json_text(const json_t *object, const char *key); /* fails if it is none */
#endif
