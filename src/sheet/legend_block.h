/* legend_block: the legend of a sheet: the parts of legend_draw under a head, in the paper's
 * measures, without what notes and foot say. */
#ifndef SHEET_LEGEND_BLOCK_H
#define SHEET_LEGEND_BLOCK_H
#include "sheet/poster_plan.h"

/* Levels: all; without sentences, values and rows lower; without values, rows as low as text. */
#define LEGEND_BLOCK_LEVELS 3
/* `data`: a sheet_source. */
layout_need legend_block_need(const void *data, double width, int level);
err_code legend_block_draw(void *data, canvas *c, box at, int level, err *e);
#endif
