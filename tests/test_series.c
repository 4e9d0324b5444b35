/* series.  Truth: rows of shapes/stockholm/figures.csv, and of an atlas that is made up. */
#include "aid_atlas.h"
#include "aid_cmocka.h"
#include "aid_files.h"
#include "aid_layers.h"
#include "atlas/series.h"

#include <math.h>
#include <stdlib.h>

typedef struct expected_line {
    const char *id;
    bool carried;
    const char *points; /* "PERIOD VALUE", "d" after what is derived, "f" after a forecast */
} expected_line;

static void assert_series(const atlas *a, const char *id, series_of of, size_t subject,
                          const expected_line *x, size_t n) {
    series s = {0};
    err e = {0};
    if (series_make(a, aid_indicator(a, id), of, subject, &s, &e)) fail_msg("%s", e.text);
    assert_int_equal(s.count, n);
    assert_true(s.in_years);
    for (size_t i = 0; i < n; i++) {
        const series_line *l = &s.line[i];
        buf text = BUF_EMPTY;
        for (size_t k = 0; k < l->count; k++) {
            const series_point *p = &l->point[k];
            assert_true(p->at == atof(p->period)); /* all of them are years */
            buf_addf(&text, "%s%s %g%s%s", k ? ", " : "", p->period, p->value,
                     p->derived ? "d" : "", p->forecast ? "f" : "");
        }
        assert_string_equal(a->indicator[l->indicator].id, x[i].id);
        assert_int_equal(l->carried, x[i].carried);
        assert_string_equal(buf_text(&text), x[i].points);
        buf_free(&text);
    }
    series_free(&s);
    assert_null(s.line);
}

/* Rows 2 to 61, 460 to 464, 470 to 474 and 515 to 519 of figures.csv. */
static void test_stockholms_series(void **state) {
    (void)state;
    const atlas *a = aid_stockholm;
    const expected_line jarva[] = {
        {"population", false, "2010 83027, 2015 86472, 2020 89847, 2024 95220, 2034 104610f"},
        {"population_14", true, "2000 79027d, 2005 79782d, 2010 83366d, 2011 84907d"}};
    const expected_line bromma[] = {
        {"population", false, "2010 65519, 2015 76068, 2020 81188, 2024 83118, 2034 90178f"},
        {"population_14", true, "2000 58506, 2005 60475, 2010 65635, 2011 67096"}};
    const expected_line city[] = {
        {"population", false,
         "2010 847073, 2015 923516, 2020 975551, 2024 995574, 2034 1.05768e+06f"},
        {"population_14", true, "2000 750348, 2005 771038, 2010 847073, 2011 864324"}};
    size_t g = 0, today = aid_layer(a, "districts");
    assert_true(group_find(a, "jarva", &g));
    assert_series(a, "population", SERIES_DISTRICT, aid_district(a, today, "Järva"), jarva, 2);
    assert_series(a, "population", SERIES_DISTRICT, aid_district(a, today, "Bromma"), bromma, 2);
    assert_series(a, "population", SERIES_GROUP, g, jarva, 2);
    assert_series(a, "population", SERIES_WHOLE, 0, city, 2);
    /* the earlier district's own line, and nothing of today's, which it is only a part of */
    const expected_line kista[] = {
        {"population_14", false, "2000 45078, 2005 45153, 2010 45691, 2011 46792"}};
    assert_series(a, "population_14", SERIES_DISTRICT,
                  aid_district(a, aid_layer(a, "districts14"), "Rinkeby-Kista"), kista, 1);
}

static void test_series_of_the_made_up(void **state) {
    const atlas *a = aid_two_divisions(*state);
    /* today's own figures and the guess of its layer; those of the other layer, of which 2001 and
     * 2002 are gaps; and a guess for that layer, which joins no line of today's */
    const expected_line ab[] = {{"today", false, "2003 99, 2010 100, 2030 400f"},
                                {"count", true, "2000 30d, 2001 nan, 2002 nan, 2003 36d, 2004 38d"},
                                {"guess_old", true, "2030 3df"}};
    assert_series(a, "today", SERIES_DISTRICT, 0, ab, 3);
    /* AB and C: of today's 2003, when C has none, there is no sum */
    const expected_line both[] = {
        {"today", false, "2003 nan, 2010 300d, 2030 900df"},
        {"count", true, "2000 60d, 2001 nan, 2002 nan, 2003 69d, 2004 72d"},
        {"guess_old", true, "2030 6df"}};
    assert_series(a, "today", SERIES_GROUP, 0, both, 3);
    const expected_line guess[] = {
        {"guess", false, "2030 400f"},
        {"count", true, "2000 30d, 2001 nan, 2002 nan, 2003 36d, 2004 38d"},
        {"today", false, "2003 99, 2010 100"},
        {"guess_old", true, "2030 3df"}};
    assert_series(a, "guess", SERIES_DISTRICT, 0, guess, 4);
    atlas_unref(a);
}

static void test_years(void **state) {
    (void)state;
    static const struct {
        const char *period;
        double year;
    } rows[] = {
        {"2017", 2017},
        {"2017-01", 2017 + 0.5 / 12},
        {"2017-08", 2017 + 7.5 / 12},
        {"2017M12", 2017 + 11.5 / 12},
        {"2017/18", 2017.5},
        {"2017/2018", 2017.5},
        {"1999/00", 1999.5},
        {"2015-2017", 2016},
        {"2015\xE2\x80\x93"
         "2017",
         2016},
        {"2017 Q1", 2017.125},
        {"2017K4", 2017.875},
        {"2017H2", 2017.75},
        {"2021-22", 2021.5},
        {"", NAN},
        {"today", NAN},
        {"201", NAN},
        {"20171", NAN},
        {"2017 Q5", NAN},
        {"2017M13", NAN},
        {"2017-", NAN},
        {"2017-13", NAN},
        {"2017/19", NAN},
        {"2017-2015", NAN},
        {"2017 preliminary", NAN},
        {"2017-08-01", NAN},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        double got = series_year(rows[i].period), wanted = rows[i].year;
        if (isnan(wanted) ? !isnan(got) : got != wanted)
            fail_msg("\"%s\": %.9g, not %.9g", rows[i].period, got, wanted);
    }
}

int main(void) {
    const struct CMUnitTest stockholm[] = {cmocka_unit_test(test_stockholms_series)};
    const struct CMUnitTest made[] = {
        IN_A_FOLDER(test_series_of_the_made_up),
        cmocka_unit_test(test_years),
    };
    return cmocka_run_group_tests(stockholm, aid_stockholm_open, aid_stockholm_close) +
           cmocka_run_group_tests(made, NULL, NULL);
}
