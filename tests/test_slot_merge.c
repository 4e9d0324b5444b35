/* Truth: what a slot shows, laid out once more as a list of shares of everything there is. */
#include "aid_cmocka.h"
#include "aid_random.h"
#include "carto/context.h"
#include "tile/slot_merge.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { DISTRICTS = 3, OUTSIDE = DISTRICTS, INKS = 4, CASING = OUTSIDE + 1 + INKS, LINE, TEXT };
#define THINGS (TEXT + DISTRICTS)
#define SLOTS  900
#define HIDING 5U /* inks 0 and 2 are opaque; 1 and 3, and the borders' lines, may not be */

typedef struct tile {
    slot_key keys[SLOTS];
    cover covers[SLOTS];
    uint32_t pixels[SLOTS];
    uint16_t leader[SLOTS];
} tile;

static void lay(double *v, size_t thing, double share) {
    for (size_t i = 0; i < THINGS; i++) v[i] *= 1 - share;
    v[thing] += share;
}

/* opacity: of what may be translucent. */
static void shares_of(const tile *t, size_t i, double opacity, double *v) {
    slot s = slot_of_key(t->keys[i]);
    const cover *c = &t->covers[s.cover];
    double bare[THINGS] = {0};
    bare[s.a == DISTRICT_NONE ? OUTSIDE : s.a] += (16 - s.weight_b) / 16.0;
    if (s.weight_b) bare[s.b == DISTRICT_NONE ? OUTSIDE : s.b] += s.weight_b / 16.0;
    memcpy(v, bare, sizeof bare);
    for (int top = 0; top < 2; top++) {
        for (int k = 0; k < c->n; k++)
            if ((c->ink[k].place == CONTEXT_TOP) == top)
                lay(v, OUTSIDE + 1u + c->ink[k].id,
                    c->ink[k].level / 16.0 * (HIDING >> c->ink[k].id & 1 ? 1 : opacity));
        if (!top) lay(v, CASING, s.ink[0] / 16.0 * opacity);
        if (!top) lay(v, LINE, s.ink[1] / 16.0 * opacity);
    }
    for (size_t k = 0; k < THINGS; k++) v[k] += c->halo / 16.0 * (bare[k] - v[k]);
    if (c->text) lay(v, TEXT + c->label, c->text / 16.0);
}

static double apart(const tile *t, size_t i, size_t j, double opacity) {
    double a[THINGS], b[THINGS], sum = 0;
    shares_of(t, i, opacity, a);
    shares_of(t, j, opacity, b);
    for (size_t k = 0; k < THINGS; k++) sum += fabs(a[k] - b[k]);
    return sum / 2;
}

static unsigned up_to(aid_random *r, unsigned most) {
    return (unsigned)(aid_random_bits(r) % (most + 1));
}

static void fill(tile *t, aid_random *r) {
    memset(t, 0, sizeof *t);
    for (size_t i = 0; i < SLOTS; i++) {
        slot s = {.a = up_to(r, DISTRICTS - 1), .b = DISTRICT_NONE};
        cover *c = &t->covers[i];
        *c = cover_none;
        t->pixels[i] = 1 + up_to(r, 50);
        if (i >= DISTRICTS) {
            if (up_to(r, 1)) s.b = s.a + 1, s.weight_b = (uint8_t)(1 + up_to(r, 14));
            if (s.b == DISTRICTS) s.b = DISTRICT_NONE;
            s.ink[1] = (uint8_t)(up_to(r, 2) ? 0 : up_to(r, 16));
            for (unsigned k = up_to(r, 2); k > 0; k--)
                cover_add(c, (uint8_t)up_to(r, INKS - 1), CONTEXT_OVER, (uint8_t)up_to(r, 16));
            if (!up_to(r, 3)) c->text = (uint8_t)up_to(r, 16), c->label = up_to(r, DISTRICTS - 1);
            if (!c->text) c->label = DISTRICT_NONE;
            s.cover = (uint16_t)i;
        } else {
            s.a = (district_id)i; /* whole ones */
        }
        t->keys[i] = slot_key_of(&s);
    }
}

static void test_no_pixel_is_farther_off_than_told(void **state) {
    (void)state;
    static tile t;
    aid_random r = {2463534242};
    slot_merge *m = NULL;
    bool some = false;
    assert_int_equal(slot_merge_create(&m, NULL), ERR_OK);
    for (int round = 0; round < 60; round++) {
        fill(&t, &r);
        double told =
            slot_merge_run(m, t.keys, t.covers, t.pixels, SLOTS, HIDING, false, 256, t.leader);
        if (isnan(told)) continue;
        size_t kept = 0;
        some = true;
        for (size_t i = 0; i < SLOTS; i++) {
            kept += t.leader[i] == i;
            assert_int_equal(t.leader[t.leader[i]], t.leader[i]);
            assert_true(apart(&t, i, t.leader[i], 1) <= told + 1e-5);
            assert_true(apart(&t, i, t.leader[i], 0) <= told + 1e-5);
            if (i < DISTRICTS) assert_int_equal(t.leader[i], i);
        }
        assert_true(kept <= 256 && told <= SLOT_MERGE_MOST);
    }
    assert_true(some);
    slot_merge_free(m);
}

/* Two slots of water at 4 and 5 of 16: a sixteenth apart, and the one with more pixels stays; at 4
 * and 8: a quarter, too far. */
static void test_by_hand(void **state) {
    (void)state;
    const cover covers[] = {{.label = DISTRICT_NONE},
                            {DISTRICT_NONE, 0, 0, 1, {{0, CONTEXT_OVER, 4}}},
                            {DISTRICT_NONE, 0, 0, 1, {{0, CONTEXT_OVER, 5}}},
                            {DISTRICT_NONE, 0, 0, 1, {{0, CONTEXT_OVER, 8}}}};
    slot_key keys[4];
    uint16_t leader[4];
    const uint32_t pixels[] = {10, 3, 7, 5};
    slot_merge *m = NULL;
    for (uint16_t i = 0; i < 4; i++)
        keys[i] = slot_key_of(&(slot){.a = 1, .b = DISTRICT_NONE, .cover = i});
    assert_int_equal(slot_merge_create(&m, NULL), ERR_OK);
    double told = slot_merge_run(m, keys, covers, pixels, 4, 1, true, 256, leader);
    assert_true(told < 0.1);
    assert_int_equal(leader[0], 0);
    assert_int_equal(leader[1], 2);
    assert_int_equal(leader[2], 2);
    assert_int_equal(leader[3], 3);
    assert_true(isnan(slot_merge_run(m, keys, covers, pixels, 4, 1, true, 1, leader)));
    slot_merge_free(m);
}

/* The same line over two districts: where it is opaque they look alike, and where it may be
 * translucent each keeps its own. */
static void test_what_shines_through_ink(void **state) {
    (void)state;
    const cover covers[] = {{.label = DISTRICT_NONE},
                            {DISTRICT_NONE, 0, 0, 1, {{0, CONTEXT_OVER, 16}}}};
    slot_key keys[2];
    uint16_t leader[2];
    const uint32_t pixels[] = {10, 3};
    slot_merge *m = NULL;
    for (uint16_t i = 0; i < 2; i++)
        keys[i] = slot_key_of(&(slot){.a = i, .b = DISTRICT_NONE, .cover = 1});
    assert_int_equal(slot_merge_create(&m, NULL), ERR_OK);
    assert_true(slot_merge_run(m, keys, covers, pixels, 2, 1, true, 1, leader) < 0.1);
    assert_int_equal(leader[1], 0);
    assert_true(slot_merge_run(m, keys, covers, pixels, 2, 0, true, 2, leader) < 0.1);
    assert_int_equal(leader[1], 1);
    assert_true(isnan(slot_merge_run(m, keys, covers, pixels, 2, 0, true, 1, leader)));
    slot_merge_free(m);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_no_pixel_is_farther_off_than_told),
        cmocka_unit_test(test_by_hand),
        cmocka_unit_test(test_what_shines_through_ink),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
