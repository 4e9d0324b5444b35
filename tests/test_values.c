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
    } rows[] = {{{0}, true, true},
                {{.zero = dash}, false, false},
                {{.missing = with_dash}, false, true},
                {{.cannot_occur = dash}, false, false}};
    table *t = parse("id,v\na, - \nb,3\n");
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        values_spec s = {.key_column = "id", .value_column = "v", .rules = rows[i].rules};
        value_cells c = {0};
        assert_int_equal(values_read(t, &s, &c, NULL), ERR_OK);
        assert_int_equal(c.saw_dash, rows[i].saw);
        assert_int_equal(c.cell[0].state == VALUE_MISSING, rows[i].missing);
        assert_int_equal(c.cell[0].state == VALUE_PRESENT, rows[i].rules.zero != NULL);
        if (rows[i].rules.zero) assert_true(c.cell[0].value == 0);
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

/* A table of one value column "v", read; the caller frees both. */
static value_cells read_all(table *t, values_spec s) {
    value_cells c = {0};
    err e = {0};
    s.key_column = "id";
    if (!s.n_columns) s.value_column = "v";
    if (values_read(t, &s, &c, &e)) fail_msg("%s", e.text);
    return c;
}

static void test_states_and_flags_reach_the_cells_and_are_counted(void **state) {
    (void)state;
    static const char *const x[] = {"x", NULL}, *const dot[] = {".", NULL};
    static const char *const small[] = {"0,0", NULL};
    table *t = parse("id;v\na;2,5*\nb;x\nc;.\nd;0,0\ne;..\nf;[3,5] 1)\ng;x 2)\n");
    value_cells c = read_all(
        t, (values_spec){.rules = {.suppressed = x, .cannot_occur = dot, .rounded_zero = small}});
    static const value_state states[] = {VALUE_PRESENT,      VALUE_SUPPRESSED, VALUE_CANNOT_OCCUR,
                                         VALUE_ROUNDED_ZERO, VALUE_MISSING,    VALUE_PRESENT,
                                         VALUE_SUPPRESSED};
    static const unsigned flags[] = {VALUE_FOOTNOTE, 0, 0, 0, 0, VALUE_FOOTNOTE | VALUE_BRACKETED,
                                     VALUE_FOOTNOTE};
    for (size_t i = 0; i < 7; i++) {
        assert_int_equal(c.cell[i].state, states[i]);
        assert_int_equal(c.cell[i].flags, flags[i]);
        assert_int_equal(isnan(c.cell[i].value) != 0, states[i] != VALUE_PRESENT);
    }
    static const size_t counts[VALUE__STATES] = {2, 1, 2, 1, 1};
    for (int i = 0; i < VALUE__STATES; i++) assert_int_equal(c.states[i], counts[i]);
    assert_int_equal(c.footnotes, 3);
    assert_int_equal(c.bracketed, 1);
    value_cells_free(&c);
    table_free(t);
}

static void test_a_status_column_tells_why_a_cell_is_empty(void **state) {
    (void)state;
    static const char *const c_is[] = {"c", NULL};
    table *t = parse("id,v,status\na,,c\nb,,p\nc,3,c\nd,,\n");
    value_cells c =
        read_all(t, (values_spec){.status_column = "status", .rules = {.suppressed = c_is}});
    static const value_state states[] = {VALUE_SUPPRESSED, VALUE_MISSING, VALUE_PRESENT,
                                         VALUE_MISSING};
    for (size_t i = 0; i < 4; i++) assert_int_equal(c.cell[i].state, states[i]);
    value_cells_free(&c);
    table_free(t);
}

static void test_companions_go_with_their_values(void **state) {
    (void)state;
    table *t = parse("id;v;moe;from;to;n\n"
                     "a;12,5;\u00b11,250;11,25;13,75;1 234\n"
                     "b;7;+/- 2;..;9;56\n"
                     "c;..;;-1;;\n");
    value_cells c = read_all(t, (values_spec){.margin_column = "moe",
                                              .low_column = "from",
                                              .high_column = "to",
                                              .sample_column = "n"});
    /* 1,250 could be thousands, but the values have shown that the comma is a decimal one. */
    assert_true(c.cell[0].margin == 1.25 && c.cell[0].low == 11.25 && c.cell[0].high == 13.75);
    assert_true(c.cell[0].sample == 1234);
    assert_true(c.cell[1].margin == 2 && isnan(c.cell[1].low) && c.cell[1].high == 9);
    assert_true(isnan(c.cell[2].margin) && c.cell[2].low == -1 && isnan(c.cell[2].sample));
    value_cells_free(&c);
    c = read_all(t, (values_spec){0});
    assert_true(isnan(c.cell[0].margin) && isnan(c.cell[0].low) && isnan(c.cell[0].high) &&
                isnan(c.cell[0].sample));
    value_cells_free(&c);
    table_free(t);
}

static void test_companions_must_make_sense(void **state) {
    (void)state;
    values_spec s = {.key_column = "id",
                     .value_column = "v",
                     .margin_column = "m",
                     .low_column = "a",
                     .high_column = "b"};
    assert_fails("id,v,m,a,b\nx,1,-2,0,1\n", &s, ERR_RANGE, "line 2, column \"m\": -2 is below");
    assert_fails("id,v,m,a,b\nx,1,2,0,1\ny,1,2,3,1\n", &s, ERR_RANGE,
                 "line 3: the interval's low end, 3, is above its high end, 1");
    assert_fails("id,v,m,a,b\nx,1,?,0,1\n", &s, ERR_FORMAT, "line 2, column \"m\": \"?\"");
    assert_fails("id,v,m,a\nx,1,2,0\n", &s, ERR_NOTFOUND, "no column \"b\"");
    const name_pair columns[] = {{"2023", "v"}};
    values_spec wide = {
        .key_column = "id", .columns = columns, .n_columns = 1, .margin_column = "m"};
    assert_fails("id,v,m\nx,1,2\n", &wide, ERR_FORMAT, "\"m\" cannot go with a value column");
}

static void test_mixed_form(void **state) {
    (void)state;
    const name_pair quarters[] = {{"Q1", "q1"}, {"Q2", "q2"}, {"", "all"}};
    table *t = parse("id,year,q1,q2,all\na,2023,1,2,3\na,2024,4,5,9\n");
    value_cells c =
        read_all(t, (values_spec){.period_column = "year", .columns = quarters, .n_columns = 3});
    static const char *const periods[] = {"2023 Q1", "2023 Q2", "2023",
                                          "2024 Q1", "2024 Q2", "2024"};
    static const double values[] = {1, 2, 3, 4, 5, 9};
    assert_int_equal(c.count, 6);
    for (size_t i = 0; i < 6; i++) {
        assert_string_equal(c.cell[i].period, periods[i]);
        assert_true(c.cell[i].value == values[i]);
    }
    value_cells_free(&c);
    table_free(t);
}

/* Each way in which an office writes a table; the same three figures in all of them. */
static void test_every_way_of_writing_a_table(void **state) {
    (void)state;
    static const char *const texts[] = {
        "id,v\nÅ,1234.5\nb,-7\nc,\n",
        "id;v\nÅ;1234,5\nb;-7\nc;..\n",
        "id\tv\nÅ\t1 234,5\nb\t\u22127\nc\tNA\n",
        "id|v\nÅ|1.234,5\nb|-7\nc|.\n",
        "id,v\nÅ,\"1,234.5\"\nb,-7\nc,n/a\n",
        "\xef\xbb\xbf\"id\";\"v\"\r\n\"Å\";\"1\u00a0234,5\"\r\n\"b\";\"-7,0\"\r\n\"c\";\"\"\r\n",
        "sep=;\nid;v\nÅ;1\u2009234,5\nb;-7\nc;null\n",
        "id;v\nA\u030a;1\u202f234,5\nb;-7\nc;-\n",             /* A and a ring, apart */
        "id;v\r\n\xc5;1\xa0\x32\x33\x34,5\r\nb;-7\r\nc;-\r\n", /* Windows-1252 */
        "id;v\nÅ;1234,5 %\nb;-7%\nc;\n",
        "id;v\nÅ;1,2345e3\nb;-7\nc;\n",
    };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        table *t = parse(texts[i]);
        value_cells c = read_all(t, (values_spec){0});
        assert_int_equal(c.count, 3);
        assert_string_equal(c.cell[0].key, "Å");
        if (c.cell[0].value != 1234.5) fail_msg("text %zu: %g", i, c.cell[0].value);
        assert_true(c.cell[1].value == -7);
        assert_int_equal(c.cell[2].state, VALUE_MISSING);
        value_cells_free(&c);
        table_free(t);
    }
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
        cmocka_unit_test(test_states_and_flags_reach_the_cells_and_are_counted),
        cmocka_unit_test(test_a_status_column_tells_why_a_cell_is_empty),
        cmocka_unit_test(test_companions_go_with_their_values),
        cmocka_unit_test(test_companions_must_make_sense),
        cmocka_unit_test(test_mixed_form),
        cmocka_unit_test(test_every_way_of_writing_a_table),
        cmocka_unit_test(test_numeric_columns),
    };
    return cmocka_run_group_tests_name("values", tests, NULL, NULL);
}
