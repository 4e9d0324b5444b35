/* The scale bar and the north arrow. */
#include "carto/wording.h"
#include "sheet/print_map_parts.h"

#include <math.h>

#define MM         MAP_MM_PX
#define BAR_SHARE  0.21 /* of the map's width, at most */
#define BAR_MIN_MM 16
#define BAR_MAX_MM 170
#define KM_MM      1e6

typedef struct bar_kind { /* where its numbers stand, in shares of its length */
    double length;        /* times a power of ten */
    double at[3];
} bar_kind;

static const bar_kind kinds[] = {
    {5, {0.2, 0.4, 1}}, {2, {0.25, 0.5, 1}}, {1, {0.2, 0.5, 1}}}; /* the longest first */

typedef struct bar {
    double km, mm; /* its length on the ground and on paper */
    const double *at;
} bar;

static bar choose(const print_map *m) {
    double most = fmin(fmax(m->width * BAR_SHARE, BAR_MIN_MM), BAR_MAX_MM);
    double km = most * m->denominator / KM_MM, power = pow(10, floor(log10(km)));
    const bar_kind *k = &kinds[0];
    while (k < &kinds[2] && k->length * power > km) k++;
    double length = k->length * power;
    return (bar){length, length * KM_MM / m->denominator, k->at};
}

double print_map_bar_km(const print_map *m) { return choose(m).km; }

double print_map_small_pt(const print_map *m) { return fmax(6, m->style.label_name_pt * 0.7); }

static text_style text_of(const print_map *m, rgba color) {
    return (text_style){print_map_small_pt(m) * PRINT_PT_PX, 400, true, color};
}

void print_map_ratio(const print_map *m, buf *out) {
    bool whole = m->denominator == floor(m->denominator);
    lang in = m->map->look.language;
    buf number = BUF_EMPTY;
    number_format_text(m->denominator, whole ? 0 : -1, in, &number);
    if (m->style.paper)
        wording_fill(WORD_RATIO_ON, in, (const char *const[]){buf_text(&number), m->style.paper}, 2,
                     out);
    else
        buf_addf(out, "1:%s", buf_text(&number));
    if (number.failed) out->failed = 1;
    buf_free(&number);
}

/* The numbers over the bar; returns how far the last reaches. */
static double write_numbers(const print_map *m, canvas *c, const bar *b, double x, double y) {
    text_style s = text_of(m, m->map->look.backdrop->ink);
    bool meters = b->km < 1;
    double last = x;
    for (int i = -1; i < 3; i++) {
        buf t = BUF_EMPTY;
        double share = i < 0 ? 0 : b->at[i], left = x + share * b->mm * MM;
        number_format_text(share * b->km * (meters ? 1000 : 1), -1, m->map->look.language, &t);
        left -= text_width(&s, buf_text(&t)) / 2;
        if (i == 2) buf_addf(&t, "\u00a0%s", meters ? "m" : "km");
        canvas_text(c, left, y, 0, &s, buf_text(&t));
        last = left + text_width(&s, buf_text(&t));
        buf_free(&t);
    }
    return last;
}

static void draw_bar(canvas *c, const bar *b, double x, double y, double high, rgba ink,
                     rgba paper) {
    double line = 0.18 * MM, from = 0;
    for (int i = 0; i < 3; i++) {
        box part = {x + from * b->mm * MM, y, (b->at[i] - from) * b->mm * MM, high};
        canvas_rect(c, part, i == 1 ? paper : ink);
        from = b->at[i];
    }
    canvas_rect_line(c, (box){x, y, b->mm * MM, high}, ink, line);
}

void print_map_scale_bar(const print_map *m, canvas *c, double x, double y, double *width,
                         double *height) {
    const backdrop *inks = m->map->look.backdrop;
    const bar b = choose(m);
    text_style ink = text_of(m, inks->ink), muted = text_of(m, inks->muted);
    double size = ink.size_px, high = 1.1 * print_map_factor(m) * MM,
           half = text_width(&ink, "0") / 2;
    double left = x + half, top = y + 1.15 * size;
    double right = write_numbers(m, c, &b, left, y + 0.74 * size);
    draw_bar(c, &b, left, top, high, inks->ink, inks->under);
    buf t = BUF_EMPTY;
    print_map_ratio(m, &t);
    double base = top + high + 1.3 * size;
    canvas_text(c, left, base, 0, &muted, buf_text(&t));
    right = fmax(right, left + text_width(&muted, buf_text(&t)));
    buf_free(&t);
    if (width) *width = fmax(right, left + b.mm * MM) - x;
    if (height) *height = base + 0.24 * size - y;
}

/* ---- north ------------------------------------------------------------------------------ */

typedef struct turned { /* a point `along` the arrow from its middle and `across` to the right */
    double x, y, sine, cosine;
} turned;

static void put(const turned *t, double *xy, double along, double across) {
    xy[0] = t->x + along * t->sine + across * t->cosine;
    xy[1] = t->y - along * t->cosine + across * t->sine;
}

void print_map_north(const print_map *m, canvas *c, double x, double y, double size) {
    const backdrop *inks = m->map->look.backdrop;
    double angle = m->north * (3.14159265358979323846 / 180), line = 0.03 * size;
    turned t = {x + size / 4, y + size / 2, sin(angle), cos(angle)};
    double tip = 0.2 * size, foot = -0.48 * size, notch = -0.36 * size, half = 0.19 * size;
    double dark[6], light[6], n[2];
    put(&t, &dark[0], tip, 0), put(&t, &dark[2], foot, half), put(&t, &dark[4], notch, 0);
    put(&t, &light[0], tip, 0), put(&t, &light[2], foot, -half), put(&t, &light[4], notch, 0);
    canvas_polygon(c, light, 3, inks->under);
    canvas_polygon(c, dark, 3, inks->ink);
    for (int i = 0; i < 3; i++) {
        int k = 2 * ((i + 1) % 3);
        canvas_line(c, light[2 * i], light[2 * i + 1], light[k], light[k + 1], inks->ink, line);
    }
    text_style s = {0.29 * size, 600, false, inks->ink};
    put(&t, n, 0.385 * size, 0);
    canvas_text(c, n[0], n[1] + 0.105 * size, 0.5, &s, "N");
}
