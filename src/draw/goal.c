#include "draw/goal.h"

#include <math.h>

bool goal_fits(double low, double high, double goal) {
    double range = fmax(high - low, 0.5 * fmax(fabs(low), fabs(high)));
    return fmax(high, goal) - fmin(low, goal) <= 2 * range && !isnan(goal);
}
