/* CIELAB, and CIEDE2000: G. Sharma, W. Wu, E. N. Dalal, "The CIEDE2000 color-difference formula:
 * implementation notes, supplementary test data, and mathematical observations", Color Research
 * and Application 30(1), 2005.  Numbers in comments are that paper's equations. */
#include "carto/color.h"

#include <math.h>

#define DEGREES (180 / 3.14159265358979323846)

/* ---- CIELAB ---- */

static double lab_f(double t) {
    const double d = 6.0 / 29;
    return t > d * d * d ? cbrt(t) : t / (3 * d * d) + 4.0 / 29;
}

/* The matrix of IEC 61966-2-1; each row is divided by its sum, the white point D65. */
cielab color_cielab(rgba c) {
    linear_rgb v = color_linear(c);
    double x = lab_f((0.4124 * v.r + 0.3576 * v.g + 0.1805 * v.b) / 0.9505),
           y = lab_f(0.2126 * v.r + 0.7152 * v.g + 0.0722 * v.b),
           z = lab_f((0.0193 * v.r + 0.1192 * v.g + 0.9505 * v.b) / 1.0890);
    return (cielab){116 * y - 16, 500 * (x - y), 200 * (y - z)};
}

/* ---- CIEDE2000; angles in degrees ---- */

static double sine(double degrees) { return sin(degrees / DEGREES); }
static double cosine(double degrees) { return cos(degrees / DEGREES); }

/* c^7 / (c^7 + 25^7) under the root, as in (4) and (20). */
static double high_chroma(double c) {
    double c7 = pow(c, 7);
    return sqrt(c7 / (c7 + 6103515625.0));
}

typedef struct polar {
    double l, c, h; /* lightness, chroma, hue 0..360; hue 0 where there is no chroma */
} polar;

/* (5) to (7); `g` stretches a near gray. */
static polar polar_of(cielab v, double g) {
    double a = (1 + g) * v.a, h = atan2(v.b, a) * DEGREES;
    return (polar){v.l, hypot(a, v.b), h < 0 ? h + 360 : h};
}

/* (10): the shorter way round. */
static double hue_step(polar x, polar y) {
    double step = y.h - x.h;
    if (x.c * y.c == 0) return 0;
    if (step > 180) return step - 360;
    return step < -180 ? step + 360 : step;
}

/* (14): the middle of the shorter arc. */
static double hue_middle(polar x, polar y) {
    double sum = x.h + y.h;
    if (x.c * y.c == 0) return sum;
    if (fabs(x.h - y.h) <= 180) return sum / 2;
    return sum < 360 ? (sum + 360) / 2 : (sum - 360) / 2;
}

/* (16) to (22). */
static double weighed(double dl, double dc, double dh, polar mid) {
    double h = mid.h, from50 = (mid.l - 50) * (mid.l - 50), turn = (h - 275) / 25;
    double t = 1 - 0.17 * cosine(h - 30) + 0.24 * cosine(2 * h) + 0.32 * cosine(3 * h + 6) -
               0.20 * cosine(4 * h - 63);
    double sl = 1 + 0.015 * from50 / sqrt(20 + from50), sc = 1 + 0.045 * mid.c,
           sh = 1 + 0.015 * mid.c * t;
    double rt = -sine(60 * exp(-turn * turn)) * 2 * high_chroma(mid.c);
    dl /= sl, dc /= sc, dh /= sh;
    return sqrt(fmax(dl * dl + dc * dc + dh * dh + rt * dc * dh, 0));
}

double color_difference_lab(cielab a, cielab b) {
    double g = 0.5 * (1 - high_chroma((hypot(a.a, a.b) + hypot(b.a, b.b)) / 2));
    polar x = polar_of(a, g), y = polar_of(b, g);
    double dh = 2 * sqrt(x.c * y.c) * sine(hue_step(x, y) / 2);
    polar mid = {(x.l + y.l) / 2, (x.c + y.c) / 2, hue_middle(x, y)};
    return weighed(y.l - x.l, y.c - x.c, dh, mid);
}

double color_difference_2000(rgba a, rgba b) {
    return color_difference_lab(color_cielab(a), color_cielab(b));
}
