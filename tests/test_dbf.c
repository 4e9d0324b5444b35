/* Truth: tables put together byte by byte after dBASE III's layout (aid_bytes). */
#include "aid_bytes.h"
#include "aid_cmocka.h"
#include "aid_files.h"
#include "aid_random.h"
#include "data/values.h"
#include "geo/dbf.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const aid_field key_name[] = {{"KEY", 'N', 10, 3}, {"NAME", 'C', 12, 0}};

static dbf *load(const char *dir, const aid_table *t, const char *encoding) {
    buf data = BUF_EMPTY;
    char path[AID_PATH];
    dbf *d = NULL;
    err e = {0};
    aid_dbf(t, &data);
    aid_write_buf(dir, "t.dbf", &data);
    buf_free(&data);
    aid_path(dir, "t.dbf", path);
    if (dbf_load(path, encoding, &d, &e)) fail_msg("%s", e.text);
    return d;
}

static void test_cells_are_trimmed_text(void **state) {
    static const char *const cells[] = {"1.000", "one", "2.500", "  two", "", ""};
    dbf *d = load(*state, &(aid_table){0, key_name, 2, 3, cells, NULL}, NULL);
    assert_int_equal(dbf_records(d), 3);
    assert_int_equal(dbf_fields(d), 2);
    assert_string_equal(dbf_field_name(d, 0), "KEY");
    assert_string_equal(dbf_field_name(d, 1), "NAME");
    assert_string_equal(dbf_cell(d, 0, 0), "1");
    assert_string_equal(dbf_cell(d, 0, 1), "one");
    assert_string_equal(dbf_cell(d, 1, 0), "2.5");
    assert_string_equal(dbf_cell(d, 1, 1), "two");
    assert_string_equal(dbf_cell(d, 2, 0), "");
    assert_string_equal(dbf_cell(d, 2, 1), "");
    assert_int_equal(dbf_warnings(d)->count, 0);
    dbf_free(d);
    dbf_free(NULL);
}

static void test_numbers_are_their_shortest_text(void **state) {
    static const aid_field field[] = {{"N", 'N', 24, 4}};
    static const char *const rows[][2] = {
        {"4051.0000", "4051"},
        {"4051", "4051"},
        {"0.5000", "0.5"},
        {".5", "0.5"},
        {"-12.3400", "-12.34"},
        {"-0.000", "0"},
        {"+7.", "7"},
        {"00114", "114"},
        {"0", "0"},
        {"1e3", "1000"},
        {"1.5e-7", "1.5e-07"},
        {"123456789012345678901", "123456789012345678901"}, /* a key that no double holds */
        {"100000000000000000.00", "100000000000000000"},
        {"****", ""}, /* what does not fit is written as stars */
        {"************************", ""},
        {"*", ""},
        {"", ""},
        {"\001", ""}, /* control bytes are blanks */
        {"1 2", "1 2"},
        {"x", "x"},
    };
    enum { N = sizeof rows / sizeof *rows };
    const char *cells[N];
    for (int i = 0; i < N; i++) cells[i] = rows[i][0];
    dbf *d = load(*state, &(aid_table){0, field, 1, N, cells, NULL}, NULL);
    for (size_t i = 0; i < N; i++) assert_string_equal(dbf_cell(d, i, 0), rows[i][1]);
    dbf_free(d);
}

/* Against C's own printing: the fewest digits from 1 to 17 that give the number back. */
static void test_any_decimals_are_their_shortest_text(void **state) {
    static const aid_field field[] = {{"N", 'N', 24, 15}};
    enum { N = 4000 };
    static char text[N][32];
    static const char *cells[N];
    aid_random random = {7};
    for (int i = 0; i < N; i++) {
        double v = aid_random_in(&random, -1, 1) * pow(10, i % 9 - 4);
        snprintf(text[i], sizeof text[i], "%.*f", i % 16, v);
        cells[i] = text[i];
    }
    dbf *d = load(*state, &(aid_table){0, field, 1, N, cells, NULL}, NULL);
    for (size_t i = 0; i < N; i++) {
        char wanted[32];
        double v = strtod(text[i], NULL);
        if (v == floor(v)) continue; /* whole numbers keep all their digits */
        for (int digits = 1; digits <= 17; digits++) {
            snprintf(wanted, sizeof wanted, "%.*g", digits, v);
            if (strtod(wanted, NULL) == v) break;
        }
        assert_string_equal(dbf_cell(d, i, 0), wanted);
    }
    dbf_free(d);
}

/* The fields between that are not kept take part in the encoding, and in nothing else. */
static void test_only_the_fields_asked_for_are_kept(void **state) {
    static const aid_field field[] = {
        {"A", 'C', 6, 0}, {"KEY", 'C', 6, 0}, {"B", 'N', 6, 1}, {"NAME", 'C', 6, 0}};
    static const char *const cells[] = {"\xe5", "k1", "1.5",  "\xe4", "x",   "k2",
                                        "2.5",  "n2", "\xf6", "k3",   "3.5", "\xc5"};
    static const char *const both[] = {"KEY", "NAME", NULL}, *const odd[] = {"KEY", "key", NULL};
    char path[AID_PATH];
    dbf_free(load(*state, &(aid_table){0, field, 4, 3, cells, NULL}, NULL));
    aid_path(*state, "t.dbf", path);
    dbf *d = NULL;
    assert_int_equal(dbf_load_fields(path, NULL, both, &d, NULL), ERR_OK);
    static const char *const keys[] = {"k1", "k2", "k3"}, *const names[] = {"ä", "n2", "Å"};
    for (size_t i = 0; i < 3; i++) {
        assert_string_equal(dbf_cell(d, i, 1), keys[i]);
        assert_string_equal(dbf_cell(d, i, 3), names[i]);
    }
    assert_int_equal(dbf_fields(d), 4);
    assert_string_equal(dbf_field_name(d, 2), "B");
    assert_string_equal(dbf_encoding(d), "CP1252");
    dbf_free(d);
    assert_int_equal(dbf_load_fields(path, NULL, (const char *const[]){"KEY", NULL}, &d, NULL),
                     ERR_OK);
    assert_string_equal(dbf_encoding(d), "CP1252"); /* by the text of the others alone */
    assert_string_equal(dbf_cell(d, 2, 1), "k3");
    dbf_free(d);
    assert_int_equal(dbf_load_fields(path, NULL, odd, &d, NULL), ERR_OK); /* no "key": all */
    assert_string_equal(dbf_cell(d, 1, 2), "2.5");
    dbf_free(d);
}

/* In text fields digits are text. */
static void test_text_keeps_its_zeros(void **state) {
    static const aid_field field[] = {{"KEY", 'C', 10, 0}};
    static const char *const cells[] = {"0114", "4051.000", "1e3"};
    dbf *d = load(*state, &(aid_table){0, field, 1, 3, cells, NULL}, NULL);
    for (size_t i = 0; i < 3; i++) assert_string_equal(dbf_cell(d, i, 0), cells[i]);
    dbf_free(d);
}

typedef struct decision {
    const char *cell, *cpg, *wanted; /* cpg NULL: no file */
    uint8_t language_id;
    const char *text, *encoding, *from;
    size_t warnings;
} decision;

static void test_encodings_are_decided_in_order(void **state) {
    static const decision rows[] = {
        /* Latin-1 with id 0x57, which says nothing, and no .cpg: the common case of old files */
        {"\xe5\xe4\xf6 \xc5\xc4\xd6", NULL, NULL, 0x57, "åäö ÅÄÖ", "CP1252", "fallback", 0},
        {"Älvsjö", "UTF-8", NULL, 0, "Älvsjö", "UTF-8", ".cpg", 0},
        {"Älvsjö", "utf8\r\n", NULL, 0x57, "Älvsjö", "UTF-8", ".cpg", 0},
        {"\xc4lv", "ISO-8859-1", NULL, 0, "Älv", "ISO-8859-1", ".cpg", 0},
        {"\xc4lv", "88591", NULL, 0, "Älv", "ISO-8859-1", ".cpg", 0},
        {"\x80", "ANSI 1252", NULL, 0, "€", "CP1252", ".cpg", 0},
        {"Älvsjö", NULL, NULL, 0, "Älvsjö", "UTF-8", "valid UTF-8", 0},
        {"\x84\x94", NULL, NULL, 0x02, "äö", "CP850", "language id", 0},
        {"\x84\x94", "850", NULL, 0x03, "äö", "CP850", ".cpg", 0},
        {"\x84\x94", "UTF-8", "CP850", 0x03, "äö", "CP850", "--encoding", 0},
        {"\xc4lv", "UTF-8", "latin1", 0, "Älv", "ISO-8859-1", "--encoding", 0},
        {"\xc4lv", "", NULL, 0, "Älv", "CP1252", "fallback", 0},
        /* what the text contradicts is passed over, and said */
        {"\xc4lv", "UTF-8", NULL, 0x57, "Älv", "CP1252", "fallback", 1},
        {"\xc4lv", "UTF-8", NULL, 0x01, "─lv", "CP437", "language id", 1},
        {"Älvsjö", "KLINGON", NULL, 0, "Älvsjö", "UTF-8", "valid UTF-8", 1},
        {"Älvsjö", "UTF-16LE", NULL, 0, "Älvsjö", "UTF-8", "valid UTF-8", 1},
        {"\x81", NULL, NULL, 0x03, "\xc2\x81", "ISO-8859-1", "fallback", 2}, /* not in CP1252 */
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const decision *r = &rows[i];
        char cpg[AID_PATH];
        aid_path(*state, "t.cpg", cpg);
        remove(cpg);
        if (r->cpg) aid_write(*state, "t.cpg", r->cpg, NULL);
        const char *const cells[] = {"1", r->cell};
        const aid_table t = {r->language_id, key_name, 2, 1, cells, NULL};
        dbf *d = load(*state, &t, r->wanted);
        assert_string_equal(dbf_cell(d, 0, 1), r->text);
        assert_string_equal(dbf_encoding(d), r->encoding);
        assert_string_equal(dbf_encoding_from(d), r->from);
        assert_int_equal(dbf_warnings(d)->count, r->warnings);
        dbf_free(d);
    }
}

static void test_a_lying_cpg_is_told(void **state) {
    static const char *const cells[] = {"1", "\xc4lv"};
    aid_write(*state, "t.cpg", "UTF-8", NULL);
    dbf *d = load(*state, &(aid_table){0, key_name, 2, 1, cells, NULL}, NULL);
    const char *said = dbf_warnings(d)->item[0];
    assert_memory_equal(said, ".cpg says UTF-8: text is not UTF-8: byte ", 41);
    assert_non_null(strstr(said, "(0xc4) does not fit; it is passed over"));
    dbf_free(d);
}

static err_code load_fails(const char *dir, const char *encoding, err *e) {
    char path[AID_PATH];
    dbf *d = NULL;
    aid_path(dir, "t.dbf", path);
    err_code rc = dbf_load(path, encoding, &d, e);
    assert_null(d);
    return rc;
}

static void test_the_callers_encoding_must_fit(void **state) {
    static const char *const cells[] = {"1", "\xc4lv"};
    err e = {0};
    dbf_free(load(*state, &(aid_table){0, key_name, 2, 1, cells, NULL}, NULL));
    assert_int_equal(load_fails(*state, "UTF-8", &e), ERR_FORMAT);
    assert_non_null(strstr(e.text, "t.dbf: --encoding UTF-8: text is not UTF-8"));
    assert_int_equal(load_fails(*state, "KLINGON", &e), ERR_UNSUPPORTED);
    assert_int_equal(load_fails(*state, "", &e), ERR_UNSUPPORTED);
}

static void test_field_names_are_decoded_too(void **state) {
    static const aid_field field[] = {{"L\xc4N", 'C', 4, 0}};
    static const char *const cells[] = {"x"};
    size_t at = 9;
    dbf *d = load(*state, &(aid_table){0, field, 1, 1, cells, NULL}, "CP1252");
    assert_int_equal(dbf_find_field(d, "LÄN", &at, NULL), ERR_OK);
    assert_int_equal(at, 0);
    dbf_free(d);
}

static void test_unknown_fields_are_answered_with_those_there(void **state) {
    static const char *const cells[] = {"1", "x"};
    err e = {0};
    size_t at = 9;
    dbf *d = load(*state, &(aid_table){0, key_name, 2, 1, cells, NULL}, NULL);
    assert_int_equal(dbf_find_field(d, "NAME", &at, &e), ERR_OK);
    assert_int_equal(at, 1);
    assert_int_equal(dbf_find_field(d, "name", &at, &e), ERR_NOTFOUND);
    assert_string_equal(e.text, "there is no field \"name\"; the fields are: KEY, NAME");
    dbf_free(d);
}

static void test_deleted_rows_are_flagged_and_not_in_the_csv(void **state) {
    static const char *const cells[] = {"1", "a", "2", "b \"q\"", "3", "c,d"};
    buf csv = BUF_EMPTY;
    dbf *d = load(*state, &(aid_table){0, key_name, 2, 3, cells, "* *"}, NULL);
    assert_true(dbf_deleted(d, 0) && !dbf_deleted(d, 1) && dbf_deleted(d, 2));
    assert_int_equal(dbf_to_csv(d, &csv, NULL), ERR_OK);
    assert_string_equal(buf_text(&csv), "\"KEY\",\"NAME\"\n\"2\",\"b \"\"q\"\"\"\n");
    buf_free(&csv);
    dbf_free(d);
}

/* A column of "1.234" alone could be thousands in a CSV; a dBASE number cannot. */
static void test_the_csv_leaves_no_number_in_doubt(void **state) {
    static const aid_field field[] = {{"KEY", 'C', 2, 0}, {"V", 'N', 9, 3}};
    static const char *const cells[] = {"a", "1.234", "b", "-5.125", "c", ""};
    static const double wanted[] = {1.234, -5.125};
    buf csv = BUF_EMPTY;
    table *t = NULL;
    value_cells out = {0};
    err e = {0};
    dbf *d = load(*state, &(aid_table){0, field, 2, 3, cells, NULL}, NULL);
    assert_int_equal(dbf_to_csv(d, &csv, NULL), ERR_OK);
    assert_int_equal(table_parse("t.dbf", buf_view(&csv), &t, &e), ERR_OK);
    values_spec spec = {.key_column = "KEY", .value_column = "V", .period = ""};
    if (values_read(t, &spec, &out, &e)) fail_msg("%s", e.text);
    assert_int_equal(out.count, 3);
    for (size_t i = 0; i < 2; i++) assert_true(out.cell[i].value == wanted[i]);
    assert_int_equal(out.cell[2].state, VALUE_MISSING);
    value_cells_free(&out);
    table_free(t);
    buf_free(&csv);
    dbf_free(d);
}

/* Control bytes in a cell are blanks: they must not tear rows apart. */
static void test_line_ends_in_cells(void **state) {
    static const char *const cells[] = {"1", "a\nb\r\tc", "2", "x"};
    dbf *d = load(*state, &(aid_table){0, key_name, 2, 2, cells, NULL}, NULL);
    assert_string_equal(dbf_cell(d, 0, 1), "a b  c");
    assert_string_equal(dbf_cell(d, 1, 1), "x");
    dbf_free(d);
}

static void test_no_rows(void **state) {
    dbf *d = load(*state, &(aid_table){0, key_name, 2, 0, NULL, NULL}, NULL);
    assert_int_equal(dbf_records(d), 0);
    assert_string_equal(dbf_field_name(d, 1), "NAME");
    dbf_free(d);
}

/* Blanks at both ends go, those inside stay; a NUL ends the text. */
static void test_blanks_and_nuls(void **state) {
    static const aid_field field[] = {{"T", 'C', 6, 0}, {"N", 'N', 6, 1}};
    static const char *const cells[] = {"", "", "  a  b", "   1.0", "x\ty", "1", "QQ", "7"};
    buf data = BUF_EMPTY;
    char path[AID_PATH];
    dbf *d = NULL;
    err e = {0};
    aid_dbf(&(aid_table){0, field, 2, 4, cells, NULL}, &data);
    uint8_t *last = data.data + 32 + 2 * 32 + 1 + 3 * 13;
    memset(last + 2, 0, 11); /* behind the mark of deletion and the first Q */
    aid_write_buf(*state, "t.dbf", &data);
    buf_free(&data);
    aid_path(*state, "t.dbf", path);
    if (dbf_load(path, NULL, &d, &e)) fail_msg("%s", e.text);
    static const char *const wanted[] = {"", "", "a  b", "1", "x y", "1", "Q", ""};
    for (size_t i = 0; i < 8; i++) assert_string_equal(dbf_cell(d, i / 2, i % 2), wanted[i]);
    dbf_free(d);
}

/* Fields are counted in bytes, and writers cut letters in two at their ends. */
static void test_letters_cut_by_the_fields_end(void **state) {
    static const aid_field field[] = {{"NAME", 'C', 6, 0}, {"OTHER", 'C', 8, 0}};
    static const struct {
        const char *cell, *other, *cpg, *text, *encoding;
    } rows[] = {
        {"abcd\xc3\xa5", "\xc3\x96st", NULL, "abcdå", "UTF-8"},  /* whole */
        {"abcde\xc3", "\xc3\x96st", NULL, "abcde", "UTF-8"},     /* 1 byte of 2 */
        {"abcd\xe2\x82", "\xc3\x96st", NULL, "abcd", "UTF-8"},   /* 2 of 3 */
        {"abcde\xe2", "\xc3\x96st", NULL, "abcde", "UTF-8"},     /* 1 of 3 */
        {"abc\xf0\x9f\x98", "\xc3\x96st", NULL, "abc", "UTF-8"}, /* 3 of 4 */
        {"abcde\xc3", "", "UTF-8", "abcde", "UTF-8"},            /* the .cpg says so */
        /* not at the end of the field, or with nothing else to show that it is UTF-8 */
        {"abcd\xc3", "\xc3\x96st", NULL, "abcdÃ", "CP1252"},
        {"abcde\xe5", "", NULL, "abcdeå", "CP1252"},
        {"abcde\xe5", "\xd6st", NULL, "abcdeå", "CP1252"},
        {"abcde\xe5", "\xc3\x96st", "1252", "abcdeå", "CP1252"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const char *const cells[] = {rows[i].cell, rows[i].other};
        char cpg[AID_PATH];
        aid_path(*state, "t.cpg", cpg);
        remove(cpg);
        if (rows[i].cpg) aid_write(*state, "t.cpg", rows[i].cpg, NULL);
        dbf *d = load(*state, &(aid_table){0, field, 2, 1, cells, NULL}, NULL);
        assert_string_equal(dbf_cell(d, 0, 0), rows[i].text);
        assert_string_equal(dbf_encoding(d), rows[i].encoding);
        assert_int_equal(dbf_warnings(d)->count, 0);
        dbf_free(d);
    }
}

/* Names that only say "whatever this machine uses". */
static void test_a_cpg_that_says_nothing(void **state) {
    static const char *const says[] = {"SYSTEM", "OEM", "ANSI", "0", "", "\r\n"};
    static const char *const cells[] = {"1", "\xc4lv"};
    for (size_t i = 0; i < sizeof says / sizeof *says; i++) {
        aid_write(*state, "t.cpg", says[i], NULL);
        dbf *d = load(*state, &(aid_table){0, key_name, 2, 1, cells, NULL}, NULL);
        assert_string_equal(dbf_cell(d, 0, 1), "Älv");
        assert_int_equal(dbf_warnings(d)->count, 0);
        dbf_free(d);
    }
}

/* UTF-7 writes any letter as ASCII, NUL and line ends too. */
static void test_letters_that_no_cell_can_hold(void **state) {
    static const char *const cells[] = {"1", "a+AAA-b", "2", "x"};
    static const char *const torn[] = {"1", "a+AAo-b", "2", "x"};
    aid_write(*state, "t.cpg", "UTF-7", NULL);
    dbf *d = load(*state, &(aid_table){0, key_name, 2, 2, cells, NULL}, NULL);
    assert_string_equal(dbf_cell(d, 0, 1), "a"); /* a NUL ends the text */
    assert_string_equal(dbf_cell(d, 1, 1), "x");
    dbf_free(d);
    d = load(*state, &(aid_table){0, key_name, 2, 2, torn, NULL}, NULL);
    assert_string_equal(dbf_cell(d, 0, 1), "a+AAo-b"); /* the .cpg is passed over */
    assert_int_equal(dbf_warnings(d)->count, 1);
    dbf_free(d);
}

/* Counts and lengths of the header (rows at 4, header at 8, row at 10; a field's width at 16 of
 * its 32 bytes), with values that the file cannot hold. */
static void test_no_count_is_trusted(void **state) {
    static const char *const cells[] = {"1", "a", "2", "b"};
    static const struct {
        size_t at;
        uint8_t byte[4];
        size_t n;
        const char *answer;
    } lies[] = {
        {4, {0xff, 0xff, 0xff, 0x7f}, 4, "row 3 is missing: the header claims 2147483647 rows"},
        {4, {0xff, 0xff, 0xff, 0xff}, 4, "row 3 is missing: the header claims 4294967295 rows"},
        {4, {3}, 1, "row 3 is missing: the header claims 3 rows of 23 bytes"},
        {8, {0xff, 0xff}, 2, "claims a header of 65535 bytes"},
        {8, {32}, 1, "claims a header of 32 bytes"},
        {8, {33}, 1, "it has no fields"},
        {10, {0xff, 0xff}, 2, "row 1 is missing: the header claims 2 rows of 65535 bytes"},
        {10, {0, 0}, 2, "field 1 goes to byte 11 of rows of 0 bytes"},
        {10, {22}, 1, "field 2 goes to byte 23 of rows of 22 bytes"},
        {32 + 16, {255}, 1, "field 1 goes to byte 256 of rows of 23 bytes"},
        {32, {0x0d}, 1, "it has no fields"},
    };
    for (size_t i = 0; i < sizeof lies / sizeof *lies; i++) {
        buf data = BUF_EMPTY;
        err e = {0};
        aid_dbf(&(aid_table){0, key_name, 2, 2, cells, NULL}, &data);
        memcpy(data.data + lies[i].at, lies[i].byte, lies[i].n);
        aid_write_buf(*state, "t.dbf", &data);
        buf_free(&data);
        assert_int_equal(load_fails(*state, NULL, &e), ERR_FORMAT);
        if (!strstr(e.text, lies[i].answer)) fail_msg("%s", e.text);
    }
}

/* Every shorter file either is refused with its name, or (cut behind the last row) reads whole. */
static void test_cut_files(void **state) {
    static const char *const cells[] = {"1", "a", "2", "b"};
    buf data = BUF_EMPTY;
    aid_dbf(&(aid_table){0, key_name, 2, 2, cells, NULL}, &data);
    size_t whole = data.len;
    for (size_t len = 0; len < whole; len++) {
        char path[AID_PATH];
        dbf *d = NULL;
        err e = {0};
        buf part = {data.data, len, data.cap, 0};
        aid_write_buf(*state, "t.dbf", &part);
        aid_path(*state, "t.dbf", path);
        err_code rc = dbf_load(path, NULL, &d, &e);
        if (len + 1 >= whole) {
            assert_int_equal(rc, ERR_OK); /* only the end mark is missing */
            assert_string_equal(dbf_cell(d, 1, 1), "b");
        } else {
            assert_int_equal(rc, ERR_FORMAT);
            assert_memory_equal(e.text, path, strlen(path));
        }
        dbf_free(d);
    }
    buf_free(&data);
}

static void test_what_is_no_table(void **state) {
    err e = {0};
    assert_int_equal(load_fails(*state, NULL, &e), ERR_NOTFOUND);
    assert_non_null(strstr(e.text, "t.dbf: no such file"));
    aid_write(*state, "t.dbf", "area,value\nBromma,9.0\nJärva,15.1\nFarsta,11.7\n", NULL);
    assert_int_equal(load_fails(*state, NULL, &e), ERR_FORMAT);
}

/* A look at the first rows: the others are not kept, and still decide the encoding. */
static void test_the_head_of_a_table(void **state) {
    static const char *const cells[] = {"1", "one", "2", "two", "3", "\xd6stermalm"}; /* Latin-1 */
    dbf_free(load(*state, &(aid_table){0, key_name, 2, 3, cells, NULL}, NULL));
    char path[AID_PATH];
    dbf *d = NULL;
    aid_path(*state, "t.dbf", path);
    assert_int_equal(dbf_load_head(path, NULL, 1, &d, NULL), ERR_OK);
    assert_int_equal(dbf_records(d), 3);
    assert_string_equal(dbf_cell(d, 0, 1), "one");
    assert_string_equal(dbf_encoding(d), "CP1252"); /* as of the whole table */
    assert_false(dbf_deleted(d, 2));
    dbf_free(d);
    assert_int_equal(dbf_load_head(path, NULL, 0, &d, NULL), ERR_OK);
    assert_string_equal(dbf_field_name(d, 1), "NAME");
    dbf_free(d);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        IN_A_FOLDER(test_cells_are_trimmed_text),
        IN_A_FOLDER(test_numbers_are_their_shortest_text),
        IN_A_FOLDER(test_any_decimals_are_their_shortest_text),
        IN_A_FOLDER(test_only_the_fields_asked_for_are_kept),
        IN_A_FOLDER(test_text_keeps_its_zeros),
        IN_A_FOLDER(test_encodings_are_decided_in_order),
        IN_A_FOLDER(test_a_lying_cpg_is_told),
        IN_A_FOLDER(test_the_callers_encoding_must_fit),
        IN_A_FOLDER(test_field_names_are_decoded_too),
        IN_A_FOLDER(test_unknown_fields_are_answered_with_those_there),
        IN_A_FOLDER(test_deleted_rows_are_flagged_and_not_in_the_csv),
        IN_A_FOLDER(test_the_csv_leaves_no_number_in_doubt),
        IN_A_FOLDER(test_the_head_of_a_table),
        IN_A_FOLDER(test_line_ends_in_cells),
        IN_A_FOLDER(test_no_rows),
        IN_A_FOLDER(test_blanks_and_nuls),
        IN_A_FOLDER(test_letters_cut_by_the_fields_end),
        IN_A_FOLDER(test_a_cpg_that_says_nothing),
        IN_A_FOLDER(test_letters_that_no_cell_can_hold),
        IN_A_FOLDER(test_no_count_is_trusted),
        IN_A_FOLDER(test_cut_files),
        IN_A_FOLDER(test_what_is_no_table),
    };
    return cmocka_run_group_tests_name("dbf", tests, NULL, NULL);
}
