/* ramp_row: a ramp as it is kept, and its reading; for ramp.c and ramp_row.c alone. */
#ifndef CARTO_RAMP_ROW_H
#define CARTO_RAMP_ROW_H
#include "carto/classify.h"
#include "carto/ramp.h"

#define STOPS_MAX 64

typedef struct ramp_list {
    size_t count; /* 0: no list for this class count */
    rgba color[CLASSES_MAX];
} ramp_list;

struct ramp {
    char *name, *author, *license, *source;
    localized title;
    ramp_kind kind;
    bool dark;
    size_t longest, n_stops; /* 0: no list, no stops; never both */
    rgba stop[STOPS_MAX];
    ramp_list list[CLASSES_MAX + 1];          /* by class count */
    ramp_tag tag[RAMP_USES][CLASSES_MAX + 1]; /* likewise */
};

typedef struct ramp_row_rules {
    const char *author, *license, *source; /* for rows that have none; NULL: must be in the row */
    bool any_title;                        /* one text, or a language missing, will do */
} ramp_row_rules;

/* The ramp of one row; freed with ramp_row_free(). */
err_code ramp_row_read(ynode row, const ramp_row_rules *rules, ramp **out, err *e);
void ramp_row_free(ramp *r); /* NULL is allowed */
#endif
