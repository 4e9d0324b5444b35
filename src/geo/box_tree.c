#include "geo/box_tree.h"
#include "base/radix.h"

#include <assert.h>
#include <stdlib.h>

#define HILBERT_BITS 16

/* Place along the Hilbert curve of that many bits: the quadrants are walked in the order
 * (0,0) (0,1) (1,1) (1,0), turned and mirrored in the first and the last.
 * After Hilbert 1891; the turns as in Hamilton and Rau-Chaplin, "Compact Hilbert indices", 2008. */
static uint32_t hilbert(uint32_t x, uint32_t y) {
    uint32_t key = 0;
    for (int bit = HILBERT_BITS - 1; bit >= 0; bit--) {
        uint32_t right = x >> bit & 1, up = y >> bit & 1;
        key = key << 2 | ((3 * right) ^ up);
        /* Masks, as nobody can foretell these branches: below, turned, and at the right mirrored.
         */
        uint32_t turn = up - 1, mirror = turn & (0 - right), other = (x ^ y) & turn;
        x ^= other ^ mirror;
        y ^= other ^ mirror;
    }
    return key;
}

static uint32_t step_of(double at, double low, double size) {
    double steps = (1 << HILBERT_BITS) - 1;
    double step = size > 0 ? (at - low) / size * steps : 0;
    return (uint32_t)fmin(fmax(step, 0), steps);
}

static err_code order_items(box_tree *t, rect (*box_of)(const void *, uint32_t), const void *data,
                            err *e) {
    size_t n = t->n;
    uint64_t *keyed = malloc((n ? n : 1) * sizeof *keyed),
             *spare = malloc((n ? n : 1) * sizeof *spare);
    err_code rc = keyed && spare ? ERR_OK : err_nomem(e);
    rect all = RECT_EMPTY;
    for (uint32_t i = 0; i < n && !rc; i++) all = rect_union(all, box_of(data, i));
    for (uint32_t i = 0; i < n && !rc; i++) {
        rect b = box_of(data, i);
        uint32_t x = step_of((b.x0 + b.x1) / 2, all.x0, all.x1 - all.x0);
        uint32_t y = step_of((b.y0 + b.y1) / 2, all.y0, all.y1 - all.y0);
        keyed[i] = (uint64_t)hilbert(x, y) << 32 | i;
    }
    if (!rc) radix_sort(keyed, spare, n);
    for (size_t i = 0; i < n && !rc; i++) t->item[i] = (uint32_t)keyed[i];
    free(keyed);
    free(spare);
    return rc;
}

/* How many groups there are at each level, up to one at the top. */
static void count_groups(box_tree *t) {
    size_t below = t->n;
    do {
        size_t groups = (below + BOX_TREE_FAN - 1) / BOX_TREE_FAN;
        t->first[t->levels + 1] = t->first[t->levels] + groups;
        t->levels++;
        below = groups;
    } while (below > 1);
    assert(t->levels <= BOX_TREE_LEVELS);
}

static void fill_groups(box_tree *t, rect (*box_of)(const void *, uint32_t), const void *data) {
    for (size_t i = 0; i < t->first[t->levels]; i++) t->box[i] = RECT_EMPTY;
    for (size_t i = 0; i < t->n; i++) {
        size_t group = i / BOX_TREE_FAN;
        t->box[group] = rect_union(t->box[group], box_of(data, t->item[i]));
        t->live[group]++;
    }
    for (unsigned k = 1; k < t->levels; k++)
        for (size_t i = t->first[k - 1]; i < t->first[k]; i++) {
            size_t group = t->first[k] + (i - t->first[k - 1]) / BOX_TREE_FAN;
            t->box[group] = rect_union(t->box[group], t->box[i]);
            t->live[group] += t->live[i];
        }
}

err_code box_tree_build(size_t n, rect (*box_of)(const void *data, uint32_t i), const void *data,
                        box_tree **out, err *e) {
    assert(n < UINT32_MAX);
    box_tree *t = calloc(1, sizeof *t);
    if (!t) return err_nomem(e);
    t->n = n;
    count_groups(t);
    size_t groups = t->first[t->levels] ? t->first[t->levels] : 1;
    t->item = malloc((n ? n : 1) * sizeof *t->item);
    t->box = malloc(groups * sizeof *t->box);
    t->live = calloc(groups, sizeof *t->live);
    err_code rc = t->item && t->box && t->live ? order_items(t, box_of, data, e) : err_nomem(e);
    if (rc) {
        box_tree_free(t);
        return rc;
    }
    fill_groups(t, box_of, data);
    *out = t;
    return ERR_OK;
}

void box_tree_free(box_tree *t) {
    if (!t) return;
    free(t->item);
    free(t->box);
    free(t->live);
    free(t);
}

rect box_tree_bounds(const box_tree *t) {
    return t->n ? t->box[t->first[t->levels] - 1] : RECT_EMPTY;
}

void box_tree_drop(box_tree *t, size_t place) {
    for (unsigned k = 0; k < t->levels; k++) {
        place /= BOX_TREE_FAN;
        t->live[t->first[k] + place]--;
    }
}

/* A group and what is below it; false: the visitor has had enough. */
static bool visit_group(const box_tree *t, unsigned level, size_t group, const rect *r,
                        box_tree_visitor *visit, void *data) {
    size_t at = t->first[level] + group;
    if (!t->live[at] || !rect_touches(t->box[at], *r)) return true;
    size_t below = level ? t->first[level] - t->first[level - 1] : t->n;
    size_t begin = group * BOX_TREE_FAN, end = begin + BOX_TREE_FAN;
    if (end > below) end = below;
    for (size_t i = begin; i < end; i++)
        if (level ? !visit_group(t, level - 1, i, r, visit, data) : !visit(data, i)) return false;
    return true;
}

void box_tree_visit(const box_tree *t, const rect *r, box_tree_visitor *visit, void *data) {
    if (t->n) visit_group(t, t->levels - 1, 0, r, visit, data);
}
