/* choropleth_alt: what a map says to those who do not see it, made from its figures: title, unit
 * and period; how many districts have a figure; the range; the highest and the lowest district
 * with all that tie, or of two indicators those that are high or low in both or in one; the whole;
 * whose difference is within its margin of error; which have none.  A few short sentences, with
 * numbers as the language writes them, in either language whatever the look's is. */
#ifndef ATLAS_CHOROPLETH_ALT_H
#define ATLAS_CHOROPLETH_ALT_H
#include "atlas/choropleth.h"
#include "base/json.h"

/* "Reported violent crime, per 1,000 residents, 2024"; appends, as the next. */
void choropleth_alt_title(const choropleth *c, lang in, buf *out);
/* `outside`: the part of the map that is shown has no district in it, which is then said. */
void choropleth_alt_text(const choropleth *c, bool outside, lang in, buf *out);
/* {"en": ..., "sv": ...}; NULL without memory. */
json_t *choropleth_alt_json(const choropleth *c, bool outside);
#endif
