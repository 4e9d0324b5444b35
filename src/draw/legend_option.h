/* legend_option: how a legend is wished, read from text: one table for command line and query. */
#ifndef DRAW_LEGEND_OPTION_H
#define DRAW_LEGEND_OPTION_H
#include "base/err.h"
#include "draw/legend_size.h"

typedef struct legend_option {
    const char *name, *value; /* value: what it takes, in words; NULL: a flag, "0" or "1" */
    const char *placeholder;  /* for it in help: "N", "NAME"; NULL: a flag */
    const char *help;
    bool (*set)(legend_style *s, const char *text); /* false: not allowed, *s is as before */
} legend_option;

extern const legend_option legend_options[];
#define LEGEND_OPTIONS 5 /* scale, compact, direction, size, width */

const legend_option *legend_option_find(const char *name); /* NULL if unknown */
/* ERR_RANGE says what is allowed. */
err_code legend_option_set(legend_style *s, const legend_option *o, const char *text, err *e);
#endif
