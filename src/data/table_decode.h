/* table_decode: the bytes of a text file as UTF-8. */
#ifndef DATA_TABLE_DECODE_H
#define DATA_TABLE_DECODE_H
#include "base/buf.h"
#include <stdbool.h>

/* What text is read as that is not UTF-8. */
typedef struct decode_as {
    const char *name;  /* for reports: "Windows-1252" */
    const char *iconv; /* "CP1252"; NULL: UTF-8 alone is right */
    bool always;       /* the file says so itself: not even looked at as UTF-8 */
} decode_as;

/* `view` is the text without its BOM: a part of `raw`, or of `store`, which the caller frees.
 * ERR_UNSUPPORTED: UTF-16; ERR_FORMAT: NUL bytes, or text that is not what it is said to be. */
err_code table_decode(bytes raw, const decode_as *other, buf *store, bytes *view,
                      const char **encoding /* static */, err *e);
#endif
