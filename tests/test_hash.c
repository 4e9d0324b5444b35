/* Truth: the test vectors of FNV-1a, 64 bit, as published by Landon Curt Noll
 * (http://www.isthe.com/chongo/tech/comp/fnv/, also in draft-eastlake-fnv). */
#include "aid_cmocka.h"
#include "aid_random.h"
#include "base/hash.h"

#include <math.h>
#include <stdbool.h>
#include <string.h>

static void test_published_vectors(void **state) {
    (void)state;
    static const struct {
        const char *text;
        uint64_t hash;
    } rows[] = {
        {"", UINT64_C(0xcbf29ce484222325)},
        {"a", UINT64_C(0xaf63dc4c8601ec8c)},
        {"b", UINT64_C(0xaf63df4c8601f1a5)},
        {"f", UINT64_C(0xaf63db4c8601ead9)},
        {"fo", UINT64_C(0x08985907b541d342)},
        {"foo", UINT64_C(0xdcb27518fed9d577)},
        {"foob", UINT64_C(0xdd120e790c2512af)},
        {"fooba", UINT64_C(0xcac165afa2fef40a)},
        {"foobar", UINT64_C(0x85944171f73967e8)},
        {"chongo was here!\n", UINT64_C(0x46810940eff5f915)},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        assert_true(hash_bytes(HASH_INIT, rows[i].text, strlen(rows[i].text)) == rows[i].hash);
    assert_true(hash_bytes(HASH_INIT, NULL, 0) == HASH_INIT);
}

/* By a program of its own in another language, after the words of hash.h. */
static void test_blocks_of_any_length(void **state) {
    (void)state;
    static const struct {
        size_t len;
        uint64_t hash;
    } rows[] = {
        {0, UINT64_C(0x1ae43839ddd16471)},   {1, UINT64_C(0x832ffc53eacdadb6)},
        {31, UINT64_C(0x1f96cfc605328317)},  {32, UINT64_C(0x70897e5bd525da43)},
        {33, UINT64_C(0x5f7c560b2f527de0)},  {64, UINT64_C(0x8c003a629fb60b30)},
        {200, UINT64_C(0x4ec54bb847e4a113)},
    };
    uint8_t data[200];
    for (size_t i = 0; i < sizeof data; i++) data[i] = (uint8_t)(i * 7 + 3);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        assert_true(hash_block(HASH_INIT, data, rows[i].len) == rows[i].hash);
    for (size_t bit = 0; bit < 8 * sizeof data; bit++) { /* no bit is lost */
        data[bit / 8] ^= (uint8_t)(1u << bit % 8);
        assert_true(hash_block(HASH_INIT, data, sizeof data) != UINT64_C(0x4ec54bb847e4a113));
        data[bit / 8] ^= (uint8_t)(1u << bit % 8);
    }
}

static void test_parts_in_turn_are_the_whole(void **state) {
    (void)state;
    for (size_t cut = 0; cut <= 6; cut++) {
        uint64_t h = hash_bytes(HASH_INIT, "foobar", cut);
        assert_true(hash_bytes(h, "foobar" + cut, 6 - cut) == UINT64_C(0x85944171f73967e8));
    }
}

static void test_strings_count_their_end(void **state) {
    (void)state;
    assert_true(hash_str(HASH_INIT, "foo") == hash_bytes(HASH_INIT, "foo\0", 4));
    assert_true(hash_str(hash_str(HASH_INIT, "ab"), "c") !=
                hash_str(hash_str(HASH_INIT, "a"), "bc"));
    assert_true(hash_str(HASH_INIT, "") != HASH_INIT);
}

static void test_numbers_are_little_endian(void **state) {
    (void)state;
    const uint8_t low_first[8] = {0xef, 0xcd, 0xab, 0x89, 0x67, 0x45, 0x23, 0x01};
    assert_true(hash_u64(HASH_INIT, UINT64_C(0x0123456789abcdef)) ==
                hash_bytes(HASH_INIT, low_first, 8));
    aid_random r = {1}; /* with zero bytes in all places */
    for (int i = 0; i < 4096; i++) {
        uint8_t b[8];
        uint64_t v = 0, seed = aid_random_bits(&r);
        for (int k = 0; k < 8; k++) {
            b[k] = (uint8_t)(seed >> (8 + k) & 1 ? seed >> (7 * k) : 0);
            v |= (uint64_t)b[k] << 8 * k;
        }
        assert_true(hash_u64(seed, v) == hash_bytes(seed, b, sizeof b));
    }
    const uint8_t one[8] = {0, 0, 0, 0, 0, 0, 0xf0, 0x3f}; /* 1.0 in IEEE 754 */
    assert_true(hash_f64(HASH_INIT, 1.0) == hash_bytes(HASH_INIT, one, 8));
}

/* Keys as of neighboring tiles: of 2^14 in as many places of a table, by bits 8 and up, about 1/e
 * of the places stay empty; were they regular, none or almost all. */
static void test_short_hashes_spread(void **state) {
    (void)state;
    enum { SIDE = 128, PLACES = SIDE * SIDE };
    static bool taken[PLACES];
    size_t empty = PLACES;
    for (uint64_t x = 0; x < SIDE; x++)
        for (uint64_t y = 0; y < SIDE; y++) {
            const uint64_t key[] = {7, 9, x << 32 | y, 1};
            bool *place = &taken[hash_short(HASH_INIT, key, sizeof key) >> 8 & (PLACES - 1)];
            empty -= !*place;
            *place = true;
        }
    assert_in_range(empty, PLACES / 3, PLACES / 2);
    for (size_t n = 0; n < 20; n++) /* each byte counts, and how many there are */
        for (size_t i = 0; i < n; i++) {
            uint8_t b[20] = {0};
            uint64_t h = hash_short(HASH_INIT, b, n);
            b[i] = 1;
            assert_true(hash_short(HASH_INIT, b, n) != h);
            b[i] = 0;
            assert_true(hash_short(HASH_INIT, b, i) != h);
        }
}

static void test_equal_numbers_hash_equal(void **state) {
    (void)state;
    uint64_t sign = UINT64_C(1) << 63, bits;
    double nan = NAN, other;
    memcpy(&bits, &nan, sizeof bits);
    bits = (bits ^ sign) | 1; /* another NaN */
    memcpy(&other, &bits, sizeof other);
    assert_true(isnan(other));
    assert_true(hash_f64(HASH_INIT, nan) == hash_f64(HASH_INIT, other));
    assert_true(hash_f64(HASH_INIT, 0.0) == hash_f64(HASH_INIT, -0.0));
    assert_true(hash_f64(HASH_INIT, 0.0) != hash_f64(HASH_INIT, nan));
    assert_true(hash_f64(HASH_INIT, 1.0) != hash_f64(HASH_INIT, -1.0));
    assert_true(hash_f64(HASH_INIT, INFINITY) != hash_f64(HASH_INIT, -INFINITY));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_published_vectors),
        cmocka_unit_test(test_blocks_of_any_length),
        cmocka_unit_test(test_parts_in_turn_are_the_whole),
        cmocka_unit_test(test_strings_count_their_end),
        cmocka_unit_test(test_numbers_are_little_endian),
        cmocka_unit_test(test_short_hashes_spread),
        cmocka_unit_test(test_equal_numbers_hash_equal),
    };
    return cmocka_run_group_tests_name("hash", tests, NULL, NULL);
}
