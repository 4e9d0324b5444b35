#include "tile/recipe.h"
#include "base/buf.h"
#include "carto/context.h"
#include "tile/mixed.h"

#include <stdlib.h>
#include <string.h>

#define STEPS_MAX (1 + COVER_INKS + RASTER_INKS + 2) /* the second district, inks, halo, text */

typedef enum source_kind {
    SOURCE_NOTHING,
    SOURCE_FILL,
    SOURCE_INK,
    SOURCE_LINE,
    SOURCE_TEXT
} source_kind;

typedef struct source { /* of a color */
    source_kind kind;
    uint32_t id; /* district, COVER_..., or 0 casing and 1 border */
} source;

typedef struct step {
    uint16_t source;
    uint16_t level; /* sixteenths */
} step;

typedef struct slot_steps {
    uint16_t slot, base; /* the source that lies lowest */
    uint8_t n;
    step step[STEPS_MAX];
} slot_steps;

struct recipe {
    source *sources; /* [n_sources] the first is nothing */
    size_t n_sources, n_slots;
    uint16_t *slot, *base; /* [n_slots] by how many steps they take */
    step *steps;           /* of those, one after the other */
    size_t n_steps;
    uint32_t count[STEPS_MAX + 1]; /* how many slots take so many */
};

#define SOURCES_MAX 2048

/* ---- making --------------------------------------------------------------------------- */

typedef struct maker {
    recipe *r;
    size_t sources_cap;
    slot_steps *all;
} maker;

/* False if there are too many, or no memory. */
static bool number_of(maker *m, source_kind kind, uint32_t id, uint16_t *out) {
    recipe *r = m->r;
    for (size_t i = 0; i < r->n_sources; i++)
        if (r->sources[i].kind == kind && r->sources[i].id == id) {
            *out = (uint16_t)i;
            return true;
        }
    if (r->n_sources == SOURCES_MAX ||
        array_reserve(&r->sources, &m->sources_cap, r->n_sources + 1, sizeof *r->sources, NULL))
        return false;
    r->sources[r->n_sources] = (source){kind, id};
    *out = (uint16_t)r->n_sources++;
    return true;
}

static bool fill_number(maker *m, district_id d, uint16_t *out) {
    return d == DISTRICT_NONE ? number_of(m, SOURCE_NOTHING, 0, out)
                              : number_of(m, SOURCE_FILL, d, out);
}

static bool lay(maker *m, slot_steps *s, source_kind kind, uint32_t id, unsigned level) {
    if (!level) return true;
    s->step[s->n].level = (uint16_t)level;
    return number_of(m, kind, id, &s->step[s->n++].source);
}

static bool lay_inks(maker *m, slot_steps *s, const cover *c, context_place place) {
    for (uint8_t i = 0; i < c->n; i++)
        if (c->ink[i].place == place && !lay(m, s, SOURCE_INK, c->ink[i].id, c->ink[i].level))
            return false;
    return true;
}

static bool sayable(const slot *x, const cover *c) {
    for (uint8_t i = 0; i < c->n; i++)
        if (c->ink[i].place == CONTEXT_UNDER) return false;
    return !c->halo || !x->weight_b;
}

/* As painting.h and cover.h say, from below. */
static bool write_slot(maker *m, const slot *x, const cover *c, slot_steps *s) {
    if (!sayable(x, c) || !fill_number(m, x->a, &s->base)) return false;
    if (x->weight_b) {
        s->step[s->n].level = x->weight_b;
        if (!fill_number(m, x->b, &s->step[s->n++].source)) return false;
    }
    if (!lay_inks(m, s, c, CONTEXT_OVER)) return false;
    for (uint32_t k = 0; k < RASTER_INKS; k++)
        if (!lay(m, s, SOURCE_LINE, k, x->ink[k])) return false;
    if (!lay_inks(m, s, c, CONTEXT_TOP)) return false;
    if (c->halo) s->step[s->n++] = (step){s->base, c->halo};
    return lay(m, s, SOURCE_TEXT, c->label, c->text);
}

static int by_steps(const void *a, const void *b) {
    const slot_steps *s = a, *t = b;
    return s->n != t->n ? (s->n > t->n) - (s->n < t->n) : (s->slot > t->slot) - (s->slot < t->slot);
}

static err_code pack(maker *m, size_t n, err *e) {
    recipe *r = m->r;
    for (size_t i = 0; i < n; i++) r->n_steps += m->all[i].n, r->count[m->all[i].n]++;
    qsort(m->all, n, sizeof *m->all, by_steps);
    r->slot = malloc((n + 1) * sizeof *r->slot);
    r->base = malloc((n + 1) * sizeof *r->base);
    r->steps = malloc((r->n_steps + 1) * sizeof *r->steps);
    if (!r->slot || !r->base || !r->steps) return err_nomem(e);
    step *to = r->steps;
    for (size_t i = 0; i < n; i++) {
        const slot_steps *s = &m->all[i];
        r->slot[i] = s->slot, r->base[i] = s->base;
        memcpy(to, s->step, s->n * sizeof *to);
        to += s->n;
    }
    r->n_slots = n;
    return ERR_OK;
}

err_code recipe_make(const slot *slots, size_t n, const cover *covers, recipe **out, err *e) {
    maker m = {.r = calloc(1, sizeof *m.r), .all = calloc(n + 1, sizeof *m.all)};
    err_code rc = m.r && m.all ? ERR_OK : err_nomem(e);
    uint16_t nothing;
    bool said = !rc && number_of(&m, SOURCE_NOTHING, 0, &nothing);
    for (size_t i = 0; i < n && said; i++) {
        m.all[i].slot = (uint16_t)i;
        said = write_slot(&m, &slots[i], &covers[slots[i].cover], &m.all[i]);
    }
    if (said) rc = pack(&m, n, e);
    if (rc || !said) {
        recipe_free(m.r);
        m.r = NULL;
    }
    free(m.all);
    if (!rc) *out = m.r;
    return rc;
}

void recipe_free(recipe *r) {
    if (!r) return;
    free(r->sources);
    free(r->slot);
    free(r->base);
    free(r->steps);
    free(r);
}

size_t recipe_memory(const recipe *r) {
    return sizeof *r + r->n_sources * sizeof *r->sources +
           r->n_slots * (sizeof *r->slot + sizeof *r->base) + r->n_steps * sizeof *r->steps;
}

/* ---- painting ------------------------------------------------------------------------- */

typedef struct tint { /* a source under a look */
    mixed color;
    uint64_t alpha; /* of an ink, which is laid as if opaque by as much less */
} tint;

static tint ink_tint(rgba c) { return (tint){mixed_of((rgba){c.r, c.g, c.b, 255}), c.a}; }

static tint tint_of(const source *s, const paint *p) {
    switch (s->kind) {
    case SOURCE_FILL:
        return (tint){mixed_of(p->fill[s->id]), 255};
    case SOURCE_INK:
        return p->clears >> s->id & 1 ? (tint){{0, 0}, 255} : ink_tint(p->cover[s->id]);
    case SOURCE_LINE:
        return ink_tint(s->id ? p->border : p->casing);
    case SOURCE_TEXT:
        return (tint){mixed_of(s->id == DISTRICT_NONE ? p->place : p->text[s->id]), 255};
    default:
        return (tint){{0, 0}, 255};
    }
}

/* t / 255 for t below 65,536. */
static inline unsigned by_255(unsigned t) { return (t + 1 + (t >> 8)) >> 8; }

static inline mixed laid(mixed c, const step *s, const tint *tints) {
    const tint *t = &tints[s->source];
    unsigned share = by_255(s->level * (ONE / SLOT_WHOLE) * (unsigned)t->alpha + 127);
    return blend(c, t->color, share);
}

typedef struct mixing { /* what a group's loop goes by */
    const recipe *r;
    const tint *tints;
    const step *at;
    size_t first;
    uint8_t alpha;
    double opacity;
    rgba *out;
} mixing;

/* Slots of so many steps each.  Inlined with a constant, its inner loop is none. */
static inline void mix_group(mixing *m, size_t count, unsigned steps) {
    const step *at = m->at;
    for (size_t i = m->first, end = m->first + count; i < end; i++, at += steps) {
        mixed c = m->tints[m->r->base[i]].color;
        for (unsigned k = 0; k < steps; k++) c = laid(c, &at[k], m->tints);
        m->out[m->r->slot[i]] = mixed_bytes(c, m->alpha, m->opacity);
    }
    m->at = at;
    m->first += count;
}

void recipe_colors(const recipe *r, const paint *paints, rgba *out) {
    tint tints[SOURCES_MAX];
    for (size_t i = 0; i < r->n_sources; i++) tints[i] = tint_of(&r->sources[i], paints);
    mixing m = {.r = r,
                .tints = tints,
                .at = r->steps,
                .alpha = alpha_of((uint32_t)OPAQUE, paints->opacity),
                .opacity = paints->opacity,
                .out = out};
    mix_group(&m, r->count[0], 0);
    mix_group(&m, r->count[1], 1);
    mix_group(&m, r->count[2], 2);
    mix_group(&m, r->count[3], 3);
    mix_group(&m, r->count[4], 4);
    for (unsigned n = 5; n <= STEPS_MAX; n++) mix_group(&m, r->count[n], n);
}
