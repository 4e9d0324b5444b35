/* aid_label: sheets with a few districts, and their labels. */
#ifndef AID_LABEL_H
#define AID_LABEL_H
#include "aid_files.h"
#include "draw/label.h"

typedef struct aid_sheet {
    districts *d;
    geometry *land;
    label_request request; /* may be changed before the next plan */
    label_plan *plan;
} aid_sheet;

/* Rings in pixels, y downward, as maps have them; names and values by district, borrowed. */
aid_sheet aid_sheet_of(const aid_ring *rings, size_t n, const char *const *name,
                       const char *const *value);
void aid_sheet_plan(aid_sheet *s);         /* anew */
const label *aid_sheet_only(aid_sheet *s); /* the same, and the label of district 0 or NULL */
void aid_sheet_drop(aid_sheet *s);

const label *aid_label_of(const label_plan *p, district_id d); /* NULL: not shown */
/* What a line stands on, in pixels of the map.  On screens a name's reaches from 11 above the
 * baseline to 3 below it: 12 px by 1.15, ascent and descent of Inter 0.97 and 0.24, rounded; a
 * value's, of 13 px, 12 and 3. */
rect aid_label_box(const label *l, size_t line);
void aid_label_at(const label *l, int64_t x, int64_t y); /* fails beyond 1 px */

extern const char *const aid_nacka[1];
extern const text_style aid_label_name; /* of a name on screens */
#endif
