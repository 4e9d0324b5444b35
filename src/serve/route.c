#include "serve/route.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

typedef struct text {
    const char *at;
    size_t len;
} text;

/* One segment of a pattern: "literal", or "{first}middle" or "{first}middle{second}". */
typedef struct shape {
    text first, middle, second; /* names are empty where there is no variable */
} shape;

static bool next_segment(const char **rest, text *out) {
    if (!**rest) return false;
    const char *start = *rest + 1; /* past the '/' */
    *out = (text){start, strcspn(start, "/")};
    *rest = start + out->len;
    return true;
}

/* "{name}..." -> name, and moves past it. */
static bool take_name(text *s, text *name) {
    const char *close = s->len && *s->at == '{' ? memchr(s->at, '}', s->len) : NULL;
    if (!close) return false;
    *name = (text){s->at + 1, (size_t)(close - s->at - 1)};
    s->len -= name->len + 2;
    s->at = close + 1;
    return true;
}

static shape shape_of(text s) {
    shape out = {0};
    take_name(&s, &out.first);
    const char *open = memchr(s.at, '{', s.len);
    out.middle = (text){s.at, open ? (size_t)(open - s.at) : s.len};
    s.at += out.middle.len;
    s.len -= out.middle.len;
    take_name(&s, &out.second);
    return out;
}

/* Where `middle` begins in a segment, so that each variable gets at least one byte. */
static const char *find_middle(const shape *p, const char *segment, size_t len) {
    size_t before = p->first.len > 0, after = p->second.len > 0, m = p->middle.len;
    if (len < before + m + after) return NULL;
    size_t last = len - m - after, least = after ? before : last;
    if (!before && last) return NULL;
    for (size_t at = last + 1; at-- > least;)
        if (!memcmp(segment + at, p->middle.at, m)) return segment + at;
    return NULL;
}

typedef struct fit { /* how a path fits a pattern, before anything is cut */
    size_t n;
    shape shape[HTTP_SEGMENTS_MAX];
    const char *middle[HTTP_SEGMENTS_MAX];
} fit;

static bool fits(const route *row, const http_request *q, fit *f) {
    const char *rest = row->pattern;
    f->n = 0;
    if (!rest[1]) return q->segments == 0;
    for (text s; next_segment(&rest, &s); f->n++) {
        if (f->n == q->segments) return false;
        const char *segment = q->segment[f->n];
        f->shape[f->n] = shape_of(s);
        f->middle[f->n] = find_middle(&f->shape[f->n], segment, strlen(segment));
        if (!f->middle[f->n]) return false;
    }
    return f->n == q->segments;
}

static void add_var(http_request *q, text name, const char *value) {
    if (name.len) q->var[q->vars++] = (http_var){name.at, name.len, value};
}

static void bind_vars(http_request *q, const fit *f) {
    q->vars = 0;
    for (size_t i = 0; i < f->n; i++) {
        const shape *p = &f->shape[i];
        if (!p->first.len) continue;
        add_var(q, p->first, q->segment[i]);
        add_var(q, p->second, f->middle[i] + p->middle.len);
        q->segment[i][f->middle[i] - q->segment[i]] = '\0';
    }
}

bool route_match(const route *row, http_request *q) {
    fit f;
    if (!fits(row, q, &f)) return false;
    bind_vars(q, &f);
    return true;
}

const route *route_find(const route_table *t, http_request *q, unsigned *methods) {
    fit f;
    *methods = 0;
    for (const route *row = t->row; row < t->row + t->count; row++) {
        if (!fits(row, q, &f)) continue;
        *methods |= row->methods;
        if (!(row->methods & ROUTE_METHOD(q->method))) continue;
        bind_vars(q, &f);
        q->type = row->type;
        return row;
    }
    return NULL;
}

static bool is_name(text t) {
    static const char letters[] = "abcdefghijklmnopqrstuvwxyz_";
    return t.len && strspn(t.at, letters) >= t.len;
}

static bool is_valid_segment(text s) {
    shape p = shape_of(s);
    size_t braces = 0;
    for (size_t i = 0; i < s.len; i++) braces += s.at[i] == '{' || s.at[i] == '}';
    if (!p.first.len) return s.len && !braces;
    if (!is_name(p.first)) return false;
    if (!p.second.len) return braces == 2;
    return braces == 4 && p.middle.len && is_name(p.second) &&
           p.second.at + p.second.len + 1 == s.at + s.len;
}

bool route_is_valid(const route *row) {
    const char *rest = row->pattern;
    size_t segments = 0, vars = 0;
    if (!row->methods || (row->methods & ~ROUTE_READ) || !row->title || !*row->title ||
        *rest != '/')
        return false;
    if (!row->quick && !row->work) return false;
    for (const char *c = rest; *c; c++) vars += *c == '{';
    if (vars > HTTP_VARS_MAX) return false;
    if (!rest[1]) return true;
    for (text s; next_segment(&rest, &s); segments++)
        if (!is_valid_segment(s)) return false;
    return segments <= HTTP_SEGMENTS_MAX;
}

/* "GET, HEAD, OPTIONS" */
static void method_list(unsigned methods, char out[32]) {
    static const char *const names[HTTP_OTHER] = {"GET", "HEAD", "OPTIONS"};
    size_t len = 0;
    methods |= ROUTE_METHOD(HTTP_OPTIONS);
    for (int m = 0; m < HTTP_OTHER; m++)
        if (methods & ROUTE_METHOD(m))
            len += (size_t)snprintf(out + len, 32 - len, "%s%s", len ? ", " : "", names[m]);
}

/* A browser asks this before a cross-origin request with headers of its own. */
static void answer_options(unsigned methods, http_reply *r) {
    char list[32];
    method_list(methods, list);
    r->status = 204;
    (void)http_reply_header(r, "Allow", list, NULL);
    (void)http_reply_header(r, "Access-Control-Allow-Methods", list, NULL);
    (void)http_reply_header(r, "Access-Control-Allow-Headers", "*", NULL);
    (void)http_reply_header(r, "Access-Control-Max-Age", "86400", NULL);
}

static void refuse_method(unsigned methods, http_reply *r) {
    char list[32];
    method_list(methods, list);
    http_reply_error(r, 405, "the method is not allowed here");
    (void)http_reply_header(r, "Allow", list, NULL);
}

static void run(const route_table *t, route_handler *handler, const http_request *q, http_reply *r,
                err *e) {
    err_code rc = handler(t->service, q, r, e);
    if (rc) http_reply_fail(r, rc, e);
}

/* OPTIONS matches no row's methods, so that `methods` is then of all rows for the path. */
bool route_begin(const route_table *t, http_request *q, http_reply *r, const route **row, err *e) {
    unsigned methods;
    const route *found = route_find(t, q, &methods);
    http_reply_language(r, q);
    bool whole_server = q->method == HTTP_OPTIONS && !strcmp(q->target, "*");
    if (q->method == HTTP_OPTIONS && (methods || whole_server))
        answer_options(methods | (whole_server ? ROUTE_READ : 0), r);
    else if (!found && methods)
        refuse_method(methods, r);
    else if (!found)
        http_reply_fail(r,
                        err_tell(e, ERR_NOTFOUND, "there is nothing at this address",
                                 "det finns inget på den här adressen"),
                        e);
    else if (q->repeated && !(found->flags & ROUTE_LENIENT))
        http_reply_fail(
            r, http_fail_parameter(r, q->repeated, NULL, "the parameter is given twice", e), e);
    else if (found->quick)
        run(t, found->quick, q, r, e);
    *row = found;
    return found && (r->deferred || (!r->status && !found->quick));
}

void route_work(const route_table *t, const route *row, const http_request *q, http_reply *r,
                err *e) {
    assert(row->work);
    r->deferred = false;
    run(t, row->work, q, r, e);
    assert(!r->deferred);
    if (!r->status) http_gzip(q, r); /* here, where it may take a while */
}

const char *const route_cache_names[ROUTE_CACHES] = {
    [ROUTE_KEPT_BY_VERSION] = "by v",
    [ROUTE_ASKED_AGAIN] = "asked again",
    [ROUTE_NEVER_KEPT] = "never",
};

static const char *cache_control(const route *row, http_version version) {
    static const char *const by_version[] = {
        [HTTP_UNVERSIONED] = "public, max-age=60",
        [HTTP_CURRENT] = "public, max-age=31536000, immutable",
        [HTTP_OUTDATED] = "no-store", /* new data under an old address would stay for a year */
    };
    if (row->cache == ROUTE_NEVER_KEPT) return "no-store";
    return row->cache == ROUTE_ASKED_AGAIN ? "no-cache" : by_version[version];
}

void route_finish(const route *row, const http_request *q, http_reply *r) {
    if (!r->status) r->status = 200;
    if (r->status != 200) return;
    if (row && !r->cache_control) r->cache_control = cache_control(row, r->version);
    r->varies = http_gzip_pays(row && row->type ? row->type : r->type);
    const char *known = r->etag[0] ? http_request_matches(q, r->etag) : NULL;
    if (known) {
        http_reply_body(r, NULL, (bytes){0}, NULL, NULL);
        strcat(r->etag, known);
        r->status = 304;
    } else {
        http_gzip(q, r);
        if (r->encoding && r->etag[0]) strcat(r->etag, HTTP_GZIP_ETAG);
    }
}
