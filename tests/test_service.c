/* The routes over a real socket, on the Stockholm atlas.  Truth: the published figures (worked by
 * hand from figures.csv), the drawing of the same tile in this process, and the addresses and
 * answers that the documentation promises. */
#include "aid_atlas.h"
#include "aid_cmocka.h"
#include "aid_site.h"
#include "aid_truth.h"
#include "draw/png.h"

#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static aid_site site;
static int port;
static const char *const version = site.version;

static int start(void **state) {
    (void)state;
    aid_site_open(&site, "shapes/stockholm", (server_options){0});
    port = site.port;
    return 0;
}

static int stop(void **state) {
    (void)state;
    aid_site_close(&site);
    return 0;
}

static aid_http_reply get(const char *target, int status) {
    return aid_site_get(&site, target, NULL, status);
}

static json_t *get_json(const char *target, int status) {
    return aid_site_json(&site, target, status);
}

static const char *text_at(const json_t *object, const char *key) {
    return aid_json_text(object, key);
}

static rgba *get_tile(const char *target, uint32_t side) {
    aid_http_reply r = get(target, 200);
    assert_string_equal(aid_http_field(&r, "Content-Type"), "image/png");
    rgba *pixels;
    uint32_t width, height;
    assert_int_equal(png_decode(buf_view(&r.body), &pixels, &width, &height, NULL), ERR_OK);
    assert_true(width == side && height == side);
    aid_http_reply_free(&r);
    return pixels;
}

/* The served tile is the one that the drawing gives here, at both scales. */
static void tile_is_the_drawn_one(void **state) {
    (void)state;
    static const char *const targets[] = {"/tiles/stockholm/violence/11/1126/602.png?classes=4",
                                          "/tiles/stockholm/violence/11/1126/602@2x.png?classes=4"};
    choropleth *c =
        aid_map(site.service.now->atlas, "violence", &(look_setting){"classes", "4"}, 1);
    for (unsigned scale = 1; scale <= 2; scale++) {
        rgba *served = get_tile(targets[scale - 1], 256 * scale), *drawn;
        buf png = BUF_EMPTY;
        uint32_t width, height;
        aid_tile(c, (tile_id){11, 1126, 602}, scale, &png);
        assert_int_equal(png_decode(buf_view(&png), &drawn, &width, &height, NULL), ERR_OK);
        assert_memory_equal(served, drawn, (size_t)width * height * sizeof *drawn);
        free(served);
        free(drawn);
        buf_free(&png);
    }
    choropleth_unref(c);
}

static void tile_outside_the_layer_is_transparent(void **state) {
    (void)state;
    rgba *p = get_tile("/tiles/stockholm/violence/5/0/0.png", 256);
    for (int i = 0; i < 256 * 256; i++) assert_int_equal(p[i].a, 0);
    free(p);
}

/* Every fully opaque, unmixed color of a legend is on the map and the other way round. */
static void legend_and_tile_agree(void **state) {
    (void)state;
    json_t *legend_ = get_json("/legend/stockholm/violence.json?border-width=0&ramp=plum", 200);
    rgba *p = get_tile("/tiles/stockholm/violence/9/281/150.png?border-width=0&ramp=plum", 256);
    json_t *classes = json_object_get(legend_, "classes"), *one;
    size_t i, found = 0;
    assert_int_equal(json_array_size(classes), 5);
    json_array_foreach(classes, i, one) {
        rgba c;
        bool there = false;
        assert_int_equal(color_parse(text_at(one, "color"), &c, NULL), ERR_OK);
        for (int k = 0; k < 256 * 256 && !there; k++) there = !memcmp(&p[k], &c, sizeof c);
        found += there;
    }
    assert_int_equal(found, 5);
    free(p);
    json_decref(legend_);
}

typedef struct refusal {
    const char *target;
    int status;
    const char *parameter; /* that is blamed; NULL: none */
} refusal;

static void refuses_with_reason(void **state) {
    (void)state;
    static const refusal all[] = {
        {"/tiles/stockholm/violence/10/563/301.png?classes=1", 400, "classes"},
        {"/tiles/stockholm/violence/10/563/301.png?classes=5abc", 400, "classes"},
        {"/tiles/stockholm/violence/10/563/301.png?method=magic", 400, "method"},
        {"/tiles/stockholm/violence/10/563/301.png?colour=red", 400, "colour"},
        {"/tiles/stockholm/violence/10/563/301.png?breaks=3,2", 400, "breaks"},
        {"/tiles/stockholm/violence/10/563/301.png?opacity=nan", 400, "opacity"},
        {"/tiles/stockholm/violence/10/563/301.png?border-width=100", 400, "border-width"},
        {"/tiles/stockholm/violence/10/563/301.png?breaks=3&classes=4", 400, NULL},
        {"/legend/stockholm/violence.svg?scale=0", 400, "scale"},
        {"/data/stockholm/violence.json?x", 400, "x"},
        {"/data/stockholm.json?classes=4", 400, "classes"},
        {"/tiles/stockholm/violence/10/563/301.png?period=1999", 404, "period"},
        {"/tiles/oslo/violence/10/563/301.png", 404, NULL},
        {"/tiles/stockholm/violins/10/563/301.png", 404, NULL},
        {"/tiles/stockholm/violence/10/1024/301.png", 404, NULL},
        {"/tiles/stockholm/violence/23/0/0.png", 404, NULL},
        {"/tiles/stockholm/violence/10/-1/301.png", 404, NULL},
        {"/tiles/stockholm/violence/10/563/301.jpg", 404, NULL},
        {"/tiles/stockholm/violence/10/563/301@3x.png", 404, NULL},
        {"/legend/stockholm/violence.bmp", 404, NULL},
        {"/assets/../viewer.js", 404, NULL},
        {"/assets/%2e%2e", 404, NULL},
        {"/data/oslo.json", 404, NULL},
    };
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        json_t *root = get_json(all[i].target, all[i].status), *e = json_object_get(root, "error");
        assert_int_equal(json_integer_value(json_object_get(e, "status")), all[i].status);
        assert_true(*text_at(e, "message"));
        if (all[i].parameter) assert_string_equal(text_at(e, "parameter"), all[i].parameter);
        json_decref(root);
    }
}

/* ---- errors in Swedish -------------------------------------------------------------------- */

#define VIOLENCE "/data/stockholm/violence.json?"

/* Written out by hand: what readers of the Swedish page can cause by choosing. */
static void choices_are_refused_in_swedish(void **state) {
    (void)state;
    static const struct {
        const char *target;
        int status;
        const char *parameter, *message; /* the message's beginning */
    } all[] = {
        {VIOLENCE "classes=99", 400, "classes",
         "classes: \"99\" är inte tillåtet: ett heltal från 2 till 12"},
        {VIOLENCE "opacity=2", 400, "opacity",
         "opacity: \"2\" är inte tillåtet: ett tal från 0 till 1"},
        {VIOLENCE "breaks=3,2", 400, "breaks",
         "breaks: \"3,2\" är inte tillåtet: 1 till 11 tal med kommatecken mellan, vart och ett "
         "större än det före"},
        {VIOLENCE "method=magi", 400, "method", "method: \"magi\" är inte tillåtet: "},
        {VIOLENCE "reference=stad", 400, "reference",
         "reference: \"stad\" är inte tillåtet: none, whole, mean, target eller ett tal"},
        {VIOLENCE "reference=target", 400, "reference", "reference: violence har inget mål"},
        {VIOLENCE "breaks=3&classes=4", 400, NULL, "breaks, classes: ange en av dem, inte båda"},
        {VIOLENCE "period=1848", 404, "period",
         "period: violence har ingen som heter \"1848\"; de som finns är "},
        {VIOLENCE "minus=@1848", 404, "minus",
         "minus: violence har ingen period \"1848\"; den har "},
        {VIOLENCE "minus=nothing", 404, "minus",
         "minus: atlasen stockholm har inget mått \"nothing\"; den har "},
        {VIOLENCE "minus=population", 400, "minus",
         "minus: population är i \"personer\", violence i \"per 1 000 invånare\": bara uppgifter i "
         "samma enhet kan dras från varandra"},
        {VIOLENCE "bivariate=population&minus=@2024", 400, "minus",
         "minus: \"@2024\" går inte ihop med bivariate, där färgerna är par av klasser av "
         "uppgifterna själva; välj minus=none"},
        {VIOLENCE "bivariate=population&reference=mean", 400, "reference",
         "reference: \"mean\" går inte ihop med bivariate"},
        {VIOLENCE "bivariate=population&method=unclassed", 400, "method",
         "method: \"unclassed\" går inte ihop med bivariate"},
        {VIOLENCE "bivariate=violence", 400, "bivariate", "bivariate: violence för "},
        {VIOLENCE "bivariate=population&ramp=teal", 400, "ramp",
         "ramp: teal är inte gjord för två mått; välj en som är det"},
        {VIOLENCE "ramp=blue-orange", 400, "ramp",
         "ramp: blue-orange är gjord för två mått; ange det andra, som bivariate=MÅTT"},
        {VIOLENCE "bivariate-breaks=1,2", 400, "bivariate-breaks",
         "bivariate-breaks: det är gränser för ett andra måtts klasser; ange det, som "
         "bivariate=MÅTT"},
        {VIOLENCE "focus=Tensta", 400, "focus",
         "focus: indelningen districts har inget område \"Tensta\""},
        {VIOLENCE "groups=nada", 400, "groups",
         "groups: atlasen stockholm har ingen grupp \"nada\"; de som finns är "},
        {VIOLENCE "color=red", 400, "color",
         "\"color\" är inget val för en karta; de som finns är "},
        {"/data/stockholm/violins.json?", 404, NULL,
         "atlasen stockholm har inget mått \"violins\"; den har "},
        {"/data/oslo/violence.json?", 404, NULL,
         "det finns ingen atlas \"oslo\" här; det finns: stockholm"},
        {"/tiles/stockholm/violence/10/563/301.png?classes=1", 400, "classes",
         "classes: \"1\" är inte tillåtet: "},
        {"/legend/stockholm/violence.svg?method=magi", 400, "method",
         "method: \"magi\" är inte tillåtet: "},
        {"/data/stockholm/low_standard.json?metric=ratio", 400, "metric",
         "metric: \"ratio\" behöver ett värde för helheten som är större än noll, och low_standard "
         "har inget för den här perioden"},
        {"/data/stockholm/area_type.json?metric=rank", 400, "metric",
         "metric: area_type har kategorier, som inte är tal att räkna med"},
        {"/data/stockholm/low_standard.json?bivariate=area_type", 400, "bivariate",
         "bivariate: area_type har kategorier, och var sida har klasser av tal"},
        {VIOLENCE "bivariate=area_type", 400, "bivariate",
         "bivariate: area_type hör till indelningen neighborhoods, violence till districts: bara "
         "uppgifter för samma områden kan bilda par"},
        {VIOLENCE "minus=area_type", 400, "minus",
         "minus: area_type hör till indelningen neighborhoods, violence till districts: bara "
         "uppgifter för samma områden kan dras från varandra"},
        {"/data/stockholm/net_migration.json?period=2024&method=geometric", 400, "method",
         "net_migration, 2024: method: geometric: värdet −727 är inte större än 0; välj en metod "
         "som tar alla värden, som quantile eller jenks"},
        {"/tiles/stockholm/net_migration/10/563/301.png?period=2024&method=geometric", 400,
         "method", "net_migration, 2024: method: geometric: värdet −727"},
        {"/legend/stockholm/net_migration.svg?period=2024&method=geometric", 400, "method",
         "net_migration, 2024: method: geometric: värdet −727"},
        {VIOLENCE "bivariate=net_migration&method=geometric", 400, "method",
         "violence, 2024: net_migration: method: geometric: värdet −727"},
        {VIOLENCE "bivariate=theft&method=stddev", 400, "method",
         "method: \"stddev\" går inte ihop med bivariate"},
        {"/data/stockholm/low_standard.json?method=category", 400, "method",
         "low_standard, 2024: method: category: det finns "},
        {VIOLENCE "method=manual", 400, "method", "method: \"manual\" behöver gränser (breaks)"},
        {"/compare/stockholm.svg?districts=nada", 404, "districts",
         "districts: det finns inget område och ingen grupp \"nada\"; det finns vasterort, "},
        {"/nothing?", 404, NULL, "det finns inget på den här adressen"},
    };
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        char target[300];
        const size_t end = strlen(all[i].target) - 1;
        snprintf(target, sizeof target, "%s%slang=sv", all[i].target,
                 strchr("?&", all[i].target[end]) ? "" : "&");
        json_t *root = get_json(target, all[i].status), *e = json_object_get(root, "error");
        if (strncmp(text_at(e, "message"), all[i].message, strlen(all[i].message)))
            fail_msg("%s: %s", target, text_at(e, "message"));
        assert_string_equal(text_at(e, "language"), "sv");
        if (all[i].parameter) assert_string_equal(text_at(e, "parameter"), all[i].parameter);
        json_decref(root);
        *strstr(target, "lang=sv") = 0; /* "&" alone at the end is no parameter */
        root = get_json(target, all[i].status);
        assert_string_equal(text_at(json_object_get(root, "error"), "language"), "en");
        assert_null(strstr(text_at(json_object_get(root, "error"), "message"), "inte"));
        json_decref(root);
    }
}

static void what_is_allowed_is_told_in_that_language(void **state) {
    (void)state;
    static const char *const rows[][2] = {
        {"&lang=sv", "1 till 11 tal med kommatecken mellan, vart och ett större än det före"},
        {"&lang=en", "1 to 11 numbers separated by commas, each larger than the one before"},
        {"", "1 to 11 numbers separated by commas, each larger than the one before"}};
    for (size_t i = 0; i < 3; i++) {
        char target[100];
        snprintf(target, sizeof target, VIOLENCE "breaks=x%s", rows[i][0]);
        json_t *root = get_json(target, 400);
        assert_string_equal(text_at(json_object_get(root, "error"), "allowed"), rows[i][1]);
        json_decref(root);
    }
}

/* ---- ramps on dark ground ----------------------------------------------------------------- */

/* The manifest names teal for this index; its five colors are those of styles/ramps.yaml. */
static void the_manifest_s_ramp_is_turned_on_dark_ground(void **state) {
    (void)state;
    static const char *const teal[] = {"#e3eedf", "#a9d3c3", "#5faeb3", "#2a7a98", "#153f66"};
    static const struct {
        const char *query;
        bool turned;
    } rows[] = {{"", false},
                {"reverse=1", true},
                {"background=dark", true},
                {"background=transparent-dark", true},
                {"style=dark", true},
                {"background=dark&ramp=teal", false},
                {"background=dark&reverse=0", false},
                {"background=dark&reverse=1", true},
                {"background=dark&ramp=teal&reverse=1", true}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char target[200], svg[300];
        snprintf(target, sizeof target, "/data/stockholm/socioeconomic_index.json?%s",
                 rows[i].query);
        json_t *root = get_json(target, 200);
        json_t *says = json_object_get(root, "legend");
        json_t *classes = json_object_get(says, "classes");
        assert_true(json_is_boolean(json_object_get(says, "reversed")));
        assert_int_equal(json_is_true(json_object_get(says, "reversed")), rows[i].turned);
        snprintf(svg, sizeof svg, "/legend/stockholm/socioeconomic_index.svg?%s", rows[i].query);
        aid_http_reply r = get(svg, 200);
        assert_int_equal(json_array_size(classes), 5);
        for (size_t k = 0; k < 5; k++) {
            const char *want = teal[rows[i].turned ? 4 - k : k];
            char mark[60];
            assert_string_equal(text_at(json_array_get(classes, k), "color"), want);
            snprintf(mark, sizeof mark, "<g data-class=\"%zu\">\n<rect ", k);
            const char *found = strstr(buf_text(&r.body), mark);
            assert_non_null(found);
            const char *end = strstr(found, "/>"), *fill = strstr(found, want);
            assert_true(fill && fill < end);
        }
        aid_http_reply_free(&r);
        json_decref(root);
    }
}

static void underscore_is_a_hyphen(void **state) {
    (void)state;
    rgba *a = get_tile("/tiles/stockholm/violence/10/563/301.png?border-width=3", 256);
    rgba *b = get_tile("/tiles/stockholm/violence/10/563/301.png?border_width=3.0", 256);
    rgba *c = get_tile("/tiles/stockholm/violence/10/563/301.png", 256);
    assert_memory_equal(a, b, 256 * 256 * sizeof *a);
    assert_true(memcmp(a, c, 256 * 256 * sizeof *a) != 0);
    free(a);
    free(b);
    free(c);
}

/* Only the current version may be kept; without one the etag is asked again, and is not drawn for.
 */
static void caching(void **state) {
    (void)state;
    char target[200], header[120];
    const char *path = "/tiles/stockholm/violence/10/563/301.png";
    snprintf(target, sizeof target, "%s?v=%s", path, version);
    aid_http_reply r = get(target, 200);
    assert_string_equal(aid_http_field(&r, "Cache-Control"), "public, max-age=31536000, immutable");
    aid_http_reply_free(&r);
    snprintf(target, sizeof target, "%s?v=0123456789abcdef", path);
    r = get(target, 200);
    assert_string_equal(aid_http_field(&r, "Cache-Control"), "no-store");
    aid_http_reply_free(&r);
    r = get(path, 200);
    assert_string_equal(aid_http_field(&r, "Cache-Control"), "public, max-age=60");
    snprintf(header, sizeof header, "If-None-Match: %s\r\n", aid_http_field(&r, "ETag"));
    aid_http_reply_free(&r);
    assert_true(aid_http_request(port, "GET", path, header, &r));
    assert_int_equal(r.status, 304);
    assert_int_equal(r.body.len, 0);
    aid_http_reply_free(&r);
    snprintf(target, sizeof target, "%s?classes=4", path);
    assert_true(aid_http_request(port, "GET", target, header, &r));
    assert_int_equal(r.status, 200); /* another look is another thing */
    aid_http_reply_free(&r);
    snprintf(target, sizeof target, "%s?method=quantile&classes=5", path);
    assert_true(aid_http_request(port, "GET", target, header, &r));
    assert_int_equal(r.status, 304); /* the same look, written out */
    aid_http_reply_free(&r);
}

/* TileJSON 3.0.0: the required members, absolute links by the base URL and never the Host header.
 */
static void tilejson(void **state) {
    (void)state;
    aid_http c;
    aid_http_reply r;
    assert_true(aid_http_open(&c, port));
    assert_true(aid_http_sends(&c, "GET /tiles/stockholm/violence.json HTTP/1.1\r\n"
                                   "Host: evil.example\r\n\r\n"));
    assert_true(aid_http_read(&c, false, &r));
    assert_non_null(strstr(aid_http_body(&r), "https://maps.example/sub/tiles/"));
    assert_null(strstr(aid_http_body(&r), "evil"));
    aid_http_reply_free(&r);
    aid_http_close(&c);
    json_t *t = get_json("/tiles/stockholm/violence.json?lang=sv&classes=4&v=old", 200);
    char want[200];
    assert_string_equal(text_at(t, "tilejson"), "3.0.0");
    assert_string_equal(text_at(t, "scheme"), "xyz");
    assert_string_equal(text_at(t, "name"), "Anmälda våldsbrott");
    snprintf(
        want, sizeof want,
        "https://maps.example/sub/tiles/stockholm/violence/{z}/{x}/{y}.png?lang=sv&classes=4&v=%s",
        version);
    const json_t *tiles = json_object_get(t, "tiles"), *bounds = json_object_get(t, "bounds");
    assert_int_equal(json_array_size(tiles), 1);
    assert_string_equal(json_string_value(json_array_get(tiles, 0)), want);
    assert_int_equal(json_integer_value(json_object_get(t, "minzoom")), 0);
    assert_int_equal(json_integer_value(json_object_get(t, "maxzoom")), 22);
    /* the city lies between 17.7 and 18.3 east, 59.2 and 59.5 north */
    double b[4];
    for (size_t i = 0; i < 4; i++) b[i] = json_number_value(json_array_get(bounds, i));
    assert_true(b[0] > 17.7 && b[0] < 17.8 && b[1] > 59.2 && b[1] < 59.3);
    assert_true(b[2] > 18.1 && b[2] < 18.3 && b[3] > 59.4 && b[3] < 59.5);
    json_decref(t);
}

/* Published: Bromma 9.0 is lowest of 11, Skärholmen 18.8 highest, the city 13.5 (figures.csv). */
static void data_is_the_published(void **state) {
    (void)state;
    json_t *d = get_json("/data/stockholm/violence.json?lang=sv", 200), *one;
    size_t i, seen = 0;
    json_array_foreach(json_object_get(d, "districts"), i, one) {
        const char *key = text_at(one, "key");
        bool low = !strcmp(key, "Bromma"), high = !strcmp(key, "Skärholmen");
        if (!low && !high) continue;
        seen++;
        assert_true(json_number_value(json_object_get(one, "value")) == (low ? 9.0 : 18.8));
        assert_string_equal(text_at(one, "text"), low ? "9,0" : "18,8");
        assert_int_equal(json_integer_value(json_object_get(one, "rank")), low ? 11 : 1);
        assert_int_equal(json_integer_value(json_object_get(one, "class")), low ? 0 : 4);
    }
    assert_int_equal(seen, 2);
    json_t *whole = json_object_get(d, "whole");
    assert_string_equal(text_at(whole, "text"), "13,5");
    assert_string_equal(text_at(whole, "name"), "Hela staden");
    json_decref(d);
}

/* Missing is null, has no class and no rank; 43 of 117 neighborhoods have no index. */
static void missing_is_missing(void **state) {
    (void)state;
    json_t *d = get_json("/data/stockholm/socioeconomic_index.json", 200), *one;
    size_t i, missing = 0;
    json_array_foreach(json_object_get(d, "districts"), i, one) {
        if (!json_is_null(json_object_get(one, "value"))) continue;
        missing++;
        assert_true(json_is_null(json_object_get(one, "class")));
        assert_true(json_is_null(json_object_get(one, "rank")));
        assert_string_equal(text_at(one, "color"), "#f1f1ee");
    }
    assert_int_equal(missing, 43);
    json_t *no_data = json_object_get(json_object_get(d, "legend"), "no_data");
    assert_int_equal(json_integer_value(json_object_get(no_data, "count")), 43);
    json_decref(d);
}

/* The catalog: 64 indicators, 8 themes, 3 layers; culture has no figure by district. */
static void catalog(void **state) {
    (void)state;
    json_t *c = get_json("/data/stockholm.json", 200), *one, *period;
    size_t i, k, culture = 0;
    assert_int_equal(json_array_size(json_object_get(c, "indicators")), 64);
    assert_int_equal(json_array_size(json_object_get(c, "themes")), 8);
    assert_int_equal(json_array_size(json_object_get(c, "layers")), 3);
    assert_string_equal(text_at(c, "version"), version);
    json_array_foreach(json_object_get(c, "indicators"), i, one) {
        if (strcmp(text_at(one, "id"), "turnout")) continue;
        culture++;
        json_array_foreach(json_object_get(one, "periods"), k, period) {
            assert_int_equal(json_integer_value(json_object_get(period, "districts")), 0);
            assert_true(json_number_value(json_object_get(period, "whole")) > 50);
        }
    }
    assert_int_equal(culture, 1);
    json_decref(c);
}

/* Every indicator in every period has a tile, a legend in both languages, and data. */
static void every_indicator_answers(void **state) {
    (void)state;
    const atlas *a = site.service.now->atlas;
    for (size_t i = 0; i < a->n_indicators; i++)
        for (size_t p = 0; p < a->indicator[i].data.n_periods; p++) {
            char target[300], escaped[80] = "";
            for (const char *c = a->indicator[i].data.period[p]; *c; c++)
                sprintf(escaped + strlen(escaped), *c == '/' ? "%%2F" : "%c", *c);
            static const char *const path[] = {"/tiles/stockholm/", "/legend/stockholm/",
                                               "/legend/stockholm/", "/data/stockholm/"};
            static const char *const rest[] = {"/9/281/150.png?period=", ".svg?lang=sv&period=",
                                               ".json?lang=en&period=", ".json?period="};
            size_t from = p + 1 < a->indicator[i].data.n_periods ? 2 : 0; /* draw only the last */
            for (size_t s = from; s < 4; s++) {
                snprintf(target, sizeof target, "%s%s%s%s", path[s], a->indicator[i].id, rest[s],
                         escaped);
                aid_http_reply r = get(target, 200);
                aid_http_reply_free(&r);
            }
        }
}

static void head_has_the_headers_of_get(void **state) {
    (void)state;
    aid_http_reply r;
    assert_true(aid_http_request(port, "HEAD", "/legend/stockholm/violence.svg", NULL, &r));
    assert_int_equal(r.status, 200);
    assert_string_equal(aid_http_field(&r, "Content-Type"), "image/svg+xml");
    assert_int_equal(r.body.len, 0);
    aid_http_reply_free(&r);
}

static void page_and_files(void **state) {
    (void)state;
    aid_http_reply r = get("/", 200);
    assert_non_null(strstr(aid_http_body(&r), "<!doctype html>"));
    assert_non_null(strstr(aid_http_field(&r, "Content-Security-Policy"), "default-src 'self'"));
    assert_null(strstr(aid_http_body(&r), "http://")); /* nothing from elsewhere */
    assert_null(strstr(aid_http_body(&r), "https://"));
    aid_http_reply_free(&r);
    r = get("/assets/leaflet.js", 200);
    assert_string_equal(aid_http_field(&r, "Content-Type"), "text/javascript; charset=utf-8");
    aid_http_reply_free(&r);
    r = get("/assets/inter-Regular.woff2", 200);
    assert_memory_equal(r.body.data, "wOF2", 4);
    aid_http_reply_free(&r);
    json_t *h = get_json("/health", 200);
    assert_string_equal(text_at(h, "status"), "ok");
    json_decref(h);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(tile_is_the_drawn_one),
        cmocka_unit_test(tile_outside_the_layer_is_transparent),
        cmocka_unit_test(legend_and_tile_agree),
        cmocka_unit_test(refuses_with_reason),
        cmocka_unit_test(choices_are_refused_in_swedish),
        cmocka_unit_test(what_is_allowed_is_told_in_that_language),
        cmocka_unit_test(the_manifest_s_ramp_is_turned_on_dark_ground),
        cmocka_unit_test(underscore_is_a_hyphen),
        cmocka_unit_test(caching),
        cmocka_unit_test(tilejson),
        cmocka_unit_test(data_is_the_published),
        cmocka_unit_test(missing_is_missing),
        cmocka_unit_test(catalog),
        cmocka_unit_test(every_indicator_answers),
        cmocka_unit_test(head_has_the_headers_of_get),
        cmocka_unit_test(page_and_files),
    };
    return cmocka_run_group_tests_name("service", tests, start, stop);
}
