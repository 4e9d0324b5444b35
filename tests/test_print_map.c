/* Truth: gdaltransform for points; Vincenty's formulas (Survey Review 176, 1975), written anew
 * here, for lengths on the ground; the convergence of meridians of a transverse Mercator
 * projection, (lon - lon0) sin(lat) but for terms of a higher order, for north. */
#include "aid_atlas.h"
#include "aid_cmocka.h"
#include "aid_files.h"
#include "aid_image.h"
#include "sheet/print_map_parts.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define PI 3.14159265358979323846
#define MM (96 / 25.4)

static const print_map_style a3 = {.label_name_pt = 10.5,
                                   .label_value_pt = 14,
                                   .scale_bar = true,
                                   .labels = true,
                                   .max_leaders = 100};
static const print_map_style bare = {.label_name_pt = 10.5, .label_value_pt = 14, .small = true};

static void assert_near(double a, double b, double tolerance) {
    if (!(fabs(a - b) <= tolerance)) fail_msg("%.9g is not %.9g within %g", a, b, tolerance);
}

static print_map *map_of(const choropleth *c, double width, double height,
                         const print_map_style *s) {
    print_map *m = NULL;
    err e = {0};
    if (print_map_create(c, width, height, s, &m, &e)) fail_msg("%s", e.text);
    return m;
}

static print_map *stockholm(const char *id, double width, double height, const print_map_style *s) {
    choropleth *c = aid_map(aid_stockholm, id, NULL, 0);
    print_map *m = map_of(c, width, height, s);
    choropleth_unref(c);
    return m;
}

/* A layer of rings in any reference system, each with a figure. */
static print_map *rings_map(const char *dir, const aid_ring *rings, size_t n, const char *crs,
                            double width, double height) {
    char path[AID_PATH];
    buf csv = BUF_EMPTY;
    buf_adds(&csv, "area,x\n");
    for (size_t i = 0; i < n; i++) buf_addf(&csv, "%s,%zu\n", rings[i].key, i + 1);
    aid_path(dir, "a.shp", path);
    aid_shapefile(path, rings, n, crs);
    aid_write(dir, "v.csv", buf_text(&csv), NULL);
    aid_write(dir, "atlas.yaml",
              "id: a\nlayers:\n  a: {shapefile: a.shp, key: KEY, name: NAME}\n"
              "values:\n  v: {file: v.csv, key: area, value: x}\n"
              "indicators:\n  - {id: i, layer: a, values: v, title: I, kind: rate}\n",
              NULL);
    buf_free(&csv);
    const atlas *a = aid_atlas(dir);
    choropleth *c = aid_map(a, "i", NULL, 0);
    print_map *m = map_of(c, width, height, &a3);
    choropleth_unref(c);
    atlas_unref(a);
    return m;
}

static void locate(print_map *m, double lon, double lat, double *x, double *y) {
    err e = {0};
    if (print_map_locate(m, lon, lat, x, y, &e)) fail_msg("%s", e.text);
}

/* Meters between two points on WGS 84; not for antipodes. */
static double vincenty(double lon0, double lat0, double lon1, double lat1) {
    const double a = 6378137, f = 1 / 298.257223563, b = a * (1 - f);
    double l = (lon1 - lon0) * PI / 180, lambda = l;
    double u1 = atan((1 - f) * tan(lat0 * PI / 180)), u2 = atan((1 - f) * tan(lat1 * PI / 180));
    double s1 = sin(u1), c1 = cos(u1), s2 = sin(u2), c2 = cos(u2);
    double ss = 0, cs = 0, sigma = 0, c2a = 0, mid = 0;
    for (int i = 0; i < 100; i++) {
        double x = c2 * sin(lambda), y = c1 * s2 - s1 * c2 * cos(lambda);
        ss = sqrt(x * x + y * y), cs = s1 * s2 + c1 * c2 * cos(lambda), sigma = atan2(ss, cs);
        double sa = c1 * c2 * sin(lambda) / ss;
        c2a = 1 - sa * sa;
        mid = cs - 2 * s1 * s2 / c2a;
        double c = f / 16 * c2a * (4 + f * (4 - 3 * c2a));
        lambda = l + (1 - c) * f * sa * (sigma + c * ss * (mid + c * cs * (2 * mid * mid - 1)));
    }
    double u = c2a * (a * a - b * b) / (b * b);
    double k = 1 + u / 16384 * (4096 + u * (-768 + u * (320 - 175 * u)));
    double g = u / 1024 * (256 + u * (-128 + u * (74 - 47 * u)));
    double d = g * ss *
               (mid + g / 4 *
                          (cs * (2 * mid * mid - 1) -
                           g / 6 * mid * (4 * ss * ss - 3) * (4 * mid * mid - 3)));
    return b * k * (sigma - d);
}

/* ---- scale ------------------------------------------------------------------------------ */

static const double steps[] = {1, 1.25, 1.5, 2, 2.5, 3, 4, 5, 6, 7.5, 10};

static void test_the_smallest_denominator_that_fits(void **state) {
    (void)state;
    static const double sizes[][2] = {{269, 248}, {186, 180}, {120, 60}, {60, 150}, {745, 700}};
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        print_map *m = stockholm("violence", sizes[i][0], sizes[i][1], &bare);
        double d = print_map_denominator(m), power = pow(10, floor(log10(d) + 1e-9));
        size_t k = 0;
        while (k < 10 && fabs(steps[k] * power / d - 1) > 1e-9) k++;
        assert_true(k < 10);
        double before = k ? steps[k - 1] / steps[k] : 0.75;
        box b = print_map_extent(m);
        assert_true(b.x >= 0.2 && b.y >= 0.2);
        assert_true(b.x + b.width <= sizes[i][0] - 0.2 && b.y + b.height <= sizes[i][1] - 0.2);
        bool larger_fits =
            b.width / before <= sizes[i][0] - 1 && b.height / before <= sizes[i][1] - 1;
        assert_false(larger_fits);
        print_map_free(m);
    }
    print_map *m = stockholm("violence", 269, 248, &a3);
    assert_near(print_map_denominator(m), 100000, 0); /* the pictures' A3 */
    print_map_free(m);
}

/* Points of the ground, as gdaltransform has them, at a true scale. */
static void test_points_are_where_gdal_has_them(void **state) {
    (void)state;
    char *said = aid_output_of("printf '18.0686 59.3293\\n17.9 59.4\\n18.15 59.25\\n' | "
                               "gdaltransform -s_srs EPSG:4326 -t_srs EPSG:3011 2>/dev/null");
    double at[3][2], x[3], y[3];
    assert_int_equal(sscanf(said, "%lf %lf %*f %lf %lf %*f %lf %lf", &at[0][0], &at[0][1],
                            &at[1][0], &at[1][1], &at[2][0], &at[2][1]),
                     6);
    free(said);
    print_map *m = stockholm("violence", 269, 248, &a3);
    assert_string_equal(print_map_projection(m), "SWEREF99 18 00 (EPSG:3011)");
    locate(m, 18.0686, 59.3293, &x[0], &y[0]);
    locate(m, 17.9, 59.4, &x[1], &y[1]);
    locate(m, 18.15, 59.25, &x[2], &y[2]);
    for (int i = 1; i < 3; i++) { /* 1:100 000: 100 m a mm; its scale is 1 on the meridian */
        assert_near(x[i] - x[0], (at[i][0] - at[0][0]) / 100, 0.001);
        assert_near(y[i] - y[0], -(at[i][1] - at[0][1]) / 100, 0.001);
    }
    /* and lengths of the ground are that of the paper */
    double on_paper = hypot(x[1] - x[0], y[1] - y[0]);
    double on_ground = vincenty(18.0686, 59.3293, 17.9, 59.4);
    assert_near(on_paper * 100 / on_ground, 1, 1e-4);
    print_map_free(m);
}

static void test_the_scale_bar_is_true(void **state) {
    static const double wide[] = {-109, 37, -109, 41, -102, 41, -102, 37}; /* Colorado */
    static const aid_ring only = {"01", wide, 4};
    (void)state;
    for (int k = 0; k < 3; k++) {
        print_map *m = k == 0   ? stockholm("violence", 269, 248, &a3)
                       : k == 1 ? stockholm("violence", 130, 90, &a3)
                                : rings_map(*state, &only, 1, aid_wgs84, 250, 200);
        double x0, x1, y0, y1, part = k == 2 ? 0.1 : 0.01;
        locate(m, m->lon - part, m->lat, &x0, &y0);
        locate(m, m->lon + part, m->lat, &x1, &y1);
        double meters = vincenty(m->lon - part, m->lat, m->lon + part, m->lat);
        canvas *c = NULL;
        buf svg = BUF_EMPTY;
        err e = {0};
        assert_int_equal(canvas_create(CANVAS_SVG, 1200, 1000, 1, "en", &c, &e), ERR_OK);
        double width, height, end = 0, begin = HUGE_VAL;
        print_map_scale_bar(m, c, 10, 10, &width, &height);
        assert_int_equal(canvas_finish(c, &svg, &e), ERR_OK);
        for (const char *at = buf_text(&svg); (at = strstr(at, "<rect ")); at++) {
            double x, w;
            const char *xs = strstr(at, " x=\""), *ws = strstr(at, " width=\"");
            assert_true(xs && ws);
            x = atof(xs + 4), w = atof(ws + 8);
            begin = fmin(begin, x), end = fmax(end, x + w);
        }
        double bar_mm = (end - begin) / MM, km = print_map_bar_km(m);
        assert_near(bar_mm / km / (hypot(x1 - x0, y1 - y0) / (meters / 1000)), 1, 0.005);
        assert_true(begin >= 10 && end <= 10 + width + 0.01);
        assert_true(height > 1.1 * MM && height < 40);
        char number[40], ratio[40];
        snprintf(number, sizeof number, ">%g\u00a0km<", km);
        assert_non_null(strstr(buf_text(&svg), number));
        snprintf(ratio, sizeof ratio, "1:%s", k == 0 ? "100,000<" : "");
        assert_non_null(strstr(buf_text(&svg), ratio));
        double w = 0, h = 0;
        print_map_scale_bar(m, NULL, 10, 10, &w, &h);
        assert_true(w == width && h == height);
        canvas_free(c);
        buf_free(&svg);
        print_map_free(m);
    }
}

static void test_the_ratio_names_the_paper(void **state) {
    (void)state;
    print_map_style s = a3;
    for (int k = 0; k < 2; k++) {
        buf text = BUF_EMPTY;
        s.paper = k ? "A3" : NULL;
        print_map *m = stockholm("violence", 269, 248, &s);
        print_map_ratio(m, &text);
        assert_string_equal(buf_text(&text), k ? "1:100,000 on A3" : "1:100,000");
        buf_free(&text);
        print_map_free(m);
    }
}

/* ---- projections ------------------------------------------------------------------------ */

static void test_north(void **state) {
    /* EPSG:3006 has its meridian at 15° E. */
    static const double square[] = {680000, 7300000, 680000, 7400000,
                                    780000, 7400000, 780000, 7300000};
    static const aid_ring only = {"01", square, 4};
    print_map *m = rings_map(*state, &only, 1, "EPSG:3006", 200, 200);
    assert_non_null(strstr(print_map_projection(m), "EPSG:3006"));
    /* gdaltransform of the middle, 730000 7350000, gives 20.1093 E, 66.1857 N */
    assert_near(print_map_north_angle(m), -(20.1093 - 15) * sin(66.1857 * PI / 180), 0.02);
    print_map_free(m);
    m = stockholm("violence", 269, 248, &a3);
    assert_near(print_map_north_angle(m), -(m->lon - 18) * sin(m->lat * PI / 180), 1e-4);
    double x0, y0, x1, y1;
    locate(m, m->lon, m->lat, &x0, &y0);
    locate(m, m->lon, m->lat + 0.01, &x1, &y1);
    assert_near(atan2(x1 - x0, y0 - y1) * 180 / PI, print_map_north_angle(m), 0.001);
    print_map_free(m);
}

static void test_layers_without_a_plane_are_equal_area(void **state) {
    static const double wide[] = {-109, 37, -109, 41, -102, 41, -102, 37};
    static const double north[] = {10, 68, 10, 70, 14, 70, 14, 68};
    static const aid_ring rings[] = {{"01", wide, 4}}, other[] = {{"01", north, 4}};
    for (int k = 0; k < 2; k++) {
        print_map *m = rings_map(*state, k ? other : rings, 1, aid_wgs84, 250, 200);
        assert_string_equal(print_map_projection(m),
                            k ? "Lambert (LAEA) 69° N 12° E" : "Lambert (LAEA) 39° N 105.5° W");
        assert_near(print_map_north_angle(m), 0, 0.05);
        double lon = k ? 12 : -105.5, lat = k ? 69 : 39, x[4], y[4];
        char *said = aid_output_of("printf -- '%g %g\\n%g %g\\n' | gdaltransform -s_srs EPSG:4326 "
                                   "-t_srs '+proj=laea +lon_0=%g +lat_0=%g +datum=WGS84' "
                                   "2>/dev/null",
                                   lon - 1, lat + 0.5, lon + 1.5, lat - 0.3, lon, lat);
        double g[4], mm = 1000 / print_map_denominator(m);
        if (said) {
            assert_int_equal(sscanf(said, "%lf %lf %*f %lf %lf", &g[0], &g[1], &g[2], &g[3]), 4);
            locate(m, lon - 1, lat + 0.5, &x[0], &y[0]);
            locate(m, lon + 1.5, lat - 0.3, &x[1], &y[1]);
            assert_near((x[1] - x[0]) / ((g[2] - g[0]) * mm), 1, 1e-4);
            assert_near((y[0] - y[1]) / ((g[3] - g[1]) * mm), 1, 1e-4);
        }
        free(said);
        print_map_free(m);
    }
}

/* Rings over the 180th meridian, and islands on both sides of it: the middle of 176 and -174 is
 * -179, that of 170 and -168 is -179 too. */
static void test_layers_over_the_antimeridian(void **state) {
    static const double over[] = {176, -40, 176, -36, -178, -36, -178, -40};
    static const double east[] = {-178, -40, -178, -36, -174, -36, -174, -40};
    static const double west[] = {170, -40, 170, -36, 172, -36, 172, -40};
    static const double far[] = {-170, -40, -170, -36, -168, -36, -168, -40};
    static const aid_ring pair[] = {{"01", over, 4}, {"02", east, 4}};
    static const aid_ring apart[] = {{"01", west, 4}, {"02", far, 4}};
    for (int k = 0; k < 2; k++) {
        double x[3], y[3];
        print_map *m = rings_map(*state, k ? apart : pair, 2, aid_wgs84, 250, 200);
        assert_string_equal(print_map_projection(m), "Lambert (LAEA) 38° S 179° W");
        locate(m, k ? 170 : 176, -38, &x[0], &y[0]);
        locate(m, k ? -168 : -174, -38, &x[1], &y[1]);
        locate(m, -179, -38, &x[2], &y[2]);
        double ground = vincenty(k ? 170 : 176, -38, k ? -168 : -174, -38);
        assert_true(x[0] < x[2] && x[2] < x[1]);
        assert_near((x[1] - x[0]) * print_map_denominator(m) / 1000 / ground, 1, 0.01);
        box b = print_map_extent(m);
        assert_true(b.width > 0.6 * 250 && b.width < 250);
        print_map_free(m);
    }
}

/* Where the file was cut there is land of one district, and no border but at both ends. */
static void test_nothing_is_seen_of_the_cut(void **state) {
    static const double over[] = {176, -40, 176, -36, -178, -36, -178, -40};
    static const double east[] = {-178, -40, -178, -36, -174, -36, -174, -40};
    static const aid_ring rings[] = {{"01", over, 4}, {"02", east, 4}};
    print_map *m = rings_map(*state, rings, 2, aid_wgs84, 250, 200);
    const geometry *land = map_plan_land(m->plan);
    const coverage *c = m->scene.borders;
    assert_int_equal(land->ring_of[1] - land->ring_of[0], 1);
    for (double lat = -39.5; lat < -36.2; lat += 0.05) {
        for (int side = -1; side <= 1; side++) {
            double lon = side < 0 ? 179.99 : side ? -179.99 : 180, at = lat;
            assert_int_equal(crs_from_lonlat(m->crs, &lon, &at, 1, NULL), ERR_OK);
            assert_true(geometry_contains(land, 0, lon, at));
            for (size_t i = 0; i < c->n_points; i++)
                assert_true(hypot(c->x[i] - lon, c->y[i] - at) > 10000);
        }
    }
    print_map_free(m);
}

/* Twelve of thirty degrees each: all round the globe. */
static void test_the_whole_world_stays_as_it_is(void **state) {
    double xy[12][8];
    aid_ring rings[12];
    char keys[12][2];
    for (int i = 0; i < 12; i++) {
        double w = -180 + 30 * i;
        const double square[] = {w, -50, w, 50, w + 30, 50, w + 30, -50};
        memcpy(xy[i], square, sizeof square);
        snprintf(keys[i], sizeof keys[i], "%c", 'a' + i);
        rings[i] = (aid_ring){keys[i], xy[i], 4};
    }
    print_map *m = rings_map(*state, rings, 12, aid_wgs84, 250, 200);
    assert_string_equal(print_map_projection(m), "Equal Earth 0° E");
    print_map_free(m);
}

static double to_segment(double px, double py, double ax, double ay, double bx, double by) {
    double dx = bx - ax, dy = by - ay, l = dx * dx + dy * dy;
    double t = l > 0 ? ((px - ax) * dx + (py - ay) * dy) / l : 0;
    t = t < 0 ? 0 : t > 1 ? 1 : t;
    return hypot(ax + t * dx - px, ay + t * dy - py);
}

/* A border along a parallel has 2 points in the file and bends on paper. */
static void test_long_edges_bend(void **state) {
    static const double south[] = {-120, 45, -120, 49, -96, 49, -96, 45};
    static const double north[] = {-120, 49, -120, 53, -96, 53, -96, 49};
    static const aid_ring rings[] = {{"01", south, 4}, {"02", north, 4}};
    print_map *m = rings_map(*state, rings, 2, aid_wgs84, 400, 300);
    const coverage *c = m->scene.borders;
    double worst = 0, straight = 0, ends[4];
    locate(m, -120, 49, &ends[0], &ends[1]);
    locate(m, -96, 49, &ends[2], &ends[3]);
    for (int i = 0; i <= 480; i++) {
        double x, y, near = HUGE_VAL;
        locate(m, -120 + i * 0.05, 49, &x, &y);
        for (size_t k = 1; k < c->n_points; k++) {
            double d = to_segment(x, y, map_frame_x(&m->frame, c->x[k - 1]) / MM,
                                  map_frame_y(&m->frame, c->y[k - 1]) / MM,
                                  map_frame_x(&m->frame, c->x[k]) / MM,
                                  map_frame_y(&m->frame, c->y[k]) / MM);
            near = fmin(near, d);
        }
        worst = fmax(worst, near);
        straight = fmax(straight, to_segment(x, y, ends[0], ends[1], ends[2], ends[3]));
    }
    assert_true(straight > 5); /* mm: what would be wrong without */
    assert_true(worst <= 0.05);
    assert_true(c->n_points < 400);
    print_map_free(m);
}

static void test_neighbors_stay_matched(void **state) {
    (void)state;
    print_map *m = stockholm("socioeconomic_index", 269, 248, &bare);
    const coverage *c = m->scene.borders, *flat = m->scene.layer->borders;
    assert_int_equal(c->n_arcs, flat->n_arcs);
    size_t met = 0;
    for (size_t i = 0; i < c->n_arcs; i++) {
        const arc *a = &c->arcs[i];
        assert_true(a->left == flat->arcs[i].left && a->right == flat->arcs[i].right);
        for (size_t k = i + 1; k < c->n_arcs; k++) { /* nodes are the same point */
            if (c->arcs[k].from != a->from) continue;
            assert_true(c->x[c->arcs[k].first] == c->x[a->first]);
            assert_true(c->y[c->arcs[k].first] == c->y[a->first]);
            met++;
        }
    }
    assert_true(met > 50);
    print_map_free(m);
}

/* ---- the rest --------------------------------------------------------------------------- */

static void test_colors_are_the_choropleths(void **state) {
    (void)state;
    for (size_t i = 0; i < aid_stockholm->n_indicators; i += 11) {
        choropleth *c = aid_map(aid_stockholm, aid_stockholm->indicator[i].id, NULL, 0);
        print_map *m = map_of(c, 100, 100, &bare);
        size_t n = districts_count(choropleth_layer(c)->shape->districts);
        assert_int_equal(m->map->breaks.count, c->breaks.count);
        for (size_t d = 0; d < n; d++) {
            assert_int_equal(m->map->class_of[d], c->class_of[d]);
            assert_true(aid_same_color(m->map->paint.fill[d], c->paint.fill[d]));
        }
        print_map_free(m);
        choropleth_unref(c);
    }
}

static void test_what_cannot_be(void **state) {
    (void)state;
    choropleth *c = aid_map(aid_stockholm, "violence", NULL, 0);
    static const double sizes[][2] = {{9, 100}, {100, 9}, {-1, 100}, {(double)NAN, 100}};
    for (size_t i = 0; i < 4; i++) {
        print_map *m = NULL;
        err e = {0};
        assert_int_equal(print_map_create(c, sizes[i][0], sizes[i][1], &a3, &m, &e), ERR_RANGE);
        assert_null(m);
    }
    choropleth_unref(c);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_the_smallest_denominator_that_fits),
        cmocka_unit_test(test_points_are_where_gdal_has_them),
        IN_A_FOLDER(test_the_scale_bar_is_true),
        cmocka_unit_test(test_the_ratio_names_the_paper),
        IN_A_FOLDER(test_north),
        IN_A_FOLDER(test_layers_without_a_plane_are_equal_area),
        IN_A_FOLDER(test_layers_over_the_antimeridian),
        IN_A_FOLDER(test_nothing_is_seen_of_the_cut),
        IN_A_FOLDER(test_the_whole_world_stays_as_it_is),
        IN_A_FOLDER(test_long_edges_bend),
        cmocka_unit_test(test_neighbors_stay_matched),
        cmocka_unit_test(test_colors_are_the_choropleths),
        cmocka_unit_test(test_what_cannot_be),
    };
    return cmocka_run_group_tests_name("print_map", tests, aid_stockholm_open, aid_stockholm_close);
}
