/* log: leveled lines on standard error.  Thread-safe: a line is one write(2).
 * KARTBLAD_LOG=debug|info|warn|error, read by log_init(), sets the level
 * (default info).  Library code below src/serve logs nothing: it returns errors
 * and lists of warnings. */
#ifndef BASE_LOG_H
#define BASE_LOG_H
#include "base/err.h"
#include <stddef.h>

typedef enum log_level { LOG_DEBUG, LOG_INFO, LOG_WARN, LOG_ERROR, LOG__COUNT } log_level;

typedef enum log_format { LOG_LINES, LOG_JSON } log_format;

void log_init(void);               /* call once, before other threads start */
void log_set_format(log_format f); /* likewise */
err_code log_level_from_name(const char *name, log_level *out, err *e);
void log_set_level(log_level level);
int log_enabled(log_level level);
/* "2026-01-31T12:00:00Z info  text"; a text over 2,000 bytes is cut, control characters become
 * blanks.  As JSON: {"time", "level", "message"}. */
void log_write(log_level level, const char *fmt, ...) ERR_PRINTF(2, 3);

typedef struct log_field {
    const char *name, *text; /* text NULL: the number counts */
    double number;
} log_field;
/* An event that a program may want to read: as a line its `text`; as JSON time, level and the
 * fields. */
void log_event(log_level level, const char *text, const log_field *fields, size_t n);

/* From here on a thread writes the lines, so that nobody waits for a slow reader of standard
 * error.  What it cannot take off within 1 MB is dropped, and it says how much. */
err_code log_queue_start(err *e);
void log_queue_stop(void); /* after the last line is out; or after a second, if nobody reads */

#define log_debug(...) (log_enabled(LOG_DEBUG) ? log_write(LOG_DEBUG, __VA_ARGS__) : (void)0)
#define log_info(...)  log_write(LOG_INFO, __VA_ARGS__)
#define log_warn(...)  log_write(LOG_WARN, __VA_ARGS__)
#define log_error(...) log_write(LOG_ERROR, __VA_ARGS__)
#endif
