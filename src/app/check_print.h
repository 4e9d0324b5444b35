/* check_print: what `kartblad check --print` finds of an atlas on paper. */
#ifndef APP_CHECK_PRINT_H
#define APP_CHECK_PRINT_H
#include "app/check_room.h"
#include "atlas/atlas.h"

typedef struct print_finding {
    size_t indicator;
    const char *check; /* "gray", "color_blind", "count", "label"; static */
    char *text;        /* what, and what to do */
} print_finding;

typedef struct print_findings { /* starts as {0} */
    print_finding *item;        /* [count] by indicator */
    size_t count, cap;
} print_findings;

/* `one`, or with SIZE_MAX each indicator, by its own look; `a` must have been loaded with its
 * borders. */
err_code check_print(const atlas *a, const paper *paper, size_t one, print_findings *out, err *e);
void check_print_free(print_findings *f);

/* The findings as lines: one a sentence, with those it is said of. */
void check_print_text(const atlas *a, const paper *sheet, const print_findings *f, buf *out);
#endif
