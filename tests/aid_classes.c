#include "aid_classes.h"

#include <math.h>

class_breaks aid_classes_with(const char *method, const double *v, size_t n, classify_request r) {
    class_breaks b = {0};
    err e = {0};
    if (classify(classify_find(method), v, n, &r, &b, &e)) fail_msg("%s: %s", method, e.text);
    return b;
}

class_breaks aid_classes(const char *method, const double *v, size_t n, size_t classes,
                         closure closed) {
    return aid_classes_with(method, v, n, (classify_request){.classes = classes, .closed = closed});
}

void aid_classes_are(const class_breaks *b, const double *v, size_t n, const double *edges,
                     const size_t *counts, size_t k) {
    size_t got[CLASSES_MAX];
    assert_int_equal(b->count, k);
    classify_counts(b, v, n, got);
    for (size_t i = 0; i <= k; i++)
        if (!(fabs(b->edge[i] - edges[i]) <= 1e-12) && b->edge[i] != edges[i])
            fail_msg("edge %zu is %.17g, not %.17g", i, b->edge[i], edges[i]);
    for (size_t i = 0; i < k; i++) assert_int_equal(got[i], counts[i]);
}

bool aid_classes_hold(const class_breaks *b, size_t c, double v) {
    double low = b->edge[c], high = b->edge[c + 1];
    bool first = c == 0, last = c + 1 == b->count;
    if (b->closed == CLOSED_RIGHT) return (first ? v >= low : v > low) && v <= high;
    return v >= low && (last ? v <= high : v < high);
}

int aid_ascending(const void *a, const void *b) {
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

size_t aid_different(const double *sorted, size_t n) {
    size_t count = n > 0;
    for (size_t i = 1; i < n; i++) count += sorted[i] != sorted[i - 1];
    return count;
}

double aid_sample(aid_random *r, unsigned kind) {
    double v = floor(aid_random_in(r, 0, 1000));
    switch (kind % SAMPLE_KINDS) {
    case 0:
        return floor(v / 100) - 5; /* many ties, negative */
    case 1:
        return 1234567890 + v / 10; /* differ in the tenth digit */
    case 2:
        return 1 + v * 1e-9;
    case 3:
        return exp(v / 60); /* seven orders of magnitude */
    case 4:
        return v < 500 ? v / 100 : 1e10 + v / 100; /* two groups, far apart */
    case 5:
        return v * 0x1p-1074; /* subnormal */
    case 6:
        return (v - 500) * 1e304; /* squares are beyond a double */
    case 7:
        return v / 10; /* one decimal */
    default:
        return aid_random_in(r, -500, 500);
    }
}
