/* aid_pages: a PDF of several pages as poppler sees it: what stands on each, and whether all of it
 * is within the margins and nothing lies on anything else. */
#ifndef AID_PAGES_H
#define AID_PAGES_H
#include "aid_sheet.h"

/* Writes FOLDER/p.pdf. */
void aid_pages_write(const buf *pdf, const char *folder, char path[]);
size_t aid_pages_count(const char *path);
/* All text, in reading order; free it. */
char *aid_pages_text(const char *path);
/* Fails the test where a word of any page is beyond the margins, lies on another one or is set in
 * less than 6 pt, or where any ink is beyond the margins.  `what`: for the message. */
void aid_pages_check(const char *path, const char *folder, double margin_mm, const char *what);
#endif
