/* The viewer and its files. */
#include "base/embedded.h"
#include "base/fileio.h"
#include "base/hash.h"
#include "serve/service.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

typedef struct file_type {
    const char *extension, *type;
} file_type;

static const file_type file_types[] = {
    {"html", "text/html; charset=utf-8"},
    {"css", "text/css; charset=utf-8"},
    {"js", "text/javascript; charset=utf-8"},
    {"svg", "image/svg+xml"},
    {"woff2", "font/woff2"},
};

static const char *type_of(const char *name) {
    for (size_t i = 0; i < sizeof file_types / sizeof *file_types; i++)
        if (!strcmp(path_extension(name), file_types[i].extension)) return file_types[i].type;
    return "application/octet-stream";
}

static void answer_file(const embedded_file *f, const http_request *q, http_reply *r) {
    char etag[20], packed[160];
    snprintf(etag, sizeof etag, "%016" PRIx64, hash_bytes(HASH_INIT, f->data.data, f->data.len));
    http_reply_etag(r, etag);
    if (http_request_matches(q, etag)) return;
    http_reply_body(r, type_of(f->name), f->data, NULL, NULL);
    snprintf(packed, sizeof packed, "%s.gz", f->name);
    const embedded_file *gzip = embedded_find(packed);
    if (gzip) http_reply_gzip(r, gzip->data);
}

err_code page_answer(void *s, const http_request *q, http_reply *r, err *e) {
    (void)s;
    const embedded_file *f = embedded_find("viewer/index.html");
    if (!f) return err_set(e, ERR_NOTFOUND, "this build has no viewer");
    answer_file(f, q, r);
    /* Everything that the page needs comes from here: nothing else may be asked. */
    return http_reply_header(r, "Content-Security-Policy",
                             "default-src 'self'; img-src 'self' data:; style-src 'self' "
                             "'unsafe-inline'; object-src 'none'; base-uri 'none'; "
                             "form-action 'none'",
                             e);
}

err_code asset_answer(void *s, const http_request *q, http_reply *r, err *e) {
    (void)s;
    static const char *const folders[] = {"viewer", "leaflet", "fonts"};
    const char *name = http_request_var(q, "file");
    for (size_t i = 0; i < sizeof folders / sizeof *folders; i++) {
        char path[128];
        int n = snprintf(path, sizeof path, "%s/%s", folders[i], name);
        const embedded_file *f = n < (int)sizeof path ? embedded_find(path) : NULL;
        if (!f) continue;
        answer_file(f, q, r);
        return ERR_OK;
    }
    return err_set(e, ERR_NOTFOUND, "there is no file \"%.64s\"", name);
}
