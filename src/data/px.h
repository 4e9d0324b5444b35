/* px: the statements of a PC-Axis file, KEYWORD[language]("about")=value; as spans of its text.
 * What they mean is table_px.c's. */
#ifndef DATA_PX_H
#define DATA_PX_H
#include "base/buf.h"
#include <stdbool.h>

typedef struct px_statement { /* borrowed from the text */
    bytes keyword, language;  /* letters as written; language is empty for the file's own */
    bytes about;              /* between the parentheses, with quotes; empty: none */
    bytes value;              /* up to the semicolon */
    size_t line;              /* where the keyword stands */
    size_t value_line;
} px_statement;

typedef struct px_file { /* starts as {0} */
    px_statement *statement;
    size_t count, cap;
} px_file;

/* ERR_FORMAT names the line: no keyword, no "=", a quote or statement that never ends. */
err_code px_scan(bytes text, px_file *out, err *e);
void px_free(px_file *f); /* back to {0} */

/* The statement on `about` (NULL: on nothing): in the file's own language, else the first in
 * any; NULL if there is none.  Keywords are compared in any case. */
const px_statement *px_find(const px_file *f, const char *keyword, const char *about);

/* The next of a list of strings, "a","b"; strings side by side are one, broken over lines.
 * Replaces what `out` holds; *found is false at the end of the list. */
err_code px_next_string(bytes *rest, buf *out, bool *found, err *e);
/* The next figure or quoted symbol, separated by blanks or commas: a span of `rest` without
 * quotes; counts line ends on the way.  False at the end. */
bool px_next_datum(bytes *rest, size_t *line, bytes *out);
#endif
