/* log: leveled lines on standard error.  Thread-safe: a line is one write(2).
 * KARTBLAD_LOG=debug|info|warn|error, read by log_init(), sets the level
 * (default info).  Library code below src/serve logs nothing: it returns errors
 * and lists of warnings. */
#ifndef BASE_LOG_H
#define BASE_LOG_H
#include "base/err.h"

typedef enum log_level { LOG_DEBUG, LOG_INFO, LOG_WARN, LOG_ERROR, LOG__COUNT } log_level;

void log_init(void); /* call once, before other threads start */
err_code log_level_from_name(const char *name, log_level *out, err *e);
void log_set_level(log_level level);
int log_enabled(log_level level);
/* "2026-01-31T12:00:00Z info  text"; a text over 2,000 bytes is cut. */
void log_write(log_level level, const char *fmt, ...) ERR_PRINTF(2, 3);

#define log_debug(...) (log_enabled(LOG_DEBUG) ? log_write(LOG_DEBUG, __VA_ARGS__) : (void)0)
#define log_info(...)  log_write(LOG_INFO, __VA_ARGS__)
#define log_warn(...)  log_write(LOG_WARN, __VA_ARGS__)
#define log_error(...) log_write(LOG_ERROR, __VA_ARGS__)
#endif
