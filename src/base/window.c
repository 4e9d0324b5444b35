#include "base/window.h"
#include "base/fileio.h"
#include "base/hash.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define WINDOW_BYTES ((size_t)256 << 10)
#define HASH_BYTES   ((size_t)64 << 10)

struct window {
    int fd;
    bool shared; /* the file is another's to close */
    uint64_t size;
    uint64_t at; /* data holds the file's bytes [at, at + len) */
    size_t len;
    uint8_t *data; /* [WINDOW_BYTES]; NULL before the first small read */
};

static err_code open_file(window *w, const char *path, err *e) {
    if (file_is_dir(path)) return err_set(e, ERR_IO, "is a folder");
    if (!file_exists(path)) return err_set(e, ERR_NOTFOUND, "no such file");
    if ((w->fd = open(path, O_RDONLY | O_CLOEXEC)) < 0) return err_set_errno(e, "cannot open");
    off_t end = lseek(w->fd, 0, SEEK_END);
    if (end < 0) return err_set_errno(e, "cannot read");
    w->size = (uint64_t)end;
    return ERR_OK;
}

err_code window_open(const char *path, window **out, err *e) {
    window *w = calloc(1, sizeof *w);
    if (!w) return err_nomem(e);
    w->fd = -1;
    err_code rc = open_file(w, path, e);
    if (rc)
        window_close(w);
    else
        *out = w;
    return rc;
}

err_code window_share(const window *w, window **out, err *e) {
    window *own = calloc(1, sizeof *own);
    if (!own) return err_nomem(e);
    *own = (window){.fd = w->fd, .shared = true, .size = w->size};
    *out = own;
    return ERR_OK;
}

void window_close(window *w) {
    if (!w) return;
    if (!w->shared && w->fd >= 0) close(w->fd);
    free(w->data);
    free(w);
}

uint64_t window_size(const window *w) { return w->size; }

/* From the file itself. */
static size_t read_file(const window *w, uint64_t at, uint8_t *out, size_t len) {
    size_t done = 0;
    while (done < len) {
        ssize_t n = pread(w->fd, out + done, len - done, (off_t)(at + done));
        if (n < 0 && errno == EINTR) continue;
        if (n <= 0) break;
        done += (size_t)n;
    }
    return done;
}

static bool holds(const window *w, uint64_t at, size_t len) {
    return at >= w->at && at - w->at <= w->len && len <= w->len - (size_t)(at - w->at);
}

size_t window_read(window *w, uint64_t at, void *out, size_t len) {
    if (at >= w->size || !len) return 0;
    if (len > w->size - at) len = (size_t)(w->size - at);
    if (!holds(w, at, len)) {
        if (!w->data) w->data = malloc(WINDOW_BYTES);
        if (!w->data || len > WINDOW_BYTES) return read_file(w, at, out, len);
        w->at = at;
        w->len = read_file(w, at, w->data, WINDOW_BYTES);
        if (len > w->len) len = w->len;
    }
    memcpy(out, w->data + (at - w->at), len);
    return len;
}

bool window_take(window *w, uint64_t at, void *out, size_t len) {
    return window_read(w, at, out, len) == len;
}

err_code window_hash(window *w, uint64_t *h, err *e) {
    uint8_t block[HASH_BYTES];
    for (uint64_t at = 0; at < w->size; at += sizeof block) {
        size_t len = w->size - at < sizeof block ? (size_t)(w->size - at) : sizeof block;
        if (!window_take(w, at, block, len)) return err_set(e, ERR_IO, "cannot be read");
        *h = hash_block(*h, block, len);
    }
    *h = hash_u64(*h, w->size);
    return ERR_OK;
}
