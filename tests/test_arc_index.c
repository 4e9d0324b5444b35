/* The index of arcs against a search through all of them, and the districts that it tells at points
 * against even-odd crossings of all borders. */
#include "aid_atlas.h"
#include "aid_cmocka.h"
#include "aid_coverage.h"
#include "aid_random.h"
#include "geo/arc_index.h"
#include "geo/box_tree.h"

#include <math.h>
#include <stdlib.h>

static arc_index *index_of(const coverage *c) {
    arc_index *x = NULL;
    err e = {0};
    if (arc_index_build(c, &x, &e)) fail_msg("%s", e.text);
    return x;
}

/* Every arc whose bounds touch, no other, ascending. */
static void check_query(const arc_index *x, const coverage *c, rect r, arc_list *l) {
    assert_int_equal(arc_index_query(x, r, l, NULL), ERR_OK);
    size_t at = 0;
    for (uint32_t k = 0; k < c->n_arcs; k++) {
        if (rect_is_empty(r) || !rect_touches(c->bounds[k], r)) continue;
        assert_true(at < l->count);
        assert_int_equal(l->arc[at++], k);
    }
    assert_int_equal(at, l->count);
}

static rect some_rect(aid_random *r, rect all, double most) {
    double x = aid_random_in(r, all.x0, all.x1), y = aid_random_in(r, all.y0, all.y1);
    double size = most * exp(-aid_random_in(r, 0, 8));
    return (rect){x - size, y - size / 2, x + size, y + size / 2};
}

static void check_points(const arc_index *x, const coverage *c, double tolerance, rect all,
                         aid_random *r, int points) {
    coverage_level *l = NULL;
    arc_list scratch = {0};
    assert_int_equal(coverage_level_make(c, tolerance, &l, NULL), ERR_OK);
    for (int i = 0; i < points; i++) {
        double px = aid_random_in(r, all.x0 - 100, all.x1 + 100);
        double py = aid_random_in(r, all.y0 - 100, all.y1 + 100);
        if (i % 4 == 0 && l->n_points)
            py = l->y[aid_random_bits(r) % l->n_points]; /* a point's y */
        district_id d = 0;
        assert_int_equal(arc_index_district_at(x, l, px, py, &scratch, &d, NULL), ERR_OK);
        assert_int_equal(d, aid_cover_label(c, l, px, py));
    }
    arc_list_free(&scratch);
    coverage_level_free(l);
}

static void test_stockholm(void **state) {
    (void)state;
    const atlas *a = aid_atlas("shapes/stockholm");
    for (size_t i = 0; i < a->n_layers; i++) {
        const geometry *g = a->layer[i].shape->mercator;
        coverage *c = NULL;
        arc_list l = {0};
        aid_random r = {i + 1};
        rect all = geometry_bounds(g);
        assert_int_equal(coverage_build(g, 0.05, NULL, &c, NULL), ERR_OK);
        arc_index *x = index_of(c);
        for (int k = 0; k < 1000; k++) check_query(x, c, some_rect(&r, all, 40000), &l);
        check_query(x, c, all, &l);
        assert_int_equal(l.count, c->n_arcs);
        check_query(x, c, RECT_EMPTY, &l);
        for (double px_m = 5; px_m < 3000; px_m *= 4)
            check_points(x, c, px_m * px_m / 4, all, &r, 1000);
        arc_list_free(&l);
        arc_index_free(x);
        coverage_free(c);
    }
    atlas_unref(a);
}

/* By hand, the four squares around a point, also left and right of all, and on the height of nodes.
 */
static void test_districts_by_hand(void **state) {
    (void)state;
    static const double xy[4][8] = {{0, 0, 2, 0, 2, 2, 0, 2},
                                    {2, 0, 4, 0, 4, 2, 2, 2},
                                    {0, 2, 2, 2, 2, 4, 0, 4},
                                    {2, 2, 4, 2, 4, 4, 2, 4}};
    static const aid_ring rings[] = {
        {"a", xy[0], 4}, {"b", xy[1], 4}, {"c", xy[2], 4}, {"d", xy[3], 4}};
    static const double at[][3] = {{1, 1, 0},    {3, 1, 1},    {1, 3, 2},  {3, 3, 3},
                                   {-1, 1, -1},  {5, 2, -1},   {1, 5, -1}, {1, -1, -1},
                                   {1e9, 1, -1}, {-1e9, 1, -1}};
    aid_cover v = aid_cover_of(rings, 4, 0.0078125);
    arc_index *x = index_of(v.c);
    arc_list scratch = {0};
    for (size_t i = 0; i < sizeof at / sizeof *at; i++) {
        district_id d = 0, expected = at[i][2] < 0 ? DISTRICT_NONE : (district_id)at[i][2];
        assert_int_equal(arc_index_district_at(x, v.all, at[i][0], at[i][1], &scratch, &d, NULL),
                         ERR_OK);
        assert_int_equal(d, expected);
    }
    arc_list_free(&scratch);
    arc_index_free(x);
    aid_cover_free(&v);
}

static void test_nothing(void **state) {
    (void)state;
    aid_cover v = aid_cover_of(NULL, 0, 1);
    arc_index *x = index_of(v.c);
    arc_list l = {0};
    district_id d = 0;
    check_query(x, v.c, (rect){-1, -1, 1, 1}, &l);
    assert_int_equal(arc_index_district_at(x, v.all, 0, 0, &l, &d, NULL), ERR_OK);
    assert_int_equal(d, DISTRICT_NONE);
    arc_list_free(&l);
    arc_index_free(x);
    arc_index_free(NULL);
    aid_cover_free(&v);
}

/* ---- the tree below it, with counts of items at the edges of its levels ---- */

static rect box_at(const void *data, uint32_t i) { return ((const rect *)data)[i]; }

typedef struct seen {
    const box_tree *tree;
    size_t *times, left; /* stops after so many */
} seen;

static bool see(void *data, size_t place) {
    seen *s = data;
    s->times[s->tree->item[place]]++;
    return --s->left > 0;
}

static void check_tree(size_t n, aid_random *r) {
    rect *boxes = calloc(n + 1, sizeof *boxes), all = {-1e9, -1e9, 1e9, 1e9};
    size_t *times = calloc(n + 1, sizeof *times), visited = 0;
    box_tree *t = NULL;
    assert_true(boxes && times);
    for (size_t i = 0; i < n; i++) boxes[i] = some_rect(r, (rect){0, 0, 100, 100}, 20);
    assert_int_equal(box_tree_build(n, box_at, boxes, &t, NULL), ERR_OK);
    seen s = {t, times, SIZE_MAX};
    box_tree_visit(t, &all, see, &s);
    for (size_t i = 0; i < n; i++) assert_int_equal(times[i], 1);
    rect r0 = some_rect(r, (rect){0, 0, 100, 100}, 20);
    box_tree_visit(t, &r0, see, &s);
    for (size_t i = 0; i < n; i++)
        if (rect_touches(boxes[i], r0)) assert_int_equal(times[i], 2);
    for (size_t i = 0; i < n; i++) times[i] = 0;
    s.left = 5;
    box_tree_visit(t, &all, see, &s);
    for (size_t i = 0; i < n; i++) visited += times[i];
    assert_int_equal(visited, n < 5 ? n : 5);
    for (size_t i = 0; i < n; i++) box_tree_drop(t, i), times[i] = 0;
    s.left = SIZE_MAX;
    box_tree_visit(t, &all, see, &s); /* none is left to be visited */
    for (size_t i = 0; i < n; i++) assert_int_equal(times[i], 0);
    box_tree_free(t);
    free(boxes);
    free(times);
}

static void test_trees_of_all_sizes(void **state) {
    (void)state;
    static const size_t sizes[] = {0, 1, 2, 15, 16, 17, 255, 256, 257, 4095, 4096, 4097, 70000};
    aid_random r = {12};
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) check_tree(sizes[i], &r);
}

/* Neighbors along the curve are neighbors in the plane: on a full grid each step goes to the next
 * cell. */
static void test_order_is_hilberts(void **state) {
    (void)state;
    rect *boxes = calloc(64 * 64, sizeof *boxes);
    box_tree *t = NULL;
    assert_non_null(boxes);
    for (int i = 0; i < 64 * 64; i++) boxes[i] = (rect){i % 64, i / 64, i % 64, i / 64};
    assert_int_equal(box_tree_build(64 * 64, box_at, boxes, &t, NULL), ERR_OK);
    for (size_t i = 1; i < 64 * 64; i++) {
        rect a = boxes[t->item[i - 1]], b = boxes[t->item[i]];
        assert_true(fabs(a.x0 - b.x0) + fabs(a.y0 - b.y0) == 1);
    }
    box_tree_free(t);
    free(boxes);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_stockholm),         cmocka_unit_test(test_districts_by_hand),
        cmocka_unit_test(test_nothing),           cmocka_unit_test(test_trees_of_all_sizes),
        cmocka_unit_test(test_order_is_hilberts),
    };
    return cmocka_run_group_tests_name("arc_index", tests, NULL, NULL);
}
