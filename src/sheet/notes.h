/* notes: what a reader of the sheet must know: how classes were made and which edge is inside, what
 * the reference is, what the figure does not cover, what hatches and water mean. */
#ifndef SHEET_NOTES_H
#define SHEET_NOTES_H
#include "sheet/poster_plan.h"

/* Levels: all; without what the legend shows too; without the method's sentence either. */
#define NOTES_LEVELS 3
#define NOTES_MAX    40

typedef struct notes {
    const sheet_source *source;
    char *text[NOTES_MAX]; /* [n] a paragraph each */
    int last[NOTES_MAX];   /* the last level that it is said at */
    size_t n;
} notes;

/* Borrows the source; notes_free() also after a failure. */
err_code notes_make(const sheet_source *s, notes *out, err *e);
void notes_free(notes *n);
layout_need notes_need(const void *data, double width, int level); /* `data`: notes */
err_code notes_draw(void *data, canvas *c, box at, int level, err *e);
#endif
