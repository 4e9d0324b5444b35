#include "carto/look.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define COUNT(a) (sizeof(a) / sizeof *(a))

static int load(void **state) {
    ramp_set *s = NULL;
    if (ramp_set_builtin(&s, NULL)) return -1;
    *state = s;
    return 0;
}

static int unload(void **state) {
    ramp_set_free(*state);
    return 0;
}

/* A value for each row of the table that is not the default, its canonical text, and values
 * that must be refused. */
typedef struct sample {
    const char *name, *good, *canonical;
    const char *bad[12];
} sample;

static const sample samples[] = {
    {"period",
     "2024",
     "2024",
     {"a\nb", "\x7f", "\xff", "12345678901234567890123456789012345678901234567890123456789012345"}},
    {"method", "jenks", "jenks", {"", "Jenks", "natural", "jenks "}},
    {"classes",
     "12",
     "12",
     {"", "1", "0", "13", "-3", "5abc", "5.0", "0x5", " 5", "99999999999999"}},
    {"breaks",
     "-1.50, 0,1e1",
     "-1.5,0,10",
     {"", ",", "1,", ",1", "1,,2", "2,1", "1,1", "1;2", "1,nan", "1,inf", "0x1",
      "1,2,3,4,5,6,7,8,9,10,11,12"}},
    {"closed", "left", "left", {"", "both", "Right"}},
    {"ramp", "blues", "blues", {"", "rainbow", "../teal", "Teal"}},
    {"reverse", "true", "1", {"", "yes", "2", "TRUE"}},
    {"lang", "sv", "sv", {"", "de", "EN", "sv-SE"}},
    {"border-width", "0.50", "0.5", {"", "-0.5", "4.5", "0.3", "1px", "nan", "0x1"}},
    {"border-color", "#0A0", "#00aa00", {"", "red", "#12", "fff"}},
    {"no-data-color", "#12345678", "#12345678", {"", "none", "#ggg"}},
    {"opacity", "0.250", "0.25", {"", "-0.1", "1.01", "50%", "inf", "1e-"}},
};

static const sample *sample_of(const look_option *o) {
    for (size_t i = 0; i < COUNT(samples); i++)
        if (!strcmp(samples[i].name, o->name)) return &samples[i];
    fail_msg("the option %s has no sample in this test", o->name);
    return NULL;
}

static void set(look *l, const ramp_set *ramps, const char *name, const char *value) {
    err e = {0};
    if (look_set(l, ramps, name, value, &e)) fail_msg("%s", e.text);
}

static void finish(look *l) {
    err e = {0};
    if (look_finish(l, &e)) fail_msg("%s", e.text);
}

static void canonical_is(const look_option *o, const look *l, const char *want) {
    buf b = BUF_EMPTY;
    o->format(l, &b);
    assert_string_equal(buf_text(&b), want);
    buf_free(&b);
}

/* Truth: design.md "Defaults". */
static void the_defaults(void **state) {
    (void)state;
    look l;
    look_default(&l);
    const char *const want[][2] = {
        {"period", ""},
        {"method", "quantile"},
        {"classes", "5"},
        {"breaks", ""},
        {"closed", "right"},
        {"ramp", ""},
        {"reverse", "0"},
        {"lang", "en"},
        {"border-width", "1"},
        {"border-color", "#ffffff"},
        {"no-data-color", "#f1f1ee"},
        {"opacity", "1"},
    };
    assert_int_equal(COUNT(want), look_option_count);
    for (size_t i = 0; i < COUNT(want); i++)
        canonical_is(look_option_find(want[i][0]), &l, want[i][1]);
    assert_true(l.hatch_color.r == 0xbf && l.hatch_color.g == 0xc1 && l.hatch_color.b == 0xba);
    finish(&l);
}

static void every_option_reads_what_it_writes(void **state) {
    look plain;
    look_default(&plain);
    for (size_t i = 0; i < look_option_count; i++) {
        const look_option *o = &look_options[i];
        const sample *s = sample_of(o);
        look one = plain, two = plain;
        set(&one, *state, s->name, s->good);
        canonical_is(o, &one, s->canonical);
        set(&two, *state, s->name, s->canonical);
        canonical_is(o, &two, s->canonical);
        finish(&one);
        finish(&two);
        assert_true(look_hash(&one) == look_hash(&two));
        assert_true(look_hash(&one) != look_hash(&plain));
        assert_true(*o->help_en && *o->help_sv && *o->value);
    }
}

static void every_option_refuses_bad_values(void **state) {
    for (size_t i = 0; i < look_option_count; i++) {
        const sample *s = sample_of(&look_options[i]);
        for (size_t j = 0; j < COUNT(s->bad) && s->bad[j]; j++) {
            look l, before;
            err e = {0};
            look_default(&l);
            memcpy(&before, &l, sizeof l); /* with its padding, to be compared below */
            if (look_set(&l, *state, s->name, s->bad[j], &e) != ERR_RANGE)
                fail_msg("%s: \"%s\" is not refused", s->name, s->bad[j]);
            assert_memory_equal(&l, &before, sizeof l);
            assert_memory_equal(e.text, s->name, strlen(s->name));
            assert_non_null(strstr(e.text, "is not allowed: "));
        }
    }
}

static void messages_say_what_is_allowed(void **state) {
    look l;
    look_default(&l);
    const struct {
        const char *name, *value, *says;
    } row[] = {
        {"classes", "13", "classes: \"13\" is not allowed: a whole number from 2 to 12"},
        {"border_width", "9", "border-width: \"9\" is not allowed: 0 to 4 in steps of 0.5"},
        {"method", "x", "method: \"x\" is not allowed: one of quantile, equal, jenks, manual"},
        {"ramp", "x",
         "ramp: \"x\" is not allowed: one of teal, blues, plum, amber, brown-blue, purple-green"},
        {"lang", "\x1b[31m\xff", "lang: \"?[31m?\" is not allowed: en or sv"},
        {"lang", "ååååååååååååååååååååååååå",
         "lang: \"åååååååååååååååååååå...\" is not allowed: en or sv"},
    };
    for (size_t i = 0; i < COUNT(row); i++) {
        err e = {0};
        assert_int_equal(look_set(&l, *state, row[i].name, row[i].value, &e), ERR_RANGE);
        assert_string_equal(e.text, row[i].says);
    }
}

static void names_take_hyphen_or_underscore(void **state) {
    (void)state;
    assert_non_null(look_option_find("no-data-color"));
    assert_ptr_equal(look_option_find("no_data-color"), look_option_find("no-data-color"));
    assert_null(look_option_find("no-data"));
    assert_null(look_option_find("no-data-colors"));
    assert_null(look_option_find("Classes"));
    assert_null(look_option_find(""));
}

static void unknown_names_list_the_known(void **state) {
    look l;
    err e = {0};
    look_default(&l);
    assert_int_equal(look_set(&l, *state, "color", "red", &e), ERR_NOTFOUND);
    for (size_t i = 0; i < look_option_count; i++)
        assert_non_null(strstr(e.text, look_options[i].name));
}

static void long_texts_are_bounded(void **state) {
    size_t n = 1000000;
    char *text = malloc(n + 1);
    assert_non_null(text);
    memset(text, '1', n);
    text[n] = 0;
    for (size_t i = 0; i < look_option_count; i++) {
        look l;
        err e = {0};
        look_default(&l);
        assert_int_equal(look_set(&l, *state, look_options[i].name, text, &e), ERR_RANGE);
        assert_true(strlen(e.text) < 300);
    }
    look l;
    look_default(&l);
    assert_int_equal(look_set(&l, *state, text, "1", NULL), ERR_NOTFOUND);
    free(text);
}

static void breaks_and_classes_exclude_each_other(void **state) {
    look l;
    err e = {0};
    look_default(&l);
    set(&l, *state, "breaks", "1,2");
    set(&l, *state, "classes", "3");
    assert_int_equal(look_finish(&l, &e), ERR_RANGE);
    assert_string_equal(e.text, "breaks, classes: give one of them, not both");
    look_default(&l);
    set(&l, *state, "breaks", "1,2");
    set(&l, *state, "method", "jenks");
    assert_int_equal(look_finish(&l, &e), ERR_RANGE);
    look_default(&l);
    set(&l, *state, "method", "manual");
    assert_int_equal(look_finish(&l, &e), ERR_RANGE);
    assert_string_equal(e.text, "method: \"manual\" needs breaks");
}

static void breaks_alone_are_manual(void **state) {
    look l, named;
    look_default(&l);
    set(&l, *state, "breaks", "1,2");
    finish(&l);
    assert_string_equal(l.method->name, "manual");
    assert_int_equal(l.n_breaks, 2);
    assert_int_equal(l.classes, 3);
    canonical_is(look_option_find("classes"), &l, ""); /* would be refused beside breaks */
    look_default(&named);
    set(&named, *state, "classes", "9"); /* a lower layer's number no longer matters */
    finish(&named);
    set(&named, *state, "method", "manual");
    set(&named, *state, "breaks", "1.0,2.0");
    finish(&named);
    assert_true(look_hash(&l) == look_hash(&named));
    finish(&l); /* again: nothing changes */
    assert_true(look_hash(&l) == look_hash(&named));
}

static void an_upper_layer_replaces_breaks(void **state) {
    look base, l;
    look_default(&base);
    set(&base, *state, "breaks", "1,2");
    finish(&base);

    l = base;
    set(&l, *state, "classes", "7");
    finish(&l);
    assert_string_equal(l.method->name, "quantile");
    assert_int_equal(l.classes, 7);
    assert_int_equal(l.n_breaks, 0);

    l = base;
    set(&l, *state, "method", "jenks");
    finish(&l);
    assert_string_equal(l.method->name, "jenks");
    assert_int_equal(l.n_breaks, 0);

    l = base;
    set(&l, *state, "method", "manual");
    set(&l, *state, "lang", "sv");
    finish(&l);
    assert_int_equal(l.n_breaks, 2);
}

static void hash_does_not_depend_on_writing(void **state) {
    look a, b;
    look_default(&a);
    set(&a, *state, "border-color", "#FFF");
    set(&a, *state, "opacity", ".5");
    set(&a, *state, "period", "2024");
    set(&a, *state, "classes", "5");
    look_default(&b);
    set(&b, *state, "period", "a longer one before");
    set(&b, *state, "period", "2024");
    set(&b, *state, "opacity", "5e-1");
    set(&b, *state, "border_color", "#ffffffff");
    set(&b, *state, "reverse", "false");
    finish(&a);
    finish(&b);
    assert_true(look_hash(&a) == look_hash(&b));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_defaults),
        cmocka_unit_test(every_option_reads_what_it_writes),
        cmocka_unit_test(every_option_refuses_bad_values),
        cmocka_unit_test(messages_say_what_is_allowed),
        cmocka_unit_test(names_take_hyphen_or_underscore),
        cmocka_unit_test(unknown_names_list_the_known),
        cmocka_unit_test(long_texts_are_bounded),
        cmocka_unit_test(breaks_and_classes_exclude_each_other),
        cmocka_unit_test(breaks_alone_are_manual),
        cmocka_unit_test(an_upper_layer_replaces_breaks),
        cmocka_unit_test(hash_does_not_depend_on_writing),
    };
    return cmocka_run_group_tests_name("look", tests, load, unload);
}
