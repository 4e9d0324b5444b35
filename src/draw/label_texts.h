/* label_texts: what a map's labels say, gathered for a label_request: the names and figures of its
 * districts, and the names of places. */
#ifndef DRAW_LABEL_TEXTS_H
#define DRAW_LABEL_TEXTS_H
#include "atlas/choropleth.h"
#include "draw/label.h"

typedef struct label_texts {
    size_t n;           /* districts */
    const char **name;  /* [n] the atlas's own; NULL: figures alone */
    char **value;       /* [n] NULL: names alone */
    bool *muted;        /* [n] of districts without a figure */
    label_place *place; /* [n_places] by rank, of equal ones as they come; names are the atlas's */
    size_t n_places;
} label_texts;

/* Which names and figures, the look says.  context[i]: the points of the atlas's context i, in the
 * units of the drawing; NULL: none of them is named. */
err_code label_texts_make(const choropleth *c, const context_data *const *context, label_texts *out,
                          err *e);
void label_texts_free(label_texts *t); /* also after a failure */
#endif
