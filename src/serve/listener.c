#include "serve/listener.h"
#include "base/text.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <netdb.h>
#include <netinet/in.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#define BACKLOG    1024 /* the kernel cuts it to net.core.somaxconn */
#define SOCK_FLAGS (SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC)

static err_code refused(const char *where, err *e) {
    static const struct {
        int number;
        const char *what;
    } reasons[] = {
        {EADDRINUSE, "another program listens there; stop it or choose another port with --listen"},
        {EACCES, "permission denied; ports under 1024 are for root, so choose a higher one"},
        {EADDRNOTAVAIL, "this machine does not have that address; 0.0.0.0 means all it has"},
    };
    int number = errno;
    for (size_t i = 0; i < sizeof reasons / sizeof *reasons; i++)
        if (reasons[i].number == number)
            return err_set(e, ERR_IO, "cannot listen on %s: %s", where, reasons[i].what);
    return err_set(e, ERR_IO, "cannot listen on %s: %s", where, strerror(number));
}

static err_code bad_address(const char *where, err *e) {
    return err_set(e, ERR_USAGE,
                   "\"%s\" is no address to listen on: use ADDR:PORT (as 127.0.0.1:8080), "
                   "[V6ADDR]:PORT, unix:PATH or systemd",
                   where);
}

/* Opens, binds and listens; -1 with errno. */
static int open_socket(const struct sockaddr *address, socklen_t len) {
    int on = 1, fd = socket(address->sa_family, SOCK_FLAGS, 0);
    if (fd < 0) return -1;
    /* A restarted server need not wait for its old connections to time out. */
    if (address->sa_family != AF_UNIX) setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    if (!bind(fd, address, len) && !listen(fd, BACKLOG)) return fd;
    int number = errno;
    close(fd);
    errno = number;
    return -1;
}

static int port_of(int fd) {
    union {
        struct sockaddr any;
        struct sockaddr_in v4;
        struct sockaddr_in6 v6;
    } a;
    socklen_t len = sizeof a;
    if (getsockname(fd, &a.any, &len)) return 0;
    return ntohs(a.any.sa_family == AF_INET6 ? a.v6.sin6_port : a.v4.sin_port);
}

/* "HOST:PORT" or "[HOST]:PORT", cut in place. */
static bool split_host(char *where, char **host, char **port) {
    char *colon = strrchr(where, ':');
    unsigned long number;
    if (!colon || colon == where || !text_to_uint(colon + 1, 65535, &number)) return false;
    *colon = '\0';
    *host = where;
    *port = colon + 1;
    if (*where != '[') return !strchr(where, ':'); /* a bare IPv6 address is ambiguous */
    if (colon[-1] != ']') return false;
    colon[-1] = '\0';
    *host = where + 1;
    return true;
}

static err_code open_inet(const char *where, char *copy, listener *out, err *e) {
    struct addrinfo hints = {.ai_socktype = SOCK_STREAM,
                             .ai_flags = AI_NUMERICHOST | AI_NUMERICSERV};
    struct addrinfo *found = NULL;
    char *host, *port, address[128];
    if (!split_host(copy, &host, &port)) return bad_address(where, e);
    const char *number = strcmp(host, "localhost") ? host : "127.0.0.1";
    if (getaddrinfo(number, port, &hints, &found)) return bad_address(where, e);
    out->fd = open_socket(found->ai_addr, found->ai_addrlen);
    freeaddrinfo(found);
    if (out->fd < 0) return refused(where, e);
    out->port = port_of(out->fd);
    snprintf(address, sizeof address, strchr(host, ':') ? "http://[%s]:%d/" : "http://%s:%d/", host,
             out->port);
    out->address = strdup(address);
    return out->address ? ERR_OK : err_nomem(e);
}

/* True if a server answers; false if the socket is a dead server's, which is then removed. */
static bool is_alive(const struct sockaddr_un *a) {
    int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    bool dead =
        fd >= 0 && connect(fd, (const struct sockaddr *)a, sizeof *a) && errno == ECONNREFUSED;
    if (fd >= 0) close(fd);
    if (dead) unlink(a->sun_path);
    return !dead;
}

static err_code open_unix(const char *where, listener *out, err *e) {
    const char *path = where + strlen("unix:");
    struct sockaddr_un a = {.sun_family = AF_UNIX};
    struct stat info;
    size_t len = strlen(path);
    if (!len) return bad_address(where, e);
    if (len >= sizeof a.sun_path)
        return err_set(e, ERR_USAGE, "cannot listen on %s: the path is longer than %zu bytes",
                       where, sizeof a.sun_path - 1);
    memcpy(a.sun_path, path, len);
    out->path = strdup(path);
    out->address = strdup(where);
    if (!out->path || !out->address) return err_nomem(e);
    if (!lstat(path, &info) && !S_ISSOCK(info.st_mode))
        return err_set(e, ERR_IO, "cannot listen on %s: a file that is no socket is there", where);
    out->fd = open_socket((struct sockaddr *)&a, sizeof a);
    if (out->fd < 0 && errno == EADDRINUSE) {
        if (is_alive(&a))
            return err_set(e, ERR_IO, "cannot listen on %s: another program listens there", where);
        out->fd = open_socket((struct sockaddr *)&a, sizeof a);
    }
    if (out->fd < 0) return refused(where, e);
    if (!lstat(path, &info)) {
        out->path_dev = info.st_dev;
        out->path_ino = info.st_ino;
    }
    return ERR_OK;
}

/* sd_listen_fds(3), without a library for four lines. */
#define FIRST_PASSED 3

static err_code take_passed(listener *out, err *e) {
    const char *pid = getenv("LISTEN_PID"), *count = getenv("LISTEN_FDS");
    unsigned long for_pid = 0, n = 0;
    struct sockaddr_storage a;
    socklen_t len = sizeof a;
    if (!pid || !count || !text_to_uint(pid, INT_MAX, &for_pid) || !text_to_uint(count, 1024, &n) ||
        for_pid != (unsigned long)getpid() || !n)
        return err_set(e, ERR_USAGE, "systemd passed no socket: is there a .socket unit?");
    if (n > 1) return err_set(e, ERR_USAGE, "systemd passed %lu sockets, and one is served", n);
    if (getsockname(FIRST_PASSED, (struct sockaddr *)&a, &len))
        return err_set_errno(e, "the socket that systemd passed");
    fcntl(FIRST_PASSED, F_SETFD, FD_CLOEXEC);
    fcntl(FIRST_PASSED, F_SETFL, fcntl(FIRST_PASSED, F_GETFL) | O_NONBLOCK);
    out->fd = FIRST_PASSED;
    out->port = a.ss_family == AF_UNIX ? 0 : port_of(FIRST_PASSED);
    char text[64];
    snprintf(text, sizeof text, out->port ? "http://localhost:%d/" : "unix:", out->port);
    out->address = strdup(text);
    return out->address ? ERR_OK : err_nomem(e);
}

err_code listener_open(const char *where, listener *out, err *e) {
    listener l = {.fd = -1};
    err_code rc;
    char *copy = strdup(where);
    if (!copy) return err_nomem(e);
    if (!strcmp(where, "systemd"))
        rc = take_passed(&l, e);
    else if (!strncmp(where, "unix:", 5))
        rc = open_unix(where, &l, e);
    else
        rc = open_inet(where, copy, &l, e);
    free(copy);
    if (rc)
        listener_close(&l);
    else
        *out = l;
    return rc;
}

void listener_close(listener *l) {
    struct stat info;
    if (l->fd >= 0) close(l->fd);
    if (l->path && !lstat(l->path, &info) && info.st_dev == l->path_dev &&
        info.st_ino == l->path_ino)
        unlink(l->path);
    free(l->path);
    free(l->address);
    *l = (listener){.fd = -1};
}
