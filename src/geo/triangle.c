#include "geo/triangle.h"

/* Rounding keeps order, so products that differ once rounded differed in the same way before; of
 * equal ones fma() tells exactly what was rounded off. */
static int compare_products(double a, double b, double c, double d) {
    double ab = a * b, cd = c * d;
    if (ab != cd) return ab > cd ? 1 : -1;
    double ab_rest = fma(a, b, -ab), cd_rest = fma(c, d, -cd);
    return (ab_rest > cd_rest) - (ab_rest < cd_rest);
}

int triangle_side(spot a, spot b, spot c) {
    return compare_products(b.x - a.x, c.y - a.y, b.y - a.y, c.x - a.x);
}

double triangle_area(spot a, spot b, spot c) {
    return fabs((b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x)) / 2;
}

triangle triangle_of(spot a, spot b, spot c) {
    triangle t = {{a, b, c}, RECT_EMPTY, triangle_side(a, b, c)};
    for (int i = 0; i < 3; i++) rect_extend(&t.bounds, t.corner[i].x, t.corner[i].y);
    return t;
}

bool triangle_holds(const triangle *t, spot s) {
    if (!triangle_is_near(t, s)) return false;
    for (int i = 0; i < 3; i++)
        if (t->corner[i].x == s.x && t->corner[i].y == s.y) return false;
    for (int i = 0; i < 3; i++) {
        int side = triangle_side(t->corner[i], t->corner[(i + 1) % 3], s);
        if (t->turning == 0 ? side != 0 : side == -t->turning) return false;
    }
    return true;
}
