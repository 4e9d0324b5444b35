/* choropleth_certain: how sure the differences of a map are: the margin of error of what is mapped,
 * on the side of the center.  For choropleth.c; the formulas, with their sources, are
 * data/margin.h.
 *
 * Figures: their own margin.  A difference of two: sqrt(m1^2 + m2^2), of each the side that lies
 * toward zero; in percent that of a ratio.  In percent of the whole: in that scale, as the whole is
 * taken to be sure.  Against the whole, a number or zero there is nothing more; against the plain
 * mean of the districts the mean's margin takes part, and then each of them must have one.  Ranks,
 * percentiles, standard scores and what is in percent of a difference have none, and pairs of
 * classes have no sides. */
#ifndef ATLAS_CHOROPLETH_CERTAIN_H
#define ATLAS_CHOROPLETH_CERTAIN_H
#include "atlas/choropleth.h"

/* c: with what is mapped and its center; sets margin and basis. */
err_code choropleth_certain(choropleth *c, err *e);
#endif
