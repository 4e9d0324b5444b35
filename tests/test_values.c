/* Truth: the tables below are small enough to be read by eye. */
#include "data/values.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

static const char long_form[] = "level,area,what,year,value,source,note\n"
                                "d11,Järva,crime,2024,\"9,5\",Brå,\n"
                                "d11,Bromma,crime,2024,..,Brå,small\n"
                                "d11,Järva,crime,2023,\"1 234,5\",city,\n"
                                "d11,Järva,people,2024,x,,\n"
                                "d14,Järva,crime,2024,y,,\n"
                                ",,,,,,\n"
                                " d11 ,Farsta,\"crime \",2024,7,,\n";

static table *parse(const char *text) {
    table *t = NULL;
    err e = {0};
    if (table_parse("t.csv", (bytes){(const uint8_t *)text, strlen(text)}, &t, &e))
        fail_msg("%s", e.text);
    return t;
}

static const name_pair crime[] = {{"level", "d11"}, {"what", "crime"}};

static values_spec long_spec(void) {
    return (values_spec){.key_column = "area",
                         .value_column = "value",
                         .period_column = "year",
                         .source_column = "source",
                         .note_column = "note",
                         .where = crime,
                         .n_where = 2};
}

static void assert_fails(const char *text, const values_spec *s, err_code code, const char *says) {
    table *t = parse(text);
    value_cells c = {0};
    err e = {0};
    assert_int_equal(values_read(t, s, &c, &e), code);
    assert_null(c.cell);
    if (strncmp(e.text, "t.csv: ", 7) || !strstr(e.text, says)) fail_msg("%s", e.text);
    table_free(t);
}

static void test_long_form(void **state) {
    (void)state;
    table *t = parse(long_form);
    values_spec s = long_spec();
    value_cells c = {0};
    err e = {0};
    if (values_read(t, &s, &c, &e)) fail_msg("%s", e.text);
    assert_int_equal(c.count, 4);
    assert_int_equal(c.format.decimal, ',');
    assert_int_equal(c.format.thousand, ' ');
    assert_string_equal(c.cell[0].key, "Järva");
    assert_string_equal(c.cell[0].period, "2024");
    assert_true(c.cell[0].value == 9.5);
    assert_int_equal(c.cell[0].line, 2);
    assert_string_equal(c.cell[0].source, "Brå");
    assert_int_equal(c.cell[1].state, VALUE_MISSING);
    assert_true(isnan(c.cell[1].value));
    assert_string_equal(c.cell[1].note, "small");
    assert_true(c.cell[2].value == 1234.5);
    assert_string_equal(c.cell[2].period, "2023");
    assert_string_equal(c.cell[3].key, "Farsta"); /* `where` is compared as keys are */
    assert_int_equal(c.cell[3].line, 8);
    assert_false(c.saw_dash);
    value_cells_free(&c);
    table_free(t);
}

static void test_wide_form_with_one_column(void **state) {
    (void)state;
    table *t = parse("id;share\n01; 12 %\n02;\n;\n");
    values_spec s = {.key_column = "id", .value_column = "share", .period = " 2024 "};
    value_cells c = {0};
    err e = {0};
    if (values_read(t, &s, &c, &e)) fail_msg("%s", e.text);
    assert_int_equal(c.count, 2); /* the row without any text is skipped */
    assert_string_equal(c.cell[0].key, "01");
    assert_string_equal(c.cell[0].period, "2024");
    assert_string_equal(c.cell[0].source, "");
    assert_string_equal(c.cell[0].note, "");
    assert_true(c.cell[0].value == 12);
    assert_int_equal(c.cell[1].state, VALUE_MISSING);
    value_cells_free(&c);
    s.period = NULL;
    assert_int_equal(values_read(t, &s, &c, &e), ERR_OK);
    assert_string_equal(c.cell[0].period, "");
    value_cells_free(&c);
    table_free(t);
}

static void test_a_column_for_each_period(void **state) {
    (void)state;
    const name_pair columns[] = {{"2023", "y23"}, {"2024", "y24"}};
    table *t = parse("id;y24;y23\na;1,234;0,5\nb;2,345;7\n");
    values_spec s = {.key_column = "id", .columns = columns, .n_columns = 2};
    value_cells c = {0};
    err e = {0};
    if (values_read(t, &s, &c, &e)) fail_msg("%s", e.text);
    /* 0,5 settles for both columns that the comma is a decimal one. */
    static const double values[] = {0.5, 1.234, 7, 2.345};
    assert_int_equal(c.count, 4);
    for (size_t i = 0; i < 4; i++) {
        assert_string_equal(c.cell[i].key, i < 2 ? "a" : "b");
        assert_string_equal(c.cell[i].period, i % 2 ? "2024" : "2023");
        assert_true(c.cell[i].value == values[i]);
    }
    value_cells_free(&c);
    table_free(t);
}

static void test_a_dash_is_asked_about(void **state) {
    (void)state;
    static const char *const dash[] = {"-", NULL}, *const with_dash[] = {"-", "..", NULL};
    static const struct {
        number_rules rules;
        bool saw, missing;
    } rows[] = {
        {{NULL, NULL}, true, true}, {{NULL, dash}, false, false}, {{with_dash, NULL}, false, true}};
    table *t = parse("id,v\na, - \nb,3\n");
    for (size_t i = 0; i < 3; i++) {
        values_spec s = {.key_column = "id", .value_column = "v", .rules = rows[i].rules};
        value_cells c = {0};
        assert_int_equal(values_read(t, &s, &c, NULL), ERR_OK);
        assert_int_equal(c.saw_dash, rows[i].saw);
        assert_int_equal(c.cell[0].state == VALUE_MISSING, rows[i].missing);
        if (!rows[i].missing) assert_true(c.cell[0].value == 0);
        value_cells_free(&c);
    }
    table_free(t);
}

static void test_the_manifest_settles_the_decimal_mark(void **state) {
    (void)state;
    const char text[] = "id,v\na,\"1,234\"\n";
    values_spec s = {.key_column = "id", .value_column = "v"};
    assert_fails(text, &s, ERR_FORMAT, "t.csv: line 2, column \"v\": \"1,234\" can be read");
    static const double values[] = {1.234, 1234};
    for (size_t i = 0; i < 2; i++) {
        table *t = parse(text);
        value_cells c = {0};
        s.decimal = ",."[i];
        assert_int_equal(values_read(t, &s, &c, NULL), ERR_OK);
        assert_true(c.cell[0].value == values[i]);
        value_cells_free(&c);
        table_free(t);
    }
}

static void test_faults_name_line_and_column(void **state) {
    (void)state;
    values_spec s = long_spec();
    assert_fails("level,area,what,year,value,source,note\n\nd11,Järva,crime,2024,9,,\n"
                 "d11,Bromma,crime,2024,abc,,\n",
                 &s, ERR_FORMAT, "line 4, column \"value\": \"abc\" is neither");
    assert_fails("level,area,what,year,value,source,note\nd11,,crime,2024,9,,\n", &s, ERR_FORMAT,
                 "line 2: the column \"area\" is empty");
    assert_fails("level,area,what,year,value,source,note\nd11,Järva,crime, ,9,,\n", &s, ERR_FORMAT,
                 "line 2: the column \"year\" is empty");
    assert_fails("level,area,what,year,value,source,note\nd14,Järva,crime,2024,9,,\n", &s,
                 ERR_NOTFOUND, "no row with level = \"d11\" and what = \"crime\"");
    assert_fails("level,area,what,year,value,source\n", &s, ERR_NOTFOUND, "no column \"note\"");
    s = (values_spec){.key_column = "id", .value_column = "v"};
    assert_fails("id,v\n", &s, ERR_NOTFOUND, "there is no row");
    assert_fails("id,v\na,1e999\n", &s, ERR_RANGE, "line 2, column \"v\": \"1e999\" is too large");
    const name_pair columns[] = {{"2023", "y23"}, {"2024", "y24"}};
    s = (values_spec){.key_column = "id", .columns = columns, .n_columns = 2};
    assert_fails("id,y23,y24\na,1,2\nb,1,?\n", &s, ERR_FORMAT, "line 3, column \"y24\": \"?\"");
}

static void test_numeric_columns(void **state) {
    (void)state;
    table *t = parse("id;name;rate;none;mixed;ask;year\n"
                     "1;Järva;1,5;..;1;1,234;2024\n"
                     "2;Farsta;NA;;x;5,678;2024\n");
    size_t out[7];
    assert_int_equal(values_numeric_columns(t, 0, out, 7), 3);
    assert_int_equal(out[0], 2);
    assert_int_equal(out[1], 5); /* ambiguous, but numbers: reading it asks the question */
    assert_int_equal(out[2], 6);
    assert_int_equal(values_numeric_columns(t, 0, out, 1), 1);
    assert_int_equal(values_numeric_columns(t, 6, out, 7), 3); /* the id is one too */
    assert_int_equal(out[0], 0);
    table_free(t);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_long_form),
        cmocka_unit_test(test_wide_form_with_one_column),
        cmocka_unit_test(test_a_column_for_each_period),
        cmocka_unit_test(test_a_dash_is_asked_about),
        cmocka_unit_test(test_the_manifest_settles_the_decimal_mark),
        cmocka_unit_test(test_faults_name_line_and_column),
        cmocka_unit_test(test_numeric_columns),
    };
    return cmocka_run_group_tests_name("values", tests, NULL, NULL);
}
