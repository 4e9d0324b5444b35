/* Truth: the bytes that were written, and hash_block() over them by hand. */
#include "aid_bytes.h"
#include "aid_cmocka.h"
#include "aid_files.h"
#include "aid_random.h"
#include "base/hash.h"
#include "base/window.h"

#include <stdio.h>
#include <string.h>

enum { N = (1 << 20) + 12345, BLOCK = 64 << 10 };

static uint8_t content[N];

static window *open_content(const char *dir, char path[AID_PATH]) {
    aid_random r = {42};
    for (size_t i = 0; i < N; i++) content[i] = (uint8_t)aid_random_bits(&r);
    buf b = BUF_EMPTY;
    window *w = NULL;
    buf_add(&b, content, N);
    aid_write_buf(dir, "w.bin", &b);
    buf_free(&b);
    aid_path(dir, "w.bin", path);
    assert_int_equal(window_open(path, &w, NULL), ERR_OK);
    assert_true(window_size(w) == N);
    return w;
}

static void test_any_place_in_any_order(void **state) {
    static uint8_t got[N];
    char path[AID_PATH];
    window *w = open_content(*state, path), *other = NULL;
    aid_random r = {7};
    assert_int_equal(window_share(w, &other, NULL), ERR_OK);
    for (int i = 0; i < 3000; i++) {
        size_t at = (size_t)aid_random_in(&r, 0, N + 100);
        size_t len = (size_t)aid_random_in(&r, 0, i % 10 ? 3000 : N);
        size_t left = at < N ? N - at : 0, wanted = len < left ? len : left;
        window *one = i % 3 ? w : other;
        assert_int_equal(window_read(one, at, got, len), wanted);
        assert_memory_equal(got, content + (wanted ? at : 0), wanted);
        assert_int_equal(window_take(one, at, got, len), wanted == len);
    }
    assert_int_equal(window_read(w, UINT64_MAX, got, 8), 0);
    assert_true(window_take(w, UINT64_MAX, got, 0));
    window_close(other);
    assert_true(window_take(w, 5, got, 10)); /* the file is still open */
    window_close(w);
    window_close(NULL);
}

/* The number of bytes stays what it was: what is gone is not read, and nothing else happens. */
static void test_a_file_that_is_cut_meanwhile(void **state) {
    char path[AID_PATH];
    uint8_t got[16];
    uint64_t h = HASH_INIT;
    err e = {0};
    window *w = open_content(*state, path);
    FILE *f = fopen(path, "wb");
    assert_non_null(f);
    fputs("short", f);
    fclose(f);
    assert_int_equal(window_read(w, 0, got, sizeof got), 5);
    assert_int_equal(window_read(w, N - 16, got, sizeof got), 0);
    assert_int_equal(window_hash(w, &h, &e), ERR_IO);
    window_close(w);
}

static void test_the_hash_is_of_blocks_and_the_length(void **state) {
    char path[AID_PATH];
    window *w = open_content(*state, path);
    uint64_t h = HASH_INIT, wanted = HASH_INIT;
    assert_int_equal(window_hash(w, &h, NULL), ERR_OK);
    for (size_t at = 0; at < N; at += BLOCK)
        wanted = hash_block(wanted, content + at, N - at < BLOCK ? N - at : BLOCK);
    assert_true(h == hash_u64(wanted, N));
    window_close(w);
}

static void test_what_cannot_be_opened(void **state) {
    char path[AID_PATH];
    window *w = NULL;
    err e = {0};
    aid_path(*state, "none", path);
    assert_int_equal(window_open(path, &w, &e), ERR_NOTFOUND);
    assert_string_equal(e.text, "no such file");
    assert_int_equal(window_open(*state, &w, &e), ERR_IO);
    assert_string_equal(e.text, "is a folder");
    assert_null(w);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        IN_A_FOLDER(test_any_place_in_any_order),
        IN_A_FOLDER(test_a_file_that_is_cut_meanwhile),
        IN_A_FOLDER(test_the_hash_is_of_blocks_and_the_length),
        IN_A_FOLDER(test_what_cannot_be_opened),
    };
    return cmocka_run_group_tests_name("window", tests, NULL, NULL);
}
