/* Truth: snprintf() and byte counts by hand. */
#include "aid_cmocka.h"
#include "base/buf.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void test_an_empty_buffer_reads_as_empty(void **state) {
    (void)state;
    buf b = BUF_EMPTY;
    assert_string_equal(buf_text(&b), "");
    assert_int_equal(buf_view(&b).len, 0);
    assert_int_equal(buf_status(&b, NULL), ERR_OK);
    size_t len = 7;
    assert_null(buf_detach(&b, &len));
    assert_int_equal(len, 0);
    buf_free(&b);
}

static void test_adding_nothing_still_ends_in_nul(void **state) {
    (void)state;
    buf b = BUF_EMPTY;
    buf_add(&b, NULL, 0);
    assert_non_null(b.data);
    assert_int_equal(b.data[0], 0);
    buf_addf(&b, "%s", "");
    assert_int_equal(b.len, 0);
    buf_free(&b);
}

/* Grows over every size near a power of two; always NUL-terminated. */
static void test_bytes_stay_in_order_while_it_grows(void **state) {
    (void)state;
    buf b = BUF_EMPTY;
    for (unsigned i = 0; i < 70000; i++) {
        uint8_t byte = (uint8_t)(i * 31);
        buf_add(&b, &byte, 1);
        assert_int_equal(b.data[b.len], 0);
    }
    assert_int_equal(b.len, 70000);
    for (unsigned i = 0; i < 70000; i++) assert_int_equal(b.data[i], (uint8_t)(i * 31));
    size_t cap = b.cap;
    buf_reset(&b);
    assert_int_equal(b.len, 0);
    assert_int_equal(b.cap, cap);
    assert_string_equal(buf_text(&b), "");
    buf_free(&b);
    assert_null(b.data);
}

static void test_formats_of_any_length(void **state) {
    (void)state;
    buf b = BUF_EMPTY;
    char wanted[600];
    for (int n = 0; n < 500; n += 7) {
        buf_reset(&b);
        buf_adds(&b, "x=");
        buf_addf(&b, "%0*d|%s", n, 5, "end");
        int len = snprintf(wanted, sizeof wanted, "x=%0*d|%s", n, 5, "end");
        assert_string_equal(buf_text(&b), wanted);
        assert_int_equal(b.len, len);
    }
    buf_free(&b);
}

static void test_detached_bytes_are_the_callers(void **state) {
    (void)state;
    buf b = BUF_EMPTY;
    size_t len = 0;
    buf_add(&b, "a\0b", 3);
    uint8_t *data = buf_detach(&b, &len);
    assert_int_equal(len, 3);
    assert_memory_equal(data, "a\0b\0", 4);
    assert_null(b.data);
    assert_int_equal(b.cap, 0);
    free(data);
}

/* A length that no memory holds: the failure sticks, until a reset. */
static void test_a_failure_sticks(void **state) {
    (void)state;
    buf b = BUF_EMPTY;
    err e = {0};
    buf_adds(&b, "abc");
    buf_add(&b, "", SIZE_MAX - 3);
    buf_adds(&b, "def");
    assert_string_equal(buf_text(&b), "abc");
    assert_int_equal(buf_status(&b, &e), ERR_NOMEM);
    assert_string_equal(e.text, "out of memory");
    buf_reset(&b);
    assert_int_equal(buf_status(&b, &e), ERR_OK);
    buf_adds(&b, "ghi");
    assert_string_equal(buf_text(&b), "ghi");
    buf_add(&b, "", SIZE_MAX - 1);
    assert_null(buf_detach(&b, NULL)); /* and frees what was there */
}

static void test_arrays_grow_at_least_twofold(void **state) {
    (void)state;
    double *v = NULL;
    size_t cap = 0, moves = 0, before = 0;
    for (size_t n = 0; n < 5000; n++) {
        assert_int_equal(array_reserve(&v, &cap, n + 1, sizeof *v, NULL), ERR_OK);
        assert_true(cap > n);
        moves += cap != before;
        assert_true(cap == before || cap >= 2 * before);
        before = cap;
        v[n] = (double)n;
    }
    assert_true(moves <= 11); /* 8 * 2^10 > 5000 */
    for (size_t n = 0; n < 5000; n++) assert_true(v[n] == (double)n);
    assert_int_equal(array_reserve(&v, &cap, 100000, sizeof *v, NULL), ERR_OK);
    assert_true(cap >= 100000);
    free(v);
}

static void test_an_array_too_large_is_refused(void **state) {
    (void)state;
    double *v = NULL;
    size_t cap = 0;
    err e = {0};
    assert_int_equal(array_reserve(&v, &cap, SIZE_MAX / 8 + 1, sizeof *v, &e), ERR_NOMEM);
    assert_int_equal(array_reserve(&v, &cap, SIZE_MAX, 1000, &e), ERR_NOMEM);
    assert_null(v);
    assert_int_equal(cap, 0);
    assert_int_equal(array_reserve(&v, &cap, 0, sizeof *v, &e), ERR_OK);
    assert_null(v);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_an_empty_buffer_reads_as_empty),
        cmocka_unit_test(test_adding_nothing_still_ends_in_nul),
        cmocka_unit_test(test_bytes_stay_in_order_while_it_grows),
        cmocka_unit_test(test_formats_of_any_length),
        cmocka_unit_test(test_detached_bytes_are_the_callers),
        cmocka_unit_test(test_a_failure_sticks),
        cmocka_unit_test(test_arrays_grow_at_least_twofold),
        cmocka_unit_test(test_an_array_too_large_is_refused),
    };
    return cmocka_run_group_tests_name("buf", tests, NULL, NULL);
}
