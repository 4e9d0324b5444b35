/* card_text: what a card over a map says of a district beside its figure: how it stands to the
 * reference, and which place it has. */
#ifndef SERVE_CARD_TEXT_H
#define SERVE_CARD_TEXT_H
#include "atlas/choropleth.h"

/* "3.8 above Whole city 13.5", in the look's language; nothing where there is no reference or no
 * figure.  reference: the legend's, of this choropleth.  Appends, as the next. */
void card_text_reference(const choropleth *c, const legend_reference *reference, district_id d,
                         buf *out);
/* "rank 7–10 of 11, highest first".  rank: [districts] of district_json_ranks(), of which the
 * district's is not 0. */
void card_text_rank(const choropleth *c, const size_t *rank, district_id d, buf *out);
#endif
