/* skeleton_query: what of a look decides a skeleton, as the query that /skeleton takes: the same
 * text for every look whose tiles are painted from the same skeletons, so that a page has them once
 * for all periods, classes and colors.
 *
 * Of a color only its opacity counts: it is written as black.  With values on the labels, the
 * indicator and all that makes their numbers is part of it. */
#ifndef SERVE_SKELETON_QUERY_H
#define SERVE_SKELETON_QUERY_H
#include "atlas/choropleth.h"

/* Appends "border-width=0.5&...", escaped; without `v`. */
void skeleton_query(const choropleth *c, buf *out);
#endif
