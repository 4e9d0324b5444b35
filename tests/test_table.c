/* Truth: the expected cells and lines were counted by hand in the texts below. */
#include "data/table.h"
#include "data/table_formats.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

static table *parsed(const char *text, size_t len) {
    table *t = NULL;
    err e = {0};
    if (table_parse("t.csv", (bytes){(const uint8_t *)text, len}, &t, &e)) fail_msg("%s", e.text);
    return t;
}

static table *parse(const char *text) { return parsed(text, strlen(text)); }

static void assert_refused_bytes(const char *text, size_t len, err_code code, const char *says) {
    table *t = NULL;
    err e = {0};
    err_code rc = table_parse("t.csv", (bytes){(const uint8_t *)text, len}, &t, &e);
    assert_int_equal(rc, code);
    assert_null(t);
    if (strncmp(e.text, "t.csv: ", 7) || !strstr(e.text, says)) fail_msg("%s", e.text);
}

static void assert_refused(const char *text, err_code code, const char *says) {
    assert_refused_bytes(text, strlen(text), code, says);
}

static void test_cells_rows_and_lines(void **state) {
    (void)state;
    table *t = parse("id,name,note\n"
                     "\n"
                     "01, Järva ,\"two\nlines, \"\"quoted\"\"\"\r\n"
                     "   \n"
                     "02,\" Farsta \"\n"
                     ",,");
    assert_int_equal(table_columns(t), 3);
    assert_int_equal(table_rows(t), 3);
    assert_string_equal(table_name(t), "t.csv");
    assert_string_equal(table_header(t, 2), "note");
    assert_string_equal(table_cell(t, 0, 0), "01");
    assert_string_equal(table_cell(t, 0, 1), "Järva");
    assert_string_equal(table_cell(t, 0, 2), "two\nlines, \"quoted\"");
    assert_string_equal(table_cell(t, 1, 1), " Farsta ");
    assert_string_equal(table_cell(t, 1, 2), ""); /* a short row */
    assert_string_equal(table_cell(t, 2, 2), "");
    assert_int_equal(table_line(t, 0), 3);
    assert_int_equal(table_line(t, 1), 6); /* the row before takes two lines, then a blank one */
    assert_int_equal(table_line(t, 2), 7);
    table_free(t);
}

static void test_every_line_end_counts_lines(void **state) {
    (void)state;
    static const char *const texts[] = {"a,b\n1,2\n3,4\n", "a,b\r\n1,2\r\n3,4", "a,b\r1,2\r3,4\r"};
    for (size_t i = 0; i < 3; i++) {
        table *t = parse(texts[i]);
        assert_int_equal(table_rows(t), 2);
        assert_int_equal(table_line(t, 1), 3);
        assert_string_equal(table_cell(t, 1, 1), "4");
        table_free(t);
    }
}

static void test_separators(void **state) {
    (void)state;
    static const struct {
        const char *text;
        char separator;
    } rows[] = {
        {"a,b\n1,2", ','},
        {"a;b\n1;2", ';'},
        {"a\tb\n1\t2", '\t'},
        {"a|b\n1|2", '|'},
        {"\"x,y,z\";b\n1;2", ';'},
        {"\n \na;b\n1;2", ';'},
        {"sep=;\na;b,c,d\n1;2", ';'},
        {"SEP=|\r\na|b;c;d\r\n1|2", '|'},
        {"a;b,c;d\n1;2;3", ';'},
        {"\"a;b\nc;d\",b\n1,2", ','},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        table *t = parse(rows[i].text);
        assert_int_equal(table_separator(t), rows[i].separator);
        assert_string_equal(table_cell(t, 0, 0), "1");
        assert_string_equal(table_cell(t, 0, 1), "2");
        table_free(t);
    }
    table *t = parse("only\n12\n");
    assert_int_equal(table_separator(t), ',');
    assert_int_equal(table_columns(t), 1);
    table_free(t);
}

static void test_empty_cells_between_tabs_are_kept(void **state) {
    (void)state;
    table *t = parse("a\tb\tc\n1\t\t3\n");
    assert_string_equal(table_cell(t, 0, 1), "");
    assert_string_equal(table_cell(t, 0, 2), "3");
    table_free(t);
}

static void test_encodings(void **state) {
    (void)state;
    static const struct {
        const char *text, *encoding, *cell;
    } rows[] = {
        {"a\nJärva\n", "UTF-8", "Järva"},
        {"\xef\xbb\xbf"
         "a\nJärva\n",
         "UTF-8 with BOM", "Järva"},
        {"a\nJ\xe4rva\n", "Windows-1252", "Järva"},
        {"a\n5 \x80\n", "Windows-1252", "5 €"}, /* 0x80 is the euro sign there */
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        table *t = parse(rows[i].text);
        assert_string_equal(table_encoding(t), rows[i].encoding);
        assert_string_equal(table_header(t, 0), "a");
        assert_string_equal(table_cell(t, 0, 0), rows[i].cell);
        table_free(t);
    }
}

static void test_other_encodings_are_refused(void **state) {
    (void)state;
    assert_refused_bytes("\xff\xfe"
                         "a\0\n\0",
                         6, ERR_UNSUPPORTED, "UTF-16");
    assert_refused_bytes("\xfe\xff\0a\0\n", 6, ERR_UNSUPPORTED, "UTF-16");
    assert_refused_bytes("a,b\n1,\0\n", 8, ERR_FORMAT, "byte 6 is NUL");
    assert_refused("\xef\xbb\xbf"
                   "a\nJ\xe4rva\n",
                   ERR_FORMAT, "BOM");
    assert_refused("a\nJ\xe4rva \x81\n", ERR_FORMAT, "Windows-1252"); /* 0x81 is undefined */
}

static void test_faults_name_the_line(void **state) {
    (void)state;
    assert_refused("a,b\n1,2\n3,\"4\n5,6\n", ERR_FORMAT, "line 3: a quote that opens here");
    assert_refused("a,b\n\"1\n\",2\n3,\"4", ERR_FORMAT, "line 4: a quote that opens here");
    assert_refused("a,b\n1,5\" pipe\n2,3\n", ERR_FORMAT, "line 2: a quote (\")");
    assert_refused("a,b\n1,\"x\"y\n", ERR_FORMAT, "line 2: a quote (\")");
    assert_refused("a,b\n1,\"x\n2,\"y\"\n", ERR_FORMAT, "line 2: a quote (\")");
    assert_refused("a,b\n1,2\n1,2,5\n", ERR_FORMAT, "line 3: more cells than the header's 2");
    assert_refused("", ERR_FORMAT, "empty");
    assert_refused(" \n\r\n", ERR_FORMAT, "empty");
    assert_refused("\xef\xbb\xbf", ERR_FORMAT, "empty");
}

static void test_columns_are_found_by_name(void **state) {
    (void)state;
    table *t = parse("id,\" a\u0308ldre \",x,x\n1,2,3,4\n"); /* a + combining dots = ä */
    size_t at = 9;
    err e = {0};
    assert_int_equal(table_find_column(t, "äldre", &at, &e), ERR_OK);
    assert_int_equal(at, 1);
    assert_int_equal(table_find_column(t, "ID", &at, &e), ERR_NOTFOUND);
    assert_string_equal(e.text, "t.csv: no column \"ID\"; it has: id, äldre, x, x");
    assert_int_equal(table_find_column(t, "x", &at, &e), ERR_FORMAT);
    assert_non_null(strstr(e.text, "2 columns are called \"x\""));
    assert_int_equal(at, 1);
    table_free(t);
}

static void test_a_file_is_read(void **state) {
    (void)state;
    char dir[] = "/tmp/kartblad-table-XXXXXX", path[64];
    assert_non_null(mkdtemp(dir));
    snprintf(path, sizeof path, "%s/t.csv", dir);
    table *t = NULL;
    err e = {0};
    assert_int_equal(table_read(path, &t, &e), ERR_NOTFOUND);
    assert_non_null(strstr(e.text, path));
    FILE *f = fopen(path, "w");
    assert_non_null(f);
    fputs("a\n1\n", f);
    fclose(f);
    assert_int_equal(table_read(path, &t, &e), ERR_OK);
    assert_string_equal(table_name(t), path);
    assert_string_equal(table_cell(t, 0, 0), "1");
    table_free(t);
    unlink(path);
    rmdir(dir);
}

/* ",,,..." with n separators, then `rest`. */
static char *wide(size_t n, const char *rest) {
    char *text = malloc(n + strlen(rest) + 1);
    assert_non_null(text);
    memset(text, ',', n);
    memcpy(text + n, rest, strlen(rest) + 1);
    return text;
}

static void test_what_is_no_table_is_named(void **state) {
    (void)state;
    static const struct {
        const char *text, *says;
    } rows[] = {
        {"PK\3\4xl/workbook.xml", "Excel or OpenDocument"},
        {"\xd0\xcf\x11\xe0\xa1\xb1", "old Excel"},
        {"\x1f\x8b\x08", "gzip"},
        {"%PDF-1.4", "PDF"},
        {"<!DOCTYPE html>", "web page"},
        {"<HTML>", "web page"},
        {"\xef\xbb\xbf<?xml version=\"1.0\"?>", "XML"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        assert_refused(rows[i].text, ERR_UNSUPPORTED, rows[i].says);
}

static void test_every_format_has_its_row(void **state) {
    (void)state;
    static const struct {
        const char *file, *text, *format;
    } rows[] = {
        {"t.csv", "a,b\n1,2\n", "CSV"},
        {"t.dat", "a,b\n1,2\n", "CSV"},
        {"t", "CHARSET=\"ANSI\";STUB=\"a\";VALUES(\"a\")=\"x\";DATA=1;", "PX"},
        {"t.csv", "CHARSET,b\n1,2\n", "CSV"}, /* a word alone is no PX */
        {"t.csv",
         " {\"id\":[\"a\"],\"size\":[1],\"dimension\":{\"a\":{\"category\":{\"index\":[\"x\"]}}},"
         "\"value\":[1]}",
         "JSON-stat"},
    };
    bool seen[8] = {false};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const char *text = rows[i].text;
        table *t = NULL;
        err e = {0};
        if (table_parse(rows[i].file, (bytes){(const uint8_t *)text, strlen(text)}, &t, &e))
            fail_msg("%s", e.text);
        assert_string_equal(table_format(t), rows[i].format);
        for (size_t k = 0; k < table_format_count; k++)
            seen[k] |= !strcmp(table_formats[k].name, rows[i].format);
        table_free(t);
    }
    for (size_t k = 0; k < table_format_count; k++) assert_true(seen[k]);
}

static void test_limits(void **state) {
    (void)state;
    char *text = wide(TABLE_COLUMNS_MAX, "\n");
    assert_refused(text, ERR_RANGE, "line 1: more than 10000 columns");
    free(text);
    text = wide(TABLE_COLUMNS_MAX - 1, "\n1\n");
    table *t = parse(text);
    assert_int_equal(table_columns(t), TABLE_COLUMNS_MAX);
    assert_string_equal(table_cell(t, 0, TABLE_COLUMNS_MAX - 1), "");
    table_free(t);
    free(text);

    /* 10,000 columns by 26,900 rows of one cell would be more than 2^28 cells. */
    size_t rows = 26900;
    char *many = malloc(2 * rows + 2);
    assert_non_null(many);
    many[0] = '\n';
    for (size_t i = 0; i < rows; i++) memcpy(many + 1 + 2 * i, "1\n", 3);
    text = wide(TABLE_COLUMNS_MAX - 1, many);
    assert_refused(text, ERR_RANGE, "more than 268435456 cells");
    free(text);
    free(many);
}

static void walk(const table *t) {
    for (size_t row = 0; row < table_rows(t); row++)
        for (size_t i = 0; i < table_columns(t); i++) assert_non_null(table_cell(t, row, i));
}

static void test_any_bytes_are_read_or_refused(void **state) {
    (void)state;
    static const char alphabet[] = "a1\"\",;\t| \r\n\n\xe4\xc3\xa5.";
    uint32_t seed = 1;
    for (int round = 0; round < 3000; round++) {
        char text[64];
        size_t len = (size_t)(round % 64);
        for (size_t i = 0; i < len; i++) {
            seed = seed * 1664525u + 1013904223u; /* Numerical Recipes */
            text[i] = alphabet[(seed >> 16) % (sizeof alphabet - 1)];
        }
        table *t = NULL;
        err e = {0};
        err_code rc = table_parse("t.csv", (bytes){(const uint8_t *)text, len}, &t, &e);
        assert_true(rc ? strlen(e.text) > 7 : t != NULL);
        if (!rc) walk(t);
        table_free(t);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_cells_rows_and_lines),
        cmocka_unit_test(test_every_line_end_counts_lines),
        cmocka_unit_test(test_separators),
        cmocka_unit_test(test_empty_cells_between_tabs_are_kept),
        cmocka_unit_test(test_encodings),
        cmocka_unit_test(test_other_encodings_are_refused),
        cmocka_unit_test(test_faults_name_the_line),
        cmocka_unit_test(test_columns_are_found_by_name),
        cmocka_unit_test(test_a_file_is_read),
        cmocka_unit_test(test_what_is_no_table_is_named),
        cmocka_unit_test(test_every_format_has_its_row),
        cmocka_unit_test(test_limits),
        cmocka_unit_test(test_any_bytes_are_read_or_refused),
    };
    return cmocka_run_group_tests_name("table", tests, NULL, NULL);
}
