/* legend_pair: what a legend says of pairs of classes: two sides with their edges, and a class with
 * a name for each pair.  For legend.c. */
#ifndef CARTO_LEGEND_PAIR_H
#define CARTO_LEGEND_PAIR_H
#include "carto/legend.h"

/* Class of district i, -1: it lacks one of the figures. */
int legend_pair_class(const legend_input *in, size_t i);
/* l: with its values; sets pairs, side, count and classes but for their counts. */
err_code legend_pair_fill(const legend_input *in, legend *l, err *e);
/* The number of classes; of pairs that of the side with fewer. */
size_t legend_pair_fewest(const legend *l);
/* A title as it is written after other words: without its capital, but for one of an abbreviation.
 * Appends. */
void legend_pair_lower(const char *title, buf *out);
void legend_pair_free(legend *l);
#endif
