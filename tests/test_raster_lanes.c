/* The loops over samples, each that this processor can run: against distances worked out sample by
 * sample in double, and bit by bit against the one in plain C. */
#include "aid_cmocka.h"
#include "aid_raster.h"
#include "tile/raster.h"
#include "tile/raster_parts.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define WIDTH  70 /* two words of the row's bits */
#define HEIGHT 37 /* some bands, and a part of one */
#define LINES  60
#define ROUNDS 40

typedef struct scene {
    double ink_px[RASTER_INKS];
    double x[LINES][2], y[LINES][2];
} scene;

typedef float image[HEIGHT][WIDTH][RASTER_INKS];

static double random_in(double low, double high) {
    return low + (high - low) * ((double)rand() / RAND_MAX); /* test data: any will do */
}

/* Short ones as in dense tiles, long ones that leave the window, dots, level and upright ones, and
 * one that falls by a pixel or two around the world. */
static void make_scene(scene *s, int round) {
    static const double widths[] = {0.2, 0.5, 1, 2.5, 4};
    s->ink_px[0] = round % 3 ? widths[round % 5] + 1 : 0;
    s->ink_px[1] = widths[round % 5];
    for (int i = 0; i < LINES; i++) {
        double far = i % 6 == 0 ? 90 : i % 6 == 1 ? 12 : 1.5;
        s->x[i][0] = random_in(-5, WIDTH + 5), s->y[i][0] = random_in(-5, HEIGHT + 5);
        s->x[i][1] = s->x[i][0] + (i % 7 == 3 ? 0 : random_in(-far, far));
        s->y[i][1] = s->y[i][0] + (i % 7 == 3 || i % 7 == 5 ? 0 : random_in(-far, far));
        if (i % 7 == 4) s->x[i][1] = s->x[i][0];
        if (i == 2) s->x[i][0] = -9e8, s->x[i][1] = 9e8, s->y[i][1] = s->y[i][0] + random_in(-2, 2);
    }
}

static void draw(raster *r, const stroke_lanes *kind, const scene *s, int lines, image out) {
    r->stroke.kind = kind;
    raster_begin(r, WIDTH, HEIGHT, s->ink_px);
    for (int i = 0; i < lines; i++)
        assert_false(raster_arc(r, s->x[i], s->y[i], 2, 0, 0, true, NULL));
    const raster_span *spans;
    size_t n;
    assert_false(raster_finish(r, &spans, &n, NULL));
    for (size_t i = 0; i < n; i++)
        for (uint32_t k = 0; k < spans[i].len; k++)
            memcpy(out[spans[i].y][spans[i].x + k], spans[i].ink, sizeof spans[i].ink);
}

/* ---- by hand -------------------------------------------------------------------------- */

static double distance(const scene *s, int line, double px, double py) {
    double dx = s->x[line][1] - s->x[line][0], dy = s->y[line][1] - s->y[line][0];
    double to_x = px - s->x[line][0], to_y = py - s->y[line][0], length2 = dx * dx + dy * dy;
    double t = length2 > 0 ? fmin(fmax((to_x * dx + to_y * dy) / length2, 0), 1) : 0;
    return hypot(to_x - t * dx, to_y - t * dy);
}

static double between(double v) { return fmin(fmax(v, 0), 1); }

/* Of a square of a quarter pixel whose center is that far from the line's middle. */
static double covered(double d, double half) {
    return between(0.5 + 4 * (half - d)) - between(0.5 - 4 * (half + d));
}

static double ink_at(const scene *s, int lines, uint32_t x, uint32_t y, double half) {
    double sum = 0;
    for (int k = 0; k < 16 && half > 0; k++) {
        double least = 1e9;
        for (int i = 0; i < lines; i++)
            least = fmin(least, distance(s, i, x + 0.125 + k % 4 / 4.0, y + 0.125 + k / 4 / 4.0));
        sum += covered(least, half);
    }
    return sum / 16;
}

/* Under 1/512 it is nothing, over 511/512 all. */
static void check_ink(double got, double want) {
    bool clear = want > 1 / 512.0 + 1e-5 && want < 511 / 512.0 - 1e-5;
    aid_assert_near(got, want, clear ? 1e-5 : 1 / 512.0 + 1e-5);
}

/* ---- tests ---------------------------------------------------------------------------- */

static void every_kind_is_right(void **state) {
    (void)state;
    raster *r;
    assert_false(raster_create(&r, NULL));
    static image made;
    size_t partly = 0;
    for (size_t k = 0; k < stroke_lanes_count; k++) {
        if (!stroke_lanes_all[k].usable()) continue;
        for (int round = 0; round < 10; round++) {
            scene s;
            make_scene(&s, round);
            draw(r, &stroke_lanes_all[k], &s, LINES / 3, made);
            for (uint32_t y = 0; y < HEIGHT; y++)
                for (uint32_t x = 0; x < WIDTH; x++)
                    for (int i = 0; i < RASTER_INKS; i++) {
                        double want = ink_at(&s, LINES / 3, x, y, s.ink_px[i] / 2);
                        check_ink((double)made[y][x][i], want);
                        partly += want > 0 && want < 1;
                    }
        }
    }
    assert_true(partly > 10000);
    raster_free(r);
}

static void all_kinds_are_equal(void **state) {
    (void)state;
    const stroke_lanes *plain = &stroke_lanes_all[stroke_lanes_count - 1];
    assert_string_equal(plain->name, "plain");
    raster *r;
    assert_false(raster_create(&r, NULL));
    static image want, made;
    for (int round = 0; round < ROUNDS; round++) {
        scene s;
        make_scene(&s, round);
        draw(r, plain, &s, LINES, want);
        for (size_t k = 0; k + 1 < stroke_lanes_count; k++) {
            if (!stroke_lanes_all[k].usable()) continue;
            draw(r, &stroke_lanes_all[k], &s, LINES, made);
            assert_memory_equal(made, want, sizeof want);
        }
    }
    raster_free(r);
}

/* A tile that was not drawn to its end, as when memory runs out, leaves nothing in the next. */
static void a_tile_given_up(void **state) {
    (void)state;
    scene s, other;
    make_scene(&s, 1);
    make_scene(&other, 4);
    raster *r;
    assert_false(raster_create(&r, NULL));
    static image want, made;
    draw(r, stroke_lanes_best(), &s, LINES, want);
    for (uint32_t rows = 1; rows <= HEIGHT; rows += 5) {
        raster_begin(r, WIDTH, HEIGHT, other.ink_px);
        for (int i = 0; i < LINES; i++)
            assert_false(raster_stroke_arc(&r->stroke, other.x[i], other.y[i], 2, NULL));
        assert_false(raster_stroke_sort(&r->stroke, NULL));
        for (uint32_t row = 0; row < rows; row++) raster_stroke_row(&r->stroke, row);
        draw(r, stroke_lanes_best(), &s, LINES, made);
        assert_memory_equal(made, want, sizeof want);
    }
    raster_free(r);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_kind_is_right),
        cmocka_unit_test(all_kinds_are_equal),
        cmocka_unit_test(a_tile_given_up),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
