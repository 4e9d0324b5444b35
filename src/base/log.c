#include "base/log.h"

#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

static const char *const names[LOG__COUNT] = {"debug", "info", "warn", "error"};
static atomic_int threshold = LOG_INFO; /* the one process-wide setting: stderr is process-wide */

void log_init(void) {
    const char *name = getenv("KARTBLAD_LOG");
    log_level level;
    err e;
    if (!name || !*name) return;
    if (log_level_from_name(name, &level, &e))
        log_warn("KARTBLAD_LOG: %s", e.text);
    else
        log_set_level(level);
}

err_code log_level_from_name(const char *name, log_level *out, err *e) {
    for (int i = 0; i < LOG__COUNT; i++)
        if (!strcmp(name, names[i])) {
            *out = (log_level)i;
            return ERR_OK;
        }
    return err_set(e, ERR_RANGE, "\"%s\" is no log level: use debug, info, warn or error", name);
}

void log_set_level(log_level level) { atomic_store(&threshold, (int)level); }

int log_enabled(log_level level) { return (int)level >= atomic_load(&threshold); }

void log_write(log_level level, const char *fmt, ...) {
    if (!log_enabled(level)) return;
    char line[2100];
    time_t now = time(NULL);
    struct tm utc;
    gmtime_r(&now, &utc);
    size_t len = strftime(line, sizeof line, "%Y-%m-%dT%H:%M:%SZ ", &utc);
    len += (size_t)snprintf(line + len, sizeof line - len, "%-5s ", names[level]);
    va_list ap;
    va_start(ap, fmt);
    int n = vsnprintf(line + len, sizeof line - len - 1, fmt, ap);
    va_end(ap);
    size_t room = sizeof line - len - 2, got = n < 0 ? 0 : (size_t)n;
    size_t end = len + (got < room ? got : room);
    for (size_t i = len; i < end; i++) /* a hostile name must not forge a second line */
        if ((unsigned char)line[i] < 0x20) line[i] = ' ';
    line[end] = '\n';
    ssize_t written = write(STDERR_FILENO, line, end + 1);
    (void)written; /* nowhere left to complain */
}
