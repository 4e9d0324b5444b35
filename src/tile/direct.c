#include "tile/direct.h"
#include "geo/grid.h"
#include "tile/cover.h"

#include <stdlib.h>
#include <string.h>

typedef struct row { /* of pixels: no two share a slot */
    slot *slots;
    cover *covers; /* [size + 1] the first is cover_none */
    rgba *colors;
    size_t n, n_covers;
} row;

static unsigned patterns_of(const paint *p, size_t n_districts) {
    unsigned patterns = 0;
    for (size_t d = 0; !p->plain && d < n_districts; d++)
        if (p->pattern[d]) patterns |= PHASES_PATTERN(p->pattern[d]);
    return patterns;
}

/* The slot of a span at the finest rung, its cover in the row's list. */
static slot slot_of(row *r, const skeleton_input *in, size_t span, bool hatched) {
    slot plain = slot_of_span(&in->spans[span], &slot_rungs[0], in->opaque_inks);
    if (!in->covers || cover_equal(&in->covers[span], &cover_none)) return plain;
    slot_key k = slot_key_of(&plain);
    cover_settle(&in->covers[span], &slot_rungs[0], in->hiding, hatched, &k,
                 &r->covers[r->n_covers]);
    k.cover = (uint32_t)r->n_covers++;
    return slot_of_key(k);
}

static void add_span(row *r, const skeleton_input *in, size_t span, const phases *p) {
    const raster_span *s = &in->spans[span];
    slot one = slot_of(r, in, span, p->patterns != 0);
    for (uint32_t x = s->x; x < (uint32_t)s->x + s->len; x++)
        r->slots[r->n++] = slot_in_phase(one, phases_at(p, in->x0 + x, in->y0 + s->y));
}

static void paint_row(row *r, const skeleton_input *in, const paint *paints, const phases *p) {
    const skeleton view = {.size = in->size,
                           .patterns = p->patterns,
                           .n_slots = r->n,
                           .n_phases = p->count,
                           .slots = r->slots,
                           .phases = p->list,
                           .n_covers = r->n_covers > 1 ? r->n_covers : 0,
                           .covers = r->covers,
                           .inks = (UINT32_C(1) << COVERS) - 1};
    painting_colors(&view, paints, r->colors);
}

err_code direct_paint(const skeleton_input *in, const paint *paints, size_t n_districts, rgba *out,
                      err *e) {
    phases *p = malloc(sizeof *p);
    row r = {.slots = malloc(in->size * sizeof *r.slots),
             .covers = malloc((in->size + 1) * sizeof *r.covers),
             .colors = malloc(in->size * sizeof *r.colors)};
    err_code rc = p && r.slots && r.covers && r.colors ? ERR_OK : err_nomem(e);
    if (!rc) phases_make(p, patterns_of(paints, n_districts), in->size / GRID_TILE_PX);
    for (size_t span = 0; !rc && span < in->n_spans;) {
        uint32_t y = in->spans[span].y;
        r.n = 0;
        r.n_covers = 1;
        r.covers[0] = cover_none;
        for (; span < in->n_spans && in->spans[span].y == y; span++) add_span(&r, in, span, p);
        paint_row(&r, in, paints, p);
        memcpy(out + (size_t)y * in->size, r.colors, in->size * sizeof *out);
    }
    free(p);
    free(r.slots);
    free(r.covers);
    free(r.colors);
    return rc;
}
