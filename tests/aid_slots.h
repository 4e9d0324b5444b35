/* aid_slots: images of slots as wide tiles have them, made up: districts as wiggly cells around
 * random points, with or without ink between them, and looks on them. */
#ifndef AID_SLOTS_H
#define AID_SLOTS_H
#include "aid_random.h"
#include <stdbool.h>

#define AID_LEVELS 16 /* of mix and of ink */

typedef struct aid_slot {
    uint16_t a, b; /* districts; b counts only if `mix` > 0 */
    uint8_t mix;   /* of b, in AID_LEVELS-ths, half of them at most */
    uint8_t ink;   /* over both, in AID_LEVELS-ths */
} aid_slot;

typedef struct aid_slots {
    uint32_t px;    /* a side */
    uint16_t *slot; /* [px * px], numbered by first appearance */
    aid_slot *what; /* [count] */
    size_t count, districts;
} aid_slots;

/* ink: a line of 1 px between districts, with only the nearer one under it; else mixes of two. */
void aid_slots_cells(aid_random *r, uint32_t px, size_t districts, bool ink, aid_slots *out);
void aid_slots_free(aid_slots *s);

/* Each district gets one of `classes` at random; byte_of_slot[count] numbers what then differs, by
 * first appearance, modulo 256.  Returns how many different ones there are. */
size_t aid_slots_look(const aid_slots *s, aid_random *r, size_t classes, uint8_t *byte_of_slot);

/* The image data of a PNG of bit depth 8: out[height * (1 + width)]. */
void aid_slots_paint(const uint16_t *slot, uint32_t width, uint32_t height,
                     const uint8_t *byte_of_slot, uint8_t *out);
#endif
