/* panel_json: what a page shows beside the map and would else have to work out or word itself: how
 * each district stands to the reference, ticks of axes, the figures of all periods as lines.
 * All texts are in the look's language.  A function that makes JSON returns NULL without memory. */
#ifndef SERVE_PANEL_JSON_H
#define SERVE_PANEL_JSON_H
#include "atlas/choropleth.h"
#include <jansson.h>

/* Whether a difference is told in percent too: of amounts; not of shares, which differ by points,
 * of an index, whose zero means little, of what the manifest tells in the unit, and of what a look
 * makes of the figures. */
bool panel_json_has_percent(const choropleth *c, double reference);

/* Adds to a district `against`, {text "+442", percent_text "+41 %" or null, side "above", "below"
 * or "equal" (as the texts read), better true, false or null where neither is
 * or the difference is within its margin of error}, or null where there
 * is no reference or no figure; and margin_text "±1.2" where the figure has a margin and is mapped
 * as it is.  reference: the legend's, of this choropleth.  NULL stays NULL. */
json_t *panel_json_district(const choropleth *c, const legend_reference *reference, district_id d,
                            json_t *district);

/* Ticks [{value, text}] of an axis for what is mapped and the reference, ascending: round numbers,
 * the first and last at the ends or beyond them; empty for categories and where there is no
 * figure. */
json_t *panel_json_axis(const choropleth *c, const legend_reference *reference);

/* The figures of every period, as they are: {periods [p], whole [p], whole_text [p],
 * values [districts][p] (null: missing), texts [districts][p], axis}.  null for categories. */
json_t *panel_json_series(const choropleth *c);
#endif
