#include "aid_truth.h"
#include "aid_atlas.h"
#include "aid_cmocka.h"
#include "draw/png.h"
#include "geo/geos.h"
#include "geo/grid.h"
#include "tile/reference.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

rgba aid_color_of(size_t d) { /* odd multipliers: different for the first 256 districts */
    return (rgba){(uint8_t)(d * 37 + 11), (uint8_t)(d * 101 + 90), (uint8_t)(d * 59 + 7), 255};
}

void aid_colors_make(aid_colors *c, size_t n, double border_px) {
    c->fill = calloc(n, sizeof *c->fill);
    c->pattern = calloc(n, sizeof *c->pattern);
    c->hatch = calloc(n, sizeof *c->hatch);
    assert_true(c->fill && c->pattern && c->hatch);
    for (size_t d = 0; d < n; d++) c->fill[d] = aid_color_of(d);
    c->colors = (paint){.fill = c->fill,
                        .pattern = c->pattern,
                        .hatch = c->hatch,
                        .border = {255, 255, 255, 255},
                        .border_px = border_px,
                        .opacity = 1};
}

void aid_colors_free(aid_colors *c) {
    free(c->fill);
    free(c->pattern);
    free(c->hatch);
}

typedef struct seeded { /* a linear congruential generator: the same points on every machine */
    uint64_t state;
} seeded;

static double next_unit(seeded *s) {
    s->state = s->state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (double)(s->state >> 11) / 9007199254740992.0;
}

/* The pixel of a 16 px window around a point. */
static rgba pixel_at(const geometry *g, const aid_colors *c, unsigned z, double px, double py) {
    rgba out[16 * 16];
    pixel_window w = {z, 256, (int64_t)floor(px) - 8, (int64_t)floor(py) - 8, 16, 16};
    assert_int_equal(reference_draw(g, &c->colors, 1, &w, out, NULL), ERR_OK);
    return out[8 * 16 + 8];
}

static size_t check_district(geos *gs, const geometry *truth, district_id d, const geometry *drawn,
                             const aid_colors *c, unsigned z, size_t wanted, size_t tries,
                             double clear_px) {
    geos_area *area;
    assert_int_equal(geos_area_of(gs, truth, d, &area, NULL), ERR_OK);
    double scale = grid_pixels_per_m(z, 256);
    rect b = truth->bounds[d];
    seeded s = {d * 1000 + z};
    size_t found = 0;
    for (size_t i = 0; i < tries && found < wanted; i++) {
        double x = b.x0 + next_unit(&s) * (b.x1 - b.x0), y = b.y0 + next_unit(&s) * (b.y1 - b.y0);
        double px, py;
        grid_m_to_pixel(z, 256, x, y, &px, &py);
        px = floor(px) + 0.5, py = floor(py) + 0.5; /* the pixel's center */
        x = px / scale - GRID_HALF_M, y = GRID_HALF_M - py / scale;
        if (!geos_area_contains(area, x, y)) continue;
        if (geos_area_border_distance(area, x, y) * scale < clear_px) continue;
        found++;
        rgba got = pixel_at(drawn, c, z, px, py), want = aid_color_of(d);
        if (memcmp(&got, &want, sizeof got))
            fail_msg("zoom %u, district %u, meters %.1f %.1f: #%02x%02x%02x is not #%02x%02x%02x",
                     z, d, x, y, got.r, got.g, got.b, want.r, want.g, want.b);
    }
    geos_area_free(area);
    return found;
}

void aid_truth_points(const geometry *truth, const geometry *drawn, unsigned z, size_t wanted,
                      size_t tries, double clear_px, size_t *points, size_t *full_districts) {
    geos *gs;
    aid_colors c;
    assert_int_equal(geos_open(&gs, NULL), ERR_OK);
    aid_colors_make(&c, drawn->n_districts, 1);
    for (district_id d = 0; d < truth->n_districts; d++) {
        size_t found = check_district(gs, truth, d, drawn, &c, z, wanted, tries, clear_px);
        *points += found;
        *full_districts += found == wanted;
    }
    aid_colors_free(&c);
    geos_close(gs);
}

/* Of the pixels left open only those beside a drawn one are held against GEOS: a gap inside the
 * city has such pixels all around, and one as large as a tile would show in the area. */
static bool borders_on_ink(const rgba *out, int i, int j) {
    return (i > 0 && out[j * 256 + i - 1].a) || (i < 255 && out[j * 256 + i + 1].a) ||
           (j > 0 && out[(j - 1) * 256 + i].a) || (j < 255 && out[(j + 1) * 256 + i].a);
}

static size_t check_tile_seams(const geometry *g, const aid_colors *c, const geos_area *city,
                               tile_id t, rgba *out) {
    pixel_window w = grid_tile_window(t, 256);
    rect box = grid_tile_bounds(t);
    double step = (box.x1 - box.x0) / 256;
    size_t inside = 0;
    assert_int_equal(reference_draw(g, &c->colors, 1, &w, out, NULL), ERR_OK);
    for (int j = 0; j < 256; j++)
        for (int i = 0; i < 256; i++) {
            rgba got = out[j * 256 + i];
            if (!got.a && !borders_on_ink(out, i, j)) continue;
            rect pixel = {box.x0 + i * step, box.y1 - (j + 1) * step, box.x0 + (i + 1) * step,
                          box.y1 - j * step};
            bool same = !memcmp(&got, &c->fill[0], sizeof got);
            if (same) {
                inside++;
                continue;
            }
            if (geos_area_contains_rect(city, pixel))
                fail_msg("tile %u/%u/%u: pixel %d, %d inside the city is #%02x%02x%02x%02x", t.z,
                         t.x, t.y, i, j, got.r, got.g, got.b, got.a);
        }
    return inside;
}

size_t aid_truth_seams(const geometry *g, unsigned z_low, unsigned z_top) {
    geos *gs;
    geometry *city;
    geos_area *area;
    aid_colors c;
    district_id *group = calloc(g->n_districts, sizeof *group); /* all in group 0 */
    rgba *out = calloc(256 * 256, sizeof *out);
    assert_int_equal(geos_open(&gs, NULL), ERR_OK);
    assert_int_equal(geos_dissolve(gs, g, group, 1, &city, NULL), ERR_OK);
    assert_int_equal(geos_area_of(gs, city, 0, &area, NULL), ERR_OK);
    aid_colors_make(&c, g->n_districts, 0);
    for (size_t d = 0; d < g->n_districts; d++) c.fill[d] = (rgba){90, 140, 60, 255};
    size_t inside = 0;
    rect b = geometry_bounds(g);
    for (unsigned z = z_low; z <= z_top; z++) {
        double x0, y0, x1, y1, expected = 0;
        grid_m_to_pixel(z, 256, b.x0, b.y1, &x0, &y0);
        grid_m_to_pixel(z, 256, b.x1, b.y0, &x1, &y1);
        size_t before = inside;
        for (uint32_t y = (uint32_t)(y0 / 256); y <= (uint32_t)(y1 / 256); y++)
            for (uint32_t x = (uint32_t)(x0 / 256); x <= (uint32_t)(x1 / 256); x++)
                inside += check_tile_seams(g, &c, area, (tile_id){z, x, y}, out);
        /* No pixel may be left out either: those inside make up the area but for the rim. */
        expected = geos_area_size(area) * pow(grid_pixels_per_m(z, 256), 2);
        if (z >= 12) assert_true(fabs((double)(inside - before) / expected - 1) < 0.02);
    }
    aid_colors_free(&c);
    geos_area_free(area);
    geometry_free(city);
    geos_close(gs);
    free(group);
    free(out);
    return inside;
}

/* Between the no-data color and the hatch, in each channel. */
static bool on_hatch(rgba got, rgba fill, rgba hatch) {
    return got.a == 255 && got.r <= fill.r && got.r >= hatch.r && got.g <= fill.g &&
           got.g >= hatch.g && got.b <= fill.b && got.b >= hatch.b;
}

static void check_tile(const choropleth *c, const geometry *g, geos_area *const *area, tile_id t) {
    buf png = BUF_EMPTY;
    rgba *got;
    uint32_t width, height;
    aid_tile(c, t, 1, &png);
    assert_int_equal(png_decode(buf_view(&png), &got, &width, &height, NULL), ERR_OK);
    assert_true(width == 256 && height == 256);
    rect box = grid_tile_bounds(t);
    double step = (box.x1 - box.x0) / 256;
    for (int j = 3; j < 256; j += 7)
        for (int i = 3; i < 256; i += 7) {
            double x = box.x0 + (i + 0.5) * step, y = box.y1 - (j + 0.5) * step;
            for (district_id d = 0; d < g->n_districts; d++) {
                if (!rect_touches(g->bounds[d], (rect){x, y, x, y})) continue;
                if (!geos_area_contains(area[d], x, y)) continue;
                if (geos_area_border_distance(area[d], x, y) < 2 * step) break;
                rgba p = got[j * 256 + i];
                if (c->class_of[d] < 0)
                    assert_true(on_hatch(p, c->look.no_data_color, c->look.hatch_color));
                else
                    assert_memory_equal(&p, &c->color[c->class_of[d]], sizeof p);
                break;
            }
        }
    free(got);
    buf_free(&png);
}

void aid_truth_tiles(const choropleth *c, const geometry *g, unsigned z) {
    geos *gs;
    geos_area **area = calloc(g->n_districts, sizeof *area);
    assert_int_equal(geos_open(&gs, NULL), ERR_OK);
    for (district_id d = 0; d < g->n_districts; d++)
        assert_int_equal(geos_area_of(gs, g, d, &area[d], NULL), ERR_OK);
    rect b = geometry_bounds(g);
    double x0, y0, x1, y1;
    grid_m_to_pixel(z, 256, b.x0, b.y1, &x0, &y0);
    grid_m_to_pixel(z, 256, b.x1, b.y0, &x1, &y1);
    for (uint32_t y = (uint32_t)(y0 / 256); y <= (uint32_t)(y1 / 256); y++)
        for (uint32_t x = (uint32_t)(x0 / 256); x <= (uint32_t)(x1 / 256); x++)
            check_tile(c, g, area, (tile_id){z, x, y});
    for (district_id d = 0; d < g->n_districts; d++) geos_area_free(area[d]);
    free(area);
    geos_close(gs);
}
