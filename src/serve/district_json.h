/* district_json: one district under a choropleth, as data, grid and GeoJSON tell of it. */
#ifndef SERVE_DISTRICT_JSON_H
#define SERVE_DISTRICT_JSON_H
#include "atlas/choropleth.h"
#include <jansson.h>

/* key, name, value, text, class, color, rank, state, and what stands beside the figure in its
 * table; rank 0: none.  value, text and state are of the figure, class, color and rank of what is
 * mapped.  Where that is something else, it is told beside: mapped, mapped_text, mapped_state; and
 * where there is a center, difference and difference_text.  A figure that was put together has
 * derived, and derived_text says of what, or why it could not be.  Where the margin of a difference
 * is known: difference_margin and within_margin.  With a second indicator: second {value, text,
 * state} and pair [class of the first, of the second].  NULL: no memory. */
json_t *district_json(const choropleth *c, district_id d, size_t rank);
json_t *district_json_value(const choropleth *c, double v); /* of a category its code */
json_t *district_json_text(const choropleth *c, double v);  /* as the look's language writes it */
/* What a look makes of the figures: {metric, minus {indicator, period}, change, title, unit,
 * period, whole, whole_text, center, reference, margin_basis, second {indicator, title, unit,
 * period}}; null where it maps them as they are, around nothing and without a second. */
json_t *district_json_mapped(const choropleth *c);
json_t *district_json_unit(const choropleth *c); /* of what is mapped */
/* The ranks of all districts, [districts], 0 where there is none: stats_rank(), with memory of its
 * own; categories have none. */
err_code district_json_ranks(const choropleth *c, size_t **out, err *e);
#endif
