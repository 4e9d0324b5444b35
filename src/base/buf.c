#include "base/buf.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int reserve(buf *b, size_t more) {
    if (b->failed) return 0;
    if (more >= SIZE_MAX - b->len - 1) return b->failed = 1, 0;
    size_t need = b->len + more + 1;
    if (need <= b->cap) return 1;
    size_t cap = b->cap < 64 ? 64 : b->cap;
    while (cap < need) cap = cap > SIZE_MAX / 2 ? need : cap * 2;
    uint8_t *grown = realloc(b->data, cap);
    if (!grown) return b->failed = 1, 0;
    b->data = grown;
    b->cap = cap;
    return 1;
}

void buf_free(buf *b) {
    free(b->data);
    *b = BUF_EMPTY;
}

void buf_reset(buf *b) {
    b->len = 0;
    b->failed = 0;
    if (b->data) b->data[0] = 0;
}

void buf_reserve(buf *b, size_t more) { reserve(b, more); }

void buf_add(buf *b, const void *data, size_t len) {
    if (!reserve(b, len)) return;
    if (len) memcpy(b->data + b->len, data, len);
    b->len += len;
    b->data[b->len] = 0;
}

void buf_adds(buf *b, const char *text) { buf_add(b, text, strlen(text)); }

void buf_addf(buf *b, const char *fmt, ...) {
    va_list ap, again;
    va_start(ap, fmt);
    va_copy(again, ap);
    int n = vsnprintf(NULL, 0, fmt, ap);
    va_end(ap);
    if (n < 0)
        b->failed = 1;
    else if (reserve(b, (size_t)n)) {
        vsnprintf((char *)b->data + b->len, (size_t)n + 1, fmt, again);
        b->len += (size_t)n;
    }
    va_end(again);
}

const char *buf_text(const buf *b) { return b->data ? (const char *)b->data : ""; }

bytes buf_view(const buf *b) { return (bytes){b->data, b->len}; }

uint8_t *buf_detach(buf *b, size_t *len) {
    uint8_t *data = b->failed ? NULL : b->data;
    if (len) *len = data ? b->len : 0;
    if (b->failed) free(b->data);
    *b = BUF_EMPTY;
    return data;
}

err_code buf_status(const buf *b, err *e) { return b->failed ? err_nomem(e) : ERR_OK; }

err_code array_reserve(void *data, size_t *cap, size_t need, size_t size, err *e) {
    if (need <= *cap) return ERR_OK;
    size_t wanted = *cap < 8 ? 8 : *cap > SIZE_MAX / 2 ? need : *cap * 2;
    if (wanted < need) wanted = need;
    if (wanted > SIZE_MAX / size) return err_nomem(e);
    void *old, *grown;
    memcpy(&old, data, sizeof old);
    if (!(grown = realloc(old, wanted * size))) return err_nomem(e);
    memcpy(data, &grown, sizeof grown);
    *cap = wanted;
    return ERR_OK;
}
