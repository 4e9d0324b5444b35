#include "base/fileio.h"

#include <errno.h>
#include <fcntl.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static err_code read_all(int fd, size_t limit, buf *out, err *e) {
    uint8_t chunk[1 << 16];
    for (;;) {
        ssize_t n = read(fd, chunk, sizeof chunk);
        if (n < 0 && errno == EINTR) continue;
        if (n < 0) return err_set_errno(e, "cannot read");
        if (n == 0) return buf_status(out, e);
        if ((size_t)n > limit - out->len)
            return err_set(e, ERR_RANGE, "larger than the limit of %zu bytes", limit);
        buf_add(out, chunk, (size_t)n);
        if (out->failed) return err_nomem(e);
    }
}

err_code file_read(const char *path, size_t limit, buf *out, err *e) {
    buf_reset(out);
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0) return err_set_errno(e, "%s: cannot open", path);
    err_code rc = read_all(fd, limit, out, e);
    close(fd);
    return rc ? err_wrap(e, rc, "%s", path) : ERR_OK;
}

static err_code write_all(int fd, bytes data, err *e) {
    size_t done = 0;
    while (done < data.len) {
        ssize_t n = write(fd, data.data + done, data.len - done);
        if (n < 0 && errno == EINTR) continue;
        if (n < 0) return err_set_errno(e, "cannot write");
        done += (size_t)n;
    }
    if (fsync(fd) && errno != EINVAL && errno != EROFS) return err_set_errno(e, "cannot sync");
    return ERR_OK;
}

/* A pipe or device (/dev/stdout) cannot be replaced by a rename: it is written to. */
static bool is_special(const char *path) {
    struct stat st;
    return !stat(path, &st) && !S_ISREG(st.st_mode) && !S_ISDIR(st.st_mode);
}

static err_code write_special(const char *path, bytes data, err *e) {
    int fd = open(path, O_WRONLY | O_CLOEXEC);
    if (fd < 0) return err_set_errno(e, "cannot open");
    err_code rc = write_all(fd, data, e);
    close(fd);
    return rc;
}

static err_code write_renamed(const char *path, bytes data, err *e) {
    static atomic_uint serial; /* names differ between threads; the pid between processes */
    buf temp = BUF_EMPTY;
    buf_addf(&temp, "%s.%ld-%u.tmp", path, (long)getpid(), atomic_fetch_add(&serial, 1));
    if (temp.failed) return err_nomem(e);
    err_code rc = ERR_OK;
    int fd = open(buf_text(&temp), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
    if (fd < 0)
        rc = err_set_errno(e, "cannot create");
    else {
        rc = write_all(fd, data, e);
        if (close(fd) && !rc) rc = err_set_errno(e, "cannot close");
        if (!rc && rename(buf_text(&temp), path)) rc = err_set_errno(e, "cannot rename");
        if (rc) unlink(buf_text(&temp));
    }
    buf_free(&temp);
    return rc;
}

err_code file_write_atomic(const char *path, bytes data, err *e) {
    err_code rc = is_special(path) ? write_special(path, data, e) : write_renamed(path, data, e);
    return rc ? err_wrap(e, rc, "%s", path) : ERR_OK;
}

bool file_exists(const char *path) { return access(path, F_OK) == 0; }

bool file_is_dir(const char *path) {
    struct stat st;
    return !stat(path, &st) && S_ISDIR(st.st_mode);
}

static const char *base_name(const char *path) {
    const char *slash = strrchr(path, '/');
    return slash ? slash + 1 : path;
}

static size_t stem_length(const char *base) {
    const char *dot = strrchr(base, '.');
    return dot && dot != base ? (size_t)(dot - base) : strlen(base);
}

char *path_join(const char *dir, const char *rest) {
    if (rest[0] == '/' || !*dir || !strcmp(dir, ".")) return strdup(rest);
    buf b = BUF_EMPTY;
    buf_addf(&b, "%s%s%s", dir, dir[strlen(dir) - 1] == '/' ? "" : "/", rest);
    return (char *)buf_detach(&b, NULL);
}

char *path_dir(const char *path) {
    const char *base = base_name(path);
    if (base == path) return strdup(".");
    size_t len = (size_t)(base - path) - 1;
    return len ? strndup(path, len) : strdup("/");
}

char *path_stem(const char *path) {
    const char *base = base_name(path);
    return strndup(base, stem_length(base));
}

char *path_with_extension(const char *path, const char *ext) {
    const char *base = base_name(path);
    size_t len = (size_t)(base - path) + stem_length(base);
    buf b = BUF_EMPTY;
    buf_add(&b, path, len);
    buf_addf(&b, ".%s", ext);
    return (char *)buf_detach(&b, NULL);
}

const char *path_extension(const char *path) {
    const char *base = base_name(path);
    size_t len = stem_length(base);
    return base[len] ? base + len + 1 : "";
}
