#include "base/hash.h"

#include <math.h>
#include <string.h>

#define FNV_PRIME UINT64_C(0x100000001b3)

uint64_t hash_bytes(uint64_t h, const void *data, size_t len) {
    const uint8_t *p = data;
    for (size_t i = 0; i < len; i++) h = (h ^ p[i]) * FNV_PRIME;
    return h;
}

static uint64_t word_at(const uint8_t *p) { /* little-endian on every machine */
    return (uint64_t)p[0] | (uint64_t)p[1] << 8 | (uint64_t)p[2] << 16 | (uint64_t)p[3] << 24 |
           (uint64_t)p[4] << 32 | (uint64_t)p[5] << 40 | (uint64_t)p[6] << 48 |
           (uint64_t)p[7] << 56;
}

/* A multiplication carries upward only: the shift brings it down again. */
static uint64_t mix_word(uint64_t lane, uint64_t word) {
    lane = (lane ^ word) * FNV_PRIME;
    return lane ^ lane >> 29;
}

uint64_t hash_block(uint64_t h, const void *data, size_t len) {
    const uint8_t *p = data, *end = p + len;
    uint64_t a = h, b = h + 1, c = h + 2, d = h + 3;
    for (; end - p >= 32; p += 32) { /* four chains, for one would wait for each multiplication */
        a = mix_word(a, word_at(p));
        b = mix_word(b, word_at(p + 8));
        c = mix_word(c, word_at(p + 16));
        d = mix_word(d, word_at(p + 24));
    }
    h = hash_u64(hash_u64(hash_u64(hash_u64(h, a), b), c), d);
    return hash_bytes(h, p, (size_t)(end - p));
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
