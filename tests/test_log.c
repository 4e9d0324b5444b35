/* log, and lang and embedded beside it.  Truth: what arrives on standard error. */
#include "aid_cmocka.h"
#include "base/embedded.h"
#include "base/fileio.h"
#include "base/lang.h"
#include "base/log.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

typedef struct capture { /* standard error goes to a file meanwhile */
    int saved, file;
    char text[8192];
} capture;

static void begin(capture *c) {
    char path[] = "/tmp/kartblad-log-XXXXXX";
    assert_true((c->file = mkstemp(path)) >= 0);
    unlink(path);
    fflush(stderr);
    c->saved = dup(STDERR_FILENO);
    dup2(c->file, STDERR_FILENO);
}

static void end(capture *c) {
    dup2(c->saved, STDERR_FILENO);
    close(c->saved);
    ssize_t n = pread(c->file, c->text, sizeof c->text - 1, 0);
    close(c->file);
    assert_true(n >= 0);
    c->text[n] = 0;
}

static void test_a_line_has_time_level_and_text(void **state) {
    (void)state;
    capture c;
    int year, month, day, hour, minute, second, at = 0;
    begin(&c);
    log_write(LOG_WARN, "%s: %d", "a.shp", 3);
    end(&c);
    assert_int_equal(sscanf(c.text, "%4d-%2d-%2dT%2d:%2d:%2dZ %n", &year, &month, &day, &hour,
                            &minute, &second, &at),
                     6);
    assert_string_equal(c.text + at, "warn  a.shp: 3\n");
}

static void test_a_hostile_text_stays_one_line(void **state) {
    (void)state;
    capture c;
    begin(&c);
    log_error("a\nb\r2026-01-01T00:00:00Z info  forged\x1b[1m");
    end(&c);
    assert_ptr_equal(strchr(c.text, '\n'), c.text + strlen(c.text) - 1);
    assert_null(strpbrk(c.text, "\r\x1b"));
}

static void test_a_long_text_is_cut(void **state) {
    (void)state;
    capture c;
    begin(&c);
    log_error("%0*d", 5000, 7);
    end(&c);
    assert_in_range(strlen(c.text), 2000, 2100);
    assert_ptr_equal(strchr(c.text, '\n'), c.text + strlen(c.text) - 1);
}

static void test_levels(void **state) {
    (void)state;
    static const char *const names[] = {"debug", "info", "warn", "error"};
    err e = {0};
    for (int i = 0; i < LOG__COUNT; i++) {
        log_level level = LOG__COUNT;
        assert_int_equal(log_level_from_name(names[i], &level, &e), ERR_OK);
        assert_int_equal(level, i);
        log_set_level(level);
        for (int k = 0; k < LOG__COUNT; k++) assert_int_equal(log_enabled((log_level)k), k >= i);
    }
    log_level level = LOG_INFO;
    assert_int_equal(log_level_from_name("loud", &level, &e), ERR_RANGE);
    assert_non_null(strstr(e.text, "debug, info, warn or error"));
    capture c;
    begin(&c);
    log_info("below the level, which is error now");
    end(&c);
    assert_string_equal(c.text, "");
    setenv("KARTBLAD_LOG", "warn", 1);
    log_init();
    assert_true(log_enabled(LOG_WARN) && !log_enabled(LOG_INFO));
    setenv("KARTBLAD_LOG", "loud", 1);
    begin(&c);
    log_init(); /* complains, and changes nothing */
    end(&c);
    assert_non_null(strstr(c.text, "KARTBLAD_LOG: \"loud\""));
    assert_true(log_enabled(LOG_WARN) && !log_enabled(LOG_INFO));
    unsetenv("KARTBLAD_LOG");
    log_set_level(LOG_INFO);
}

static void test_languages(void **state) {
    (void)state;
    assert_int_equal(lang_find("en"), LANG_EN);
    assert_int_equal(lang_find("sv"), LANG_SV);
    assert_int_equal(lang_find("EN"), -1);
    assert_int_equal(lang_find(""), -1);
    localized both = {{strdup("Whole city"), strdup("Hela staden")}}, one = {{NULL, strdup("x")}};
    assert_string_equal(localized_get(&both, LANG_EN), "Whole city");
    assert_string_equal(localized_get(&both, LANG_SV), "Hela staden");
    assert_string_equal(localized_get(&one, LANG_EN), "x"); /* the other one, rather than none */
    localized_free(&both);
    localized_free(&one);
    assert_string_equal(localized_get(&one, LANG_SV), "");
}

static void test_embedded_files_are_the_files(void **state) {
    (void)state;
    const embedded_file *f = embedded_find("styles/ramps.yaml");
    buf b = BUF_EMPTY;
    assert_non_null(f);
    assert_int_equal(file_read("styles/ramps.yaml", 1 << 20, &b, NULL), ERR_OK);
    assert_int_equal(f->data.len, b.len);
    assert_memory_equal(f->data.data, b.data, b.len);
    buf_free(&b);
    assert_null(embedded_find("styles"));
    assert_null(embedded_find(""));
    for (size_t i = 0; i < embedded_file_count; i++)
        assert_ptr_equal(embedded_find(embedded_files[i].name), &embedded_files[i]);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_line_has_time_level_and_text),
        cmocka_unit_test(test_a_hostile_text_stays_one_line),
        cmocka_unit_test(test_a_long_text_is_cut),
        cmocka_unit_test(test_levels),
        cmocka_unit_test(test_languages),
        cmocka_unit_test(test_embedded_files_are_the_files),
    };
    return cmocka_run_group_tests_name("log", tests, NULL, NULL);
}
