/* legend_alt: a legend as one line of text, for those who do not see it: what it is of, each class
 * with its number of districts, the states without a figure, the reference, what else is on the
 * map.  In the legend's language. */
#ifndef CARTO_LEGEND_ALT_H
#define CARTO_LEGEND_ALT_H
#include "carto/legend.h"

/* "Anmälda våldsbrott, per 1 000 invånare, 2024: 9,0–10,7 (3); ..."; appends. */
void legend_alt_text(const legend *l, buf *out);
#endif
