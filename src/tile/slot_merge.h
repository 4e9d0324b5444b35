/* slot_merge: fewer slots for a tile with many inks: slots that look alike under every look become
 * one.
 *
 * A slot is a mixture: so much of the pixel shows this district's fill, so much that ink.  The
 * distance of two slots is the share of the pixel that shows something else, 0..1; where they have
 * ink that may be translucent, the larger of those with it, as if it were opaque, and without it:
 * the share is linear in how opaque one ink is, so that no look shows more.  Slots are taken by how
 * many pixels they have; one that is within the tolerance of another that was kept, and shows
 * mostly the same, becomes that one.  So no pixel is off by more than the tolerance, which is the
 * least of a few that leaves few enough; whole districts without ink stay as they are. */
#ifndef TILE_SLOT_MERGE_H
#define TILE_SLOT_MERGE_H
#include "tile/cover.h"

#define SLOT_MERGE_MAX  8192 /* slots to begin with */
#define SLOT_MERGE_MOST 0.25 /* the largest tolerance: it is better to have more slots then */

typedef struct slot_merge slot_merge; /* scratch; belongs to one thread */
err_code slot_merge_create(slot_merge **out, err *e);
void slot_merge_free(slot_merge *m); /* NULL is fine */

/* keys[n] with their covers in `covers`; pixels[n]: how many each has; n <= SLOT_MERGE_MAX.
 * `hiding`: bit k: cover k is opaque in every look; opaque_inks: so are the borders' lines.
 * leader[n]: the slot that each becomes, itself if it is kept.  Returns the tolerance; NAN: even
 * the largest leaves more than `most`. */
double slot_merge_run(slot_merge *m, const slot_key *keys, const cover *covers,
                      const uint32_t *pixels, size_t n, uint32_t hiding, bool opaque_inks,
                      size_t most, uint16_t *leader);
#endif
