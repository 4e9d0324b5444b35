#include "tile/slot_merge.h"
#include "carto/context.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>

#define PARTS_MAX (2 + COVER_INKS + RASTER_INKS + 1)

typedef struct part { /* something of one color under any look */
    uint64_t what;
    float share;
} part;

typedef struct mixture {
    part part[PARTS_MAX]; /* [n] by what they are */
    int n;
    uint64_t most; /* what there is most of */
    bool whole;    /* of one district and no ink */
} mixture;

typedef struct opaque { /* which inks are so in every look: all, for a mixture that has them all */
    uint32_t covers;
    bool borders;
} opaque;

typedef struct counted {
    uint32_t pixels;
    bool whole;
    uint16_t number;
} counted;

struct slot_merge {
    mixture mixture[SLOT_MERGE_MAX], bare[SLOT_MERGE_MAX]; /* bare: without translucent inks */
    counted order[SLOT_MERGE_MAX];
    uint16_t kept[SLOT_MERGE_MAX];
};

err_code slot_merge_create(slot_merge **out, err *e) {
    *out = malloc(sizeof **out);
    return *out ? ERR_OK : err_nomem(e);
}

void slot_merge_free(slot_merge *m) { free(m); }

/* ---- mixtures ------------------------------------------------------------------------- */

#define INK(id)        (UINT64_C(1) << 48 | (uint64_t)(id))
#define BORDER(k)      (UINT64_C(2) << 48 | (uint64_t)(k))
#define TEXT(label)    (UINT64_C(3) << 48 | (label))
#define FILL(d, phase) ((uint64_t)(phase) << 32 | (d))

static void scale_by(mixture *m, float by) {
    for (int i = 0; i < m->n; i++) m->part[i].share *= by;
}

static void add(mixture *m, uint64_t what, float share) {
    if (share <= 0) return;
    for (int i = 0; i < m->n; i++)
        if (m->part[i].what == what) {
            m->part[i].share += share;
            return;
        }
    assert(m->n < PARTS_MAX);
    m->part[m->n++] = (part){what, share};
}

/* Lays `what` over the mixture. */
static void lay(mixture *m, uint64_t what, unsigned level) {
    float share = (float)level / SLOT_WHOLE;
    if (!level) return;
    scale_by(m, 1 - share);
    add(m, what, share);
}

static void add_districts(mixture *m, const slot *s, unsigned at_phase, float share) {
    float b = (float)s->weight_b / SLOT_WHOLE * share;
    add(m, s->a == DISTRICT_NONE ? FILL(s->a, 0) : FILL(s->a, at_phase), share - b);
    add(m, s->b == DISTRICT_NONE ? FILL(s->b, 0) : FILL(s->b, at_phase), b);
}

static void lay_inks(mixture *m, const cover *c, opaque in, bool top) {
    for (uint8_t i = 0; i < c->n; i++)
        if ((c->ink[i].place == CONTEXT_TOP) == top && (in.covers >> c->ink[i].id & 1))
            lay(m, INK(c->ink[i].id), c->ink[i].level);
}

static int by_what(const void *a, const void *b) {
    const part *p = a, *q = b;
    return (p->what > q->what) - (p->what < q->what);
}

/* With those inks alone. */
static void mix(const slot_key *k, const cover *c, opaque in, mixture *m) {
    slot s = slot_of_key(*k);
    *m = (mixture){.whole = !s.weight_b && !s.ink[0] && !s.ink[1] && !s.cover};
    add_districts(m, &s, s.phase, 1);
    lay_inks(m, c, in, false);
    for (int i = 0; i < RASTER_INKS && in.borders; i++) lay(m, BORDER(i), s.ink[i]);
    lay_inks(m, c, in, true);
    if (c->halo) {
        float halo = (float)c->halo / SLOT_WHOLE;
        scale_by(m, 1 - halo);
        add_districts(m, &s, 0, halo);
    }
    lay(m, TEXT(c->label), c->text);
    float most = 0;
    for (int i = 0; i < m->n; i++)
        if (m->part[i].share > most) most = m->part[i].share, m->most = m->part[i].what;
    qsort(m->part, (size_t)m->n, sizeof *m->part, by_what);
}

/* Half the sum of differences, for shares that add up to 1. */
static float distance(const mixture *a, const mixture *b) {
    float sum = 0;
    int i = 0, j = 0;
    while (i < a->n || j < b->n) {
        if (j == b->n || (i < a->n && a->part[i].what < b->part[j].what))
            sum += a->part[i++].share;
        else if (i == a->n || b->part[j].what < a->part[i].what)
            sum += b->part[j++].share;
        else
            sum += fabsf(a->part[i++].share - b->part[j++].share);
    }
    return sum / 2;
}

/* ---- merging -------------------------------------------------------------------------- */

/* Whole districts first, then by pixels, then as they came. */
static int by_pixels(const void *a, const void *b) {
    const counted *p = a, *q = b;
    if (p->whole != q->whole) return p->whole ? -1 : 1;
    if (p->pixels != q->pixels) return p->pixels > q->pixels ? -1 : 1;
    return (p->number > q->number) - (p->number < q->number);
}

/* The nearest of those kept that shows mostly the same; UINT16_MAX: none is within the tolerance.
 */
static uint16_t nearest(const slot_merge *m, size_t n_kept, uint16_t of, float tolerance) {
    const mixture *x = &m->mixture[of], *bare = &m->bare[of];
    uint16_t best = UINT16_MAX;
    for (size_t i = 0; i < n_kept; i++) {
        const mixture *y = &m->mixture[m->kept[i]];
        if (y->most != x->most) continue;
        float far = distance(x, y);
        if (far <= tolerance) far = fmaxf(far, distance(bare, &m->bare[m->kept[i]]));
        if (far > tolerance || (best != UINT16_MAX && far == tolerance)) continue;
        best = m->kept[i];
        tolerance = far;
    }
    return best;
}

/* False if more than `most` are kept. */
static bool merge(slot_merge *m, size_t n, size_t most, float tolerance, uint16_t *leader) {
    size_t n_kept = 0;
    for (size_t i = 0; i < n; i++) {
        uint16_t at = m->order[i].number;
        leader[at] = m->mixture[at].whole ? UINT16_MAX : nearest(m, n_kept, at, tolerance);
        if (leader[at] != UINT16_MAX) continue;
        if (n_kept == most) return false;
        leader[at] = m->kept[n_kept++] = at;
    }
    return true;
}

/* The first is a little more than half a level of the second rung. */
static const float tolerances[] = {0.08F, 0.1F, 0.125F, 0.16F, 0.2F, SLOT_MERGE_MOST};

double slot_merge_run(slot_merge *m, const slot_key *keys, const cover *covers,
                      const uint32_t *pixels, size_t n, uint32_t hiding, bool opaque_inks,
                      size_t most, uint16_t *leader) {
    const opaque all = {UINT32_MAX, true}, some = {hiding, opaque_inks};
    assert(n <= SLOT_MERGE_MAX);
    for (size_t i = 0; i < n; i++) {
        mix(&keys[i], &covers[keys[i].cover], all, &m->mixture[i]);
        mix(&keys[i], &covers[keys[i].cover], some, &m->bare[i]);
        m->order[i] = (counted){pixels[i], m->mixture[i].whole, (uint16_t)i};
    }
    qsort(m->order, n, sizeof *m->order, by_pixels);
    for (size_t t = 0; t < sizeof tolerances / sizeof *tolerances; t++)
        if (merge(m, n, most, tolerances[t], leader)) return (double)tolerances[t];
    return NAN;
}
