/* legend: states, categories, continuous ramps, and what methods and looks add.  Truth: worked by
 * hand. */
#include "aid_cmocka.h"
#include "carto/legend.h"

#include <math.h>
#include <string.h>

#define MINUS "\xe2\x88\x92"
#define DASH  "\xe2\x80\x93"

static const rgba three[] = {{1, 0, 0, 255}, {2, 0, 0, 255}, {3, 0, 0, 255}};

typedef struct given { /* what an input borrows */
    look look;
    classify_method method;
    class_breaks breaks;
} given;

/* Three classes at 10 and 20, from 0 to 30, and a method that says how many there are. */
static legend_input input_of(given *g, const double *v, size_t n) {
    g->method = (classify_method){
        .name = "manual", .title_en = "Manual breaks", .title_sv = "Egna", .own_count = true};
    look_default(&g->look);
    g->look.method = &g->method;
    g->breaks = (class_breaks){.count = 3, .edge = {0, 10, 20, 30}};
    return (legend_input){.breaks = &g->breaks,
                          .colors = three,
                          .values = v,
                          .n = n,
                          .whole = NAN,
                          .gvf = NAN,
                          .look = &g->look};
}

static legend *legend_of(const legend_input *in) {
    legend *l = NULL;
    err e = {0};
    if (legend_make(in, &l, &e)) fail_msg("%s", e.text);
    return l;
}

/* By hand: of eight districts four have no number, two of them suppressed and one that cannot
 * have one, which leaves one missing; two figures are marked. */
static void states_are_counted_apart(void **state) {
    (void)state;
    const double v[] = {5, 12, NAN, NAN, 14, 28, NAN, NAN};
    const bool marked[] = {true, false, true, false, true, false, false, false};
    given g;
    legend_input in = input_of(&g, v, 8);
    in.uncertain = marked;
    in.uncertain_why = "fewer than 10 cases";
    in.states[LEGEND_SUPPRESSED] = 2;
    in.states[LEGEND_CANNOT_OCCUR] = 1;
    legend *l = legend_of(&in);
    const struct {
        const char *name, *label;
        size_t count;
        pattern pattern;
    } want[] = {{"missing", "No data", 1, PATTERN_RISING},
                {"suppressed", "Not published (confidential)", 2, PATTERN_CROSSED},
                {"cannot_occur", "Cannot occur", 1, PATTERN_NONE},
                {"uncertain", "Uncertain, fewer than 10 cases", 2, PATTERN_FALLING}};
    assert_int_equal(l->n_rows, 4);
    assert_int_equal(l->no_data_count, 4);
    for (size_t i = 0; i < 4; i++) {
        assert_string_equal(l->rows[i].name, want[i].name);
        assert_string_equal(l->rows[i].label, want[i].label);
        assert_int_equal(l->rows[i].count, want[i].count);
        assert_int_equal(l->rows[i].pattern, want[i].pattern);
    }
    assert_int_equal(l->rows[3].color.r, 2); /* the middle class's */
    for (size_t i = 0; i < 3; i++) assert_int_equal(l->classes[i].uncertain, i < 2);
    legend_free(l);
}

static void categories_have_names_and_no_numbers(void **state) {
    (void)state;
    const double v[] = {10, 20, 20, NAN};
    const char *const names[] = {"Väst", "Inre", "Söder"};
    given g;
    legend_input in = input_of(&g, v, 4);
    in.category = names;
    in.ordered = in.category_forced = true;
    legend *l = legend_of(&in);
    assert_string_equal(l->classes[2].label, "Söder");
    assert_true(isnan(l->classes[0].from) && isnan(l->classes[0].to));
    assert_int_equal(l->classes[0].count, 1);
    assert_int_equal(l->classes[1].count, 2);
    assert_int_equal(l->n_warnings, 1);
    json_t *json = legend_json(l), *class = json_array_get(json_object_get(json, "classes"), 0);
    assert_true(json_is_null(json_object_get(class, "from")));
    assert_string_equal(json_string_value(json_object_get(class, "category")), "Väst");
    assert_true(json_is_true(json_object_get(json, "ordered")));
    json_decref(json);
    legend_free(l);
}

static void a_continuous_legend_has_stops(void **state) {
    (void)state;
    const double v[] = {30, 0, 12, NAN};
    const rgba fill[] = {three[2], three[0], {9, 9, 9, 255}, {0}};
    const legend_stop stops[] = {{0, three[0]}, {15, three[1]}, {30, three[2]}};
    given g;
    legend_input in = input_of(&g, v, 4);
    in.stops = stops, in.n_stops = 3, in.fill = fill;
    g.breaks = (class_breaks){.count = 1, .edge = {0, 30}};
    legend *l = legend_of(&in);
    assert_int_equal(l->count, 0);
    assert_int_equal(l->n_stops, 3);
    assert_true(l->values[1].value == 12);
    assert_int_equal(l->values[1].color.r, 9);
    assert_string_equal(l->method_text, "Color follows the value, without classes.");
    json_t *json = legend_json(l), *stop = json_array_get(json_object_get(json, "stops"), 1);
    assert_int_equal(json_array_size(json_object_get(json, "classes")), 0);
    assert_int_equal(json_integer_value(json_object_get(stop, "value")), 15);
    assert_string_equal(json_string_value(json_object_get(stop, "color")), "#020000");
    json_decref(json);
    legend_free(l);
    const double none[] = {NAN};
    in.values = none, in.n = 1;
    g.breaks.count = 0;
    l = legend_of(&in);
    assert_int_equal(l->n_stops, 0);
    legend_free(l);
}

/* Truth: counted here, one bin at a time; bins cover each class and carry its color. */
static void bins_are_of_their_classes(void **state) {
    (void)state;
    double v[200];
    given g;
    for (size_t i = 0; i < 200; i++) v[i] = (double)(i * 7 % 61) / 2;
    legend_input in = input_of(&g, v, 200);
    for (int closed = 0; closed < 2; closed++) {
        g.breaks.closed = (closure)closed;
        legend *l = legend_of(&in);
        size_t all = 0, of_class[3] = {0};
        assert_int_equal(l->n_bins, LEGEND_BINS); /* classes of one width: nine each */
        for (size_t i = 0; i < l->n_bins; i++) {
            const legend_bin *b = &l->bins[i];
            if (i) assert_true(b->from == l->bins[i - 1].to);
            all += b->count;
            of_class[b->color.r - 1] += b->count;
            assert_true(b->from >= 10 * (b->color.r - 1) && b->to <= 10 * b->color.r);
            size_t n = 0;
            for (size_t d = 0; d < 200; d++)
                n += (v[d] > b->from && v[d] < b->to) ||
                     (closed ? v[d] == b->from || (v[d] == b->to && i + 1 == l->n_bins)
                             : v[d] == b->to || (v[d] == b->from && i == 0));
            assert_int_equal(b->count, n);
        }
        assert_int_equal(all, 200);
        for (size_t k = 0; k < 3; k++) assert_int_equal(of_class[k], l->classes[k].count);
        legend_free(l);
    }
    in.n = LEGEND_DOTS_MAX;
    legend *l = legend_of(&in);
    assert_int_equal(l->n_bins, 0);
    legend_free(l);
}

/* Breaks at 10 and 12.5 need one decimal, the values two; the exact edges stay. */
static void rounded_edges_are_written_round(void **state) {
    (void)state;
    const double v[] = {1.25, 9.75, 11.5, 12.5, 19.75};
    given g;
    legend_input in = input_of(&g, v, 5);
    g.breaks = (class_breaks){.count = 3, .edge = {1.25, 10, 12.5, 19.75}};
    g.look.rounded = true;
    in.decimals = 2;
    in.whole = 11.25;
    legend *l = legend_of(&in);
    assert_string_equal(l->classes[0].label, "1.3" DASH "10.0");
    assert_string_equal(l->classes[2].label, "12.5" DASH "19.8");
    assert_true(l->classes[0].from == 1.25);
    assert_string_equal(l->reference.label, "Whole area 11.25");
    legend_free(l);
}

static void numbers_around_zero_are_signed(void **state) {
    (void)state;
    const double v[] = {-727, -400, 0, 100, 905};
    given g;
    legend_input in = input_of(&g, v, 5);
    g.breaks = (class_breaks){.count = 3, .edge = {-727, -400.5, 0.5, 905}};
    g.look.language = LANG_SV;
    in.whole = 12;
    in.decimals = 1;
    legend *l = legend_of(&in);
    assert_string_equal(l->classes[0].label, MINUS "727,0 till " MINUS "400,5");
    assert_string_equal(l->classes[2].label, "+0,5 till +905,0");
    assert_string_equal(l->reference.label, "Hela området +12,0");
    legend_free(l);
}

static void methods_say_what_their_classes_are(void **state) {
    (void)state;
    const double v[] = {5, 15, 25};
    given g;
    legend_input in = input_of(&g, v, 3);
    g.method.name = "stddev";
    g.breaks = (class_breaks){.count = 5, .edge = {-INFINITY, 4, 8, 16, 20, INFINITY}};
    in.colors = (const rgba[5]){{0}};
    legend *l = legend_of(&in);
    assert_string_equal(l->classes[2].meaning, MINUS "1 to +1 sd");
    assert_non_null(strstr(l->method_text, "standard deviations"));
    legend_free(l);
    g.breaks.count = 3; /* merged: they are no longer what the method calls them */
    l = legend_of(&in);
    assert_null(l->classes[1].meaning);
    legend_free(l);
}

static void hints_need_the_reference_in_the_middle(void **state) {
    (void)state;
    const double v[] = {5, 15, 25};
    ramp_set *ramps = NULL;
    given g;
    legend_input in = input_of(&g, v, 3);
    assert_int_equal(ramp_set_builtin(&ramps, NULL), ERR_OK);
    in.whole = 15;
    for (int kind = RAMP_SEQUENTIAL; kind <= RAMP_DIVERGING; kind++)
        for (int outside = 0; outside < 2; outside++) {
            g.look.ramp = ramp_default(ramps, (ramp_kind)kind, false);
            in.whole = outside ? 25 : 15;
            legend *l = legend_of(&in);
            assert_true((l->below != NULL) == (kind == RAMP_DIVERGING && !outside));
            assert_true((l->above != NULL) == (l->below != NULL));
            legend_free(l);
        }
    ramp_set_free(ramps);
}

static void a_count_offers_its_rate(void **state) {
    (void)state;
    const double v[] = {5, 15, 25};
    given g;
    legend_input in = input_of(&g, v, 3);
    in.is_count = in.classes_ignored = true;
    in.rate_id = "crimes_per_1000", in.rate_title = "Crimes per 1,000 residents";
    legend *l = legend_of(&in);
    assert_int_equal(l->n_warnings, 2);
    assert_non_null(strstr(l->warnings[0], "Better: Crimes per 1,000 residents."));
    assert_non_null(strstr(l->warnings[1], "(Manual breaks)"));
    json_t *json = legend_json(l), *rate = json_object_get(json, "rate");
    assert_string_equal(json_string_value(json_object_get(rate, "id")), "crimes_per_1000");
    assert_true(json_is_null(json_object_get(json, "gvf")));
    json_decref(json);
    legend_free(l);
}

/* Colors as they look on the paper: by hand, 128 of 255 blue on white. */
static void context_is_seen_on_the_paper(void **state) {
    (void)state;
    const double v[] = {5, 12, 28};
    const legend_context_input rows[] = {{"w", "Water", {0, 0, 255, 128}, {1, 2, 3, 255}},
                                         {"p", "Parks", {0, 9, 0, 255}, {0}}};
    given g;
    legend_input in = input_of(&g, v, 3);
    in.context = rows;
    in.n_contexts = 2;
    legend *l = legend_of(&in);
    const rgba blue = {127, 127, 255, 255};
    assert_int_equal(l->n_contexts, 2);
    assert_string_equal(l->context[0].id, "w");
    assert_string_equal(l->context[0].label, "Water");
    assert_memory_equal(&l->context[0].fill, &blue, sizeof blue);
    assert_memory_equal(&l->context[0].line, &rows[0].line, sizeof blue);
    assert_memory_equal(&l->context[1].fill, &rows[1].fill, sizeof blue);
    assert_int_equal(l->context[1].line.a, 0);
    legend_free(l);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(states_are_counted_apart),
        cmocka_unit_test(categories_have_names_and_no_numbers),
        cmocka_unit_test(a_continuous_legend_has_stops),
        cmocka_unit_test(bins_are_of_their_classes),
        cmocka_unit_test(rounded_edges_are_written_round),
        cmocka_unit_test(numbers_around_zero_are_signed),
        cmocka_unit_test(methods_say_what_their_classes_are),
        cmocka_unit_test(hints_need_the_reference_in_the_middle),
        cmocka_unit_test(context_is_seen_on_the_paper),
        cmocka_unit_test(a_count_offers_its_rate),
    };
    return cmocka_run_group_tests_name("legend_kinds", tests, NULL, NULL);
}
