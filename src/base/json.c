#include "base/json.h"
#include "base/text.h"

#include <float.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

json_t *json_number(double v) {
    if (!isfinite(v)) return json_null();
    if (v == floor(v) && fabs(v) < 9007199254740992.0) return json_integer((json_int_t)v);
    return json_real(v);
}

json_t *json_with(json_t *o, const char *name, json_t *member) {
    if (!json_object_set_new(o, name, member)) return o;
    json_decref(o);
    return NULL;
}

json_t *json_text(const char *s) {
    if (!s) return json_null();
    if (text_is_utf8((bytes){(const uint8_t *)s, strlen(s)})) return json_string(s);
    char *ascii = strdup(s);
    if (!ascii) return NULL;
    for (char *p = ascii; *p; p++)
        if ((unsigned char)*p >= 0x80) *p = '?';
    json_t *out = json_string(ascii);
    free(ascii);
    return out;
}

void json_shortest(double v, char out[32]) {
    char text[64] = ""; /* 24 bytes at most, but compilers count more */
    /* 15 digits are certain for all but denormals, which have fewer. */
    for (int digits = fabs(v) < DBL_MIN ? 1 : 15; digits <= 17; digits++) {
        snprintf(text, sizeof text, "%.*g", digits, v);
        if (strtod(text, NULL) == v) break;
    }
    memcpy(out, text, 32);
}

typedef struct printer {
    buf *out;
    unsigned indent;
} printer;

static void print(const printer *p, const json_t *v, unsigned depth);

static void line(const printer *p, unsigned depth) {
    if (!p->indent) return;
    buf_addf(p->out, "\n%*s", (int)(depth * p->indent), "");
}

static void print_string(const printer *p, const char *s, size_t len) {
    json_t *v = json_stringn_nocheck(s, len);
    char *text = v ? json_dumps(v, JSON_ENCODE_ANY) : NULL;
    if (text)
        buf_adds(p->out, text);
    else
        p->out->failed = 1;
    free(text);
    json_decref(v);
}

static void print_object(const printer *p, const json_t *v, unsigned depth) {
    json_t *object = (json_t *)(uintptr_t)v; /* the iterator's type is not const */
    buf_adds(p->out, "{");
    void *first = json_object_iter(object);
    for (void *it = first; it; it = json_object_iter_next(object, it)) {
        if (it != first) buf_adds(p->out, ",");
        line(p, depth + 1);
        const char *key = json_object_iter_key(it);
        print_string(p, key, strlen(key));
        buf_adds(p->out, p->indent ? ": " : ":");
        print(p, json_object_iter_value(it), depth + 1);
    }
    if (first) line(p, depth);
    buf_adds(p->out, "}");
}

static void print_array(const printer *p, const json_t *v, unsigned depth) {
    size_t n = json_array_size(v);
    buf_adds(p->out, "[");
    for (size_t i = 0; i < n; i++) {
        const json_t *item = json_array_get(v, i);
        bool flat = !json_is_object(item) && !json_is_array(item);
        if (i) buf_adds(p->out, flat && p->indent ? ", " : ",");
        if (!flat) line(p, depth + 1);
        print(p, item, depth + 1);
        if (i + 1 == n && !flat) line(p, depth);
    }
    buf_adds(p->out, "]");
}

static void print(const printer *p, const json_t *v, unsigned depth) {
    char number[32];
    switch (json_typeof(v)) {
    case JSON_OBJECT:
        print_object(p, v, depth);
        break;
    case JSON_ARRAY:
        print_array(p, v, depth);
        break;
    case JSON_STRING:
        print_string(p, json_string_value(v), json_string_length(v));
        break;
    case JSON_INTEGER:
        buf_addf(p->out, "%lld", (long long)json_integer_value(v));
        break;
    case JSON_REAL:
        json_shortest(json_real_value(v), number);
        buf_adds(p->out, number);
        break;
    case JSON_TRUE:
        buf_adds(p->out, "true");
        break;
    case JSON_FALSE:
        buf_adds(p->out, "false");
        break;
    case JSON_NULL:
        buf_adds(p->out, "null");
        break;
    }
}

err_code json_print(json_t *root, unsigned indent, buf *out, err *e) {
    if (!root) return err_nomem(e);
    print(&(printer){out, indent}, root, 0);
    if (indent) buf_adds(out, "\n");
    json_decref(root);
    return buf_status(out, e);
}
