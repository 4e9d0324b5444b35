/* goal: whether a goal stands on the axis of a chart's values. */
#ifndef DRAW_GOAL_H
#define DRAW_GOAL_H
#include <stdbool.h>

/* It is near enough to values from `low` to `high`: with it the axis is at most twice as long, or
 * as long as the largest of them.  NaN: false. */
bool goal_fits(double low, double high, double goal);
#endif
