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

/* Odd, and its bits are spread: 2^64 by the golden ratio (Knuth, TAOCP 3, 6.4). */
#define GOLDEN UINT64_C(0x9e3779b97f4a7c15)

uint64_t hash_short(uint64_t h, const void *data, size_t len) {
    const uint8_t *p = data, *end = p + len;
    for (; end - p >= 8; p += 8) {
        h = (h ^ word_at(p)) * GOLDEN;
        h ^= h >> 32;
    }
    for (; p < end; p++) h = (h ^ *p) * GOLDEN;
    return h ^ h >> 29;
}

uint64_t hash_str(uint64_t h, const char *s) { return hash_bytes(h, s, strlen(s) + 1); }

/* FNV_PRIME^i: what i zero bytes multiply by. */
static const uint64_t zeros[9] = {
    1,
    FNV_PRIME,
    FNV_PRIME *FNV_PRIME,
    FNV_PRIME *FNV_PRIME *FNV_PRIME,
    FNV_PRIME *FNV_PRIME *FNV_PRIME *FNV_PRIME,
    FNV_PRIME *FNV_PRIME *FNV_PRIME *FNV_PRIME *FNV_PRIME,
    FNV_PRIME *FNV_PRIME *FNV_PRIME *FNV_PRIME *FNV_PRIME *FNV_PRIME,
    FNV_PRIME *FNV_PRIME *FNV_PRIME *FNV_PRIME *FNV_PRIME *FNV_PRIME *FNV_PRIME,
    FNV_PRIME *FNV_PRIME *FNV_PRIME *FNV_PRIME *FNV_PRIME *FNV_PRIME *FNV_PRIME *FNV_PRIME,
};

/* As hash_bytes(), but for what begins and ends with zeros: most numbers do. */
uint64_t hash_u64(uint64_t h, uint64_t v) {
    if (!v) return h * zeros[8];
    unsigned left = 8, low = (unsigned)__builtin_ctzll(v) / 8;
    h *= zeros[low];
    for (v >>= 8 * low, left -= low; v; v >>= 8, left--) h = (h ^ (v & 255)) * FNV_PRIME;
    return h * zeros[left];
}

uint64_t hash_f64(uint64_t h, double v) {
    uint64_t bits = UINT64_C(0x7ff8000000000000);
    if (v == 0) v = 0; /* -0 */
    if (!isnan(v)) memcpy(&bits, &v, sizeof bits);
    return hash_u64(h, bits);
}
