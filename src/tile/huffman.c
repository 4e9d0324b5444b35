#include "tile/huffman.h"

#include <assert.h>
#include <string.h>

/* A key is a count above a symbol: no two are equal, so their order is one on every machine. */
#define SYMBOL_BITS 9
#define SYMBOL_MASK ((1u << SYMBOL_BITS) - 1)
/* A code of d bits needs counts that sum to more than the d-th Fibonacci number; 288 counts of 2^22
 * sum to less than the 45th. */
#define DEPTH_MAX 48

/* Shell's sort with Ciura's gaps: a few hundred keys at most, often a few dozen. */
static void sort(uint32_t *key, size_t n) {
    static const size_t gaps[] = {132, 57, 23, 10, 4, 1};
    for (size_t g = 0; g < sizeof gaps / sizeof *gaps; g++)
        for (size_t gap = gaps[g], i = gap; i < n; i++) {
            uint32_t moved = key[i];
            size_t at = i;
            for (; at >= gap && key[at - gap] > moved; at -= gap) key[at] = key[at - gap];
            key[at] = moved;
        }
}

static size_t collect(const uint32_t *count, size_t symbols, uint32_t *key) {
    size_t n = 0;
    for (size_t i = 0; i < symbols; i++) {
        assert(count[i] <= HUFFMAN_COUNT_MAX);
        if (count[i]) key[n++] = count[i] << SYMBOL_BITS | (uint32_t)i;
    }
    for (size_t i = 0; n < 2; i++)
        if (!count[i]) key[n++] = (uint32_t)i;
    sort(key, n);
    return n;
}

/* How many symbols have each length, not limited.  Moffat and Katajainen, "In-place calculation of
 * minimum-redundancy codes" (1995): v holds the n ascending counts; pairs of the two least become
 * inner nodes, which take the place of what was used, and at last hold their depths. */
static void count_depths(uint32_t *v, size_t n, uint32_t leaves[DEPTH_MAX]) {
    uint32_t inner[DEPTH_MAX] = {0};
    size_t leaf = 0, root = 0;
    for (size_t next = 0; next + 1 < n; next++) {
        uint32_t sum = 0;
        for (int side = 0; side < 2; side++)
            if (leaf >= n || (root < next && v[root] < v[leaf])) {
                sum += v[root];
                v[root++] = (uint32_t)next;
            } else
                sum += v[leaf++];
        v[next] = sum;
    }
    v[n - 2] = 0;
    inner[0] = 1;
    for (size_t i = n - 2; i-- > 0;) inner[v[i] = v[v[i]] + 1]++;
    leaves[0] = 0;
    for (size_t d = 1; d < DEPTH_MAX; d++) leaves[d] = 2 * inner[d - 1] - inner[d];
}

/* Longer codes get `bits_max`, which is more than there is room for: for each that is too many, the
 * longest code below the limit is made one bit longer and shares its place. */
static void limit(uint32_t leaves[DEPTH_MAX], unsigned bits_max) {
    uint32_t used = 0; /* of 2^bits_max codes of that length */
    for (size_t d = bits_max + 1; d < DEPTH_MAX; d++) leaves[bits_max] += leaves[d];
    for (unsigned d = 1; d <= bits_max; d++) used += leaves[d] << (bits_max - d);
    for (; used > 1u << bits_max; used--) {
        unsigned d = bits_max - 1;
        while (!leaves[d]) d--;
        leaves[d]--;
        leaves[d + 1] += 2;
        leaves[bits_max]--;
    }
}

void huffman_lengths(const uint32_t *count, size_t symbols, unsigned bits_max, uint8_t *length) {
    uint32_t key[HUFFMAN_SYMBOLS_MAX], value[HUFFMAN_SYMBOLS_MAX], leaves[DEPTH_MAX];
    assert(symbols >= 2 && symbols <= HUFFMAN_SYMBOLS_MAX && bits_max <= HUFFMAN_BITS_MAX &&
           symbols <= 1u << bits_max);
    size_t n = collect(count, symbols, key);
    for (size_t i = 0; i < n; i++) value[i] = key[i] >> SYMBOL_BITS;
    count_depths(value, n, leaves);
    limit(leaves, bits_max);
    memset(length, 0, symbols);
    for (size_t d = bits_max, i = 0; d > 0; d--) /* the rarest symbols have the longest codes */
        for (uint32_t k = 0; k < leaves[d]; k++) length[key[i++] & SYMBOL_MASK] = (uint8_t)d;
}

static uint32_t turned_round(uint32_t bits, unsigned n) {
    uint32_t out = 0;
    for (; n; n--, bits >>= 1) out = out << 1 | (bits & 1);
    return out;
}

void huffman_codes(const uint8_t *length, size_t symbols, huffman_code *code) {
    uint32_t next[HUFFMAN_BITS_MAX + 1] = {0}, count[HUFFMAN_BITS_MAX + 1] = {0};
    for (size_t i = 0; i < symbols; i++) count[length[i]]++;
    count[0] = 0;
    for (unsigned d = 1; d <= HUFFMAN_BITS_MAX; d++) next[d] = (next[d - 1] + count[d - 1]) << 1;
    for (size_t i = 0; i < symbols; i++)
        code[i] =
            (huffman_code){length[i] ? turned_round(next[length[i]]++, length[i]) : 0, length[i]};
}
