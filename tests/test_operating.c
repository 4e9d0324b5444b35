/* What operators rely on: packed texts, counters, the access log, limits by address, and the
 * description of the interface.  zlib unpacks; what is counted is counted by hand here. */
#include "aid_cmocka.h"
#include "aid_server.h"
#include "aid_site.h"
#include "base/fileio.h"
#include "base/log.h"
#include "serve/listener.h"

#include <fcntl.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>
#include <zlib.h>

static aid_site *const site = &aid_site_stockholm;

/* ---- packed texts ---- */

static buf unpacked(const aid_http_reply *r) {
    buf out = BUF_EMPTY;
    uint8_t room[4096];
    z_stream z = {.next_in = (Bytef *)(uintptr_t)r->body.data, .avail_in = (uInt)r->body.len};
    assert_int_equal(inflateInit2(&z, 16 + 15), Z_OK); /* gzip only */
    for (int rc = Z_OK; rc != Z_STREAM_END;) {
        z.next_out = room;
        z.avail_out = sizeof room;
        rc = inflate(&z, Z_NO_FLUSH);
        if (rc != Z_OK && rc != Z_STREAM_END) fail_msg("zlib: %d", rc);
        buf_add(&out, room, sizeof room - z.avail_out);
    }
    assert_int_equal(z.avail_in, 0);
    inflateEnd(&z);
    return out;
}

static void test_texts_are_packed(void **state) {
    (void)state;
    static const char *const targets[] = {"/data/stockholm.json",
                                          "/assets/leaflet.js",
                                          "/",
                                          "/data/stockholm/violence.json",
                                          "/openapi.json",
                                          "/legend/stockholm/violence.svg",
                                          "/metrics",
                                          "/data/stockholm/violence.csv"};
    for (size_t i = 0; i < sizeof targets / sizeof *targets; i++) {
        aid_http_reply plain = aid_site_get(site, targets[i], NULL, 200);
        assert_null(aid_http_field(&plain, "Content-Encoding"));
        aid_server_assert_field(&plain, "Vary", "Accept-Encoding");
        aid_http_reply packed =
            aid_site_get(site, targets[i], "Accept-Encoding: br, gzip\r\n", 200);
        aid_server_assert_field(&packed, "Content-Encoding", "gzip");
        aid_server_assert_field(&packed, "Vary", "Accept-Encoding");
        assert_true(packed.body.len < plain.body.len);
        buf text = unpacked(&packed);
        if (strcmp(targets[i], "/metrics") != 0) { /* which has counted meanwhile */
            assert_int_equal(text.len, plain.body.len);
            assert_memory_equal(text.data, plain.body.data, text.len);
        }
        buf_free(&text);
        aid_http_reply_free(&plain);
        aid_http_reply_free(&packed);
    }
}

static void test_images_are_not(void **state) {
    (void)state;
    static const char *const targets[] = {"/tiles/stockholm/violence/9/281/150.png",
                                          "/legend/stockholm/violence.png",
                                          "/assets/inter-Regular.woff2"};
    for (size_t i = 0; i < sizeof targets / sizeof *targets; i++) {
        aid_http_reply r = aid_site_get(site, targets[i], "Accept-Encoding: gzip\r\n", 200);
        assert_null(aid_http_field(&r, "Content-Encoding"));
        assert_null(aid_http_field(&r, "Vary"));
        aid_http_reply_free(&r);
    }
}

/* RFC 9110 12.5.3. */
static void test_who_takes_gzip(void **state) {
    (void)state;
    static const struct {
        const char *header;
        bool packed;
    } cases[] = {
        {"gzip", true},          {"GZIP", true},         {"x-gzip", true}, {"*", true},
        {"gzip;q=0", false},     {"gzip; q=0.5", true},  {"br", false},    {"identity", false},
        {"*;q=0", false},        {"gzip;q=0, *", false}, {"", false},      {"deflate, gzip", true},
        {"gzip;q=0.000", false}, {"gzipped", false},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char header[80];
        snprintf(header, sizeof header, "Accept-Encoding: %s\r\n", cases[i].header);
        aid_http_reply r = aid_site_get(site, "/data/stockholm.json", header, 200);
        if ((aid_http_field(&r, "Content-Encoding") != NULL) != cases[i].packed)
            fail_msg("\"%s\" is %staken for gzip", cases[i].header, cases[i].packed ? "not " : "");
        aid_http_reply_free(&r);
    }
}

/* A strong etag names bytes: the packed text has another one, and either is answered by a 304. */
static void test_etags_of_packed_texts(void **state) {
    (void)state;
    const char *target = "/data/stockholm/violence.json", *gzip = "Accept-Encoding: gzip\r\n";
    char plain[100], packed[100], header[200];
    aid_http_reply r = aid_site_get(site, target, NULL, 200);
    snprintf(plain, sizeof plain, "%s", aid_http_field(&r, "ETag"));
    aid_http_reply_free(&r);
    r = aid_site_get(site, target, gzip, 200);
    snprintf(packed, sizeof packed, "%s", aid_http_field(&r, "ETag"));
    aid_http_reply_free(&r);
    assert_string_not_equal(plain, packed);
    for (int i = 0; i < 2; i++) {
        snprintf(header, sizeof header, "%sIf-None-Match: %s\r\n", gzip, i ? packed : plain);
        r = aid_site_get(site, target, header, 304);
        aid_server_assert_field(&r, "ETag", i ? packed : plain);
        aid_server_assert_field(&r, "Vary", "Accept-Encoding");
        aid_http_reply_free(&r);
    }
    r = aid_site_get(site, target, "If-None-Match: \"0123456789abcdef-gz\"\r\n", 200);
    aid_http_reply_free(&r);
}

static void test_head_is_as_long_as_get(void **state) {
    (void)state;
    aid_http_reply get =
        aid_site_get(site, "/data/stockholm.json", "Accept-Encoding: gzip\r\n", 200);
    aid_http_reply head;
    assert_true(aid_http_request(site->port, "HEAD", "/data/stockholm.json",
                                 "Accept-Encoding: gzip\r\n", &head));
    char length[40];
    snprintf(length, sizeof length, "%zu", get.body.len);
    aid_server_assert_field(&head, "Content-Length", length);
    aid_http_reply_free(&get);
    aid_http_reply_free(&head);
}

/* ---- what is counted ---- */

static double counter(const char *line) {
    aid_http_reply r = aid_site_get(site, "/metrics", NULL, 200);
    const char *at = aid_http_body(&r);
    double v = -1;
    for (; at && v < 0; at = strchr(at, '\n') ? strchr(at, '\n') + 1 : NULL)
        if (!strncmp(at, line, strlen(line)) && at[strlen(line)] == ' ')
            v = strtod(at + strlen(line), NULL);
    aid_http_reply_free(&r);
    return v < 0 ? 0 : v;
}

#define TILES "/tiles/{atlas}/{indicator}/{z}/{x}/{y}.png"

static void test_requests_are_counted(void **state) {
    (void)state;
    const char *ok = "kartblad_requests_total{route=\"" TILES "\",status=\"200\"}";
    const char *bad = "kartblad_requests_total{route=\"" TILES "\",status=\"400\"}";
    const char *none = "kartblad_requests_total{route=\"\",status=\"404\"}";
    const char *all = "kartblad_request_seconds_count{route=\"" TILES "\"}";
    double oks = counter(ok), bads = counter(bad), nones = counter(none), alls = counter(all);
    for (int i = 0; i < 5; i++) {
        aid_http_reply r = aid_site_get(site, "/tiles/stockholm/violence/9/281/150.png", NULL, 200);
        aid_http_reply_free(&r);
    }
    aid_http_reply r = aid_site_get(site, "/tiles/stockholm/violence/9/281/150.png?x=1", NULL, 400);
    aid_http_reply_free(&r);
    r = aid_site_get(site, "/nothing", NULL, 404);
    aid_http_reply_free(&r);
    assert_true(counter(ok) == oks + 5);
    assert_true(counter(bad) == bads + 1);
    assert_true(counter(none) == nones + 1);
    assert_true(counter(all) == alls + 6);
}

/* A new look of a tile is painted and not drawn. */
static void test_a_restyle_draws_nothing(void **state) {
    (void)state;
    aid_http_reply r = aid_site_get(site, "/tiles/stockholm/violence/12/2253/1204.png", NULL, 200);
    aid_http_reply_free(&r);
    double drawn = counter("kartblad_skeletons_drawn_total");
    double painted = counter("kartblad_tiles_painted_total");
    static const char *const looks[] = {"ramp=plum", "classes=3", "method=equal", "reverse=1"};
    for (int i = 0; i < 4; i++) {
        char target[100];
        snprintf(target, sizeof target, "/tiles/stockholm/violence/12/2253/1204.png?%s", looks[i]);
        r = aid_site_get(site, target, NULL, 200);
        aid_http_reply_free(&r);
    }
    assert_true(counter("kartblad_skeletons_drawn_total") == drawn);
    assert_true(counter("kartblad_tiles_painted_total") == painted + 4);
}

/* Buckets grow, the last is the count, and every sample has its HELP and TYPE before it. */
static void test_metrics_are_well_formed(void **state) {
    (void)state;
    aid_http_reply r = aid_site_get(site, "/metrics", NULL, 200);
    aid_server_assert_field(&r, "Content-Type", "text/plain; version=0.0.4; charset=utf-8");
    aid_server_assert_field(&r, "Cache-Control", "no-store");
    char name[100] = "", type[20] = "", *line, *rest = NULL;
    double last = 0;
    size_t samples = 0;
    for (line = strtok_r((char *)r.body.data, "\n", &rest); line;
         line = strtok_r(NULL, "\n", &rest)) {
        if (!strncmp(line, "# HELP ", 7)) {
            assert_int_equal(sscanf(line, "# HELP %99s", name), 1);
        } else if (!strncmp(line, "# TYPE ", 7)) {
            char same[100];
            assert_int_equal(sscanf(line, "# TYPE %99s %19s", same, type), 2);
            assert_string_equal(same, name);
        } else {
            assert_memory_equal(line, name, strlen(name));
            double v = strtod(strrchr(line, ' '), NULL);
            bool bucket = strstr(line, "_bucket{") != NULL;
            if (bucket && !strstr(line, "le=\"0.0001\"")) assert_true(v >= last);
            if (bucket) last = v;
            samples++;
        }
    }
    assert_true(samples > 40);
    aid_http_reply_free(&r);
}

/* A tile that is asked for again and again is sent from memory: the same bytes and headers, counted
 * like any other, and gone as soon as its condition or coding differ. */
static void test_a_hot_tile_is_the_same(void **state) {
    (void)state;
    const char *target = "/tiles/stockholm/violence/13/4506/2409.png?ramp=plum";
    const char *ok = "kartblad_requests_total{route=\"" TILES "\",status=\"200\"}";
    const char *painted_ = "kartblad_tiles_painted_total";
    aid_http_reply first = aid_site_get(site, target, NULL, 200);
    char etag[100], header[140];
    snprintf(etag, sizeof etag, "%s", aid_http_field(&first, "ETag"));
    double before = counter(ok), painted = 0;
    for (int i = 0; i < 6; i++) {
        aid_http_reply r = aid_site_get(site, target, NULL, 200);
        assert_int_equal(r.body.len, first.body.len);
        assert_memory_equal(r.body.data, first.body.data, r.body.len);
        aid_server_assert_field(&r, "ETag", etag);
        aid_server_assert_field(&r, "Content-Type", "image/png");
        aid_server_assert_field(&r, "Cache-Control", "public, max-age=60");
        aid_http_reply_free(&r);
        if (i == 2) painted = counter(painted_);
    }
    assert_true(counter(ok) == before + 6);
    assert_true(counter(painted_) == painted); /* the last three were not painted any more */
    snprintf(header, sizeof header, "If-None-Match: %s\r\n", etag);
    aid_http_reply r = aid_site_get(site, target, header, 304);
    aid_http_reply_free(&r);
    assert_true(aid_http_request(site->port, "HEAD", target, NULL, &r));
    assert_int_equal(r.status, 200);
    assert_int_equal(r.body.len, 0);
    aid_http_reply_free(&r);
    aid_http_reply_free(&first);
}

/* ---- the access log ---- */

static void test_access_log(void **state) {
    (void)state;
    aid_site logged;
    char path[] = "/tmp/kartblad-log-XXXXXX", text[8192];
    int file = mkstemp(path), saved = dup(STDERR_FILENO);
    assert_true(file >= 0);
    aid_site_open(&logged, "shapes/stockholm",
                  (server_options){.access_log = true, .trusted_proxy = "127.0.0.0/8"});
    dup2(file, STDERR_FILENO);
    log_set_format(LOG_JSON);
    aid_http_reply r = aid_site_get(&logged, "/health?%0aforged=%22x%22",
                                    "X-Forwarded-For: 1.1.1.1, 192.0.2.77\r\n", 200);
    size_t bytes_sent = r.body.len;
    aid_http_reply_free(&r);
    aid_site_close(&logged);
    log_set_format(LOG_LINES);
    dup2(saved, STDERR_FILENO);
    close(saved);
    ssize_t n = pread(file, text, sizeof text - 1, 0);
    close(file);
    unlink(path);
    assert_true(n > 0);
    text[n] = '\0';
    assert_ptr_equal(strchr(text, '\n'), text + n - 1); /* one line */
    json_t *line = json_loads(text, 0, NULL);
    assert_non_null(line);
    assert_string_equal(aid_json_text(line, "client"), "192.0.2.77");
    assert_string_equal(aid_json_text(line, "method"), "GET");
    assert_string_equal(aid_json_text(line, "route"), "/health");
    assert_string_equal(aid_json_text(line, "target"), "/health?%0aforged=%22x%22");
    assert_int_equal(json_integer_value(json_object_get(line, "status")), 200);
    assert_int_equal(json_integer_value(json_object_get(line, "bytes")), bytes_sent);
    json_decref(line);
}

/* ---- limits by address ---- */

static bool answers(aid_http *c) {
    aid_http_reply r = {0};
    bool ok = aid_http_sends(c, "GET /health HTTP/1.1\r\nHost: test\r\n\r\n") &&
              aid_http_read(c, false, &r) && r.status == 200;
    aid_http_reply_free(&r);
    return ok;
}

static void test_connections_of_one_address(void **state) {
    (void)state;
    aid_site limited;
    aid_http c[4];
    aid_site_open(&limited, "shapes/stockholm", (server_options){.address_max = 3});
    for (int i = 0; i < 3; i++) {
        assert_true(aid_http_open(&c[i], limited.port));
        assert_true(answers(&c[i]));
    }
    assert_true(aid_http_open(&c[3], limited.port));
    assert_false(answers(&c[3]));
    aid_http_close(&c[3]);
    assert_int_equal(metrics_get(limited.metrics, METRIC_CONNECTIONS_REFUSED), 1);
    aid_http_close(&c[0]);
    bool again = false; /* as soon as the server has seen the end of the first */
    for (int i = 0; i < 100 && !again; i++) {
        assert_true(aid_http_open(&c[0], limited.port));
        if (!(again = answers(&c[0]))) aid_http_close(&c[0]);
        aid_server_pause(20);
    }
    assert_true(again);
    for (int i = 0; i < 3; i++) aid_http_close(&c[i]);
    aid_site_close(&limited);
}

static void test_a_trusted_proxy_is_not_limited(void **state) {
    (void)state;
    aid_site limited;
    aid_http c[5];
    aid_site_open(&limited, "shapes/stockholm",
                  (server_options){.address_max = 2, .trusted_proxy = "127.0.0.1"});
    for (int i = 0; i < 5; i++) {
        assert_true(aid_http_open(&c[i], limited.port));
        assert_true(answers(&c[i]));
    }
    for (int i = 0; i < 5; i++) aid_http_close(&c[i]);
    aid_site_close(&limited);
    err e;
    server *none = NULL;
    server_options bad = {.listen = "127.0.0.1:0", .trusted_proxy = "proxy.example"};
    assert_int_equal(server_start(&bad, routes, route_count, &site->service, &none, &e), ERR_USAGE);
    assert_non_null(strstr(e.text, "proxy.example"));
}

/* Behind a proxy that leaves the sub-path on, and one that takes it off. */
static void test_a_sub_path(void **state) {
    (void)state;
    aid_site under;
    aid_site_open(&under, "shapes/stockholm", (server_options){.base_path = "/sub/"});
    static const char *const targets[] = {"/sub/health", "/health", "/sub/", "/",
                                          "/sub/tiles/stockholm/violence/9/281/150.png?classes=3"};
    for (size_t i = 0; i < sizeof targets / sizeof *targets; i++) {
        aid_http_reply r = aid_site_get(&under, targets[i], NULL, 200);
        aid_http_reply_free(&r);
    }
    aid_http_reply r = aid_site_get(&under, "/sub/sub/health", NULL, 404);
    aid_http_reply_free(&r);
    r = aid_site_get(&under, "/subhealth", NULL, 404);
    aid_http_reply_free(&r);
    aid_site_close(&under);
}

/* A socket that systemd opened, by sd_listen_fds(3): number 3, for the process that LISTEN_PID
 * names. */
static void test_a_passed_socket(void **state) {
    (void)state;
    struct sockaddr_in a = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t len = sizeof a;
    int fd = socket(AF_INET, SOCK_STREAM, 0);
    assert_true(fd >= 0 && !bind(fd, (struct sockaddr *)&a, sizeof a) && !listen(fd, 5));
    assert_int_equal(getsockname(fd, (struct sockaddr *)&a, &len), 0);
    pid_t child = fork();
    if (!child) {
        listener l;
        char pid[20];
        dup2(fd, 3);
        snprintf(pid, sizeof pid, "%d", (int)getpid());
        setenv("LISTEN_PID", pid, 1);
        setenv("LISTEN_FDS", "1", 1);
        bool good = !listener_open("systemd", &l, NULL) && l.fd == 3 && l.port == ntohs(a.sin_port);
        setenv("LISTEN_FDS", "2", 1);
        good = good && listener_open("systemd", &l, NULL) == ERR_USAGE;
        setenv("LISTEN_PID", "1", 1);
        good = good && listener_open("systemd", &l, NULL) == ERR_USAGE;
        _exit(good ? 0 : 1);
    }
    int status = 1;
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_int_equal(status, 0);
    close(fd);
}

/* ---- the interface, described ---- */

/* docs/http.md has a line for each route, with its title. */
static void test_documentation(void **state) {
    (void)state;
    buf text = BUF_EMPTY;
    assert_int_equal(file_read("docs/http.md", 1 << 20, &text, NULL), ERR_OK);
    for (size_t i = 0; i < route_count; i++) {
        char line[400];
        snprintf(line, sizeof line, "| `%s` | %s | %s |", routes[i].pattern, routes[i].title,
                 route_cache_names[routes[i].cache]);
        if (!strstr(buf_text(&text), line)) fail_msg("docs/http.md lacks: %s", line);
    }
    buf_free(&text);
}

/* Every row is there with its variables; what it says of options is what the server holds to. */
static void test_openapi(void **state) {
    (void)state;
    json_t *root = aid_site_json(site, "/openapi.json", 200), *one;
    const json_t *paths = json_object_get(root, "paths");
    size_t i, looks = 0;
    assert_string_equal(aid_json_text(root, "openapi"), "3.1.0");
    assert_int_equal(json_object_size(paths), route_count);
    for (size_t k = 0; k < route_count; k++) {
        const json_t *get = json_object_get(json_object_get(paths, routes[k].pattern), "get");
        size_t variables = 0, told = 0;
        assert_non_null(get);
        for (const char *c = routes[k].pattern; *c; c++) variables += *c == '{';
        json_array_foreach(json_object_get(get, "parameters"), i, one) {
            told += !strcmp(aid_json_text(one, "in"), "path");
            if (!strcmp(aid_json_text(one, "name"), "classes")) {
                const json_t *schema = json_object_get(one, "schema");
                char target[120];
                int most = (int)json_integer_value(json_object_get(schema, "maximum"));
                for (int more = 0; more < 2 && strstr(routes[k].pattern, "/legend/"); more++) {
                    snprintf(target, sizeof target, "/legend/stockholm/violence.json?classes=%d",
                             most + more);
                    aid_http_reply r = aid_site_get(site, target, NULL, more ? 400 : 200);
                    aid_http_reply_free(&r);
                }
                looks++;
            }
        }
        assert_int_equal(told, variables);
    }
    assert_true(looks >= 6);
    one = json_object_get(json_object_get(root, "components"), "schemas");
    one = json_object_get(json_object_get(one, "Error"), "properties");
    one = json_object_get(json_object_get(one, "error"), "properties");
    json_t *wrong = aid_site_json(site, "/data/stockholm/violence.json?classes=x", 400);
    const char *key;
    const json_t *value;
    json_object_foreach(json_object_get(wrong, "error"), key, value)
        assert_non_null(json_object_get(one, key));
    assert_int_equal(json_object_size(json_object_get(wrong, "error")), json_object_size(one));
    json_decref(wrong);
    json_decref(root);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_texts_are_packed),
        cmocka_unit_test(test_images_are_not),
        cmocka_unit_test(test_who_takes_gzip),
        cmocka_unit_test(test_etags_of_packed_texts),
        cmocka_unit_test(test_head_is_as_long_as_get),
        cmocka_unit_test(test_requests_are_counted),
        cmocka_unit_test(test_a_restyle_draws_nothing),
        cmocka_unit_test(test_metrics_are_well_formed),
        cmocka_unit_test(test_a_hot_tile_is_the_same),
        cmocka_unit_test(test_access_log),
        cmocka_unit_test(test_connections_of_one_address),
        cmocka_unit_test(test_a_trusted_proxy_is_not_limited),
        cmocka_unit_test(test_a_sub_path),
        cmocka_unit_test(test_a_passed_socket),
        cmocka_unit_test(test_documentation),
        cmocka_unit_test(test_openapi),
    };
    return cmocka_run_group_tests(tests, aid_site_stockholm_open, aid_site_stockholm_close);
}
