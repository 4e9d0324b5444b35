#include "tile/phases.h"

#include <assert.h>
#include <string.h>

/* The measures of tile/reference.c, in samples of 1/8 CSS px; tests/test_painting.c holds the two
 * drawings together. */
#define SAMPLES      8
#define SLANT_PERIOD 8 /* px */
#define SLANT_WIDTH  14
#define LEVEL_PERIOD 6 /* px */
#define LEVEL_WIDTH  10

#define RISES    (PHASES_PATTERN(PATTERN_RISING) | PHASES_PATTERN(PATTERN_CROSSED))
#define FALLS    (PHASES_PATTERN(PATTERN_FALLING) | PHASES_PATTERN(PATTERN_CROSSED))
#define IS_LEVEL PHASES_PATTERN(PATTERN_LEVEL)

static unsigned modulo(int64_t v, unsigned period) {
    int64_t r = v % (int64_t)period;
    return (unsigned)(r < 0 ? r + (int64_t)period : r);
}

static bool on_line(int sample, unsigned period_px, unsigned width, unsigned scale) {
    return modulo(sample, period_px * SAMPLES * scale) < width * scale;
}

static uint8_t sixteenths(unsigned samples) {
    return (uint8_t)((samples * 16 + SAMPLES * SAMPLES / 2) / (SAMPLES * SAMPLES));
}

/* Of the pixel where x + y is `up` and x - y is `down`, modulo the period. */
static phase slant_cover(unsigned patterns, unsigned up, unsigned down, unsigned scale) {
    unsigned count[PATTERN__COUNT] = {0};
    for (int j = 0; j < SAMPLES; j++)
        for (int i = 0; i < SAMPLES; i++) {
            bool rises = on_line((int)up * SAMPLES + i + j, SLANT_PERIOD, SLANT_WIDTH, scale);
            bool falls = on_line((int)down * SAMPLES + i - j, SLANT_PERIOD, SLANT_WIDTH, scale);
            count[PATTERN_RISING] += rises;
            count[PATTERN_FALLING] += falls;
            count[PATTERN_CROSSED] += rises || falls;
        }
    phase c = {0};
    for (unsigned k = 0; k < PATTERN__COUNT; k++)
        if (patterns & PHASES_PATTERN(k)) c.cover[k] = sixteenths(count[k]);
    return c;
}

static phase level_cover(unsigned row, unsigned scale) {
    unsigned count = 0;
    for (int j = 0; j < SAMPLES; j++)
        count += SAMPLES * on_line((int)row * SAMPLES + j, LEVEL_PERIOD, LEVEL_WIDTH, scale);
    phase c = {0};
    c.cover[PATTERN_LEVEL] = sixteenths(count);
    return c;
}

/* The number of `c` in a list that it joins if it is new. */
static uint8_t number_of(phase *list, size_t *count, phase c) {
    size_t k = 0;
    while (k < *count && memcmp(&list[k], &c, sizeof c) != 0) k++;
    if (k == *count) {
        assert(k < PHASES_MAX);
        list[(*count)++] = c;
    }
    return (uint8_t)k;
}

static size_t make_slants(phases *p, phase *list) {
    size_t count = 0;
    unsigned period = SLANT_PERIOD * p->scale;
    number_of(list, &count, (phase){0});
    for (unsigned up = 0; up < (p->patterns & RISES ? period : 1); up++)
        for (unsigned down = 0; down < (p->patterns & FALLS ? period : 1); down++) {
            bool both = (p->patterns & RISES) && (p->patterns & FALLS);
            if (both && (up + down) % 2) continue; /* x + y and x - y are odd together */
            p->slant[up][down] =
                number_of(list, &count, slant_cover(p->patterns, up, down, p->scale));
        }
    return count;
}

static size_t make_levels(phases *p, phase *list) {
    size_t count = 0;
    number_of(list, &count, (phase){0});
    for (unsigned row = 0; row < (p->patterns & IS_LEVEL ? LEVEL_PERIOD * p->scale : 0); row++)
        p->level[row] = number_of(list, &count, level_cover(row, p->scale));
    return count;
}

void phases_make(phases *p, unsigned patterns, unsigned scale) {
    assert(scale == 1 || scale == 2);
    phase slants[PHASES_MAX], levels[PHASES_LEVEL_MAX];
    *p = (phases){.patterns = patterns, .scale = scale};
    size_t n_slants = make_slants(p, slants), n_levels = make_levels(p, levels);
    assert(n_slants * n_levels <= PHASES_MAX);
    for (size_t s = 0; s < n_slants; s++)
        for (size_t l = 0; l < n_levels; l++) {
            phase c = slants[s];
            c.cover[PATTERN_LEVEL] = levels[l].cover[PATTERN_LEVEL];
            p->list[p->count++] = c;
        }
    for (unsigned u = 0; u < PHASES_SLANT_MAX; u++)
        for (unsigned v = 0; v < PHASES_SLANT_MAX; v++)
            p->slant[u][v] = (uint8_t)(p->slant[u][v] * n_levels);
}

uint8_t phases_at(const phases *p, int64_t x, int64_t y) {
    unsigned period = SLANT_PERIOD * p->scale;
    unsigned up = p->patterns & RISES ? modulo(x + y, period) : 0;
    unsigned down = p->patterns & FALLS ? modulo(x - y, period) : 0;
    unsigned row = p->patterns & IS_LEVEL ? modulo(y, LEVEL_PERIOD * p->scale) : 0;
    return (uint8_t)(p->slant[up][down] + p->level[row]);
}
