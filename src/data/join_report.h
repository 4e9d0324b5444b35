/* join_report: what a join's report says, in sentences: what did not fit, what it may be
 * instead, and what to do.  One line each, without the file's name. */
#ifndef DATA_JOIN_REPORT_H
#define DATA_JOIN_REPORT_H
#include "base/strlist.h"
#include "data/join.h"

/* Appends the sentences to *out, those that explain most first; of keys that nothing explains,
 * at most `max` one by one.  `layer` is what the districts are called. */
err_code join_report_warnings(const joined *j, const char *layer, size_t max, strlist *out, err *e);
/* The one reason that explains most of the unmatched keys, if it explains half of them; false
 * and nothing appended if there is none. */
bool join_report_reason(const join_report *r, const char *layer, buf *out);
#endif
