#include "geo/coverage_near.h"
#include "base/buf.h"

#include <stdlib.h>

#define CELL_SNAPS 8 /* at least */
#define NONE       UINT32_MAX

coverage_near coverage_near_of(int64_t snap) {
    coverage_near s = {.snap = snap};
    while (INT64_C(1) << s.shift < CELL_SNAPS * snap) s.shift++;
    return s;
}

void coverage_near_free(coverage_near *s) {
    free(s->bucket);
    free(s->items);
    *s = (coverage_near){0};
}

static uint64_t hash_cell(int64_t x, int64_t y) { /* odd constants; any that mix well do */
    uint64_t h = (uint64_t)x * UINT64_C(0x9E3779B97F4A7C15) + (uint64_t)y;
    h = (h ^ (h >> 32)) * UINT64_C(0xD6E8FEB86659FD93);
    return h ^ (h >> 32);
}

uint64_t coverage_near_cell(const coverage_near *s, exact_point p) {
    return hash_cell(p.x >> s->shift, p.y >> s->shift);
}

near_cells coverage_near_cells(const coverage_near *s, exact_point p) {
    near_cells c = {0};
    int64_t x1 = (p.x + s->snap) >> s->shift, y1 = (p.y + s->snap) >> s->shift;
    for (int64_t x = (p.x - s->snap) >> s->shift; x <= x1; x++)
        for (int64_t y = (p.y - s->snap) >> s->shift; y <= y1; y++) c.hash[c.n++] = hash_cell(x, y);
    return c;
}

static void link_item(coverage_near *s, uint32_t i) {
    uint32_t *bucket = &s->bucket[coverage_near_cell(s, s->items[i].at) & s->mask];
    s->items[i].next = *bucket;
    *bucket = i;
}

static err_code make_buckets(coverage_near *s, size_t size, err *e) {
    uint32_t *bucket = malloc(size * sizeof *bucket);
    if (!bucket) return err_nomem(e);
    free(s->bucket);
    s->bucket = bucket;
    s->mask = size - 1;
    for (size_t i = 0; i < size; i++) bucket[i] = NONE;
    for (uint32_t i = 0; i < s->n; i++) link_item(s, i);
    return ERR_OK;
}

err_code coverage_near_put(coverage_near *s, exact_point at, uint32_t vertex, err *e) {
    err_code rc = array_reserve(&s->items, &s->cap, s->n + 1, sizeof *s->items, e);
    if (!rc && s->n >= s->mask) rc = make_buckets(s, s->bucket ? 2 * (s->mask + 1) : 64, e);
    if (rc) return rc;
    s->items[s->n] = (near_item){.at = at, .vertex = vertex};
    link_item(s, (uint32_t)s->n++);
    return ERR_OK;
}

bool coverage_near_find(const coverage_near *s, exact_point p, uint32_t *vertex) {
    uint32_t nearest = NONE;
    double distance = (double)s->snap * (double)s->snap;
    if (!s->n) return false;
    near_cells cells = coverage_near_cells(s, p);
    for (size_t k = 0; k < cells.n; k++)
        for (uint32_t i = s->bucket[cells.hash[k] & s->mask]; i != NONE; i = s->items[i].next) {
            const near_item *at = &s->items[i];
            double dx = (double)(at->at.x - p.x), dy = (double)(at->at.y - p.y);
            double d = dx * dx + dy * dy;
            if (d < distance || (d == distance && at->vertex < nearest))
                nearest = at->vertex, distance = d;
        }
    *vertex = nearest;
    return nearest != NONE;
}
