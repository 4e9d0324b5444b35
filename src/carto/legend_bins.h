/* legend_bins: the histogram of a legend with many values.  Each class is cut into bins of nearly
 * one width, so that the edges of bins fall on those of classes.  For legend.c. */
#ifndef CARTO_LEGEND_BINS_H
#define CARTO_LEGEND_BINS_H
#include "carto/legend.h"

/* l: with classes or stops, and values; sets bins and n_bins (0 for few values, for categories,
 * and where all values are equal). */
void legend_bins_fill(legend *l);
#endif
