#include "tile/cover.h"
#include "base/buf.h"
#include "base/hash.h"
#include "carto/context.h"

#include <stdlib.h>
#include <string.h>

#define COVER_TABLE 32768 /* at most half full */

_Static_assert(sizeof(cover) == sizeof(district_id) + 3 + 3 * COVER_INKS + 3,
               "covers are compared and hashed as bytes: no padding but at the end");

const cover cover_none = {.label = DISTRICT_NONE};

bool cover_equal(const cover *c, const cover *d) {
    if (c->label != d->label || c->halo != d->halo || c->text != d->text || c->n != d->n)
        return false;
    return !memcmp(c->ink, d->ink, sizeof c->ink);
}

void cover_add(cover *c, uint8_t id, uint8_t place, uint8_t level) {
    if (!level) return;
    if (c->n == COVER_INKS) memmove(c->ink, c->ink + 1, (size_t)--c->n * sizeof *c->ink);
    c->ink[c->n++] = (cover_ink){id, place, level};
}

/* ---- one form ----------------------------------------------------------------------- */

static uint8_t level_of(uint8_t drawn, unsigned step) {
    return (uint8_t)slot_level((float)drawn / COVER_FULL, step);
}

#define INK_BITS 0xffffu /* of a key's shares: casing and line */

static void drop_districts(slot_key *k) {
    k->districts = (uint64_t)DISTRICT_NONE << 32 | DISTRICT_NONE;
    k->shares &= INK_BITS;
}

static bool has_outside(slot_key k) {
    bool mixed = k.shares >> 24;
    return k.districts >> 32 == DISTRICT_NONE || (mixed && (uint32_t)k.districts == DISTRICT_NONE);
}

static void add_inks(const cover *drawn, unsigned step, bool outside, cover *out) {
    for (uint8_t i = 0; i < drawn->n; i++) {
        const cover_ink *ink = &drawn->ink[i];
        if (ink->place == CONTEXT_UNDER && !outside) continue;
        cover_add(out, ink->id, ink->place, level_of(ink->level, step));
    }
}

/* The highest ink that hides all below it; -1: none does. */
static int hiding_ink(const cover *c, uint32_t hiding) {
    for (int i = c->n - 1; i >= 0; i--)
        if (c->ink[i].place != CONTEXT_UNDER && c->ink[i].level == SLOT_WHOLE &&
            (hiding >> c->ink[i].id & 1))
            return i;
    return -1;
}

static void hide(slot_key *k, cover *c, int from) {
    drop_districts(k);
    if (c->ink[from].place == CONTEXT_TOP) k->shares = 0;
    c->n = (uint8_t)(c->n - from);
    memmove(c->ink, c->ink + from, c->n * sizeof *c->ink);
    memset(c->ink + c->n, 0, (COVER_INKS - c->n) * sizeof *c->ink);
}

/* Without the smaller of two districts. */
static void keep_larger(slot_key *k) {
    unsigned weight = k->shares >> 24;
    if (!weight) return;
    uint64_t kept = 2 * weight > SLOT_WHOLE ? (uint32_t)k->districts : k->districts >> 32;
    k->districts = kept << 32 | DISTRICT_NONE;
    k->shares &= 0xffffff;
}

/* Without the inks of the least level, of equal ones the lowest, until there are `most`. */
static void drop_faint(cover *c, unsigned most) {
    while (c->n > most) {
        size_t least = 0;
        for (size_t i = 1; i < c->n; i++)
            if (c->ink[i].level < c->ink[least].level) least = i;
        memmove(&c->ink[least], &c->ink[least + 1], (c->n - least - 1) * sizeof *c->ink);
        c->ink[--c->n] = (cover_ink){0};
    }
}

void cover_settle(const cover *drawn, const slot_levels *l, uint32_t hiding, bool hatched,
                  slot_key *k, cover *out) {
    *out = cover_none;
    /* Letters lie mostly on bare fills, so finer levels of them cost few slots. */
    out->text = level_of(drawn->text, l->ink_step > 2 ? 2 : 1);
    if (out->text) out->label = drawn->label;
    if (out->text == SLOT_WHOLE) { /* nothing else is seen */
        drop_districts(k);
        k->shares = 0;
        return;
    }
    out->halo = level_of(drawn->halo, l->ink_step);
    if (out->halo == SLOT_WHOLE)
        k->shares &= ~INK_BITS;
    else
        add_inks(drawn, l->ink_step, has_outside(*k), out);
    if (l->dominant && out->n && out->ink[0].place != CONTEXT_UNDER) keep_larger(k);
    drop_faint(out, l->covers);
    bool nothing_there = !out->n && !(k->shares & INK_BITS);
    if (nothing_there && !hatched) out->halo = 0;
    int from = out->halo ? -1 : hiding_ink(out, hiding);
    if (from >= 0) hide(k, out, from);
}

/* ---- sets --------------------------------------------------------------------------- */

err_code cover_set_begin(cover_set *s, err *e) {
    err_code rc = array_reserve(&s->list, &s->cap, 64, sizeof *s->list, e);
    if (!rc && !s->table) s->table = malloc(COVER_TABLE * sizeof *s->table);
    if (rc || !s->table) return rc ? rc : err_nomem(e);
    memset(s->table, 0, COVER_TABLE * sizeof *s->table);
    s->count = 0;
    return cover_set_add(s, &cover_none) ? err_nomem(e) : ERR_OK;
}

static size_t place_of(const cover_set *s, const cover *c) {
    uint64_t h = hash_u64(HASH_INIT, (uint64_t)c->label << 24 | (uint64_t)c->halo << 16 |
                                         (uint64_t)c->text << 8 | c->n);
    h = hash_bytes(h, c->ink, sizeof *c->ink * c->n);
    size_t at = (size_t)(h ^ h >> 32) % COVER_TABLE;
    while (s->table[at] && !cover_equal(&s->list[s->table[at] - 1], c)) at = (at + 1) % COVER_TABLE;
    return at;
}

uint32_t cover_set_add(cover_set *s, const cover *c) {
    size_t at = place_of(s, c);
    if (s->table[at]) return s->table[at] - 1u;
    if (s->count == COVERS_MAX) return UINT32_MAX;
    if (array_reserve(&s->list, &s->cap, s->count + 1, sizeof *s->list, NULL)) return UINT32_MAX;
    s->list[s->count++] = *c;
    s->table[at] = (uint16_t)s->count;
    return (uint32_t)s->count - 1;
}

void cover_set_free(cover_set *s) {
    free(s->list);
    free(s->table);
    *s = (cover_set){0};
}
