#include "aid_cmocka.h"
#include "aid_slots.h"
#include "tile/tokens.h"

#include <libdeflate.h>
#include <malloc.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

#define COUNT(a) (sizeof(a) / sizeof *(a))

enum { STORED, FIXED, DYNAMIC }; /* RFC 1951, 3.2.3 */

typedef struct image {
    uint32_t width, height;
    uint16_t *slot;
} image;

static image image_of(uint32_t width, uint32_t height) {
    image m = {width, height, calloc((size_t)width * height, sizeof *m.slot)};
    assert_non_null(m.slot);
    return m;
}

static tokens *make(const image *m) {
    err e = {0};
    tokens *t = NULL;
    if (tokens_make(m->slot, m->width, m->height, &t, &e)) fail_msg("%s", e.text);
    return t;
}

static void inflate_by_zlib(const uint8_t *data, size_t len, uint8_t *out, size_t room) {
    z_stream z = {.next_in = (Bytef *)(uintptr_t)data,
                  .avail_in = (uInt)len,
                  .next_out = out,
                  .avail_out = (uInt)room};
    assert_int_equal(inflateInit(&z), Z_OK);
    assert_int_equal(inflate(&z, Z_FINISH), Z_STREAM_END);
    assert_int_equal(z.avail_in, 0);
    assert_int_equal(z.avail_out, 0);
    inflateEnd(&z);
}

static void inflate_by_libdeflate(const uint8_t *data, size_t len, uint8_t *out, size_t room) {
    struct libdeflate_decompressor *d = libdeflate_alloc_decompressor();
    size_t read = 0, written = 0;
    assert_non_null(d);
    assert_int_equal(libdeflate_zlib_decompress_ex(d, data, len, out, room, &read, &written), 0);
    assert_int_equal(read, len);
    assert_int_equal(written, room);
    libdeflate_free_decompressor(d);
}

static uint32_t big_endian(const uint8_t *p) {
    return (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 | (uint32_t)p[2] << 8 | p[3];
}

/* Emits behind something else, and compares with the painted image what two decoders make of it.
 * Returns the stream's size; `kind`: of its block. */
static size_t check_look(const image *m, const tokens *t, const uint8_t *byte_of_slot, int *kind) {
    size_t n = (size_t)m->height * (1 + m->width);
    uint8_t *painted = malloc(n), *decoded = malloc(n);
    buf out = BUF_EMPTY;
    err e = {0};
    assert_true(painted && decoded);
    buf_adds(&out, "before");
    if (tokens_emit(t, byte_of_slot, &out, &e)) fail_msg("%s", e.text);
    assert_memory_equal(out.data, "before", 6);
    assert_int_equal(out.data[out.len], 0);
    const uint8_t *stream = out.data + 6;
    size_t len = out.len - 6;
    assert_int_equal(tokens_decoded(t), n);
    assert_in_range(len, 8, n + 5 * ((n + 65534) / 65535) + 6);
    aid_slots_paint(m->slot, m->width, m->height, byte_of_slot, painted);
    assert_true(big_endian(stream + len - 4) == adler32(1, painted, (uInt)n));
    inflate_by_zlib(stream, len, decoded, n);
    assert_memory_equal(decoded, painted, n);
    memset(decoded, 1, n);
    inflate_by_libdeflate(stream, len, decoded, n);
    assert_memory_equal(decoded, painted, n);
    if (kind) *kind = stream[2] >> 1 & 3;
    free(painted);
    free(decoded);
    buf_free(&out);
    return len;
}

typedef uint8_t byte_rule(aid_random *r, size_t slot);
static uint8_t to_zero(aid_random *r, size_t slot) { return (void)r, (void)slot, 0; }
static uint8_t to_255(aid_random *r, size_t slot) { return (void)r, (void)slot, 255; }
static uint8_t to_itself(aid_random *r, size_t slot) { return (void)r, (uint8_t)slot; }
static uint8_t to_any(aid_random *r, size_t slot) {
    return (void)slot, (uint8_t)(aid_random_bits(r) >> 40);
}
static uint8_t to_five(aid_random *r, size_t slot) { return to_any(r, slot) % 5; }
static uint8_t to_rare(aid_random *r, size_t slot) { /* each byte half as often as the one before */
    unsigned k = 0;
    for (uint64_t bits = aid_random_bits(r) >> 20 | (uint64_t)1 << 40; !(bits & 1); bits >>= 1) k++;
    return (void)slot, (uint8_t)(k * 5);
}
static byte_rule *const rules[] = {to_zero, to_255, to_itself, to_any, to_five, to_rare};

static void check_all_looks(const image *m) {
    aid_random r = {77};
    tokens *t = make(m);
    size_t n = tokens_slots(t);
    uint8_t *byte_of_slot = malloc(n); /* exactly: a read beyond it is seen */
    assert_non_null(byte_of_slot);
    for (size_t k = 0; k < COUNT(rules); k++) {
        for (size_t s = 0; s < n; s++) byte_of_slot[s] = rules[k](&r, s);
        check_look(m, t, byte_of_slot, NULL);
        double same = tokens_same_share(t, byte_of_slot);
        assert_true(same >= 0 && same <= 1);
        if (rules[k] == to_zero) assert_true(same == 0 || same == 1);
    }
    free(byte_of_slot);
    tokens_free(t);
}

static const struct cells {
    uint32_t px;
    size_t districts;
    bool ink;
} cells[] = {
    {256, 45, true}, {256, 134, true}, {256, 408, true}, {256, 134, false}, {512, 45, true}};

static void test_districts(void **state) {
    (void)state;
    aid_random r = {5};
    for (size_t i = 0; i < COUNT(cells); i++) {
        aid_slots s;
        aid_slots_cells(&r, cells[i].px, cells[i].districts, cells[i].ink, &s);
        image m = {s.px, s.px, s.slot};
        tokens *t = make(&m);
        uint8_t *byte_of_slot = malloc(s.count);
        assert_non_null(byte_of_slot);
        assert_int_equal(tokens_slots(t), s.count);
        for (int look = 0; look < 4; look++) {
            int kind;
            assert_in_range(aid_slots_look(&s, &r, 5, byte_of_slot), 2, 256);
            check_look(&m, t, byte_of_slot, &kind);
            assert_int_equal(kind, DYNAMIC);
        }
        free(byte_of_slot);
        tokens_free(t);
        check_all_looks(&m);
        aid_slots_free(&s);
    }
}

static const uint32_t sizes[][2] = {{1, 1},    {1, 2},    {2, 1},   {1, 300},  {300, 1},
                                    {2, 2},    {3, 257},  {257, 3}, {64, 64},  {255, 9},
                                    {1, 1024}, {1024, 1}, {31, 37}, {256, 256}};

typedef uint16_t slot_rule(aid_random *r, uint32_t x, uint32_t y);
static uint16_t solid(aid_random *r, uint32_t x, uint32_t y) {
    return (void)r, (void)x, (void)y, 3;
}
static uint16_t halves(aid_random *r, uint32_t x, uint32_t y) { return (void)r, (void)y, x > 20; }
static uint16_t checkers(aid_random *r, uint32_t x, uint32_t y) {
    return (void)r, (uint16_t)((x ^ y) & 1);
}
static uint16_t two(aid_random *r, uint32_t x, uint32_t y) {
    return (void)x, (void)y, (uint16_t)(aid_random_bits(r) >> 40) & 1;
}
static uint16_t noise(aid_random *r, uint32_t x, uint32_t y) {
    return (void)x, (void)y, (uint16_t)((aid_random_bits(r) >> 30) % TOKENS_SLOTS_MAX);
}
static uint16_t stripes(aid_random *r, uint32_t x, uint32_t y) {
    return (void)r, (uint16_t)((x + 3 * y) % 40 < 33 ? 7 : 0x7ff0 + (x + 3 * y) % 40);
}
static uint16_t numbered(aid_random *r, uint32_t x, uint32_t y) {
    return (void)r, (uint16_t)((y * 256 + x) % TOKENS_SLOTS_MAX);
}
static slot_rule *const pictures[] = {solid, halves, checkers, two, noise, stripes, numbered};

static void test_sizes_and_pictures(void **state) {
    (void)state;
    aid_random r = {9};
    for (size_t i = 0; i < COUNT(sizes); i++)
        for (size_t k = 0; k < COUNT(pictures); k++) {
            image m = image_of(sizes[i][0], sizes[i][1]);
            for (uint32_t p = 0; p < m.width * m.height; p++)
                m.slot[p] = pictures[k](&r, p % m.width, p / m.width);
            check_all_looks(&m);
            free(m.slot);
        }
}

/* Copies of what came before, from everywhere: more distances than words have room for, the
 * window's largest, all lengths; and slots whose literals need a second word. */
static void test_copies_from_anywhere(void **state) {
    (void)state;
    aid_random r = {21};
    image m = image_of(400, 300);
    uint32_t n = m.width * m.height;
    for (uint32_t i = 0; i < n;) {
        uint32_t length = 1 + (uint32_t)aid_random_in(&r, 0, 400);
        uint32_t back = 1 + (uint32_t)aid_random_in(&r, 0, i < 40000 ? i : 40000);
        if (i && aid_random_bits(&r) >> 62)
            for (; length-- && i < n; i++) m.slot[i] = m.slot[i - (back < i ? back : i)];
        else
            for (length %= 9; length-- && i < n; i++) m.slot[i] = noise(&r, 0, 0);
    }
    check_all_looks(&m);
    free(m.slot);
}

/* The largest image, whose sums are the largest. */
static void test_largest(void **state) {
    (void)state;
    image m = image_of(TOKENS_SIDE_MAX, TOKENS_SIDE_MAX);
    aid_random r = {33};
    for (uint32_t i = 0; i < m.width * m.height; i++)
        m.slot[i] = i % 7 ? (uint16_t)(i >> 12) : noise(&r, 0, 0);
    check_all_looks(&m);
    free(m.slot);
}

/* Literals as often as Fibonacci's numbers: unlimited codes would be deeper than 15 bits. */
static void test_deep_codes(void **state) {
    (void)state;
    enum { DEEP = 22 };
    image m = image_of(256, 256);
    aid_random r = {3};
    uint32_t n = 0, a = 1, b = 1;
    for (uint16_t k = 0; k < DEEP; k++) {
        for (uint32_t i = 0; i < a && n < m.width * m.height; i++) m.slot[n++] = k;
        uint32_t sum = a + b;
        a = b, b = sum;
    }
    for (uint32_t i = m.width * m.height - 1; i > 0; i--) { /* shuffled, so that little repeats */
        uint32_t k = (uint32_t)aid_random_in(&r, 0, i + 1.0);
        uint16_t moved = m.slot[i];
        m.slot[i] = m.slot[k], m.slot[k] = moved;
    }
    check_all_looks(&m);
    free(m.slot);
}

/* What is smaller by RFC 1951: one pixel fits fixed codes, noise no codes at all. */
static void test_kinds_of_blocks(void **state) {
    (void)state;
    aid_random r = {15};
    uint8_t *byte_of_slot = malloc(TOKENS_SLOTS_MAX);
    assert_non_null(byte_of_slot);
    for (size_t s = 0; s < TOKENS_SLOTS_MAX; s++) byte_of_slot[s] = to_any(&r, s);
    int kind;
    image one = image_of(1, 1), many = image_of(300, 300);
    tokens *t = make(&one);
    /* 2 bytes, a block of 3 + 8 + 8 or 9 + 7 bits, 4 bytes */
    assert_int_equal(check_look(&one, t, byte_of_slot, &kind), 10);
    assert_int_equal(kind, FIXED);
    tokens_free(t);
    for (uint32_t i = 0; i < many.width * many.height; i++) many.slot[i] = noise(&r, 0, 0);
    t = make(&many);
    assert_int_equal(check_look(&many, t, byte_of_slot, &kind), 2 + 300 * 301 + 2 * 5 + 4);
    assert_int_equal(kind, STORED);
    tokens_free(t);
    free(one.slot);
    free(many.slot);
    free(byte_of_slot);
}

/* At most as large as what libdeflate's level 6 makes of slots that all look different, where both
 * have the same repeats to find. */
static void test_the_parse_is_strong(void **state) {
    (void)state;
    aid_random r = {5};
    uint8_t byte_of_slot[256];
    struct libdeflate_compressor *c = libdeflate_alloc_compressor(6);
    assert_non_null(c);
    for (size_t i = 0; i < 256; i++) byte_of_slot[i] = (uint8_t)i;
    for (size_t districts = 2; districts <= 8; districts += 2) {
        aid_slots s;
        aid_slots_cells(&r, 256, districts, districts % 4 == 0, &s);
        assert_in_range(s.count, 2, 256);
        image m = {s.px, s.px, s.slot};
        tokens *t = make(&m);
        size_t n = tokens_decoded(t), len = check_look(&m, t, byte_of_slot, NULL);
        uint8_t *painted = malloc(n), *packed = malloc(2 * n);
        assert_true(painted && packed);
        aid_slots_paint(s.slot, s.px, s.px, byte_of_slot, painted);
        assert_in_range(len, 1, libdeflate_zlib_compress(c, painted, n, packed, 2 * n));
        free(painted);
        free(packed);
        tokens_free(t);
        aid_slots_free(&s);
    }
    libdeflate_free_compressor(c);
}

/* 0 0 1 1 | 2 2 3 3 in every row; borders between 0|1, 1|2, 2|3 only, wherever tokens meet. */
static void test_same_share(void **state) {
    (void)state;
    image m = image_of(4, 1);
    for (uint32_t x = 0; x < 4; x++) m.slot[x] = (uint16_t)x; /* all literals: three borders */
    tokens *t = make(&m);
    assert_int_equal(tokens_count(t), 5);
    assert_true(tokens_same_share(t, (uint8_t[]){1, 2, 3, 4}) == 0);
    assert_true(tokens_same_share(t, (uint8_t[]){1, 1, 3, 4}) == 1.0 / 3);
    assert_true(tokens_same_share(t, (uint8_t[]){4, 4, 4, 1}) == 2.0 / 3);
    assert_true(tokens_same_share(t, (uint8_t[]){0, 0, 0, 0}) == 1);
    tokens_free(t);
    memset(m.slot, 0, 4 * sizeof *m.slot);
    t = make(&m);
    assert_true(tokens_same_share(t, (uint8_t[]){1}) == 0); /* no border at all */
    tokens_free(t);
    free(m.slot);
}

static void test_same_slots_give_same_bytes(void **state) {
    (void)state;
    aid_random r = {5};
    aid_slots s;
    aid_slots_cells(&r, 128, 40, true, &s);
    image m = {s.px, s.px, s.slot};
    tokens *one = make(&m), *other = make(&m);
    uint8_t *byte_of_slot = calloc(s.count, 1);
    buf a = BUF_EMPTY, b = BUF_EMPTY;
    assert_non_null(byte_of_slot);
    aid_slots_look(&s, &r, 5, byte_of_slot);
    assert_int_equal(tokens_emit(one, byte_of_slot, &a, NULL), ERR_OK);
    assert_int_equal(tokens_emit(other, byte_of_slot, &b, NULL), ERR_OK);
    assert_int_equal(a.len, b.len);
    assert_memory_equal(a.data, b.data, a.len);
    assert_int_equal(tokens_memory(one), tokens_memory(other));
    buf_free(&a);
    buf_free(&b);
    tokens_free(one);
    tokens_free(other);
    free(byte_of_slot);
    aid_slots_free(&s);
}

/* As the allocator tells it: it rounds up by less than 32 bytes. */
static void test_memory(void **state) {
    (void)state;
    aid_random r = {5};
    aid_slots s;
    aid_slots_cells(&r, 128, 90, true, &s);
    tokens *t = make(&(image){s.px, s.px, s.slot});
    size_t usable = malloc_usable_size(t);
    assert_in_range(usable, tokens_memory(t), tokens_memory(t) + 31);
    tokens_free(t);
    tokens_free(NULL);
    aid_slots_free(&s);
}

static void test_refusals(void **state) {
    (void)state;
    static const uint32_t bad[][2] = {
        {0, 1}, {1, 0}, {1025, 1}, {1, 1025}, {UINT32_MAX, UINT32_MAX}};
    const uint16_t high[2] = {0, TOKENS_SLOTS_MAX};
    err e = {0};
    tokens *t = NULL;
    for (size_t i = 0; i < COUNT(bad); i++)
        assert_int_equal(tokens_make(high, bad[i][0], bad[i][1], &t, &e), ERR_RANGE);
    assert_int_equal(tokens_make(high, 2, 1, &t, &e), ERR_RANGE);
    assert_string_equal(e.text, "slot 65535: slots must be below 65535");
    assert_null(t);
    assert_int_equal(tokens_make(high, 1, 1, &t, &e), ERR_OK);
    buf broken = {.failed = 1};
    assert_int_equal(tokens_emit(t, (uint8_t[]){0}, &broken, &e), ERR_NOMEM);
    assert_int_equal(broken.len, 0);
    tokens_free(t);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_districts),
        cmocka_unit_test(test_sizes_and_pictures),
        cmocka_unit_test(test_copies_from_anywhere),
        cmocka_unit_test(test_largest),
        cmocka_unit_test(test_deep_codes),
        cmocka_unit_test(test_kinds_of_blocks),
        cmocka_unit_test(test_the_parse_is_strong),
        cmocka_unit_test(test_same_share),
        cmocka_unit_test(test_same_slots_give_same_bytes),
        cmocka_unit_test(test_memory),
        cmocka_unit_test(test_refusals),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
