/* Truth: the made-up datasets below are small enough to be read by eye, by the rules of
 * JSON-stat 2 (values in row-major order, the last dimension varying fastest). */
#include "data/table.h"
#include "data/values.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#define AREA                                                                                       \
    "\"area\":{\"label\":\"Area\",\"category\":{\"index\":{\"02\":1,\"01\":0},"                    \
    "\"label\":{\"01\":\"North\",\"02\":\"South\"}}}"
#define YEAR   "\"year\":{\"category\":{\"index\":[\"2023\",\"2024\"]}}"
#define WHAT   "\"what\":{\"category\":{\"label\":{\"pop\":\"Population\"}}}"
#define SHAPE  "\"id\":[\"what\",\"area\",\"year\"],\"size\":[1,2,2],"
#define START  "{\"version\":\"2.0\",\"class\":\"dataset\","
#define DIMS   "\"dimension\":{" AREA "," YEAR "," WHAT "},"
#define OPEN   START SHAPE DIMS
#define VALUES "\"value\":[1,2.5,null,-4]"

static table *parse(const char *text) {
    table *t = NULL;
    err e = {0};
    if (table_parse("t.json", (bytes){(const uint8_t *)text, strlen(text)}, &t, &e))
        fail_msg("%s", e.text);
    return t;
}

static void assert_refused(const char *text, err_code code, const char *says) {
    table *t = NULL;
    err e = {0};
    err_code rc = table_parse("t.json", (bytes){(const uint8_t *)text, strlen(text)}, &t, &e);
    if (rc != code || strncmp(e.text, "t.json: ", 8) || !strstr(e.text, says))
        fail_msg("%d: %s", (int)rc, e.text);
    assert_null(t);
}

static void test_a_row_for_each_combination(void **state) {
    (void)state;
    table *t = parse(OPEN VALUES ",\"label\":\"Made up\",\"source\":\"Nobody\",\"note\":[\"n\"]}");
    static const char *const header[] = {"what", "what label", "area", "area label",
                                         "year", "year label", "value"};
    static const char *const rows[][7] = {
        {"pop", "Population", "01", "North", "2023", "2023", "1"},
        {"pop", "Population", "01", "North", "2024", "2024", "2.5"},
        {"pop", "Population", "02", "South", "2023", "2023", ""},
        {"pop", "Population", "02", "South", "2024", "2024", "-4"},
    };
    assert_string_equal(table_format(t), "JSON-stat");
    assert_int_equal(table_columns(t), 7);
    assert_int_equal(table_rows(t), 4);
    for (size_t i = 0; i < 7; i++) {
        assert_string_equal(table_header(t, i), header[i]);
        for (size_t r = 0; r < 4; r++) assert_string_equal(table_cell(t, r, i), rows[r][i]);
    }
    assert_string_equal(table_line_word(t), "value");
    assert_int_equal(table_line(t, 3), 4);
    assert_string_equal(table_about(t, TABLE_TITLE), "Made up");
    assert_string_equal(table_about(t, TABLE_SOURCE), "Nobody");
    assert_string_equal(table_about(t, TABLE_NOTE), "n");
    table_free(t);
}

static void test_values_and_status_by_number(void **state) {
    (void)state;
    static const struct {
        const char *text;
        const char *value[4], *status[4];
    } rows[] = {
        {OPEN "\"value\":{\"0\":1,\"3\":1e300},\"status\":{\"1\":\"c\"}}",
         {"1", "", "", "1e+300"},
         {"", "c", "", ""}},
        {OPEN VALUES ",\"status\":[\"p\",null,\"..\",\"\"]}",
         {"1", "2.5", "", "-4"},
         {"p", "", "..", ""}},
        {OPEN VALUES ",\"status\":\"p\"}", {"1", "2.5", "", "-4"}, {"p", "p", "p", "p"}},
        {OPEN "\"value\":{},\"status\":[\"x\"]}", {"", "", "", ""}, {"x", "", "", ""}},
        {OPEN "\"value\":[\"..\",\"7\",3,4],\"status\":{}}",
         {"..", "7", "3", "4"},
         {"", "", "", ""}},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        table *t = parse(rows[i].text);
        assert_int_equal(table_columns(t), 8);
        assert_string_equal(table_header(t, 7), "status");
        for (size_t r = 0; r < 4; r++) {
            assert_string_equal(table_cell(t, r, 6), rows[i].value[r]);
            assert_string_equal(table_cell(t, r, 7), rows[i].status[r]);
        }
        table_free(t);
    }
}

static void test_version_1_with_its_wrapper(void **state) {
    (void)state;
    table *t = parse("\xef\xbb\xbf {\"dataset\":{\"dimension\":{\"id\":[\"area\",\"year\"],"
                     "\"size\":[2,2]," AREA "," YEAR "}," VALUES "}}");
    assert_int_equal(table_columns(t), 5);
    assert_string_equal(table_cell(t, 3, 1), "South");
    assert_string_equal(table_cell(t, 3, 4), "-4");
    table_free(t);
}

static void test_faults_say_where(void **state) {
    (void)state;
#define ONE(index, size, value)                                                                    \
    START "\"id\":[\"a\"],\"size\":[" size                                                         \
          "],\"dimension\":{\"a\":{\"category\":{\"index\":" index "}}},\"value\":" value "}"
    static const struct {
        const char *text;
        err_code code;
        const char *says;
    } rows[] = {
        {"{\n\"a\":5,,}", ERR_FORMAT, "line 2, column"},
        {"{\"a\":1,\"a\":2}", ERR_FORMAT, "not JSON"},
        {"{}", ERR_FORMAT, "no JSON-stat dataset"},
        {"{\"type\":\"FeatureCollection\"}", ERR_FORMAT, "no JSON-stat dataset"},
        {"{\"class\":\"collection\"}", ERR_UNSUPPORTED, "class \"collection\""},
        {START DIMS VALUES "}", ERR_FORMAT, "\"id\" and \"size\""},
        {START "\"id\":[\"a\",5],\"size\":[1,1]," DIMS VALUES "}", ERR_FORMAT, "\"a\""},
        {ONE("[\"x\"]", "2", "[1]"), ERR_FORMAT, "dimension \"a\": it has 1 categories"},
        {ONE("[\"x\"]", "1.5", "[1]"), ERR_FORMAT, "dimension \"a\": it has 1 categories"},
        {ONE("[\"x\"]", "-1", "[1]"), ERR_FORMAT, "dimension \"a\": it has 1 categories"},
        {ONE("[\"x\"]", "1e300", "[1]"), ERR_FORMAT, "dimension \"a\": it has 1 categories"},
        {ONE("[]", "0", "[]"), ERR_FORMAT, "has no categories"},
        {ONE("5", "1", "[1]"), ERR_FORMAT, "dimension \"a\": it has no category index"},
        {ONE("{\"x\":0,\"y\":0}", "2", "[1,2]"), ERR_FORMAT, "one place"},
        {ONE("{\"x\":0,\"y\":2}", "2", "[1,2]"), ERR_FORMAT, "one place"},
        {ONE("{\"x\":0,\"y\":0.5}", "2", "[1,2]"), ERR_FORMAT, "one place"},
        {ONE("[\"x\",5]", "2", "[1,2]"), ERR_FORMAT, "one place"},
        {ONE("[\"x\",\"y\"]", "2", "[1]"), ERR_FORMAT, "\"value\" has 1 values"},
        {ONE("[\"x\",\"y\"]", "2", "[1,[]]"), ERR_FORMAT, "value: item 2: it is neither"},
        {ONE("[\"x\",\"y\"]", "2", "5"), ERR_FORMAT, "\"value\" must be a list"},
        {ONE("[\"x\",\"y\"]", "2", "{\"2\":5}"), ERR_FORMAT, "\"2\": there are 2 values only"},
        {ONE("[\"x\",\"y\"]", "2", "{\"-1\":5}"), ERR_FORMAT, "\"-1\": there are 2"},
        {ONE("[\"x\",\"y\"]", "2", "{\"0\":true}"), ERR_FORMAT, "value: \"0\": it is neither"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        assert_refused(rows[i].text, rows[i].code, rows[i].says);
}

static void test_claimed_sizes_take_no_memory(void **state) {
    (void)state;
    /* nine dimensions of ten and no value at all */
    char text[4096];
    size_t n = (size_t)snprintf(text, sizeof text, "{\"id\":[");
    for (int i = 0; i < 9; i++)
        n += (size_t)snprintf(text + n, sizeof text - n, "%s\"%d\"", i ? "," : "", i);
    n += (size_t)snprintf(text + n, sizeof text - n,
                          "],\"size\":[10,10,10,10,10,10,10,10,10],\"dimension\":{");
    for (int i = 0; i < 9; i++)
        n += (size_t)snprintf(text + n, sizeof text - n,
                              "%s\"%d\":{\"category\":{\"index\":[\"0\",\"1\",\"2\",\"3\",\"4\","
                              "\"5\",\"6\",\"7\",\"8\",\"9\"]}}",
                              i ? "," : "", i);
    snprintf(text + n, sizeof text - n, "},\"value\":{}}");
    assert_refused(text, ERR_RANGE, "make more than 4194304 values");
}

static void test_a_status_reaches_the_values(void **state) {
    (void)state;
    static const char *const c_is[] = {"c", NULL};
    table *t = parse(OPEN "\"value\":[1.234,null,null,4],\"status\":{\"1\":\"c\",\"3\":\"c\"}}");
    const values_spec spec = {.key_column = "area label",
                              .period_column = "year",
                              .value_column = "value",
                              .status_column = "status",
                              .rules = {.suppressed = c_is}};
    value_cells c = {0};
    err e = {0};
    if (values_read(t, &spec, &c, &e)) fail_msg("%s", e.text);
    assert_string_equal(c.cell[2].key, "South");
    assert_string_equal(c.cell[2].period, "2023");
    assert_true(c.cell[0].value == 1.234);
    assert_int_equal(c.cell[1].state, VALUE_SUPPRESSED);
    assert_true(isnan(c.cell[1].value));
    assert_int_equal(c.cell[2].state, VALUE_MISSING);
    assert_int_equal(c.cell[3].state, VALUE_PRESENT);
    value_cells_free(&c);
    size_t figures[8];
    assert_int_equal(values_numeric_columns(t, 0, figures, 8), 1); /* years are no figures here */
    assert_int_equal(figures[0], 6);
    table_free(t);
}

static void test_faulty_values_name_their_number(void **state) {
    (void)state;
    table *t = parse(OPEN "\"value\":[1,2,\"x\",4]}");
    const values_spec spec = {.key_column = "area", .value_column = "value"};
    value_cells c = {0};
    err e = {0};
    assert_int_equal(values_read(t, &spec, &c, &e), ERR_FORMAT);
    assert_non_null(strstr(e.text, "t.json: value 3, column \"value\": \"x\" is neither"));
    table_free(t);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_row_for_each_combination),
        cmocka_unit_test(test_values_and_status_by_number),
        cmocka_unit_test(test_version_1_with_its_wrapper),
        cmocka_unit_test(test_faults_say_where),
        cmocka_unit_test(test_claimed_sizes_take_no_memory),
        cmocka_unit_test(test_a_status_reaches_the_values),
        cmocka_unit_test(test_faulty_values_name_their_number),
    };
    return cmocka_run_group_tests_name("table_jsonstat", tests, NULL, NULL);
}
