#include "carto/legend.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define COUNT(a) (sizeof(a) / sizeof *(a))
#define NBSP     "\xc2\xa0"
#define MINUS    "\xe2\x88\x92"
#define DASH     "\xe2\x80\x93"

/* What a test asks for; everything else is the default. */
typedef struct setup {
    const double *v;
    size_t n;
    const char *method; /* NULL: breaks */
    size_t classes;
    const double *breaks;
    size_t n_breaks;
    closure closed;
    lang language;
    int decimals;
    double whole;
    bool no_mean, is_count;
} setup;

static legend *make(const setup *s) {
    look l;
    look_default(&l);
    l.method = classify_find(s->method ? s->method : "manual");
    l.classes = s->method ? s->classes : s->n_breaks + 1;
    l.closed = s->closed;
    l.language = s->language;
    classify_request r = {l.classes, s->closed, s->breaks, s->n_breaks, false};
    class_breaks b;
    assert_int_equal(classify(l.method, s->v, s->n, &r, &b, NULL), ERR_OK);
    rgba colors[CLASSES_MAX];
    for (size_t i = 0; i < CLASSES_MAX; i++) colors[i] = (rgba){(uint8_t)(16 * i), 2, 3, 255};
    legend_input in = {.title = "Income",
                       .unit = "kr",
                       .period = "2024",
                       .source = "SCB",
                       .whole_name = "Hela staden",
                       .decimals = s->decimals,
                       .breaks = &b,
                       .colors = colors,
                       .values = s->v,
                       .n = s->n,
                       .whole = s->whole,
                       .has_mean = !s->no_mean,
                       .is_count = s->is_count,
                       .gvf = 0.75,
                       .hash = 0xabcdef,
                       .look = &l};
    legend *out = NULL;
    err e = {0};
    if (legend_make(&in, &out, &e)) fail_msg("%s", e.text);
    return out;
}

static void labels_are(const setup *s, const char *const *want, size_t n) {
    legend *l = make(s);
    assert_int_equal(l->count, n);
    for (size_t i = 0; i < n; i++) assert_string_equal(l->classes[i].label, want[i]);
    legend_free(l);
}
#define LABELS(s, ...)                                                                             \
    labels_are(&(s), (const char *const[]){__VA_ARGS__},                                           \
               COUNT(((const char *const[]){__VA_ARGS__})))

static const double tens[] = {10, 19, 20, 29, 30, 38};

static void whole_numbers_do_not_overlap(void **state) {
    (void)state;
    const double at[] = {19, 29}, between[] = {19.5, 29.5};
    setup s = {tens, 6, NULL, 0, at, 2, CLOSED_RIGHT, LANG_EN, 0, NAN, false, false};
    LABELS(s, "10" DASH "19", "20" DASH "29", "30" DASH "38");
    s.breaks = between;
    LABELS(s, "10" DASH "19", "20" DASH "29", "30" DASH "38");
    const double lower[] = {20, 30};
    s.breaks = lower;
    s.closed = CLOSED_LEFT;
    LABELS(s, "10" DASH "19", "20" DASH "29", "30" DASH "38");
    s.breaks = between;
    LABELS(s, "10" DASH "19", "20" DASH "29", "30" DASH "38");
}

static void one_possible_value_shows_alone(void **state) {
    (void)state;
    const double v[] = {1, 1, 2, 38, 38, 38};
    setup s = {v, 6, "jenks", 3, NULL, 0, CLOSED_RIGHT, LANG_EN, 0, NAN, false, false};
    LABELS(s, "1", "2", "3" DASH "38");
    s.closed = CLOSED_LEFT;
    LABELS(s, "1", "2" DASH "37", "38");
    const double same[] = {38, 38};
    s.v = same, s.n = 2;
    LABELS(s, "38");
    s.decimals = 1;
    LABELS(s, "38.0");
}

static void decimals_run_from_edge_to_edge(void **state) {
    (void)state;
    const double v[] = {12.5, 14, 18, 21.25, 30}, at[] = {14, 18};
    setup s = {v, 5, NULL, 0, at, 2, CLOSED_RIGHT, LANG_SV, 1, NAN, false, false};
    LABELS(s, "12,5" DASH "14,0", "14,0" DASH "18,0", "18,0" DASH "30,0");
    const double negative[] = {-4, 12.5};
    s.v = negative, s.n = 2, s.breaks = at, s.n_breaks = 1, s.decimals = 0;
    s.breaks = (const double[]){0};
    LABELS(s, MINUS "4 till 0", "0 till +13");
}

static void close_edges_get_more_decimals(void **state) {
    (void)state;
    const double v[] = {1.01, 1.02, 1.03, 5};
    setup s = {v, 4,   NULL,  0,    (const double[]){1.02, 1.03}, 2, CLOSED_RIGHT, LANG_EN,
               0, NAN, false, false};
    LABELS(s, "1.01" DASH "1.02", "1.02" DASH "1.03", "1.03" DASH "5.00");
    legend *l = make(&s);
    assert_int_equal(l->decimals, 2);
    legend_free(l);
    /* Whole numbers, but a class with none in it: edges 1, 1.6, 2.2, 2.8, 3.4, 4. */
    const double whole[] = {1, 2, 3, 4};
    setup equal = {whole, 4, "equal", 5, NULL, 0, CLOSED_RIGHT, LANG_EN, 0, NAN, false, false};
    LABELS(equal, "1.0" DASH "1.6", "1.6" DASH "2.2", "2.2" DASH "2.8", "2.8" DASH "3.4",
           "3.4" DASH "4.0");
}

/* Breaks pooled over periods: whole numbers here, but not where the edges come from. */
static void labels_are_alike_in_all_periods(void **state) {
    (void)state;
    const double pooled[] = {1.5, 4, 9.5}, here[] = {2, 6};
    class_breaks b;
    classify_request r = {.classes = 2};
    assert_int_equal(classify(classify_find("quantile"), pooled, 3, &r, &b, NULL), ERR_OK);
    look l;
    look_default(&l);
    rgba colors[2] = {{0}};
    legend_input in = {
        .breaks = &b, .colors = colors, .values = here, .n = 2, .whole = NAN, .look = &l};
    legend *out;
    assert_int_equal(legend_make(&in, &out, NULL), ERR_OK);
    assert_string_equal(out->classes[0].label, "2" DASH "4"); /* 1.5 reads 2 without decimals */
    assert_string_equal(out->classes[1].label, "4" DASH "10");
    legend_free(out);
}

static void unstated_decimals_follow_the_values(void **state) {
    (void)state;
    const double whole[] = {1, 5, 9}, half[] = {1.5, 5, 9}, third[] = {1.0 / 3, 5, 9};
    setup s = {whole, 3,   NULL,  0,    (const double[]){5}, 1, CLOSED_RIGHT, LANG_EN,
               -1,    NAN, false, false};
    LABELS(s, "1" DASH "5", "6" DASH "9");
    s.v = half;
    LABELS(s, "1.5" DASH "5.0", "5.0" DASH "9.0");
    s.v = third;
    LABELS(s, "0.33" DASH "5.00", "5.00" DASH "9.00");
}

static void open_ends_say_so(void **state) {
    (void)state;
    const double v[] = {12, 25}, at[] = {10, 20, 30};
    setup s = {v, 2, NULL, 0, at, 3, CLOSED_RIGHT, LANG_EN, 0, NAN, false, false};
    LABELS(s, "10 or less", "11" DASH "20", "21" DASH "30", "31 or more");
    s.closed = CLOSED_LEFT;
    LABELS(s, "9 or less", "10" DASH "19", "20" DASH "29", "30 or more");
    s.decimals = 1, s.language = LANG_SV;
    LABELS(s, "under 10,0", "10,0" DASH "20,0", "20,0" DASH "30,0", "30,0 eller mer");
    s.closed = CLOSED_RIGHT;
    LABELS(s, "10,0 eller mindre", "10,0" DASH "20,0", "20,0" DASH "30,0", "över 30,0");
    /* Breaks between whole numbers: no number is named on the wrong side. */
    const double halves[] = {10.5, 29.5};
    s = (setup){v, 2, NULL, 0, halves, 2, CLOSED_RIGHT, LANG_EN, 0, NAN, false, false};
    LABELS(s, "10 or less", "11" DASH "29", "30 or more");
    s.closed = CLOSED_LEFT;
    LABELS(s, "10 or less", "11" DASH "29", "30 or more");
}

static void counts_values_and_gaps(void **state) {
    (void)state;
    const double v[] = {30, NAN, 10, 20, NAN, 11};
    setup s = {v, 6, NULL, 0, (const double[]){15}, 1, CLOSED_RIGHT, LANG_SV, 0, NAN, false, false};
    legend *l = make(&s);
    assert_int_equal(l->classes[0].count, 2);
    assert_int_equal(l->classes[1].count, 2);
    assert_int_equal(l->n_values, 4);
    const double sorted[] = {10, 11, 20, 30};
    for (size_t i = 0; i < 4; i++) assert_true(l->values[i].value == sorted[i]);
    assert_int_equal(l->no_data_count, 2);
    assert_int_equal(l->districts, 6);
    assert_string_equal(l->no_data_label, "Uppgift saknas");
    assert_string_equal(l->method_title, "Egna klassgränser");
    assert_non_null(strstr(l->closed_text, "övre"));
    assert_string_equal(l->note, "");
    assert_int_equal(l->n_warnings, 0);
    legend_free(l);
}

static void reference_is(const setup *s, const char *kind, double value, size_t n,
                         const char *label) {
    legend *l = make(s);
    if (kind) {
        assert_string_equal(l->reference.kind, kind);
        assert_true(l->reference.value == value);
        assert_string_equal(l->reference.label, label);
    } else {
        assert_null(l->reference.kind);
        assert_null(l->reference.label);
        assert_true(isnan(l->reference.value));
    }
    assert_int_equal(l->reference.n, n);
    legend_free(l);
}

static void references(void **state) {
    (void)state;
    const double v[] = {10, 11, NAN, 15};
    setup s = {v, 4, "quantile", 2, NULL, 0, CLOSED_RIGHT, LANG_SV, 1, 13.5, false, false};
    reference_is(&s, "whole", 13.5, 0, "Hela staden 13,5");
    s.whole = NAN; /* (10 + 11 + 15) / 3 */
    reference_is(&s, "mean", 12, 3, "Oviktat medelvärde 12,0 (3 av 4 områden)");
    s.language = LANG_EN;
    reference_is(&s, "mean", 12, 3, "Unweighted mean 12.0 (3 of 4 districts)");
    s.no_mean = true;
    reference_is(&s, NULL, NAN, 0, NULL);
    s.no_mean = false, s.is_count = true, s.whole = 36;
    reference_is(&s, NULL, NAN, 0, NULL);
    s.is_count = false, s.whole = 12.25, s.decimals = -1; /* more than the values have */
    reference_is(&s, "whole", 12.25, 0, "Hela staden 12.25");
}

static void warnings(void **state) {
    (void)state;
    const double v[] = {1, 1, 2};
    setup s = {v, 3, "jenks", 5, NULL, 0, CLOSED_RIGHT, LANG_EN, 0, NAN, true, true};
    legend *l = make(&s);
    assert_int_equal(l->n_warnings, 2);
    assert_non_null(strstr(l->warnings[0], "large districts have more"));
    assert_string_equal(
        l->warnings[1],
        "Fewer classes than asked for (2 instead of 5): equal values are never split.");
    legend_free(l);
}

static void no_figure_at_all(void **state) {
    (void)state;
    const double v[] = {NAN, NAN};
    setup s = {v, 2, "quantile", 5, NULL, 0, CLOSED_RIGHT, LANG_EN, 1, 13.5, false, false};
    legend *l = make(&s);
    assert_int_equal(l->count, 0);
    assert_int_equal(l->n_values, 0);
    assert_int_equal(l->no_data_count, 2);
    assert_string_equal(l->reference.label, "Hela staden 13.5");
    assert_int_equal(l->n_warnings, 1);
    assert_string_equal(l->warnings[0], "No figures for any district.");
    legend_free(l);
    s.whole = NAN;
    reference_is(&s, NULL, NAN, 0, NULL);
}

/* Truth: the keys that design.md fixes for `legend`, and those the header adds. */
static void json_has_its_keys(void **state) {
    (void)state;
    const double v[] = {12, 25.5, NAN}, at[] = {10, 20};
    setup s = {v, 3, NULL, 0, at, 2, CLOSED_LEFT, LANG_SV, 1, 13.5, false, false};
    legend *l = make(&s);
    buf text = BUF_EMPTY;
    assert_int_equal(json_print(legend_json(l), 0, &text, NULL), ERR_OK);
    assert_string_equal(
        buf_text(&text),
        "{\"title\":\"Income\",\"unit\":\"kr\",\"period\":\"2024\",\"method\":\"manual\","
        "\"method_title\":\"Egna klassgränser\",\"closed\":\"left\",\"closed_text\":"
        "\"Varje klass innehåller sin undre gräns; den högsta båda sina gränser.\","
        "\"reference\":{\"value\":13.5,\"label\":\"Hela staden 13,5\",\"kind\":\"whole\",\"n\":0,"
        "\"weighted\":false},\"target\":null,"
        "\"source\":\"SCB\",\"note\":\"\",\"classes\":["
        "{\"from\":null,\"to\":10,\"label\":\"under 10,0\",\"color\":\"#000203\",\"count\":0,"
        "\"uncertain\":0,\"within_margin\":0,\"category\":null,\"meaning\":null},"
        "{\"from\":10,\"to\":20,\"label\":\"10,0" DASH "20,0\",\"color\":\"#100203\",\"count\":1,"
        "\"uncertain\":0,\"within_margin\":0,\"category\":null,\"meaning\":null},"
        "{\"from\":20,\"to\":25.5,\"label\":\"20,0" DASH "25,5\",\"color\":\"#200203\","
        "\"count\":1,\"uncertain\":0,\"within_margin\":0,\"category\":null,\"meaning\":null}],\"no_"
        "data\":{\"label\":"
        "\"Uppgift saknas\",\"color\":\"#f1f1ee\","
        "\"count\":1},\"districts\":3,\"decimals\":1,\"language\":\"sv\",\"values\":[12,25.5],"
        "\"warnings\":[],\"method_text\":null,\"ordered\":null,\"states\":["
        "{\"state\":\"missing\",\"label\":\"Uppgift saknas\",\"count\":1,\"color\":\"#f1f1ee\","
        "\"hatch\":\"#bfc1ba\",\"pattern\":\"rising\"}],\"context\":[],\"groups\":[],\"stops\":[],"
        "\"histogram\":["
        "],"
        "\"gvf\":0.75,\"rate\":null,\"period_text\":\"2024\",\"center\":null,"
        "\"pairs\":null,\"background\":\"light\",\"reversed\":false,\"hash\":"
        "\"0000000000abcdef\"}");
    buf_free(&text);
    legend_free(l);
    s.is_count = true;
    l = make(&s);
    json_t *json = legend_json(l);
    assert_true(json_is_null(json_object_get(json, "reference")));
    assert_int_equal(json_array_size(json_object_get(json, "warnings")), 1);
    json_decref(json);
    legend_free(l);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(whole_numbers_do_not_overlap),
        cmocka_unit_test(one_possible_value_shows_alone),
        cmocka_unit_test(decimals_run_from_edge_to_edge),
        cmocka_unit_test(close_edges_get_more_decimals),
        cmocka_unit_test(labels_are_alike_in_all_periods),
        cmocka_unit_test(unstated_decimals_follow_the_values),
        cmocka_unit_test(open_ends_say_so),
        cmocka_unit_test(counts_values_and_gaps),
        cmocka_unit_test(references),
        cmocka_unit_test(warnings),
        cmocka_unit_test(no_figure_at_all),
        cmocka_unit_test(json_has_its_keys),
    };
    return cmocka_run_group_tests_name("legend", tests, NULL, NULL);
}
