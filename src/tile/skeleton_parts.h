/* skeleton_parts: what skeleton.c and skeleton_make.c share; no other module includes it. */
#ifndef TILE_SKELETON_PARTS_H
#define TILE_SKELETON_PARTS_H
#include "tile/skeleton.h"
#include "tile/slot_merge.h"
#include "tile/slot_set.h"
#include "tile/tilepng.h"

struct skeleton_scratch {
    tilepng_deflater *deflater;
    slot_set set;
    cover_set covers;
    slot_merge *merge; /* made when first needed */
    uint32_t *counts;  /* pixels of slots */
    uint16_t *leader;
    phases phases;
    uint16_t *pixels, *number_of;
    uint8_t *rows;
    slot *slots;
    raster_span *spans;
    slot_draft *drafts; /* of the tile's spans */
    uint16_t *numbers;
    uint32_t *order; /* of slots, and as many for sorting */
    size_t pixels_cap, number_cap, rows_cap, slots_cap, spans_cap, drafts_cap, numbers_cap,
        order_cap, counts_cap, leader_cap;
};

/* Copies all that `view` points to, with itself, into one allocation. */
err_code skeleton_copy(const skeleton *view, skeleton **out, err *e);
#endif
