/* sheet_rows: the rows of a comparison as they stand on a sheet: their texts, and their strips with
 * every mark.  For compare sheets and profiles. */
#ifndef SHEET_SHEET_ROWS_H
#define SHEET_SHEET_ROWS_H
#include "atlas/comparison.h"
#include "base/arena.h"
#include "draw/chart.h"
#include "sheet/paper.h"

typedef struct sheet_cell { /* texts are "" where there is nothing to say */
    const char *value;      /* "15,1", "15,1°", an en dash */
    const char *difference; /* "+12 %", "≈ +1 %" */
    const char *rank;       /* "7–10/11" */
    const char *rank_full;  /* "7–10 av 11" */
    int side;               /* of the difference */
    bool known;
    const char *initials[COMPARISON_PARTS], *part[COMPARISON_PARTS]; /* [n_parts] */
    size_t n_parts;
} sheet_cell;

typedef struct sheet_row {
    const comparison_row *of;
    const char *name, *unit, *period;
    const char *detail; /* unit and period */
    const char *whole;  /* the city's value, or the mean's, or a dash */
    sheet_cell cell[COMPARISON_SUBJECTS];
    double *other;
    chart_dot dot[CHART_STRIP_DOTS];
    chart_strip strip;
} sheet_row;

typedef struct sheet_rows {
    const comparison *of;
    arena texts;
    sheet_row *row; /* [n] */
    size_t n;
    rgba color[COMPARISON_SUBJECTS]; /* of the subjects: subject_colors.h */
    const char *whole;               /* "Hela staden" */
    const char *whole_low;           /* "hela staden": within a sentence */
    /* What occurs in any of them: a sheet explains nothing else. */
    bool parts, derived, margin, target, mean, dash, differences, points, sides, no_sides, ranks,
        whole_only, others, cities;
} sheet_rows;

/* `mark_r` and `mark_line`, px, of subjects' marks; `single`: the one subject in the accent. */
err_code sheet_rows_make(const comparison *c, const chart_inks *inks, double mark_r,
                         double mark_line, bool single, sheet_rows *out, err *e);
void sheet_rows_free(sheet_rows *r); /* also after a failure */
/* A number of the row as its cells have it; appends. */
void sheet_rows_number(const comparison_row *r, double v, lang in, buf *out);
/* The text of a buf that is then freed, for as long as the rows live. */
err_code sheet_rows_keep(sheet_rows *r, buf *text, const char **out, err *e);
#endif
