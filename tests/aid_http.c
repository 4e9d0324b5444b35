#include "aid_http.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <time.h>
#include <unistd.h>

#define WAIT_MS 10000

static bool open_to(aid_http *c, const struct sockaddr *address, socklen_t len) {
    *c = (aid_http){.fd = socket(address->sa_family, SOCK_STREAM, 0)};
    if (c->fd >= 0 && !connect(c->fd, address, len)) return true;
    aid_http_close(c);
    return false;
}

bool aid_http_open(aid_http *c, int port) {
    struct sockaddr_in a = {.sin_family = AF_INET, .sin_port = htons((uint16_t)port)};
    a.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    return open_to(c, (struct sockaddr *)&a, sizeof a);
}

bool aid_http_open_unix(aid_http *c, const char *path) {
    struct sockaddr_un a = {.sun_family = AF_UNIX};
    snprintf(a.sun_path, sizeof a.sun_path, "%s", path);
    return open_to(c, (struct sockaddr *)&a, sizeof a);
}

void aid_http_close(aid_http *c) {
    if (c->fd >= 0) close(c->fd);
    buf_free(&c->in);
    c->fd = -1;
}

bool aid_http_send(aid_http *c, const void *data, size_t len) {
    const char *p = data;
    while (len) {
        struct pollfd wait = {c->fd, POLLOUT, 0};
        if (poll(&wait, 1, WAIT_MS) <= 0) return false;
        ssize_t n = send(c->fd, p, len, MSG_NOSIGNAL | MSG_DONTWAIT);
        if (n <= 0) return false;
        p += n;
        len -= (size_t)n;
    }
    return true;
}

bool aid_http_sends(aid_http *c, const char *text) { return aid_http_send(c, text, strlen(text)); }

/* 1: got some; 0: the end; -1: nothing within the time. */
static int receive(aid_http *c, int within_ms) {
    char piece[65536];
    struct pollfd wait = {c->fd, POLLIN, 0};
    if (poll(&wait, 1, within_ms) <= 0) return -1;
    ssize_t n = recv(c->fd, piece, sizeof piece, 0);
    if (n <= 0) return 0; /* a reset is an end too */
    buf_add(&c->in, piece, (size_t)n);
    return c->in.failed ? -1 : 1;
}

static void take(buf *b, size_t n) {
    memmove(b->data, b->data + n, b->len - n + 1); /* with the NUL */
    b->len -= n;
}

bool aid_http_is_closed(aid_http *c, int within_ms) { return receive(c, within_ms) == 0; }

bool aid_http_drip(aid_http *c, const char *text, int pause_ms) {
    struct timespec pause = {pause_ms / 1000, pause_ms % 1000 * 1000000L};
    for (; *text; text++) {
        if (!aid_http_send(c, text, 1)) return false;
        nanosleep(&pause, NULL);
        if (receive(c, 0) == 0) return false;
    }
    return true;
}

/* Receives until `end` is there; its offset, or -1. */
static long find(aid_http *c, const char *end) {
    for (;;) {
        const char *hit = strstr(buf_text(&c->in), end);
        if (hit) return hit - buf_text(&c->in);
        if (receive(c, WAIT_MS) <= 0) return -1;
    }
}

static bool take_bytes(aid_http *c, size_t n, buf *out) {
    while (c->in.len < n)
        if (receive(c, WAIT_MS) <= 0) return false;
    if (!n) return true;
    buf_add(out, c->in.data, n);
    take(&c->in, n);
    return true;
}

static bool read_chunks(aid_http *c, buf *out) {
    buf end_of_chunk = BUF_EMPTY;
    for (;;) {
        long line = find(c, "\r\n");
        if (line < 0) return false;
        size_t n = strtoul(buf_text(&c->in), NULL, 16);
        take(&c->in, (size_t)line + 2);
        bool ok = take_bytes(c, n, out) && take_bytes(c, 2, &end_of_chunk);
        buf_free(&end_of_chunk);
        if (!ok || !n) return ok;
    }
}

static bool read_body(aid_http *c, aid_http_reply *r) {
    const char *coding = aid_http_field(r, "Transfer-Encoding");
    if (coding) return !strcasecmp(coding, "chunked") && read_chunks(c, &r->body);
    const char *len = aid_http_field(r, "Content-Length");
    if (len) return take_bytes(c, strtoul(len, NULL, 10), &r->body);
    int more;
    while ((more = receive(c, WAIT_MS)) > 0) continue;
    return more == 0 && take_bytes(c, c->in.len, &r->body);
}

bool aid_http_read(aid_http *c, bool to_head, aid_http_reply *out) {
    *out = (aid_http_reply){0};
    long head = find(c, "\r\n\r\n");
    if (head < 0) return false;
    const char *text = buf_text(&c->in), *fields = strstr(text, "\r\n") + 2;
    if (sscanf(text, "HTTP/1.1 %d %63[^\r]", &out->status, out->reason) != 2) return false;
    buf_add(&out->head, fields, (size_t)(text + head + 2 - fields));
    take(&c->in, (size_t)head + 4);
    bool bare = to_head || out->status == 304 || out->status == 204;
    if (!bare && !read_body(c, out)) out->status = 0;
    const char *connection = aid_http_field(out, "Connection");
    if (connection && !strcasecmp(connection, "close"))
        out->ended = !c->in.len && aid_http_is_closed(c, WAIT_MS);
    return out->status != 0;
}

bool aid_http_request(int port, const char *method, const char *target, const char *headers,
                      aid_http_reply *out) {
    aid_http c;
    buf text = BUF_EMPTY;
    *out = (aid_http_reply){0};
    if (!aid_http_open(&c, port)) return false;
    buf_addf(&text, "%s %s HTTP/1.1\r\nHost: test\r\n%s\r\n", method, target,
             headers ? headers : "");
    bool ok =
        aid_http_send(&c, text.data, text.len) && aid_http_read(&c, !strcmp(method, "HEAD"), out);
    buf_free(&text);
    aid_http_close(&c);
    return ok;
}

bool aid_http_get(int port, const char *target, aid_http_reply *out) {
    return aid_http_request(port, "GET", target, NULL, out);
}

const char *aid_http_field(aid_http_reply *r, const char *name) {
    size_t len = strlen(name);
    const char *line = buf_text(&r->head);
    for (const char *end; (end = strstr(line, "\r\n")); line = end + 2) {
        if (strncasecmp(line, name, len) || line[len] != ':') continue;
        const char *value = line + len + 1 + strspn(line + len + 1, " ");
        snprintf(r->value, sizeof r->value, "%.*s", (int)(end - value), value);
        return r->value;
    }
    return NULL;
}

const char *aid_http_body(const aid_http_reply *r) { return buf_text(&r->body); }

void aid_http_reply_free(aid_http_reply *r) {
    buf_free(&r->head);
    buf_free(&r->body);
}
