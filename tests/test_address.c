/* Who a client is.  Expected by hand, from RFC 4291 and the rules in address.h. */
#include "aid_cmocka.h"
#include "serve/crowd.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>

static address parsed(const char *text) {
    address a;
    if (!address_parse(text, strlen(text), &a)) fail_msg("%s is no address", text);
    return a;
}

static void check_format(const char *text, const char *want) {
    char got[ADDRESS_TEXT_MAX];
    address_format(parsed(text), got);
    assert_string_equal(got, want);
}

static void test_texts(void **state) {
    (void)state;
    static const char *const none[] = {"",        "a",      "1.2.3",     "1.2.3.4.5", "[::1",
                                       "unknown", "::1::2", "300.1.1.1", "_hidden"};
    address a;
    check_format("192.0.2.1", "192.0.2.1");
    check_format(" 192.0.2.1:8080 ", "192.0.2.1");
    check_format("2001:DB8:0::1", "2001:db8::1");
    check_format("[2001:db8::1]:80", "2001:db8::1");
    check_format("::ffff:192.0.2.7", "192.0.2.7"); /* one client, however it came */
    for (size_t i = 0; i < sizeof none / sizeof *none; i++)
        assert_false(address_parse(none[i], strlen(none[i]), &a));
}

static void test_sockets(void **state) {
    (void)state;
    char got[ADDRESS_TEXT_MAX];
    struct sockaddr_in v4 = {.sin_family = AF_INET};
    inet_pton(AF_INET, "10.1.2.3", &v4.sin_addr);
    address_format(address_of_socket((struct sockaddr *)&v4), got);
    assert_string_equal(got, "10.1.2.3");
    struct sockaddr local = {.sa_family = AF_UNIX};
    assert_false(address_is_known(address_of_socket(&local)));
    assert_false(address_is_known(address_of_socket(NULL)));
    address_format(address_of_socket(NULL), got);
    assert_string_equal(got, "-");
}

static void test_ranges(void **state) {
    (void)state;
    address_ranges r;
    assert_int_equal(address_ranges_parse("10.0.0.0/8, ::1,192.0.2.4/31", &r, NULL), ERR_OK);
    assert_int_equal(r.count, 3);
    static const struct {
        const char *text;
        bool in;
    } cases[] = {{"10.255.0.1", true}, {"11.0.0.1", false},  {"::1", true},      {"::2", false},
                 {"192.0.2.5", true},  {"192.0.2.6", false}, {"0.0.0.1", false}, {"a00::", false}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_int_equal(address_ranges_have(&r, parsed(cases[i].text)), cases[i].in);
    assert_int_equal(address_ranges_parse("0.0.0.0/0", &r, NULL), ERR_OK);
    assert_true(address_ranges_have(&r, parsed("8.8.8.8")));
    assert_false(address_ranges_have(&r, parsed("2001:db8::1")));
    static const char *const bad[] = {"",    "10.0.0.0/33",     "10.0.0.0/",
                                      "a/8", "10.0.0.0/8,,::1", "::1/129"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        assert_int_equal(address_ranges_parse(bad[i], &r, NULL), ERR_USAGE);
}

static void check_behind(const char *trusted, const char *peer, const char *header,
                         const char *want) {
    address_ranges r = {0};
    char got[ADDRESS_TEXT_MAX];
    if (trusted) assert_int_equal(address_ranges_parse(trusted, &r, NULL), ERR_OK);
    address_format(address_behind(&r, peer ? parsed(peer) : (address){{0}}, header), got);
    assert_string_equal(got, want);
}

static void test_proxies(void **state) {
    (void)state;
    check_behind("10.0.0.0/8", "10.0.0.1", "192.0.2.9", "192.0.2.9");
    check_behind("10.0.0.0/8", "10.0.0.1", NULL, "10.0.0.1");
    /* who is no proxy of ours may say what it likes */
    check_behind("10.0.0.0/8", "198.51.100.1", "192.0.2.9", "198.51.100.1");
    check_behind(NULL, "10.0.0.1", "192.0.2.9", "10.0.0.1");
    /* what the client itself put there, at the left, does not count */
    check_behind("10.0.0.0/8", "10.0.0.1", "1.2.3.4, 192.0.2.9, 10.0.0.7", "192.0.2.9");
    check_behind("10.0.0.0/8", "10.0.0.1", "1.2.3.4, nonsense", "10.0.0.1");
    check_behind("10.0.0.0/8", "10.0.0.1", "10.0.0.8,10.0.0.9", "10.0.0.8");
    check_behind(NULL, NULL, "192.0.2.9", "192.0.2.9"); /* a unix socket */
}

static void test_crowd(void **state) {
    (void)state;
    crowd c = {0};
    address a = parsed("192.0.2.1"), b = parsed("2001:db8::1"), same = parsed("2001:db8::ffff:2");
    assert_int_equal(crowd_count(&c, a), 0);
    assert_true(crowd_enter(&c, a) && crowd_enter(&c, a) && crowd_enter(&c, b));
    assert_int_equal(crowd_count(&c, a), 2);
    assert_int_equal(crowd_count(&c, same), 1); /* the same network of 64 bits */
    crowd_leave(&c, a);
    assert_int_equal(crowd_count(&c, a), 1);
    crowd_leave(&c, a);
    assert_int_equal(crowd_count(&c, a), 0);
    assert_int_equal(crowd_count(&c, b), 1);
    crowd_leave(&c, same);
    assert_int_equal(c.count, 0);
    free(c.one);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_texts),  cmocka_unit_test(test_sockets),
        cmocka_unit_test(test_ranges), cmocka_unit_test(test_proxies),
        cmocka_unit_test(test_crowd),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
