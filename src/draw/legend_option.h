/* legend_option: how a legend is wished, read from text: one table for command line and query. */
#ifndef DRAW_LEGEND_OPTION_H
#define DRAW_LEGEND_OPTION_H
#include "draw/legend_size.h"
#include "draw/wish.h"

extern const wish_table
    legend_wishes; /* of a legend_style: scale, compact, bare, direction, size, width */

#endif
