#include "data/segregation.h"
#include "data/stats.h"

#include <math.h>

void segregation_of(const double *p, const double *t, size_t n, segregation *out) {
    *out = (segregation){0, 0, NAN, NAN, NAN};
    double all = stats_mean_weighted(p, t, n, &out->n, &out->people);
    double apart = 0, squares = 0;
    for (size_t i = 0; i < n; i++) {
        if (isnan(p[i]) || isnan(t[i])) continue;
        if (!(p[i] >= 0 && p[i] <= 1)) return;
        apart += t[i] * fabs(p[i] - all);
        squares += t[i] * p[i] * p[i];
    }
    out->share = all;
    if (all > 0) out->isolation = squares / (out->people * all);
    if (all > 0 && all < 1) out->dissimilarity = apart / (2 * out->people * all * (1 - all));
}
