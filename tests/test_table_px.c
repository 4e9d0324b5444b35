/* Truth: the made-up PX files below are small enough to be read by eye, by the rules of
 * table_px.h. */
#include "data/table.h"
#include "data/values.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#define HEAD "CHARSET=\"ANSI\";\nAXIS-VERSION=\"2010\";\nCODEPAGE=\"utf-8\";\n"

static const char town[] =
    HEAD "LANGUAGE=\"sv\";\nLANGUAGES=\"sv\",\"en\";\n"
         "TITLE=\"Folkmängd; efter \"\n\"område\";\n"
         "TITLE[en]=\"Population\";\n"
         "UNITS=\"antal\";\nSOURCE=\"Påhittad\";\nNOTE=\"Gäller\" \" inte.\";\n"
         "CONTVARIABLE=\"kön\";\n"
         "STUB=\"område\",\"kön\";\nSTUB[en]=\"area\",\"sex\";\nHEADING=\"år\";\n"
         "VALUES[en](\"area\")=\"North\",\"South\";\n"
         "VALUES(\"område\")=\"Norr\",\"Sö\"\n  \"der\";\n"
         "CODES(\"område\")=\"01\",\"02\";\n"
         "VALUES(\"kön\")=\"män\",\"kvinnor\";\n"
         "VALUES(\"år\")=\"2023\",\"2024\";\n"
         "TIMEVAL(\"år\")=TLIST(A1),\"2023\",\"2024\";\n"
         "DATA=\n1 2.5\n\"..\" -4\n\".\" \"-\"\n7 8 ;\n";

static err_code try(const char *name, const char *text, size_t len, table **t, err *e) {
    return table_parse(name, (bytes){(const uint8_t *)text, len}, t, e);
}

static table *parse(const char *text) {
    table *t = NULL;
    err e = {0};
    if (try("t.px", text, strlen(text), &t, &e)) fail_msg("%s", e.text);
    return t;
}

static void assert_refused(const char *text, err_code code, const char *says) {
    table *t = NULL;
    err e = {0};
    err_code rc = try("t.px", text, strlen(text), &t, &e);
    if (rc != code || strncmp(e.text, "t.px: ", 6) || !strstr(e.text, says))
        fail_msg("%d: %s", (int)rc, e.text);
    assert_null(t);
}

static void test_a_row_for_each_combination(void **state) {
    (void)state;
    table *t = parse(town);
    static const char *const header[] = {"område", "område label", "kön",  "kön label",
                                         "år",     "år label",     "value"};
    static const char *const rows[][7] = {
        {"01", "Norr", "män", "män", "2023", "2023", "1"},
        {"01", "Norr", "män", "män", "2024", "2024", "2.5"},
        {"01", "Norr", "kvinnor", "kvinnor", "2023", "2023", ".."},
        {"01", "Norr", "kvinnor", "kvinnor", "2024", "2024", "-4"},
        {"02", "Söder", "män", "män", "2023", "2023", "."},
        {"02", "Söder", "män", "män", "2024", "2024", "-"},
        {"02", "Söder", "kvinnor", "kvinnor", "2023", "2023", "7"},
        {"02", "Söder", "kvinnor", "kvinnor", "2024", "2024", "8"},
    };
    assert_string_equal(table_format(t), "PX");
    assert_string_equal(table_encoding(t), "UTF-8");
    assert_int_equal(table_decimal(t), '.');
    assert_int_equal(table_separator(t), 0);
    assert_int_equal(table_columns(t), 7);
    assert_int_equal(table_rows(t), 8);
    for (size_t i = 0; i < 7; i++) {
        assert_string_equal(table_header(t, i), header[i]);
        assert_int_equal(table_is_figure(t, i), i == 6);
        for (size_t r = 0; r < 8; r++) assert_string_equal(table_cell(t, r, i), rows[r][i]);
    }
    /* DATA= is on line 23, its figures on the lines after it */
    assert_int_equal(table_line(t, 0), 24);
    assert_int_equal(table_line(t, 3), 25);
    assert_int_equal(table_line(t, 7), 27);
    assert_string_equal(table_line_word(t), "line");
    table_free(t);
}

static void test_what_the_file_says_of_itself(void **state) {
    (void)state;
    table *t = parse(town);
    assert_string_equal(table_about(t, TABLE_TITLE), "Folkmängd; efter område");
    assert_string_equal(table_about(t, TABLE_SOURCE), "Påhittad");
    assert_string_equal(table_about(t, TABLE_UNITS), "antal");
    assert_string_equal(table_about(t, TABLE_NOTE), "Gäller inte.");
    table_free(t);
    t = parse("STUB=\"a\";VALUES(\"a\")=\"x\";DATA=1;");
    assert_string_equal(table_about(t, TABLE_NOTE), "");
    table_free(t);
}

static void test_a_language_alone_is_read(void **state) {
    (void)state;
    table *t = parse("LANGUAGES=\"sv\",\"en\";STUB[sv]=\"ort\";STUB[en]=\"place\";"
                     "VALUES[en](\"place\")=\"x\",\"y\";VALUES[sv](\"ort\")=\"å\",\"ä\";"
                     "DATA=1,2;");
    assert_string_equal(table_header(t, 0), "ort");
    assert_string_equal(table_cell(t, 1, 1), "ä");
    assert_string_equal(table_cell(t, 1, 2), "2");
    table_free(t);
}

static void test_encodings(void **state) {
    (void)state;
#define BODY(a_ring) "STUB=\"x\";VALUES(\"x\")=\"" a_ring "\";DATA=1;"
    static const struct {
        const char *text, *encoding, *cell;
    } rows[] = {
        {"CHARSET=\"ANSI\";CODEPAGE=\"iso-8859-1\";" BODY("\xe5"), "Windows-1252", "å"},
        {"CHARSET=\"ANSI\";CODEPAGE=\"ISO-8859-15\";" BODY("\xa4"), "ISO-8859-15", "€"},
        {"CODEPAGE=\"windows-1251\";" BODY("\xc6"), "Windows-1251", "Ж"},
        {"CHARSET=\"ANSI\";" BODY("\xe5"), "Windows-1252", "å"},
        {"CHARSET=\"ANSI\";" BODY("å"), "UTF-8", "å"},
        {BODY("\x86"), "CP850", "å"}, /* before CHARSET files were written by DOS */
        {"CODEPAGE=\"utf-8\";" BODY("å"), "UTF-8", "å"},
        {"\xef\xbb\xbf" BODY("å"), "UTF-8 with BOM", "å"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        table *t = parse(rows[i].text);
        assert_string_equal(table_encoding(t), rows[i].encoding);
        assert_string_equal(table_cell(t, 0, 0), rows[i].cell);
        table_free(t);
    }
    assert_refused("CODEPAGE=\"utf-8\";" BODY("\xe5"), ERR_FORMAT, "says that it is UTF-8");
    assert_refused("\nCODEPAGE=\"EBCDIC\";" BODY("x"), ERR_UNSUPPORTED,
                   "line 2: the code page \"EBCDIC\" is not known");
}

static void test_faults_name_the_line(void **state) {
    (void)state;
    static const struct {
        const char *text;
        err_code code;
        const char *says;
    } rows[] = {
        {"", ERR_FORMAT, "there is no DATA"},
        {"STUB=\"a\";", ERR_FORMAT, "there is no DATA"},
        {"DATA=1;", ERR_FORMAT, "neither STUB nor HEADING"},
        {"STUB=\"a\";\nDATA=1;", ERR_FORMAT, "line 1: the variable \"a\" has no VALUES(\"a\")"},
        {"STUB=\"a\";\nVALUES(\"a\")=\"x\";\nDATA=1 2", ERR_FORMAT, "line 3: what begins here"},
        {"STUB=\"a\";\nVALUES(\"a\")=\"x\n;DATA=1;", ERR_FORMAT, "line 2: what begins here"},
        {"STUB=\"a\";VALUES(\"a\")=\"x\";\nDATA=1 2;", ERR_FORMAT, "line 2: DATA has 2 values"},
        {"STUB=\"a\";VALUES(\"a\")=\"x\",\"y\";\nDATA=1;", ERR_FORMAT, "variables make 2"},
        {"STUB=\"a\";VALUES(\"a\")=\"x\",\"y\";\nCODES(\"a\")=\"1\";\nDATA=1 2;", ERR_FORMAT,
         "line 2: 1 CODES for 2 VALUES of \"a\""},
        {"STUB=\"a\";VALUES(\"a\")=;DATA=1;", ERR_FORMAT, "\"a\" has no categories"},
        {"STUB=\"a\";\nVALUES(\"a\")=\"x\" 5;DATA=1;", ERR_FORMAT, "line 2: a comma is expected"},
        {"STUB=\"a\";\nVALUES(\"a\")=x;DATA=1;", ERR_FORMAT, "line 2: a text in quotes"},
        {"STUB=\"a\";\nVALUES(\"a\")=\"x\",;DATA=1;", ERR_FORMAT, "after the last comma"},
        {"\n\n=5;", ERR_FORMAT, "line 3: a keyword such as"},
        {"TITLE;", ERR_FORMAT, "line 1: \"=\" is expected"},
        {"VALUES(\"a\"=5;", ERR_FORMAT, "line 1: \"(\" has no \")\""},
        {"TITLE[sv=5;", ERR_FORMAT, "line 1: \"[\" has no \"]\""},
        {"STUB=\"a\";VALUES(\"a\")=\"x\";\nKEYS(\"a\")=VALUES;\nDATA=\"x\" 1;", ERR_UNSUPPORTED,
         "line 2: the sparse form"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        assert_refused(rows[i].text, rows[i].code, rows[i].says);
}

static void test_claimed_sizes_take_no_memory(void **state) {
    (void)state;
    /* ten dimensions of ten: 10^10 values, of which there is one */
    char text[4096];
    size_t n = 0;
    for (int i = 0; i < 10; i++) {
        n += (size_t)snprintf(text + n, sizeof text - n, "%s\"d%d\"", i ? "," : "STUB=", i);
    }
    for (int i = 0; i < 10; i++)
        n += (size_t)snprintf(text + n, sizeof text - n,
                              ";VALUES(\"d%d\")=\"0\",\"1\",\"2\",\"3\",\"4\",\"5\",\"6\",\"7\","
                              "\"8\",\"9\"",
                              i);
    snprintf(text + n, sizeof text - n, ";DATA=1;");
    assert_refused(text, ERR_RANGE, "make more than");
}

static void test_sixty_four_dimensions_at_most(void **state) {
    (void)state;
    for (int extra = 0; extra < 2; extra++) {
        char text[8192];
        size_t n = 0;
        for (int i = 0; i < 64 + extra; i++)
            n += (size_t)snprintf(text + n, sizeof text - n, "%s\"%d\"", i ? "," : "STUB=", i);
        for (int i = 0; i < 64 + extra; i++)
            n += (size_t)snprintf(text + n, sizeof text - n, ";VALUES(\"%d\")=\"x\"", i);
        snprintf(text + n, sizeof text - n, ";DATA=1;");
        if (extra)
            assert_refused(text, ERR_RANGE, "more than 64 dimensions");
        else
            table_free(parse(text));
    }
}

static void test_figures_keep_their_decimal_point(void **state) {
    (void)state;
    /* 1.234 alone could be thousands in a CSV; PX has no thousands */
    table *t = parse(HEAD "STUB=\"id\";VALUES(\"id\")=\"a\",\"b\";DATA=1.234 \"..\";");
    const values_spec spec = {.key_column = "id", .value_column = "value"};
    value_cells c = {0};
    err e = {0};
    if (values_read(t, &spec, &c, &e)) fail_msg("%s", e.text);
    assert_true(c.cell[0].value == 1.234);
    assert_int_equal(c.cell[1].state, VALUE_MISSING);
    value_cells_free(&c);
    table_free(t);
}

static void test_content_decides_before_the_name(void **state) {
    (void)state;
    table *t = NULL;
    assert_int_equal(try("t.csv", town, strlen(town), &t, NULL), ERR_OK);
    assert_string_equal(table_format(t), "PX");
    table_free(t);
    static const char other[] = "VALUENOTE(\"a\")=\"x\";STUB=\"a\";VALUES(\"a\")=\"x\";DATA=1;";
    assert_int_equal(try("t.PX", other, strlen(other), &t, NULL), ERR_OK);
    assert_string_equal(table_format(t), "PX");
    table_free(t);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_row_for_each_combination),
        cmocka_unit_test(test_what_the_file_says_of_itself),
        cmocka_unit_test(test_a_language_alone_is_read),
        cmocka_unit_test(test_encodings),
        cmocka_unit_test(test_faults_name_the_line),
        cmocka_unit_test(test_claimed_sizes_take_no_memory),
        cmocka_unit_test(test_sixty_four_dimensions_at_most),
        cmocka_unit_test(test_figures_keep_their_decimal_point),
        cmocka_unit_test(test_content_decides_before_the_name),
    };
    return cmocka_run_group_tests_name("table_px", tests, NULL, NULL);
}
