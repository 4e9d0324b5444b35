/* Truth: YAML 1.1 documents written by hand, with lines and columns counted by hand. */
#include "aid_cmocka.h"
#include "aid_files.h"
#include "base/ydoc.h"

#include <stdio.h>
#include <string.h>

static ydoc *parse(const char *text) {
    ydoc *d = NULL;
    err e = {0};
    if (ydoc_parse("f.yaml", (bytes){(const uint8_t *)text, strlen(text)}, &d, &e))
        fail_msg("%s", e.text);
    return d;
}

static void assert_refused(bytes text, const char *message) {
    ydoc *d = NULL;
    err e = {0};
    assert_int_equal(ydoc_parse("f.yaml", text, &d, &e), ERR_FORMAT);
    assert_string_equal(e.text, message);
    assert_null(d);
}

static void test_the_tree_is_what_the_file_says(void **state) {
    (void)state;
    ydoc *d = parse("a: 1\nlist: [x, 'y z', {k: v}]\nmap:\n  deep: \"q\"\n");
    ynode root = ydoc_root(d), list = ynode_get(root, "list");
    assert_int_equal(ynode_kind_of(root), YNODE_MAP);
    assert_int_equal(ynode_count(root), 3);
    assert_string_equal(ynode_text(ynode_key(root, 0)), "a");
    assert_string_equal(ynode_text(ynode_value(root, 0)), "1");
    assert_int_equal(ynode_kind_of(list), YNODE_LIST);
    assert_int_equal(ynode_count(list), 3);
    assert_string_equal(ynode_text(ynode_item(list, 1)), "y z");
    assert_string_equal(ynode_text(ynode_get(ynode_item(list, 2), "k")), "v");
    assert_string_equal(ynode_text(ynode_get(ynode_get(root, "map"), "deep")), "q");
    assert_int_equal(ynode_line(ynode_get(root, "a")), 1);
    assert_int_equal(ynode_line(ynode_get(ynode_get(root, "map"), "deep")), 4);
    ydoc_free(d);
}

static void test_what_is_not_there_is_absent(void **state) {
    (void)state;
    ydoc *d = parse("a: [1]\n");
    ynode root = ydoc_root(d), none = ynode_get(root, "b");
    assert_int_equal(ynode_kind_of(none), YNODE_ABSENT);
    assert_int_equal(ynode_count(none), 0);
    assert_null(ynode_text(none));
    assert_int_equal(ynode_line(none), 0);
    assert_int_equal(ynode_kind_of(ynode_get(none, "c")), YNODE_ABSENT);
    assert_int_equal(ynode_kind_of(ynode_item(root, 0)), YNODE_ABSENT); /* no list */
    assert_int_equal(ynode_kind_of(ynode_item(ynode_get(root, "a"), 1)), YNODE_ABSENT);
    assert_int_equal(ynode_kind_of(ynode_key(root, 1)), YNODE_ABSENT);
    assert_int_equal(ynode_kind_of(ynode_value(ynode_get(root, "a"), 0)), YNODE_ABSENT);
    assert_null(ynode_text(root));
    ydoc_free(d);
}

static void test_an_empty_document_has_no_root(void **state) {
    (void)state;
    static const char *const empty[] = {"", "\n", "# nothing\n"};
    for (size_t i = 0; i < 3; i++) {
        ydoc *d = parse(empty[i]);
        assert_int_equal(ynode_kind_of(ydoc_root(d)), YNODE_ABSENT);
        ydoc_free(d);
    }
    ydoc *d = NULL;
    assert_int_equal(ydoc_parse("f", (bytes){NULL, 0}, &d, NULL), ERR_OK);
    ydoc_free(d);
    ydoc_free(NULL);
}

/* Quotes make a text of what else would be none. */
static void test_nulls(void **state) {
    (void)state;
    ydoc *d = parse("[~, null, '', \"~\", 'null', Null, \"a\\0b\", ]");
    static const char *const wanted[] = {NULL, NULL, "", "~", "null", "Null", NULL};
    ynode root = ydoc_root(d);
    assert_int_equal(ynode_count(root), 7);
    for (size_t i = 0; i < 7; i++) {
        const char *text = ynode_text(ynode_item(root, i));
        if (wanted[i])
            assert_string_equal(text, wanted[i]);
        else
            assert_null(text);
    }
    ydoc_free(d);
    d = parse("a:\nb: 1\n");
    assert_int_equal(ynode_kind_of(ynode_get(ydoc_root(d), "a")), YNODE_SCALAR);
    assert_null(ynode_text(ynode_get(ydoc_root(d), "a")));
    ydoc_free(d);
}

static void test_what_is_refused_and_where(void **state) {
    (void)state;
    static const char *const rows[][2] = {
        {"a: 1\nb: 2\na: 3\n", "f.yaml: line 3, column 1: \"a\" is given twice"},
        {"x: {k: 1, 'k': 2}", "f.yaml: line 1, column 11: \"k\" is given twice"},
        {"a: &n 1\nb: *n\n", "f.yaml: line 2, column 4: aliases (*name) are not allowed"},
        {"a: 1\n---\nb: 2\n", "f.yaml: line 2, column 1: a second document is not allowed"},
        {"[k]: 1\n", "f.yaml: line 1, column 1: a key must be a text"},
        {"~: 1\n", "f.yaml: line 1, column 1: a key must be a text"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        assert_refused((bytes){(const uint8_t *)rows[i][0], strlen(rows[i][0])}, rows[i][1]);
}

/* What libyaml finds: its words may change, the place may not. */
static void test_syntax_errors_are_placed(void **state) {
    (void)state;
    static const char *const rows[][2] = {
        {"a: [1, 2\nb: 3\n", "f.yaml: line 2, column 2: "}, /* at the ':' in the open list */
        {"a: 1\n\tb: 2\n", "f.yaml: line 2, column 1: "},   /* a tab as indentation */
        {"title: Stockholm\nsv: J\xe4rva\n",
         "f.yaml: line 2, column 7: "},               /* what follows a Latin-1 ä */
        {"å: ö\x01\n", "f.yaml: line 1, column 5: "}, /* columns count letters */
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        ydoc *d = NULL;
        err e = {0};
        bytes text = {(const uint8_t *)rows[i][0], strlen(rows[i][0])};
        assert_int_equal(ydoc_parse("f.yaml", text, &d, &e), ERR_FORMAT);
        if (strncmp(e.text, rows[i][1], strlen(rows[i][1])))
            fail_msg("\"%s\" does not begin with \"%s\"", e.text, rows[i][1]);
        assert_true(strlen(e.text) > strlen(rows[i][1]));
    }
}

static void nested(char *out, size_t levels) {
    memset(out, '[', levels);
    memset(out + levels, ']', levels);
    out[2 * levels] = 0;
}

static void test_depth_is_limited(void **state) {
    (void)state;
    static char text[200001];
    nested(text, YDOC_DEPTH_MAX);
    ydoc_free(parse(text));
    nested(text, YDOC_DEPTH_MAX + 1);
    assert_refused((bytes){(const uint8_t *)text, strlen(text)},
                   "f.yaml: line 1, column 33: more than 32 levels");
    nested(text, 100000); /* and is found before anything recurses */
    assert_refused((bytes){(const uint8_t *)text, strlen(text)},
                   "f.yaml: line 1, column 33: more than 32 levels");
}

static void test_unknown_keys_are_told_with_what_is_allowed(void **state) {
    (void)state;
    static const char *const allowed[] = {"id", "title", NULL};
    err e = {0};
    ydoc *d = parse("id: a\ntitel: b\n");
    assert_int_equal(ynode_check_keys(ydoc_root(d), allowed, &e), ERR_FORMAT);
    assert_string_equal(e.text,
                        "f.yaml: line 2, column 1: unknown key \"titel\"; allowed are: id, title");
    assert_int_equal(ynode_check_keys(ynode_get(ydoc_root(d), "id"), allowed, &e), ERR_FORMAT);
    assert_string_equal(e.text, "f.yaml: line 1, column 5: a mapping is needed here");
    ydoc_free(d);
    d = parse("title: b\nid: a\n");
    assert_int_equal(ynode_check_keys(ydoc_root(d), allowed, &e), ERR_OK);
    ydoc_free(d);
}

static void test_a_long_key_does_not_hide_what_is_allowed(void **state) {
    (void)state;
    static const char *const allowed[] = {"id", NULL};
    char text[1000];
    err e = {0};
    snprintf(text, sizeof text, "\"%0*d\": 1\n", 900, 0);
    ydoc *d = parse(text);
    assert_int_equal(ynode_check_keys(ydoc_root(d), allowed, &e), ERR_FORMAT);
    assert_non_null(strstr(e.text, "allowed are: id"));
    ydoc_free(d);
}

static void test_files(void **state) {
    (void)state;
    char dir[AID_PATH], path[AID_PATH], wanted[AID_PATH + 64];
    err e = {0};
    ydoc *d = NULL;
    aid_dir_make(dir);
    aid_write(dir, "a.yaml",
              "\xef\xbb\xbf"
              "a: 1\nb: [\n",
              path); /* a byte order mark is fine */
    assert_int_equal(ydoc_load(path, &d, &e), ERR_FORMAT);
    snprintf(wanted, sizeof wanted, "%s: line 3, column 1: ", path);
    assert_memory_equal(e.text, wanted, strlen(wanted));
    aid_write(dir, "a.yaml", "a: 1\n", path);
    assert_int_equal(ydoc_load(path, &d, &e), ERR_OK);
    ydoc_free(d);
    aid_path(dir, "none.yaml", path);
    assert_int_equal(ydoc_load(path, &d, &e), ERR_NOTFOUND);
    assert_non_null(strstr(e.text, "none.yaml"));
    aid_dir_remove(dir);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_the_tree_is_what_the_file_says),
        cmocka_unit_test(test_what_is_not_there_is_absent),
        cmocka_unit_test(test_an_empty_document_has_no_root),
        cmocka_unit_test(test_nulls),
        cmocka_unit_test(test_what_is_refused_and_where),
        cmocka_unit_test(test_syntax_errors_are_placed),
        cmocka_unit_test(test_depth_is_limited),
        cmocka_unit_test(test_unknown_keys_are_told_with_what_is_allowed),
        cmocka_unit_test(test_a_long_key_does_not_hide_what_is_allowed),
        cmocka_unit_test(test_files),
    };
    return cmocka_run_group_tests_name("ydoc", tests, NULL, NULL);
}
