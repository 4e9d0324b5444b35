/* Truth: the PNG specification's layout and checksum written out by hand, and libpng's reader. */
#include "aid_cmocka.h"
#include "aid_random.h"
#include "draw/png.h"
#include "tile/tilepng.h"

#include <stdlib.h>
#include <string.h>
#include <zlib.h>

static tilepng_deflater *deflater(void) {
    tilepng_deflater *d = NULL;
    assert_int_equal(tilepng_deflater_create(&d, NULL), ERR_OK);
    return d;
}

static uint32_t big(const uint8_t *p) {
    return (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 | (uint32_t)p[2] << 8 | p[3];
}

static uint32_t crc(const uint8_t *p, size_t n) { /* annex D, bit by bit */
    uint32_t c = 0xffffffff;
    while (n--) {
        c ^= *p++;
        for (int i = 0; i < 8; i++) c = c & 1 ? 0xedb88320 ^ c >> 1 : c >> 1;
    }
    return ~c;
}

/* A chunk of that name and length lies at *at; moves on to the next. */
static const uint8_t *take(const uint8_t **at, const char name[4], size_t len) {
    const uint8_t *p = *at;
    assert_int_equal(big(p), len);
    assert_memory_equal(p + 4, name, 4);
    assert_int_equal(big(p + 8 + len), crc(p + 4, len + 4));
    *at = p + 12 + len;
    return p + 8;
}

/* ---- rows --------------------------------------------------------------------------- */

/* Bits by hand: filter 0, then pixels from the high bits down, the last byte filled with 0. */
static void test_rows_are_packed_from_the_left(void **state) {
    (void)state;
    static const uint16_t pixels[2][5] = {{1, 0, 1, 1, 0}, {0, 1, 1, 0, 1}};
    static const uint8_t flat[] = {0, 1}, swapped[] = {1, 0}, sparse[] = {2, 3};
    uint8_t rows[12];
    assert_int_equal(tilepng_rows_size(5, 2, 1), 4);
    tilepng_rows(pixels[0], flat, 5, 2, 1, rows);
    assert_memory_equal(rows, ((const uint8_t[]){0, 0xb0, 0, 0x68}), 4);
    tilepng_rows(pixels[0], swapped, 5, 2, 1, rows);
    assert_memory_equal(rows, ((const uint8_t[]){0, 0x48, 0, 0x90}), 4);
    assert_int_equal(tilepng_rows_size(5, 2, 2), 6);
    tilepng_rows(pixels[0], sparse, 5, 2, 2, rows); /* 11101111 10000000, 10111110 11000000 */
    assert_memory_equal(rows, ((const uint8_t[]){0, 0xef, 0x80, 0, 0xbe, 0xc0}), 6);
    assert_int_equal(tilepng_rows_size(5, 2, 4), 8);
    tilepng_rows(pixels[0], sparse, 5, 2, 4, rows);
    assert_memory_equal(rows, ((const uint8_t[]){0, 0x32, 0x33, 0x20, 0, 0x23, 0x32, 0x30}), 8);
    assert_int_equal(tilepng_rows_size(5, 2, 8), 12);
    tilepng_rows(pixels[0], sparse, 5, 2, 8, rows);
    assert_memory_equal(rows, ((const uint8_t[]){0, 3, 2, 3, 3, 2, 0, 2, 3, 3, 2, 3}), 12);
    assert_int_equal(tilepng_rows_size(5, 2, 32), 42);
}

static void test_pixels_come_back_from_rows(void **state) {
    (void)state;
    aid_random r = {3};
    for (unsigned depth = 1; depth <= 8; depth *= 2)
        for (uint32_t width = 1; width < 40; width += 3) {
            uint16_t in[40 * 7], out[40 * 7];
            uint8_t rows[41 * 7], entry_of[256];
            for (unsigned i = 0; i < 256; i++) entry_of[i] = (uint8_t)i;
            for (size_t i = 0; i < width * 7; i++)
                in[i] = (uint16_t)(aid_random_bits(&r) >> 9 & ((1U << depth) - 1));
            tilepng_rows(in, entry_of, width, 7, depth, rows);
            tilepng_pixels(rows, width, 7, depth, out);
            assert_memory_equal(in, out, width * 7 * sizeof *in);
        }
}

/* ---- files -------------------------------------------------------------------------- */

static void test_a_head_is_laid_out_as_specified(void **state) {
    (void)state;
    const rgba colors[] = {{1, 2, 3, 0}, {4, 5, 6, 255}, {7, 8, 9, 77}, {10, 11, 12, 255}};
    uint8_t head[TILEPNG_HEAD_MAX];
    size_t len = tilepng_head(256, 512, 2, colors, 4, head);
    const uint8_t *at = head;
    assert_memory_equal(at, "\x89PNG\r\n\x1a\n", 8);
    at += 8;
    assert_memory_equal(take(&at, "IHDR", 13),
                        ((const uint8_t[]){0, 0, 1, 0, 0, 0, 2, 0, 2, 3, 0, 0, 0}), 13);
    assert_memory_equal(take(&at, "PLTE", 12),
                        ((const uint8_t[]){1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12}), 12);
    assert_memory_equal(take(&at, "tRNS", 3), ((const uint8_t[]){0, 255, 77}), 3);
    assert_int_equal(at - head, len);

    len = tilepng_head(256, 256, 1, colors + 1, 1, head); /* opaque: no tRNS */
    assert_int_equal(len, 8 + 25 + 12 + 3);

    len = tilepng_head(512, 512, 32, NULL, 0, head);
    at = head + 8;
    assert_memory_equal(take(&at, "IHDR", 13),
                        ((const uint8_t[]){0, 0, 2, 0, 0, 0, 2, 0, 8, 6, 0, 0, 0}), 13);
    assert_int_equal(at - head, len);

    rgba many[256] = {{0}};
    assert_int_equal(tilepng_head(256, 256, 8, many, 256, head), TILEPNG_HEAD_MAX);
}

static void test_a_tail_holds_the_rows(void **state) {
    (void)state;
    aid_random r = {4};
    tilepng_deflater *d = deflater();
    static uint8_t rows[70000], back[70000];
    for (size_t size = 1; size < sizeof rows; size = size * 3 + 1)
        for (int level = 1; level <= 12; level++) {
            for (size_t i = 0; i < size; i++) rows[i] = (uint8_t)(aid_random_bits(&r) >> 13 & 3);
            bytes tail;
            assert_int_equal(tilepng_tail(d, level, rows, size, &tail, NULL), ERR_OK);
            const uint8_t *at = tail.data;
            take(&at, "IDAT", tail.len - 24);
            take(&at, "IEND", 0);
            assert_int_equal(at - tail.data, tail.len);
            memset(back, 9, size);
            assert_int_equal(tilepng_tail_rows(d, tail, back, size, NULL), ERR_OK);
            assert_memory_equal(back, rows, size);
        }
    tilepng_deflater_free(d);
    tilepng_deflater_free(NULL);
}

/* Of both ways the smaller: on noise of few colors in blocks, where repeats are short, and on
 * rings.  zlib reads it. */
static void test_the_least_tail_holds_the_rows_and_is_no_larger(void **state) {
    (void)state;
    enum { SIDE = 96 };
    static uint16_t pixels[SIDE * SIDE];
    static uint8_t rows[(SIDE + 1) * SIDE], got[sizeof rows];
    tilepng_deflater *d = deflater();
    size_t smaller = 0;
    for (unsigned kind = 0; kind < 8; kind++) {
        unsigned depth = 1U << kind % 4;
        aid_random r = {kind + 1};
        for (unsigned i = 0; i < SIDE * SIDE; i++) {
            unsigned x = i % SIDE, y = i / SIDE, ring = (x * x + 2 * y * y) >> (6 + kind % 2);
            unsigned noise = (unsigned)(aid_random_bits(&r) >> 40) & (x / 16);
            pixels[i] = (uint16_t)((kind < 4 ? noise : ring) & ((1U << depth) - 1));
        }
        size_t size = tilepng_rows_size(SIDE, SIDE, depth);
        tilepng_rows(pixels, NULL, SIDE, SIDE, depth, rows);
        bytes tail;
        assert_int_equal(tilepng_tail(d, 12, rows, size, &tail, NULL), ERR_OK);
        size_t strongest = tail.len;
        assert_int_equal(tilepng_tail_least(d, rows, SIDE, SIDE, depth, &tail, NULL), ERR_OK);
        assert_true(tail.len <= strongest);
        smaller += tail.len < strongest;
        const uint8_t *at = tail.data;
        const uint8_t *stream = take(&at, "IDAT", big(at));
        uLongf n = size;
        assert_int_equal(uncompress(got, &n, stream, (uLong)(at - 4 - stream)), Z_OK);
        assert_int_equal(n, size);
        assert_memory_equal(got, rows, size);
        take(&at, "IEND", 0);
        assert_ptr_equal(at, tail.data + tail.len);
    }
    assert_true(smaller);
    tilepng_deflater_free(d);
}

static void test_rows_of_another_size_are_refused(void **state) {
    (void)state;
    tilepng_deflater *d = deflater();
    uint8_t rows[100] = {1, 2, 3};
    bytes tail;
    err e = {0};
    assert_int_equal(tilepng_tail(d, 6, rows, 90, &tail, NULL), ERR_OK);
    assert_int_equal(tilepng_tail_rows(d, tail, rows, 89, &e), ERR_FORMAT);
    assert_int_equal(tilepng_tail_rows(d, tail, rows, 91, &e), ERR_FORMAT);
    assert_int_equal(tilepng_tail_rows(d, (bytes){tail.data, 23}, rows, 90, &e), ERR_FORMAT);
    assert_int_equal(tilepng_tail_rows(d, (bytes){tail.data, tail.len - 4}, rows, 90, &e),
                     ERR_FORMAT);
    tilepng_deflater_free(d);
}

static void assert_decodes(const uint8_t *head, size_t len, bytes tail, const uint16_t *pixels,
                           const rgba *colors, uint32_t width, uint32_t height) {
    buf file = BUF_EMPTY;
    rgba *got = NULL;
    uint32_t w = 0, h = 0;
    err e = {0};
    buf_add(&file, head, len);
    buf_add(&file, tail.data, tail.len);
    if (png_decode(buf_view(&file), &got, &w, &h, &e)) fail_msg("%s", e.text);
    assert_true(w == width && h == height);
    for (size_t i = 0; i < (size_t)w * h; i++)
        assert_memory_equal(&got[i], &colors[pixels[i]], sizeof *got);
    free(got);
    buf_free(&file);
}

static void test_libpng_reads_every_depth_and_count(void **state) {
    (void)state;
    enum { W = 37, H = 23 };
    aid_random r = {12};
    tilepng_deflater *d = deflater();
    for (size_t n = 1; n <= 256; n += n < 20 ? 1 : 59) {
        rgba colors[256];
        uint8_t entry_of[256], head[TILEPNG_HEAD_MAX], rows[H * (1 + 4 * W)];
        uint16_t pixels[W * H];
        bytes tail;
        for (size_t i = 0; i < n; i++) {
            uint64_t bits = aid_random_bits(&r) >> 11;
            memcpy(&colors[i], &bits, sizeof *colors);
            if (i % 2) colors[i].a = 255;
            entry_of[i] = (uint8_t)i;
        }
        for (size_t i = 0; i < W * H; i++) pixels[i] = (uint16_t)(aid_random_bits(&r) % n);
        unsigned depth = tilepng_depth(n);
        assert_true(n <= 1U << depth && (depth == 1 || n > 1U << depth / 2));
        tilepng_rows(pixels, entry_of, W, H, depth, rows);
        assert_int_equal(tilepng_tail(d, 5, rows, tilepng_rows_size(W, H, depth), &tail, NULL), 0);
        assert_decodes(head, tilepng_head(W, H, depth, colors, n, head), tail, pixels, colors, W,
                       H);
        tilepng_rows_rgba(pixels, colors, W, H, rows);
        assert_int_equal(tilepng_tail(d, 5, rows, sizeof rows, &tail, NULL), ERR_OK);
        assert_decodes(head, tilepng_head(W, H, 32, NULL, 0, head), tail, pixels, colors, W, H);
    }
    tilepng_deflater_free(d);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_rows_are_packed_from_the_left),
        cmocka_unit_test(test_pixels_come_back_from_rows),
        cmocka_unit_test(test_a_head_is_laid_out_as_specified),
        cmocka_unit_test(test_a_tail_holds_the_rows),
        cmocka_unit_test(test_the_least_tail_holds_the_rows_and_is_no_larger),
        cmocka_unit_test(test_rows_of_another_size_are_refused),
        cmocka_unit_test(test_libpng_reads_every_depth_and_count),
    };
    return cmocka_run_group_tests_name("tilepng", tests, NULL, NULL);
}
