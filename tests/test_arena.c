/* Truth: the texts that were put in. */
#include "aid_cmocka.h"
#include "base/arena.h"

#include <stdint.h>
#include <stdio.h>
#include <string.h>

static void test_texts_stay_where_they_are(void **state) {
    (void)state;
    enum { N = 30000 };
    static const char *at[N];
    arena a = {0};
    char text[32];
    for (int i = 0; i < N; i++) {
        int len = snprintf(text, sizeof text, "%d-%.*s", i, i % 20, "aaaaaaaaaaaaaaaaaaaa");
        assert_int_equal(arena_add(&a, text, (size_t)len, &at[i], NULL), ERR_OK);
    }
    for (int i = 0; i < N; i++) {
        snprintf(text, sizeof text, "%d-%.*s", i, i % 20, "aaaaaaaaaaaaaaaaaaaa");
        assert_string_equal(at[i], text);
    }
    arena_free(&a);
    assert_null(a.newest);
    arena_free(&a);
}

static void test_texts_of_any_length(void **state) {
    (void)state;
    static char big[1 << 18];
    arena a = {0};
    const char *empty, *part, *large, *after;
    memset(big, 'x', sizeof big);
    assert_int_equal(arena_add(&a, "", 0, &empty, NULL), ERR_OK);
    assert_int_equal(arena_add(&a, "abcdef", 3, &part, NULL), ERR_OK);
    assert_int_equal(arena_add(&a, big, sizeof big, &large, NULL), ERR_OK);
    assert_int_equal(arena_add(&a, "end", 3, &after, NULL), ERR_OK);
    assert_string_equal(empty, "");
    assert_string_equal(part, "abc");
    assert_int_equal(strlen(large), sizeof big);
    assert_string_equal(after, "end");
    err e = {0};
    assert_int_equal(arena_add(&a, "", SIZE_MAX, &part, &e), ERR_NOMEM);
    assert_int_equal(arena_add(&a, "", SIZE_MAX - 8, &part, &e), ERR_NOMEM);
    assert_string_equal(after, "end");
    arena_free(&a);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_texts_stay_where_they_are),
        cmocka_unit_test(test_texts_of_any_length),
    };
    return cmocka_run_group_tests_name("arena", tests, NULL, NULL);
}
