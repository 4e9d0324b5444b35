/* strlist: an ordered list of texts, such as the warnings of a load. */
#ifndef BASE_STRLIST_H
#define BASE_STRLIST_H
#include "base/err.h"
#include <stdbool.h>
#include <stddef.h>

typedef struct strlist { /* starts as {0} */
    char **item;         /* [count] owned */
    size_t count, cap;
} strlist;

err_code strlist_add(strlist *l, const char *text, err *e); /* copies */
err_code strlist_addf(strlist *l, err *e, const char *fmt, ...) ERR_PRINTF(3, 4);
/* Takes over a text of malloc(), NULL meaning that there was no memory; *out borrows it. */
err_code strlist_own(strlist *l, char *text, const char **out, err *e);
/* Adds the names of a list with commas, without the blanks around them, empty ones too; of a text
 * of blanks none. */
err_code strlist_split(strlist *l, const char *text, err *e);
bool strlist_has(const strlist *l, const char *text);
void strlist_free(strlist *l); /* back to {0} */
#endif
