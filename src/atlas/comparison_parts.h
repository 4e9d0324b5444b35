/* comparison_parts: what the files of comparison share. */
#ifndef ATLAS_COMPARISON_PARTS_H
#define ATLAS_COMPARISON_PARTS_H
#include "atlas/comparison.h"
#include "atlas/division.h"

/* The districts of a layer that together are a subject: none, itself, or its parts. */
typedef struct comparison_place {
    const district_id *part; /* [n] borrowed; NULL: &one */
    size_t n;
    district_id one;
} comparison_place;

comparison_place comparison_place_of(const atlas *a, const comparison_subject *s, size_t layer);
district_id comparison_place_part(const comparison_place *p, size_t i);

/* comparison_rows.c: the rows of the wish, by theme, without their cells. */
err_code comparison_rows_make(comparison *c, const char *indicators, err *e);
/* comparison_cells.c: all of a row that its subjects have, and the lines. */
err_code comparison_cells_make(const comparison *c, comparison_row *r, err *e);
#endif
