/* http: one request as values and one reply as a value.  Nothing here knows of
 * sockets, threads or maps: route.h runs handlers on these, exchange.h carries
 * them to and from the wire. */
#ifndef SERVE_HTTP_H
#define SERVE_HTTP_H
#include "base/buf.h"
#include "base/lang.h"
#include <jansson.h>
#include <stdbool.h>

#define HTTP_TARGET_MAX   8192 /* bytes of a path and its query; more is a 414 */
#define HTTP_SEGMENTS_MAX 16
#define HTTP_PARAMS_MAX   64
#define HTTP_VARS_MAX     8
#define HTTP_HEADERS_MAX  8
#define HTTP_ETAG_MAX     79
#define HTTP_GZIP_ETAG    "-gz" /* ends the etag of a compressed body: a strong one names bytes */

typedef enum http_method { HTTP_GET, HTTP_HEAD, HTTP_OPTIONS, HTTP_OTHER } http_method;
/* The request headers that are looked at; another one is a row of http_field_names. */
typedef enum http_field {
    HTTP_IF_NONE_MATCH,
    HTTP_ACCEPT_ENCODING,
    HTTP_FORWARDED_FOR,
    HTTP_FIELD_COUNT
} http_field;
extern const char *const http_field_names[HTTP_FIELD_COUNT];

typedef struct http_param {
    const char *name, *value; /* decoded; the value is "" for a name alone */
} http_param;

typedef struct http_var { /* what a {name} of the route's pattern stood for */
    const char *name;     /* not NUL-terminated: name_len bytes */
    size_t name_len;
    const char *value; /* never empty */
} http_var;

/* All texts are valid UTF-8 without NUL and live as long as the request.  `{0}` is an
 * empty one.  The path is split at '/' before its escapes are decoded, so "%2F" never
 * makes a segment; "/" has no segment, and "/a/" has the segments "a" and "". */
typedef struct http_request {
    http_method method;
    const char *target;                  /* as sent, cut at HTTP_TARGET_MAX: for logs only */
    const char *field[HTTP_FIELD_COUNT]; /* NULL if not sent; any bytes but NUL */
    size_t segments, params, vars;
    char *segment[HTTP_SEGMENTS_MAX];  /* route_find() cuts the literal suffixes off */
    http_param param[HTTP_PARAMS_MAX]; /* in order, repeated ones too */
    http_var var[HTTP_VARS_MAX];
    const char *repeated; /* the name of a parameter given twice, or NULL */
    const char *type;     /* the media type of the route's answers */
    char *storage;
} http_request;

typedef void http_release(void *owner);

/* What the `v` of a request says: nothing, the data that is served, or other data. */
typedef enum http_version { HTTP_UNVERSIONED, HTTP_CURRENT, HTTP_OUTDATED } http_version;

typedef struct http_header {
    const char *name; /* static */
    char *value;
} http_header;

/* Handlers fill it by the functions below; `{0}` is an empty 200.  Whatever it holds is
 * freed by http_reply_free(), so a handler that fails half-way leaves nothing to undo. */
typedef struct http_reply {
    int status;       /* 0 is 200; set by a failing handler, it wins over the error's own */
    const char *type; /* static */
    bytes body;
    bytes gzip; /* the body once more, compressed, of the same owner; empty: there is none */
    http_release *release; /* what frees the body; NULL if it is static */
    void *owner;
    http_version version;
    const char *cache_control; /* static; NULL: by the route's rule */
    const char *encoding;      /* "gzip" if the body is; static */
    bool varies;               /* by Accept-Encoding */
    char etag[HTTP_ETAG_MAX + sizeof HTTP_GZIP_ETAG];
    size_t headers;
    http_header header[HTTP_HEADERS_MAX];
    char *parameter, *allowed; /* for the error body; NULL if no parameter is at fault */
    lang language;             /* that errors are asked for in: the request's `lang`, or English */
    bool deferred;
    void *kept; /* from the quick handler to the work handler */
    http_release *release_kept;
} http_reply;

/* ---- requests ---- */

/* Fills `q` from the path and query as sent ("/a/b%20c?x=1"), or from an absolute URL, of
 * which scheme and host are dropped.  ERR_FORMAT for a bad escape, an escaped '/' or NUL,
 * or text that is not UTF-8; ERR_RANGE over a limit, with r->status 414 for the length.
 * Free `q` in each case. */
err_code http_request_parse(http_request *q, const char *target, http_reply *r, err *e);
void http_request_free(http_request *q);      /* back to {0} */
http_method http_method_of(const char *name); /* "GET" -> HTTP_GET; names are case-sensitive */

const char *http_request_query(const http_request *q); /* as sent, without '?'; "" if none */
const char *http_request_var(const http_request *q, const char *name); /* asserts that it exists */
const char *http_request_param(const http_request *q, const char *name); /* first; NULL if none */
const char *http_request_param_any_case(const http_request *q, const char *name); /* OGC services */
/* Fails, blaming the first parameter that is not in `names` (NULL-terminated). */
err_code http_request_only(const http_request *q, const char *const *names, http_reply *r, err *e);
/* Whether If-None-Match names `etag` (given without quotes; weak comparison, RFC 9110 13.1.2) or
 * that of its compressed form: what comes after `etag` in it, "" or HTTP_GZIP_ETAG; else NULL.  A
 * handler that sets such an etag may return with no body: the core makes it a 304. */
const char *http_request_matches(const http_request *q, const char *etag);

/* ---- replies ---- */

void http_reply_free(http_reply *r); /* back to {0} */
/* `data` must stay until release(owner) is called, once, on any thread; it must not block.
 * NULL: `data` outlives the server. */
void http_reply_body(http_reply *r, const char *type, bytes data, http_release *release,
                     void *owner);
/* Adds a compressed form that was made before; it stays as long as the body. */
void http_reply_gzip(http_reply *r, bytes gzip);
err_code http_reply_buf(http_reply *r, const char *type, buf *b,
                        err *e); /* takes over, empties b */
err_code http_reply_json(http_reply *r, json_t *root,
                         err *e); /* takes over root; NULL: no memory */
err_code http_reply_header(http_reply *r, const char *name, const char *value, err *e);
/* Appends text as it stands in queries, and in headers that hold any text: UTF-8, with all but
 * letters, digits and -_.,~ as "%C3%A5" (RFC 3986, 2.1). */
void http_escape(buf *out, const char *text);
/* Strong, without quotes; 1 to HTTP_ETAG_MAX visible ASCII characters, no '"'. */
void http_reply_etag(http_reply *r, const char *etag);

/* `return http_reply_defer(r)` from a quick handler: the work handler goes on, on a worker,
 * with the same reply.  What was kept is released with the reply. */
err_code http_reply_defer(http_reply *r);
void http_reply_keep(http_reply *r, void *kept, http_release *release);

/* ---- compressed bodies (http_gzip.c) ---- */

/* Texts of some length are sent compressed to who takes it: "Accept-Encoding" by RFC 9110 12.5.3.
 * Images and fonts are compressed already. */
bool http_gzip_pays(const char *type); /* false for NULL */
/* Of a finished 200: takes the compressed form that there is, or makes one.  Without memory the
 * body stays as it is. */
void http_gzip(const http_request *q, http_reply *r);
err_code http_gzip_make(bytes plain, int level, buf *out, err *e); /* level: libdeflate's, 1..12 */

/* ---- errors ---- */

/* Names the parameter at fault, and what it may be (or NULL), for the error body: in the language
 * of the message. */
void http_reply_blame(http_reply *r, const char *parameter, const char *allowed);
/* Both in one: blames, sets the text, returns ERR_RANGE. */
err_code http_fail_parameter(http_reply *r, const char *parameter, const char *allowed,
                             const char *message, err *e);

/* From here on errors are in the language that the request asks for, where they have it. */
void http_reply_language(http_reply *r, const http_request *q);
/* Makes `r` an error: {"error": {"status", "code", "parameter"?, "allowed"?, "message",
 * "language"}}, never stored; a 503 says when to try again.  Drops body, etag and headers; never
 * fails.  The message is English. */
void http_reply_error(http_reply *r, int status, const char *message);
/* The same from a failed call: the status is r->status if that is one of an error, else
 * follows from `rc`.  The text of a 500 is not sent.  In the reply's language if `e` has it. */
void http_reply_fail(http_reply *r, err_code rc, const err *e);
#endif
