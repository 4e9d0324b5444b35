/* A part of a map at a larger scale.  Truth: proportions worked here, points of the ground, and
 * what both maps say of each district together. */
#include "aid_atlas.h"
#include "aid_cmocka.h"
#include "sheet/print_map_parts.h"

#include <math.h>
#include <stdlib.h>

#define MM (96 / 25.4)

static const print_map_style a3 = {.label_name_pt = 10.5,
                                   .label_value_pt = 14,
                                   .scale_bar = true,
                                   .labels = true,
                                   .max_leaders = 24};

static print_map *map_of(const char *id, double width, double height, const print_map_style *s) {
    const look_setting o[] = {{"lang", "sv"}};
    choropleth *c = aid_map(aid_stockholm, id, o, 1);
    print_map *m = NULL;
    err e = {0};
    if (print_map_create(c, width, height, s, &m, &e)) fail_msg("%s", e.text);
    choropleth_unref(c);
    return m;
}

static print_inset inset_of(const print_map *m, double below, double widest) {
    print_inset i;
    err_code rc = ERR_OK;
    err e = {0};
    assert_true(print_map_find_inset(m, below, widest, &i, &rc, &e));
    assert_int_equal(rc, ERR_OK);
    return i;
}

static print_map *part_of(const print_map *m, const print_inset *i) {
    print_map *p = NULL;
    err e = {0};
    if (print_map_create_part(m, i->window, i->denominator, &p, &e)) fail_msg("%s", e.text);
    return p;
}

static void test_where_it_goes(void **state) {
    (void)state;
    static const double steps[] = {1, 1.25, 1.5, 2, 2.5, 3, 4, 5, 6, 7.5};
    for (int k = 0; k < 3; k++) {
        double width = k == 2 ? 360 : 269, below = k ? 30 : 0;
        print_map *m = map_of(k ? "socioeconomic_index" : "low_standard", width, 190, &a3);
        print_inset i = inset_of(m, below, width - 90);
        double power = pow(10, floor(log10(i.denominator) + 1e-9)), larger;
        size_t at = 0;
        while (at < 10 && fabs(steps[at] * power - i.denominator) > 1) at++;
        assert_true(at < 10);
        larger = print_map_denominator(m) / i.denominator;
        assert_true(larger >= 1.5 - 1e-9 && larger <= 4 + 1e-9);
        assert_true(fabs(i.at.width - i.window.width * larger) < 1e-9);
        assert_true(fabs(i.at.height - i.window.height * larger) < 1e-9);
        assert_true(i.at.x >= 0 && i.at.y >= 0 && i.at.x + i.at.width <= width + 1e-9);
        assert_true(i.at.y + i.at.height <= 190 + below + 1e-9);
        /* no district is under it */
        const geometry *g = map_plan_land(m->plan);
        for (double x = i.at.x; x <= i.at.x + i.at.width; x += 2)
            for (double y = i.at.y; y <= fmin(190, i.at.y + i.at.height); y += 2) {
                double ux = m->frame.x0 + x * MM / m->frame.scale,
                       uy = m->frame.y0 - y * MM / m->frame.scale;
                for (district_id d = 0; d < g->n_districts; d++)
                    assert_false(geometry_contains(g, d, ux, uy));
            }
        print_map_free(m);
    }
}

static void test_what_needs_none_has_none(void **state) {
    (void)state;
    static const char *const ids[] = {"violence", "income_mean"};
    for (int k = 0; k < 2; k++) {
        print_map *m = map_of(ids[k], 269, 248, &a3);
        print_inset i;
        err_code rc = ERR_OK;
        assert_false(print_map_find_inset(m, 40, 269, &i, &rc, NULL));
        assert_int_equal(rc, ERR_OK);
        print_map_free(m);
    }
}

static void test_its_scale_is_true(void **state) {
    (void)state;
    print_map *m = map_of("low_standard", 269, 190, &a3);
    print_inset i = inset_of(m, 0, 269);
    print_map *p = part_of(m, &i);
    double larger = print_map_denominator(m) / i.denominator;
    assert_true(print_map_denominator(p) == i.denominator);
    assert_string_equal(print_map_projection(p), print_map_projection(m));
    for (int k = 0; k < 5; k++) {
        double lon = 17.9 + 0.05 * k, lat = 59.4 - 0.04 * k, x[2], y[2];
        assert_int_equal(print_map_locate(m, lon, lat, &x[0], &y[0], NULL), ERR_OK);
        assert_int_equal(print_map_locate(p, lon, lat, &x[1], &y[1], NULL), ERR_OK);
        assert_true(fabs((x[0] - i.window.x) * larger - x[1]) < 1e-6);
        assert_true(fabs((y[0] - i.window.y) * larger - y[1]) < 1e-6);
    }
    print_map_free(p);
    print_map_free(m);
}

static void test_labels_are_whole(void **state) {
    (void)state;
    print_map *m = map_of("low_standard", 269, 190, &a3);
    print_inset i = inset_of(m, 0, 269);
    print_map *p = part_of(m, &i);
    const label_plan *plan = map_plan_labels(p->plan);
    size_t n = label_plan_count(plan);
    assert_true(n >= 8);
    for (size_t k = 0; k < n; k++) {
        const label *l = label_plan_at(plan, k);
        for (size_t line = 0; line < l->n_lines; line++) {
            double x = ((double)l->x + l->line[line].x) / 10, w = l->line[line].width / 10;
            double y = ((double)l->y + l->line[line].baseline) / 10;
            assert_true(x > 0 && x + w < i.at.width && y > 1 && y < i.at.height);
        }
    }
    /* what lies outside of the window is not in it */
    rect cut = geometry_bounds(map_plan_land(p->plan));
    double mm = 1000 / (p->meter * p->denominator);
    assert_true((cut.x1 - cut.x0) * mm <= i.at.width + 1);
    assert_true((cut.y1 - cut.y0) * mm <= i.at.height + 1);
    print_map_free(p);
    print_map_free(m);
}

/* Between them the two maps tell of every district, by name or number. */
static void test_all_are_told(void **state) {
    (void)state;
    print_map *first = map_of("low_standard", 269, 190, &a3);
    print_inset i = inset_of(first, 0, 269);
    print_map *p = part_of(first, &i);
    const geometry *land = map_plan_land(first->plan);
    size_t n = land->n_districts, in_both = 0, moved = 0;
    bool *told = calloc(n, sizeof *told), *there = calloc(n, sizeof *there);
    unsigned *by = calloc(n, sizeof *by);
    print_map_tell(p, told);
    print_map_style s = a3;
    s.told = told, s.kept = i.at, s.marked = i.window;
    print_map *m = map_of("low_standard", 269, 190, &s);
    print_map_tell(m, there);
    assert_int_equal(print_map_number_part(p, m, NULL), ERR_OK);
    for (size_t d = 0; d < n; d++) by[d] = there[d];
    for (size_t k = 0; k < m->n_leaders; k++) {
        const box b = m->leader[k].at;
        by[m->leader[k].district]++;
        assert_true(b.x + b.width < i.at.x || b.x > i.at.x + i.at.width ||
                    b.y + b.height < i.at.y ||
                    b.y > i.at.y + i.at.height); /* the inset's place is kept free */
    }
    for (size_t k = 0; k < m->n_keys; k++) by[m->key[k].district]++;
    for (size_t d = 0; d < n; d++) {
        bool has_land = land->ring_of[d] < land->ring_of[d + 1];
        if (!has_land) continue;
        assert_true(by[d] + told[d] >= 1 && by[d] <= 1);
        in_both += by[d] && told[d], moved += !by[d] && told[d];
        if (by[d] && told[d]) assert_true(there[d]); /* inside its district, never beside */
    }
    assert_true(moved >= 8);
    for (size_t k = 0; k < p->n_keys; k++) { /* numbers are the same in both */
        size_t of = 0;
        while (of < m->n_keys && m->key[of].district != p->key[k].district) of++;
        assert_true(of < m->n_keys && m->key[of].number == p->key[k].number);
        assert_true(p->number[k].x > 0 && p->number[k].x < i.at.width);
        assert_true(p->number[k].y > 0 && p->number[k].y < i.at.height);
    }
    free(told);
    free(there);
    free(by);
    print_map_free(m);
    print_map_free(p);
    print_map_free(first);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_where_it_goes),     cmocka_unit_test(test_what_needs_none_has_none),
        cmocka_unit_test(test_its_scale_is_true), cmocka_unit_test(test_labels_are_whole),
        cmocka_unit_test(test_all_are_told),
    };
    return cmocka_run_group_tests_name("print_map_inset", tests, aid_stockholm_open,
                                       aid_stockholm_close);
}
