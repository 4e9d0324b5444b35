/* aid_http: a small HTTP/1.1 client for tests.  It sends whatever bytes it is given, so
 * that broken, slow and hostile clients can be played, and reads one response at a time,
 * so that keep-alive and pipelining can be seen.  Every wait ends after 10 s. */
#ifndef AID_HTTP_H
#define AID_HTTP_H
#include "base/buf.h"
#include <stdbool.h>

typedef struct aid_http { /* a connection; belongs to one thread */
    int fd;
    buf in; /* received and not yet taken */
} aid_http;

typedef struct aid_http_reply {
    int status;       /* 0: no response came, or a broken one */
    char reason[64];  /* "Not Found" */
    buf head;         /* "Name: value\r\n" ... */
    buf body;         /* decoded if it was chunked */
    bool ended;       /* the server closed the connection right after it */
    char value[1024]; /* of the header asked for last */
} aid_http_reply;

bool aid_http_open(aid_http *c, int port); /* to 127.0.0.1 */
bool aid_http_open_unix(aid_http *c, const char *path);
void aid_http_close(aid_http *c);

bool aid_http_send(aid_http *c, const void *data, size_t len);
bool aid_http_sends(aid_http *c, const char *text);
/* One byte each `pause_ms`; false as soon as the server has closed the connection. */
bool aid_http_drip(aid_http *c, const char *text, int pause_ms);
/* The next response; `to_head`: of a HEAD request, which has no body.  False: none came. */
bool aid_http_read(aid_http *c, bool to_head, aid_http_reply *out);
bool aid_http_is_closed(aid_http *c, int within_ms); /* the server closed it, and sent no more */

/* A whole request on a connection of its own; `headers` is NULL or "Name: value\r\n"... */
bool aid_http_request(int port, const char *method, const char *target, const char *headers,
                      aid_http_reply *out);
bool aid_http_get(int port, const char *target, aid_http_reply *out);

/* The value of a header, NULL if there is none; valid until the next call for this reply. */
const char *aid_http_field(aid_http_reply *r, const char *name);
const char *aid_http_body(const aid_http_reply *r); /* as text */
void aid_http_reply_free(aid_http_reply *r);
#endif
