/* The page for iframes as it leaves the server, and what its cards say.  Truth: the published
 * figures of 2024, ranks counted by hand. */
#include "aid_cmocka.h"
#include "aid_site.h"

#include <stdio.h>
#include <string.h>

static aid_site *const site = &aid_site_stockholm;

/* ---- the page ---- */

static aid_http_reply page_of(const char *target) {
    aid_http_reply r = aid_site_get(site, target, NULL, 200);
    assert_string_equal(aid_http_field(&r, "Content-Type"), "text/html; charset=utf-8");
    assert_null(strstr(aid_http_body(&r), "{{"));
    return r;
}

/* What the page is told, which must end before its own script does. */
static json_t *about_of(const aid_http_reply *r) {
    const char *at = strstr(aid_http_body(r), "id=\"about\">"), *end;
    json_error_t why;
    assert_non_null(at);
    at += strlen("id=\"about\">");
    end = strstr(at, "</script>");
    assert_non_null(end);
    json_t *root = json_loadb(at, (size_t)(end - at), 0, &why);
    if (!root) fail_msg("%s", why.text);
    return root;
}

static void test_the_page_is_told_what_it_shows(void **state) {
    (void)state;
    aid_http_reply r = page_of("/embed/stockholm/burglary?lang=sv&classes=4&bogus=1&v=x&slider=1");
    json_t *about = about_of(&r), *last;
    assert_string_equal(aid_json_text(about, "query"), "lang=sv&classes=4&labels=names");
    assert_string_equal(aid_json_text(about, "version"), site->version);
    assert_string_equal(aid_json_text(about, "language"), "sv");
    assert_string_equal(aid_json_text(about, "layer"), "districts");
    assert_int_equal(json_integer_value(json_object_get(about, "districts")), 11);
    assert_int_equal(json_array_size(json_object_get(about, "periods")), 5);
    last = json_array_get(json_object_get(about, "periods"), 2); /* two are missing in 2023 */
    assert_string_equal(json_string_value(json_array_get(last, 0)), "2023");
    assert_int_equal(json_integer_value(json_array_get(last, 1)), 9);
    assert_non_null(strstr(aid_http_body(&r), "<html lang=\"sv\">"));
    assert_non_null(strstr(aid_http_body(&r), "<title>Bostadsinbrott (Br\u00e5), per"));
    assert_non_null(strstr(aid_http_body(&r), "src=\"../../image/stockholm/burglary.png?size="));
    json_decref(about);
    aid_http_reply_free(&r);
}

/* Whatever the query has in it is text, in attributes and in the script. */
static void test_a_query_cannot_break_out(void **state) {
    (void)state;
    static const char *const queries[] = {
        "period=%22%3E%3C/script%3E%3Cimg%20src=x%20onerror=alert(1)%3E",
        "focus=%3C/script%3E%3Cscript%3Ealert(1)%3C/script%3E", "breaks=%27%22%3E%3Csvg%3E"};
    for (size_t i = 0; i < sizeof queries / sizeof *queries; i++) {
        char target[300];
        snprintf(target, sizeof target, "/embed/stockholm/violence?%s", queries[i]);
        aid_http_reply r = page_of(target);
        json_t *about = about_of(&r);
        assert_null(strstr(aid_http_body(&r), "<script>alert"));
        assert_null(strstr(aid_http_body(&r), "<img src=x"));
        assert_null(strstr(aid_http_body(&r), "<svg>"));
        assert_string_equal(aid_json_text(about, "indicator"), "violence");
        json_decref(about);
        aid_http_reply_free(&r);
    }
}

static void test_headers_and_keeping(void **state) {
    (void)state;
    char headers[120];
    aid_http_reply r = page_of("/embed/stockholm/violence?classes=4");
    assert_null(aid_http_field(&r, "X-Frame-Options"));
    assert_null(aid_http_field(&r, "Set-Cookie"));
    assert_non_null(strstr(aid_http_field(&r, "Content-Security-Policy"), "frame-ancestors *"));
    assert_string_equal(aid_http_field(&r, "Cache-Control"), "no-cache");
    snprintf(headers, sizeof headers, "If-None-Match: %s\r\n", aid_http_field(&r, "ETag"));
    aid_http_reply_free(&r);
    r = aid_site_get(site, "/embed/stockholm/violence?classes=4", headers, 304);
    aid_http_reply_free(&r);
    r = aid_site_get(site, "/embed/stockholm/violence?classes=3", headers, 200);
    aid_http_reply_free(&r);
    r = aid_site_get(site, "/embed/stockholm/violins", NULL, 404);
    aid_http_reply_free(&r);
    r = aid_site_get(site, "/embed/elsewhere/violence", NULL, 404);
    aid_http_reply_free(&r);
}

/* ---- cards ---- */

static const json_t *district_of(const json_t *data, const char *key) {
    size_t i;
    json_t *one;
    json_array_foreach(json_object_get(data, "districts"), i, one) {
        if (!strcmp(aid_json_text(one, "key"), key)) return one;
    }
    fail_msg("no district %s", key);
    return NULL;
}

static void test_what_cards_say(void **state) {
    (void)state;
    static const struct {
        const char *target, *key, *size, *reference, *rank; /* a percentage may stand between */
    } rows[] = {
        /* the city has 13.5 */
        {"violence.json?lang=sv", "Skärholmen", "5,3", " över hela staden, 13,5",
         "plats 1 av 11, högst först"},
        {"violence.json?lang=sv", "Bromma", "4,5", " under hela staden, 13,5",
         "plats 11 av 11, högst först"},
        {"violence.json?lang=en", "Södermalm", "3.8", " above the whole city, 13.5",
         "rank 2 of 11, highest first"},
        {"violence.json?reference=18.8", "Skärholmen", "equal to", "equal to the reference, 18.8",
         "rank 1 of 11, highest first"},
        /* a count has no reference; five districts have more than 83,118 */
        {"population.json", "Bromma", NULL, NULL, "rank 6 of 11, highest first"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char target[200];
        snprintf(target, sizeof target, "/data/stockholm/%s", rows[i].target);
        json_t *data = aid_site_json(site, target, 200);
        const json_t *one = district_of(data, rows[i].key);
        if (rows[i].reference) {
            const char *text = aid_json_text(one, "reference_text");
            assert_int_equal(strncmp(text, rows[i].size, strlen(rows[i].size)), 0);
            assert_true(strlen(text) >= strlen(rows[i].reference));
            assert_string_equal(text + strlen(text) - strlen(rows[i].reference), rows[i].reference);
        } else
            assert_true(json_is_null(json_object_get(one, "reference_text")));
        assert_string_equal(aid_json_text(one, "rank_text"), rows[i].rank);
        json_decref(data);
    }
}

/* Those who share a place say so; who has no figure has none. */
static void test_shared_places(void **state) {
    (void)state;
    json_t *data = aid_site_json(site, "/data/stockholm/socioeconomic_index.json", 200), *one;
    size_t i, shared = 0, missing = 0;
    json_array_foreach(json_object_get(data, "districts"), i, one) {
        size_t k, same = 0;
        json_t *other;
        if (json_is_null(json_object_get(one, "rank"))) {
            assert_true(json_is_null(json_object_get(one, "rank_text")));
            assert_true(json_is_null(json_object_get(one, "reference_text")));
            missing++;
            continue;
        }
        int rank = (int)json_integer_value(json_object_get(one, "rank"));
        json_array_foreach(json_object_get(data, "districts"), k, other) {
            same += json_number_value(json_object_get(other, "value")) ==
                        json_number_value(json_object_get(one, "value")) &&
                    !json_is_null(json_object_get(other, "rank"));
        }
        char want[60];
        if (same > 1)
            snprintf(want, sizeof want, "rank %d\u2013%d of 74, highest first", rank,
                     rank + (int)same - 1);
        else
            snprintf(want, sizeof want, "rank %d of 74, highest first", rank);
        assert_string_equal(aid_json_text(one, "rank_text"), want);
        shared += same > 1;
    }
    assert_true(shared > 5);
    assert_int_equal(missing, 43);
    json_decref(data);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_the_page_is_told_what_it_shows),
        cmocka_unit_test(test_a_query_cannot_break_out),
        cmocka_unit_test(test_headers_and_keeping),
        cmocka_unit_test(test_what_cards_say),
        cmocka_unit_test(test_shared_places),
    };
    return cmocka_run_group_tests(tests, aid_site_stockholm_open, aid_site_stockholm_close);
}
