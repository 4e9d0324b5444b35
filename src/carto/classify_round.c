#include "carto/classify_round.h"

#include <float.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#define DIGITS      15 /* a decimal of so many digits survives being a double */
#define WHOLE_MAX   1e15
#define STEP_DIGITS 2 /* of the steps 10, 20, 25, 50 that `pretty` tries */

/* ---- decimals ---- */

/* m x 10^exponent, rounded once: C's reader of numbers is exact, a product with a power of ten is
 * not.  m is whole; no decimal sign is written, so the locale does not matter. */
static double decimal(double m, int exponent) {
    char text[48];
    snprintf(text, sizeof text, "%.0fe%d", m, exponent);
    double v = strtod(text, NULL);
    return v == 0 ? 0 : v; /* -0 */
}

/* v / 10^exponent to a few units in the last place, also where the power is subnormal or less. */
static double quotient(double v, int exponent) {
    return exponent < -250 ? v * 1e100 / decimal(1, exponent + 100) : v / decimal(1, exponent);
}

/* The exponent of the first digit. */
static int first_digit(double v) {
    char text[32];
    snprintf(text, sizeof text, "%.17e", fabs(v));
    const char *at = text;
    while (*at != 'e') at++;
    return (int)strtol(at + 1, NULL, 10);
}

/* ---- pretty ---- */

/* Multiples of m x 10^exponent strictly between min and max, the first `most` of them in inner[];
 * returns how many, most + 1 for more. */
static size_t multiples(double min, double max, double m, int exponent, double *inner,
                        size_t most) {
    double from = floor(quotient(min, exponent) / m) - 1; /* rounding can be off by one */
    size_t count = 0;
    for (double i = from;; i++) {
        double edge = decimal(i * m, exponent);
        if (edge >= max) return count;
        if (edge <= min) continue;
        if (count == most) return most + 1;
        inner[count++] = edge;
    }
}

size_t classify_round_steps(double min, double max, size_t k, double *inner) {
    static const double steps[] = {10, 20, 25, 50};
    double largest = fmax(fabs(min), fabs(max));
    /* From a step of a hundredth to a tenth of a class: too fine for k.  Any step above the range
     * ends the search, with no multiple or one. */
    int fine = first_digit(fmax((max - min) / (double)k, DBL_TRUE_MIN)) - STEP_DIGITS;
    for (int exponent = fine;; exponent++) {
        if (quotient(largest, exponent) > WHOLE_MAX) continue;
        for (size_t s = 0; s < sizeof steps / sizeof *steps; s++) {
            size_t count = multiples(min, max, steps[s], exponent, inner, k - 1);
            if (count < k) return count;
        }
    }
}

/* ---- edges in gaps ---- */

/* Where an edge may lie, besides where it is. */
typedef struct gap {
    double low, high;
    bool with_low, with_high;
} gap;

static bool inside(const gap *g, double v) {
    return (g->with_low ? v >= g->low : v > g->low) && (g->with_high ? v <= g->high : v < g->high);
}

static bool nearer(double a, double b, double to) {
    double from_a = fabs(a - to), from_b = fabs(b - to);
    return from_a < from_b || (from_a == from_b && fabs(a) < fabs(b));
}

/* The multiple of m x 10^exponent in the gap that is nearest to v, which lies in it: the last
 * before v or the first after it. */
static bool nearest_multiple(const gap *g, double v, double m, int exponent, double *out) {
    bool found = false;
    double from = floor(quotient(v, exponent) / m) - 1; /* rounding can be off by one */
    for (int i = 0; i < 4; i++) {
        double at = decimal((from + i) * m, exponent);
        if (!inside(g, at) || (found && !nearer(at, *out, v))) continue;
        *out = at;
        found = true;
    }
    return found;
}

/* Digit by digit from the first of v.  A number in the gap that begins left or right of v's first
 * digit has no fewer digits than a power of ten between them, which is found at v's. */
static double roundest(const gap *g, double v) {
    static const double steps[] = {10, 5, 2, 1};
    double best = v;
    if (inside(g, 0)) return 0;
    int first = first_digit(v);
    for (int digit = 0; digit < DIGITS; digit++)
        for (size_t s = 0; s < sizeof steps / sizeof *steps; s++)
            if (nearest_multiple(g, v, steps[s], first - digit, &best)) return best;
    return v;
}

/* The room of edge i: between its values, and the middles to edges in the same gap. */
static gap gap_of(const class_breaks *b, size_t i, const double *sorted, size_t n) {
    const double *edge = b->edge;
    size_t below = classify_count_below(sorted, n, edge[i], b->closed);
    bool right = b->closed == CLOSED_RIGHT;
    gap g = {sorted[below - 1], sorted[below], right, !right};
    bool last_shares = i > 1 && inside(&g, edge[i - 1]);
    bool next_shares = i + 1 < b->count && inside(&g, edge[i + 1]);
    if (last_shares) {
        g.low = edge[i - 1] + (edge[i] - edge[i - 1]) / 2;
        g.with_low = false;
    }
    if (next_shares) {
        g.high = edge[i] + (edge[i + 1] - edge[i]) / 2;
        g.with_high = false;
    }
    return g;
}

void classify_round_edges(class_breaks *b, const double *sorted, size_t n) {
    class_breaks exact = *b; /* all gaps are those of the edges as they were */
    for (size_t i = 1; i < exact.count; i++) {
        gap g = gap_of(&exact, i, sorted, n);
        if (inside(&g, exact.edge[i])) b->edge[i] = roundest(&g, exact.edge[i]);
    }
}
