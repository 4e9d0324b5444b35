/* label's plan against all whole positions, tried one by one with another test of what lies inside,
 * and against sampled points on the demo's layers. */
#include "aid_atlas.h"
#include "aid_cmocka.h"
#include "aid_label.h"
#include "aid_random.h"
#include "geo/coverage_rings.h"

#include <math.h>
#include <stdlib.h>

/* ---- every position tried -------------------------------------------------------------------- */

/* Does the edge meet the open rectangle?  Liang and Barsky's clipping. */
static bool edge_meets(rect r, double xa, double ya, double xb, double yb) {
    double from = 0, to = 1;
    const double p[4] = {xa - xb, xb - xa, ya - yb, yb - ya};
    const double q[4] = {xa - r.x0, r.x1 - xa, ya - r.y0, r.y1 - ya};
    for (int i = 0; i < 4; i++) {
        if (p[i] == 0) {
            if (q[i] <= 0) return false;
            continue;
        }
        double t = q[i] / p[i];
        if (p[i] < 0)
            from = fmax(from, t);
        else
            to = fmin(to, t);
    }
    return from < to;
}

static bool lies_inside(const double *xy, size_t n, rect r) {
    bool inside = false;
    double x = (r.x0 + r.x1) / 2, y = (r.y0 + r.y1) / 2;
    for (size_t i = 0, k = n - 1; i < n; k = i++) {
        const double *a = xy + 2 * k, *b = xy + 2 * i;
        if (edge_meets(r, a[0], a[1], b[0], b[1])) return false;
        if ((a[1] > y) != (b[1] > y) && x < a[0] + (y - a[1]) / (b[1] - a[1]) * (b[0] - a[0]))
            inside = !inside;
    }
    return inside;
}

static rect widened(rect r, double by) {
    return (rect){r.x0 - by, r.y0 - by, r.x1 + by, r.y1 + by};
}

static double room_around(const double *xy, size_t n, rect r) { /* by halving; 0.5 or more */
    double low = 0.5, high = 200;
    while (high - low > 1e-4) {
        double middle = (low + high) / 2;
        if (lies_inside(xy, n, widened(r, middle)))
            low = middle;
        else
            high = middle;
    }
    return low;
}

static void centroid_of(const double *xy, size_t n, double *cx, double *cy) {
    double sum = 0, sx = 0, sy = 0;
    for (size_t i = 0, k = n - 1; i < n; k = i++) {
        double c = xy[2 * k] * xy[2 * i + 1] - xy[2 * i] * xy[2 * k + 1];
        sum += c, sx += c * (xy[2 * k] + xy[2 * i]), sy += c * (xy[2 * k + 1] + xy[2 * i + 1]);
    }
    *cx = sx / sum / 3, *cy = sy / sum / 3;
}

static int grade_of(double margin) {
    const double *p = label_style_screen.padding;
    return margin >= p[0] ? 3 : margin >= p[1] ? 2 : margin >= p[2];
}

typedef struct found {
    int grade;
    double score; /* within the grade */
} found;

static found try_at(const double *xy, size_t n, double half, double x, double y) {
    rect r = {x - half, y - 7, x + half, y + 7};
    if (!lies_inside(xy, n, widened(r, 0.5))) return (found){0, -INFINITY};
    double cx, cy, margin = room_around(xy, n, r);
    centroid_of(xy, n, &cx, &cy);
    return (found){grade_of(margin + 1e-3), margin - 0.25 * hypot(x - cx, y - cy)};
}

static bool is_better(found a, found b) {
    return a.grade != b.grade ? a.grade > b.grade : a.score > b.score;
}

static void test_no_position_is_better(void **state) {
    (void)state;
    aid_random r = {31};
    double half = text_width(&aid_label_name, "Nacka") / 2;
    int grades[4] = {0};
    for (int round = 0; round < 60; round++) {
        double xy[2 * 14], size = aid_random_in(&r, 20, 70);
        aid_star(&r, 70, 70, size / 2.5, size, 14, xy);
        aid_sheet s = aid_sheet_of((aid_ring[]){{"a", xy, 14}}, 1, aid_nacka, NULL);
        const label *l = aid_sheet_only(&s);
        found best = {0, -INFINITY};
        for (int y = 0; y < 140; y++)
            for (int x = 0; x < 140; x++) {
                found one = try_at(xy, 14, half, x, y);
                if (is_better(one, best)) best = one;
            }
        assert_true((l != NULL) == (best.grade > 0));
        grades[best.grade]++;
        if (l) {
            found got = try_at(xy, 14, half, (double)l->x, (double)l->y);
            assert_int_equal(got.grade, best.grade);
            assert_true(got.score > best.score - 0.27);
        }
        aid_sheet_drop(&s);
    }
    for (int i = 0; i < 4; i++) assert_true(grades[i] > 0); /* all kinds came up */
}

/* ---- the demo's layers ----------------------------------------------------------------------- */

static geometry *land_of(const atlas_layer *layer) {
    coverage_level *l = NULL;
    geometry *g = NULL;
    assert_int_equal(coverage_level_make(layer->borders, 0, &l, NULL), ERR_OK);
    assert_int_equal(coverage_rings_make(layer->borders, l, &g, NULL), ERR_OK);
    coverage_level_free(l);
    return g;
}

typedef struct city {
    geometry *land;
    const char **name, **value;
    label_request request;
} city;

static city city_of(const atlas_layer *layer) {
    city c = {.land = land_of(layer)};
    size_t n = c.land->n_districts;
    c.name = calloc(n, sizeof *c.name);
    c.value = calloc(n, sizeof *c.value);
    static const char *const values[] = {"1 514", "809", "saknas", "7"};
    for (size_t d = 0; d < n; d++) {
        c.name[d] = district_name(layer->shape->districts, (district_id)d);
        c.value[d] = values[d % 4];
    }
    c.request = (label_request){.land = c.land, .style = &label_style_screen, .name = c.name};
    c.request.x0 = -GRID_HALF_M, c.request.y0 = GRID_HALF_M;
    return c;
}

static void city_drop(city *c) {
    geometry_free(c->land);
    free(c->name);
    free(c->value);
}

static label_plan *plan_at(city *c, unsigned z, bool values) {
    label_plan *p = NULL;
    err e = {0};
    c->request.scale = grid_pixels_per_m(z, 256);
    c->request.value = values ? c->value : NULL;
    if (label_plan_make(&c->request, &p, &e)) fail_msg("%s", e.text);
    return p;
}

static void assert_on_land(const city *c, const label *l, rect r) {
    const label_request *q = &c->request;
    for (int i = 0; i <= 24; i++)
        for (int k = 0; k <= 8; k++) {
            double x = r.x0 + (r.x1 - r.x0) * i / 24, y = r.y0 + (r.y1 - r.y0) * k / 8;
            if (!geometry_contains(c->land, l->district, q->x0 + x / q->scale,
                                   q->y0 - y / q->scale))
                fail_msg("%s leaves its land", l->line[0].text);
        }
}

static void assert_apart(const label_plan *p) {
    for (size_t i = 0; i < label_plan_count(p); i++)
        for (size_t k = 0; k < i; k++) {
            const label *a = label_plan_at(p, i), *b = label_plan_at(p, k);
            for (size_t m = 0; m < a->n_lines; m++)
                for (size_t n = 0; n < b->n_lines; n++)
                    assert_false(rect_touches(aid_label_box(a, m), aid_label_box(b, n)));
        }
}

/* What is shown at one zoom is shown at the next: of a label at least its value, and its name if
 * that was there.  (Over ponds it need not be: they grow.) */
static void assert_kept(const label_plan *less, const label_plan *more) {
    for (size_t i = 0; less && i < label_plan_count(less); i++) {
        const label *a = label_plan_at(less, i), *b = aid_label_of(more, a->district);
        assert_non_null(b);
        bool named = a->line[0].style.size_px == 12;
        assert_true(!named || b->line[0].style.size_px == 12);
    }
}

static void test_the_demo_at_each_zoom(void **state) {
    (void)state;
    for (size_t layer = 0; layer < aid_stockholm->n_layers; layer++) {
        city c = city_of(&aid_stockholm->layer[layer]);
        for (int values = 0; values < 2; values++) {
            label_plan *before = NULL;
            for (unsigned z = 6; z <= 18; z++) {
                label_plan *p = plan_at(&c, z, values);
                for (size_t i = 0; i < label_plan_count(p); i++) {
                    const label *l = label_plan_at(p, i);
                    for (size_t k = 0; k < l->n_lines; k++)
                        assert_on_land(&c, l, widened(aid_label_box(l, k), 0.49));
                }
                assert_apart(p);
                assert_kept(before, p);
                label_plan_free(before);
                before = p;
            }
            assert_int_equal(label_plan_count(before), c.land->n_districts); /* all at 18 */
            label_plan_free(before);
        }
        city_drop(&c);
    }
}

/* The same with names of several lines on shapes with narrow waists. */
static void test_doubling_keeps_labels(void **state) {
    (void)state;
    static const char *const names[] = {"Sundbyberg-ö-Hallonbergen", "Enskede-Årsta-Vantör",
                                        "Upplands Väsby å", "Norra och södra Ängby"};
    aid_random r = {5};
    size_t shown = 0;
    for (int round = 0; round < 400; round++) {
        double xy[2 * 12];
        aid_star(&r, 0, 0, 8, round % 2 ? 25 : 90, 12, xy);
        aid_sheet s = aid_sheet_of((aid_ring[]){{"a", xy, 12}}, 1, &names[round % 4],
                                   (const char *[]){"1 514"});
        aid_sheet_plan(&s);
        label_plan *before = s.plan;
        s.plan = NULL;
        s.request.scale = 2;
        aid_sheet_plan(&s);
        shown += label_plan_count(before);
        assert_kept(before, s.plan);
        label_plan_free(before);
        aid_sheet_drop(&s);
    }
    assert_in_range(shown, 40, 390);
}

static void assert_same(const label_plan *a, const label_plan *b) {
    assert_int_equal(label_plan_count(a), label_plan_count(b));
    for (size_t i = 0; i < label_plan_count(a); i++) {
        const label *p = label_plan_at(a, i), *q = label_plan_at(b, i);
        assert_true(p->x == q->x && p->y == q->y && p->n_lines == q->n_lines);
        assert_true(p->x0 == q->x0 && p->y0 == q->y0 && p->x1 == q->x1 && p->y1 == q->y1);
        for (size_t k = 0; k < p->n_lines; k++) {
            assert_string_equal(p->line[k].text, q->line[k].text);
            assert_true(p->line[k].x == q->line[k].x && p->line[k].baseline == q->line[k].baseline);
        }
    }
}

static void test_threads_agree(void **state) {
    (void)state;
    city c = city_of(&aid_stockholm->layer[2]);
    label_plan *alone = plan_at(&c, 12, true);
    for (unsigned threads = 1; threads <= 4; threads++) {
        assert_int_equal(pool_create(threads, 0, &c.request.workers, NULL), ERR_OK);
        label_plan *shared = plan_at(&c, 12, true);
        assert_same(alone, shared);
        label_plan_free(shared);
        pool_free(c.request.workers);
    }
    label_plan_free(alone);
    city_drop(&c);
}

static void count_visit(void *data, const label *l) {
    const label ***next = data;
    *(*next)++ = l;
}

static void test_visits_what_covers_something(void **state) {
    (void)state;
    city c = city_of(&aid_stockholm->layer[2]);
    label_plan *p = plan_at(&c, 13, true);
    aid_random r = {9};
    size_t n = label_plan_count(p), seen = 0;
    assert_true(label_plan_memory(p) > n * sizeof(label));
    for (int round = 0; round < 300; round++) {
        const label *at = label_plan_at(p, aid_random_bits(&r) % n), *got[200], **end = got;
        int64_t x0 = at->x0 - (int64_t)(aid_random_bits(&r) % 300), x1 = x0 + 256;
        int64_t y0 = at->y0 - (int64_t)(aid_random_bits(&r) % 300), y1 = y0 + 256;
        label_plan_visit(p, x0, y0, x1, y1, count_visit, &end);
        const label **next = got;
        for (size_t i = 0; i < n; i++) {
            const label *l = label_plan_at(p, i);
            if (l->x1 <= x0 || l->x0 >= x1 || l->y1 <= y0 || l->y0 >= y1) continue;
            assert_true(next < end && *next == l);
            next++;
        }
        assert_true(next == end);
        seen += (size_t)(end - got);
    }
    assert_true(seen > 300);
    label_plan_free(p);
    city_drop(&c);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_no_position_is_better),
        cmocka_unit_test(test_the_demo_at_each_zoom),
        cmocka_unit_test(test_doubling_keeps_labels),
        cmocka_unit_test(test_threads_agree),
        cmocka_unit_test(test_visits_what_covers_something),
    };
    return cmocka_run_group_tests_name("label_place", tests, aid_stockholm_open,
                                       aid_stockholm_close);
}
