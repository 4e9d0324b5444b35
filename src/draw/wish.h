/* wish: how a legend, a picture or a sheet is wished beside its look: options read from text, by
 * one table for command line, query and documentation. */
#ifndef DRAW_WISH_H
#define DRAW_WISH_H
#include "base/err.h"
#include <stdbool.h>
#include <stddef.h>

typedef struct wish {
    const char *name, *value; /* value: what it takes, in words; NULL: a flag, "0" or "1" */
    const char *placeholder;  /* for it in help: "N", "NAME"; NULL: a flag */
    const char *help;
    bool (*set)(void *style, const char *text); /* false: not allowed, the style is as before */
} wish;

typedef struct wish_table {
    const wish *row; /* [count] */
    size_t count;    /* at most WISHES_MAX */
} wish_table;
#define WISHES_MAX 8

const wish *wish_find(const wish_table *t, const char *name); /* NULL if unknown */
/* What is allowed, in words. */
const char *wish_allowed(const wish *w);
/* `style`: what the table is of.  ERR_RANGE says what is allowed. */
err_code wish_set(const wish *w, void *style, const char *text, err *e);
/* For tables. */
bool wish_flag(bool *out, const char *text); /* "0" or "1" */
/* One line of UTF-8 of 1 to `most` bytes, not all blanks; out[most + 1]. */
bool wish_text(char *out, size_t most, const char *text);
#endif
