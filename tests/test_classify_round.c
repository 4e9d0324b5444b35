/* Round edges: worked by hand, and against a search over all short decimals. */
#include "aid_classes.h"
#include "carto/classify_round.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- pretty: the multiples inside, counted by hand ---- */

static void steps_by_hand(void **state) {
    (void)state;
    const struct {
        double min, max;
        size_t k, count;
        double edge[CLASSES_MAX - 1];
    } rows[] = {
        {1, 97, 5, 4, {20, 40, 60, 80}}, /* 10 would make 10 classes */
        {1, 97, 4, 3, {25, 50, 75}},     /* 20: 5 */
        {1, 97, 3, 1, {50}},             /* 25: 4 */
        {1, 97, 10, 9, {10, 20, 30, 40, 50, 60, 70, 80, 90}},
        {0, 10, 5, 4, {2, 4, 6, 8}}, /* the ends are no inner edges */
        {-7, 6, 4, 3, {-5, 0, 5}},   /* 2.5: 6 */
        {-7, 6, 6, 5, {-5, -2.5, 0, 2.5, 5}},
        {0.1, 0.35, 3, 2, {0.2, 0.3}}, /* the doubles that 0.2 and 0.3 are */
        {1234567890.1, 1234567890.8, 4, 3, {1234567890.2, 1234567890.4, 1234567890.6}},
        {1e-320, 9e-320, 4, 3, {2.5e-320, 5e-320, 7.5e-320}}, /* 2e-320: 5 */
        {-6e306, 6e306, 4, 3, {-5e306, 0, 5e306}},
        {1, 1 + 0x1p-52, 5, 0, {0}},
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        double got[CLASSES_MAX];
        size_t count = classify_round_steps(rows[i].min, rows[i].max, rows[i].k, got);
        if (count != rows[i].count) fail_msg("row %zu: %zu edges", i, count);
        for (size_t j = 0; j < count; j++)
            if (got[j] != rows[i].edge[j]) fail_msg("row %zu: edge %zu is %.17g", i, j, got[j]);
    }
}

/* The definition, in whole numbers: values are thousandths, and steps 1, 2, 2.5 and 5 of them. */
static size_t classes_of_step(long min, long max, long step) {
    size_t count = 1;
    for (long at = min + 1; at < max; at++) count += at % step == 0;
    return count;
}

static void steps_by_search(void **state) {
    (void)state;
    aid_random random = {1};
    for (int round = 0; round < 3000; round++) {
        long min = (long)aid_random_in(&random, -5000, 5000);
        long max = min + (long)aid_random_in(&random, 500, 3000), want = 0;
        size_t k = 2 + aid_random_bits(&random) % (CLASSES_MAX - 1);
        static const long steps[] = {1,   2,   5,   10,   20,   25,   50,  100,
                                     200, 250, 500, 1000, 2000, 2500, 5000};
        for (size_t i = 0; !want; i++)
            if (classes_of_step(min, max, steps[i]) <= k) want = steps[i];
        double got[CLASSES_MAX];
        size_t count = classify_round_steps((double)min / 1000, (double)max / 1000, k, got);
        assert_int_equal(count + 1, classes_of_step(min, max, want));
        for (size_t i = 0; i < count; i++) {
            long at = lround(got[i] * 1000);
            assert_int_equal(at % want, 0);
            assert_true(got[i] == (double)at / 1000 && at > min && at < max);
        }
    }
}

static void pretty_keeps_its_empty_classes(void **state) {
    (void)state;
    const double v[] = {1, 2, 20, 97};
    class_breaks b = aid_classes("pretty", v, COUNT(v), 5, CLOSED_RIGHT);
    CLASSES_ARE(b, v, LIST(1, 20, 40, 60, 80, 97), {3, 0, 0, 0, 1});
    b = aid_classes("pretty", v, COUNT(v), 5, CLOSED_LEFT);
    CLASSES_ARE(b, v, LIST(1, 20, 40, 60, 80, 97), {2, 1, 0, 0, 1});
}

/* ---- rounding ---- */

static class_breaks round_of(const char *method, const double *v, size_t n, size_t classes,
                             closure closed) {
    return aid_classes_with(
        method, v, n, (classify_request){.classes = classes, .closed = closed, .rounded = true});
}

static void roundest_by_hand(void **state) {
    (void)state;
    const struct {
        double low, high, right, left; /* two values; the edge that parts their middle */
    } rows[] = {
        {12.1, 14.7, 14, 14}, /* of 13 and 14 the even one */
        {8.2, 12.7, 10, 10},  /* of 9 and 10 the multiple of 10 */
        {101, 180, 150, 150}, /* of 110 to 180 the multiple of 50 */
        {1.23, 7.84, 5, 5},   /* of 2 to 7 the multiple of 5 */
        {-4, 3, 0, 0},        /* no digit is rounder than one */
        {-180, -101, -150, -150},
        {20, 20.5, 20, 20.5}, /* an end belongs to a class, by the closure */
        {0, 7, 0, 5},
        {0.31, 0.34, 0.32, 0.32}, /* the double that 0.32 is */
        {21, 22, 21, 22},
        {99.7, 100.2, 100, 100},
        {1234567890.1, 1234567890.4, 1234567890.2, 1234567890.2},
        {1e-320, 9e-320, 5e-320, 5e-320},
        {3e306, 8e306, 5e306, 5e306},
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        const double v[] = {rows[i].low, rows[i].high};
        class_breaks right = round_of("maximum", v, 2, 2, CLOSED_RIGHT);
        class_breaks left = round_of("maximum", v, 2, 2, CLOSED_LEFT);
        if (right.edge[1] != rows[i].right || left.edge[1] != rows[i].left)
            fail_msg("row %zu: %.17g and %.17g", i, right.edge[1], left.edge[1]);
    }
}

static void rounded_edges_stay_in_order(void **state) {
    (void)state;
    /* Exact edges 4 and 7; the first may go up to 5.5, the second from there, and 10 is a value:
     * of 6 to 9 the even ones 6 and 8 are equally near, and 6 is nearer to 0. */
    const double v[] = {1, 10};
    class_breaks b = round_of("equal", v, 2, 3, CLOSED_RIGHT);
    CLASSES_ARE(b, v, LIST(1, 5, 6, 10), {1, 0, 1});
    /* Breaks at values that are next to each other: nothing to move. */
    const double three[] = {1, nextafter(1, 2), nextafter(nextafter(1, 2), 2)};
    class_breaks exact = aid_classes("jenks", three, 3, 3, CLOSED_LEFT);
    b = round_of("jenks", three, 3, 3, CLOSED_LEFT);
    assert_memory_equal(b.edge, exact.edge, 4 * sizeof *b.edge);
}

static void rounded_jenks_by_hand(void **state) {
    (void)state;
    /* Exact edges 13 and 58 (the highest below); gaps [13, 41) and [58, 94). */
    const double v[] = {11, 12, 13, 41, 47, 58, 94, 99};
    class_breaks b = round_of("jenks", v, COUNT(v), 3, CLOSED_RIGHT);
    CLASSES_ARE(b, v, LIST(11, 20, 60, 99), {3, 3, 2});
}

/* How many digits a number has, without zeros at its ends. */
static size_t digits(double v) {
    char text[40];
    snprintf(text, sizeof text, "%.14e", fabs(v));
    *strchr(text, 'e') = 0;
    size_t n = strlen(text);
    while (n && (text[n - 1] == '0' || text[n - 1] == '.')) n--;
    return n > 2 ? n - 1 : n; /* without the decimal sign */
}

/* The fewest digits, up to 3, that a number in the class gap has, over all of them; 4 for more. */
static size_t fewest_digits(double low, double high, closure closed) {
    if (low < 0 && high > 0) return 0;
    for (size_t d = 1; d <= 3; d++)
        for (int exponent = -5; exponent <= 3; exponent++)
            for (int m = 1; m < (d == 1 ? 10 : d == 2 ? 100 : 1000); m++) {
                char text[32];
                snprintf(text, sizeof text, "%s%de%d", low < 0 ? "-" : "", m, exponent);
                double v = strtod(text, NULL);
                if (closed == CLOSED_RIGHT ? v >= low && v < high : v > low && v <= high) return d;
            }
    return 4;
}

static void no_shorter_number_fits(void **state) {
    (void)state;
    aid_random random = {5};
    for (int round = 0; round < 1000; round++) {
        double low = aid_random_in(&random, -900, 900);
        double v[] = {low, low + exp(aid_random_in(&random, -5, 5))};
        closure closed = round % 2 ? CLOSED_LEFT : CLOSED_RIGHT;
        class_breaks b = round_of("maximum", v, 2, 2, closed);
        size_t want = fewest_digits(v[0], v[1], closed), got = digits(b.edge[1]);
        if (want < 4 ? got != want : got < 4)
            fail_msg("%.17g to %.17g: %.17g has %zu digits, not %zu", v[0], v[1], b.edge[1], got,
                     want);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(steps_by_hand),
        cmocka_unit_test(steps_by_search),
        cmocka_unit_test(pretty_keeps_its_empty_classes),
        cmocka_unit_test(roundest_by_hand),
        cmocka_unit_test(rounded_edges_stay_in_order),
        cmocka_unit_test(rounded_jenks_by_hand),
        cmocka_unit_test(no_shorter_number_fits),
    };
    return cmocka_run_group_tests_name("classify_round", tests, NULL, NULL);
}
