#include "base/radix.h"

#include <string.h>

/* One byte at a time; a byte that is the same in all keys needs no pass. */
void radix_sort(uint64_t *keyed, uint64_t *spare, size_t n) {
    uint64_t *from = keyed, *to = spare;
    for (int shift = 32; shift < 64 && n > 1; shift += 8) {
        size_t end[257] = {0};
        for (size_t i = 0; i < n; i++) end[(from[i] >> shift & 255) + 1]++;
        if (end[(from[0] >> shift & 255) + 1] == n) continue;
        for (size_t b = 0; b < 256; b++) end[b + 1] += end[b];
        for (size_t i = 0; i < n; i++) to[end[from[i] >> shift & 255]++] = from[i];
        uint64_t *swapped = from;
        from = to;
        to = swapped;
    }
    if (from != keyed) memcpy(keyed, from, n * sizeof *keyed);
}
