/* layout.  Truth: boxes worked by hand. */
#include "aid_cmocka.h"
#include "sheet/layout.h"

#include <math.h>

typedef struct fake { /* heights at each level */
    layout_need need[4];
    double narrowest;
} fake;

static layout_need need_of(const void *data, double width, int level) {
    const fake *f = data;
    return width < f->narrowest ? layout_rigid(INFINITY) : f->need[level];
}

static err_code draw_none(void *data, canvas *c, box at, int level, err *e) {
    (void)data, (void)c, (void)at, (void)level, (void)e;
    return ERR_OK;
}

static layout_block block(const char *name, fake *f) {
    return (layout_block){name, need_of, draw_none, f, 0, {0, 0, 0, 0}};
}

static void assert_box(box b, double x, double y, double width, double height) {
    assert_float_equal(b.x, x, 1e-9);
    assert_float_equal(b.y, y, 1e-9);
    assert_float_equal(b.width, width, 1e-9);
    assert_float_equal(b.height, height, 1e-9);
}

static const layout_cell cells[] = {
    {LAYOUT_COLUMN, -1, NULL, 0, 0, 0, 0},   {LAYOUT_BLOCK, 0, "title", 0, 0, 1, 2},
    {LAYOUT_BLOCK, 0, "map", 0, 8, 0, 0},    {LAYOUT_ROW, 0, NULL, 0, 8, 0, 0},
    {LAYOUT_COLUMN, 3, NULL, 0.25, 0, 0, 0}, {LAYOUT_BLOCK, 4, "legend", 0, 0, 0, 0},
    {LAYOUT_BLOCK, 4, "notes", 0, 4, 0, 0},  {LAYOUT_BLOCK, 3, "list", 0, 10, 0, 0},
};
static const layout_step steps[] = {{"notes", 1}, {"list", 1}, {"legend", 1}};
static const layout_arrangement arrangement = {cells, 8, steps, 3};

typedef struct setting {
    fake title, map, legend, notes, list;
    layout_block block[5];
    layout l;
} setting;

static void prepare(setting *s) {
    *s = (setting){
        .title = {{layout_rigid(20)}, 0},
        .map = {{{50, 60, INFINITY}}, 0},
        .legend = {{layout_rigid(30), layout_rigid(10)}, 0},
        .notes = {{layout_rigid(40), layout_rigid(15)}, 0},
        .list = {{layout_rigid(70), {30, 40, 45}}, 0},
    };
    s->block[0] = block("title", &s->title);
    s->block[1] = block("map", &s->map);
    s->block[2] = block("legend", &s->legend);
    s->block[3] = block("notes", &s->notes);
    s->block[4] = block("list", &s->list);
    s->l = (layout){
        .arrangement = &arrangement, .block = s->block, .n_blocks = 5, .space = 1, .line = 1};
}

static void test_boxes(void **state) {
    (void)state;
    setting s;
    prepare(&s);
    assert_int_equal(layout_solve(&s.l, (box){10, 10, 200, 300}, NULL), ERR_OK);
    assert_box(s.block[0].at, 10, 13, 200, 20); /* under its rule of 1 and 2 mm */
    assert_box(s.block[1].at, 10, 41, 200, 300 - 23 - 8 - 8 - 74); /* all that is left */
    assert_box(s.block[2].at, 10, 236, 50, 30);                    /* a quarter of 200 */
    assert_box(s.block[3].at, 10, 270, 50, 40);
    assert_box(s.block[4].at, 70, 236, 140, 74); /* as high as its row */
    for (size_t i = 0; i < 5; i++) assert_int_equal(s.block[i].level, 0);
}

/* 8 + 8 + 23 + 50 + what the band needs: 74 at first, then 70, then 49, then 29 or 30. */
static void test_steps(void **state) {
    (void)state;
    static const struct {
        double height;
        int notes, list, legend;
    } rows[] = {
        {163, 0, 0, 0}, {162.9, 1, 0, 0}, {159, 1, 0, 0}, {158.9, 1, 1, 0},
        {138, 1, 1, 0}, {137.9, 1, 1, 1}, {119, 1, 1, 1},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        setting s;
        prepare(&s);
        assert_int_equal(layout_solve(&s.l, (box){0, 0, 200, rows[i].height}, NULL), ERR_OK);
        assert_int_equal(s.block[3].level, rows[i].notes);
        assert_int_equal(s.block[4].level, rows[i].list);
        assert_int_equal(s.block[2].level, rows[i].legend);
    }
    setting s;
    err e = {0};
    prepare(&s);
    assert_int_equal(layout_solve(&s.l, (box){0, 0, 200, 118.9}, &e), ERR_RANGE);
    assert_string_equal(e.text, "the sheet is 1 mm too short");
}

/* The list alone is too high: notes need not be short for that. */
static void test_needless_steps_are_taken_back(void **state) {
    (void)state;
    setting s;
    prepare(&s);
    s.list.need[0] = layout_rigid(100);
    assert_int_equal(layout_solve(&s.l, (box){0, 0, 200, 170}, NULL), ERR_OK);
    assert_int_equal(s.block[3].level, 0);
    assert_int_equal(s.block[4].level, 1);
}

static void test_wanted_and_most(void **state) {
    (void)state;
    static const layout_cell column[] = {{LAYOUT_COLUMN, -1, NULL, 0, 0, 0, 0},
                                         {LAYOUT_BLOCK, 0, "list", 0, 0, 0, 0},
                                         {LAYOUT_BLOCK, 0, "map", 0, 0, 0, 0}};
    static const layout_arrangement a = {column, 3, NULL, 0};
    static const struct {
        double height, list, map;
    } rows[] = {{80, 30, 50}, {85, 30, 55}, {95, 35, 60}, {100, 40, 60}, {130, 40, 90}};
    setting s;
    prepare(&s);
    s.list.need[0] = s.list.need[1];
    s.l.arrangement = &a;
    for (size_t i = 0; i < 5; i++) {
        assert_int_equal(layout_solve(&s.l, (box){0, 0, 100, rows[i].height}, NULL), ERR_OK);
        assert_float_equal(s.block[4].at.height, rows[i].list, 1e-9);
        assert_float_equal(s.block[1].at.height, rows[i].map, 1e-9);
    }
    static const layout_arrangement alone = {column, 2, NULL, 0};
    s.l.arrangement = &alone; /* nothing else takes the rest */
    assert_int_equal(layout_solve(&s.l, (box){0, 0, 100, 200}, NULL), ERR_OK);
    assert_float_equal(s.block[4].at.height, 45, 1e-9);
    assert_true(s.block[1].at.width == 0);
}

static void test_missing_blocks_leave_no_space(void **state) {
    (void)state;
    setting s;
    prepare(&s);
    s.l.n_blocks = 2; /* title and map: no band, nor the space before it */
    assert_int_equal(layout_solve(&s.l, (box){0, 0, 200, 100}, NULL), ERR_OK);
    assert_box(s.block[1].at, 0, 31, 200, 69);
    assert_true(s.l.cell[3].width == 0);
    s.l.block = s.block + 1; /* the map alone: it is the first now */
    s.l.n_blocks = 1;
    assert_int_equal(layout_solve(&s.l, (box){0, 0, 200, 100}, NULL), ERR_OK);
    assert_box(s.block[1].at, 0, 0, 200, 100);
}

static void test_refusals(void **state) {
    (void)state;
    setting s;
    err e = {0};
    prepare(&s);
    s.legend.narrowest = 51;
    assert_int_equal(layout_solve(&s.l, (box){0, 0, 200, 900}, &e), ERR_RANGE);
    assert_string_equal(e.text, "the sheet is too narrow");
    prepare(&s);
    s.notes.need[0] = layout_rigid((double)NAN);
    assert_int_equal(layout_solve(&s.l, (box){0, 0, 200, 900}, &e), ERR_NOMEM);
    assert_null(layout_find(&s.l, "nothing"));
    assert_ptr_equal(layout_find(&s.l, "map"), &s.block[1]);
}

static void test_factors(void **state) {
    (void)state;
    setting s;
    prepare(&s);
    s.l.space = 2, s.l.line = 3;
    assert_int_equal(layout_solve(&s.l, (box){0, 0, 200, 300}, NULL), ERR_OK);
    assert_box(s.block[0].at, 0, 3 + 4, 200, 20);
    assert_box(s.block[4].at, 70, 222, 130, 78);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_boxes),
        cmocka_unit_test(test_steps),
        cmocka_unit_test(test_needless_steps_are_taken_back),
        cmocka_unit_test(test_wanted_and_most),
        cmocka_unit_test(test_missing_blocks_leave_no_space),
        cmocka_unit_test(test_refusals),
        cmocka_unit_test(test_factors),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
