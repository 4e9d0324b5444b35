/* choropleth_pair: two indicators at once: the figures, classes and colors of a bivariate map.  For
 * choropleth.c. */
#ifndef ATLAS_CHOROPLETH_PAIR_H
#define ATLAS_CHOROPLETH_PAIR_H
#include "atlas/choropleth.h"

/* c: with its period and a look that names a second indicator.  Sets second, rule, and what is
 * mapped: the first's figures where both are there.  ERR_NOTFOUND: no such indicator or period;
 * ERR_RANGE: another layer, categories, the same figures twice, options that do not go with it.
 * Messages begin with the option's name. */
err_code choropleth_pair_figures(choropleth *c, err *e);
/* Three of each, by the look's method or edges; fewer where values are equal.  Sets what
 * choropleth_classes() does, and the second's breaks. */
err_code choropleth_pair_classes(choropleth *c, err *e);
/* ERR_RANGE: a ramp of pairs without a second indicator, or another with one. */
err_code choropleth_pair_ramp(const choropleth *c, err *e);
/* ERR_RANGE: edges of a second indicator, and there is none. */
err_code choropleth_pair_breaks_alone(err *e);
/* Sets n_colors and color.  Where there are fewer than three classes, they are the outermost rows
 * and columns of the ramp. */
void choropleth_pair_colors(choropleth *c);
int choropleth_pair_class(const choropleth *c, district_id d); /* -1: no data */
#endif
