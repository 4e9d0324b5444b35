/* carry: figures of an earlier division, put together for the borders of a later one.
 *
 * An indicator gets the periods that another one of its series has on another layer, if kind and
 * unit are the same and each of its districts is made of whole districts of that layer
 * (division.h).
 * - Published beats carried over: a period for which its own layer has any district's figure is
 *   left as it is, also where other districts have none there: one map never mixes two divisions.
 * - A district with the same borders in both takes the published figure with all that goes with
 *   it; it is not derived.
 * - One of several parts is put together (group_figure_of_parts(): counts are summed, rates, shares
 *   and means are weighted) if every district of the other layer that is a part has a figure: a
 *   layer of which some is unknown is not added up, not even where the known parts would do.
 * - What cannot be put together is missing.  Categories are not carried; an index only between
 *   same borders.
 * - The published figure of the whole comes along, and so do the period's sources.
 * Figures that were carried are not carried on. */
#ifndef ATLAS_CARRY_H
#define ATLAS_CARRY_H
#include "atlas/group.h"

/* For atlas_load(), after the values. */
err_code carry_over(atlas *a, err *e);

/* The indicator whose figures that period was put together from; SIZE_MAX: it is published. */
size_t carry_from(const atlas *a, size_t indicator, size_t period);
typedef struct carry_count {            /* districts of a period that was carried over */
    size_t published, derived, missing; /* as published, put together, without a figure */
} carry_count;
carry_count carry_count_of(const atlas *a, size_t indicator, size_t period);
size_t carry_published(const atlas *a, size_t indicator); /* periods that were not */

/* What district `d` of the layer `to` has from an indicator of another layer, by the rules above;
 * `lack` says why it has none. */
group_figure carry_figure(const atlas *a, size_t from, size_t period, size_t to, district_id d);
/* Every district of the indicator's layer that has a place in the divisions has a figure. */
bool carry_covers(const atlas *a, size_t indicator, size_t period);
/* Two indicators measure the same: one series, kind and unit. */
bool carry_same_measure(const atlas *a, size_t i, size_t k);
#endif
