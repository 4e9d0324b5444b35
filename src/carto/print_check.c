#include "carto/print_check.h"
#include "carto/classify.h"

#include <assert.h>
#include <math.h>

static print_trouble least_of(const rgba *color, size_t k, color_sight sight, double wanted) {
    size_t pair[2];
    double least = gate_least(color, k, sight, pair);
    return (print_trouble){sight, pair[0], pair[1], least, wanted};
}

size_t print_check_colors(const rgba *color, size_t k, double opacity,
                          print_trouble out[PRINT_TROUBLES]) {
    const rgba white = {255, 255, 255, 255};
    rgba printed[CLASSES_MAX];
    size_t n = 0;
    assert(k <= CLASSES_MAX);
    for (size_t i = 0; i < k; i++) {
        rgba c = color[i];
        c.a = (uint8_t)lround(c.a * opacity);
        printed[i] = color_over(c, white);
    }
    print_trouble worst = least_of(printed, k, SIGHT_PROTAN, GATE_COLOR_BLIND_MIN);
    for (color_sight s = SIGHT_DEUTAN; s <= SIGHT_TRITAN; s++) {
        print_trouble t = least_of(printed, k, s, GATE_COLOR_BLIND_MIN);
        if (t.difference < worst.difference) worst = t;
    }
    print_trouble gray = least_of(printed, k, SIGHT_GRAY, GATE_GRAY_MIN);
    if (gray.difference < gray.wanted) out[n++] = gray;
    if (worst.difference < worst.wanted) out[n++] = worst;
    return n;
}

void print_check_say(const print_trouble *t, const char *const *name, buf *out) {
    static const char *const seen[SIGHT__COUNT] = {[SIGHT_NORMAL] = "by normal sight",
                                                   [SIGHT_PROTAN] = "to protanopic readers",
                                                   [SIGHT_DEUTAN] = "to deuteranopic readers",
                                                   [SIGHT_TRITAN] = "to tritanopic readers",
                                                   [SIGHT_GRAY] = "in gray"};
    buf_addf(out, "%s, ", seen[t->sight]);
    if (name)
        buf_addf(out, "\"%s\" and \"%s\"", name[t->a], name[t->b]);
    else
        buf_addf(out, "classes %zu and %zu", t->a + 1, t->b + 1);
    buf_addf(out, " look alike (CIEDE2000 %.1f; at least %.0f is wanted)", t->difference,
             t->wanted);
}
