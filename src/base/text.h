/* text: encodings, Unicode and names.  All text inside the program is UTF-8. */
#ifndef BASE_TEXT_H
#define BASE_TEXT_H
#include "base/buf.h"
#include <stdbool.h>

bool text_is_utf8(bytes text);
/* Appends `text`, written in `encoding` (a name iconv knows: "CP1252", "ISO-8859-1"),
 * as UTF-8.  ERR_FORMAT names the offset of a byte that does not fit; ERR_UNSUPPORTED an
 * encoding nobody knows. */
err_code text_to_utf8(const char *encoding, bytes text, buf *out, err *e);

/* A key as keys are compared: NFC, blanks (no-break ones too) trimmed at both ends.
 * Case, inner blanks and leading zeros are kept.  `text` must be UTF-8; a new string. */
err_code text_key(const char *text, char **out, err *e);
/* ASCII without a blank at either end, and not empty: is its own key, as nearly all are. */
bool text_is_plain(const char *text);

#define TEXT_ID_MAX 64
/* An id made of any text: lower case, accents dropped, other runs to one '_':
 * "Utländsk bakgrund, %" -> "utlandsk_bakgrund".  "" if nothing is left. */
void text_slug(const char *text, char out[TEXT_ID_MAX + 1]);
bool text_is_id(const char *text); /* [a-z0-9_-]{1,64} and not "all" */

/* Edits (insert, delete, replace; case and accents count half a letter) from a to b,
 * doubled to stay whole; texts over 64 letters are cut. */
unsigned text_distance(const char *a, const char *b);

/* One line of a text in place: trims ASCII blanks at both ends; returns its start. */
char *text_trim(char *text);
/* Strict: the whole text is one finite number in C's decimal form; no blanks, hex, "inf". */
bool text_to_double(const char *text, double *out);
bool text_to_uint(const char *text, unsigned long max, unsigned long *out); /* digits only */
#endif
