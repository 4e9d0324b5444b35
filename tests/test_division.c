/* division, groups.  Truth: shapes/stockholm/neighborhoods.csv and figures.csv as read by eye (rows
 * are named), sets of units on made-up divisions, and sentences written by hand. */
#include "aid_atlas.h"
#include "aid_cmocka.h"
#include "aid_files.h"
#include "aid_layers.h"
#include "aid_random.h"
#include "atlas/division.h"
#include "atlas/group.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- Stockholm: what lies in what ---- */

/* The parts' keys, in any order, as "A|B". */
static void assert_parts(const char *to, const char *key, const char *from, const char *wanted) {
    const atlas *a = aid_stockholm;
    size_t t = aid_layer(a, to), f = aid_layer(a, from), count = 0;
    division_parts p = division_parts_of(a, t, aid_district(a, t, key), f);
    for (const char *at = wanted; *at; count++) {
        char one[80] = "";
        size_t n = strcspn(at, "|");
        memcpy(one, at, n);
        bool found = false;
        for (size_t i = 0; i < p.count; i++) found |= p.part[i] == aid_district(a, f, one);
        if (!found) fail_msg("%s: no part %s", key, one);
        at += n + (at[n] == '|');
    }
    assert_int_equal(p.count, count);
    for (size_t i = 1; i < p.count; i++) assert_true(p.part[i - 1] < p.part[i]);
}

static void test_stockholms_divisions(void **state) {
    (void)state;
    assert_int_equal(division_units(aid_stockholm), 117);
    assert_parts("districts", "Järva", "districts14", "Rinkeby-Kista|Spånga-Tensta");
    assert_parts("districts", "Norra innerstaden", "districts14", "Norrmalm|Östermalm");
    assert_parts("districts", "Hägersten-Älvsjö", "districts14", "Hägersten-Liljeholmen|Älvsjö");
    assert_parts("districts", "Bromma", "districts14", "Bromma");
    assert_parts("districts", "Bromma", "districts", "Bromma");
    /* Bredäng, Skärholmen, Sätra, Vårberg in neighborhoods.csv */
    assert_parts("districts", "Skärholmen", "neighborhoods", "10|82|93|107");
    /* a part is not put together from what it is a part of */
    assert_parts("districts14", "Norrmalm", "districts", "");
    assert_parts("districts14", "Bromma", "districts", "Bromma");
    assert_parts("neighborhoods", "10", "districts", "");
}

static void test_where_a_district_lies(void **state) {
    (void)state;
    const atlas *a = aid_stockholm;
    size_t today = aid_layer(a, "districts"), old = aid_layer(a, "districts14"),
           nbh = aid_layer(a, "neighborhoods");
    district_id jarva = aid_district(a, today, "Järva"), akalla = aid_district(a, nbh, "2");
    assert_int_equal(division_home_of(a, old, aid_district(a, old, "Rinkeby-Kista"), today), jarva);
    assert_int_equal(division_home_of(a, nbh, akalla, today), jarva);
    assert_int_equal(division_home_of(a, nbh, akalla, old), aid_district(a, old, "Rinkeby-Kista"));
    assert_int_equal(division_home_of(a, today, jarva, old), DISTRICT_NONE); /* in two */
    assert_int_equal(division_home_of(a, today, jarva, today), jarva);
}

/* ---- made-up divisions against sets of units ---- */

enum { UNITS = 24, LAYERS = 3, DISTRICTS = 9 };

typedef struct made_up { /* of[layer][unit]: a district, or DISTRICTS: none */
    size_t of[LAYERS][UNITS];
} made_up;

static void make_up(aid_random *r, made_up *m) {
    for (size_t u = 0; u < UNITS; u++) {
        m->of[0][u] = aid_random_bits(r) % DISTRICTS;
        m->of[1][u] = m->of[0][u] / 2; /* the first lies within it, but for a few units */
        m->of[2][u] = aid_random_bits(r) % 2 ? m->of[0][u] / 3 : m->of[0][u];
        if (aid_random_bits(r) % 16 == 0) m->of[1][u] = aid_random_bits(r) % DISTRICTS;
        if (aid_random_bits(r) % 24 == 0) m->of[2][u] = DISTRICTS;
    }
}

static void write_made_up(const char *dir, const made_up *m) {
    static const char *const keys[DISTRICTS] = {"a", "b", "c", "d", "e", "f", "g", "h", "i"};
    buf csv = BUF_EMPTY;
    buf_adds(&csv, "unit,l0,l1,l2\n");
    for (size_t u = 0; u < UNITS; u++) {
        buf_addf(&csv, "u%zu", u);
        for (size_t l = 0; l < LAYERS; l++)
            buf_addf(&csv, ",%s", m->of[l][u] < DISTRICTS ? keys[m->of[l][u]] : "");
        buf_adds(&csv, "\n");
    }
    aid_squares(dir, "s", keys, DISTRICTS);
    aid_write(dir, "u.csv", buf_text(&csv), NULL);
    aid_write(dir, "v.csv", "k,x\na,1\n", NULL);
    aid_write(dir, "atlas.yaml",
              "layers:\n"
              "  l0: {shapefile: s.shp, key: KEY}\n"
              "  l1: {shapefile: s.shp, key: KEY}\n"
              "  l2: {shapefile: s.shp, key: KEY}\n"
              "divisions: {file: u.csv, key: unit, layers: {l0: l0, l1: l1, l2: l2}}\n"
              "values: {v: {file: v.csv, key: k, value: x}}\n"
              "indicators:\n"
              "  - {id: i, layer: l0, values: v, title: I, kind: rate}\n",
              NULL);
    buf_free(&csv);
}

/* Units as bits of a number. */
static unsigned units_of(const made_up *m, size_t layer, size_t d) {
    unsigned set = 0;
    for (size_t u = 0; u < UNITS; u++) set |= (m->of[layer][u] == d ? 1u : 0) << u;
    return set;
}

static void assert_pair(const atlas *a, const made_up *m, size_t to, size_t d, size_t from) {
    unsigned whole = units_of(m, to, d), together = 0;
    size_t parts[DISTRICTS], count = 0, home = DISTRICTS;
    for (size_t p = 0; p < DISTRICTS; p++) {
        unsigned part = units_of(m, from, p);
        if (part && (part & ~whole) == 0) parts[count++] = p, together |= part;
        if (whole && (whole & ~part) == 0) home = p;
    }
    if (!whole || together != whole) count = 0;
    division_parts got = division_parts_of(a, to, (district_id)d, from);
    assert_int_equal(got.count, count);
    for (size_t i = 0; i < count; i++) assert_int_equal(got.part[i], parts[i]);
    assert_int_equal(division_home_of(a, to, (district_id)d, from),
                     home < DISTRICTS ? home : DISTRICT_NONE);
}

static void test_made_up_divisions(void **state) {
    (void)state;
    aid_random r = {20261122};
    size_t together = 0;
    for (int round = 0; round < 12; round++) {
        char dir[AID_PATH];
        made_up m;
        aid_dir_make(dir);
        make_up(&r, &m);
        write_made_up(dir, &m);
        const atlas *a = aid_atlas(dir);
        for (size_t to = 0; to < LAYERS; to++)
            for (size_t from = 0; from < LAYERS; from++)
                for (size_t d = 0; d < DISTRICTS && to != from; d++) {
                    assert_pair(a, &m, to, d, from);
                    together += division_parts_of(a, to, (district_id)d, from).count > 1;
                }
        atlas_unref(a);
        aid_dir_remove(dir);
    }
    assert_true(together > 20); /* the rounds are not all of one kind */
}

/* ---- groups of Stockholm ---- */

static group_figure figure(const char *group, const char *id, const char *period) {
    size_t g = 0, i = aid_indicator(aid_stockholm, id);
    assert_true(group_find(aid_stockholm, group, &g));
    return group_figure_of(aid_stockholm, g, i, aid_period(aid_stockholm, i, period));
}

static void assert_members(const char *group, size_t now, size_t then, size_t nbh) {
    const atlas *a = aid_stockholm;
    const size_t wanted[] = {now, then, nbh};
    static const char *const layers[] = {"districts", "districts14", "neighborhoods"};
    size_t g = 0;
    assert_true(group_find(a, group, &g));
    for (size_t i = 0; i < 3; i++) {
        size_t l = aid_layer(a, layers[i]), count = 0;
        assert_int_equal(a->group[g].members[l].count, wanted[i]);
        for (size_t d = 0; d < districts_count(a->layer[l].shape->districts); d++)
            count += a->group[g].member[l][d];
        assert_int_equal(count, wanted[i]);
    }
}

static void test_stockholms_groups(void **state) {
    (void)state;
    size_t g;
    assert_int_equal(aid_stockholm->n_groups, 5);
    /* counted in the columns of neighborhoods.csv; the last without the headline: 44, 21, 52 */
    assert_members("vasterort", 3, 4, 44);
    assert_members("inre-staden", 3, 4, 21);
    assert_members("soderort", 5, 6, 52);
    assert_members("jarva", 1, 2, 11);
    assert_members("skarholmen", 1, 1, 4);
    assert_false(group_find(aid_stockholm, "Järva", &g));
}

static void test_figures_of_groups(void **state) {
    (void)state;
    /* rows 463, 468, 473 of figures.csv: Järva 95220, Hässelby-Vällingby 76340, Bromma 83118 */
    group_figure f = figure("vasterort", "population", "2024");
    assert_true(f.value == 95220 + 76340 + 83118 && f.lack == GROUP_WHOLE && f.derived);
    assert_true(f.members == 3 && f.with == 3);
    /* rows 620, 630, 640: 167.5, 208.9, 166.9 crimes per 1,000 of those residents */
    f = figure("vasterort", "crime", "2024");
    assert_true(fabs(f.value - (167.5 * 95220 + 208.9 * 76340 + 166.9 * 83118) / 254678) < 1e-9);
    assert_true(f.derived);
    /* one district: its own figure; two: their sum (rows 2 and 3) */
    f = figure("jarva", "crime", "2024");
    assert_true(f.value == 167.5 && !f.derived);
    f = figure("jarva", "population_14", "2000");
    assert_true(f.value == 45078 + 33949 && f.derived);
    /* what was carried over for today's Järva is that sum, and said to be no published figure */
    f = figure("jarva", "population", "2000");
    assert_true(f.value == 79027 && f.derived);
}

static void test_groups_without_a_figure(void **state) {
    (void)state;
    group_figure f = figure("jarva", "assistance", "2017"); /* a share without a known weight */
    assert_true(isnan(f.value) && f.lack == GROUP_NO_WEIGHT && f.with == 2);
    f = figure("jarva", "population_nbh", "2024"); /* 8 of its 11 neighborhoods have one */
    assert_true(isnan(f.value) && f.lack == GROUP_MISSING && f.members == 11 && f.with == 8);
    f = figure("jarva", "socioeconomic_index", "2024");
    assert_true(isnan(f.value) && f.lack == GROUP_KIND);
    f = figure("jarva", "area_type", "2024");
    assert_true(isnan(f.value) && f.lack == GROUP_KIND);
}

/* ---- a made-up atlas with groups, and what is wrong with others ---- */

#define LINES 10
static const char *const good[LINES] = {
    "layers:",
    "  a: {shapefile: a.shp, key: KEY}",
    "  b: {shapefile: b.shp, key: KEY}",
    "divisions: {file: u.csv, key: unit, layers: {a: in_a, b: in_b}}",
    "groups:",
    "  - {id: g, title: G, members: {column: part, equals: west}}",
    "  - {id: h, title: H, members: {a: [p, q]}}",
    "values: {v: {file: v.csv, key: k, value: x}}",
    "indicators:",
    "  - {id: i, layer: a, values: v, title: I, kind: count}",
};
static const char units[] =
    "unit,in_a,in_b,part\n"
    "1,p,x,west\n2,q,x,west\n3,q,x,west\n4,r,y,west\n5,r,y,east\n6,s,z,east\n";

static void write_atlas(const char *dir, size_t at, const char *line, const char *csv) {
    static const char *const in_a[] = {"p", "q", "r", "s"}, *const in_b[] = {"x", "y", "z"};
    buf b = BUF_EMPTY;
    for (size_t i = 0; i < LINES; i++) buf_addf(&b, "%s\n", i + 1 == at ? line : good[i]);
    aid_squares(dir, "a", in_a, 4);
    aid_squares(dir, "b", in_b, 3);
    aid_write(dir, "u.csv", csv, NULL);
    aid_write(dir, "v.csv", "k,x\np,1\nq,2\nr,4\ns,8\n", NULL);
    aid_write(dir, "atlas.yaml", buf_text(&b), NULL);
    buf_free(&b);
}

/* p, q and r are the west; y reaches beyond it, so that no districts of b are. */
static void test_a_group_of_one_layer_only(void **state) {
    write_atlas(*state, 0, "",
                "unit,in_a,in_b,part\n1,p,x,west\n2,q,x,west\n3,q,x,west\n4,r,y,west\n5,r,y,west\n"
                "6,s,y,east\n7,s,z,east\n");
    const atlas *a = aid_atlas(*state);
    assert_int_equal(a->warnings.count, 0);
    assert_int_equal(a->group[0].members[0].count, 3);
    assert_false(a->group[0].member[0][3]);
    assert_null(a->group[0].member[1]);
    assert_int_equal(a->group[0].members[1].count, 0);
    assert_true(group_figure_of(a, 0, 0, 0).value == 1 + 2 + 4);
    atlas_unref(a);
}

static void test_the_other_layers_members(void **state) {
    write_atlas(*state, 6, "  - {id: g, title: G, members: {column: part, equals: ' east '}}",
                "unit,in_a,in_b,part\n1,p,x,west\n2,q,x,west\n3,q,x,west\n4,r,y,east\n5,r,y,east\n"
                "6,s,z,\n");
    const atlas *a = aid_atlas(*state);
    assert_true(a->group[0].member[0][2] && a->group[0].members[0].count == 1); /* r */
    assert_true(a->group[0].member[1][1] && a->group[0].members[1].count == 1); /* y */
    assert_true(a->group[1].member[1][0] && a->group[1].members[1].count == 1); /* p + q = x */
    group_figure f = group_figure_of(a, 1, 0, 0);
    assert_true(f.value == 3 && f.derived);
    atlas_unref(a);
}

static void assert_fails(const char *dir, const char *file, const char *says) {
    const atlas *a = NULL;
    err e = {0};
    char path[AID_PATH];
    aid_path(dir, file, path);
    assert_int_equal(aid_atlas_try(dir, NULL, &a, &e), ERR_FORMAT);
    if (strncmp(e.text, path, strlen(path)) != 0 || strcmp(e.text + strlen(path), says) != 0)
        fail_msg("\"%s\" is not \"%s%s\"", e.text, path, says);
    assert_null(strchr(e.text, '\n'));
}

static void test_mistakes_in_groups(void **state) {
    static const struct {
        size_t line;
        const char *text, *says;
    } rows[] = {
        {7, "  - {id: h, title: H, members: {a: [p, P]}}",
         ": line 7: group \"h\": layer a: \"P\" is no district there, the nearest is \"p\"; "
         "correct "
         "or remove it"},
        {7, "  - {id: h, title: H, members: {a: [p, nowhere]}}",
         ": line 7: group \"h\": layer a: \"nowhere\" is no district there; correct or remove it"},
        {7, "  - {id: h, title: H, members: {a: [p, p]}}",
         ": line 7: group \"h\": layer a: \"p\" is there twice; keep one"},
        {7, "  - {id: x, title: X, members: {a: [p]}}",
         ": line 7: group \"x\": layer b: \"x\" is the key of a district there; give the group "
         "another id"},
        {7, "  - {id: h, title: H, members: {a: [p, q], b: [y]}}",
         ": line 7: group \"h\": its members in layer a and in layer b cover different areas; list "
         "one layer, the divisions tell the others"},
        {7, "  - {id: h, title: H, members: {column: part, equals: north}}",
         ": line 7: group \"h\": no row of the divisions has that text; correct `equals`"},
    };
    static const char whole_west[] = "unit,in_a,in_b,part\n1,p,x,west\n2,q,x,west\n"
                                     "3,q,x,west\n4,r,y,\n5,r,y,\n6,s,z,\n";
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        write_atlas(*state, rows[i].line, rows[i].text, whole_west);
        assert_fails(*state, "atlas.yaml", rows[i].says);
    }
    write_atlas(*state, 7, "  - {id: h, title: H, members: {column: Part, equals: west}}",
                whole_west);
    const atlas *a = NULL;
    err e = {0};
    assert_int_not_equal(aid_atlas_try(*state, NULL, &a, &e), ERR_OK);
    assert_non_null(strstr(e.text, "line 7: group \"h\": "));
    assert_non_null(strstr(e.text, "u.csv"));
    write_atlas(*state, 0, "", units); /* west takes half of r */
    assert_fails(*state, "atlas.yaml",
                 ": line 6: group \"g\": no layer has districts that make it up; list its members");
}

static void test_mistakes_in_divisions(void **state) {
    static const char *const rows[][2] = {
        {"unit,in_a,in_b,part\n1,p,x,\n2,Q,x,\n", ": line 3: column \"in_a\": \"Q\" is no district "
                                                  "of layer a, the nearest is \"q\"; correct "
                                                  "it, or leave the cell empty"},
        {"unit,in_a,in_b,part\n1,p,x,\n2,q,x,\n1,r,y,\n",
         ": line 4: unit \"1\" is there twice (line 2); keep one of the rows"},
        {"unit,in_a,in_b,part\n1,p,x,\n ,q,x,\n",
         ": line 3: column \"unit\" is empty; name the unit there"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        write_atlas(*state, 0, "", rows[i][0]);
        assert_fails(*state, "u.csv", rows[i][1]);
    }
}

static void test_a_district_in_no_row(void **state) {
    write_atlas(*state, 6, "  - {id: g, title: G, members: {a: [s]}}",
                "unit,in_a,in_b,part\n1,p,x,west\n2,q,x,west\n3,q,x,west\n4,r,,west\n");
    const atlas *a = aid_atlas(*state);
    char path[AID_PATH], wanted[AID_PATH + 200];
    aid_path(*state, "u.csv", path);
    assert_int_equal(a->warnings.count, 2);
    snprintf(wanted, sizeof wanted,
             "%s: 1 of 4 districts of layer a are in no row, so they cannot be compared across "
             "divisions: s; add their units",
             path);
    assert_string_equal(a->warnings.item[0], wanted);
    assert_non_null(strstr(a->warnings.item[1], "2 of 3 districts of layer b are in no row"));
    assert_true(a->group[0].member[0][3] &&
                !a->group[0].member[1]);                      /* nothing is known of s in b */
    assert_int_equal(division_parts_of(a, 1, 0, 0).count, 2); /* x = p + q */
    assert_int_equal(division_parts_of(a, 1, 1, 0).count, 0);
    assert_int_equal(division_parts_of(a, 0, 3, 0).count, 1);
    atlas_unref(a);
}

static void test_the_table_is_an_input(void **state) {
    static const char other[] = "unit,in_a,in_b,part\n1,p,x,west\n2,q,x,west\n3,q,y,west\n4,r,y,\n";
    char path[AID_PATH];
    aid_path(*state, "u.csv", path);
    write_atlas(*state, 6, "  - {id: g, title: G, members: {a: [p]}}", units);
    const atlas *a = aid_atlas(*state);
    assert_true(strlist_has(&a->inputs, path));
    aid_write(*state, "u.csv", other, NULL);
    const atlas *b = aid_atlas(*state);
    assert_true(a->version != b->version);
    atlas_unref(a);
    atlas_unref(b);
}

int main(void) {
    const struct CMUnitTest stockholm[] = {
        cmocka_unit_test(test_stockholms_divisions),
        cmocka_unit_test(test_where_a_district_lies),
        cmocka_unit_test(test_stockholms_groups),
        cmocka_unit_test(test_figures_of_groups),
        cmocka_unit_test(test_groups_without_a_figure),
    };
    const struct CMUnitTest made[] = {
        cmocka_unit_test(test_made_up_divisions),   IN_A_FOLDER(test_a_group_of_one_layer_only),
        IN_A_FOLDER(test_the_other_layers_members), IN_A_FOLDER(test_mistakes_in_groups),
        IN_A_FOLDER(test_mistakes_in_divisions),    IN_A_FOLDER(test_a_district_in_no_row),
        IN_A_FOLDER(test_the_table_is_an_input),
    };
    return cmocka_run_group_tests(stockholm, aid_stockholm_open, aid_stockholm_close) +
           cmocka_run_group_tests(made, NULL, NULL);
}
