/* note_texts: what readers are told where a cell has a note: texts in their languages for the exact
 * text of the cell.  Filled once, then read by any number of threads. */
#ifndef DATA_NOTE_TEXTS_H
#define DATA_NOTE_TEXTS_H
#include "base/lang.h"
#include "base/strlist.h"
#include "data/table.h"

typedef struct note_texts note_texts;

err_code note_texts_create(note_texts **out, err *e);
void note_texts_free(note_texts *t);
/* Copies.  Cells are compared as keys are: text_key().  `text`: NULL where a language has none; an
 * empty one says nothing.  ERR_FORMAT: the cell is there already. */
err_code note_texts_add(note_texts *t, const char *cell, const char *const text[LANG_COUNT],
                        err *e);
/* `cell` as text_key() makes it.  NULL: it is not there, or `t` is NULL.  The text stays where it
 * is until the next one is added. */
const localized *note_texts_find(const note_texts *t, const char *cell);
/* Adds those that stand in no row of the column, in their order. */
err_code note_texts_unused(const note_texts *t, const table *in, size_t column, strlist *out,
                           err *e);
#endif
