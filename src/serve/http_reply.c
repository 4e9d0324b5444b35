#include "base/json.h"
#include "serve/http.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

static void drop_body(http_reply *r) {
    if (r->release) r->release(r->owner);
    r->release = NULL;
    r->owner = NULL;
    r->body = r->gzip = (bytes){0};
    r->encoding = NULL;
    r->type = NULL;
}

static void drop_headers(http_reply *r) {
    while (r->headers) free(r->header[--r->headers].value);
    r->etag[0] = '\0';
    r->cache_control = NULL;
}

void http_reply_free(http_reply *r) {
    drop_body(r);
    drop_headers(r);
    free(r->parameter);
    free(r->allowed);
    if (r->release_kept) r->release_kept(r->kept);
    *r = (http_reply){0};
}

void http_reply_body(http_reply *r, const char *type, bytes data, http_release *release,
                     void *owner) {
    drop_body(r);
    r->type = type;
    r->body = data;
    r->release = release;
    r->owner = owner;
}

void http_reply_gzip(http_reply *r, bytes gzip) { r->gzip = gzip; }

err_code http_reply_buf(http_reply *r, const char *type, buf *b, err *e) {
    err_code rc = buf_status(b, e);
    if (rc) {
        buf_free(b);
        return rc;
    }
    size_t len = 0;
    uint8_t *data = buf_detach(b, &len);
    http_reply_body(r, type, (bytes){data, len}, free, data);
    return ERR_OK;
}

err_code http_reply_json(http_reply *r, json_t *root, err *e) {
    buf text = BUF_EMPTY;
    err_code rc = json_print(root, 0, &text, e);
    if (!rc) return http_reply_buf(r, "application/json", &text, e);
    buf_free(&text);
    return rc;
}

static bool is_plain(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           strchr("-_.,~", c);
}

void http_escape(buf *out, const char *text) {
    for (; *text; text++)
        if (is_plain(*text))
            buf_add(out, text, 1);
        else
            buf_addf(out, "%%%02X", (unsigned)(unsigned char)*text);
}

err_code http_reply_header(http_reply *r, const char *name, const char *value, err *e) {
    assert(r->headers < HTTP_HEADERS_MAX);
    char *copy = strdup(value);
    if (!copy) return err_nomem(e);
    r->header[r->headers++] = (http_header){name, copy};
    return ERR_OK;
}

void http_reply_etag(http_reply *r, const char *etag) {
    size_t len = 0;
    for (; etag[len]; len++)
        assert(len < HTTP_ETAG_MAX && etag[len] > 0x20 && etag[len] < 0x7f && etag[len] != '"');
    assert(len > 0);
    memcpy(r->etag, etag, len + 1);
}

err_code http_reply_defer(http_reply *r) {
    r->deferred = true;
    return ERR_OK;
}

void http_reply_keep(http_reply *r, void *kept, http_release *release) {
    assert(!r->kept);
    r->kept = kept;
    r->release_kept = release;
}

void http_reply_language(http_reply *r, const http_request *q) {
    const char *asked = http_request_param(q, "lang");
    int found = asked ? lang_find(asked) : -1;
    r->language = found < 0 ? LANG_EN : (lang)found;
}

/* Without memory the error body just says less. */
void http_reply_blame(http_reply *r, const char *parameter, const char *allowed) {
    free(r->parameter);
    free(r->allowed);
    r->parameter = strdup(parameter);
    r->allowed = allowed ? strdup(allowed) : NULL;
}

err_code http_fail_parameter(http_reply *r, const char *parameter, const char *allowed,
                             const char *message, err *e) {
    http_reply_blame(r, parameter, allowed);
    return err_set(e, ERR_RANGE, "%s: %s", parameter, message);
}

static const char *code_of(const http_reply *r) {
    static const struct {
        int status;
        const char *code;
    } codes[] = {
        {400, "bad_request"},    {404, "not_found"},    {405, "method_not_allowed"},
        {413, "body_too_large"}, {414, "url_too_long"}, {500, "internal"},
        {501, "not_supported"},  {503, "busy"},
    };
    if (r->parameter && r->status == 400) return "bad_parameter";
    for (size_t i = 0; i < sizeof codes / sizeof *codes; i++)
        if (codes[i].status == r->status) return codes[i].code;
    return "error";
}

static json_t *error_object(const http_reply *r, const char *message, lang l) {
    json_t *o = json_object(), *root = json_pack("{s:o}", "error", o);
    if (!root) return NULL;
    int bad = json_object_set_new(o, "status", json_integer(r->status)) |
              json_object_set_new(o, "code", json_string(code_of(r)));
    if (r->parameter) bad |= json_object_set_new(o, "parameter", json_text(r->parameter));
    if (r->allowed) bad |= json_object_set_new(o, "allowed", json_text(r->allowed));
    bad |= json_object_set_new(o, "message", json_text(message)) |
           json_object_set_new(o, "language", json_string(lang_codes[l]));
    if (!bad) return root;
    json_decref(root);
    return NULL;
}

static void make_error(http_reply *r, int status, const char *message, lang l) {
    static const char plain[] = "{\"error\":{\"message\":\"out of memory\"}}";
    drop_body(r);
    drop_headers(r);
    r->deferred = false;
    r->status = status;
    if (http_reply_json(r, error_object(r, message, l), NULL))
        http_reply_body(r, "application/json", (bytes){(const uint8_t *)plain, sizeof plain - 1},
                        NULL, NULL);
    r->cache_control = "no-store";
    if (status == 503) (void)http_reply_header(r, "Retry-After", "1", NULL);
}

void http_reply_error(http_reply *r, int status, const char *message) {
    make_error(r, status, message, LANG_EN);
}

static int status_of(err_code rc) {
    static const int status[ERR__COUNT] = {
        [ERR_FORMAT] = 400,   [ERR_RANGE] = 400, [ERR_USAGE] = 400,
        [ERR_NOTFOUND] = 404, [ERR_BUSY] = 503,
    };
    return status[rc] ? status[rc] : 500;
}

void http_reply_fail(http_reply *r, err_code rc, const err *e) {
    int status = r->status >= 400 ? r->status : status_of(rc);
    static const char *const internal[LANG_COUNT] = {
        "internal error; the server's log has the detail",
        "internt fel; detaljerna finns i serverns logg"};
    lang l = r->language;
    const char *message = status == 500 ? internal[l] : err_text(e, &l);
    make_error(r, status, message, l);
}
