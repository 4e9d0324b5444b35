/* card_text: what a card over a map says of a district beside its figure: how it stands to the
 * reference, and which place it has. */
#ifndef SERVE_CARD_TEXT_H
#define SERVE_CARD_TEXT_H
#include "atlas/choropleth.h"

/* "3.8 (28%) above the whole city, 13.5", in the look's language; nothing where there is no
 * reference or no figure.  reference: the legend's, of this choropleth.  Appends, as the next. */
void card_text_reference(const choropleth *c, const legend_reference *reference, district_id d,
                         buf *out);

typedef struct card_places { /* the caller frees with card_places_free() */
    const size_t *rank;      /* [districts] of district_json_ranks(), borrowed */
    size_t *sharing;         /* [districts + 1] by rank: how many have it */
    size_t ranked;           /* districts with a rank */
} card_places;
err_code card_places_make(const size_t *rank, size_t n, card_places *out, err *e);
void card_places_free(card_places *p);
/* "rank 7–10 of 11, highest first"; nothing of a district without a rank. */
void card_text_rank(const card_places *p, district_id d, lang l, buf *out);
#endif
