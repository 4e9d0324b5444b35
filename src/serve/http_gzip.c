#include "serve/http.h"

#include <libdeflate.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#define LEAST_BYTES 1000 /* below it the headers are the larger part */
#define LEVEL       6
#define IS_BLANK    " \t"

bool http_gzip_pays(const char *type) {
    static const char *const texts[] = {"text/", "application/json", "application/geo+json",
                                        "application/vnd.oai.openapi+json", "image/svg+xml"};
    for (size_t i = 0; type && i < sizeof texts / sizeof *texts; i++)
        if (!strncmp(type, texts[i], strlen(texts[i]))) return true;
    return false;
}

/* The weight of one "name;q=0.5"; -1 if it is of another name. */
static double weight_of(const char *item, size_t len, const char *name) {
    size_t n = strcspn(item, IS_BLANK ";,");
    if (n > len) n = len;
    if (n != strlen(name) || strncasecmp(item, name, n) != 0) return -1;
    for (const char *p = item + n; p + 2 < item + len; p++)
        if ((p[0] == 'q' || p[0] == 'Q') && p[1] == '=') return strtod(p + 2, NULL);
    return 1;
}

static bool takes_gzip(const http_request *q) {
    double any = -1, gzip = -1;
    for (const char *p = q->field[HTTP_ACCEPT_ENCODING]; p && *p;) {
        p += strspn(p, IS_BLANK ",");
        size_t len = strcspn(p, ",");
        double w = weight_of(p, len, "gzip"), x = weight_of(p, len, "x-gzip");
        if (w >= 0 || x >= 0) gzip = w >= 0 ? w : x;
        if (weight_of(p, len, "*") >= 0) any = weight_of(p, len, "*");
        p += len;
    }
    return gzip > 0 || (gzip < 0 && any > 0);
}

err_code http_gzip_make(bytes plain, int level, buf *out, err *e) {
    struct libdeflate_compressor *c = libdeflate_alloc_compressor(level);
    if (!c) return err_nomem(e);
    size_t room = libdeflate_gzip_compress_bound(c, plain.len);
    uint8_t *data = malloc(room);
    size_t n = data ? libdeflate_gzip_compress(c, plain.data, plain.len, data, room) : 0;
    if (n) buf_add(out, data, n);
    free(data);
    libdeflate_free_compressor(c);
    return n ? buf_status(out, e) : err_nomem(e);
}

static void lend(http_reply *r, bytes body) {
    r->body = body;
    r->gzip = (bytes){0};
    r->encoding = "gzip";
}

void http_gzip(const http_request *q, http_reply *r) {
    buf packed = BUF_EMPTY;
    if (r->encoding || r->body.len < LEAST_BYTES || !http_gzip_pays(r->type) || !takes_gzip(q))
        return;
    if (r->gzip.len) {
        lend(r, r->gzip);
    } else if (!http_gzip_make(r->body, LEVEL, &packed, NULL)) {
        size_t len = 0;
        uint8_t *data = buf_detach(&packed, &len);
        http_reply_body(r, r->type, (bytes){data, len}, free, data);
        r->encoding = "gzip";
    }
    buf_free(&packed);
}
