/* listener: the socket that the server accepts connections on. */
#ifndef SERVE_LISTENER_H
#define SERVE_LISTENER_H
#include "base/err.h"
#include <sys/types.h>

typedef struct listener {
    int fd;         /* non-blocking, listening; -1 once given away or closed */
    int port;       /* the real one where 0 was asked; 0 for a unix socket */
    char *address;  /* "http://127.0.0.1:8080/", or "unix:PATH" */
    char *path;     /* of a unix socket, else NULL */
    dev_t path_dev; /* which file that was: a later server's is not removed */
    ino_t path_ino;
} listener;

/* `where` is "ADDR:PORT", "[V6ADDR]:PORT", "localhost:PORT", "unix:PATH", or "systemd": the one
 * socket that systemd passes to its service (sd_listen_fds(3): LISTEN_PID, LISTEN_FDS).  Nothing is
 * looked up in the DNS.  A unix socket that nobody answers on any more is replaced.
 * ERR_USAGE for a text that is none of these, ERR_IO for what the system refuses. */
err_code listener_open(const char *where, listener *out, err *e);
void listener_close(listener *l); /* removes the unix socket; a closed one is let be */
#endif
