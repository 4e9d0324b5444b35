/* csv_write: comma-separated values as RFC 4180 has them, UTF-8, for programs that read tables.
 * A text that a spreadsheet would take for a formula (it begins with = + - @, a tab or a line's
 * end) gets an apostrophe before it; numbers do not. */
#ifndef DATA_CSV_WRITE_H
#define DATA_CSV_WRITE_H
#include "base/buf.h"

typedef struct csv_write { /* {.out = ...} */
    buf *out;
    size_t cells; /* of the row that is written */
} csv_write;

void csv_write_mark(csv_write *w);                   /* the byte order mark that Excel wants */
void csv_write_text(csv_write *w, const char *text); /* NULL: an empty cell */
void csv_write_number(csv_write *w, double v);       /* shortest; NaN: an empty cell */
void csv_write_end(csv_write *w);                    /* of the row */
#endif
