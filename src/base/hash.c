#include "base/hash.h"

#include <math.h>
#include <string.h>

uint64_t hash_bytes(uint64_t h, const void *data, size_t len) {
    const uint8_t *p = data;
    for (size_t i = 0; i < len; i++) h = (h ^ p[i]) * UINT64_C(0x100000001b3);
    return h;
}

uint64_t hash_str(uint64_t h, const char *s) { return hash_bytes(h, s, strlen(s) + 1); }

uint64_t hash_u64(uint64_t h, uint64_t v) {
    uint8_t b[8];
    for (int i = 0; i < 8; i++) b[i] = (uint8_t)(v >> (8 * i));
    return hash_bytes(h, b, sizeof b);
}

uint64_t hash_f64(uint64_t h, double v) {
    uint64_t bits = UINT64_C(0x7ff8000000000000);
    if (v == 0) v = 0; /* -0 */
    if (!isnan(v)) memcpy(&bits, &v, sizeof bits);
    return hash_u64(h, bits);
}
