#include "base/text.h"
#include "serve/http.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

const char *const http_field_names[HTTP_FIELD_COUNT] = {
    [HTTP_IF_NONE_MATCH] = "If-None-Match",
    [HTTP_ACCEPT_ENCODING] = "Accept-Encoding",
    [HTTP_FORWARDED_FOR] = "X-Forwarded-For",
};

http_method http_method_of(const char *name) {
    static const char *const names[HTTP_OTHER] = {"GET", "HEAD", "OPTIONS"};
    for (int i = 0; i < HTTP_OTHER; i++)
        if (!strcmp(name, names[i])) return (http_method)i;
    return HTTP_OTHER;
}

static int hex_digit(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

/* Decodes in place; `part` is "path" or "query", which is the only place where '+' is a blank. */
static err_code decode(char *text, const char *part, err *e) {
    bool in_path = *part == 'p';
    char *to = text;
    for (const char *from = text; *from; from++) {
        char c = *from == '+' && !in_path ? ' ' : *from;
        if (c == '%') {
            int high = hex_digit(from[1]), low = high < 0 ? -1 : hex_digit(from[2]);
            if (low < 0) return err_set(e, ERR_FORMAT, "the %s has a bad %% escape", part);
            c = (char)(high * 16 + low);
            from += 2;
            if (!c || (in_path && c == '/'))
                return err_set(e, ERR_FORMAT, "the %s has an escape that is not allowed: %%%X%X",
                               part, (unsigned)high, (unsigned)low);
        }
        *to++ = c;
    }
    *to = '\0';
    if (!text_is_utf8((bytes){(const uint8_t *)text, (size_t)(to - text)}))
        return err_set(e, ERR_FORMAT, "the %s is not UTF-8", part);
    return ERR_OK;
}

static err_code parse_path(http_request *q, char *path, err *e) {
    if (*path != '/') return err_set(e, ERR_FORMAT, "the path does not begin with '/'");
    char *rest = path[1] ? path + 1 : NULL;
    while (rest) {
        if (q->segments == HTTP_SEGMENTS_MAX)
            return err_set(e, ERR_RANGE, "the path has more than %d parts", HTTP_SEGMENTS_MAX);
        char *segment = q->segment[q->segments++] = rest;
        if ((rest = strchr(rest, '/'))) *rest++ = '\0';
        err_code rc = decode(segment, "path", e);
        if (rc) return rc;
    }
    return ERR_OK;
}

static err_code parse_param(http_request *q, char *name, err *e) {
    static char none[] = "";
    char *value = strchr(name, '=');
    if (value)
        *value++ = '\0';
    else
        value = none;
    if (q->params == HTTP_PARAMS_MAX)
        return err_set(e, ERR_RANGE, "there are more than %d parameters", HTTP_PARAMS_MAX);
    err_code rc = decode(name, "query", e);
    if (!rc && *value) rc = decode(value, "query", e);
    if (rc) return rc;
    if (!q->repeated && http_request_param(q, name)) q->repeated = name;
    q->param[q->params++] = (http_param){name, value};
    return ERR_OK;
}

static err_code parse_query(http_request *q, char *rest, err *e) {
    while (rest) {
        char *param = rest;
        if ((rest = strchr(rest, '&'))) *rest++ = '\0';
        err_code rc = *param ? parse_param(q, param, e) : ERR_OK;
        if (rc) return rc;
    }
    return ERR_OK;
}

/* RFC 9112 3.2.2: a server must take the absolute form as well. */
static char *skip_authority(char *target) {
    size_t scheme = !strncasecmp(target, "http://", 7)    ? 7
                    : !strncasecmp(target, "https://", 8) ? 8
                                                          : 0;
    if (!scheme) return target;
    char *path = target + scheme + strcspn(target + scheme, "/?");
    if (*path == '/') return path;
    *--path = '/'; /* the host is dropped, so there is room for the '/' of "http://host?x" */
    return path;
}

err_code http_request_parse(http_request *q, const char *target, http_reply *r, err *e) {
    *q = (http_request){0};
    size_t len = strnlen(target, HTTP_TARGET_MAX + 1);
    size_t kept = len > HTTP_TARGET_MAX ? HTTP_TARGET_MAX : len;
    q->storage = calloc(2, kept + 1); /* the text as sent, then one to cut and decode in */
    if (!q->storage) return err_nomem(e);
    memcpy(q->storage, target, kept);
    q->target = q->storage;
    if (len > HTTP_TARGET_MAX) {
        r->status = 414;
        return err_set(e, ERR_RANGE, "the URL is longer than %d bytes", HTTP_TARGET_MAX);
    }
    char *path = skip_authority(memcpy(q->storage + kept + 1, target, kept));
    char *query = strchr(path, '?');
    if (query) *query++ = '\0';
    if (!strcmp(path, "*")) *path = '/'; /* "OPTIONS *" asks about the server as a whole */
    err_code rc = parse_path(q, path, e);
    return rc ? rc : parse_query(q, query, e);
}

void http_request_free(http_request *q) {
    free(q->storage);
    *q = (http_request){0};
}

const char *http_request_query(const http_request *q) {
    const char *mark = strchr(q->target, '?');
    return mark ? mark + 1 : "";
}

const char *http_request_var(const http_request *q, const char *name) {
    size_t len = strlen(name);
    for (size_t i = 0; i < q->vars; i++)
        if (q->var[i].name_len == len && !memcmp(q->var[i].name, name, len)) return q->var[i].value;
    assert(!"the route's pattern has this variable");
    return "";
}

const char *http_request_param(const http_request *q, const char *name) {
    for (size_t i = 0; i < q->params; i++)
        if (!strcmp(q->param[i].name, name)) return q->param[i].value;
    return NULL;
}

const char *http_request_param_any_case(const http_request *q, const char *name) {
    for (size_t i = 0; i < q->params; i++)
        if (!strcasecmp(q->param[i].name, name)) return q->param[i].value;
    return NULL;
}

static bool is_listed(const char *const *names, const char *name) {
    for (; *names; names++)
        if (!strcmp(*names, name)) return true;
    return false;
}

err_code http_request_only(const http_request *q, const char *const *names, http_reply *r, err *e) {
    size_t i = 0;
    while (i < q->params && is_listed(names, q->param[i].name)) i++;
    if (i == q->params) return ERR_OK;
    buf allowed = BUF_EMPTY;
    for (const char *const *n = names; *n; n++) buf_addf(&allowed, n == names ? "%s" : ", %s", *n);
    err_code rc =
        http_fail_parameter(r, q->param[i].name, *names ? buf_text(&allowed) : "no parameter",
                            "there is no such parameter here", e);
    buf_free(&allowed);
    return rc;
}

/* NULL: another tag; else what follows the etag in it: "" or HTTP_GZIP_ETAG. */
static const char *after_tag(const char *text, size_t n, const char *etag) {
    size_t len = strlen(etag), more = strlen(HTTP_GZIP_ETAG);
    if (n < len || memcmp(text, etag, len) != 0) return NULL;
    if (n == len) return "";
    return n == len + more && !memcmp(text + len, HTTP_GZIP_ETAG, more) ? HTTP_GZIP_ETAG : NULL;
}

const char *http_request_matches(const http_request *q, const char *etag) {
    const char *p = q->field[HTTP_IF_NONE_MATCH], *after;
    if (!p) return NULL;
    p += strspn(p, " \t");
    if (*p == '*') return "";
    for (;;) { /* [W/]"tag" , [W/]"tag" ...; what is not of that form ends the list */
        p += strspn(p, " \t,");
        if (!strncmp(p, "W/", 2)) p += 2;
        const char *end = *p == '"' ? strchr(p + 1, '"') : NULL;
        if (!end) return NULL;
        if ((after = after_tag(p + 1, (size_t)(end - p - 1), etag))) return after;
        p = end + 1;
    }
}
