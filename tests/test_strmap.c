/* strmap and strlist.  Truth: counts and orders by hand. */
#include "aid_cmocka.h"
#include "base/strlist.h"
#include "base/strmap.h"

#include <stdio.h>
#include <string.h>

static strmap *create(void) {
    strmap *m = NULL;
    assert_int_equal(strmap_create(&m, NULL), ERR_OK);
    assert_int_equal(strmap_count(m), 0);
    return m;
}

static void test_the_first_value_stays(void **state) {
    (void)state;
    strmap *m = create();
    bool added = false;
    uint32_t v = 0;
    assert_false(strmap_get(m, "a", &v));
    assert_int_equal(strmap_put(m, "a", 1, &added, NULL), ERR_OK);
    assert_true(added);
    assert_int_equal(strmap_put(m, "a", 2, &added, NULL), ERR_OK);
    assert_false(added);
    assert_true(strmap_get(m, "a", &v));
    assert_int_equal(v, 1);
    assert_true(strmap_get(m, "a", NULL));
    assert_int_equal(strmap_count(m), 1);
    strmap_free(m);
    strmap_free(NULL);
}

static void test_keys_are_copied_and_exact(void **state) {
    (void)state;
    strmap *m = create();
    bool added;
    char key[8] = "key";
    assert_int_equal(strmap_put(m, key, 9, &added, NULL), ERR_OK);
    assert_int_equal(strmap_put(m, "", UINT32_MAX, &added, NULL), ERR_OK);
    key[0] = 'x';
    uint32_t v = 0;
    assert_string_equal(strmap_find(m, "key"), "key");
    assert_ptr_not_equal(strmap_find(m, "key"), key);
    assert_null(strmap_find(m, key));
    assert_true(strmap_get(m, "key", &v));
    assert_false(strmap_get(m, key, NULL));
    assert_false(strmap_get(m, "Key", NULL));
    assert_false(strmap_get(m, "ke", NULL));
    assert_true(strmap_get(m, "", &v));
    assert_true(v == UINT32_MAX);
    strmap_free(m);
}

static void test_many_keys_through_every_growth(void **state) {
    (void)state;
    enum { N = 20000 };
    strmap *m = create();
    char key[16];
    for (uint32_t i = 0; i < N; i++) {
        bool added;
        snprintf(key, sizeof key, "%u", i * 7919u);
        assert_int_equal(strmap_put(m, key, i, &added, NULL), ERR_OK);
        assert_true(added);
    }
    assert_int_equal(strmap_count(m), N);
    for (uint32_t i = 0; i < N; i++) {
        uint32_t v = N;
        snprintf(key, sizeof key, "%u", i * 7919u);
        assert_true(strmap_get(m, key, &v));
        assert_int_equal(v, i);
        snprintf(key, sizeof key, "x%u", i);
        assert_false(strmap_get(m, key, NULL));
    }
    strmap_free(m);
}

static void test_a_list_keeps_order_and_copies(void **state) {
    (void)state;
    strlist l = {0};
    char text[8] = "one";
    assert_int_equal(strlist_add(&l, text, NULL), ERR_OK);
    text[0] = 'x';
    assert_int_equal(strlist_addf(&l, NULL, "%zu rings of %s", (size_t)2, "x.shp"), ERR_OK);
    assert_int_equal(strlist_add(&l, "one", NULL), ERR_OK);
    assert_int_equal(l.count, 3);
    assert_string_equal(l.item[0], "one");
    assert_string_equal(l.item[1], "2 rings of x.shp");
    assert_true(strlist_has(&l, "one"));
    assert_false(strlist_has(&l, "on"));
    strlist_free(&l);
    assert_int_equal(l.count, 0);
    assert_null(l.item);
    assert_false(strlist_has(&l, "one"));
    strlist_free(&l);
}

static void test_a_list_holds_texts_of_any_length(void **state) {
    (void)state;
    strlist l = {0};
    for (int n = 0; n < 3000; n += 499) {
        assert_int_equal(strlist_addf(&l, NULL, "%*s!", n, ""), ERR_OK);
        assert_int_equal(strlen(l.item[l.count - 1]), n + 1);
    }
    strlist_free(&l);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_the_first_value_stays),
        cmocka_unit_test(test_keys_are_copied_and_exact),
        cmocka_unit_test(test_many_keys_through_every_growth),
        cmocka_unit_test(test_a_list_keeps_order_and_copies),
        cmocka_unit_test(test_a_list_holds_texts_of_any_length),
    };
    return cmocka_run_group_tests_name("strmap", tests, NULL, NULL);
}
