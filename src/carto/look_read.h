/* look_read: how the values of a look's options are read and written.  For look_options.c and
 * look_compare.c.  Readers leave what they write to as it was where they fail. */
#ifndef CARTO_LOOK_READ_H
#define CARTO_LOOK_READ_H
#include "base/buf.h"
#include "base/err.h"
#include <stdbool.h>

bool look_read_number(const char *value, double min, double max, double *out);
bool look_read_flag(const char *value, bool *out); /* "0", "1", "false", "true" */
/* "B,B": at most `most` ascending numbers with commas between, to out[most]; at least one. */
bool look_read_numbers(const char *value, size_t most, double *out, size_t *n);
/* Which of the names it is; n: none. */
size_t look_read_word(const char *value, const char *const names[], size_t n);
/* One of two names into a flag. */
err_code look_read_either(const char *value, const char *const names[2], bool *out);
/* A text of at most `most` bytes on one line, to out[most + 1]; "none" is the empty one. */
err_code look_read_line(const char *value, size_t most, char *out);

void look_read_add_number(double v, buf *out);
void look_read_add_numbers(const double *v, size_t n, buf *out);
#endif
