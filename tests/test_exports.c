/* Figures as CSV, GeoJSON and UTFGrid, as their readers read them: libcsv, GEOS, and the rules of
 * the UTFGrid 1.3 and RFC 7946 texts.  Truth: the published figures (worked by hand from
 * figures.csv) and the borders of the layer. */
#include "aid_cmocka.h"
#include "aid_site.h"
#include "draw/png.h"
#include "geo/geometry.h"
#include "geo/grid.h"

#include <csv.h>
#include <geos_c.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static aid_site *const site = &aid_site_stockholm;

/* ---- CSV ---- */

#define COLUMNS 27
#define ROWS    3000

typedef struct sheet {
    char cell[ROWS][COLUMNS][100];
    size_t rows, columns; /* of the row that is read */
} sheet;

static void on_cell(void *text, size_t len, void *ctx) {
    sheet *s = ctx;
    assert_true(s->rows < ROWS && s->columns < COLUMNS && len < 100);
    memcpy(s->cell[s->rows][s->columns++], text, len);
}

static void on_row(int end, void *ctx) {
    sheet *s = ctx;
    (void)end;
    s->rows++;
    s->columns = 0;
}

static sheet *read_sheet(const char *target) {
    aid_http_reply r = aid_site_get(site, target, NULL, 200);
    sheet *s = calloc(1, sizeof *s);
    struct csv_parser p;
    assert_string_equal(aid_http_field(&r, "Content-Type"), "text/csv; charset=utf-8");
    assert_memory_equal(r.body.data, "\xef\xbb\xbf", 3);
    assert_int_equal(csv_init(&p, CSV_STRICT), 0);
    csv_parse(&p, r.body.data + 3, r.body.len - 3, on_cell, on_row, s);
    csv_fini(&p, on_cell, on_row, s);
    csv_free(&p);
    aid_http_reply_free(&r);
    return s;
}

static const char *cell(const sheet *s, size_t row, const char *column) {
    for (size_t i = 0; i < COLUMNS; i++)
        if (!strcmp(s->cell[0][i], column)) return s->cell[row][i];
    fail_msg("no column %s", column);
    return NULL;
}

static size_t row_of(const sheet *s, const char *key, const char *period) {
    for (size_t i = 1; i < s->rows; i++)
        if (!strcmp(cell(s, i, "key"), key) && !strcmp(cell(s, i, "period"), period)) return i;
    fail_msg("no row %s, %s", key, period);
    return 0;
}

/* Published for 2024: Bromma 9.0, lowest of 11; Skärholmen 18.8, highest; the city 13.5. */
static void csv_is_the_published(void **state) {
    (void)state;
    sheet *s = read_sheet("/data/stockholm/violence.csv?period=2024");
    assert_int_equal(s->rows, 12);
    size_t low = row_of(s, "Bromma", "2024"), high = row_of(s, "Skärholmen", "2024");
    assert_string_equal(cell(s, low, "value"), "9");
    assert_string_equal(cell(s, low, "rank"), "11");
    assert_string_equal(cell(s, low, "class"), "0");
    assert_string_equal(cell(s, low, "whole"), "13.5");
    assert_string_equal(cell(s, low, "state"), "present");
    assert_string_equal(cell(s, high, "value"), "18.8");
    assert_string_equal(cell(s, high, "unit"), "per 1,000 residents");
    free(s);
}

/* 43 of 117 neighborhoods have no index: an empty cell, never a zero. */
static void csv_leaves_missing_empty(void **state) {
    (void)state;
    sheet *s = read_sheet("/data/stockholm/socioeconomic_index.csv");
    size_t missing = 0;
    for (size_t i = 1; i < s->rows; i++) {
        bool empty = !*cell(s, i, "value");
        missing += empty;
        if (!empty) continue;
        assert_string_equal(cell(s, i, "class"), "");
        assert_string_equal(cell(s, i, "rank"), "");
        assert_true(strcmp(cell(s, i, "state"), "present") != 0);
    }
    assert_int_equal(s->rows, 118);
    assert_int_equal(missing, 43);
    free(s);
}

/* Rows 'derived' and 'PARTIAL: 2 of 13' of figures.csv, in the words of the atlas. */
static void notes_are_in_the_language(void **state) {
    (void)state;
    static const struct {
        const char *indicator, *period, *key, *lang, *note;
    } rows[] = {
        {"foreign_background", "2011", "Bromma", "", "computed from two tables"},
        {"foreign_background", "2011", "Bromma", "&lang=sv", "beräknat ur två tabeller"},
        {"safe_living", "2021", "Spånga-Tensta", "&lang=en",
         "the source was seen in part: 2 of 13 districts"},
        {"safe_living", "2021", "Spånga-Tensta", "&lang=sv",
         "bara en del av källan har setts: 2 av 13 områden"},
        {"population_forecast", "2034", "Järva", "&lang=sv", "en prognos"},
        {"population", "2024", "Järva", "&lang=sv", ""},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char target[120];
        snprintf(target, sizeof target, "/data/stockholm/%s.csv?period=%s%s", rows[i].indicator,
                 rows[i].period, rows[i].lang);
        sheet *s = read_sheet(target);
        assert_string_equal(cell(s, row_of(s, rows[i].key, rows[i].period), "note"), rows[i].note);
        free(s);
        snprintf(target, sizeof target, "/data/stockholm/%s.json?period=%s%s", rows[i].indicator,
                 rows[i].period, rows[i].lang);
        json_t *root = aid_site_json(site, target, 200), *d;
        size_t k, seen = 0;
        json_array_foreach(json_object_get(root, "districts"), k, d) {
            if (strcmp(aid_json_text(d, "key"), rows[i].key) != 0) continue;
            const char *said = json_string_value(json_object_get(d, "note"));
            assert_string_equal(said ? said : "", rows[i].note);
            seen++;
        }
        assert_int_equal(seen, 1);
        json_decref(root);
    }
}

static void csv_has_all_periods(void **state) {
    (void)state;
    const atlas *a = site->service.now->atlas;
    size_t i;
    assert_int_equal(atlas_find_indicator(a, "population", &i, NULL), ERR_OK);
    const joined *j = &a->indicator[i].data;
    sheet *s = read_sheet("/data/stockholm/population.csv?periods=all");
    assert_true(j->n_periods > 2);
    assert_int_equal(s->rows, 1 + j->n_periods * j->n_districts);
    row_of(s, cell(s, 1, "key"), j->period[0]);
    row_of(s, cell(s, 1, "key"), j->period[j->n_periods - 1]);
    free(s);
    json_t *e = aid_site_json(site, "/data/stockholm/population.csv?periods=2020", 400);
    assert_string_equal(aid_json_text(json_object_get(e, "error"), "parameter"), "periods");
    json_decref(e);
}

/* ---- what was put together ---- */

static json_t *one_of(json_t *data, const char *key) {
    json_t *one;
    size_t i;
    json_array_foreach(json_object_get(data, "districts"), i,
                       one) if (!strcmp(aid_json_text(one, "key"), key)) return one;
    fail_msg("no %s", key);
    return NULL;
}

/* Rows 2, 3 and 5 of figures.csv: Rinkeby-Kista 45078, Spånga-Tensta 33949, Bromma 58506. */
static void derived_is_marked(void **state) {
    (void)state;
    sheet *s = read_sheet("/data/stockholm/population.csv?period=2000");
    size_t jarva = row_of(s, "Järva", "2000"), bromma = row_of(s, "Bromma", "2000");
    assert_string_equal(cell(s, jarva, "value"), "79027");
    assert_string_equal(cell(s, jarva, "derived"), "1");
    assert_string_equal(cell(s, bromma, "value"), "58506");
    assert_string_equal(cell(s, bromma, "derived"), "0");
    free(s);
    json_t *r = aid_site_json(site, "/data/stockholm/population.json?period=2000&lang=sv", 200);
    json_t *one = one_of(r, "Järva");
    assert_true(json_is_true(json_object_get(one, "derived")));
    assert_string_equal(aid_json_text(one, "derived_text"),
                        "Inte publicerat: summan av Rinkeby-Kista och Spånga-Tensta.");
    assert_null(json_object_get(one, "flags"));
    assert_null(json_object_get(one_of(r, "Bromma"), "derived"));
    assert_null(json_object_get(one_of(r, "Bromma"), "derived_text"));
    assert_string_equal(aid_json_text(r, "source"), "Stockholms stad, statistik.stockholm.se "
                                                    "(SCB/Sweco)");
    assert_string_equal(
        aid_json_text(json_object_get(r, "legend"), "note"),
        "Sammanräknade av uppgifter för en annan indelning (Stadsdelsområden, äldre "
        "indelning, till och med juni 2020): 3 av 11 områden, Järva, Hägersten-Älvsjö, Norra "
        "innerstaden.");
    json_decref(r);
}

static json_t *indicator_of(json_t *catalog, const char *id) {
    json_t *one;
    size_t i;
    json_array_foreach(json_object_get(catalog, "indicators"), i,
                       one) if (!strcmp(aid_json_text(one, "id"), id)) return one;
    fail_msg("no %s", id);
    return NULL;
}

static void catalog_tells_groups_and_periods(void **state) {
    (void)state;
    json_t *r = aid_site_json(site, "/data/stockholm.json", 200);
    json_t *g = json_array_get(json_object_get(r, "groups"), 3), *keys;
    assert_string_equal(aid_json_text(g, "id"), "jarva");
    assert_string_equal(aid_json_text(g, "color"), "#c04e00");
    assert_string_equal(aid_json_text(json_object_get(g, "kind"), "sv"), "fokusområde");
    keys = json_object_get(json_object_get(g, "members"), "districts14");
    assert_int_equal(json_array_size(keys), 2);
    assert_string_equal(json_string_value(json_array_get(keys, 0)), "Rinkeby-Kista");
    json_t *d = json_object_get(r, "divisions");
    assert_int_equal(json_integer_value(json_object_get(d, "units")), 117);
    assert_int_equal(json_array_size(json_object_get(d, "layers")), 3);
    json_t *p = json_object_get(indicator_of(r, "population"), "periods"), *first, *last;
    assert_int_equal(json_array_size(p), 7);
    first = json_object_get(json_array_get(p, 0), "carried");
    last = json_object_get(json_array_get(p, 6), "carried");
    assert_string_equal(aid_json_text(first, "indicator"), "population_14");
    assert_int_equal(json_integer_value(json_object_get(first, "published")), 8);
    assert_int_equal(json_integer_value(json_object_get(first, "derived")), 3);
    assert_int_equal(json_integer_value(json_object_get(first, "missing")), 0);
    assert_true(json_is_null(last));
    assert_string_equal(aid_json_text(indicator_of(r, "crime"), "weight"), "population");
    assert_true(json_is_null(json_object_get(indicator_of(r, "assistance"), "weight")));
    assert_true(json_is_true(json_object_get(indicator_of(r, "population_forecast"), "forecast")));
    assert_true(json_is_false(json_object_get(indicator_of(r, "population"), "forecast")));
    json_decref(r);
    r = aid_site_json(site, "/tiles/stockholm/population.json", 200);
    p = json_object_get(r, "periods");
    assert_int_equal(json_array_size(p), 7);
    assert_string_equal(json_string_value(json_array_get(p, 1)), "2005");
    json_decref(r);
}

/* ---- GeoJSON ---- */

/* Each polygon must be valid, counterclockwise outside and clockwise in holes; the areas are those
 * of the layer but for what a quarter of a pixel may change. */
static void geojson_is_the_layer(void **state) {
    (void)state;
    aid_http_reply r =
        aid_site_get(site, "/data/stockholm/socioeconomic_index.geojson?zoom=16", NULL, 200);
    assert_string_equal(aid_http_field(&r, "Content-Type"), "application/geo+json");
    json_t *root = json_loads(aid_http_body(&r), 0, NULL), *one;
    size_t index, i;
    const atlas *a = site->service.now->atlas;
    assert_int_equal(atlas_find_indicator(a, "socioeconomic_index", &index, NULL), ERR_OK);
    const geometry *g = atlas_layer_of(a, index)->shape->mercator;
    initGEOS(NULL, NULL);
    GEOSGeoJSONReader *reader = GEOSGeoJSONReader_create();
    json_t *list = json_object_get(root, "features");
    assert_int_equal(json_array_size(list), 117);
    json_array_foreach(list, i, one) {
        char *text = json_dumps(json_object_get(one, "geometry"), 0);
        GEOSGeometry *shape = GEOSGeoJSONReader_readGeometry(reader, text);
        double degrees2, lat = 59.33 * acos(-1.0) / 180;
        assert_non_null(shape);
        assert_int_equal(GEOSisValid(shape), 1);
        assert_int_equal(GEOSArea(shape, &degrees2), 1);
        /* Mercator's scale here is 1 / cos of the latitude, which spans 0.2 degrees */
        double m = 6378137 * acos(-1.0) / 180, area = degrees2 * m * m / cos(lat);
        double want = geometry_area(g, (district_id)i);
        if (fabs(area - want) > 0.02 * want) fail_msg("district %zu: %g, not %g", i, area, want);
        const json_t *rings =
            json_array_get(json_object_get(json_object_get(one, "geometry"), "coordinates"), 0);
        for (size_t k = 0; k < json_array_size(rings); k++) {
            const json_t *ring_ = json_array_get(rings, k);
            double sum = 0;
            for (size_t p = 0; p + 1 < json_array_size(ring_); p++) {
                const json_t *u = json_array_get(ring_, p), *v = json_array_get(ring_, p + 1);
                sum += json_number_value(json_array_get(u, 0)) *
                           json_number_value(json_array_get(v, 1)) -
                       json_number_value(json_array_get(v, 0)) *
                           json_number_value(json_array_get(u, 1));
            }
            assert_true(k ? sum < 0 : sum > 0);
        }
        free(text);
        GEOSGeom_destroy(shape);
    }
    GEOSGeoJSONReader_destroy(reader);
    finishGEOS();
    json_decref(root);
    aid_http_reply_free(&r);
}

static json_t *geojson(const char *query) {
    char target[200];
    snprintf(target, sizeof target, "/data/stockholm/socioeconomic_index.geojson?zoom=12%s", query);
    aid_http_reply r = aid_site_get(site, target, NULL, 200);
    json_t *root = json_loads(aid_http_body(&r), 0, NULL);
    assert_non_null(root);
    aid_http_reply_free(&r);
    return root;
}

static const json_t *feature(const json_t *root, size_t i) {
    return json_array_get(json_object_get(root, "features"), i);
}

static const char *feature_key(const json_t *root, size_t i) {
    return aid_json_text(json_object_get(feature(root, i), "properties"), "key");
}

/* As features of the full answer, in its order; the box is that of their coordinates. */
static void geojson_of_some(void **state) {
    (void)state;
    json_t *all = geojson(""), *some;
    char query[160], third[48], first[48];
    snprintf(first, sizeof first, "%s", feature_key(all, 0));
    snprintf(third, sizeof third, "%s", feature_key(all, 2));
    snprintf(query, sizeof query, "&districts=%s,%%20%s", third, first);
    some = geojson(query);
    assert_int_equal(json_array_size(json_object_get(some, "features")), 2);
    assert_true(json_equal(feature(some, 0), feature(all, 0)));
    assert_true(json_equal(feature(some, 1), feature(all, 2)));
    double west = INFINITY, north = -INFINITY;
    for (size_t i = 0; i < 2; i++) {
        const json_t *polygon, *one, *p;
        const json_t *list =
            json_object_get(json_object_get(feature(some, i), "geometry"), "coordinates");
        size_t a, b, c;
        json_array_foreach(list, a, polygon) json_array_foreach(polygon, b, one)
            json_array_foreach(one, c, p) {
            west = fmin(west, json_number_value(json_array_get(p, 0)));
            north = fmax(north, json_number_value(json_array_get(p, 1)));
        }
    }
    const json_t *box = json_object_get(some, "bbox");
    assert_true(fabs(json_number_value(json_array_get(box, 0)) - west) < 2e-5);
    assert_true(fabs(json_number_value(json_array_get(box, 3)) - north) < 2e-5);
    json_decref(some);
    json_decref(all);
}

/* GEOS says that each is inside of its borders. */
static void geojson_points_are_inside(void **state) {
    (void)state;
    json_t *all = geojson(""), *points = geojson("&geometry=point");
    initGEOS(NULL, NULL);
    GEOSGeoJSONReader *reader = GEOSGeoJSONReader_create();
    assert_int_equal(json_array_size(json_object_get(points, "features")), 117);
    for (size_t i = 0; i < 117; i++) {
        GEOSGeometry *shape[2];
        const json_t *of[] = {feature(all, i), feature(points, i)};
        assert_string_equal(feature_key(points, i), feature_key(all, i));
        assert_int_equal(json_object_size(json_object_get(of[1], "properties")), 1);
        for (int k = 0; k < 2; k++) {
            char *text = json_dumps(json_object_get(of[k], "geometry"), 0);
            shape[k] = GEOSGeoJSONReader_readGeometry(reader, text);
            assert_non_null(shape[k]);
            free(text);
        }
        assert_int_equal(GEOSGeomTypeId(shape[1]), GEOS_POINT);
        if (GEOSContains(shape[0], shape[1]) != 1) fail_msg("%s", feature_key(all, i));
        GEOSGeom_destroy(shape[0]);
        GEOSGeom_destroy(shape[1]);
    }
    GEOSGeoJSONReader_destroy(reader);
    finishGEOS();
    json_decref(points);
    json_decref(all);
}

#define GEOJSON "/data/stockholm/crime.geojson"

static void geojson_refuses_and_keeps(void **state) {
    (void)state;
    aid_site_refuses(site, GEOJSON "?districts=Nowhere", 400, "districts");
    aid_site_refuses(site, GEOJSON "?districts=", 400, "districts");
    aid_site_refuses(site, GEOJSON "?districts=Farsta,Farsta", 400, "districts");
    aid_site_refuses(site, GEOJSON "?geometry=line", 400, "geometry");
    static const char *const others[] = {GEOJSON "?zoom=9", GEOJSON "?districts=Farsta&zoom=9",
                                         GEOJSON "?districts=Bromma&geometry=point&zoom=9"};
    aid_site_keeps(site, GEOJSON "?districts=Farsta&geometry=point&zoom=9", others, 3);
}

/* ---- UTFGrid ---- */

/* The key of a cell, by the decoding of the specification. */
static const char *key_at(const json_t *root, int column, int row) {
    const uint8_t *p = (const uint8_t *)json_string_value(
        json_array_get(json_object_get(root, "grid"), (size_t)row));
    uint32_t code = 0;
    for (int i = 0; i <= column; i++) {
        int more = *p < 0x80 ? 0 : *p < 0xe0 ? 1 : 2;
        code = more == 0 ? *p : more == 1 ? *p & 0x1fu : *p & 0x0fu;
        for (p++; more--; p++) code = code << 6 | (*p & 0x3fu);
    }
    if (code >= 93) code--;
    if (code >= 35) code--;
    return json_string_value(json_array_get(json_object_get(root, "keys"), code - 32));
}

/* Where at least 14 of a cell's 16 pixel centers lie in a district, the cell is its. */
static void grid_is_where_districts_are(void **state) {
    (void)state;
    const atlas *a = site->service.now->atlas;
    size_t index, cells = 0, outside = 0;
    assert_int_equal(atlas_find_indicator(a, "socioeconomic_index", &index, NULL), ERR_OK);
    const atlas_layer *l = atlas_layer_of(a, index);
    const tile_id tile = {11, 1126, 602};
    json_t *root =
        aid_site_json(site, "/grid/stockholm/socioeconomic_index/11/1126/602.json?lang=sv", 200);
    assert_int_equal(json_array_size(json_object_get(root, "grid")), 64);
    rect b = grid_tile_bounds(tile);
    double px = (b.x1 - b.x0) / 256;
    for (int cell_ = 0; cell_ < 64 * 64; cell_++) {
        size_t votes[128] = {0};
        for (int i = 0; i < 16; i++) {
            double x = b.x0 + (cell_ % 64 * 4 + i % 4 + 0.5) * px;
            double y = b.y1 - (cell_ / 64 * 4 + i / 4 + 0.5) * px;
            district_id d = 0, n = (district_id)l->shape->mercator->n_districts;
            while (d < n && !geometry_contains(l->shape->mercator, d, x, y)) d++;
            votes[d]++;
        }
        for (district_id d = 0; d <= 117; d++) {
            if (votes[d] < 14) continue;
            const char *want = d == 117 ? "" : district_key(l->shape->districts, d);
            assert_string_equal(key_at(root, cell_ % 64, cell_ / 64), want);
            cells++;
            outside += d == 117;
        }
    }
    assert_true(cells > 2500 && outside < cells);
    const json_t *keys = json_object_get(root, "keys"), *data = json_object_get(root, "data");
    for (size_t i = 1; i < json_array_size(keys); i++) {
        const json_t *one = json_object_get(data, json_string_value(json_array_get(keys, i)));
        assert_true(json_is_object(one) && *aid_json_text(one, "name"));
        assert_non_null(json_object_get(one, "unit"));
        assert_non_null(json_object_get(one, "rank"));
    }
    json_decref(root);
}

/* A thick border hides districts in the tile, and none in the grid. */
static void grid_does_not_depend_on_borders(void **state) {
    (void)state;
    aid_http_reply a = aid_site_get(site, "/grid/stockholm/violence/9/281/150.json", NULL, 200);
    aid_http_reply b = aid_site_get(
        site, "/grid/stockholm/violence/9/281/150.json?border-width=4&casing-width=6", NULL, 200);
    assert_string_equal(aid_http_body(&a), aid_http_body(&b));
    aid_http_reply_free(&a);
    aid_http_reply_free(&b);
    json_t *far = aid_site_json(site, "/grid/stockholm/violence/5/0/0.json", 200);
    assert_int_equal(json_array_size(json_object_get(far, "keys")), 1);
    assert_string_equal(key_at(far, 63, 63), "");
    json_decref(far);
}

/* ---- skeletons ---- */

static int near(int a, int b) { return abs(a - b) <= 2; }

/* c: red, green, blue, alpha, premultiplied, 0..255. */
static void lay(double c[4], const char *color, double share) {
    rgba ink;
    assert_int_equal(color_parse(color, &ink, NULL), ERR_OK);
    const double to[4] = {ink.r, ink.g, ink.b, 255};
    for (int n = 0; n < 4; n++) c[n] += share * ink.a / 255 * (to[n] - c[n]);
}

static const char *text_color_of(const json_t *data, const char *key) {
    size_t i;
    json_t *one;
    json_array_foreach(json_object_get(data, "districts"), i, one) {
        if (!strcmp(key, aid_json_text(one, "key"))) return aid_json_text(one, "text_color");
    }
    fail_msg("no district %s", key);
    return NULL;
}

static void lay_inks(double c[4], const json_t *root, const json_t *over, const char *place) {
    size_t i, k;
    json_t *level, *ink;
    json_array_foreach(json_object_get(over, place), i, level) {
        json_array_foreach(json_object_get(root, "inks"), k, ink) {
            if (!json_equal(json_object_get(ink, "ink"), json_array_get(level, 0))) continue;
            lay(c, aid_json_text(ink, "color"), json_number_value(json_array_get(level, 1)) / 16);
        }
    }
}

/* A page that paints the slots as documented gets the tile that the server paints.  (The look has
 * opaque fills and inks, and the city no hatch for violence.) */
static size_t painted_like(const char *look_) {
    char target[300];
    snprintf(target, sizeof target, "/skeleton/stockholm/districts/11/1126/602.json?%s", look_);
    json_t *root = aid_site_json(site, target, 200);
    snprintf(target, sizeof target, "/skeleton/stockholm/districts/11/1126/602.png?%s", look_);
    aid_http_reply numbers = aid_site_get(site, target, NULL, 200);
    snprintf(target, sizeof target, "/tiles/stockholm/violence/11/1126/602.png?%s", look_);
    aid_http_reply tile = aid_site_get(site, target, NULL, 200);
    snprintf(target, sizeof target, "/data/stockholm/violence.json?%s", look_);
    json_t *data = aid_site_json(site, target, 200), *one;
    rgba *number, *want;
    uint32_t w, h;
    size_t k, covered = 0;
    assert_int_equal(png_decode(buf_view(&numbers.body), &number, &w, &h, NULL), ERR_OK);
    assert_int_equal(png_decode(buf_view(&tile.body), &want, &w, &h, NULL), ERR_OK);
    for (size_t i = 0; i < (size_t)w * h; i++) {
        const json_t *slot_ =
            json_array_get(json_object_get(root, "slots"), number[i].r + 256u * number[i].g);
        double c[4] = {0}, share = json_number_value(json_array_get(slot_, 2)) / 16;
        for (int part = 0; part < 2; part++) {
            const char *key = json_string_value(json_array_get(slot_, (size_t)part));
            double much = part ? share : 1 - share;
            json_array_foreach(json_object_get(data, "districts"), k, one) {
                rgba fill;
                if (!key || strcmp(key, aid_json_text(one, "key"))) continue;
                assert_int_equal(color_parse(aid_json_text(one, "color"), &fill, NULL), ERR_OK);
                const double rgb[4] = {fill.r, fill.g, fill.b, 255};
                for (int n = 0; n < 4; n++) c[n] += much * rgb[n];
            }
        }
        const json_t *over = json_array_get(json_object_get(root, "covers"),
                                            (size_t)json_number_value(json_array_get(slot_, 5)));
        const double bare[4] = {c[0], c[1], c[2], c[3]};
        if (over) lay_inks(c, root, over, "over");
        lay(c, "#101010", json_number_value(json_array_get(slot_, 3)) / 16);
        lay(c, "#ffffff", json_number_value(json_array_get(slot_, 4)) / 16);
        if (over) {
            double halo = json_number_value(json_object_get(over, "halo")) / 16,
                   text = json_number_value(json_object_get(over, "text")) / 16;
            lay_inks(c, root, over, "top");
            for (int n = 0; n < 4; n++) c[n] += halo * (bare[n] - c[n]);
            if (text > 0) lay(c, text_color_of(data, aid_json_text(over, "label")), text);
            covered += text > 0;
        }
        double a = c[3] / 255;
        assert_true(near((int)(c[3] + 0.5), want[i].a));
        if (want[i].a < 8) continue;
        const int got[] = {want[i].r, want[i].g, want[i].b};
        for (int n = 0; n < 3; n++)
            if (!near((int)(c[n] / a + 0.5), got[n]))
                fail_msg("%s: pixel %zu, channel %d: %d, painted %.2f", look_, i, n, got[n],
                         c[n] / a);
    }
    free(number);
    free(want);
    json_decref(root);
    json_decref(data);
    aid_http_reply_free(&numbers);
    aid_http_reply_free(&tile);
    return covered;
}

static void a_painted_skeleton_is_the_tile(void **state) {
    (void)state;
#define LINES "border-width=1&border-color=%23ffffff&casing-width=2&casing-color=%23101010"
    assert_int_equal(painted_like(LINES "&context=0&outline-width=none"), 0);
    assert_true(painted_like(LINES "&outline-color=%2380000080&labels=names") > 300);
    assert_true(painted_like(LINES "&labels=names&background=dark") > 300);
    json_t *root = aid_site_json(site, "/skeleton/stockholm/nowhere/11/1126/602.json", 404);
    json_decref(root);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(csv_is_the_published),
        cmocka_unit_test(csv_leaves_missing_empty),
        cmocka_unit_test(notes_are_in_the_language),
        cmocka_unit_test(csv_has_all_periods),
        cmocka_unit_test(derived_is_marked),
        cmocka_unit_test(catalog_tells_groups_and_periods),
        cmocka_unit_test(geojson_is_the_layer),
        cmocka_unit_test(geojson_of_some),
        cmocka_unit_test(geojson_points_are_inside),
        cmocka_unit_test(geojson_refuses_and_keeps),
        cmocka_unit_test(grid_is_where_districts_are),
        cmocka_unit_test(grid_does_not_depend_on_borders),
        cmocka_unit_test(a_painted_skeleton_is_the_tile),
    };
    return cmocka_run_group_tests(tests, aid_site_stockholm_open, aid_site_stockholm_close);
}
