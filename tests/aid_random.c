#include "aid_random.h"

#include <math.h>

uint64_t aid_random_bits(aid_random *r) {
    r->state ^= r->state << 13;
    r->state ^= r->state >> 7;
    r->state ^= r->state << 17;
    return r->state;
}

double aid_random_in(aid_random *r, double low, double high) {
    return low + (high - low) * ((double)(aid_random_bits(r) >> 11) * 0x1p-53);
}

void aid_star(aid_random *r, double cx, double cy, double near, double far, size_t n, double *xy) {
    for (size_t i = 0; i < n; i++) {
        double angle =
            2 * 3.14159265358979323846 * ((double)i + aid_random_in(r, 0, 0.9)) / (double)n;
        double distance = aid_random_in(r, near, far);
        xy[2 * i] = cx + distance * cos(angle);
        xy[2 * i + 1] = cy + distance * sin(angle);
    }
}
