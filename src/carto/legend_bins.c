#include "carto/legend_bins.h"

#include <math.h>

/* The edges of a class's bins; neighbors have theirs in common to the last bit. */
static double bin_edge(double from, double to, size_t i, size_t n) {
    return i == n ? to : from + (to - from) / (double)n * (double)i;
}

static void cut(legend *l, double from, double to, size_t n, rgba color, size_t class) {
    for (size_t i = 0; i < n; i++)
        l->bins[l->n_bins++] =
            (legend_bin){bin_edge(from, to, i, n), bin_edge(from, to, i + 1, n), 0, color, class};
}

static bool beyond(const legend *l, const legend_bin *b, double v) {
    return l->closed == CLOSED_RIGHT ? v > b->to : v >= b->to;
}

/* values[from..to) into the bins that a class was cut into; values past the last (from other
 * periods, or its closed end) are its own. */
static void count(legend *l, size_t from, size_t to, size_t first_bin) {
    size_t bin = first_bin;
    for (size_t i = from; i < to; i++) {
        while (bin + 1 < l->n_bins && beyond(l, &l->bins[bin], l->values[i].value)) bin++;
        l->bins[bin].count++;
    }
}

static void cut_classes(legend *l, double range) {
    size_t value = 0;
    for (size_t k = 0; k < l->count; k++) {
        double from = legend_edge_drawn(l, k), to = legend_edge_drawn(l, k + 1);
        double share = range > 0 ? (to - from) / range * LEGEND_BINS : 0;
        size_t first_bin = l->n_bins, first_value = value;
        cut(l, from, to, share < 1 ? 1 : (size_t)(share + 0.5), l->classes[k].color, k);
        while (value < l->n_values && l->values[value].class_index == k) value++;
        count(l, first_value, value, first_bin);
    }
}

static void cut_ramp(legend *l) {
    cut(l, l->stops[0].value, l->stops[l->n_stops - 1].value, LEGEND_BINS, l->stops[0].color, 0);
    for (size_t i = 0; i < LEGEND_BINS; i++) {
        double at = ((double)i + 0.5) / LEGEND_BINS * (double)(l->n_stops - 1);
        size_t s = (size_t)at;
        l->bins[i].color =
            color_lerp_oklab(l->stops[s].color, l->stops[s + 1].color, at - (double)s);
    }
    count(l, 0, l->n_values, 0);
}

void legend_bins_fill(legend *l) {
    if (l->n_values <= LEGEND_DOTS_MAX || l->categories) return;
    if (l->n_stops) {
        if (l->stops[l->n_stops - 1].value > l->stops[0].value) cut_ramp(l);
        return;
    }
    double range = legend_edge_drawn(l, l->count) - legend_edge_drawn(l, 0);
    if (range > 0 && isfinite(range)) cut_classes(l, range);
}
