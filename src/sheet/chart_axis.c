#include "sheet/chart_axis.h"
#include "atlas/target.h"
#include "carto/wording.h"
#include "draw/goal.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#define TICK_ROOM 3.0 /* mm on A3, between numbers */
#define TICKS     7.0 /* mm on A3, between lines */
#define WASTE     1.6 /* an axis this many times as long as the values need has no numbers */

static double unit(const sheet_source *s) { return paper_type(s->paper); }

static double tick_width(const sheet_source *s, double v, int decimals) {
    const text_style t = paper_figures(s->paper->foot, 400, s->inks->muted);
    buf text = BUF_EMPTY;
    legend_number(s->legend, v, decimals, &text);
    double width = sheet_text_width(&t, buf_text(&text));
    buf_free(&text);
    return width;
}

static void choose_step(const sheet_source *s, chart_axis *k, double low, double high) {
    static const double steps[] = {1, 2, 2.5, 5};
    double power = pow(10, floor(log10(high - low)) - 2);
    int own = choropleth_decimals(s->map), finest = s->legend->decimals;
    if (own > finest) finest = own; /* no halves of what is counted in whole ones */
    for (int i = 0; i < 16 && !k->ticks; i++) {
        k->step = steps[i % 4] * power;
        if (i % 4 == 3) power *= 10;
        k->low = floor(low / k->step + 1e-9) * k->step;
        k->high = ceil(high / k->step - 1e-9) * k->step;
        k->decimals = number_decimals_of(&k->step, 1, NUMBER_DECIMALS_MAX);
        if (k->decimals > finest) continue;
        double wide = fmax(tick_width(s, k->low, k->decimals), tick_width(s, k->high, k->decimals));
        double apart = (k->x1 - k->x0) * k->step / (k->high - k->low);
        k->ticks = apart >= wide + TICK_ROOM * unit(s) && apart >= TICKS * unit(s);
    }
}

chart_axis chart_axis_make(const sheet_source *s, double x0, double x1, double low, double high) {
    chart_axis k = {.x0 = x0, .x1 = fmax(x1, x0 + unit(s)), .low = low, .high = high};
    if (!(high > low)) {
        k.low -= 1, k.high += 1;
        return k;
    }
    choose_step(s, &k, low, high);
    if (k.ticks && k.high - k.low <= WASTE * (high - low)) return k;
    k.low = low, k.high = high, k.ticks = false;
    return k;
}

double chart_axis_x(const chart_axis *k, double v) {
    return k->x0 + (v - k->low) / (k->high - k->low) * (k->x1 - k->x0);
}

void chart_line(canvas *c, double x0, double y0, double x1, double y1, rgba color, double width) {
    canvas_line(c, PAPER_MM(x0), PAPER_MM(y0), PAPER_MM(x1), PAPER_MM(y1), color, PAPER_MM(width));
}

double chart_axis_ticks_height(const sheet_source *s) {
    return sheet_line(s->paper->foot) + unit(s);
}

void chart_axis_draw(canvas *c, const sheet_source *s, const chart_axis *k, double top,
                     double bottom) {
    const text_style t = paper_figures(s->paper->foot, 400, s->inks->muted);
    size_t n = k->ticks ? (size_t)lround((k->high - k->low) / k->step) + 1 : 0;
    for (size_t i = 0; i < n; i++) {
        double v = k->low + (double)i * k->step, x = chart_axis_x(k, v);
        buf text = BUF_EMPTY;
        chart_line(c, x, top, x, bottom, s->inks->line, 0.14 * s->paper->line);
        legend_number(s->legend, v, k->decimals, &text);
        sheet_text(c, x, bottom + 0.4 * unit(s), 0.5, s->paper->foot, &t, buf_text(&text));
        buf_free(&text);
    }
}

/* ---- a target --------------------------------------------------------------------------- */

double chart_axis_goal(const sheet_source *s, double low, double high, buf *text) {
    const choropleth *c = s->map;
    const atlas_target *t = target_of_map(c);
    if (!t || c->against == REFERENCE_TARGET || !target_is_comparable(c->atlas, c->indicator) ||
        !goal_fits(low, high, t->value))
        return (double)NAN;
    target_text(c->atlas, c->indicator, s->language, text);
    return t->value;
}

#define DASH 1.1 /* mm on A3 */

void chart_axis_goal_line(canvas *c, const sheet_source *s, double x, double top, double bottom) {
    double dash = DASH * unit(s);
    for (double y = top; y < bottom; y += 1.8 * dash)
        chart_line(c, x, y, x, fmin(y + dash, bottom), s->inks->ink, 0.38 * s->paper->line);
}

void chart_name(canvas *c, const sheet_source *s, double x, double room, double middle,
                const char *name, int weight, rgba color) {
    double pt = s->paper->body, least = fmin(6, pt);
    text_style t = paper_text(pt, weight, color);
    double width = sheet_text_width(&t, name);
    if (width > room) pt = fmax(least, pt * room / width * 0.995);
    t = paper_text(pt, weight, color);
    char part[512];
    snprintf(part, sizeof part, "%s", name);
    for (size_t n = strlen(part); n > 1 && sheet_text_width(&t, part) > room + 0.05;) {
        do n--;
        while (n > 1 && ((unsigned char)name[n] & 0xc0) == 0x80);
        n = n < sizeof part - 4 ? n : sizeof part - 4;
        snprintf(part, sizeof part, "%.*s…", (int)n, name);
    }
    sheet_text(c, x, middle - sheet_line(pt) / 2, 1, pt, &t, part);
}
