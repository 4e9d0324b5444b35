/* route: the table of what the server answers, and running a request through it.
 * A handler is one function and one row.
 *
 * A pattern is split at '/' like the path.  A segment of it is literal text, or
 * "{name}" with an optional literal suffix ("{indicator}.json"), or two variables
 * with literal text between ("{indicator}.{format}", cut at its last place).  A
 * variable stands for one or more bytes of one segment.  The first row that
 * matches wins.
 *
 * Status, errors, OPTIONS and 304 are decided here, once.  Nothing here blocks or knows threads:
 * the caller runs route_begin() where it may not block and route_work() where it may. */
#ifndef SERVE_ROUTE_H
#define SERVE_ROUTE_H
#include "serve/http.h"

#define ROUTE_METHOD(m) (1u << (m))
#define ROUTE_READ      (ROUTE_METHOD(HTTP_GET) | ROUTE_METHOD(HTTP_HEAD))

typedef enum route_flag {
    ROUTE_LENIENT = 1,   /* pages and OGC services: a parameter may be repeated, the first counts */
    ROUTE_LOOK = 2,      /* takes the options of the look */
    ROUTE_LEGEND = 4,    /* and those of legends */
    ROUTE_VERSION = 8,   /* and `v` */
    ROUTE_IMAGE = 32,    /* or those of images */
    ROUTE_POSTER = 128,  /* or those of posters */
    ROUTE_COMPARE = 256, /* or those of compare sheets, without a look */
    ROUTE_PROFILE = 512, /* likewise of profiles */
    ROUTE_HEAVY = 64,    /* its work takes long: it waits in a queue of its own */
    ROUTE_HOT = 16,      /* worth being kept whole by the server: small, and asked for by many */
} route_flag;

/* How long an answer of status 200 or 304 may be kept. */
typedef enum route_cache {
    ROUTE_KEPT_BY_VERSION, /* with the current `v` a year, with another never, without a minute */
    ROUTE_ASKED_AGAIN,     /* kept, but asked for each time; mostly a 304 */
    ROUTE_NEVER_KEPT,
    ROUTE_CACHES /* how many rules there are */
} route_cache;
extern const char *const route_cache_names[ROUTE_CACHES]; /* for the documentation */

/* ERR_OK: `r` is the answer.  ERR_FORMAT, ERR_RANGE, ERR_USAGE make a 400, ERR_NOTFOUND a 404,
 * ERR_BUSY a 503, others a 500 whose text is logged and not sent.  HEAD is asked like GET;
 * the body is then not sent.  Called by several threads at once. */
typedef err_code route_handler(void *service, const http_request *q, http_reply *r, err *e);

typedef struct route {
    unsigned methods; /* of ROUTE_METHOD(), without OPTIONS, which is always answered */
    const char *pattern;
    const char *type;  /* the media type of its answers; NULL: it depends on the file */
    const char *title; /* one line for the documentation */
    unsigned flags;    /* route_flag */
    route_cache cache;
    route_handler *quick; /* on the event loop: never blocks, may http_reply_defer() */
    route_handler *work;  /* on a worker; the only one called if `quick` is NULL */
} route;

typedef struct route_table {
    const route *row; /* [count], outlives the server */
    size_t count;
    void *service; /* passed to handlers */
} route_table;

bool route_is_valid(const route *row); /* well-formed pattern, a title and a handler */
/* Whether the path is the pattern's; if so, fills q->var. */
bool route_match(const route *row, http_request *q);
/* The first row for path and method; else NULL with the methods of the rows for the path. */
const route *route_find(const route_table *t, http_request *q, unsigned *methods);

/* Begins to answer: true if route_work() with *row must follow, false if `r` is the answer.
 * `e` gets the error behind a status of 500 and over, for the log. */
bool route_begin(const route_table *t, http_request *q, http_reply *r, const route **row, err *e);
void route_work(const route_table *t, const route *row, const http_request *q, http_reply *r,
                err *e);
/* Sets the status if it is 0, and the time to be kept by the row's rule (NULL: none matched),
 * chooses the compressed body if there is one and it may be sent, and makes a 200 whose etag the
 * client has a 304. */
void route_finish(const route *row, const http_request *q, http_reply *r);
#endif
