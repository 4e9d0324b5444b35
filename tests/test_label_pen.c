/* label's masks.  Truth: what letters look like, and that masks agree with one another. */
#include "aid_cmocka.h"
#include "draw/label.h"

#include <stdlib.h>
#include <string.h>

static label_pen *pen;

static int open_pen(void **state) {
    (void)state;
    return label_pen_create(&pen, NULL);
}
static int close_pen(void **state) {
    (void)state;
    label_pen_free(pen);
    return 0;
}

static const label_style paper = {.name = 12,
                                  .value = 13,
                                  .place = 11,
                                  .leading = 1.15,
                                  .padding = {4, 2, 0.5},
                                  .halo = 1.6,
                                  .halo_hatched = 3,
                                  .clear = 3,
                                  .always = true};

/* The plan of a place at (x, y), which is the simplest label. */
static label_plan *plan_of(const char *text, double x, double y) {
    static uint32_t none[1] = {0};
    static const geometry nowhere = {.ring_of = none};
    const label_place place = {x, -y, text, 0};
    const label_request r = {.land = &nowhere,
                             .scale = 1,
                             .places = &place,
                             .n_places = 1,
                             .style = &label_style_screen};
    label_plan *p = NULL;
    err e = {0};
    if (label_plan_make(&r, &p, &e)) fail_msg("%s", e.text);
    assert_int_equal(label_plan_count(p), 1);
    return p;
}

/* A copy of the masks; x and y as well. */
static label_mask draw(const label *l, const label_style *s, unsigned scale) {
    label_mask m;
    err e = {0};
    if (label_pen_draw(pen, l, s, scale, &m, &e)) fail_msg("%s", e.text);
    size_t n = (size_t)m.width * m.height;
    uint8_t *all = malloc(3 * n);
    memcpy(all, m.text, n);
    memcpy(all + n, m.halo, n);
    memcpy(all + 2 * n, m.clear, n);
    m.text = all, m.halo = all + n, m.clear = all + 2 * n;
    return m;
}
static void drop(label_mask m) { free((void *)(uintptr_t)m.text); }

typedef struct extent {
    uint32_t x0, y0, x1, y1; /* of what is more than `over` */
    double sum;              /* of all, in whole pixels */
} extent;

static extent extent_of(const label_mask *m, const uint8_t *mask, uint8_t over) {
    extent e = {UINT32_MAX, UINT32_MAX, 0, 0, 0};
    for (uint32_t y = 0; y < m->height; y++)
        for (uint32_t x = 0; x < m->width; x++) {
            uint8_t at = mask[(size_t)y * m->width + x];
            e.sum += at / 255.0;
            if (at <= over) continue;
            e.x0 = x < e.x0 ? x : e.x0, e.x1 = x + 1 > e.x1 ? x + 1 : e.x1;
            e.y0 = y < e.y0 ? y : e.y0, e.y1 = y + 1 > e.y1 ? y + 1 : e.y1;
        }
    return e;
}

static void test_equal_labels_give_equal_masks(void **state) {
    (void)state;
    label_plan *a = plan_of("Älvsjö", 100, 200), *b = plan_of("Älvsjö", -4000317, 25165931);
    for (unsigned scale = 1; scale <= 2; scale++) {
        label_mask p = draw(label_plan_at(a, 0), &label_style_screen, scale);
        label_mask q = draw(label_plan_at(b, 0), &label_style_screen, scale);
        assert_true(p.width == q.width && p.height == q.height);
        assert_memory_equal(p.text, q.text, 3 * (size_t)p.width * p.height);
        assert_true(p.x - 100 * scale == q.x + (int64_t)4000317 * scale);
        assert_true(p.y - 200 * scale == q.y - (int64_t)25165931 * scale);
        drop(p);
        drop(q);
    }
    label_plan_free(a);
    label_plan_free(b);
}

/* Nothing reaches the edge of what the label says that it covers. */
static void test_ink_stays_in_the_cover(void **state) {
    (void)state;
    static const char *const texts[] = {
        "Ågesta", "jfÅÄÖ§", "W", ".", "القدس", "Ế", "ÅÅÅ\xcc\x8a\xcc\x8a"};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        label_plan *p = plan_of(texts[i], 0, 0);
        const label *l = label_plan_at(p, 0);
        for (unsigned scale = 1; scale <= 2; scale++) {
            label_mask m = draw(l, &label_style_screen, scale);
            assert_true(m.x == l->x0 * scale && m.y == l->y0 * scale);
            assert_true(m.width == (l->x1 - l->x0) * scale && m.height == (l->y1 - l->y0) * scale);
            const uint8_t *masks[] = {m.text, m.halo, m.clear};
            for (int k = 0; k < 3; k++) {
                extent e = extent_of(&m, masks[k], 0);
                assert_true(e.x0 >= 1 && e.y0 >= 1 && e.x1 < m.width && e.y1 < m.height);
            }
            drop(m);
        }
        label_plan_free(p);
    }
}

/* The ring is ink above the A, which else is the same. */
static void test_letters_of_swedish(void **state) {
    (void)state;
    static const char *const pairs[][2] = {
        {"A", "Å"}, {"A", "Ä"}, {"O", "Ö"}, {"a", "å"}, {"o", "ö"}};
    for (size_t i = 0; i < 5; i++) {
        label_plan *a = plan_of(pairs[i][0], 0, 0), *b = plan_of(pairs[i][1], 0, 0);
        label_mask p = draw(label_plan_at(a, 0), &label_style_screen, 2);
        label_mask q = draw(label_plan_at(b, 0), &label_style_screen, 2);
        extent plain = extent_of(&p, p.text, 64), marked = extent_of(&q, q.text, 64);
        int64_t top = p.y + plain.y0, marked_top = q.y + marked.y0;
        assert_in_range(top - marked_top, 3, 7);        /* 1.5 to 3.5 px of 11 */
        assert_true(p.y + plain.y1 == q.y + marked.y1); /* the same foot */
        assert_true(marked.sum > plain.sum * 1.03);
        drop(p);
        drop(q);
        label_plan_free(a);
        label_plan_free(b);
    }
}

/* Cap height of Inter is 0.727 of the size: 8 px of 11. */
static void test_size_and_place(void **state) {
    (void)state;
    label_plan *p = plan_of("H", 50, 60);
    const label *l = label_plan_at(p, 0);
    for (unsigned scale = 1; scale <= 2; scale++) {
        label_mask m = draw(l, &label_style_screen, scale);
        extent e = extent_of(&m, m.text, 40);
        assert_true((double)(m.y + e.y1) == (60 + l->line[0].baseline) * scale); /* a sharp foot */
        assert_int_equal(e.y1 - e.y0, 8 * scale);
        double middle = (double)(2 * m.x + e.x0 + e.x1) / 2 / scale;
        assert_true(middle > 49.4 && middle < 50.6);
        drop(m);
    }
    label_plan_free(p);
}

static void test_the_halo_is_around_the_letters(void **state) {
    (void)state;
    label_plan *p = plan_of("Örby", 0, 0);
    label l = *label_plan_at(p, 0);
    label_mask m = draw(&l, &label_style_screen, 2);
    extent text = extent_of(&m, m.text, 0), halo = extent_of(&m, m.halo, 0);
    for (size_t i = 0; i < (size_t)m.width * m.height; i++) {
        assert_true(m.halo[i] >= m.text[i]);
        assert_true(m.clear[i] == 255 || (m.clear[i] == 0 && m.text[i] == 0));
    }
    /* 1.6 px by 2, to a device pixel */
    assert_in_range(text.x0 - halo.x0, 3, 4);
    assert_in_range(halo.x1 - text.x1, 3, 4);
    assert_in_range(text.y0 - halo.y0, 3, 4);
    assert_in_range(halo.y1 - text.y1, 3, 4);
    label_mask hatched;
    l.muted = true;
    l.x0 -= 3, l.y0 -= 3, l.x1 += 3, l.y1 += 3;
    hatched = draw(&l, &label_style_screen, 2);
    extent wider = extent_of(&hatched, hatched.halo, 0);
    assert_in_range((wider.x1 - wider.x0) - (halo.x1 - halo.x0), 5, 7); /* 2 x 1.4 by 2 */
    drop(hatched);
    drop(m);
    label_plan_free(p);
}

/* Lines end 3 px beside the text, 3 above the line's 10 and 3 below its 2: 11 px by 1.15. */
static void test_hairlines_stop_short(void **state) {
    (void)state;
    label_plan *p = plan_of("Nacka", 0, 0);
    const label *l = label_plan_at(p, 0);
    label_mask m = draw(l, &label_style_screen, 1);
    extent e = extent_of(&m, m.clear, 0);
    double width = e.x1 - e.x0;
    assert_true(width >= l->line[0].width + 6 && width <= l->line[0].width + 8);
    assert_true((double)(m.y + e.y0) == l->line[0].baseline - 10 - 3);
    assert_true((double)(m.y + e.y1) == l->line[0].baseline + 2 + 3);
    assert_true(e.sum == width * (e.y1 - e.y0));
    drop(m);
    m = draw(l, &paper, 1); /* the same, but for rounding to whole pixels */
    assert_true(extent_of(&m, m.clear, 0).y1 - e.y1 <= 1);
    drop(m);
    label_plan_free(p);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_equal_labels_give_equal_masks),
        cmocka_unit_test(test_ink_stays_in_the_cover),
        cmocka_unit_test(test_letters_of_swedish),
        cmocka_unit_test(test_size_and_place),
        cmocka_unit_test(test_the_halo_is_around_the_letters),
        cmocka_unit_test(test_hairlines_stop_short),
    };
    return cmocka_run_group_tests_name("label_pen", tests, open_pen, close_pen);
}
