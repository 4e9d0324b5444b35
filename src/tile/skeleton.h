/* skeleton: a tile without colors: an image of slots.  It depends on geometry, border widths and
 * tile size, and on whether inks are opaque, on no value and no color, so it is made once for a
 * tile's address and painted (tile/painting.h) for every look.
 *
 *     indexed   at most 256 slots: the image is deflated already, a slot's number is its color's
 *               place in the palette
 *     wide      up to 65,536 slots: 16 bits a pixel; what is deflated depends on the look
 *
 * A plain skeleton knows no hatch.  The hatched variant for a set of patterns has the phase of
 * those hatches in its slots, for all districts, since any of them may have no data.  Districts
 * that a look does not hatch then have the same color in every phase.
 *
 * Immutable and reference-counted; any number of threads may read and paint one. */
#ifndef TILE_SKELETON_H
#define TILE_SKELETON_H
#include "base/buf.h"
#include "tile/cover.h"
#include "tile/phases.h"
#include "tile/tokens.h"

#define SKELETON_INDEXED_MAX 256   /* slots */
#define SKELETON_WIDE_MAX    65536 /* every tile of 256 px fits */

typedef struct skeleton {
    uint32_t size;     /* px a side: 256, or 512 ("@2x", 2 device pixels a CSS pixel) */
    unsigned patterns; /* PHASES_PATTERN() of those it tells apart; 0: plain */
    unsigned rung;     /* into slot_rungs: how fine its levels are */
    double merged;     /* no pixel is off by more than that share for slots that became one; 0: none
                          did (tile/slot_merge.h) */
    unsigned depth;    /* bits a pixel: 1, 2, 4 or 8: indexed; 16: wide */
    bool opaque_inks;  /* made for such only */
    bool improved;     /* deflated at the strongest level, or, wide, with its parse */
    size_t n_slots, n_phases;
    const slot *slots;   /* [n_slots] ascending by slot_compare() */
    const phase *phases; /* [n_phases] */
    const cover *covers; /* [n_covers] the first is cover_none */
    size_t n_covers;
    uint32_t inks;               /* bit k: some cover has ink k */
    const uint16_t *pixels;      /* wide: [size * size] numbers of slots; else NULL */
    const struct recipe *recipe; /* how its slots are mixed; NULL: as they say */
    const tokens *tokens;        /* wide and improved: its LZ77 parse; else NULL */
    bytes tail; /* indexed: IDAT and IEND of its PNG (tile/tilepng.h); else empty */
} skeleton;

/* Scratch memory, compressors among it; belongs to one thread. */
typedef struct skeleton_scratch skeleton_scratch;
err_code skeleton_scratch_create(skeleton_scratch **out, err *e);
void skeleton_scratch_free(skeleton_scratch *s); /* NULL is fine */

typedef struct skeleton_input {
    uint32_t size;            /* 256 or 512 */
    const raster_span *spans; /* every pixel once: row by row, from left to right, without a gap */
    size_t n_spans;
    unsigned patterns;   /* 0: plain */
    int64_t x0, y0;      /* world pixels of the upper left corner: where hatches are counted from */
    bool opaque_inks;    /* the inks of the looks to come hide what is under them: slot_of_span() */
    const cover *covers; /* [n_spans] as drawn: in shares of COVER_FULL; NULL: nothing covers any */
    uint32_t hiding;     /* bit k: cover k is opaque, and hides what is under it */
} skeleton_input;

/* Takes the finest rung of slot_rungs that is indexed.  A tile with covers that is not so at the
 * first two has slots of the second merged.  If none is indexed, it is wide: at the finest rung if
 * that has few slots, else at the third or, if that has too many, the last.
 * Equal inputs give equal bytes.  ERR_UNSUPPORTED: more than SKELETON_WIDE_MAX slots even so, which
 * takes a tile of 512 px that shows as many districts: such a one is painted by tile/direct.h. */
err_code skeleton_make(skeleton_scratch *s, const skeleton_input *in, skeleton **out, err *e);
/* Plain, and all of it one district (DISTRICT_NONE: the outside), as skeleton_make() gives it where
 * no border reaches in: one such skeleton serves every tile that lies within the district. */
err_code skeleton_make_solid(skeleton_scratch *s, uint32_t size, district_id d, skeleton **out,
                             err *e);
bool skeleton_is_solid(const skeleton *s); /* one slot: its bytes do not depend on the address */

/* Deflates an indexed skeleton once more as strongly as it can, or parses a wide one, so that its
 * looks cost Huffman codes only: either takes some 20 ms, and is for a background thread.  *out is
 * a new skeleton with the same slots, for a cache to put in the place of the old one, which stays
 * valid for those who hold it.  Where nothing is gained (improved, or no byte less) *out is
 * another reference to the old one. */
err_code skeleton_improve(skeleton_scratch *scratch, skeleton *s, skeleton **out, err *e);

skeleton *skeleton_ref(skeleton *s);
void skeleton_unref(skeleton *s);          /* NULL is fine */
size_t skeleton_memory(const skeleton *s); /* bytes, with its parse */
/* Same size, slots and pixels deflated alike: such skeletons paint to the same bytes, so one of
 * them may be kept for all.  The hash is equal for those. */
bool skeleton_equal(const skeleton *s, const skeleton *t);
uint64_t skeleton_hash(const skeleton *s);
/* The slot of each pixel, whichever the kind: pixels [size * size]. */
err_code skeleton_pixels(skeleton_scratch *scratch, const skeleton *s, uint16_t *pixels, err *e);
#endif
