/* Skeletons over HTTP, and the colors that pages paint them with.  Truth: the tiles that the server
 * paints itself, decoded by libpng, against docs/skeleton.md worked out here anew: another reader
 * of the chunk's bytes, one channel at a time; zlib's checksum. */
#include "aid_cmocka.h"
#include "aid_site.h"
#include "draw/png.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

static aid_site *const site = &aid_site_stockholm;

/* ---- PNG files, chunk by chunk ---- */

static uint32_t big(const uint8_t *p) {
    return (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 | (uint32_t)p[2] << 8 | p[3];
}

/* The data of the first chunk of that name; its checksum must hold.  {NULL}: there is none. */
static bytes chunk_of(const buf *png, const char *name) {
    for (size_t at = 8; at + 12 <= png->len; at += 12 + big(png->data + at)) {
        uint32_t len = big(png->data + at);
        assert_true(at + 12 + len <= png->len);
        if (memcmp(png->data + at + 4, name, 4) != 0) continue;
        assert_int_equal(crc32(0, png->data + at + 4, len + 4), big(png->data + at + 8 + len));
        return (bytes){png->data + at + 8, len};
    }
    return (bytes){NULL, 0};
}

/* ---- the chunk ---- */

#define SLOTS 256

typedef struct over { /* what lies over a slot */
    long label;       /* -1: none, or a place */
    unsigned halo, text, n;
    struct {
        unsigned id, place, level;
    } ink[16];
} over;

typedef struct drawn {
    unsigned n_phases, n_covers, n_slots;
    unsigned phase[256][5];
    over cover[SLOTS + 1]; /* [0] is nothing */
    struct {
        long a, b; /* -1: the outside */
        unsigned weight, casing, line, phase, cover;
    } slot[SLOTS];
} drawn;

typedef struct source {
    const uint8_t *at, *end;
} source;

static unsigned next(source *s) {
    assert_true(s->at < s->end);
    return *s->at++;
}

static unsigned next_number(source *s) {
    unsigned b = next(s), v = b & 127, scale = 128;
    for (; b & 128; scale *= 128) v += ((b = next(s)) & 127) * scale;
    return v;
}

static void read_cover(source *s, over *c) {
    c->label = (long)next_number(s) - 1;
    c->halo = next(s);
    c->text = next(s);
    c->n = next(s);
    assert_true(c->n <= 16);
    for (unsigned i = 0; i < c->n; i++) {
        c->ink[i].id = next(s);
        unsigned both = next(s);
        c->ink[i].place = both / 32;
        c->ink[i].level = both % 32;
        assert_true(c->ink[i].place < 3 && c->ink[i].level <= 16);
    }
}

static drawn *read_chunk(bytes chunk) {
    drawn *d = calloc(1, sizeof *d);
    source s = {chunk.data, chunk.data + chunk.len};
    long a = -1, b = -1;
    assert_non_null(d);
    assert_int_equal(next(&s), 1); /* version */
    assert_int_equal(next(&s), 1); /* indexed */
    d->n_phases = next_number(&s);
    assert_true(d->n_phases <= 256);
    for (unsigned i = 0; i < d->n_phases; i++)
        for (int p = 1; p < 5; p++) d->phase[i][p] = next(&s);
    d->n_covers = next_number(&s);
    assert_true(d->n_covers <= SLOTS);
    for (unsigned i = 1; i <= d->n_covers; i++) read_cover(&s, &d->cover[i]);
    d->n_slots = next_number(&s);
    assert_true(d->n_slots >= 1 && d->n_slots <= SLOTS);
    for (unsigned i = 0; i < d->n_slots; i++) {
        unsigned has = next(&s);
        if (has & 1) a = (long)next_number(&s) - 1;
        if (has & 2) b = (long)next_number(&s) - 1;
        d->slot[i].a = a, d->slot[i].b = b;
        d->slot[i].weight = has & 4 ? next(&s) : 0;
        d->slot[i].casing = has & 8 ? next(&s) : 0;
        d->slot[i].line = has & 16 ? next(&s) : 0;
        d->slot[i].phase = has & 32 ? next(&s) : 0;
        d->slot[i].cover = has & 64 ? next_number(&s) : 0;
        assert_true(d->slot[i].cover <= d->n_covers);
    }
    assert_ptr_equal(s.at, s.end);
    return d;
}

/* ---- colors ---- */

typedef struct color { /* premultiplied, each channel in 65,536ths */
    uint64_t c[4];
} color;

static color color_of(const json_t *text, bool opaque) {
    rgba v;
    assert_int_equal(color_parse(json_string_value(text), &v, NULL), ERR_OK);
    const uint64_t a = opaque ? 255 : v.a;
    color out = {{v.r, v.g, v.b, 255}};
    for (int k = 0; k < 3; k++)
        out.c[k] = a == 255 ? out.c[k] * 65536 : (out.c[k] * a * 65536 + 127) / 255;
    out.c[3] = a * 65536;
    return out;
}

static color mix(color x, color y, uint64_t of_256) {
    for (int k = 0; k < 4; k++) x.c[k] = (x.c[k] * (256 - of_256) + y.c[k] * of_256) / 256;
    return x;
}

/* null is what is under the map. */
static color inked(color x, const json_t *ink, unsigned level) {
    rgba v;
    if (!level) return x;
    if (json_is_null(ink)) return mix(x, (color){{0}}, level * 16);
    assert_int_equal(color_parse(json_string_value(ink), &v, NULL), ERR_OK);
    return mix(x, color_of(ink, true), (level * 16 * v.a + 127) / 255);
}

typedef struct look_of { /* a map's colors, as JSON */
    const json_t *map, *of, *brushes;
    const json_t *focus;
} look_of;

static bool is_faded(const look_of *l, long d) {
    size_t i;
    json_t *one;
    if (!json_is_array(l->focus)) return false;
    json_array_foreach(l->focus, i, one) {
        if (json_integer_value(one) == d) return false;
    }
    return true;
}

/* what: 0 fill, 1 hatch, 2 text; the pattern is between them and those of faded districts. */
static const json_t *of_district(const look_of *l, long d, size_t what) {
    const json_t *brush =
        json_array_get(l->brushes, (size_t)json_integer_value(json_array_get(l->of, (size_t)d)));
    if (what == 3) return json_array_get(brush, 3);
    return json_array_get(brush, what + (is_faded(l, d) ? 4 : 0));
}

static color part(const look_of *l, long d, const unsigned *lines, color outside) {
    if (d < 0) return outside;
    color c = color_of(of_district(l, d, 0), false);
    if (!lines) return c;
    unsigned level = lines[json_integer_value(of_district(l, d, 3))];
    return level ? mix(c, color_of(of_district(l, d, 1), false), level * 16) : c;
}

static color inks_of(const look_of *l, const over *o, unsigned place, color c) {
    const json_t *inks = json_object_get(l->map, "inks");
    for (unsigned i = 0; i < o->n; i++)
        if (o->ink[i].place == place)
            c = inked(c, json_array_get(inks, o->ink[i].id), o->ink[i].level);
    return c;
}

static color fills(const look_of *l, const drawn *d, unsigned i, const unsigned *lines,
                   color outside) {
    color c = part(l, d->slot[i].a, lines, outside);
    if (!d->slot[i].weight) return c;
    return mix(c, part(l, d->slot[i].b, lines, outside), d->slot[i].weight * 16);
}

static rgba painted(const look_of *l, const drawn *d, unsigned i) {
    const over *o = &d->cover[d->slot[i].cover];
    const color nothing = {{0}};
    const unsigned *lines = d->n_phases ? d->phase[d->slot[i].phase] : NULL;
    color c = fills(l, d, i, lines, inks_of(l, o, 0, nothing));
    c = inks_of(l, o, 1, c);
    c = inked(c, json_object_get(l->map, "casing"), d->slot[i].casing);
    c = inked(c, json_object_get(l->map, "line"), d->slot[i].line);
    c = inks_of(l, o, 2, c);
    if (o->halo) c = mix(c, fills(l, d, i, NULL, nothing), o->halo * 16);
    if (o->text)
        c = mix(
            c,
            color_of(o->label < 0 ? json_object_get(l->map, "place") : of_district(l, o->label, 2),
                     false),
            o->text * 16);
    double opacity = json_number_value(json_object_get(l->map, "opacity"));
    uint8_t a = (uint8_t)floor((double)c.c[3] / 65536 * opacity + 0.5), out[3];
    if (!a) return (rgba){0};
    for (int k = 0; k < 3; k++)
        out[k] = (uint8_t)(c.c[3] == 255 * 65536 ? (c.c[k] + 32768) / 65536
                                                 : (c.c[k] * 255 + c.c[3] / 2) / c.c[3]);
    return (rgba){out[0], out[1], out[2], a};
}

/* ---- tiles ---- */

static aid_http_reply skeleton_of(const json_t *map, const char *address, const char *patterns) {
    char target[700];
    snprintf(target, sizeof target, "/skeleton/stockholm/%s/%s.png?%s%s%s",
             aid_json_text(map, "layer"), address, aid_json_text(map, "skeleton"),
             *patterns ? "&patterns=" : "", patterns);
    aid_http_reply r = aid_site_get(site, target, NULL, 200);
    assert_string_equal(aid_http_field(&r, "Content-Type"), "image/png");
    return r;
}

static bool is_wide(const aid_http_reply *r) {
    bytes chunk = chunk_of(&r->body, "kbSL");
    assert_true(chunk.len >= 2);
    assert_int_equal(chunk.data[0], 1);
    if (chunk.data[1]) return false;
    assert_int_equal(chunk.len, 2);
    assert_int_equal(big(r->body.data + 16), 1); /* one pixel */
    assert_int_equal(big(r->body.data + 20), 1);
    return true;
}

/* The hatches of the districts that a skeleton has, as `patterns` takes them. */
static void patterns_of(const look_of *l, const drawn *d, char out[64]) {
    const json_t *names = json_object_get(l->map, "patterns");
    bool has[5] = {false};
    *out = 0;
    for (unsigned i = 0; i < d->n_slots; i++) {
        if (d->slot[i].a >= 0) has[json_integer_value(of_district(l, d->slot[i].a, 3))] = true;
        if (d->slot[i].weight && d->slot[i].b >= 0)
            has[json_integer_value(of_district(l, d->slot[i].b, 3))] = true;
    }
    for (size_t p = 1; p < 5; p++)
        if (has[p])
            snprintf(out + strlen(out), 64 - strlen(out), "%s%s", *out ? "," : "",
                     json_string_value(json_array_get(names, p)));
}

static size_t differing(const look_of *l, const aid_http_reply *file, const drawn *d,
                        const aid_http_reply *tile) {
    rgba *number, *want;
    uint32_t w, h, w2, h2;
    size_t bad = 0;
    assert_int_equal(png_decode(buf_view(&file->body), &number, &w, &h, NULL), ERR_OK);
    assert_int_equal(png_decode(buf_view(&tile->body), &want, &w2, &h2, NULL), ERR_OK);
    assert_true(w == w2 && h == h2 && w >= 256);
    for (size_t i = 0; i < (size_t)w * h; i++) {
        assert_true(number[i].r < d->n_slots);
        rgba got = painted(l, d, number[i].r);
        bad += memcmp(&got, &want[i], sizeof got) != 0;
        for (; i + 1 < (size_t)w * h && number[i + 1].r == number[i].r &&
               !memcmp(&want[i], &want[i + 1], sizeof got);
             i++)
            ;
    }
    free(number);
    free(want);
    return bad;
}

typedef struct tally {
    size_t painted, wide, hatched, labeled;
} tally;

/* "z/x/y": the tile that a page paints is the one that the server paints. */
static void paint_tile(const look_of *l, const char *query, const char *address, tally *t) {
    char target[600], patterns[64];
    aid_http_reply r = skeleton_of(l->map, address, "");
    drawn *d = is_wide(&r) ? NULL : read_chunk(chunk_of(&r.body, "kbSL"));
    if (d) {
        patterns_of(l, d, patterns);
        if (*patterns) {
            free(d);
            aid_http_reply_free(&r);
            r = skeleton_of(l->map, address, patterns);
            d = is_wide(&r) ? NULL : read_chunk(chunk_of(&r.body, "kbSL"));
            t->hatched += d != NULL;
        }
    }
    t->wide += !d;
    if (d) {
        snprintf(target, sizeof target, "/tiles/stockholm/%s/%s.png?%s",
                 aid_json_text(l->map, "indicator"), address, query);
        aid_http_reply tile = aid_site_get(site, target, NULL, 200);
        size_t bad = differing(l, &r, d, &tile);
        if (bad) fail_msg("%s: %zu runs of pixels differ", target, bad);
        for (unsigned i = 1; i <= d->n_covers; i++) t->labeled += d->cover[i].text > 0;
        aid_http_reply_free(&tile);
        t->painted++;
    }
    free(d);
    aid_http_reply_free(&r);
}

static json_t *map_of(const char *id, const char *query) {
    char target[400];
    snprintf(target, sizeof target, "/paint/stockholm/%s.json?%s", id, query);
    return aid_site_json(site, target, 200);
}

static tally paint_all(const char *id, const char *query) {
    static const char *const tiles[] = {"8/140/75",        "9/281/150",       "10/563/300",
                                        "10/563/301",      "11/1126/602",     "12/2253/1204",
                                        "12/2253/1204@2x", "13/4507/2409",    "11/1127/602@2x",
                                        "13/4500/2400",    "13/4508/2410@2x", "5/3/7"};
    tally t = {0};
    json_t *map = map_of(id, query);
    const json_t *period = json_array_get(json_object_get(map, "periods"), 0);
    look_of l = {map, json_object_get(period, "of"), json_object_get(map, "brushes"),
                 json_object_get(map, "focus")};
    for (size_t i = 0; i < sizeof tiles / sizeof *tiles; i++) paint_tile(&l, query, tiles[i], &t);
    json_decref(map);
    return t;
}

/* ---- tests ---- */

static void test_a_page_paints_the_servers_tiles(void **state) {
    (void)state;
    assert_int_equal(paint_all("violence", "").painted, 12);
    tally named = paint_all("violence", "labels=names&background=dark");
    assert_true(named.painted == 12 && named.labeled > 20);
    assert_true(paint_all("population", "labels=both&lang=sv&period=2015").labeled > 20);
    assert_int_equal(paint_all("violence", "context=0&outline-width=none&casing-width=0&border-"
                                           "width=1&border-color=%23ffffff")
                         .painted,
                     12);
    assert_true(paint_all("crime", "clip=land&background=transparent&opacity=0.3").painted == 12);
    assert_true(paint_all("crime", "focus=Bromma&border-width=2&border-color=%23ff000080").painted >
                8);
    assert_true(
        paint_all("crime", "method=unclassed&casing-width=3&casing-color=%2300ff0040").painted > 8);
}

static void test_hatches_and_what_a_palette_cannot_paint(void **state) {
    (void)state;
    tally few = paint_all("socioeconomic_index", "labels=names"), some;
    assert_true(few.hatched >= 3 && few.wide >= 2 && few.painted >= 4);
    some = paint_all("burglary", "period=2023&focus=Bromma,Farsta&no-data-color=%23ff000040");
    assert_true(some.hatched >= 3);
    some = paint_all("area_type", "");
    assert_true(some.hatched >= 3);
}

/* What a look's tiles share is one address, whatever the look makes of the figures. */
static void test_one_skeleton_for_many_looks(void **state) {
    (void)state;
    static const char *const same[] = {"period=2015", "method=equal&classes=3&ramp=plum",
                                       "focus=Bromma&opacity=0.5", "minus=@2010&reverse=1",
                                       "no-data-color=%23000000&lang=sv&pool=periods"};
    static const char *const other[] = {"border-width=1",
                                        "labels=names",
                                        "context=0",
                                        "clip=land",
                                        "border-color=%23123456",
                                        "labels=values",
                                        "labels=values&period=2015",
                                        "background=dark"};
    const size_t n_other = sizeof other / sizeof *other;
    json_t *first = map_of("population", ""), *seen[sizeof other / sizeof *other];
    const char *query = aid_json_text(first, "skeleton");
    for (size_t i = 0; i < sizeof same / sizeof *same; i++) {
        json_t *one = map_of("population", same[i]);
        assert_string_equal(aid_json_text(one, "skeleton"), query);
        json_decref(one);
    }
    for (size_t i = 0; i < n_other; i++) {
        seen[i] = map_of("population", other[i]);
        assert_string_not_equal(aid_json_text(seen[i], "skeleton"), query);
        for (size_t k = 0; k < i; k++)
            assert_string_not_equal(aid_json_text(seen[i], "skeleton"),
                                    aid_json_text(seen[k], "skeleton"));
    }
    for (size_t i = 0; i < n_other; i++) json_decref(seen[i]);
    /* of an ink only how opaque it is */
    json_t *red = map_of("population", "border-color=%23ff0000"),
           *blue = map_of("population", "border-color=%230000ff");
    assert_string_equal(aid_json_text(red, "skeleton"), aid_json_text(blue, "skeleton"));
    json_decref(red);
    json_decref(blue);
    json_decref(first);
}

#define ROWS_MAX (513 * 512)

/* Rows, and not what they were deflated to: that may become less at any time. */
static size_t inflated(const buf *png, uint8_t *out) {
    bytes data = chunk_of(png, "IDAT");
    uLongf n = ROWS_MAX;
    assert_int_equal(uncompress(out, &n, data.data, data.len), Z_OK);
    return n;
}

/* The server paints tiles from the same skeletons: a page that has asked for them makes it draw no
 * other, and its image data are the tile's. */
static void test_tiles_and_pages_share_skeletons(void **state) {
    (void)state;
    json_t *map = map_of("mean_age", "labels=names");
    aid_http_reply file = skeleton_of(map, "12/2252/1203", "");
    uint8_t *a = malloc(ROWS_MAX), *b = malloc(ROWS_MAX);
    assert_true(a && b);
    uint64_t before = tiler_stats_get(site->service.tiler).drawn;
    for (int year = 2022; year <= 2024; year++) {
        char target[120];
        snprintf(target, sizeof target,
                 "/tiles/stockholm/mean_age/12/2252/1203.png?labels=names&period=%d", year);
        aid_http_reply tile = aid_site_get(site, target, NULL, 200);
        size_t n = inflated(&file.body, a), n_tile = inflated(&tile.body, b);
        assert_true(n == n_tile && n > 256 && !memcmp(a, b, n));
        assert_null(chunk_of(&tile.body, "kbSL").data);
        aid_http_reply_free(&tile);
    }
    assert_int_equal(tiler_stats_get(site->service.tiler).drawn, before);
    free(a);
    free(b);
    aid_http_reply_free(&file);
    json_decref(map);
}

/* Districts, classes and brushes as the figures have them: those published for 2024, by hand. */
static void test_colors_of_a_map(void **state) {
    (void)state;
    json_t *map = map_of("violence", ""), *all = map_of("burglary", "periods=all"), *one;
    json_t *data = aid_site_json(site, "/data/stockholm/violence.json", 200);
    const json_t *period = json_array_get(json_object_get(map, "periods"), 0);
    const json_t *of = json_object_get(period, "of"), *brushes = json_object_get(map, "brushes");
    const json_t *values = json_object_get(period, "values");
    size_t i, lowest = SIZE_MAX;
    assert_int_equal(json_array_size(of), 11);
    json_array_foreach(json_object_get(data, "districts"), i, one) {
        const json_t *brush =
            json_array_get(brushes, (size_t)json_integer_value(json_array_get(of, i)));
        assert_string_equal(json_string_value(json_array_get(brush, 0)),
                            aid_json_text(one, "color"));
        assert_string_equal(json_string_value(json_array_get(brush, 2)),
                            aid_json_text(one, "text_color"));
        assert_true(json_number_value(json_array_get(values, i)) ==
                    json_number_value(json_object_get(one, "value")));
        if (!strcmp(aid_json_text(one, "key"), "Bromma")) lowest = i;
    }
    assert_true(json_number_value(json_array_get(values, lowest)) == 9); /* published */
    /* its class is the first, and so is its brush: no figure of 2024 is uncertain */
    assert_true(json_equal(json_array_get(of, lowest),
                           json_array_get(json_object_get(period, "classes"), 0)));
    assert_int_equal(json_array_size(json_object_get(period, "edges")), 6);
    assert_int_equal(json_array_size(json_object_get(period, "uncertain")), 5);
    json_array_foreach(json_object_get(all, "periods"), i, one) {
        assert_int_equal(json_array_size(json_object_get(one, "of")), 11);
        assert_null(json_object_get(one, "values"));
    }
    assert_int_equal(i, 5);
    /* 2023 has no figure for two of the 11 districts: their brush is hatched */
    size_t hatched = 0, k;
    json_array_foreach(json_object_get(json_array_get(json_object_get(all, "periods"), 2), "of"), k,
                       one) {
        const json_t *brush =
            json_array_get(json_object_get(all, "brushes"), (size_t)json_integer_value(one));
        hatched += json_integer_value(json_array_get(brush, 3)) != 0;
    }
    assert_int_equal(hatched, 2);
    json_decref(map);
    json_decref(all);
    json_decref(data);
}

static void test_bad_requests(void **state) {
    (void)state;
    static const struct {
        const char *target, *parameter;
        int status;
    } bad[] = {
        {"/skeleton/stockholm/districts/11/1126/602.png?patterns=dotted", "patterns", 400},
        {"/skeleton/stockholm/districts/11/1126/602.png?indicator=area_type", "indicator", 400},
        {"/skeleton/stockholm/districts/11/1126/602.png?period=1066", "period", 404},
        {"/skeleton/stockholm/districts/11/1126/602.png?bogus=1", NULL, 400},
        {"/skeleton/stockholm/districts/11/1126/602.png?indicator=nothing", NULL, 404},
        {"/skeleton/stockholm/nowhere/11/1126/602.png", NULL, 404},
        {"/skeleton/stockholm/districts/40/0/0.png", NULL, 404},
        {"/paint/stockholm/violence.json?periods=some", "periods", 400},
        {"/paint/stockholm/nothing.json", NULL, 404},
    };
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        json_t *root = aid_site_json(site, bad[i].target, bad[i].status);
        if (bad[i].parameter)
            assert_string_equal(aid_json_text(json_object_get(root, "error"), "parameter"),
                                bad[i].parameter);
        json_decref(root);
    }
}

static void assert_kept_as_a_tile(const char *path) {
    char target[300], headers[120];
    snprintf(target, sizeof target, "%s?v=%s", path, site->version);
    aid_http_reply r = aid_site_get(site, target, NULL, 200);
    assert_string_equal(aid_http_field(&r, "Cache-Control"), "public, max-age=31536000, immutable");
    assert_string_equal(aid_http_field(&r, "Access-Control-Allow-Origin"), "*");
    snprintf(headers, sizeof headers, "If-None-Match: %s\r\n", aid_http_field(&r, "ETag"));
    aid_http_reply_free(&r);
    r = aid_site_get(site, target, headers, 304);
    aid_http_reply_free(&r);
    snprintf(target, sizeof target, "%s?v=0123456789abcdef", path);
    r = aid_site_get(site, target, headers, 304);
    assert_string_equal(aid_http_field(&r, "Cache-Control"), "no-store");
    aid_http_reply_free(&r);
}

static void test_they_are_kept_as_tiles_are(void **state) {
    (void)state;
    assert_kept_as_a_tile("/skeleton/stockholm/districts/11/1126/602.png");
    assert_kept_as_a_tile("/skeleton/stockholm/neighborhoods/9/281/150.png"); /* wide */
    assert_kept_as_a_tile("/paint/stockholm/violence.json");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_page_paints_the_servers_tiles),
        cmocka_unit_test(test_hatches_and_what_a_palette_cannot_paint),
        cmocka_unit_test(test_one_skeleton_for_many_looks),
        cmocka_unit_test(test_tiles_and_pages_share_skeletons),
        cmocka_unit_test(test_colors_of_a_map),
        cmocka_unit_test(test_bad_requests),
        cmocka_unit_test(test_they_are_kept_as_tiles_are),
    };
    return cmocka_run_group_tests(tests, aid_site_stockholm_open, aid_site_stockholm_close);
}
