#include "aid_slots.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Numbers for things by first appearance; a table of chance places, never over half full. */
#define NUMBERS 131072
typedef struct numbers {
    uint64_t key[NUMBERS]; /* 0: free */
    uint32_t number[NUMBERS];
    size_t count;
} numbers;

static uint32_t number_of(numbers *n, uint64_t key) {
    size_t at = (size_t)((key + 1) * 0x9e3779b97f4a7c15u >> 47);
    while (n->key[at] && n->key[at] != key + 1) at = (at + 1) % NUMBERS;
    if (!n->key[at]) {
        if (n->count >= NUMBERS / 2) abort();
        n->key[at] = key + 1;
        n->number[at] = (uint32_t)n->count++;
    }
    return n->number[at];
}

static uint64_t key_of(aid_slot s) {
    return (uint64_t)s.a << 32 | (uint64_t)s.b << 16 | (uint64_t)s.mix << 8 | s.ink;
}

static void *must(void *p) {
    if (!p) abort();
    return p;
}

/* The pixel's slot, by how much nearer the nearest point is than the second one. */
static aid_slot look_at(double x, double y, const double *point, size_t n, bool ink) {
    double wx = x + 3 * sin(y / 9) + 1.2 * sin(y / 2.7 + x / 31);
    double wy = y + 3 * sin(x / 11) + 1.2 * sin(x / 3.1 + y / 27);
    double near = INFINITY, second = INFINITY;
    aid_slot s = {0};
    for (size_t i = 0; i < n; i++) {
        double d = hypot(wx - point[2 * i], wy - point[2 * i + 1]);
        if (d < near) {
            second = near, s.b = s.a;
            near = d, s.a = (uint16_t)i;
        } else if (d < second)
            second = d, s.b = (uint16_t)i;
    }
    double inside = (second - near) / 2; /* about the distance from the border */
    double level = ink ? 1 - inside : 0.5 - inside;
    uint8_t in = (uint8_t)(level > 0 ? lround(level * AID_LEVELS) : 0);
    if (ink) s.ink = in;
    if (!ink) s.mix = in;
    if (!s.mix) s.b = 0;
    return s;
}

void aid_slots_cells(aid_random *r, uint32_t px, size_t districts, bool ink, aid_slots *out) {
    numbers *n = must(calloc(1, sizeof *n));
    double *point = must(calloc(districts, 2 * sizeof *point));
    *out = (aid_slots){px, must(calloc((size_t)px * px, sizeof *out->slot)),
                       must(calloc(NUMBERS / 2, sizeof *out->what)), 0, districts};
    for (size_t i = 0; i < 2 * districts; i++) point[i] = aid_random_in(r, 0, px);
    for (uint32_t i = 0; i < px * px; i++) {
        aid_slot s = look_at(i % px + 0.5, i / px + 0.5, point, districts, ink);
        out->slot[i] = (uint16_t)number_of(n, key_of(s));
        out->what[out->slot[i]] = s;
    }
    out->count = n->count;
    free(n);
    free(point);
}

void aid_slots_free(aid_slots *s) {
    free(s->slot);
    free(s->what);
}

size_t aid_slots_look(const aid_slots *s, aid_random *r, size_t classes, uint8_t *byte_of_slot) {
    numbers *n = must(calloc(1, sizeof *n));
    uint16_t *class_of = must(calloc(s->districts, sizeof *class_of));
    for (size_t i = 0; i < s->districts; i++)
        class_of[i] = (uint16_t)(aid_random_bits(r) >> 32) % (uint16_t)classes;
    for (size_t i = 0; i < s->count; i++) {
        aid_slot k = s->what[i];
        k.a = class_of[k.a];
        k.b = k.mix ? class_of[k.b] : 0;
        if (k.mix && k.a == k.b) k.mix = 0, k.b = 0;
        byte_of_slot[i] = (uint8_t)number_of(n, key_of(k));
    }
    size_t different = n->count;
    free(n);
    free(class_of);
    return different;
}

void aid_slots_paint(const uint16_t *slot, uint32_t width, uint32_t height,
                     const uint8_t *byte_of_slot, uint8_t *out) {
    for (uint32_t y = 0; y < height; y++) {
        *out++ = 0;
        for (uint32_t x = 0; x < width; x++) *out++ = byte_of_slot[*slot++];
    }
}
