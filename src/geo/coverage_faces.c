#include "geo/coverage_faces.h"

#include <stdlib.h>

#define NO_CYCLE UINT32_MAX
#define BLOCKS   16 /* pieces of the list of junctions, for the threads */

typedef struct spoke { /* a half-strand that leaves a junction */
    exact_point toward;
    uint32_t half;
} spoke;

/* Bottom-up merge sort by angle; `spare` has as much room.  Angles are different but for what
 * noding had to leave; the sort is stable, so those stay in order. */
static void sort_spokes(exact_point o, spoke *h, spoke *spare, size_t count) {
    for (size_t width = 1; width < count; width *= 2) {
        for (size_t low = 0; low < count; low += 2 * width) {
            size_t middle = low + width < count ? low + width : count;
            size_t end = middle + width < count ? middle + width : count;
            for (size_t i = low, k = middle, to = low; to < end; to++) {
                bool second =
                    i == middle || (k < end && exact_by_angle(o, h[k].toward, h[i].toward) < 0);
                spare[to] = second ? h[k++] : h[i++];
            }
        }
        for (size_t i = 0; i < count; i++) h[i] = spare[i];
    }
}

typedef struct sorting {
    const coverage_strands *strands;
    coverage_faces *faces;
    size_t most; /* half-strands that leave one junction */
} sorting;

static err_code sort_block(void *ctx, size_t block, err *e) {
    const sorting *t = ctx;
    const coverage_strands *s = t->strands;
    spoke *spokes = malloc(2 * t->most * sizeof *spokes);
    if (!spokes) return err_nomem(e);
    size_t n = s->n_junctions;
    for (size_t v = n * block / BLOCKS; v < n * (block + 1) / BLOCKS; v++) {
        uint32_t *out = t->faces->out + t->faces->start[v];
        size_t count = t->faces->start[v + 1] - t->faces->start[v];
        for (size_t i = 0; i < count; i++) spokes[i] = (spoke){strand_toward(s, out[i]), out[i]};
        sort_spokes(s->net->points[s->junction[v]], spokes, spokes + t->most, count);
        for (size_t i = 0; i < count; i++) out[i] = spokes[i].half;
    }
    free(spokes);
    return ERR_OK;
}

static err_code sort_all(const coverage_strands *s, coverage_faces *f, err *e) {
    sorting t = {s, f, 1};
    for (size_t v = 0; v < s->n_junctions; v++)
        if (f->start[v + 1] - f->start[v] > t.most) t.most = f->start[v + 1] - f->start[v];
    return coverage_net_each(s->net, BLOCKS, sort_block, &t, e);
}

static err_code gather(const coverage_strands *s, coverage_faces *f, err *e) {
    uint32_t halves = (uint32_t)(2 * s->n);
    for (uint32_t h = 0; h < halves; h++) f->start[coverage_origin(s, h) + 1]++;
    for (size_t v = 0; v < s->n_junctions; v++) f->start[v + 1] += f->start[v];
    for (uint32_t h = halves; h-- > 0;) { /* start + 1 is moved to the begin of its junction */
        uint32_t v = coverage_origin(s, h);
        f->out[--f->start[v + 1]] = h;
    }
    for (size_t v = 0; v < s->n_junctions; v++) f->start[v] = f->start[v + 1];
    f->start[s->n_junctions] = halves;
    return sort_all(s, f, e);
}

/* Arriving by h one goes on by what lies next clockwise of the way back: the face stays left. */
static void link_cycles(const coverage_strands *s, coverage_faces *f) {
    for (size_t v = 0; v < s->n_junctions; v++) {
        uint32_t first = f->start[v], count = f->start[v + 1] - first;
        for (uint32_t i = 0; i < count; i++)
            f->next[f->out[first + i] ^ 1] = f->out[first + (i + count - 1) % count];
    }
}

static void number_cycles(const coverage_strands *s, coverage_faces *f) {
    for (size_t h = 0; h < 2 * s->n; h++) f->cycle[h] = NO_CYCLE;
    for (uint32_t h = 0; h < 2 * s->n; h++) {
        if (f->cycle[h] != NO_CYCLE) continue;
        for (uint32_t k = h; f->cycle[k] == NO_CYCLE; k = f->next[k])
            f->cycle[k] = (uint32_t)f->n_cycles;
        f->n_cycles++;
    }
}

static err_code allocate(const coverage_strands *s, coverage_faces *f, err *e) {
    size_t halves = s->n ? 2 * s->n : 1;
    f->start = calloc(s->n_junctions + 2, sizeof *f->start);
    f->out = malloc(halves * sizeof *f->out);
    f->next = malloc(halves * sizeof *f->next);
    f->cycle = malloc(halves * sizeof *f->cycle);
    return f->start && f->out && f->next && f->cycle ? ERR_OK : err_nomem(e);
}

static err_code find_entries(const coverage_strands *s, coverage_faces *f, err *e) {
    size_t count = f->n_cycles ? f->n_cycles : 1;
    f->enter = malloc(count * sizeof *f->enter);
    f->label = malloc(count * sizeof *f->label);
    if (!f->enter || !f->label) return err_nomem(e);
    for (size_t h = 2 * s->n; h-- > 0;) f->enter[f->cycle[h]] = (uint32_t)h;
    return ERR_OK;
}

err_code coverage_faces_make(const coverage_strands *s, coverage_faces **out, err *e) {
    coverage_nest nest = {0};
    coverage_faces *f = calloc(1, sizeof *f);
    if (!f) return err_nomem(e);
    err_code rc = allocate(s, f, e);
    if (!rc) rc = gather(s, f, e);
    if (!rc) {
        link_cycles(s, f);
        number_cycles(s, f);
        rc = find_entries(s, f, e);
    }
    if (!rc) rc = coverage_nest_make(s, f, &nest, e);
    if (!rc) rc = coverage_flood(s, &nest, f, e);
    coverage_nest_free(&nest);
    if (rc)
        coverage_faces_free(f);
    else
        *out = f;
    return rc;
}

void coverage_faces_free(coverage_faces *f) {
    if (!f) return;
    free(f->start);
    free(f->out);
    free(f->next);
    free(f->cycle);
    free(f->enter);
    free(f->label);
    free(f);
}
