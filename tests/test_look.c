#include "carto/look_library.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define COUNT(a) (sizeof(a) / sizeof *(a))

static int load(void **state) {
    static look_library library;
    *state = &library;
    return look_library_open(&library, NULL) ? -1 : 0;
}

static int unload(void **state) {
    look_library_close(*state);
    return 0;
}

/* A value for each row of the table that is not the default, its canonical text, and values
 * that must be refused. */
typedef struct sample {
    const char *name, *good, *canonical;
    const char *bad[12];
} sample;

static const sample samples[] = {
    {"style", "dark", "dark", {"", "Dark", "none"}},
    {"rounded", "1", "1", {"", "yes", "on"}},
    {"background", "transparent", "transparent", {"", "white", "Dark"}},
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
    {"casing-width", "1.5", "1.5", {"", "-1", "6.5", "0.3", "2px"}},
    {"casing-color", "#0A0", "#00aa00", {"", "red", "#12", "fff"}},
    {"border-color", "#0A0", "#00aa00", {"", "red", "#12", "fff"}},
    {"no-data-color", "#12345678", "#12345678", {"", "none", "#ggg"}},
    {"outline-width", "1.0", "1", {"", "-1", "-0.5", "4.5", "0.3", "2px"}},
    {"outline-color", "#0A0", "#00aa00", {"", "red", "#12", "fff"}},
    {"pool", "periods", "periods", {"", "all", "1"}},
    {"reference", "-1.50", "-1.5", {"", "Whole", "city", "1,5", "nan", "inf", "5%"}},
    {"sides", "method", "method", {"", "both", "Method"}},
    {"minus", "a_b-1@2010", "a_b-1@2010", {"", "@", "a@", "A", "a b", "all", "a\n", "\xff", "å@1"}},
    {"bivariate", "a_b-1@2010", "a_b-1@2010", {"", "@", "a@", "A", "a b", "all", "a\n", "\xff"}},
    {"bivariate-breaks", "1, 2.50", "1,2.5", {"", "1", "2,1", "1,2,3", "1,1", "a,b", "1;2"}},
    {"uncertain", "plain", "plain", {"", "Hatch", "1", "none"}},
    {"change", "percent", "percent", {"", "%", "points", "1"}},
    {"metric", "zscore", "zscore", {"", "Rank", "score"}},
    {"reference", "target", "target", {"targets", "Target"}},
    {"groups", "jarva,skarholmen", "jarva,skarholmen", {"", "a\nb", "\xff", "\x7f"}},
    {"focus", "Järva,0180", "Järva,0180", {"", "a\nb", "\xff", "\x7f"}},
    {"labels", "both", "both", {"", "name", "all", "None"}},
    {"context", "false", "0", {"", "no", "2", "water"}},
    {"clip", "land", "land", {"", "water", "1", "Land"}},
    {"opacity", "0.250", "0.25", {"", "-0.1", "1.01", "50%", "inf", "1e-"}},
};

static const sample *sample_of(const look_option *o) {
    for (size_t i = 0; i < COUNT(samples); i++)
        if (!strcmp(samples[i].name, o->name)) return &samples[i];
    fail_msg("the option %s has no sample in this test", o->name);
    return NULL;
}

/* The settings as one layer. */
static err_code try_layer(look *l, void *library, const look_setting *s, size_t n, err *e) {
    const look_sources from = look_library_sources(library);
    size_t bad;
    return look_apply(l, &from, s, n, &bad, e);
}

static void layer(look *l, void *library, const look_setting *s, size_t n) {
    err e = {0};
    if (try_layer(l, library, s, n, &e)) fail_msg("%s", e.text);
}

#define LAYER(l, ...)                                                                              \
    layer(l, *state, (const look_setting[])__VA_ARGS__, COUNT(((const look_setting[])__VA_ARGS__)))

static void set(look *l, void *library, const char *name, const char *value) {
    layer(l, library, &(look_setting){name, value}, 1);
}

static err_code try_one(look *l, void *library, const char *name, const char *value, err *e) {
    return try_layer(l, library, &(look_setting){name, value}, 1, e);
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
        {"style", ""},
        {"period", ""},
        {"method", "quantile"},
        {"classes", "5"},
        {"breaks", ""},
        {"closed", "right"},
        {"rounded", "0"},
        {"ramp", ""},
        {"reverse", "0"},
        {"lang", "en"},
        {"background", "light"},
        {"border-width", "1"},
        {"border-color", ""}, /* the background's */
        {"no-data-color", ""},
        {"casing-width", "0"},
        {"casing-color", ""},
        {"opacity", "1"},
        {"outline-width", "none"},
        {"outline-color", ""},
        {"labels", "none"},
        {"context", "1"},
        {"clip", "none"},
        {"pool", "none"},
        {"reference", "none"},
        {"sides", "symmetric"},
        {"minus", "none"},
        {"change", "unit"},
        {"bivariate", "none"},
        {"bivariate-breaks", ""},
        {"uncertain", "hatch"},
        {"metric", "value"},
        {"focus", "none"},
        {"groups", "none"},
    };
    assert_int_equal(COUNT(want), look_option_count);
    for (size_t i = 0; i < COUNT(want); i++)
        canonical_is(look_option_find(want[i][0]), &l, want[i][1]);
    const rgba want_colors[] = {
        {255, 255, 255, 255}, {0xf1, 0xf1, 0xee, 255}, {0xbf, 0xc1, 0xba, 255}};
    assert_memory_equal(&l.border_color, &want_colors[0], sizeof(rgba));
    assert_memory_equal(&l.no_data_color, &want_colors[1], sizeof(rgba));
    assert_memory_equal(&l.hatch_color, &want_colors[2], sizeof(rgba));
}

static void every_option_reads_what_it_writes(void **state) {
    look plain;
    look_default(&plain);
    for (size_t i = 0; i < look_option_count; i++) {
        const look_option *o = &look_options[i];
        const sample *s = sample_of(o);
        look one = plain, two = plain;
        static const char *const seen_with[][3] = {/* and alone makes no difference */
                                                   {"casing-color", "casing-width", "1"},
                                                   {"outline-color", "outline-width", "1"},
                                                   {"sides", "reference", "mean"},
                                                   {"bivariate-breaks", "bivariate", "y"},
                                                   {"change", "minus", "@2010"}};
        for (size_t k = 0; k < COUNT(seen_with); k++)
            if (!strcmp(o->name, seen_with[k][0])) {
                set(&one, *state, seen_with[k][1], seen_with[k][2]);
                set(&two, *state, seen_with[k][1], seen_with[k][2]);
                look alone = plain;
                set(&alone, *state, s->name, s->good);
                bool refused = !strcmp(o->name, "bivariate-breaks"); /* where maps are made */
                assert_true((look_hash(&alone) == look_hash(&plain)) == !refused);
            }
        set(&one, *state, s->name, s->good);
        canonical_is(o, &one, s->canonical);
        set(&two, *state, s->name, s->canonical);
        canonical_is(o, &two, s->canonical);
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
            if (try_one(&l, *state, s->name, s->bad[j], &e) != ERR_RANGE)
                fail_msg("%s: \"%s\" is not refused", s->name, s->bad[j]);
            assert_memory_equal(&l, &before, sizeof l);
            assert_memory_equal(e.text, s->name, strlen(s->name));
            assert_non_null(strstr(e.text, "is not allowed: "));
            assert_memory_equal(e.text_sv, s->name, strlen(s->name));
            assert_non_null(strstr(e.text_sv, "är inte tillåtet: "));
        }
    }
}

static void messages_say_what_is_allowed(void **state) {
    look l;
    look_default(&l);
    const struct {
        const char *name, *value, *says, *says_sv;
    } row[] = {
        {"classes", "13", "classes: \"13\" is not allowed: a whole number from 2 to 12",
         "classes: \"13\" är inte tillåtet: ett heltal från 2 till 12"},
        {"border_width", "9", "border-width: \"9\" is not allowed: 0 to 4 in steps of 0.5",
         "border-width: \"9\" är inte tillåtet: 0 till 4 i steg om 0,5"},
        {"closed", "x", "closed: \"x\" is not allowed: one of right, left",
         "closed: \"x\" är inte tillåtet: något av right, left"},
        {"reference", "5%",
         "reference: \"5%\" is not allowed: none, whole, mean, target or a number",
         "reference: \"5%\" är inte tillåtet: none, whole, mean, target eller ett tal"},
        {"lang", "\x1b[31m\xff", "lang: \"?[31m?\" is not allowed: one of en, sv",
         "lang: \"?[31m?\" är inte tillåtet: något av en, sv"},
        {"lang", "ååååååååååååååååååååååååå",
         "lang: \"åååååååååååååååååååå...\" is not allowed: one of en, sv",
         "lang: \"åååååååååååååååååååå...\" är inte tillåtet: något av en, sv"},
    };
    for (size_t i = 0; i < COUNT(row); i++) {
        err e = {0};
        assert_int_equal(try_one(&l, *state, row[i].name, row[i].value, &e), ERR_RANGE);
        assert_string_equal(e.text, row[i].says);
        assert_string_equal(e.text_sv, row[i].says_sv);
    }
}

static void of_many_ramps_the_nearest_is_named(void **state) {
    look l;
    err e = {0};
    look_default(&l);
    assert_int_equal(try_one(&l, *state, "ramp", "tael", &e), ERR_RANGE);
    assert_non_null(strstr(e.text, "; of ") && strstr(e.text, " the nearest is \"teal\""));
    assert_non_null(strstr(e.text_sv, "namnet på en färgskala; av "));
    assert_non_null(strstr(e.text_sv, " ligger \"teal\" närmast"));
}

/* What must not be together, in both languages. */
static void contradictions_are_told(void **state) {
    static const struct {
        look_setting s[2];
        const char *says, *says_sv;
    } row[] = {
        {{{"breaks", "1"}, {"classes", "3"}},
         "breaks, classes: give one of them, not both",
         "breaks, classes: ange en av dem, inte båda"},
        {{{"method", "manual"}, {"lang", "sv"}},
         "method: \"manual\" needs breaks",
         "method: \"manual\" behöver gränser (breaks)"},
        {{{"breaks", "1"}, {"method", "jenks"}},
         "breaks: not with the method \"jenks\", which makes its own",
         "breaks: inte med metoden \"jenks\", som gör egna gränser"},
        {{{"bivariate", "a"}, {"classes", "5"}},
         "classes: 3 for each of the two indicators, not 5",
         "classes: 3 för vart och ett av de två måtten, inte 5"},
        {{{"bivariate", "a"}, {"breaks", "1,2,3"}},
         "breaks: 2 of them, with a second indicator",
         "breaks: 2 stycken, med ett andra mått"},
    };
    for (size_t i = 0; i < COUNT(row); i++) {
        look l;
        err e = {0};
        look_default(&l);
        assert_int_equal(try_layer(&l, *state, row[i].s, 2, &e), ERR_RANGE);
        assert_string_equal(e.text, row[i].says);
        assert_string_equal(e.text_sv, row[i].says_sv);
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
    assert_int_equal(try_one(&l, *state, "color", "red", &e), ERR_NOTFOUND);
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
        assert_int_equal(try_one(&l, *state, look_options[i].name, text, &e), ERR_RANGE);
        assert_true(strlen(e.text) < 300);
    }
    look l;
    look_default(&l);
    assert_int_equal(try_one(&l, *state, text, "1", NULL), ERR_NOTFOUND);
    free(text);
}

/* Of sixty ramps only the one that was meant is told. */
static void a_long_list_tells_the_nearest(void **state) {
    look l;
    err e = {0};
    look_default(&l);
    assert_int_equal(try_one(&l, *state, "ramp", "viridiss", &e), ERR_RANGE);
    assert_non_null(strstr(e.text, "the nearest is \"viridis\""));
}

static void breaks_and_classes_exclude_each_other(void **state) {
    look l;
    err e = {0};
    look_default(&l);
    const look_setting both[] = {{"breaks", "1,2"}, {"classes", "3"}};
    assert_int_equal(try_layer(&l, *state, both, 2, &e), ERR_RANGE);
    assert_string_equal(e.text, "breaks, classes: give one of them, not both");
    const look_setting other[] = {{"breaks", "1,2"}, {"method", "jenks"}};
    assert_int_equal(try_layer(&l, *state, other, 2, &e), ERR_RANGE);
    assert_int_equal(try_one(&l, *state, "method", "manual", &e), ERR_RANGE);
    assert_string_equal(e.text, "method: \"manual\" needs breaks");
}

static void the_setting_at_fault_is_told(void **state) {
    const look_sources from = look_library_sources(*state);
    look l;
    size_t bad;
    look_default(&l);
    const look_setting one[] = {{"classes", "4"}, {"lang", "de"}, {"style", "dark"}};
    assert_int_equal(look_apply(&l, &from, one, 3, &bad, NULL), ERR_RANGE);
    assert_int_equal(bad, 1);
    const look_setting all[] = {{"classes", "4"}, {"breaks", "1"}};
    assert_int_equal(look_apply(&l, &from, all, 2, &bad, NULL), ERR_RANGE);
    assert_int_equal(bad, 2);
    assert_int_equal(l.classes, 5); /* nothing of a refused layer stays */
}

static void breaks_alone_are_manual(void **state) {
    look l, named;
    look_default(&l);
    set(&l, *state, "breaks", "1,2");
    assert_string_equal(l.method->name, "manual");
    assert_int_equal(l.n_breaks, 2);
    assert_int_equal(l.classes, 3);
    canonical_is(look_option_find("classes"), &l, ""); /* would be refused beside breaks */
    look_default(&named);
    set(&named, *state, "classes", "9"); /* a lower layer's number no longer matters */
    LAYER(&named, {{"method", "manual"}, {"breaks", "1.0,2.0"}});
    assert_true(look_hash(&l) == look_hash(&named));
    layer(&l, *state, NULL, 0); /* again: nothing changes */
    assert_true(look_hash(&l) == look_hash(&named));
}

static void an_upper_layer_replaces_breaks(void **state) {
    look base, l;
    look_default(&base);
    set(&base, *state, "breaks", "1,2");
    l = base;
    set(&l, *state, "classes", "7");
    assert_string_equal(l.method->name, "quantile");
    assert_int_equal(l.classes, 7);
    assert_int_equal(l.n_breaks, 0);
    l = base;
    set(&l, *state, "method", "jenks");
    assert_string_equal(l.method->name, "jenks");
    assert_int_equal(l.n_breaks, 0);
    l = base;
    LAYER(&l, {{"method", "manual"}, {"lang", "sv"}});
    assert_int_equal(l.n_breaks, 2);
}

static void hash_does_not_depend_on_writing(void **state) {
    look a, b;
    look_default(&a);
    LAYER(&a, {{"border-color", "#FFF"}, {"opacity", ".5"}, {"period", "2024"}, {"classes", "5"}});
    look_default(&b);
    set(&b, *state, "period", "a longer one before");
    LAYER(&b, {{"period", "2024"},
               {"opacity", "5e-1"},
               {"border_color", "#ffffffff"},
               {"reverse", "false"}});
    assert_true(look_hash(&a) == look_hash(&b));
    /* A number of classes that the method decides itself is no difference. */
    LAYER(&a, {{"method", "stddev"}, {"classes", "7"}});
    assert_true(a.classes_idle);
    LAYER(&b, {{"method", "stddev"}});
    assert_false(b.classes_idle);
    assert_true(look_hash(&a) == look_hash(&b));
}

/* ---- named looks ---- */

static void a_named_look_lies_below_its_layer(void **state) {
    look a, b, c;
    look_default(&a);
    look_default(&b);
    look_default(&c);
    LAYER(&a, {{"border-width", "3"}, {"style", "outline"}});
    LAYER(&b, {{"style", "outline"}, {"border-width", "3"}});
    assert_true(a.border_px == 3 && b.border_px == 3); /* in whichever order */
    assert_true(look_hash(&a) == look_hash(&b));
    LAYER(&c, {{"border-width", "3"}, {"border-color", "#1B2127"}}); /* what outline says */
    assert_true(look_hash(&a) == look_hash(&c));
    set(&c, *state, "style", "outline"); /* a layer above: now it decides */
    assert_true(c.border_px == 1.5);
}

static void a_dark_look_changes_what_is_not_given(void **state) {
    look l;
    look_default(&l);
    LAYER(&l, {{"style", "dark"}, {"border-color", "#abc"}});
    const rgba own = {0xaa, 0xbb, 0xcc, 255}, dark = {0x1b, 0x22, 0x28, 255};
    assert_memory_equal(&l.border_color, &own, sizeof own);
    assert_memory_equal(&l.no_data_color, &dark, sizeof dark); /* visual.md, "no data", dark */
    set(&l, *state, "background", "light");
    assert_int_equal(l.no_data_color.r, 0xf1);
    assert_memory_equal(&l.border_color, &own, sizeof own);
}

/* Layers from below, the last one the reader's; which way the ramp is drawn, by the rule of
 * definitions.md: teal and blues lead away from light ground, teal-dark from dark, brown-blue from
 * its middle. */
static void a_ramp_for_light_ground_is_turned_on_dark(void **state) {
#define DARK                                                                                       \
    { "background", "dark" }
    static const struct {
        const char *what;
        look_setting s[3][3]; /* a layer ends with a NULL */
        bool reversed;
    } row[] = {
        {"the manifest's", {{{"ramp", "teal"}}, {DARK}}, true},
        {"transparent", {{{"ramp", "teal"}}, {{"background", "transparent-dark"}}}, true},
        {"on light ground", {{{"ramp", "teal"}}, {{"background", "transparent"}}}, false},
        {"the atlas's ground", {{DARK}, {{"ramp", "teal"}}, {{"closed", "right"}}}, true},
        {"both of one layer", {{{"ramp", "teal"}, DARK}}, true},
        {"the reader's", {{{"ramp", "teal"}}, {DARK, {"ramp", "teal"}}}, false},
        {"the reader's own", {{{"ramp", "teal"}}, {DARK, {"ramp", "blues"}}}, false},
        {"a style's", {{{"style", "gray"}}, {DARK}}, true},
        {"a style's for dark ground", {{{"style", "color-blind"}}, {DARK}}, false},
        {"the reader's style", {{{0}}, {DARK, {"style", "gray"}}}, true},
        {"a dark style", {{{"ramp", "teal"}}, {{"style", "dark"}}}, true},
        {"for dark ground", {{{"ramp", "teal-dark"}}, {DARK}}, false},
        {"diverging", {{{"ramp", "brown-blue"}}, {DARK}}, false},
        {"by the kind", {{{0}}, {DARK}}, false},
        {"reversed", {{{"ramp", "teal"}, {"reverse", "1"}}, {DARK}}, false},
        {"reversed for dark", {{{"ramp", "teal"}, {"reverse", "1"}, DARK}}, true},
        {"not reversed for dark", {{{"ramp", "teal"}, {"reverse", "0"}, DARK}}, false},
        {"the reader reverses", {{{"ramp", "teal"}}, {DARK, {"reverse", "1"}}}, true},
        {"the reader does not", {{{"ramp", "teal"}}, {DARK, {"reverse", "0"}}}, false},
        {"he does over a dark one", {{{"ramp", "teal"}, DARK}, {{"reverse", "0"}}}, false},
        {"turned and back", {{{"ramp", "teal"}}, {DARK}, {{"background", "light"}}}, false},
        {"turned and named", {{{"ramp", "teal"}}, {DARK}, {{"ramp", "teal"}}}, false},
        {"turned once", {{{"ramp", "teal"}}, {DARK}, {{"classes", "4"}}}, true},
        {"dropped", {{{"ramp", "teal"}}, {DARK}, {{"bivariate", "a"}}}, false},
    };
    for (size_t i = 0; i < COUNT(row); i++) {
        look l;
        look_default(&l);
        for (size_t k = 0; k < 2 || (k < 3 && row[i].s[k][0].name); k++) {
            size_t n = 0;
            while (n < 3 && row[i].s[k][n].name) n++;
            layer(&l, *state, row[i].s[k], n);
        }
        if (l.reverse != row[i].reversed) fail_msg("%s", row[i].what);
    }
#undef DARK
}

/* Every built-in one can be applied, and says its name in each language. */
static void the_built_in_looks_are_whole(void **state) {
    const look_library *library = *state;
    assert_true(named_look_set_count(library->styles) > 0);
    for (size_t i = 0; i < named_look_set_count(library->styles); i++) {
        const named_look *n = named_look_at(library->styles, i);
        look l;
        look_default(&l);
        uint64_t plain = look_hash(&l);
        set(&l, *state, "style", named_look_name(n));
        assert_true(look_hash(&l) != plain);
        for (int k = 0; k < LANG_COUNT; k++) assert_true(*named_look_title(n, (lang)k));
    }
}

static err_code add_looks(look_library *library, const char *yaml, err *e) {
    ydoc *doc = NULL;
    err_code rc = ydoc_parse("a.yaml", (bytes){(const uint8_t *)yaml, strlen(yaml)}, &doc, e);
    if (!rc) rc = named_look_set_add(library->styles, ydoc_root(doc), e);
    ydoc_free(doc);
    return rc;
}

static void own_looks_are_checked_when_they_are_read(void **state) {
    (void)state;
    const struct {
        const char *yaml, *says;
    } row[] = {
        {"mine: {classes: 13}", "a.yaml: line 1, column 17: classes: \"13\" is not allowed"},
        {"mine: {color: red}", "line 1, column 15: \"color\" is no option of a map"},
        {"mine: {style: dark}", "line 1, column 15: a look cannot lie on another one"},
        {"dark: {classes: 3}", "there is a look \"dark\" already"},
        {"Mine: {classes: 3}", "a look's name has a to z"},
        {"mine: {breaks: \"1,2\", classes: 3}", "give one of them, not both"},
        {"mine: 3", "{OPTION: VALUE, ...} is needed here"},
        {"[a]", "{NAME: {OPTION: VALUE, ...}, ...} is needed here"},
    };
    for (size_t i = 0; i < COUNT(row); i++) {
        look_library library = {0};
        err e = {0};
        assert_int_equal(look_library_open(&library, NULL), ERR_OK);
        size_t before = named_look_set_count(library.styles);
        assert_int_equal(add_looks(&library, row[i].yaml, &e), ERR_FORMAT);
        if (!strstr(e.text, row[i].says)) fail_msg("%s: %s", row[i].yaml, e.text);
        assert_int_equal(named_look_set_count(library.styles), before);
        look_library_close(&library);
    }
}

static void own_looks_join_the_built_in_ones(void **state) {
    (void)state;
    look_library library = {0};
    look l;
    assert_int_equal(look_library_open(&library, NULL), ERR_OK);
    assert_int_equal(
        add_looks(&library, "mine: {title: {sv: Min}, classes: 3, border_width: 2}", NULL), ERR_OK);
    look_default(&l);
    set(&l, &library, "style", "mine");
    assert_int_equal(l.classes, 3);
    assert_true(l.border_px == 2);
    assert_string_equal(named_look_title(l.style, LANG_EN), "Min"); /* the only one it has */
    look_library_close(&library);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_defaults),
        cmocka_unit_test(every_option_reads_what_it_writes),
        cmocka_unit_test(every_option_refuses_bad_values),
        cmocka_unit_test(messages_say_what_is_allowed),
        cmocka_unit_test(of_many_ramps_the_nearest_is_named),
        cmocka_unit_test(contradictions_are_told),
        cmocka_unit_test(names_take_hyphen_or_underscore),
        cmocka_unit_test(unknown_names_list_the_known),
        cmocka_unit_test(long_texts_are_bounded),
        cmocka_unit_test(breaks_and_classes_exclude_each_other),
        cmocka_unit_test(breaks_alone_are_manual),
        cmocka_unit_test(an_upper_layer_replaces_breaks),
        cmocka_unit_test(hash_does_not_depend_on_writing),
        cmocka_unit_test(a_long_list_tells_the_nearest),
        cmocka_unit_test(the_setting_at_fault_is_told),
        cmocka_unit_test(a_named_look_lies_below_its_layer),
        cmocka_unit_test(a_dark_look_changes_what_is_not_given),
        cmocka_unit_test(a_ramp_for_light_ground_is_turned_on_dark),
        cmocka_unit_test(the_built_in_looks_are_whole),
        cmocka_unit_test(own_looks_are_checked_when_they_are_read),
        cmocka_unit_test(own_looks_join_the_built_in_ones),
    };
    return cmocka_run_group_tests_name("look", tests, load, unload);
}
