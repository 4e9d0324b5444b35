/* Labels of a map on paper: in their district by GEOS, beside it by even-odd and by crossing
 * products written anew here; and the corner for scale bar and arrow. */
#include "aid_atlas.h"
#include "aid_cmocka.h"
#include "geo/geos.h"
#include "sheet/print_map_parts.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define MM (96 / 25.4)

typedef struct paper {
    double width, height;
    print_map_style style;
} paper;

static const paper papers[] = {
    {186,
     190,
     {.label_name_pt = 8,
      .label_value_pt = 11,
      .scale_bar = true,
      .labels = true,
      .max_leaders = 100}},
    {538,
     560,
     {.label_name_pt = 19,
      .label_value_pt = 26,
      .scale_bar = true,
      .labels = true,
      .max_leaders = 20}},
    {110,
     110,
     {.label_name_pt = 6, .label_value_pt = 7, .small = true, .scale_bar = true, .labels = true}},
};
#define PAPERS (sizeof papers / sizeof *papers)

static print_map *map_of(const char *id, const paper *p, const char *labels) {
    const look_setting o[] = {{"labels", labels}, {"lang", "sv"}};
    choropleth *c = aid_map(aid_stockholm, id, o, 2);
    print_map *m = NULL;
    err e = {0};
    if (print_map_create(c, p->width, p->height, &p->style, &m, &e)) fail_msg("%s", e.text);
    choropleth_unref(c);
    return m;
}

typedef struct mm {
    double x, y;
} mm;

static bool on_land(const print_map *m, district_id d, mm at) {
    double x = m->frame.x0 + at.x * MM / m->frame.scale,
           y = m->frame.y0 - at.y * MM / m->frame.scale;
    return geometry_contains(map_plan_land(m->plan), d, x, y);
}

static bool turns(mm a, mm b, mm c) {
    return (b.x - a.x) * (c.y - a.y) > (b.y - a.y) * (c.x - a.x);
}
static bool cross(mm a, mm b, mm c, mm d) {
    return turns(a, c, d) != turns(b, c, d) && turns(a, b, c) != turns(a, b, d);
}

static bool overlap(box a, box b) {
    return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height &&
           b.y < a.y + a.height;
}

static bool in_box(box b, mm at) {
    return at.x > b.x && at.x < b.x + b.width && at.y > b.y && at.y < b.y + b.height;
}

/* Each district that has land is told once: inside, beside or as a key. */
static void assert_all_told(const print_map *m) {
    const geometry *land = map_plan_land(m->plan);
    unsigned *told = calloc(land->n_districts, sizeof *told);
    const label_plan *p = map_plan_labels(m->plan);
    const print_map_key *key;
    size_t n = print_map_keys(m, &key);
    for (size_t i = 0; i < label_plan_count(p); i++)
        if (!label_plan_at(p, i)->place) told[label_plan_at(p, i)->district]++;
    for (size_t i = 0; i < m->n_leaders; i++) told[m->leader[i].district]++;
    for (size_t i = 0; i < n; i++) {
        told[key[i].district]++;
        assert_int_equal(key[i].number, i + 1);
        assert_true(on_land(m, key[i].district, (mm){m->number[i].x, m->number[i].y}));
    }
    for (size_t d = 0; d < land->n_districts; d++)
        assert_int_equal(told[d], land->ring_of[d] < land->ring_of[d + 1]);
    free(told);
}

/* Letters from the baseline to the height of capitals. */
static void assert_inside(const print_map *m) {
    const label_plan *p = map_plan_labels(m->plan);
    const map_frame *f = &m->frame;
    geos *g = NULL;
    err e = {0};
    assert_int_equal(geos_open(&g, &e), ERR_OK);
    for (size_t i = 0; i < label_plan_count(p); i++) {
        const label *l = label_plan_at(p, i);
        geos_area *a = NULL;
        if (geos_area_of(g, map_plan_land(m->plan), l->district, &a, &e)) fail_msg("%s", e.text);
        for (size_t k = 0; k < l->n_lines; k++) {
            const label_line *line = &l->line[k];
            assert_true(line->style.size_px * 72 / 254 >= 5.999);
            double x = ((double)l->x + line->x) / 10 * MM, w = line->width / 10 * MM;
            double y = ((double)l->y + line->baseline) / 10 * MM;
            double up = 0.72 * line->style.size_px / 10 * MM;
            rect r = {f->x0 + x / f->scale, f->y0 - y / f->scale, f->x0 + (x + w) / f->scale,
                      f->y0 - (y - up) / f->scale};
            if (!geos_area_contains_rect(a, r)) fail_msg("%s", line->text);
        }
        geos_area_free(a);
    }
    geos_close(g);
}

static bool on_any_land(const print_map *m, mm at) {
    const geometry *g = map_plan_land(m->plan);
    double x = m->frame.x0 + at.x * MM / m->frame.scale,
           y = m->frame.y0 - at.y * MM / m->frame.scale;
    for (district_id d = 0; d < g->n_districts; d++) {
        rect b = g->bounds[d];
        if (x >= b.x0 && x <= b.x1 && y >= b.y0 && y <= b.y1 && geometry_contains(g, d, x, y))
            return true;
    }
    return false;
}

static void assert_leaders(const print_map *m, const paper *p) {
    const size_t n = m->n_leaders;
    assert_true(n <= p->style.max_leaders);
    for (size_t i = 0; i < n; i++) {
        const print_leader *l = &m->leader[i];
        const box b = l->at;
        mm from = {l->ax, l->ay}, to = {l->ex, l->ey};
        assert_true(on_land(m, l->district, from));
        assert_true(b.x > 0 && b.y > 0 && b.x + b.width < p->width && b.y + b.height < p->height);
        for (int u = 0; u <= 8; u++) /* the text is on no land */
            for (int v = 0; v <= 2; v++)
                assert_false(on_any_land(m, (mm){b.x + b.width * u / 8, b.y + b.height * v / 2}));
        for (size_t k = 0; k < n; k++) {
            const print_leader *o = &m->leader[k];
            if (k == i) continue;
            assert_false(overlap(b, o->at));
            for (int t = 0; t <= 100; t++) /* no line comes near where another ends */
                assert_true(hypot(o->ex - from.x - (to.x - from.x) * t / 100,
                                  o->ey - from.y - (to.y - from.y) * t / 100) >= 1.29);
            if (cross(from, to, (mm){o->ax, o->ay}, (mm){o->ex, o->ey}))
                fail_msg("%s and %s", l->name, o->name);
            for (int t = 0; t <= 100; t++)
                assert_false(in_box(o->at, (mm){from.x + (to.x - from.x) * t / 100,
                                                from.y + (to.y - from.y) * t / 100}));
        }
    }
}

static void test_every_district_is_told(void **state) {
    (void)state;
    static const char *const ids[] = {"violence", "income_mean", "assistance",
                                      "employed_foreign_born", "socioeconomic_index"};
    size_t beside = 0, keys = 0, inside = 0;
    for (size_t i = 0; i < 5; i++)
        for (size_t k = 0; k < (i == 4 ? PAPERS : 1); k++) {
            print_map *m = map_of(ids[i], &papers[k], "none");
            assert_all_told(m);
            assert_inside(m);
            assert_leaders(m, &papers[k]);
            beside += m->n_leaders, keys += m->n_keys;
            inside += label_plan_count(map_plan_labels(m->plan));
            print_map_free(m);
        }
    assert_true(beside > 40 && keys > 60 && inside > 60); /* all three were seen */
}

static void test_the_look_says_what_is_written(void **state) {
    (void)state;
    const paper p = {
        80,
        80,
        {.label_name_pt = 6, .label_value_pt = 7, .small = true, .labels = true, .max_leaders = 4}};
    print_map *m = map_of("socioeconomic_index", &p, "values");
    assert_int_equal(m->n_leaders, 4);
    for (size_t i = 0; i < m->n_leaders; i++) assert_true(!m->leader[i].name && m->leader[i].value);
    print_map_free(m);
    m = map_of("socioeconomic_index", &p, "names");
    for (size_t i = 0; i < m->n_leaders; i++) assert_true(m->leader[i].name && !m->leader[i].value);
    print_map_free(m);
    paper none = p;
    none.style.labels = false;
    m = map_of("socioeconomic_index", &none, "both");
    assert_null(map_plan_labels(m->plan));
    assert_int_equal(m->n_leaders + m->n_keys, 0);
    print_map_free(m);
}

/* In Swedish å, ä and ö are the last letters. */
static void test_keys_are_in_the_order_of_names(void **state) {
    (void)state;
    const paper p = {
        120, 120, {.label_name_pt = 6, .label_value_pt = 7, .small = true, .labels = true}};
    print_map *m = map_of("socioeconomic_index", &p, "both");
    const districts *all = m->scene.layer->shape->districts;
    const print_map_key *key;
    size_t n = print_map_keys(m, &key), late = 0;
    assert_true(n > 60);
    for (size_t i = 0; i < n; i++) {
        const char *name = district_name(all, key[i].district);
        bool accent = !strncmp(name, "Å", 2) || !strncmp(name, "Ä", 2) || !strncmp(name, "Ö", 2);
        late += accent;
        assert_true(accent || !late);
        if (i && !accent) assert_true(name[0] >= district_name(all, key[i - 1].district)[0]);
    }
    assert_true(late >= 3);
    print_map_free(m);
}

static void test_the_corner_is_free(void **state) {
    (void)state;
    for (size_t k = 0; k < 2; k++) {
        print_map *m = map_of(k ? "violence" : "socioeconomic_index", &papers[k], "both");
        double width, height, x, y;
        print_map_scale_bar(m, NULL, 0, 0, &width, &height);
        assert_true(print_map_corner(m, width + 5 * MM, height, &x, &y));
        box b = {x / MM, y / MM, width / MM + 5, height / MM};
        assert_true(b.x >= 0 && b.y >= 0 && b.x + b.width <= papers[k].width);
        assert_true(b.y + b.height <= papers[k].height);
        for (size_t i = 0; i < m->n_leaders; i++) assert_false(overlap(b, m->leader[i].at));
        for (int u = 0; u <= 20; u++)
            for (int v = 0; v <= 5; v++)
                assert_false(on_any_land(m, (mm){b.x + b.width * u / 20, b.y + b.height * v / 5}));
        assert_false(print_map_corner(m, papers[k].width * MM, papers[k].height * MM, &x, &y));
        print_map_free(m);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_every_district_is_told),
        cmocka_unit_test(test_the_look_says_what_is_written),
        cmocka_unit_test(test_keys_are_in_the_order_of_names),
        cmocka_unit_test(test_the_corner_is_free),
    };
    return cmocka_run_group_tests_name("print_map_labels", tests, aid_stockholm_open,
                                       aid_stockholm_close);
}
