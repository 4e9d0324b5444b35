/* Lists of texts.  Truth: worked by hand. */
#include "aid_cmocka.h"
#include "base/strlist.h"

#include <string.h>

static void test_split(void **state) {
    (void)state;
    static const struct {
        const char *text;
        size_t n;
        const char *item[4];
    } rows[] = {
        {"", 0, {NULL}},
        {"   ", 0, {NULL}},
        {"a", 1, {"a"}},
        {" Norra innerstaden , b,c ", 3, {"Norra innerstaden", "b", "c"}},
        {"a,,b", 3, {"a", "", "b"}},
        {",", 2, {"", ""}},
        {"a, ", 2, {"a", ""}},
        {" ,å", 2, {"", "å"}},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        strlist l = {0};
        assert_int_equal(strlist_split(&l, rows[i].text, NULL), ERR_OK);
        assert_int_equal(l.count, rows[i].n);
        for (size_t k = 0; k < l.count; k++) assert_string_equal(l.item[k], rows[i].item[k]);
        strlist_free(&l);
    }
}

static void test_texts_are_copied(void **state) {
    (void)state;
    strlist l = {0};
    char text[] = "one";
    assert_int_equal(strlist_add(&l, text, NULL), ERR_OK);
    text[0] = 'x';
    assert_int_equal(strlist_addf(&l, NULL, "%s %d", "two", 2), ERR_OK);
    assert_true(strlist_has(&l, "one") && strlist_has(&l, "two 2") && !strlist_has(&l, "xne"));
    strlist_free(&l);
    assert_int_equal(l.count, 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_split),
        cmocka_unit_test(test_texts_are_copied),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
