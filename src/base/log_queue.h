/* log_queue: lines of the log on their way to standard error, by a thread of their own; log.h
 * starts and stops it. */
#ifndef BASE_LOG_QUEUE_H
#define BASE_LOG_QUEUE_H
#include <stdbool.h>
#include <stddef.h>

/* False: no queue runs, so the caller writes.  `now`: without waiting for more lines. */
bool log_queue_add(const char *line, size_t len, bool now);
#endif
