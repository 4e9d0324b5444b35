#include "draw/canvas_pattern.h"
#include "draw/map_path.h"

#include <assert.h>
#include <math.h>

#define SLOPE 0.70710678118654752440 /* sin and cos of 45° */

typedef struct lines { /* one set of parallel lines, by the normal on them */
    double x, y;
} lines;

/* A pattern has one or two sets; y points down, so a rising line has the normal (1, 1). */
static const struct {
    size_t n;
    lines set[2];
} sets[PATTERN__COUNT] = {
    [PATTERN_RISING] = {1, {{SLOPE, SLOPE}}},
    [PATTERN_FALLING] = {1, {{-SLOPE, SLOPE}}},
    [PATTERN_CROSSED] = {2, {{SLOPE, SLOPE}, {-SLOPE, SLOPE}}},
    [PATTERN_LEVEL] = {1, {{0, 1}}},
};

#define CORNERS_MAX 8 /* of a box that four half-planes cut */

typedef struct shape {
    double xy[2 * CORNERS_MAX];
    size_t n;
} shape;

static void add(shape *s, double x, double y) {
    assert(s->n < CORNERS_MAX);
    s->xy[2 * s->n] = x;
    s->xy[2 * s->n++ + 1] = y;
}

/* The part of a convex shape where x * u.x + y * u.y <= most (Sutherland & Hodgman 1974). */
static shape cut(const shape *s, lines u, double most) {
    shape out = {.n = 0};
    for (size_t i = 0; i < s->n; i++) {
        const double *p = &s->xy[2 * i], *q = &s->xy[2 * ((i + 1) % s->n)];
        double a = p[0] * u.x + p[1] * u.y - most, b = q[0] * u.x + q[1] * u.y - most;
        if (a <= 0) add(&out, p[0], p[1]);
        if ((a < 0 && b > 0) || (a > 0 && b < 0))
            add(&out, p[0] + (q[0] - p[0]) * a / (a - b), p[1] + (q[1] - p[1]) * a / (a - b));
    }
    return out;
}

static shape stripe(box b, lines u, double middle, double width) {
    shape s = {.n = 0};
    add(&s, b.x, b.y);
    add(&s, b.x + b.width, b.y);
    add(&s, b.x + b.width, b.y + b.height);
    add(&s, b.x, b.y + b.height);
    s = cut(&s, u, middle + width / 2);
    return cut(&s, (lines){-u.x, -u.y}, width / 2 - middle);
}

/* Lines stand half a step and more from the middle, on both sides, `reach` px out. */
static size_t lines_within(double reach, double step) { return 2 * (size_t)(reach / step + 0.5); }

static double line_at(size_t i, size_t n, double step) {
    return ((double)i - ((double)n - 1) / 2) * step;
}

void canvas_pattern_box(canvas *c, box b, rgba fill, const pattern_style *s) {
    canvas_rect(c, b, fill);
    double x = b.x + b.width / 2, y = b.y + b.height / 2;
    for (size_t k = 0; k < sets[s->pattern].n; k++) {
        lines u = sets[s->pattern].set[k];
        double reach = fabs(u.x) * b.width / 2 + fabs(u.y) * b.height / 2 + s->line / 2;
        size_t n = lines_within(reach, s->step);
        for (size_t i = 0; i < n; i++) {
            shape p = stripe(b, u, x * u.x + y * u.y + line_at(i, n, s->step), s->line);
            if (p.n > 2) canvas_polygon(c, p.xy, p.n, s->ink);
        }
    }
}

void canvas_pattern_disc(canvas *c, double x, double y, double r, rgba fill,
                         const pattern_style *s) {
    canvas_circle(c, x, y, r, fill, (rgba){0}, 0);
    for (size_t k = 0; k < sets[s->pattern].n; k++) {
        lines u = sets[s->pattern].set[k];
        size_t n = lines_within(r, s->step);
        for (size_t i = 0; i < n; i++) {
            double d = line_at(i, n, s->step), half = sqrt(fmax(r * r - d * d, 0));
            double mx = x + d * u.x, my = y + d * u.y;
            canvas_line(c, mx - half * u.y, my + half * u.x, mx + half * u.y, my - half * u.x,
                        s->ink, s->line);
        }
    }
}

/* ---- fields ----------------------------------------------------------------------------- */

/* As tiles have them (tile/reference.c): slanting lines every 8 px along a row, level ones every 6
 * px, each beginning at its multiple. */
#define SLANT_PX 8.0
#define LEVEL_PX 6.0
#define PHASE_PX 24.0 /* after which all begin anew */

/* Lines where fx * x + fy * y, from the point they are counted from, lies in the first
 * `width` of each period; all of them cross the box from its left to its right. */
static void add_lines(map_path *p, box b, double u0, double fx, double period, double width) {
    double low = fx < 0 ? -b.width : 0, high = b.height + (fx > 0 ? b.width : 0);
    double first = ceil((u0 + low - width) / period) * period + width / 2;
    for (double u = first; u < u0 + high + width; u += period) {
        double y = b.y + u - u0; /* at the left side; their cut ends lie beyond the box */
        map_path_add_segment(p, b.x - width, y + fx * width, b.x + b.width + width,
                             y - fx * (b.width + width));
    }
}

void canvas_pattern_field(canvas *c, box b, double x, double y, pattern which, rgba ink) {
    map_path p = {0};
    x = fmod(x, PHASE_PX), y = fmod(y, PHASE_PX);
    double width = PATTERN_LINE_PX / SLOPE; /* along a row */
    if (which == PATTERN_RISING || which == PATTERN_CROSSED)
        add_lines(&p, b, x + y, 1, SLANT_PX, width);
    if (which == PATTERN_FALLING || which == PATTERN_CROSSED)
        add_lines(&p, b, y - x + width, -1, SLANT_PX, width); /* x - y in [0, width) */
    if (which == PATTERN_LEVEL) add_lines(&p, b, y, 0, LEVEL_PX, PATTERN_LINE_PX);
    canvas_path all = map_path_view(&p);
    canvas_stroke(c, &all, ink, PATTERN_LINE_PX, false);
    map_path_free(&p);
}
