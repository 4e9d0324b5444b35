#include "geo/coverage_faces.h"

#include <stdlib.h>

#define NO_CYCLE UINT32_MAX

/* Bottom-up merge sort of one vertex's half-edges by angle; `spare` has as much room.  Angles are
 * different but for what noding had to leave; the sort is stable, so those stay in order. */
static void sort_around(const coverage_net *n, exact_point o, uint32_t *h, uint32_t *spare,
                        size_t count) {
    for (size_t width = 1; width < count; width *= 2) {
        for (size_t low = 0; low < count; low += 2 * width) {
            size_t middle = low + width < count ? low + width : count;
            size_t end = middle + width < count ? middle + width : count;
            for (size_t i = low, k = middle, to = low; to < end; to++) {
                bool second =
                    i == middle ||
                    (k < end && exact_by_angle(o, n->points[coverage_origin(n, h[k] ^ 1)],
                                               n->points[coverage_origin(n, h[i] ^ 1)]) < 0);
                spare[to] = second ? h[k++] : h[i++];
            }
        }
        for (size_t i = 0; i < count; i++) h[i] = spare[i];
    }
}

static err_code gather(const coverage_net *n, coverage_faces *f, err *e) {
    uint32_t halves = (uint32_t)(2 * n->n_edges);
    uint32_t *spare = malloc((halves ? halves : 1) * sizeof *spare);
    if (!spare) return err_nomem(e);
    for (uint32_t h = 0; h < halves; h++) f->start[coverage_origin(n, h) + 1]++;
    for (size_t v = 0; v < n->n_points; v++) f->start[v + 1] += f->start[v];
    for (uint32_t h = halves; h-- > 0;) { /* start + 1 is moved to the begin of its vertex */
        uint32_t v = coverage_origin(n, h);
        f->out[--f->start[v + 1]] = h;
    }
    for (size_t v = 0; v < n->n_points; v++) f->start[v] = f->start[v + 1];
    f->start[n->n_points] = halves;
    for (size_t v = 0; v < n->n_points; v++) {
        uint32_t first = f->start[v], count = f->start[v + 1] - first;
        sort_around(n, n->points[v], f->out + first, spare, count);
    }
    free(spare);
    return ERR_OK;
}

/* Arriving by h one goes on by what lies next clockwise of the way back: the face stays left. */
static void link_cycles(const coverage_net *n, coverage_faces *f) {
    for (size_t v = 0; v < n->n_points; v++) {
        uint32_t first = f->start[v], count = f->start[v + 1] - first;
        for (uint32_t i = 0; i < count; i++)
            f->next[f->out[first + i] ^ 1] = f->out[first + (i + count - 1) % count];
    }
}

static void number_cycles(const coverage_net *n, coverage_faces *f) {
    for (size_t h = 0; h < 2 * n->n_edges; h++) f->cycle[h] = NO_CYCLE;
    for (uint32_t h = 0; h < 2 * n->n_edges; h++) {
        if (f->cycle[h] != NO_CYCLE) continue;
        for (uint32_t k = h; f->cycle[k] == NO_CYCLE; k = f->next[k])
            f->cycle[k] = (uint32_t)f->n_cycles;
        f->n_cycles++;
    }
}

static err_code allocate(const coverage_net *n, coverage_faces *f, err *e) {
    size_t halves = n->n_edges ? 2 * n->n_edges : 1;
    f->start = calloc(n->n_points + 2, sizeof *f->start);
    f->out = malloc(halves * sizeof *f->out);
    f->next = malloc(halves * sizeof *f->next);
    f->cycle = malloc(halves * sizeof *f->cycle);
    return f->start && f->out && f->next && f->cycle ? ERR_OK : err_nomem(e);
}

static err_code find_entries(const coverage_net *n, coverage_faces *f, err *e) {
    size_t count = f->n_cycles ? f->n_cycles : 1;
    f->enter = malloc(count * sizeof *f->enter);
    f->label = malloc(count * sizeof *f->label);
    if (!f->enter || !f->label) return err_nomem(e);
    for (size_t h = 2 * n->n_edges; h-- > 0;) f->enter[f->cycle[h]] = (uint32_t)h;
    return ERR_OK;
}

err_code coverage_faces_make(const coverage_net *n, coverage_faces **out, err *e) {
    coverage_nest nest = {0};
    coverage_faces *f = calloc(1, sizeof *f);
    if (!f) return err_nomem(e);
    err_code rc = allocate(n, f, e);
    if (!rc) rc = gather(n, f, e);
    if (!rc) {
        link_cycles(n, f);
        number_cycles(n, f);
        rc = find_entries(n, f, e);
    }
    if (!rc) rc = coverage_nest_make(n, f, &nest, e);
    if (!rc) rc = coverage_flood(n, &nest, f, e);
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
