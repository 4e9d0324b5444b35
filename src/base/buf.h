/* buf: a growable byte string, always NUL-terminated one past `len` once
 * anything was added.  The first allocation failure sticks: later appends do
 * nothing, and buf_status() reports it once at the end.  Belongs to one thread. */
#ifndef BASE_BUF_H
#define BASE_BUF_H
#include "base/err.h"
#include <stddef.h>
#include <stdint.h>

typedef struct buf {
    uint8_t *data; /* NULL while nothing was added */
    size_t len, cap;
    int failed;
} buf;

typedef struct bytes { /* a borrowed view; never freed through */
    const uint8_t *data;
    size_t len;
} bytes;

#define BUF_EMPTY ((buf){0})

void buf_free(buf *b);                 /* back to BUF_EMPTY */
void buf_reset(buf *b);                /* len = 0, keeps the storage; a failure is forgotten */
void buf_reserve(buf *b, size_t more); /* room for so many bytes, so that adding them copies none */
void buf_add(buf *b, const void *data, size_t len);
static inline void buf_put(buf *b, uint8_t byte) { /* one byte: what a loop over text adds */
    if (b->failed || b->cap - b->len < 2) {
        buf_add(b, &byte, 1);
        return;
    }
    b->data[b->len++] = byte;
    b->data[b->len] = 0;
}
void buf_adds(buf *b, const char *text);
void buf_addf(buf *b, const char *fmt, ...) ERR_PRINTF(2, 3);
const char *buf_text(const buf *b);       /* "" while nothing was added; valid until the next add */
bytes buf_view(const buf *b);             /* likewise */
uint8_t *buf_detach(buf *b, size_t *len); /* caller frees with free(); NULL if empty or failed */
err_code buf_status(const buf *b, err *e);

/* Growth for typed arrays: makes room for `need` items of `size` bytes in *data,
 * which has room for *cap; at least doubles; checks overflow. */
err_code array_reserve(void *data /* T ** */, size_t *cap, size_t need, size_t size, err *e);
#endif
