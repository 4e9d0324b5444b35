/* district_json: one district under a choropleth, as data, grid and GeoJSON tell of it. */
#ifndef SERVE_DISTRICT_JSON_H
#define SERVE_DISTRICT_JSON_H
#include "atlas/choropleth.h"
#include <jansson.h>

/* key, name, value, text, class, color, rank, state, and what stands beside the figure in its
 * table; rank 0: none.  NULL: no memory. */
json_t *district_json(const choropleth *c, district_id d, size_t rank);
json_t *district_json_value(const choropleth *c, double v); /* of a category its code */
json_t *district_json_text(const choropleth *c, double v);  /* as the look's language writes it */
/* The ranks of all districts, [districts], 0 where there is none: stats_rank(), with memory of its
 * own; categories have none. */
err_code district_json_ranks(const choropleth *c, size_t **out, err *e);
#endif
