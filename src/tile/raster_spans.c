/* raster_spans: sweeps the sorted cells of each row from left to right, and cuts what comes of it
 * by the ink. */
#include "tile/raster_parts.h"

#include "base/buf.h"

#include <string.h>

#define NEGLIGIBLE (RASTER_ONE / 512)
#define TOLERANCE  (RASTER_ONE / 100)

typedef struct left_edge { /* followed from the top down */
    size_t next;           /* turn */
    district_id now;
} left_edge;

/* ---- shares of districts -------------------------------------------------------------- */

/* The share of a district, which begins at 0.  There is room (make_room). */
static span_share *share_of(raster_spans *o, district_id d) {
    for (size_t i = 0; i < o->n_shares; i++)
        if (o->shares[i].district == d) return &o->shares[i];
    o->shares[o->n_shares] = (span_share){.district = d};
    return &o->shares[o->n_shares++];
}

static err_code make_room(raster_spans *o, size_t more, err *e) {
    return array_reserve(&o->shares, &o->cap_shares, o->n_shares + more, sizeof *o->shares, e);
}

/* On to the next pixel: districts that have no share any more are forgotten. */
static void advance(raster_spans *o) {
    span_share *kept = o->shares;
    for (const span_share *s = o->shares, *end = s + o->n_shares; s < end; s++) {
        kept->district = s->district;
        kept->here = kept->beyond = s->beyond;
        kept += kept->beyond != 0;
    }
    o->n_shares = (size_t)(kept - o->shares);
}

/* ---- a pixel's parts ------------------------------------------------------------------ */

static bool goes_before(const span_share *a, const span_share *b) {
    return a->here != b->here ? a->here > b->here : a->district < b->district;
}

/* The RASTER_PARTS largest shares of the pixel in order; returns how many. */
static size_t largest_shares(const raster_spans *o, span_share top[RASTER_PARTS]) {
    size_t n = 0;
    for (size_t i = 0; i < o->n_shares; i++) {
        span_share s = o->shares[i];
        if (s.here < NEGLIGIBLE) continue;
        size_t at = n < RASTER_PARTS ? n++ : RASTER_PARTS;
        if (at == RASTER_PARTS && !goes_before(&s, &top[--at])) continue;
        for (; at > 0 && goes_before(&s, &top[at - 1]); at--) top[at] = top[at - 1];
        top[at] = s;
    }
    return n;
}

/* Brings the shares to 0..1 and their sum to at most 1, in the same order: rounding can have them
 * off by a few units, arcs that contradict each other by more, which is a fault. */
static void mend_shares(raster_spans *o) {
    int64_t sum = 0;
    for (size_t i = 0; i < o->n_shares; i++) {
        int64_t v = o->shares[i].here;
        if (v < -TOLERANCE || v > RASTER_ONE + TOLERANCE) o->faults++;
        o->shares[i].here = v < 0 ? 0 : v > RASTER_ONE ? RASTER_ONE : v;
        sum += o->shares[i].here;
    }
    if (sum <= RASTER_ONE) return;
    for (size_t i = 0; i < o->n_shares; i++)
        o->shares[i].here = o->shares[i].here * RASTER_ONE / sum;
}

static void put_part(raster_span *s, size_t i, district_id d, int64_t share) {
    s->part[i].district = d;
    s->part[i].share = (float)share / RASTER_ONE;
}

/* The usual pixel on a border; false if it is more than two clean shares. */
static bool describe_two(const raster_spans *o, raster_span *s) {
    span_share a = o->shares[0], b = o->shares[1];
    if (o->n_shares != 2 || a.here < NEGLIGIBLE || b.here < NEGLIGIBLE ||
        a.here + b.here > RASTER_ONE)
        return false;
    bool swap = goes_before(&b, &a);
    int64_t less = swap ? a.here : b.here;
    s->n_parts = 2;
    put_part(s, 0, swap ? b.district : a.district, RASTER_ONE - less);
    put_part(s, 1, swap ? a.district : b.district, less);
    return true;
}

static void describe_many(raster_spans *o, raster_span *s) {
    span_share top[RASTER_PARTS];
    mend_shares(o);
    size_t n = largest_shares(o, top);
    if (!n) top[n++] = (span_share){.district = DISTRICT_NONE};
    int64_t rest = RASTER_ONE;
    for (size_t i = 1; i < n; i++) rest -= top[i].here;
    top[0].here = rest;
    s->n_parts = (uint8_t)n;
    for (size_t i = 0; i < n; i++) put_part(s, i, top[i].district, top[i].here);
}

/* Writes the parts of the pixel that the shares describe; the largest gets what others leave. */
static void describe(raster_spans *o, raster_span *s) {
    memset(s->part, 0, sizeof s->part);
    if (o->n_shares == 1) {
        s->n_parts = 1;
        put_part(s, 0, o->shares[0].district, RASTER_ONE);
    } else if (!describe_two(o, s)) {
        describe_many(o, s);
    }
}

/* ---- spans ---------------------------------------------------------------------------- */

static bool same_parts(const raster_span *a, const raster_span *b) {
    if (a->n_parts != b->n_parts) return false;
    for (int i = 0; i < a->n_parts; i++)
        if (a->part[i].district != b->part[i].district || a->part[i].share != b->part[i].share)
            return false;
    return true;
}

static bool same_ink(const float *a, const float *b) {
    for (int i = 0; i < RASTER_INKS; i++)
        if (a[i] != b[i]) return false;
    return true;
}

/* The parts of a span that was just written: copying all at once would wait for the writing. */
static void copy_parts(raster_span *to, const raster_span *from) {
    to->n_parts = from->n_parts;
    memset(to->part, 0, sizeof to->part);
    for (int i = 0; i < from->n_parts; i++) {
        to->part[i].district = from->part[i].district;
        to->part[i].share = from->part[i].share;
    }
}

/* The pixels [x, end), which the shares describe, cut where there is ink.  There is room for a span
 * a pixel, and one more (raster_spans_make). */
static void add_run(raster *r, uint32_t row, uint32_t x, uint32_t end) {
    static const float no_ink[RASTER_INKS] = {0};
    raster_spans *o = &r->out;
    raster_span *s = &o->spans[o->n_spans], *last = x > 0 ? s - 1 : NULL;
    describe(o, s);
    bool same = last && same_parts(last, s);
    while (x < end) {
        uint32_t to = raster_stroke_next(&r->stroke, x, end);
        const float *ink = to > x ? no_ink : r->stroke.ink[x];
        if (to == x) to = x + 1;
        if (same && same_ink(last->ink, ink)) {
            last->len = (uint16_t)(last->len + to - x);
        } else {
            s = &o->spans[o->n_spans++];
            if (same && s != last) copy_parts(s, last);
            s->x = (uint16_t)x, s->y = (uint16_t)row, s->len = (uint16_t)(to - x);
            for (int i = 0; i < RASTER_INKS; i++) s->ink[i] = ink[i];
            last = s;
        }
        same = true;
        x = to;
    }
}

/* ---- the left edge -------------------------------------------------------------------- */

/* Of the turns at the height of the next one, the one that continues the district that the edge is
 * in comes first: several arcs may cross it at one point. */
static const fill_turn *next_turn(raster_fill *f, left_edge *l) {
    fill_turn *turn = &f->turns[l->next++];
    for (size_t i = l->next - 1; i < f->n_turns && f->turns[i].y == turn->y; i++)
        if (f->turns[i].above == l->now) {
            fill_turn swap = f->turns[i];
            f->turns[i] = *turn, *turn = swap;
            break;
        }
    return turn;
}

/* The turns know better than the corner what lies above them. */
static left_edge edge_begin(const raster *r) {
    const raster_fill *f = &r->fill;
    left_edge l = {0, r->corner};
    for (size_t i = 0; i < f->n_turns && f->turns[i].y == f->turns[0].y; i++)
        if (f->turns[i].above == l.now) return l;
    if (f->n_turns) l.now = f->turns[0].above;
    return l;
}

/* The districts along the left edge of a row, as lengths. */
static err_code row_begin(raster *r, left_edge *l, uint32_t row, err *e) {
    raster_spans *o = &r->out;
    int32_t from = (int32_t)row * RASTER_ONE, to = from + RASTER_ONE;
    o->n_shares = 0;
    while (l->next < r->fill.n_turns && r->fill.turns[l->next].y < to) {
        err_code rc = make_room(o, 2, e);
        if (rc) return rc;
        const fill_turn *turn = next_turn(&r->fill, l);
        if (turn->above != l->now && turn->y - from > TOLERANCE) o->faults++;
        if (turn->y > from) share_of(o, l->now)->beyond += turn->y - from;
        l->now = turn->below;
        from = turn->y;
    }
    err_code rc = make_room(o, 1, e);
    if (!rc) share_of(o, l->now)->beyond += to - from;
    advance(o);
    return rc;
}

/* ---- rows ----------------------------------------------------------------------------- */

static size_t row_end(const raster_fill *f, size_t cell, uint32_t row) {
    while (cell < f->n_cells && f->cells[cell].y == row) cell++;
    return cell;
}

/* All cells of one pixel; returns the first of the next. */
static err_code add_cells(raster *r, size_t *cell, size_t end, err *e) {
    const fill_cell *cells = r->fill.cells;
    uint32_t x = cells[*cell].x;
    for (; *cell < end && cells[*cell].x == x; (*cell)++) {
        const fill_cell *c = &cells[*cell];
        err_code rc = make_room(&r->out, 2, e);
        if (rc) return rc;
        span_share *gains = share_of(&r->out, c->plus);
        gains->here += c->area, gains->beyond += c->cover;
        span_share *loses = share_of(&r->out, c->minus);
        loses->here -= c->area, loses->beyond -= c->cover;
    }
    return ERR_OK;
}

static err_code sweep_row(raster *r, uint32_t row, size_t cell, size_t end, err *e) {
    uint32_t x = 0, width = r->fill.width;
    while (cell < end) {
        uint32_t at = r->fill.cells[cell].x;
        if (at > x) add_run(r, row, x, at);
        err_code rc = add_cells(r, &cell, end, e);
        if (rc) return rc;
        add_run(r, row, at, at + 1);
        advance(&r->out);
        x = at + 1;
    }
    if (x < width) add_run(r, row, x, width);
    return ERR_OK;
}

typedef enum corner_word { CORNER_UNKNOWN, CORNER_RIGHT, CORNER_WRONG } corner_word;

/* What the shares say of it: if the corner's district does not lie at the left edge, the one that
 * does loses what it was not given. */
static corner_word judge_corner(const raster_spans *o, district_id corner, district_id *better) {
    corner_word word = CORNER_UNKNOWN;
    for (size_t i = 0; i < o->n_shares; i++) {
        const span_share *s = &o->shares[i];
        if (s->here < -TOLERANCE) {
            *better = s->district;
            return CORNER_WRONG;
        }
        if (s->district == corner && s->here < RASTER_ONE - TOLERANCE) word = CORNER_RIGHT;
    }
    return word;
}

/* A corner that no turn confirms may have been told wrongly, where a border passes by: the first
 * cells know better. */
static err_code check_corner(raster *r, err *e) {
    const raster_fill *f = &r->fill;
    if (f->n_turns) return ERR_OK;
    err_code rc = ERR_OK;
    corner_word word = CORNER_UNKNOWN;
    left_edge l = {0, r->corner};
    for (size_t cell = 0; cell < f->n_cells && !rc && word == CORNER_UNKNOWN;) {
        uint32_t row = f->cells[cell].y;
        if (!cell || f->cells[cell - 1].y != row) rc = row_begin(r, &l, row, e);
        if (!rc) rc = add_cells(r, &cell, row_end(f, cell, row), e);
        if (!rc) word = judge_corner(&r->out, r->corner, &r->corner);
        advance(&r->out);
    }
    return rc;
}

err_code raster_spans_make(raster *r, err *e) {
    raster_spans *o = &r->out;
    err_code rc = check_corner(r, e);
    left_edge l = edge_begin(r);
    size_t cell = 0;
    for (uint32_t row = 0; row < r->fill.height && !rc; row++) {
        size_t end = row_end(&r->fill, cell, row);
        rc = array_reserve(&o->spans, &o->cap_spans, o->n_spans + r->fill.width + 1,
                           sizeof *o->spans, e);
        if (!rc && r->stroke.reach > 0) raster_stroke_row(&r->stroke, row);
        if (!rc) rc = row_begin(r, &l, row, e);
        if (!rc) rc = sweep_row(r, row, cell, end, e);
        cell = end;
    }
    return rc;
}
