/* Truth: libpng's simplified reader for the pixels, and chunks read by hand after the PNG
 * specification (W3C, second edition) for what a file should be made of. */
#include "aid_cmocka.h"
#include "aid_random.h"
#include "draw/png.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

/* ---- chunks ------------------------------------------------------------------------- */

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

typedef struct chunks {
    uint32_t width, height;
    uint8_t depth, type, interlace;
    size_t palette, transparent, data; /* entries, entries, IDAT bytes */
    uint8_t colors[256][3], alpha[256];
} chunks;

static void take_chunk(chunks *c, const uint8_t *body, uint32_t len, const uint8_t *name,
                       size_t number) {
    assert_int_equal(number == 0, !memcmp(name, "IHDR", 4));
    if (!memcmp(name, "IHDR", 4)) {
        assert_int_equal(len, 13);
        c->width = big(body), c->height = big(body + 4);
        c->depth = body[8], c->type = body[9], c->interlace = body[12];
        assert_true(body[10] == 0 && body[11] == 0); /* deflate, the five filters */
    } else if (!memcmp(name, "PLTE", 4)) {
        assert_true(len % 3 == 0 && len <= 768 && !c->data);
        c->palette = len / 3;
        memcpy(c->colors, body, len);
    } else if (!memcmp(name, "tRNS", 4)) {
        assert_true(c->palette && len <= c->palette && !c->data);
        c->transparent = len;
        memcpy(c->alpha, body, len);
    } else if (!memcmp(name, "IDAT", 4)) {
        c->data += len;
    } else if (memcmp(name, "IEND", 4)) {
        fail_msg("an unexpected chunk %.4s", (const char *)name);
    }
}

static chunks read_chunks(bytes file) {
    static const uint8_t signature[8] = {0x89, 'P', 'N', 'G', 13, 10, 26, 10};
    chunks c = {0};
    assert_true(file.len > 8 && !memcmp(file.data, signature, 8));
    size_t at = 8, number = 0;
    bool ended = false;
    for (; at < file.len; number++) {
        assert_true(!ended && file.len - at >= 12);
        const uint8_t *p = file.data + at;
        uint32_t len = big(p);
        assert_true(file.len - at - 12 >= len);
        assert_int_equal(crc(p + 4, len + 4), big(p + 8 + len));
        take_chunk(&c, p + 8, len, p + 4, number);
        ended = !memcmp(p + 4, "IEND", 4);
        at += 12 + len;
    }
    assert_true(ended && c.data);
    return c;
}

/* ---- round trips ------------------------------------------------------------------------ */

static bool same(rgba a, rgba b) {
    if (!a.a && !b.a) return true; /* no color can be seen */
    return a.r == b.r && a.g == b.g && a.b == b.b && a.a == b.a;
}

static chunks encode_and_compare(const rgba *pixels, uint32_t width, uint32_t height) {
    buf out = BUF_EMPTY;
    rgba *got = NULL;
    uint32_t w, h;
    err e = {0};
    if (png_encode(pixels, width, height, &out, &e)) fail_msg("%s", e.text);
    if (png_decode(buf_view(&out), &got, &w, &h, &e)) fail_msg("%s", e.text);
    assert_true(w == width && h == height);
    for (size_t i = 0; i < (size_t)w * h; i++) assert_true(same(got[i], pixels[i]));
    chunks c = read_chunks(buf_view(&out));
    assert_true(c.width == width && c.height == height && !c.interlace);
    free(got);
    buf_free(&out);
    return c;
}

/* `n` different colors over a picture whose width fills no byte. */
static rgba *picture(size_t n, uint32_t width, uint32_t height) {
    rgba *p = calloc((size_t)width * height, sizeof *p);
    assert_non_null(p);
    for (size_t i = 0; i < (size_t)width * height; i++) {
        size_t k = i % n;
        p[i] = (rgba){(uint8_t)k, (uint8_t)(k >> 8), (uint8_t)(255 - (k & 255)), 255};
    }
    return p;
}

static void test_the_depth_is_the_least_that_holds_the_colors(void **state) {
    (void)state;
    static const struct {
        size_t colors;
        uint8_t depth, type;
    } rows[] = {{1, 1, 3},  {2, 1, 3},   {3, 2, 3},   {4, 2, 3},   {5, 4, 3},  {16, 4, 3},
                {17, 8, 3}, {255, 8, 3}, {256, 8, 3}, {257, 8, 6}, {900, 8, 6}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        rgba *p = picture(rows[i].colors, 37, 29);
        chunks c = encode_and_compare(p, 37, 29);
        assert_int_equal(c.depth, rows[i].depth);
        assert_int_equal(c.type, rows[i].type);
        assert_int_equal(c.palette, c.type == 3 ? rows[i].colors : 0);
        assert_int_equal(c.transparent, 0); /* no tRNS where all is opaque */
        free(p);
    }
}

static void test_only_transparent_colors_have_an_alpha(void **state) {
    (void)state;
    rgba p[64];
    for (size_t i = 0; i < 64; i++) p[i] = (rgba){(uint8_t)i, 9, 9, i < 40 ? 255 : (uint8_t)i};
    chunks c = encode_and_compare(p, 8, 8);
    assert_int_equal(c.palette, 64);
    assert_int_equal(c.transparent, 24); /* they come first, the 40 opaque ones are left out */
    for (size_t i = 0; i < c.transparent; i++) {
        assert_int_equal(c.alpha[i], c.colors[i][0]);
        assert_in_range(c.alpha[i], 40, 63);
    }
}

/* What cannot be seen is one color, whatever its red, green and blue. */
static void test_invisible_colors_are_one(void **state) {
    (void)state;
    enum { N = 600 };
    rgba p[N];
    for (size_t i = 0; i < N; i++) p[i] = (rgba){(uint8_t)i, (uint8_t)(i >> 4), 7, 0};
    p[N - 1] = (rgba){1, 2, 3, 255};
    chunks c = encode_and_compare(p, 30, 20);
    assert_int_equal(c.palette, 2);
    assert_int_equal(c.depth, 1);
    assert_int_equal(c.transparent, 1);
    assert_int_equal(c.alpha[0], 0);
}

static void test_random_pixels_come_back(void **state) {
    (void)state;
    aid_random r = {11};
    for (int round = 0; round < 40; round++) {
        uint32_t w = 1 + (uint32_t)(aid_random_bits(&r) % 70),
                 h = 1 + (uint32_t)(aid_random_bits(&r) % 70);
        size_t colors = 1 + (size_t)(aid_random_bits(&r) % 400);
        rgba palette[400], *p = calloc((size_t)w * h, sizeof *p);
        assert_non_null(p);
        for (size_t i = 0; i < colors; i++) {
            uint64_t bits = aid_random_bits(&r);
            memcpy(&palette[i], &bits, sizeof *palette);
            if (i % 3) palette[i].a = 255;
        }
        for (size_t i = 0; i < (size_t)w * h; i++) p[i] = palette[aid_random_bits(&r) % colors];
        encode_and_compare(p, w, h);
        free(p);
    }
}

static void test_edges_of_size(void **state) {
    (void)state;
    rgba one = {1, 2, 3, 128};
    encode_and_compare(&one, 1, 1);
    rgba *p = picture(300, 1, 3000);
    encode_and_compare(p, 1, 3000);
    encode_and_compare(p, 3000, 1);
    free(p);
    p = picture(3, 256, 256);
    encode_and_compare(p, 256, 256);
    free(p);
}

static void test_the_same_pixels_give_the_same_bytes_behind_what_is_there(void **state) {
    (void)state;
    rgba *p = picture(20, 40, 30);
    buf a = BUF_EMPTY, b = BUF_EMPTY;
    buf_adds(&b, "before");
    assert_int_equal(png_encode(p, 40, 30, &a, NULL), ERR_OK);
    assert_int_equal(png_encode(p, 40, 30, &b, NULL), ERR_OK);
    assert_int_equal(b.len, a.len + 6);
    assert_memory_equal(b.data + 6, a.data, a.len);
    buf_free(&a);
    buf_free(&b);
    free(p);
}

static void test_what_is_no_png_is_refused(void **state) {
    (void)state;
    rgba *p = picture(5, 20, 20), *got = NULL;
    uint32_t w = 7, h = 7;
    err e = {0};
    buf file = BUF_EMPTY;
    assert_int_equal(png_encode(p, 20, 20, &file, NULL), ERR_OK);
    for (size_t len = 0; len + 12 < file.len; len++) /* without IEND libpng may be content */
        assert_int_equal(png_decode((bytes){file.data, len}, &got, &w, &h, &e), ERR_FORMAT);
    assert_memory_equal(e.text, "PNG: ", 5);
    assert_int_equal(png_decode((bytes){(const uint8_t *)"GIF89a..", 8}, &got, &w, &h, &e),
                     ERR_FORMAT);
    assert_null(got);
    assert_true(w == 7 && h == 7);
    buf_free(&file);
    free(p);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_the_depth_is_the_least_that_holds_the_colors),
        cmocka_unit_test(test_only_transparent_colors_have_an_alpha),
        cmocka_unit_test(test_invisible_colors_are_one),
        cmocka_unit_test(test_random_pixels_come_back),
        cmocka_unit_test(test_edges_of_size),
        cmocka_unit_test(test_the_same_pixels_give_the_same_bytes_behind_what_is_there),
        cmocka_unit_test(test_what_is_no_png_is_refused),
    };
    return cmocka_run_group_tests_name("png", tests, NULL, NULL);
}
