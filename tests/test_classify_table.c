/* What holds for every row of the table of methods, checked by loops over it: by the definitions of
 * closure and of classes, on samples of aid_sample(). */
#include "aid_classes.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define ROUNDS 900

typedef struct sample {
    double v[40];
    size_t n, present;
    double sorted[40]; /* [present] */
} sample;

static sample make_sample(aid_random *r, unsigned kind) {
    sample s = {.n = aid_random_bits(r) % COUNT(s.v)};
    for (size_t i = 0; i < s.n; i++) {
        s.v[i] = aid_random_bits(r) % 8 ? aid_sample(r, kind) : (double)NAN;
        if (!isnan(s.v[i])) s.sorted[s.present++] = s.v[i];
    }
    qsort(s.sorted, s.present, sizeof *s.sorted, aid_ascending);
    return s;
}

/* By the definitions: what the method says that it cannot class. */
static bool can_class(const classify_method *m, const sample *s) {
    size_t different = aid_different(s->sorted, s->present);
    if (!strcmp(m->name, "geometric")) return different < 2 || s->sorted[0] > 0;
    if (!strcmp(m->name, "category")) return different <= CLASSES_MAX;
    return true;
}

static const double given[] = {-3, -0.5, 0, 2, 1234567900};

static classify_request make_request(const classify_method *m, aid_random *r) {
    classify_request q = {.classes = CLASSES_MIN + aid_random_bits(r) % (CLASSES_MAX - 1),
                          .closed = aid_random_bits(r) % 2 ? CLOSED_LEFT : CLOSED_RIGHT,
                          .rounded = aid_random_bits(r) % 2};
    if (m->takes_breaks) q.breaks = given, q.n_breaks = COUNT(given);
    return q;
}

/* ---- each value in the one class whose interval holds it ---- */

static void check_edges(const class_breaks *b) {
    for (size_t i = 0; i < b->count; i++) assert_true(b->edge[i] <= b->edge[i + 1]);
    for (size_t i = 2; i < b->count; i++) assert_true(b->edge[i - 1] < b->edge[i]);
    for (size_t i = 1; i < b->count; i++) assert_true(isfinite(b->edge[i]));
    for (size_t i = 0; i <= b->count; i++) assert_false(b->edge[i] == 0 && signbit(b->edge[i]));
}

static void check_values(const class_breaks *b, const sample *s) {
    for (size_t i = 0; i < s->n; i++) {
        size_t in = 0;
        for (size_t c = 0; c < b->count; c++)
            if (aid_classes_hold(b, c, s->v[i])) {
                in++;
                assert_int_equal(class_of(b, s->v[i]), c);
            }
        assert_int_equal(in, isnan(s->v[i]) ? 0 : 1);
    }
}

static void check_counts(const classify_method *m, const class_breaks *b, const sample *s) {
    size_t counts[CLASSES_MAX], sum = 0;
    classify_counts(b, s->v, s->n, counts);
    for (size_t c = 0; c < b->count; c++) {
        sum += counts[c];
        if (m->empty == EMPTY_MERGED) assert_true(counts[c] > 0);
    }
    assert_int_equal(sum, s->present);
    double gvf = classify_gvf(b, s->v, s->n);
    if (!s->present || m->continuous)
        assert_true(isnan(gvf));
    else
        assert_true(gvf >= -1e-12 && gvf <= 1);
}

static void try_method(const classify_method *m, aid_random *random, unsigned round) {
    sample s = make_sample(random, round);
    classify_request r = make_request(m, random);
    class_breaks b = {.count = 99};
    err e = {0};
    err_code rc = classify(m, s.v, s.n, &r, &b, &e);
    if (!can_class(m, &s)) {
        assert_int_equal(rc, ERR_RANGE);
        assert_true(e.text[0] && b.count == 99);
        return;
    }
    if (rc) fail_msg("%s: %s", m->name, e.text);
    assert_int_equal(b.closed, r.closed);
    assert_int_equal(b.continuous, m->continuous);
    assert_true(b.count <= CLASSES_MAX);
    assert_true(m->takes_breaks || m->own_count || b.count <= r.classes);
    assert_true((b.count == 0) == (s.present == 0));
    if (s.present) check_edges(&b);
    check_values(&b, &s);
    check_counts(m, &b, &s);
}

static void every_method_puts_each_value_in_one_class(void **state) {
    (void)state;
    aid_random random = {11};
    for (size_t i = 0; i < classify_method_count; i++)
        for (unsigned round = 0; round < ROUNDS; round++)
            try_method(&classify_methods[i], &random, round);
}

/* ---- rounding moves no value ---- */

static void rounding_changes_no_class(void **state) {
    (void)state;
    aid_random random = {12};
    size_t moved[32] = {0};
    assert_true(classify_method_count <= COUNT(moved));
    for (size_t i = 0; i < classify_method_count; i++)
        for (unsigned round = 0; round < ROUNDS; round++) {
            const classify_method *m = &classify_methods[i];
            sample s = make_sample(&random, round);
            classify_request exact = make_request(m, &random), rounded = exact;
            exact.rounded = false, rounded.rounded = true;
            class_breaks a, b;
            if (!can_class(m, &s)) continue;
            assert_int_equal(classify(m, s.v, s.n, &exact, &a, NULL), ERR_OK);
            assert_int_equal(classify(m, s.v, s.n, &rounded, &b, NULL), ERR_OK);
            assert_int_equal(a.count, b.count);
            for (size_t j = 0; j < s.n; j++)
                assert_int_equal(class_of(&a, s.v[j]), class_of(&b, s.v[j]));
            for (size_t j = 0; s.present && j <= a.count; j++) moved[i] += a.edge[j] != b.edge[j];
        }
    for (size_t i = 0; i < classify_method_count; i++)
        assert_int_equal(moved[i] > 0, classify_methods[i].can_round);
}

/* ---- left closure is the mirror of right closure ---- */

/* Methods that treat low and high values alike.  Of several optima jenks takes one, of equal gaps
 * maximum takes the lowest, and of several edges between two values quantile the lowest: these have
 * a mirror only where there are no ties, and more values than classes. */
static const struct {
    const char *name;
    bool with_ties;
} symmetric[] = {
    {"quantile", false}, {"equal", true},    {"jenks", false},   {"stddev", true},
    {"boxplot", true},   {"pretty", true},   {"maximum", false}, {"manual", true},
    {"unclassed", true}, {"category", true},
};

static void check_mirror(const char *name, const class_breaks *a, const class_breaks *b) {
    assert_int_equal(a->count, b->count);
    double scale = 0;
    for (size_t i = 0; i <= a->count; i++)
        if (isfinite(a->edge[i])) scale = fmax(scale, fabs(a->edge[i]));
    for (size_t i = 0; i <= a->count; i++) {
        double x = a->edge[i], y = -b->edge[b->count - i];
        if (x != y && !(fabs(x - y) <= 1e-15 * scale))
            fail_msg("%s: edge %zu of %zu: %.17g and %.17g", name, i, a->count, x, y);
    }
}

static void left_closure_is_the_mirror(void **state) {
    (void)state;
    aid_random random = {13};
    for (size_t i = 0; i < COUNT(symmetric); i++)
        for (unsigned round = 0; round < ROUNDS; round++) {
            const classify_method *m = classify_find(symmetric[i].name);
            bool ties = symmetric[i].with_ties;
            sample s = make_sample(&random, ties && round % 2 ? 0 : 8);
            if (!can_class(m, &s) || !s.present) continue;
            if (!ties && s.present <= CLASSES_MAX) continue;
            double breaks[COUNT(given)];
            for (size_t j = 0; j < COUNT(given); j++) breaks[j] = -given[COUNT(given) - 1 - j];
            classify_request right = make_request(m, &random), left;
            right.closed = CLOSED_RIGHT;
            right.rounded &= !ties; /* a middle of two edges can be a round number, but for 1 ulp */
            left = right;
            left.closed = CLOSED_LEFT;
            if (m->takes_breaks) left.breaks = breaks;
            class_breaks a, b;
            assert_int_equal(classify(m, s.v, s.n, &right, &a, NULL), ERR_OK);
            for (size_t j = 0; j < s.n; j++) s.v[j] = -s.v[j];
            assert_int_equal(classify(m, s.v, s.n, &left, &b, NULL), ERR_OK);
            check_mirror(m->name, &a, &b);
        }
}

/* ---- the rows themselves, and the narrow cases ---- */

static void every_method_has_its_row(void **state) {
    (void)state;
    static const char *const names[] = {"quantile",  "equal",   "jenks",     "stddev",
                                        "headtail",  "boxplot", "pretty",    "maximum",
                                        "geometric", "manual",  "unclassed", "category"};
    assert_int_equal(classify_method_count, COUNT(names)); /* design: definitions */
    for (size_t i = 0; i < classify_method_count; i++) {
        const classify_method *m = &classify_methods[i];
        assert_string_equal(m->name, names[i]);
        assert_ptr_equal(classify_find(m->name), m);
        assert_true(*m->title_en && *m->title_sv && m->compute);
        assert_int_equal(m->help_en[strlen(m->help_en) - 1], '.');
        assert_int_equal(m->help_sv[strlen(m->help_sv) - 1], '.');
        assert_true(!m->can_round || m->empty != EMPTY_KEPT); /* what rounding rests on */
        assert_true(!m->takes_breaks || !m->own_count);
    }
    assert_null(classify_find("Quantile"));
    assert_null(classify_find(""));
}

static void one_value_is_one_class(void **state) {
    (void)state;
    static const double same[] = {7, 0, -2.5, 0x1p-1074, 1e308};
    for (size_t i = 0; i < classify_method_count; i++) {
        const classify_method *m = &classify_methods[i];
        for (size_t j = 0; j < 2 * COUNT(same) && !m->takes_breaks; j++) {
            double x = same[j / 2];
            const double v[] = {NAN, x, x, x};
            class_breaks b = aid_classes(m->name, v, COUNT(v), 5, (closure)(j % 2));
            CLASSES_ARE(b, v, LIST(x, x), {3});
            double gvf = classify_gvf(&b, v, COUNT(v));
            assert_true(m->continuous ? isnan(gvf) : gvf == 1);
            b = aid_classes(m->name, v, 1, 5, (closure)(j % 2)); /* missing alone */
            assert_int_equal(b.count, 0);
        }
    }
}

/* Two different values are told apart by every method that makes classes of its own choice, however
 * near they are; pretty has round numbers only, and stddev puts both within one deviation. */
static void two_values_are_two_classes(void **state) {
    (void)state;
    const double pairs[][2] = {{1, 2},           {1, nextafter(1, 2)}, {0, 0x1p-1074},
                               {1e9, 1e9 + 0.1}, {1e-310, 1e307},      {0x1p-1074, 0x1p-1073}};
    static const char *const coarse[] = {"stddev", "pretty", "manual", "unclassed"};
    for (size_t i = 0; i < classify_method_count; i++) {
        const classify_method *m = &classify_methods[i];
        bool skip = false;
        for (size_t j = 0; j < COUNT(coarse); j++) skip |= !strcmp(m->name, coarse[j]);
        for (size_t j = 0; j < 2 * COUNT(pairs) && !skip; j++) {
            const double *v = pairs[j / 2];
            if (v[0] <= 0 && !strcmp(m->name, "geometric")) continue;
            class_breaks b = aid_classes(m->name, v, 2, 2, (closure)(j % 2));
            if (class_of(&b, v[0]) == class_of(&b, v[1]))
                fail_msg("%s: %g and %g are in one class", m->name, v[0], v[1]);
        }
    }
}

static void minus_zero_is_zero(void **state) {
    (void)state;
    const double v[] = {-0.0, 0.0, -0.0, 4}, same[] = {-0.0, -0.0};
    for (size_t i = 0; i < classify_method_count; i++) {
        const classify_method *m = &classify_methods[i];
        if (m->takes_breaks) continue;
        class_breaks b = aid_classes(m->name, same, 2, 3, CLOSED_RIGHT);
        assert_false(signbit(b.edge[0]));
        if (!strcmp(m->name, "geometric")) continue;
        b = aid_classes(m->name, v, COUNT(v), 3, CLOSED_RIGHT);
        for (size_t j = 0; j <= b.count; j++) assert_false(b.edge[j] == 0 && signbit(b.edge[j]));
        assert_int_equal(class_of(&b, -0.0), class_of(&b, 0.0));
    }
}

static void own_count_ignores_classes(void **state) {
    (void)state;
    const double v[] = {1, 2, 3, 4, 8, 16, 16};
    for (size_t i = 0; i < classify_method_count; i++) {
        const classify_method *m = &classify_methods[i];
        if (!m->own_count) continue;
        class_breaks a = aid_classes(m->name, v, COUNT(v), 0, CLOSED_RIGHT);
        class_breaks b = aid_classes(m->name, v, COUNT(v), 99, CLOSED_RIGHT);
        assert_int_equal(a.count, b.count);
        assert_memory_equal(a.edge, b.edge, (a.count + 1) * sizeof *a.edge);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_method_puts_each_value_in_one_class),
        cmocka_unit_test(rounding_changes_no_class),
        cmocka_unit_test(left_closure_is_the_mirror),
        cmocka_unit_test(every_method_has_its_row),
        cmocka_unit_test(one_value_is_one_class),
        cmocka_unit_test(two_values_are_two_classes),
        cmocka_unit_test(minus_zero_is_zero),
        cmocka_unit_test(own_count_ignores_classes),
    };
    return cmocka_run_group_tests_name("classify_table", tests, NULL, NULL);
}
