#include "base/log.h"
#include "base/log_queue.h"
#include "base/text.h"

#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#define TEXT_MAX       2000
#define LINE_MAX_BYTES (6 * TEXT_MAX + 200) /* JSON may take six bytes for one */

static const char *const names[LOG__COUNT] = {"debug", "info", "warn", "error"};
/* Standard error is process-wide, so what is known of it is too. */
static atomic_int threshold = LOG_INFO;
static atomic_int format = LOG_LINES;

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

void log_set_format(log_format f) { atomic_store(&format, (int)f); }

int log_enabled(log_level level) { return (int)level >= atomic_load(&threshold); }

/* ---- a line, being written ---- */

typedef struct line {
    size_t len;
    char text[LINE_MAX_BYTES];
} line;

static void add(line *l, const char *text, size_t n) {
    size_t room = sizeof l->text - 1 - l->len; /* one for the end of the line */
    if (n > room) n = room;
    memcpy(l->text + l->len, text, n);
    l->len += n;
}

static void add_text(line *l, const char *text) { add(l, text, strlen(text)); }

static void add_time(line *l) {
    char text[40];
    time_t now = time(NULL);
    struct tm utc;
    gmtime_r(&now, &utc);
    add(l, text, strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%SZ", &utc));
}

/* Of a text that is not UTF-8 only the ASCII is kept. */
static void add_quoted(line *l, const char *text) {
    char escape[8];
    bool utf8 = text_is_utf8((bytes){(const uint8_t *)text, strlen(text)});
    add(l, "\"", 1);
    for (size_t i = 0; text[i] && i < TEXT_MAX; i++) {
        unsigned char c = (unsigned char)text[i];
        if (c == '"' || c == '\\')
            snprintf(escape, sizeof escape, "\\%c", c);
        else if (c < 0x20 || c == 0x7f)
            snprintf(escape, sizeof escape, "\\u%04x", c);
        else if (c >= 0x80 && !utf8)
            snprintf(escape, sizeof escape, "?");
        else
            snprintf(escape, sizeof escape, "%c", c);
        add_text(l, escape);
    }
    add(l, "\"", 1);
}

static void begin_json(line *l, log_level level) {
    add_text(l, "{\"time\":\"");
    add_time(l);
    add_text(l, "\",\"level\":\"");
    add_text(l, names[level]);
    add(l, "\"", 1);
}

static void add_field(line *l, const log_field *f) {
    char number[32];
    add(l, ",", 1);
    add_quoted(l, f->name);
    add(l, ":", 1);
    snprintf(number, sizeof number, "%.15g", f->number);
    if (f->text)
        add_quoted(l, f->text);
    else
        add_text(l, number);
}

static void add_plain(line *l, log_level level, const char *text) {
    add_time(l);
    l->len += (size_t)snprintf(l->text + l->len, 16, " %-5s ", names[level]);
    size_t from = l->len;
    add(l, text, strnlen(text, TEXT_MAX));
    for (size_t i = from; i < l->len; i++) { /* a hostile name must not forge a second line */
        unsigned char c = (unsigned char)l->text[i];
        if (c < 0x20 || c == 0x7f) l->text[i] = ' ';
    }
}

static void send(line *l, log_level level) {
    l->text[l->len++] = '\n';
    if (log_queue_add(l->text, l->len, level >= LOG_WARN)) return;
    ssize_t written = write(STDERR_FILENO, l->text, l->len);
    (void)written; /* nowhere left to complain */
}

void log_event(log_level level, const char *text, const log_field *fields, size_t n) {
    line l;
    if (!log_enabled(level)) return;
    l.len = 0;
    if (atomic_load(&format) == LOG_LINES) {
        add_plain(&l, level, text);
    } else {
        begin_json(&l, level);
        for (size_t i = 0; i < n; i++) add_field(&l, &fields[i]);
        add(&l, "}", 1);
    }
    send(&l, level);
}

void log_write(log_level level, const char *fmt, ...) {
    char text[TEXT_MAX + 1];
    if (!log_enabled(level)) return;
    va_list ap;
    va_start(ap, fmt);
    vsnprintf(text, sizeof text, fmt, ap);
    va_end(ap);
    log_event(level, text, &(log_field){.name = "message", .text = text}, 1);
}
