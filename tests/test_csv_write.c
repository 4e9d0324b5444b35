/* CSV as RFC 4180 has it, and what a spreadsheet would run.  Expected texts by hand. */
#include "aid_cmocka.h"
#include "data/csv_write.h"

#include <math.h>

static void check(const char *text, const char *want) {
    buf out = BUF_EMPTY;
    csv_write w = {.out = &out};
    csv_write_text(&w, text);
    assert_string_equal(buf_text(&out), want);
    buf_free(&out);
}

static void test_texts(void **state) {
    (void)state;
    check("Bromma", "Bromma");
    check("Hägersten-Älvsjö", "Hägersten-Älvsjö");
    check("a,b", "\"a,b\"");
    check("say \"a\"", "\"say \"\"a\"\"\"");
    check("two\nlines", "\"two\nlines\"");
    check(NULL, "");
    check("", "");
}

static void test_formulas(void **state) {
    (void)state;
    check("=1+1", "'=1+1");
    check("+46", "'+46");
    check("-1", "'-1");
    check("@x", "'@x");
    check("\t=1", "'\t=1");
    check("=a,\"b\"", "\"'=a,\"\"b\"\"\"");
    check("a=1", "a=1");
}

static void test_rows(void **state) {
    (void)state;
    buf out = BUF_EMPTY;
    csv_write w = {.out = &out};
    csv_write_mark(&w);
    csv_write_text(&w, "a");
    csv_write_number(&w, -0.1);
    csv_write_number(&w, (double)NAN);
    csv_write_text(&w, NULL);
    csv_write_number(&w, 12345678);
    csv_write_end(&w);
    csv_write_text(&w, NULL);
    csv_write_end(&w);
    assert_string_equal(buf_text(&out), "\xef\xbb\xbf"
                                        "a,-0.1,,,12345678\r\n\r\n");
    buf_free(&out);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_texts),
        cmocka_unit_test(test_formulas),
        cmocka_unit_test(test_rows),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
