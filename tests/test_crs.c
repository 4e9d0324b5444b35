/* Truth: not PROJ's own answer, but
 * - points on a central meridian, where x is the false easting and y is scale * meridian arc,
 *   integrated here by Simpson's rule;
 * - the constants of Lantmäteriet's direct projection between RT 90 and SWEREF 99, and the formula
 *   of the ellipsoidal Mercator projection (Snyder 1987, eq. 7-7);
 * - the worked examples of Lantmäteriet's "Gauss Conformal Projection" (66° N, 24° E gives
 *   x 1135809.413803, y 555304.016555) and of IOGP Guidance Note 373-7-2 for EPSG:3857. */
#include "aid_cmocka.h"
#include "base/fileio.h"
#include "geo/crs.h"

#include <math.h>
#include <string.h>

#define PI      3.14159265358979323846
#define GRS80_A 6378137.0
#define GRS80_F (1 / 298.257222101)

static void assert_near(double a, double b, double tolerance) {
    if (!(fabs(a - b) <= tolerance)) fail_msg("%.12g is not %.12g within %g", a, b, tolerance);
}

static crs_transform *open_crs(const char *definition) {
    crs_transform *t = NULL;
    err e = {0};
    if (crs_open(definition, &t, &e)) fail_msg("%s", e.text);
    return t;
}

static void assert_point(const char *definition, double x, double y, double lon, double lat,
                         double tolerance) {
    crs_transform *t = open_crs(definition);
    err e = {0};
    if (crs_to_lonlat(t, &x, &y, 1, &e)) fail_msg("%s", e.text);
    assert_near(x, lon, tolerance);
    assert_near(y, lat, tolerance);
    crs_free(t);
}

static void assert_way_back(const char *definition, double lon, double lat, double x, double y,
                            double tolerance) {
    crs_transform *t = open_crs(definition);
    err e = {0};
    if (crs_from_lonlat(t, &lon, &lat, 1, &e)) fail_msg("%s", e.text);
    assert_near(lon, x, tolerance);
    assert_near(lat, y, tolerance);
    crs_free(t);
}

/* Meters from the equator to a latitude along a meridian of GRS 80. */
static double meridian_arc(double latitude) {
    double e2 = GRS80_F * (2 - GRS80_F), to = latitude * PI / 180, sum = 0;
    enum { STEPS = 2000 };
    for (int i = 0; i <= STEPS; i++) {
        double s = sin(to * i / STEPS), radius = GRS80_A * (1 - e2) / pow(1 - e2 * s * s, 1.5);
        sum += radius * (i == 0 || i == STEPS ? 1 : i % 2 ? 4 : 2);
    }
    return sum * to / STEPS / 3;
}

static void test_the_arc_is_a_known_length(void **state) {
    (void)state;
    assert_near(meridian_arc(90), 10001965.729, 0.001); /* GRS 80's quadrant (Moritz 1980) */
}

static void test_points_on_central_meridians(void **state) {
    (void)state;
    static const struct {
        const char *definition;
        double meridian, easting, scale;
    } rows[] = {
        {"EPSG:3011", 18, 150000, 1},       /* SWEREF 99 18 00, Stockholm's own */
        {"EPSG:3007", 12, 150000, 1},       /* SWEREF 99 12 00 */
        {"EPSG:3008", 13.5, 150000, 1},     /* SWEREF 99 13 30 */
        {"EPSG:3006", 15, 500000, 0.9996},  /* SWEREF 99 TM */
        {"EPSG:25833", 15, 500000, 0.9996}, /* ETRS89 / UTM 33N */
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        for (double lat = 55; lat < 70; lat += 4.33)
            assert_point(rows[i].definition, rows[i].easting, rows[i].scale * meridian_arc(lat),
                         rows[i].meridian, lat, 1e-9);
}

static void test_a_point_published_by_lantmateriet(void **state) {
    (void)state;
    assert_point("+proj=tmerc +lat_0=0 +lon_0=13.58547 +k=1.00000254 +x_0=84182.879 "
                 "+y_0=-6226307.864 +ellps=GRS80 +towgs84=0,0,0,0,0,0,0 +units=m +type=crs",
                 555304.016555, 1135809.413803, 24, 66, 1e-9);
}

static void test_a_point_published_by_iogp(void **state) {
    (void)state;
    assert_point("EPSG:3857", -11169055.58, 2800000.00, -(100 + 20 / 60.0),
                 24 + 22 / 60.0 + 54.433 / 3600, 3e-7);
}

/* EPSG:4326 and EPSG:3006 name north first; files hold east first. */
static void test_x_is_east_whatever_the_authority_says(void **state) {
    (void)state;
    static const char *const geographic[] = {"EPSG:4326", "OGC:CRS84", "EPSG:4619"};
    for (size_t i = 0; i < 3; i++) assert_point(geographic[i], 18, 59, 18, 59, 1e-9);
}

static void test_every_way_to_say_it(void **state) {
    (void)state;
    static const char *const ways[] = {
        "EPSG:3011",
        "+proj=tmerc +lat_0=0 +lon_0=18 +k=1 +x_0=150000 +y_0=0 +ellps=GRS80 "
        "+towgs84=0,0,0,0,0,0,0 +units=m +no_defs", /* as people have them: no +type=crs */
        "PROJCS[\"SWEREF99_18_00\",GEOGCS[\"GCS_SWEREF99\",DATUM[\"D_SWEREF99\","
        "SPHEROID[\"GRS_1980\",6378137.0,298.257222101]],PRIMEM[\"Greenwich\",0.0],"
        "UNIT[\"Degree\",0.0174532925199433]],PROJECTION[\"Transverse_Mercator\"],"
        "PARAMETER[\"False_Easting\",150000.0],PARAMETER[\"False_Northing\",0.0],"
        "PARAMETER[\"Central_Meridian\",18.0],PARAMETER[\"Scale_Factor\",1.0],"
        "PARAMETER[\"Latitude_Of_Origin\",0.0],UNIT[\"Meter\",1.0]]", /* ESRI's WKT */
    };
    for (size_t i = 0; i < sizeof ways / sizeof *ways; i++)
        assert_point(ways[i], 150000, meridian_arc(59), 18, 59, 1e-9);
}

/* ESRI's WKT: no authority's code, its own names of datums and projections. */
#define ESRI_WGS84                                                                                 \
    "GEOGCS[\"GCS_WGS_1984\",DATUM[\"D_WGS_1984\",SPHEROID[\"WGS_1984\",6378137.0,"                \
    "298.257223563]],PRIMEM[\"Greenwich\",0.0],UNIT[\"Degree\",0.0174532925199433]]"
#define ESRI_SWEREF99                                                                              \
    "GEOGCS[\"GCS_SWEREF99\",DATUM[\"D_SWEREF99\",SPHEROID[\"GRS_1980\",6378137.0,"                \
    "298.257222101]],PRIMEM[\"Greenwich\",0.0],UNIT[\"Degree\",0.0174532925199433]]"
#define ESRI_RT90                                                                                  \
    "GEOGCS[\"GCS_RT_1990\",DATUM[\"D_RT_1990\",SPHEROID[\"Bessel_1841\",6377397.155,"             \
    "299.1528128]],PRIMEM[\"Greenwich\",0.0],UNIT[\"Degree\",0.0174532925199433]]"
#define ESRI_MERCATOR                                                                              \
    "PARAMETER[\"False_Easting\",0.0],PARAMETER[\"False_Northing\",0.0],"                          \
    "PARAMETER[\"Central_Meridian\",0.0],PARAMETER[\"Standard_Parallel_1\",0.0],"
#define ESRI_TM(easting, meridian, scale)                                                          \
    "PROJECTION[\"Transverse_Mercator\"],PARAMETER[\"False_Easting\"," easting "],"                \
    "PARAMETER[\"False_Northing\",0.0],PARAMETER[\"Central_Meridian\"," meridian "],"              \
    "PARAMETER[\"Scale_Factor\"," scale "],PARAMETER[\"Latitude_Of_Origin\",0.0],"                 \
    "UNIT[\"Meter\",1.0]]"

static void test_sweref99_as_esri_writes_it(void **state) {
    (void)state;
    static const struct {
        const char *wkt;
        double meridian, easting, scale;
    } rows[] = {
        {"PROJCS[\"SWEREF99_TM\"," ESRI_SWEREF99 "," ESRI_TM("500000.0", "15.0", "0.9996"), 15,
         500000, 0.9996},
        {"PROJCS[\"SWEREF99_12_00\"," ESRI_SWEREF99 "," ESRI_TM("150000.0", "12.0", "1.0"), 12,
         150000, 1},
        {"PROJCS[\"SWEREF99_13_30\"," ESRI_SWEREF99 "," ESRI_TM("150000.0", "13.5", "1.0"), 13.5,
         150000, 1},
        {"PROJCS[\"SWEREF99_18_00\"," ESRI_SWEREF99 "," ESRI_TM("150000.0", "18.0", "1.0"), 18,
         150000, 1},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        assert_point(rows[i].wkt, rows[i].easting, rows[i].scale * meridian_arc(59.3),
                     rows[i].meridian, 59.3, 1e-9);
}

/* Lantmäteriet: RT 90 2.5 gon V is, to some decimeters, a transverse Mercator projection of
 * SWEREF 99 with its meridian at 15° 48' 22.624306", scale 1.00000561024, false easting
 * 1500064.274 m and northing -667.711 m.  1e-5 degrees are 1.1 m north, 0.6 m east. */
static void test_rt90(void **state) {
    (void)state;
    static const char *const ways[] = {
        "EPSG:3021",
        "PROJCS[\"RT90_25_gon_V\"," ESRI_RT90 "," ESRI_TM("1500000.0", "15.80827777777778", "1.0"),
    };
    for (size_t i = 0; i < 2; i++)
        for (double lat = 56; lat < 69; lat += 3.1)
            assert_point(ways[i], 1500064.274, 1.00000561024 * meridian_arc(lat) - 667.711,
                         15 + 48 / 60.0 + 22.624306 / 3600, lat, 1e-5);
}

/* Northing of the Mercator projection of an ellipsoid of WGS 84's radius; e2 0: of a sphere. */
static double mercator_northing(double latitude, double e2) {
    double s = sin(latitude * PI / 180), e = sqrt(e2);
    return GRS80_A * (atanh(s) - e * atanh(e * s));
}

/* They differ by 35 km in Sweden, and by name only in what files write. */
static void test_spherical_mercator_is_told_from_ellipsoidal(void **state) {
    (void)state;
    static const double f = 1 / 298.257223563;
    static const struct {
        const char *definition;
        bool sphere;
    } rows[] = {
        {"EPSG:3857", true},
        {"ESRI:102100", true},
        {"PROJCS[\"WGS_1984_Web_Mercator_Auxiliary_Sphere\"," ESRI_WGS84
         ",PROJECTION[\"Mercator_Auxiliary_Sphere\"]," ESRI_MERCATOR
         "PARAMETER[\"Auxiliary_Sphere_Type\",0.0],UNIT[\"Meter\",1.0]]",
         true},
        {"PROJCS[\"WGS_84_Pseudo_Mercator\"," ESRI_WGS84
         ",PROJECTION[\"Mercator\"]," /* GDAL's old */
         "PARAMETER[\"central_meridian\",0],PARAMETER[\"scale_factor\",1],"
         "PARAMETER[\"false_easting\",0],PARAMETER[\"false_northing\",0],UNIT[\"Meter\",1]]",
         true},
        {"EPSG:3395", false},
        {"PROJCS[\"WGS_1984_World_Mercator\"," ESRI_WGS84 ",PROJECTION[\"Mercator\"]," ESRI_MERCATOR
         "UNIT[\"Meter\",1.0]]",
         false},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        assert_point(rows[i].definition, 18 * PI / 180 * GRS80_A,
                     mercator_northing(59.3, rows[i].sphere ? 0 : f * (2 - f)), 18, 59.3, 1e-9);
    assert_near(mercator_northing(59.3, 0) - mercator_northing(59.3, f * (2 - f)), 36.6e3, 500);
}

static void test_names(void **state) {
    (void)state;
    crs_transform *t = open_crs("EPSG:3011");
    assert_string_equal(crs_name(t), "SWEREF99 18 00 (EPSG:3011)");
    crs_free(t);
    buf prj = BUF_EMPTY;
    assert_int_equal(file_read("shapes/stockholm/districts.prj", 1 << 16, &prj, NULL), ERR_OK);
    t = open_crs(buf_text(&prj));
    assert_non_null(strstr(crs_name(t), "3011"));
    crs_free(t);
    buf_free(&prj);
    crs_free(NULL);
}

static void test_what_is_no_crs_is_refused(void **state) {
    (void)state;
    static const char *const bad[] = {"",          "hello",     "EPSG:999999",
                                      "EPSG:",     "+proj=foo", "PROJCS[\"x\"",
                                      "4326 4326", "\xff\xfe",  "GEOGCS[\"å\xe5\"]"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        crs_transform *t = NULL;
        err e = {0};
        err_code rc = crs_open(bad[i], &t, &e);
        if (rc != ERR_FORMAT && rc != ERR_UNSUPPORTED) fail_msg("\"%s\": %d", bad[i], rc);
        assert_null(t);
        assert_true(*e.text);
    }
}

static void test_a_point_that_cannot_be_is_named(void **state) {
    (void)state;
    crs_transform *t = open_crs("EPSG:3011");
    const double bad[][2] = {{1e30, 1e30}, {(double)NAN, 6.5e6}, {(double)INFINITY, 0}};
    for (size_t i = 0; i < 3; i++) {
        double x[2] = {150000, bad[i][0]}, y[2] = {6.5e6, bad[i][1]};
        err e = {0};
        assert_int_equal(crs_to_lonlat(t, x, y, 2, &e), ERR_FORMAT);
        assert_non_null(strstr(e.text, "lies outside SWEREF99 18 00 (EPSG:3011)"));
    }
    double x = 150000, y = 6.5e6; /* and the next one is fine again */
    assert_int_equal(crs_to_lonlat(t, &x, &y, 1, NULL), ERR_OK);
    assert_near(x, 18, 1e-9);
    assert_int_equal(crs_to_lonlat(t, NULL, NULL, 0, NULL), ERR_OK);
    crs_free(t);
    t = open_crs("EPSG:4326");
    double lon = 10, lat = 91;
    err e = {0};
    assert_int_equal(crs_to_lonlat(t, &lon, &lat, 1, &e), ERR_FORMAT);
    assert_non_null(strstr(e.text, "(10, 91)"));
    crs_free(t);
}

static void test_the_way_back(void **state) {
    (void)state;
    /* SWEREF 99 18 00: 150 km east, no scaling on its meridian; EPSG:3006 0.9996 and 500 km. */
    assert_way_back("EPSG:3011", 18, 59, 150000, meridian_arc(59), 0.001);
    assert_way_back("EPSG:3006", 15, 66, 500000, 0.9996 * meridian_arc(66), 0.001);
    assert_way_back("EPSG:3857", 180, 0, GRS80_A * PI, 0, 0.001);
    assert_way_back("EPSG:4326", 18, 59, 18, 59, 0);
    /* The pole, seen from the equator: Snyder 1987, eq. 24-17 to 24-20 with the radius of the
     * sphere of the same area, 6371007.181 m (Moritz 1980). */
    assert_way_back("+proj=laea +lat_0=0 +lon_0=0 +datum=WGS84", 0, 90, 0,
                    sqrt(2) * 6371007.181 * 6371007.181 / 6378137, 0.01);
    crs_transform *t = open_crs("+proj=gnom +lat_0=0 +lon_0=0 +datum=WGS84");
    double x = 120, y = 0; /* behind the horizon */
    err e = {0};
    assert_int_equal(crs_from_lonlat(t, &x, &y, 1, &e), ERR_FORMAT);
    assert_non_null(strstr(e.text, "120"));
    crs_free(t);
}

static void test_which_are_planes(void **state) {
    (void)state;
    static const struct {
        const char *definition;
        bool plane;
    } all[] = {{"EPSG:3011", true}, {"EPSG:4326", false},
               {"EPSG:3857", true}, {"+proj=laea +lat_0=59 +lon_0=18", true},
               {"EPSG:5850", true}, /* with heights */
               {"OGC:CRS84", false}};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        crs_transform *t = open_crs(all[i].definition), *other = NULL;
        assert_int_equal(crs_share(t, &other, NULL), ERR_OK);
        if (crs_is_projected(t) != all[i].plane || crs_is_projected(other) != all[i].plane)
            fail_msg("%s", all[i].definition);
        crs_free(t);
        crs_free(other);
    }
}

static void test_lengths(void **state) {
    (void)state;
    assert_near(crs_distance(0, 0, 1, 0), 6378137 * PI / 180, 1e-6);
    assert_near(crs_distance(18, 0, 18, 90), 10001965.729, 0.001);
    assert_near(crs_distance(-73.8, 40.6, -0.5, 51.6), 5551759.400, 0.001); /* GeodSolve's manual */
    double lon, lat;
    crs_walk(18, 0, 0, 10001965.7293, &lon, &lat);
    assert_near(lat, 90, 1e-8);
    crs_walk(0, 0, 90, 6378137 * PI / 180, &lon, &lat);
    assert_near(lon, 1, 1e-9);
    assert_near(lat, 0, 1e-9);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_the_arc_is_a_known_length),
        cmocka_unit_test(test_points_on_central_meridians),
        cmocka_unit_test(test_a_point_published_by_lantmateriet),
        cmocka_unit_test(test_a_point_published_by_iogp),
        cmocka_unit_test(test_x_is_east_whatever_the_authority_says),
        cmocka_unit_test(test_every_way_to_say_it),
        cmocka_unit_test(test_sweref99_as_esri_writes_it),
        cmocka_unit_test(test_rt90),
        cmocka_unit_test(test_spherical_mercator_is_told_from_ellipsoidal),
        cmocka_unit_test(test_names),
        cmocka_unit_test(test_what_is_no_crs_is_refused),
        cmocka_unit_test(test_a_point_that_cannot_be_is_named),
        cmocka_unit_test(test_the_way_back),
        cmocka_unit_test(test_which_are_planes),
        cmocka_unit_test(test_lengths),
    };
    return cmocka_run_group_tests_name("crs", tests, NULL, NULL);
}
