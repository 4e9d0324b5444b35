/* tokens_speed [CLASSES]: sizes and times of kept tokens beside painting and deflating with
 * libdeflate at levels 1, 3 and 6, on made-up wide tiles (aid_slots) in looks of 5 or CLASSES
 * classes.  Medians over tiles of the medians over looks; the ways take turns, so that none has the
 * machine to itself. */
#include "aid_slots.h"
#include "tile/tokens.h"

#include <libdeflate.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { TILES = 6, LOOKS = 16, TURNS = 5, WAYS = 4 };
static const int levels[WAYS] = {0, 1, 3, 6}; /* 0: tokens */

typedef struct setup {
    uint32_t px;
    size_t districts;
    bool ink;
} setup;
static const setup setups[] = {{256, 45, true},  {256, 134, true},  {256, 408, true},
                               {256, 45, false}, {256, 134, false}, {256, 408, false},
                               {512, 134, true}, {512, 408, true},  {512, 408, false}};

typedef struct figures {
    double us[WAYS], size[WAYS], make_ms, tokens, slots, memory, same;
} figures;

static double now_us(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec * 1e6 + (double)t.tv_nsec * 1e-3;
}

static int ascending(const void *a, const void *b) {
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static double median(double *v, size_t n) {
    qsort(v, n, sizeof *v, ascending);
    return v[n / 2];
}

typedef struct bench {
    aid_slots tile;
    size_t classes;
    tokens *kept;
    uint8_t *byte_of_slot, *painted, *packed;
    size_t room;
    buf out;
    struct libdeflate_compressor *packer[WAYS];
} bench;

static size_t run(bench *b, int way) {
    if (!levels[way]) {
        buf_reset(&b->out);
        if (tokens_emit(b->kept, b->byte_of_slot, &b->out, NULL)) abort();
        return b->out.len;
    }
    uint32_t px = b->tile.px;
    aid_slots_paint(b->tile.slot, px, px, b->byte_of_slot, b->painted);
    return libdeflate_zlib_compress(b->packer[way], b->painted, tokens_decoded(b->kept), b->packed,
                                    b->room);
}

/* One look: the median of TURNS for each way. */
static void measure_look(bench *b, double us[WAYS], double size[WAYS]) {
    double took[WAYS][TURNS];
    for (int turn = 0; turn < TURNS; turn++)
        for (int way = 0; way < WAYS; way++) {
            double from = now_us();
            size[way] = (double)run(b, way);
            took[way][turn] = now_us() - from;
        }
    for (int way = 0; way < WAYS; way++) us[way] = median(took[way], TURNS);
}

static void measure_tile(bench *b, aid_random *r, figures *f) {
    double us[WAYS][LOOKS], size[WAYS][LOOKS], same[LOOKS], one_us[WAYS], one_size[WAYS];
    for (int i = 0; i < LOOKS; i++) {
        aid_slots_look(&b->tile, r, b->classes, b->byte_of_slot);
        same[i] = tokens_same_share(b->kept, b->byte_of_slot);
        measure_look(b, one_us, one_size);
        for (int way = 0; way < WAYS; way++) us[way][i] = one_us[way], size[way][i] = one_size[way];
    }
    for (int way = 0; way < WAYS; way++) {
        f->us[way] = median(us[way], LOOKS);
        f->size[way] = median(size[way], LOOKS);
    }
    f->same = median(same, LOOKS);
}

static figures bench_tile(const setup *s, size_t classes, aid_random *r) {
    bench b = {.classes = classes, .out = BUF_EMPTY};
    figures f = {0};
    aid_slots_cells(r, s->px, s->districts, s->ink, &b.tile);
    double from = now_us();
    if (tokens_make(b.tile.slot, s->px, s->px, &b.kept, NULL)) abort();
    f.make_ms = (now_us() - from) / 1000;
    f.tokens = (double)tokens_count(b.kept);
    f.slots = (double)tokens_slots(b.kept);
    f.memory = (double)tokens_memory(b.kept);
    b.room = 2 * tokens_decoded(b.kept) + 1000;
    b.byte_of_slot = malloc(b.tile.count);
    b.painted = malloc(tokens_decoded(b.kept));
    b.packed = malloc(b.room);
    for (int way = 1; way < WAYS; way++) b.packer[way] = libdeflate_alloc_compressor(levels[way]);
    if (!b.byte_of_slot || !b.painted || !b.packed) abort();
    measure_tile(&b, r, &f);
    for (int way = 1; way < WAYS; way++) libdeflate_free_compressor(b.packer[way]);
    tokens_free(b.kept);
    buf_free(&b.out);
    free(b.byte_of_slot), free(b.painted), free(b.packed);
    aid_slots_free(&b.tile);
    return f;
}

/* The figures are all doubles: a median for each place. */
static figures medians(const figures *f) {
    enum { N = sizeof(figures) / sizeof(double) };
    double column[TILES], row[N];
    figures out;
    for (size_t i = 0; i < N; i++) {
        for (int k = 0; k < TILES; k++) {
            memcpy(row, &f[k], sizeof row);
            column[k] = row[i];
        }
        double m = median(column, TILES);
        memcpy((char *)&out + i * sizeof m, &m, sizeof m);
    }
    return out;
}

int main(int argc, char **argv) {
    aid_random r = {5};
    size_t classes = argc > 1 ? strtoul(argv[1], NULL, 10) : 5;
    if (classes < 1 || classes > 100) return 2;
    printf("%-18s %6s %7s %8s %6s %5s", "tile", "slots", "tokens", "memory", "make", "same");
    for (int way = 0; way < WAYS; way++)
        printf(levels[way] ? "   libdeflate %d  " : "      tokens     ", levels[way]);
    printf("\n");
    for (size_t i = 0; i < sizeof setups / sizeof *setups; i++) {
        figures f[TILES];
        for (int k = 0; k < TILES; k++) f[k] = bench_tile(&setups[i], classes, &r);
        figures m = medians(f);
        printf("%u px %4zu %-7s %6.0f %7.0f %6.0f B %4.1fms %4.2f", setups[i].px,
               setups[i].districts, setups[i].ink ? "ink" : "no ink", m.slots, m.tokens, m.memory,
               m.make_ms, m.same);
        for (int way = 0; way < WAYS; way++) printf(" %5.0fus %6.0fB", m.us[way], m.size[way]);
        printf("\n");
    }
    return 0;
}
