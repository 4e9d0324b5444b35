/* Truth: keys, names and edit distances worked out by hand. */
#include "data/districts.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

static district_id add(districts *d, const char *key, const char *name, bool is_new) {
    district_id id = DISTRICT_NONE;
    bool added = !is_new;
    err e = {0};
    if (districts_add(d, key, name, &id, &added, &e)) fail_msg("%s", e.text);
    assert_int_equal(added, is_new);
    return id;
}

static districts *create(void) {
    districts *d = NULL;
    assert_int_equal(districts_create(&d, NULL), ERR_OK);
    return d;
}

static void test_ids_are_dense_and_keys_unique(void **state) {
    (void)state;
    districts *d = create();
    assert_int_equal(districts_count(d), 0);
    assert_int_equal(add(d, "01", "Järva", true), 0);
    assert_int_equal(add(d, "1", "Bromma", true), 1); /* text: not the same as 01 */
    assert_int_equal(add(d, "01", "other name", false), 0);
    assert_int_equal(districts_count(d), 2);
    assert_string_equal(district_key(d, 0), "01");
    assert_string_equal(district_name(d, 0), "Järva");
    assert_string_equal(district_name(d, 1), "Bromma");
    districts_free(d);
}

static void test_keys_are_normalized(void **state) {
    (void)state;
    districts *d = create();
    add(d, " Ja\u0308rva\u00a0", "  Järva ", true); /* a + combining dots */
    add(d, "Järva", NULL, false);
    add(d, "järva", "", true); /* case differs */
    assert_string_equal(district_key(d, 0), "Järva");
    assert_string_equal(district_name(d, 0), "Järva");
    assert_string_equal(district_name(d, 1), "järva"); /* no name: its key */
    district_id id = 7;
    assert_true(districts_find(d, "Järva", &id));
    assert_int_equal(id, 0);
    assert_false(districts_find(d, "JÄRVA", &id));
    districts_free(d);
}

static void test_an_empty_key_is_refused(void **state) {
    (void)state;
    districts *d = create();
    district_id id = 7;
    bool added = false;
    err e = {0};
    assert_int_equal(districts_add(d, " \t", "name", &id, &added, &e), ERR_FORMAT);
    assert_non_null(strstr(e.text, "empty"));
    assert_int_equal(id, 7);
    assert_int_equal(districts_count(d), 0);
    districts_free(d);
}

static void test_many_districts_are_found(void **state) {
    (void)state;
    enum { N = 5000 };
    districts *d = create();
    char key[16];
    for (unsigned i = 0; i < N; i++) {
        snprintf(key, sizeof key, "%05u", i * 7);
        assert_int_equal(add(d, key, key, true), i);
    }
    for (unsigned i = 0; i < N; i++) {
        district_id id = DISTRICT_NONE;
        snprintf(key, sizeof key, "%05u", i * 7);
        assert_true(districts_find(d, key, &id));
        assert_int_equal(id, i);
    }
    districts_free(d);
}

static void test_nearest_spelling(void **state) {
    (void)state;
    districts *d = create();
    assert_null(districts_nearest(d, "Bromma"));
    add(d, "Hägersten-Älvsjö", "", true);
    add(d, "Järva", "", true);
    add(d, "0114", "", true);
    assert_string_equal(districts_nearest(d, "Hagersten-Alvsjo"), "Hägersten-Älvsjö");
    assert_string_equal(districts_nearest(d, "JÄRVA"), "Järva");
    assert_string_equal(districts_nearest(d, "Jrva"), "Järva"); /* 1 edit in 4 letters */
    assert_string_equal(districts_nearest(d, "114"), "0114");   /* 1 in 3: just near */
    assert_null(districts_nearest(d, "14"));                    /* 2 in 2 */
    add(d, "JARNA", "", true);
    assert_string_equal(districts_nearest(d, "JARVA"), "Järva"); /* case and accents only */
    assert_null(districts_nearest(d, "Kungsholmen"));
    assert_null(districts_nearest(d, ""));
    districts_free(d);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_ids_are_dense_and_keys_unique),
        cmocka_unit_test(test_keys_are_normalized),
        cmocka_unit_test(test_an_empty_key_is_refused),
        cmocka_unit_test(test_many_districts_are_found),
        cmocka_unit_test(test_nearest_spelling),
    };
    return cmocka_run_group_tests_name("districts", tests, NULL, NULL);
}
