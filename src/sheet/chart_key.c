/* The key of strips: samples with words, in as many lines as they need. */
#include "sheet/chart_sheet.h"
#include "sheet/sheet_words.h"

#include <math.h>

#define PT     7.2 /* on A3, as all of these */
#define SAMPLE 4.6 /* mm */
#define AFTER  1.6 /* between a sample and its words */
#define APART  5.0 /* between items */

typedef enum sample { DOT, LINE, WASH, PAIR, FLAG, RING, NONE } sample;

typedef struct pen {
    const chart_sheet *s;
    canvas *c;
    double x0, x, y, width;
    bool first;
} pen;

static void draw_pair(const pen *p, double x, double y, double wide) {
    const chart_sheet *s = p->s;
    const chart_subject *as = &chart_subjects[0];
    chart_mark m = {
        as->shape, s->rows.color[0], PAPER_MM(1.35) * s->k, PAPER_MM(0.36) * s->paper->line, true,
        false};
    double a = PAPER_MM(x) + m.r, b = PAPER_MM(x + wide) - m.r;
    canvas_line(p->c, a, PAPER_MM(y), b, PAPER_MM(y), m.color, PAPER_MM(0.45) * s->paper->line);
    chart_mark_draw(p->c, s->inks, a, PAPER_MM(y), &m);
    chart_mark_draw(p->c, s->inks, b, PAPER_MM(y), &m);
}

static void draw_flag(const pen *p, double x, double y) {
    double px = PAPER_MM(x), py = PAPER_MM(y), r = PAPER_MM(1.1) * p->s->k;
    const double out[] = {px - r, py - 1.6 * r, px + r, py - 1.6 * r, px, py + 0.4 * r};
    const double in[] = {px - 0.52 * r, py - 1.32 * r, px + 0.52 * r, py - 1.32 * r, px,
                         py - 0.28 * r};
    canvas_line(p->c, px, py, px, py + 1.6 * r, p->s->inks->ink, PAPER_MM(0.25));
    canvas_polygon(p->c, out, 3, p->s->inks->ink);
    canvas_polygon(p->c, in, 3, p->s->inks->ground);
}

static void draw_sample(const pen *p, sample which, double x, double y) {
    const chart_sheet *s = p->s;
    double k = s->k, wide = SAMPLE * k, middle = PAPER_MM(x + wide / 2), py = PAPER_MM(y);
    const chart_mark ringed = {
        CHART_CIRCLE, s->inks->muted, PAPER_MM(0.9) * k, PAPER_MM(0.3) * s->paper->line, false,
        true};
    if (which == DOT)
        canvas_circle(p->c, middle, py, PAPER_MM(1.1) * k, s->inks->other, (rgba){0}, 0);
    if (which == LINE)
        canvas_line(p->c, middle, py - PAPER_MM(2) * k, middle, py + PAPER_MM(2) * k, s->inks->ink,
                    PAPER_MM(0.5) * s->paper->line);
    if (which == WASH)
        canvas_rect(p->c, (box){PAPER_MM(x), py - PAPER_MM(2) * k, PAPER_MM(wide), PAPER_MM(4) * k},
                    s->inks->wash);
    if (which == PAIR) draw_pair(p, x - 1.4 * k, y, wide + 2.8 * k);
    if (which == FLAG) draw_flag(p, x + wide / 2, y);
    if (which == RING) chart_mark_draw(p->c, s->inks, middle, py, &ringed);
}

static void add(pen *p, sample which, const char *words) {
    const chart_sheet *s = p->s;
    const chart_text t = {chart_sheet_pt(s, PT), 400, s->inks->ink_2, true};
    double k = s->k, line = chart_sheet_leading(t.pt) * 1.12;
    double room = which == NONE ? 0 : (SAMPLE + AFTER + (which == PAIR ? 2.8 : 0)) * k;
    double words_wide = chart_sheet_width_of(&t, words), need = room + words_wide;
    if (!p->first && p->x + need > p->x0 + p->width) p->x = p->x0, p->y += line;
    p->first = false;
    if (which != NONE) draw_sample(p, which, p->x + (which == PAIR ? 1.4 * k : 0), p->y + line / 2);
    double left = p->x0 + p->width - p->x - room;
    if (words_wide <= left) {
        chart_sheet_line(s, p->c, p->x + room, p->y + line / 2, 0, 0, &t, words);
    } else { /* alone on its line, and still too wide */
        double top = p->y + (line - chart_sheet_leading(t.pt)) / 2;
        double high = chart_sheet_paragraph(p->c, p->x + room, top, left, &t, words);
        p->y += high - chart_sheet_leading(t.pt);
    }
    p->x += need + APART * k;
}

static double draw_key(const chart_sheet *s, canvas *c, canvas *tags, double x, double y,
                       double width, bool ranks) {
    const sheet_rows *r = &s->rows;
    pen p = {s, c, x, x, y, width, true};
    buf better = BUF_EMPTY;
    bool washed = false;
    for (size_t i = 0; i < r->n; i++)
        washed |= r->row[i].strip.better && !isnan(r->row[i].strip.city) && !r->row[i].strip.words;
    sheet_words_fill(SHEET_BETTER, s->in, &r->whole_low, 1, &better);
    canvas_tag_begin(tags, "P", NULL);
    if (r->others) add(&p, DOT, sheet_words_get(SHEET_OTHERS, s->in));
    if (r->cities) add(&p, LINE, r->whole_low);
    if (washed) add(&p, WASH, buf_text(&better));
    if (r->parts) add(&p, PAIR, sheet_words_get(SHEET_PARTS, s->in));
    if (r->target) add(&p, FLAG, sheet_words_get(SHEET_TARGET, s->in));
    if (r->margin) add(&p, RING, sheet_words_get(SHEET_MARGIN, s->in));
    if (ranks && r->ranks) add(&p, NONE, sheet_words_get(SHEET_RANK_KEY, s->in));
    canvas_tag_end(tags);
    buf_free(&better);
    return p.first ? 0 : p.y - y + chart_sheet_leading(chart_sheet_pt(s, PT)) * 1.12;
}

double chart_sheet_key(const chart_sheet *s, canvas *c, double x, double y, double width,
                       bool ranks) {
    return draw_key(s, c, c, x, y, width, ranks);
}

double chart_sheet_key_again(const chart_sheet *s, canvas *c, double x, double y, double width,
                             bool ranks) {
    return draw_key(s, c, NULL, x, y, width, ranks);
}
