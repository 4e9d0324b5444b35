/* ramp_json: what a ramp is and passes, as JSON; docs/json.md tells the keys. */
#ifndef CARTO_RAMP_JSON_H
#define CARTO_RAMP_JSON_H
#include "carto/ramp.h"
#include <jansson.h>

/* Class counts from GATE_FIRST to GATE_LAST are judged, on the ground that the ramp is made for.
 * `full` adds `classes`, with the colors and the figures of every class count.  A new reference;
 * NULL without memory.  Without `full` about 0.5 KB and 0.3 ms. */
json_t *ramp_json(const ramp *r, bool full);
#endif
