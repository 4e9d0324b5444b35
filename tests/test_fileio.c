/* Truth: POSIX calls, and paths by hand.  The tests may run as root, whom permissions do not
 * stop: failures come from missing parents and from folders in the way. */
#include "aid_cmocka.h"
#include "aid_files.h"
#include "base/fileio.h"

#include <fcntl.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static bytes view(const char *s) { return (bytes){(const uint8_t *)s, strlen(s)}; }

static void assert_holds(const char *path, const char *text) {
    buf b = BUF_EMPTY;
    err e = {0};
    if (file_read(path, 1 << 20, &b, &e)) fail_msg("%s", e.text);
    assert_string_equal(buf_text(&b), text);
    buf_free(&b);
}

static void test_written_and_read_back(void **state) {
    char path[AID_PATH];
    aid_path(*state, "a.txt", path);
    assert_int_equal(file_write_atomic(path, view("first"), NULL), ERR_OK);
    assert_holds(path, "first");
    assert_int_equal(file_write_atomic(path, view("second, longer"), NULL), ERR_OK);
    assert_holds(path, "second, longer");
    assert_int_equal(file_write_atomic(path, (bytes){NULL, 0}, NULL), ERR_OK);
    assert_holds(path, "");
    assert_int_equal(aid_dir_count(*state), 1); /* nothing temporary is left */
}

static void test_a_read_replaces_and_is_limited(void **state) {
    char path[AID_PATH];
    err e = {0};
    buf b = BUF_EMPTY;
    aid_write(*state, "a.txt", "12345", path);
    buf_adds(&b, "what was there");
    assert_int_equal(file_read(path, 5, &b, &e), ERR_OK);
    assert_string_equal(buf_text(&b), "12345");
    assert_int_equal(file_read(path, 4, &b, &e), ERR_RANGE);
    assert_non_null(strstr(e.text, "a.txt: larger than the limit of 4 bytes"));
    buf_free(&b);
}

static void test_what_cannot_be_read_is_named(void **state) {
    char path[AID_PATH];
    err e = {0};
    buf b = BUF_EMPTY;
    aid_path(*state, "none", path);
    assert_int_equal(file_read(path, 10, &b, &e), ERR_NOTFOUND);
    assert_memory_equal(e.text, path, strlen(path));
    assert_int_equal(file_read(*state, 10, &b, &e), ERR_IO); /* a folder */
    assert_memory_equal(e.text, *state, strlen(*state));
    buf_free(&b);
}

static void test_a_missing_parent_leaves_nothing(void **state) {
    char path[AID_PATH];
    err e = {0};
    aid_path(*state, "none/a.txt", path);
    assert_int_equal(file_write_atomic(path, view("x"), &e), ERR_NOTFOUND);
    assert_memory_equal(e.text, path, strlen(path));
    assert_non_null(strstr(e.text, "cannot create"));
    assert_int_equal(aid_dir_count(*state), 0);
}

static void test_a_folder_in_the_way_stays(void **state) {
    char path[AID_PATH];
    err e = {0};
    aid_path(*state, "folder", path);
    assert_int_equal(mkdir(path, 0777), 0);
    assert_int_equal(file_write_atomic(path, view("x"), &e), ERR_IO);
    assert_non_null(strstr(e.text, "cannot rename"));
    assert_true(file_is_dir(path));
    assert_int_equal(aid_dir_count(*state), 1); /* the temporary file is gone */
    assert_int_equal(rmdir(path), 0);
}

/* /dev/full takes no byte: a device is written to, not replaced. */
static void test_a_full_device_is_an_error(void **state) {
    (void)state;
    err e = {0};
    if (!file_exists("/dev/full")) skip();
    assert_int_equal(file_write_atomic("/dev/full", view("x"), &e), ERR_IO);
    assert_memory_equal(e.text, "/dev/full: cannot write", 23);
    assert_int_equal(file_write_atomic("/dev/null", view("x"), &e), ERR_OK);
    struct stat st;
    assert_int_equal(stat("/dev/null", &st), 0);
    assert_true(S_ISCHR(st.st_mode));
}

static void test_a_pipe_gets_the_bytes(void **state) {
    char path[AID_PATH], got[16] = "";
    aid_path(*state, "pipe", path);
    assert_int_equal(mkfifo(path, 0600), 0);
    int fd = open(path, O_RDONLY | O_NONBLOCK);
    assert_true(fd >= 0);
    assert_int_equal(file_write_atomic(path, view("hello"), NULL), ERR_OK);
    assert_int_equal(read(fd, got, sizeof got), 5);
    assert_string_equal(got, "hello");
    close(fd);
}

typedef struct writer {
    const char *path;
    char letter;
} writer;

static void *write_often(void *arg) {
    const writer *w = arg;
    uint8_t data[5000];
    memset(data, w->letter, sizeof data);
    for (int i = 0; i < 100; i++)
        if (file_write_atomic(w->path, (bytes){data, sizeof data}, NULL)) return arg;
    return NULL;
}

/* Readers see one whole file or the other, never a mix or a part. */
static void test_writers_at_once_never_mix(void **state) {
    char path[AID_PATH];
    aid_path(*state, "a.bin", path);
    writer w[3] = {{path, 'a'}, {path, 'b'}, {path, 'c'}};
    pthread_t t[3];
    assert_null(write_often(&w[0]));
    for (int i = 0; i < 3; i++)
        assert_int_equal(pthread_create(&t[i], NULL, write_often, &w[i]), 0);
    buf b = BUF_EMPTY;
    for (int i = 0; i < 200; i++) {
        assert_int_equal(file_read(path, 1 << 20, &b, NULL), ERR_OK);
        assert_int_equal(b.len, 5000);
        for (size_t k = 1; k < b.len; k++) assert_int_equal(b.data[k], b.data[0]);
    }
    buf_free(&b);
    for (int i = 0; i < 3; i++) {
        void *failed = NULL;
        pthread_join(t[i], &failed);
        assert_null(failed);
    }
    assert_int_equal(aid_dir_count(*state), 1);
}

static void test_kinds(void **state) {
    char path[AID_PATH];
    aid_write(*state, "a", "", path);
    assert_true(file_exists(path));
    assert_false(file_is_dir(path));
    assert_true(file_is_dir(*state));
    assert_false(file_exists("/nonexistent/x"));
    assert_false(file_is_dir("/nonexistent"));
}

static void assert_text(char *got, const char *wanted) {
    assert_non_null(got);
    assert_string_equal(got, wanted);
    free(got);
}

static void test_paths(void **state) {
    (void)state;
    assert_text(path_join("a/b", "c.shp"), "a/b/c.shp");
    assert_text(path_join("a/b/", "c.shp"), "a/b/c.shp");
    assert_text(path_join("/", "c"), "/c");
    assert_text(path_join(".", "c"), "c");
    assert_text(path_join("", "c"), "c");
    assert_text(path_join("a", "/c"), "/c");
    assert_text(path_dir("a/b.c"), "a");
    assert_text(path_dir("b.c"), ".");
    assert_text(path_dir("/b.c"), "/");
    assert_text(path_dir("/a/b/c"), "/a/b");
    assert_text(path_stem("a.d/b.c"), "b");
    assert_text(path_stem("a.d/b"), "b");
    assert_text(path_stem("b.tar.gz"), "b.tar");
    assert_text(path_stem(".hidden"), ".hidden");
    assert_text(path_with_extension("a/b.shp", "dbf"), "a/b.dbf");
    assert_text(path_with_extension("a.d/b", "dbf"), "a.d/b.dbf");
    assert_text(path_with_extension("a/.b", "dbf"), "a/.b.dbf");
    assert_string_equal(path_extension("a/b.shp"), "shp");
    assert_string_equal(path_extension("a.d/b"), "");
    assert_string_equal(path_extension(".b"), "");
    assert_string_equal(path_extension("b."), "");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        IN_A_FOLDER(test_written_and_read_back),
        IN_A_FOLDER(test_a_read_replaces_and_is_limited),
        IN_A_FOLDER(test_what_cannot_be_read_is_named),
        IN_A_FOLDER(test_a_missing_parent_leaves_nothing),
        IN_A_FOLDER(test_a_folder_in_the_way_stays),
        cmocka_unit_test(test_a_full_device_is_an_error),
        IN_A_FOLDER(test_a_pipe_gets_the_bytes),
        IN_A_FOLDER(test_writers_at_once_never_mix),
        IN_A_FOLDER(test_kinds),
        cmocka_unit_test(test_paths),
    };
    return cmocka_run_group_tests_name("fileio", tests, NULL, NULL);
}
