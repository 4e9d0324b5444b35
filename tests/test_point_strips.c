/* Points in strips, and triangles, against brute force in integers. */
#include "aid_cmocka.h"
#include "aid_random.h"
#include "geo/point_strips.h"

#include <stdlib.h>
#include <string.h>

__extension__ typedef __int128 wide;

static int side_of(spot a, spot b, spot c) {
    int64_t abx = (int64_t)(b.x - a.x), aby = (int64_t)(b.y - a.y);
    int64_t acx = (int64_t)(c.x - a.x), acy = (int64_t)(c.y - a.y);
    wide z = (wide)abx * acy - (wide)aby * acx;
    return (z > 0) - (z < 0);
}

static bool same(spot a, spot b) { return a.x == b.x && a.y == b.y; }

/* In a triangle: never on both sides of its edges; on a line: between two of the three. */
static bool lies_in(const spot t[3], spot p) {
    int left = 0, right = 0;
    if (same(p, t[0]) || same(p, t[1]) || same(p, t[2])) return false;
    for (int i = 0; i < 3; i++) {
        int side = side_of(t[i], t[(i + 1) % 3], p);
        left += side > 0, right += side < 0;
    }
    if (side_of(t[0], t[1], t[2])) return !left || !right;
    bool within = false;
    for (int i = 0; i < 3; i++) {
        spot a = t[i], b = t[(i + 1) % 3];
        within =
            within || (a.x != b.x && (p.x >= a.x) != (p.x > b.x) && (p.x >= b.x) != (p.x > a.x));
        within = within || (a.x == b.x && p.x == a.x && (p.y > a.y) != (p.y > b.y));
    }
    return within && !left && !right;
}

/* Corners so far apart, and points so near their edges, that products of doubles round. */
static void test_triangles_are_exact(void **state) {
    (void)state;
    aid_random r = {3};
    for (int round = 0; round < 100000; round++) {
        spot t[3], p;
        double reach = round % 2 ? 8 : 0x1p40;
        for (int i = 0; i < 3; i++)
            t[i] = (spot){floor(aid_random_in(&r, -reach, reach)),
                          floor(aid_random_in(&r, -reach, reach))};
        double k = aid_random_in(&r, -0.1, 1.1);
        p.x = floor(t[0].x + (t[1].x - t[0].x) * k) + (double)(aid_random_bits(&r) % 3) - 1;
        p.y = floor(t[0].y + (t[1].y - t[0].y) * k) + (double)(aid_random_bits(&r) % 3) - 1;
        if (round % 5 == 0)
            t[2] = p, p = (spot){floor((p.x + t[0].x) / 2), floor((p.y + t[0].y) / 2)};
        if (round % 7 == 0) t[2] = (spot){2 * t[1].x - t[0].x, 2 * t[1].y - t[0].y};
        triangle made = triangle_of(t[0], t[1], t[2]);
        assert_int_equal(made.turning, side_of(t[0], t[1], t[2]));
        assert_int_equal(triangle_side(t[0], t[1], p), side_of(t[0], t[1], p));
        assert_int_equal(triangle_holds(&made, p), lies_in(t, p));
    }
    assert_true(triangle_area((spot){0, 0}, (spot){4, 1}, (spot){8, 0}) == 4); /* 8 * 1 / 2 */
    triangle any = triangle_of((spot){0, 0}, (spot){4, 1}, (spot){8, 0});
    assert_false(triangle_is_near(&any, (spot){NAN, NAN}));
}

typedef struct cloud {
    size_t n;
    double *x, *y;
    float *weight;
} cloud;

static void free_cloud(cloud *c) {
    free(c->x);
    free(c->y);
    free(c->weight);
}

/* 0: even; 1: heaps far apart; 2: one column; 3: one row; 4: few places, many times; 5: a small
 * town far from the origin, and one point at the other end of the world. */
static spot place_of(aid_random *r, int kind, size_t i) {
    double x = floor(aid_random_in(r, 0, 1000)), y = floor(aid_random_in(r, 0, 1000));
    switch (kind) {
    case 1: {
        double heap = (double)(aid_random_bits(r) % 3);
        return (spot){x + heap * 1e9, y / 100 - heap * 1e8};
    }
    case 2:
        return (spot){7, y};
    case 3:
        return (spot){x, 7};
    case 4:
        return (spot){floor(x / 300), floor(y / 300)};
    case 5:
        return i ? (spot){2e7 + x, 8e6 + y} : (spot){-2e7, -8e6};
    default:
        return (spot){x, y};
    }
}

static cloud cloud_of(aid_random *r, int kind, size_t n) {
    cloud c = {n, malloc((n + 1) * 8), malloc((n + 1) * 8), malloc((n + 1) * 4)};
    assert_true(c.x && c.y && c.weight);
    for (size_t i = 0; i < n; i++) {
        spot s = place_of(r, kind, i);
        c.x[i] = floor(s.x), c.y[i] = floor(s.y);
        c.weight[i] = aid_random_bits(r) % 4 ? INFINITY : 1;
    }
    return c;
}

static bool is_odd(const void *data, uint32_t i) {
    (void)data;
    return i % 2;
}

static bool is_meant(const cloud *c, const point_strips_except *but, uint32_t i) {
    return isinf(c->weight[i]) &&
           (i < but->first || i > but->last || (but->counts && but->counts(NULL, i)));
}

static spot spot_of(const cloud *c, size_t i) { return (spot){c->x[i], c->y[i]}; }

static void check_triangle(const cloud *c, const point_strips *s, const spot t[3],
                           const point_strips_except *but) {
    bool truth = false;
    for (uint32_t i = 0; i < c->n; i++)
        truth = truth || (is_meant(c, but, i) && lies_in(t, spot_of(c, i)));
    triangle made = triangle_of(t[0], t[1], t[2]);
    assert_int_equal(point_strips_hold(s, &made, but), truth);
}

static void check_rect(const cloud *c, const point_strips *s, rect r,
                       const point_strips_except *but) {
    uint32_t found[50];
    size_t n = point_strips_in(s, r, but, 50, found), truth = 0;
    for (uint32_t i = 0; i < c->n; i++) {
        bool in = c->x[i] >= r.x0 && c->x[i] <= r.x1 && c->y[i] >= r.y0 && c->y[i] <= r.y1;
        if (!in || !is_meant(c, but, i)) continue;
        truth++;
        size_t k = 0;
        while (k < 50 && k < n && found[k] != i) k++;
        assert_true(n > 50 || (k < n && k < 50)); /* all are listed if there is room */
    }
    assert_int_equal(n, truth > 50 ? 51 : truth);
}

/* Triangles of three points of the cloud, near ones and far ones, and long slender ones. */
static void check_cloud(aid_random *r, const cloud *c, const point_strips *s) {
    for (int round = 0; round < 200 && c->n; round++) {
        size_t a = (size_t)aid_random_bits(r) % c->n, b = (size_t)aid_random_bits(r) % c->n;
        double near = round % 3 ? 3 : 300;
        spot t[3] = {spot_of(c, a), spot_of(c, b), spot_of(c, a)};
        t[2].x += floor(aid_random_in(r, -near, near));
        t[2].y += floor(aid_random_in(r, -near, near));
        if (round % 2)
            t[1] = (spot){t[0].x + floor(aid_random_in(r, -near, near)),
                          t[0].y + floor(aid_random_in(r, -near, near))};
        uint32_t first = (uint32_t)(aid_random_bits(r) % c->n);
        point_strips_except but = {first, first + 40, round % 4 ? is_odd : NULL, NULL};
        check_triangle(c, s, t, &but);
        check_rect(c, s, triangle_of(t[0], t[1], t[2]).bounds, &but);
    }
}

static void test_finds_what_brute_force_finds(void **state) {
    (void)state;
    static const size_t sizes[] = {0, 1, 2, 50, 1000, 5000};
    aid_random r = {17};
    pool *p = NULL;
    assert_int_equal(pool_create(3, 0, &p, NULL), ERR_OK);
    for (int kind = 0; kind < 6; kind++)
        for (size_t k = 0; k < sizeof sizes / sizeof *sizes; k++) {
            cloud c = cloud_of(&r, kind, sizes[k]);
            point_strips *s = NULL;
            assert_int_equal(
                point_strips_build(c.x, c.y, c.weight, c.n, k % 2 ? p : NULL, &s, NULL), ERR_OK);
            size_t left = 0;
            for (size_t i = 0; i < c.n; i++) left += isinf(c.weight[i]) != 0;
            assert_int_equal(point_strips_count(s), left);
            check_cloud(&r, &c, s);
            point_strips_free(s);
            free_cloud(&c);
        }
    pool_free(p);
    point_strips_free(NULL);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_triangles_are_exact),
        cmocka_unit_test(test_finds_what_brute_force_finds),
    };
    return cmocka_run_group_tests_name("point_strips", tests, NULL, NULL);
}
