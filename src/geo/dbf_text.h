/* dbf_text: the cells of a table as one raw text, each with a newline behind it, before anybody
 * knows its encoding.  For dbf.c. */
#ifndef GEO_DBF_TEXT_H
#define GEO_DBF_TEXT_H
#include "base/buf.h"
#include <stdbool.h>

/* Set between the whole text and a letter of UTF-8 that the end of its field cut, if it is one;
 * no other byte below 0x20 is left in raw text but the newlines. */
enum { DBF_TEXT_CUT = 0x01 };

/* width: bytes that its field has. */
void dbf_text_add(buf *out, const char *text, size_t width);
/* The shortest text of a number.  What is no number stays as it is for the reader to complain of,
 * but stars: they stand for a number that was too long for its field. */
void dbf_text_add_number(buf *out, const char *text);
/* Without the marks; `letters`, for UTF-8: also without the cut letters behind them. */
void dbf_text_drop_marks(bytes raw, bool letters, buf *out);
/* False if its only letters beyond ASCII are cut ones: more likely Latin-1 than UTF-8. */
bool dbf_text_has_letters(bytes raw);
#endif
