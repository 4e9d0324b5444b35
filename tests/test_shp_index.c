/* Truth: shapefiles put together byte by byte (aid_bytes) and then damaged at a known place, by
 * the layout of ESRI's description: the header's length at 24, records from 100: number, length in
 * words, type, box, parts at 44, points at 48, part table at 52, points. */
#include "aid_bytes.h"
#include "aid_cmocka.h"
#include "aid_files.h"
#include "aid_random.h"
#include "base/fileio.h"
#include "geo/shapefile.h"
#include "geo/shp_index.h"

#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>

static const double square[] = {0, 0, 0, 2, 2, 2, 2, 0, 0, 0};
static const double second[] = {2, 0, 2, 2, 4, 2, 4, 0, 2, 0};
static const double third[] = {4, 0, 4, 2, 6, 2, 6, 0, 4, 0};
static const double parts[] = {0, 0, 0, 10, 10, 10, 10, 0, 0, 0, 2, 2, 4, 2, 4, 4, 2, 4, 2, 2};
static const uint32_t one_part[] = {0}, two_parts[] = {0, 5};
static const aid_shape three[] = {{AID_POLYGON, one_part, 1, square, 5},
                                  {AID_POLYGON, one_part, 1, second, 5},
                                  {AID_POLYGON, one_part, 1, third, 5}};
static const aid_shape holed = {AID_POLYGON, two_parts, 2, parts, 10};
/* One part, five points: 8 + 44 + 4 + 80 bytes. */
enum { RECORD = 136, FIRST = 100, SECOND = FIRST + RECORD, THIRD = SECOND + RECORD };

typedef struct fixture {
    const char *dir;
    buf shp, shx;
} fixture;

static void make_files(fixture *f, const char *dir, const aid_shape *s, size_t n) {
    *f = (fixture){.dir = dir};
    aid_shp(AID_POLYGON, s, n, &f->shp, &f->shx);
}

static void drop_files(fixture *f) {
    buf_free(&f->shp);
    buf_free(&f->shx);
}

static shapefile *load(const fixture *f, bool with_shx, err *e) {
    char path[AID_PATH];
    shapefile *s = NULL;
    const shapefile_options o = {.crs = "EPSG:4326"};
    aid_path(f->dir, "a.shx", path);
    remove(path);
    if (with_shx) aid_write_buf(f->dir, "a.shx", &f->shx);
    aid_write_buf(f->dir, "a.shp", &f->shp);
    aid_path(f->dir, "a.shp", path);
    err_code rc = shapefile_load(path, &o, &s, e);
    assert_int_equal(rc == ERR_OK, s != NULL);
    if (rc) assert_memory_equal(e->text, path, strlen(path)); /* names the file */
    return s;
}

static void put(buf *b, size_t at, uint32_t v, bool big) {
    for (int i = 0; i < 4; i++) b->data[at + i] = (uint8_t)(v >> 8 * (big ? 3 - i : i));
}

static void assert_says(const char *text, const char *part) {
    if (!strstr(text, part)) fail_msg("\"%s\" does not say \"%s\"", text, part);
}

/* Every count and length of the .shp, with values that lie: a refusal that names the record, soon
 * and without memory. */
static void test_no_count_is_trusted(void **state) {
    static const struct {
        size_t at;
        bool big;
        const char *answer;
    } places[] = {
        {FIRST + 4, true, "record 1: claims"},     {SECOND + 4, true, "record 2: claims"},
        {THIRD + 4, true, "record 3: claims"},     {FIRST + 44, false, "record 1: claims"},
        {THIRD + 48, false, "record 3: claims"},   {SECOND + 52, false, "record 2: part 1 of 1"},
        {SECOND + 8, false, "record 2: is among"},
    };
    static const uint32_t lies[] = {0x80000000, 0x7fffffff, 0xffffffff, 0x10000000, 0x00ffffff};
    struct rusage before, after;
    getrusage(RUSAGE_SELF, &before);
    clock_t began = clock();
    for (size_t i = 0; i < sizeof places / sizeof *places; i++)
        for (size_t j = 0; j < sizeof lies / sizeof *lies; j++) {
            fixture f;
            err e = {0};
            make_files(&f, *state, three, 3);
            put(&f.shp, places[i].at, lies[j], places[i].big);
            assert_null(load(&f, j % 2, &e));
            assert_says(e.text, places[i].answer);
            drop_files(&f);
        }
    getrusage(RUSAGE_SELF, &after);
    assert_true((double)(clock() - began) / CLOCKS_PER_SEC < 35 * 0.1);
    assert_true(after.ru_maxrss - before.ru_maxrss < 64 * 1024); /* kilobytes */
}

/* Of 2 words and more the next header is looked for behind them, and is none. */
static void test_lengths_that_are_too_small(void **state) {
    static const struct {
        uint32_t words;
        const char *answer;
    } rows[] = {
        {0, "record 1: claims 0 bytes, too few for a shape"},
        {1, "record 1: claims 2 bytes, too few for a shape"},
        {2, "record 2: claims 0 bytes, too few for a shape"},
        {22, "record 2: claims "},
        {63, "record 2: "},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        fixture f;
        err e = {0};
        make_files(&f, *state, three, 1);
        put(&f.shp, FIRST + 4, rows[i].words, true);
        assert_null(load(&f, true, &e));
        assert_says(e.text, rows[i].answer);
        drop_files(&f);
    }
}

/* A last record that is whole but too short for what it claims to hold. */
static void test_records_that_are_too_short(void **state) {
    static const size_t left[] = {4, 20, 44, 48, RECORD - 16 - 8};
    for (size_t i = 0; i < sizeof left / sizeof *left; i++) {
        fixture f;
        err e = {0};
        make_files(&f, *state, three, 3);
        f.shp.len = THIRD + 8 + left[i];
        put(&f.shp, 24, (uint32_t)f.shp.len / 2, true);
        put(&f.shp, THIRD + 4, (uint32_t)left[i] / 2, true);
        assert_null(load(&f, true, &e));
        assert_says(e.text,
                    left[i] < 44 ? "record 3: has " : "record 3: claims 1 parts and 5 points");
        drop_files(&f);
    }
}

/* The .shx is derived: whatever stands in it, the .shp's records are read, and it is said. */
static void test_an_index_that_lies_is_passed_over(void **state) {
    static const struct {
        size_t at;
        uint32_t value;
    } lies[] = {
        {100, 0x7fffffff}, {100, 0}, {104, 0x40000000}, {104, 1}, {108, 50}, {112, 0xffffffff},
    };
    for (size_t i = 0; i < sizeof lies / sizeof *lies; i++) {
        fixture f;
        err e = {0};
        make_files(&f, *state, three, 3);
        put(&f.shx, lies[i].at, lies[i].value, true);
        shapefile *s = load(&f, true, &e);
        if (!s) fail_msg("%s", e.text);
        assert_int_equal(s->records, 3);
        assert_int_equal(s->warnings.count, 1);
        assert_says(s->warnings.item[0], "the .shx file does not fit the .shp");
        shapefile_free(s);
        drop_files(&f);
    }
}

static void test_an_index_that_is_missing_or_cut(void **state) {
    fixture f;
    err e = {0};
    make_files(&f, *state, three, 3);
    size_t whole = f.shx.len;
    const size_t lengths[] = {0, 1, 99, 100, 101, 107, 108, 116, 123, whole};
    for (size_t i = 0; i < sizeof lengths / sizeof *lengths; i++) {
        size_t len = f.shx.len = lengths[i];
        shapefile *s = load(&f, len, &e);
        if (!s) fail_msg("%s", e.text);
        assert_int_equal(s->records, 3);
        assert_true(s->mercator->bounds[1].x0 > s->mercator->bounds[0].x0);
        assert_int_equal(s->warnings.count, len < whole);
        if (!len) assert_says(s->warnings.item[0], "the .shx file is missing");
        shapefile_free(s);
    }
    drop_files(&f);
}

/* Records 1, 2, 3 lie in the file as 3, 1, 2: the numbers say which is which. */
static void test_records_in_any_order(void **state) {
    fixture f;
    err e = {0};
    make_files(&f, *state, three, 3);
    put(&f.shp, FIRST, 3, true);
    put(&f.shp, SECOND, 1, true);
    put(&f.shp, THIRD, 2, true);
    for (int with = 0; with < 2; with++) { /* the .shx tells them in the order of the file */
        shapefile *s = load(&f, with, &e);
        if (!s) fail_msg("%s", e.text);
        assert_true(s->mercator->bounds[2].x0 < s->mercator->bounds[0].x0);
        assert_true(s->mercator->bounds[0].x0 < s->mercator->bounds[1].x0);
        assert_int_equal(s->warnings.count, 1);
        shapefile_free(s);
    }
    drop_files(&f);
}

/* Some programs write no numbers, or count from 0: the order is then that of the file. */
static void test_records_without_numbers(void **state) {
    for (uint32_t from = 0; from < 2; from++) {
        fixture f;
        err e = {0};
        make_files(&f, *state, three, 3);
        for (uint32_t i = 0; i < 3; i++) put(&f.shp, FIRST + RECORD * i, from ? i : 0, true);
        shapefile *s = load(&f, true, &e);
        if (!s) fail_msg("%s", e.text);
        assert_true(s->mercator->bounds[1].x0 > s->mercator->bounds[0].x0);
        assert_int_equal(s->warnings.count, 0);
        shapefile_free(s);
        drop_files(&f);
    }
}

/* A record that was written again at the end: the .shx lists the new place, the old is waste. */
static void test_a_record_that_was_moved(void **state) {
    fixture f;
    err e = {0};
    make_files(&f, *state, three, 3);
    put(&f.shp, THIRD, 1, true);
    put(&f.shp, 24, THIRD / 2 + RECORD / 2, true);
    f.shx.len -= 8;
    put(&f.shx, 100, THIRD / 2, true);
    shapefile *s = load(&f, true, &e);
    if (!s) fail_msg("%s", e.text);
    assert_int_equal(s->records, 2);
    assert_true(s->mercator->bounds[0].x0 > s->mercator->bounds[1].x0);
    assert_says(s->warnings.item[0], "holds bytes that its .shx does not list");
    shapefile_free(s);
    drop_files(&f);
}

/* What stands behind the length of the header is no record. */
static void test_bytes_behind_the_end(void **state) {
    fixture f;
    err e = {0};
    make_files(&f, *state, three, 3);
    for (int i = 0; i < 20; i++) buf_add(&f.shp, "\xff", 1);
    shapefile *s = load(&f, true, &e);
    if (!s) fail_msg("%s", e.text);
    assert_int_equal(s->records, 3);
    shapefile_free(s);
    drop_files(&f);
}

/* Every shorter file is refused by file and, within the records, by record. */
static void test_cut_files_are_refused(void **state) {
    fixture f;
    make_files(&f, *state, three, 3);
    for (size_t len = 0; len < 100 + 3 * RECORD; len += 2) {
        char wanted[32];
        err e = {0};
        f.shp.len = len;
        assert_null(load(&f, len % 4, &e));
        snprintf(wanted, sizeof wanted, "record %zu: ", (len - 100) / RECORD + 1);
        if (len >= 100) assert_says(e.text, wanted);
    }
    drop_files(&f);
}

static void test_what_is_no_shapefile(void **state) {
    static const char *const texts[] = {"", "area,value\nBromma,9.0\n"};
    for (size_t i = 0; i < 2; i++) {
        fixture f = {.dir = *state};
        err e = {0};
        buf_adds(&f.shp, texts[i]);
        assert_null(load(&f, false, &e));
        assert_says(e.text, "a shapefile's header takes 100");
        for (int n = 0; n < 200; n++) buf_adds(&f.shp, "x");
        assert_null(load(&f, false, &e));
        assert_says(e.text, "is no shapefile");
        drop_files(&f);
    }
}

static void test_part_tables_that_cannot_be(void **state) {
    static const uint32_t bad[][2] = {{0, 0}, {0, 10}, {0, 4000000000}, {3, 0}, {3, 5}, {5, 3}};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        const aid_shape shape = {AID_POLYGON, bad[i], 2, parts, 10};
        fixture f;
        err e = {0};
        make_files(&f, *state, &shape, 1);
        assert_null(load(&f, true, &e));
        assert_says(e.text, "record 1: part ");
        assert_says(e.text, " of 10");
        drop_files(&f);
    }
}

/* More parts than are looked at in one go. */
static void test_many_parts(void **state) {
    enum { PARTS = 700 };
    static double xy[PARTS * 8];
    static uint32_t start[PARTS];
    for (uint32_t p = 0; p < PARTS; p++) {
        const double corners[] = {p / 10., 0, p / 10., 1, p / 10. + .05, 1, p / 10. + .05, 0};
        memcpy(xy + 8 * p, corners, sizeof corners);
        start[p] = 4 * p;
    }
    const aid_shape shape = {AID_POLYGON, start, PARTS, xy, 4 * PARTS};
    fixture f;
    err e = {0};
    make_files(&f, *state, &shape, 1);
    shapefile *s = load(&f, true, &e);
    if (!s) fail_msg("%s", e.text);
    assert_int_equal(s->mercator->n_rings, PARTS);
    shapefile_free(s);
    put(&f.shp, FIRST + 52 + 4 * 600, 4 * 599, false);
    assert_null(load(&f, true, &e));
    assert_says(e.text, "record 1: part 601 of 700 begins at point 2397 of 2800");
    drop_files(&f);
}

/* Bytes changed at random: an answer, whatever it is, and no fault (the sanitizers watch). */
static void test_damaged_files_do_no_harm(void **state) {
    const aid_shape shapes[] = {holed, three[1]};
    aid_random r = {99};
    fixture f;
    make_files(&f, *state, shapes, 2);
    for (int i = 0; i < 120; i++) {
        err e = {0};
        buf *b = i % 3 ? &f.shp : &f.shx;
        uint8_t *at = &b->data[aid_random_bits(&r) % b->len], before = *at;
        *at = (uint8_t)aid_random_bits(&r);
        shapefile *s = load(&f, true, &e);
        if (s) assert_true(s->mercator->n_rings > 0);
        shapefile_free(s);
        *at = before;
    }
    drop_files(&f);
}

static void test_counts_are_sums(void **state) {
    const aid_shape shapes[] = {holed, {.type = AID_NULL}, three[1]};
    fixture f;
    char path[AID_PATH];
    strlist warnings = {0};
    shp_index *x = NULL;
    make_files(&f, *state, shapes, 3);
    aid_write_buf(*state, "a.shp", &f.shp);
    aid_write_buf(*state, "a.shx", &f.shx);
    aid_path(*state, "a.shp", path);
    assert_int_equal(shp_index_open(path, SHP_POLYGONS, &warnings, &x, NULL), ERR_OK);
    assert_int_equal(x->records, 3);
    assert_int_equal(x->parts, 3);
    assert_int_equal(x->points, 15);
    assert_int_equal(x->shx.len, f.shx.len);
    assert_memory_equal(x->shx.data + 100, f.shx.data + 100, 24);
    shp_index_close(x);
    shp_index_close(NULL);
    strlist_free(&warnings);
    drop_files(&f);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        IN_A_FOLDER(test_no_count_is_trusted),
        IN_A_FOLDER(test_lengths_that_are_too_small),
        IN_A_FOLDER(test_records_that_are_too_short),
        IN_A_FOLDER(test_an_index_that_lies_is_passed_over),
        IN_A_FOLDER(test_an_index_that_is_missing_or_cut),
        IN_A_FOLDER(test_records_in_any_order),
        IN_A_FOLDER(test_records_without_numbers),
        IN_A_FOLDER(test_a_record_that_was_moved),
        IN_A_FOLDER(test_bytes_behind_the_end),
        IN_A_FOLDER(test_cut_files_are_refused),
        IN_A_FOLDER(test_what_is_no_shapefile),
        IN_A_FOLDER(test_part_tables_that_cannot_be),
        IN_A_FOLDER(test_many_parts),
        IN_A_FOLDER(test_damaged_files_do_no_harm),
        IN_A_FOLDER(test_counts_are_sums),
    };
    return cmocka_run_group_tests_name("shp_index", tests, NULL, NULL);
}
