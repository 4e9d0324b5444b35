#include "carto/gate.h"
#include "carto/classify.h"

#include <assert.h>
#include <math.h>
#include <stdio.h>

const char *const gate_need_names[GATE_NEEDS] = {"normal", "color_blind", "gray", "background"};

typedef struct surroundings { /* the colors of a map that are no classes */
    rgba ground, paper, no_data, water;
} surroundings;

static const surroundings around[2] = {
    [false] = {{0xf4, 0xf6, 0xf6, 255},
               {0xff, 0xff, 0xff, 255},
               {0xf1, 0xf1, 0xee, 255},
               {0xd2, 0xdc, 0xe8, 255}},
    [true] = {{0x0e, 0x13, 0x17, 255}, /* nothing is printed on dark paper */
              {0x0e, 0x13, 0x17, 255},
              {0x1b, 0x22, 0x28, 255},
              {0x06, 0x0b, 0x13, 255}},
};

/* ---- differences ---- */

double gate_least(const rgba *color, size_t k, color_sight sight, size_t pair[2]) {
    cielab seen[CLASSES_MAX];
    double least = INFINITY;
    pair[0] = pair[1] = 0;
    for (size_t i = 0; i < k; i++) {
        seen[i] = color_cielab(color_simulate(color[i], sight));
        for (size_t j = 0; j < i; j++) {
            double d = color_difference_lab(seen[i], seen[j]);
            if (d < least) least = d, pair[0] = j, pair[1] = i;
        }
    }
    return least;
}

/* The smallest difference to `other`, without class `skip` (k: none is skipped). */
static double least_to(const rgba *color, size_t k, size_t skip, rgba other) {
    double least = INFINITY;
    for (size_t i = 0; i < k; i++)
        if (i != skip) least = fmin(least, color_difference_2000(color[i], other));
    return least;
}

static unsigned passes(const gate *g) {
    double blind =
        fmin(fmin(g->least[SIGHT_PROTAN], g->least[SIGHT_DEUTAN]), g->least[SIGHT_TRITAN]);
    unsigned out = 0;
    if (g->least[SIGHT_NORMAL] >= GATE_NORMAL_MIN) out |= GATE_NORMAL;
    if (blind >= GATE_COLOR_BLIND_MIN) out |= GATE_COLOR_BLIND;
    if (g->least[SIGHT_GRAY] >= GATE_GRAY_MIN) out |= GATE_GRAY;
    if (fmin(g->ground, g->no_data) >= GATE_BACKGROUND_MIN) out |= GATE_BACKGROUND;
    return out;
}

/* The class that is not told from its surroundings by color; k: there is none. */
static size_t receding(const ramp *r, size_t k) {
    if (ramp_kind_of(r) == RAMP_BIVARIATE) return 0;
    return ramp_kind_of(r) == RAMP_DIVERGING && k % 2 ? k / 2 : k;
}

void gate_judge(const ramp *r, size_t k, bool dark, gate *out) {
    rgba color[CLASSES_MAX];
    const surroundings *a = &around[dark];
    size_t middle = receding(r, k);
    ramp_classes(r, k, false, color);
    size_t pair[2];
    for (int s = 0; s < SIGHT__COUNT; s++)
        out->least[s] = gate_least(color, k, (color_sight)s, pair);
    out->ground = fmin(least_to(color, k, middle, a->ground), least_to(color, k, middle, a->paper));
    out->no_data = least_to(color, k, middle, a->no_data);
    out->water = least_to(color, k, k, a->water);
    out->passes = ramp_suits(r, k) ? passes(out) : 0;
}

/* ---- class counts ---- */

static bool meets(const ramp *r, size_t k, bool dark, unsigned need) {
    gate g;
    gate_judge(r, k, dark, &g);
    return (g.passes & need) == need;
}

void gate_counts(const ramp *r, unsigned need, char out[GATE_TEXT_MAX]) {
    size_t at = 0, first = 0; /* of the run of counts that pass; 0: none is open */
    for (size_t k = GATE_FIRST; k <= GATE_LAST + 1; k++) {
        bool good = k <= GATE_LAST && meets(r, k, ramp_is_dark(r), need);
        if (good && !first) first = k;
        if (good || !first) continue;
        const char *comma = at ? ", " : "";
        at +=
            (size_t)(first == k - 1 ? snprintf(out + at, GATE_TEXT_MAX - at, "%s%zu", comma, first)
                                    : snprintf(out + at, GATE_TEXT_MAX - at, "%s%zu–%zu", comma,
                                               first, k - 1));
        first = 0;
    }
    if (!at) snprintf(out, GATE_TEXT_MAX, "–");
}

/* ---- another ramp ---- */

static double mean_difference(const ramp *a, const ramp *b, size_t k, bool reversed) {
    rgba x[CLASSES_MAX], y[CLASSES_MAX];
    double sum = 0;
    ramp_classes(a, k, reversed, x);
    ramp_classes(b, k, reversed, y);
    for (size_t i = 0; i < k; i++) sum += color_difference_2000(x[i], y[i]);
    return sum / (double)k;
}

const ramp *gate_nearest(const ramp_set *s, const ramp *r, size_t k, bool reversed, bool dark,
                         unsigned need) {
    assert(need < 1u << GATE_NEEDS);
    if (meets(r, k, dark, need)) return r;
    const ramp *nearest = NULL;
    double least = INFINITY;
    for (size_t i = 0; i < ramp_set_count(s); i++) {
        const ramp *other = ramp_at(s, i);
        if (other == r || ramp_kind_of(other) != ramp_kind_of(r)) continue;
        double far = mean_difference(r, other, k, reversed);
        if (far < least && meets(other, k, dark, need)) least = far, nearest = other;
    }
    return nearest;
}
