#include "tile/tile.h"
#include "base/hash.h"
#include "draw/png.h"
#include "tile/reference.h"

#include <assert.h>
#include <stdlib.h>

err_code tile_render(const choropleth *c, tile_id t, unsigned scale, buf *out, err *e) {
    assert(grid_tile_valid(t) && (scale == 1 || scale == 2));
    pixel_window w = grid_tile_window(t, TILE_PX * scale);
    rgba *pixels = calloc((size_t)w.width * w.height, sizeof *pixels);
    if (!pixels) return err_nomem(e);
    err_code rc =
        reference_draw(choropleth_layer(c)->shape->mercator, &c->paint, scale, &w, pixels, e);
    if (!rc) rc = png_encode(pixels, w.width, w.height, out, e);
    free(pixels);
    return rc ? err_wrap(e, rc, "tile %u/%u/%u", t.z, t.x, t.y) : ERR_OK;
}

uint64_t tile_hash(const choropleth *c, tile_id t, unsigned scale) {
    uint64_t h = hash_u64(c->hash, t.z);
    h = hash_u64(hash_u64(h, t.x), t.y);
    return hash_u64(h, scale);
}
