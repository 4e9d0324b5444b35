/* Over the columns of a compare sheet: the map of where, the key, names with their marks. */
#include "sheet/compare_parts.h"

#include <math.h>
#include <string.h>

#define HEAD_PT    7.2 /* on A3, as all of these */
#define WHOLE_PT   7.6
#define MAP_WIDE   34.0
#define MAP_HIGH   27.0
#define MARK_R     1.6
#define MARK_ABOVE 2.6 /* from its middle to the name under it */
#define UNDER      1.6 /* between heads and the first rule */

static chart_text head_text(const chart_sheet *s, rgba color, double pt) {
    return (chart_text){chart_sheet_pt(s, pt), 700, color, false};
}

/* How many bytes of a text go on a line: words that fit together, or what fits of a word that is
 * too wide for it in the least type. */
static size_t line_of(const chart_text *t, const char *text, double width) {
    chart_text least = *t;
    char part[160];
    size_t best = 0, n = strlen(text), cut = 0;
    least.pt = CHART_SHEET_LEAST_PT;
    if (n >= sizeof part) n = sizeof part - 1;
    for (size_t i = 1; i <= n; i++) {
        if (((unsigned char)text[i] & 0xc0) == 0x80) continue;
        memcpy(part, text, i);
        part[i] = 0;
        bool ends = !text[i] || text[i] == ' ';
        if (ends && chart_sheet_width_of(t, part) <= width) best = i;
        if (chart_sheet_width_of(&least, part) <= width) cut = i;
        if (ends && !best && cut == i) best = i; /* one word, in smaller type */
        if (ends && !best) return cut ? cut : i;
    }
    return best ? best : n;
}

/* Lines of a name, each to the right edge; the height. */
static double draw_name(const chart_sheet *s, canvas *c, double right, double top, double width,
                        const chart_text *t, const char *name) {
    double leading = chart_sheet_leading(t->pt) * 0.95, y = top;
    for (const char *at = name; *at; y += leading) {
        char line[160];
        size_t n = line_of(t, at, width);
        memcpy(line, at, n);
        line[n] = 0;
        chart_sheet_line(s, c, right, y + leading / 2, 1, width, t, line);
        at += n;
        while (*at == ' ') at++;
    }
    return y - top;
}

/* Bottoms stand on one line: `bottom`; measured without a canvas from 0. */
static double heads(const chart_sheet *s, const compare_columns *k, bool tagged, canvas *c,
                    double bottom) {
    canvas *tags = tagged ? c : NULL;
    double highest = 0, wide = k->width - 1.5 * s->k;
    chart_text t = head_text(s, s->inks->ink, WHOLE_PT);
    double city = draw_name(s, NULL, 0, 0, wide, &t, s->rows.whole);
    canvas_tag_begin(tags, "TH", NULL);
    draw_name(s, c, k->city, bottom - city, wide, &t, s->rows.whole);
    canvas_tag_end(tags);
    for (size_t j = 0; j < s->c->n_subjects; j++) {
        const chart_subject *as = &chart_subjects[j];
        const rgba own = s->rows.color[j];
        const chart_mark mark = {as->shape, own, PAPER_MM(MARK_R) * s->k, 0, false, false};
        const char *name = s->c->subject[j].name;
        t = head_text(s, own, HEAD_PT);
        double high = draw_name(s, NULL, 0, 0, wide, &t, name), right = k->right[j];
        double y = bottom - high - MARK_ABOVE * s->k;
        if (c)
            chart_mark_draw(c, s->inks, PAPER_MM(right) - chart_mark_reach(&mark), PAPER_MM(y),
                            &mark);
        canvas_tag_begin(tags, "TH", NULL);
        draw_name(s, c, right, bottom - high, wide, &t, name);
        canvas_tag_end(tags);
        highest = fmax(highest, high + (MARK_ABOVE + MARK_R * 1.3) * s->k);
    }
    return fmax(highest, city);
}

static double map_size(const chart_sheet *s, const chart_locator *l, double room, double *high) {
    double wide = fmin(MAP_WIDE * s->k, room);
    *high = 0;
    if (!l->map || isnan(l->shape)) return 0;
    *high = wide / l->shape;
    if (*high > MAP_HIGH * s->k) *high = MAP_HIGH * s->k, wide = *high * l->shape;
    return wide;
}

double compare_heads_draw(const chart_sheet *s, const compare_columns *k,
                          const chart_locator *locator, bool first, canvas *c, double y, err *e) {
    double map_high = 0, gap = 3 * s->k;
    double left = k->below ? k->name + k->name_width : k->strip;
    double map_wide = first ? map_size(s, locator, left - s->margin - gap, &map_high) : 0;
    double key_x = k->below ? s->margin + map_wide + (map_wide > 0 ? gap : 0) : k->strip;
    double key_wide = k->below ? s->width - s->margin - key_x : k->strip_width;
    if (!first && !k->below) { /* without a map there is room for long lines */
        key_x = s->margin;
        key_wide = k->strip + k->strip_width - s->margin;
    }
    double key = chart_sheet_key(s, NULL, 0, 0, key_wide, k->ranks);
    double names = heads(s, k, false, NULL, 0), high = fmax(fmax(names, key), map_high);
    if (k->below) high = fmax(map_high, key + gap + names);
    double bottom = y + high;
    err_code rc = ERR_OK;
    if (c && map_high > 0)
        rc = chart_locator_draw(s, locator, c,
                                (box){s->margin, bottom - map_high, map_wide, map_high}, e);
    if (rc) return (double)NAN;
    (first ? chart_sheet_key : chart_sheet_key_again)(s, c, key_x, k->below ? y : bottom - key,
                                                      key_wide, k->ranks);
    if (first) canvas_tag_begin(c, "Table", NULL);
    if (first) canvas_tag_begin(c, "TR", NULL);
    heads(s, k, first, c, bottom);
    if (first) canvas_tag_end(c);
    return high + UNDER * s->k;
}
