/* All labels of a layer at one scale: districts in blocks that threads share, each by itself; then
 * places, the first in rank before the others. */
#include "draw/label_parts.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define BLOCK 64 /* districts or places of one job, and labels that are looked for together */

const label_style label_style_screen = {.name = 12,
                                        .value = 13,
                                        .place = 11,
                                        .leading = 1.15,
                                        .padding = {4, 2, 0.5},
                                        .halo = 1.6,
                                        .halo_hatched = 3,
                                        .clear = 3,
                                        .pond = 90};

label_style label_style_paper(double name_pt, double value_pt) {
    const double pt = 254.0 / 72;
    return (label_style){.name = name_pt * pt,
                         .value = value_pt * pt,
                         .place = 6 * pt,
                         .leading = 1.15,
                         .padding = {25, 12, 5},
                         .halo = 5,
                         .halo_hatched = 9,
                         .clear = 8,
                         .pond = 0,
                         .shrink = fmax(0.85, fmin(1, 6 / fmin(name_pt, value_pt))),
                         .whole = true};
}

struct label_plan {
    size_t n;
    label *labels;
    struct bounds {
        int64_t x0, y0, x1, y1;
    } * block; /* of each BLOCK labels */
    size_t memory;
};

typedef struct maker { /* one job's */
    const label_request *r;
    const label_spots *spots;
    text_ruler *ruler;
    room room;
    label_search search;
    label_words name, value;
} maker;

typedef struct board { /* all jobs' */
    const label_request *r;
    label_spots *spots;
    label *found; /* [districts, then places] without lines: not shown */
} board;

static void maker_free(maker *w) {
    text_ruler_free(w->ruler);
    room_free(&w->room);
    free(w->search.heap);
}

/* ---- one label ----------------------------------------------------------------------------------
 */

static void cover(label *l, const label_style *s, const label_setting *t) {
    double halo = l->muted ? s->halo_hatched : s->halo;
    rect all = {t->ink.x0 - halo, t->ink.y0 - halo, t->ink.x1 + halo, t->ink.y1 + halo};
    for (size_t i = 0; i < t->n; i++) {
        rect b = label_line_box(s, &t->line[i]);
        rect wide = {b.x0 - s->clear, b.y0 - s->clear, b.x1 + s->clear, b.y1 + s->clear};
        all = rect_union(all, wide);
    }
    l->x0 = l->x + (int64_t)floor(all.x0) - 1, l->y0 = l->y + (int64_t)floor(all.y0) - 1;
    l->x1 = l->x + (int64_t)ceil(all.x1) + 1, l->y1 = l->y + (int64_t)ceil(all.y1) + 1;
}

/* Makes the label of it; its texts are one block, which belongs to the first line. */
static err_code set_down(label *l, const label_style *s, const label_setting *t, int64_t x,
                         int64_t y, err *e) {
    size_t total = 0;
    for (size_t i = 0; i < t->n; i++) total += strlen(t->line[i].text) + 1;
    char *text = malloc(total);
    if (!text) return err_nomem(e);
    l->x = x, l->y = y;
    l->n_lines = t->n;
    for (size_t i = 0; i < t->n; i++) {
        size_t len = strlen(t->line[i].text) + 1;
        memcpy(text, t->line[i].text, len);
        l->line[i] = t->line[i];
        l->line[i].text = text;
        text += len;
    }
    cover(l, s, t);
    return ERR_OK;
}

static void label_drop(label *l) {
    if (l->n_lines) free(l->line[0].text);
    l->n_lines = 0;
}

/* ---- a district's -------------------------------------------------------------------------------
 */

/* The name in as few lines as its widest padding takes, or the value alone. */
static err_code try_settings(maker *w, const text_style *name, bool with_name, label_setting *best,
                             label_fit *fit, err *e) {
    const label_style *s = w->r->style;
    label_words *value = w->value.n_pieces ? &w->value : NULL;
    err_code rc = ERR_OK;
    if (!with_name && !value) return ERR_OK;
    for (size_t lines = with_name; lines <= 3 * (size_t)with_name && !rc; lines++) {
        label_setting t;
        if (lines > 1 && w->name.n_pieces < lines) break;
        if (!label_may_fit(&w->room, s, &w->name, lines, value)) continue;
        label_set(w->ruler, s, &w->name, name, lines, value, &t);
        int had = fit->grade;
        rc = label_find(&w->search, &w->room, &t, s->padding, fit, e);
        if (fit->grade > had) *best = t;
    }
    return rc;
}

/* Paper: at the pole of the land, the setting that sticks out least of the circle around it. */
static err_code try_pole(maker *w, district_id d, const text_style *name, label_setting *best,
                         label_fit *fit, err *e) {
    double least = INFINITY;
    label_words *value = w->value.n_pieces ? &w->value : NULL;
    err_code rc = label_find_pole(&w->room, w->r, d, &fit->x, &fit->y, e);
    if (rc == ERR_FORMAT) { /* rings that cross themselves */
        fit->x = llround(w->room.part[0].cx), fit->y = llround(w->room.part[0].cy);
        rc = ERR_OK;
    }
    for (size_t lines = w->name.n_pieces > 0; lines <= 3 && !rc; lines++) {
        label_setting t;
        if (!label_set(w->ruler, w->r->style, &w->name, name, lines, value, &t)) break;
        double diagonal = hypot(t.ink.x1 - t.ink.x0, t.ink.y1 - t.ink.y0);
        if (diagonal < least) *best = t, least = diagonal;
        if (!lines) break;
    }
    fit->grade = 1;
    return rc;
}

/* What fits, in the order that the header tells. */
static err_code find_district(maker *w, district_id d, const text_style *name, label_setting *t,
                              label_fit *fit, err *e) {
    bool named = w->name.n_pieces > 0, always = w->r->style->always;
    err_code rc = room_make(&w->room, w->r, w->spots, d, false, e);
    if (!rc && named) rc = try_settings(w, name, true, t, fit, e);
    if (always && !rc && !fit->grade && named) return try_pole(w, d, name, t, fit, e);
    if (w->r->style->whole && named) return rc;
    if (!rc && !fit->grade) rc = try_settings(w, name, false, t, fit, e);
    if (always && !rc && !fit->grade) return try_pole(w, d, name, t, fit, e);
    if (rc || fit->grade || w->r->style->whole || !w->r->water || w->room.n_rings < 2) return rc;
    rc = room_make(&w->room, w->r, w->spots, d, true, e);
    if (rc || !w->room.ponds) return rc;
    if (named) rc = try_settings(w, name, true, t, fit, e);
    if (!rc && !fit->grade) rc = try_settings(w, name, false, t, fit, e);
    return rc;
}

/* Less than one letter's room in the bounds: texts need not be measured. */
static bool is_hopeless(const label_request *r, district_id d) {
    const label_style *s = r->style;
    if (r->land->ring_of[d] == r->land->ring_of[d + 1]) return true;
    if (s->always) return false;
    double up, down, least = INFINITY;
    if (r->name) label_line_reach(s, s->name, &up, &down), least = up + down;
    if (r->value) label_line_reach(s, s->value, &up, &down), least = fmin(least, up + down);
    rect b = r->land->bounds[d];
    double wide = (b.x1 - b.x0) * r->scale, high = (b.y1 - b.y0) * r->scale;
    return high < least + 2 * s->padding[2] || wide < 2 * s->padding[2];
}

static err_code ready(maker *w, err *e) {
    return w->ruler ? ERR_OK : text_ruler_create(&w->ruler, e);
}

static err_code try_district(maker *w, district_id d, label *l, err *e) {
    const label_request *r = w->r;
    bool muted = r->muted && r->muted[d];
    text_style style = label_text_style(r->style->name, muted ? 500 : 600, false);
    text_style figures = label_text_style(r->style->value, 400, true);
    label_words_of(w->ruler, &style, r->name ? r->name[d] : NULL, &w->name);
    label_words_of(w->ruler, &figures, r->value ? r->value[d] : NULL, &w->value);
    if (!w->name.n_pieces && !w->value.n_pieces) return ERR_OK;
    *l = (label){.district = d, .muted = muted};
    label_setting t;
    label_fit fit = {0};
    err_code rc = find_district(w, d, &style, &t, &fit, e);
    if (rc || !fit.grade) return rc;
    label_set_again(&w->name, &t);
    return set_down(l, r->style, &t, fit.x, fit.y, e);
}

static err_code make_district(maker *w, district_id d, label *l, err *e) {
    const label_request *r = w->r;
    const char *name = r->name ? r->name[d] : NULL, *value = r->value ? r->value[d] : NULL;
    if ((!name && !value) || is_hopeless(r, d)) return ERR_OK;
    err_code rc = ready(w, e);
    if (!rc) rc = try_district(w, d, l, e);
    double k = r->style->shrink;
    if (rc || l->n_lines || !(k > 0 && k < 1)) return rc;
    label_style smaller = *r->style;
    label_request again = *r;
    smaller.name *= k, smaller.value *= k;
    again.style = &smaller;
    w->r = &again;
    rc = try_district(w, d, l, e);
    w->r = r;
    return rc;
}

/* ---- places -------------------------------------------------------------------------------------
 */

static err_code make_place(maker *w, const label_place *p, label *l, err *e) {
    const label_request *r = w->r;
    double x = round((p->x - r->x0) * r->scale), y = round((r->y0 - p->y) * r->scale);
    if (!(fabs(x) < 1e15 && fabs(y) < 1e15)) return ERR_OK;
    err_code rc = ready(w, e);
    if (rc) return rc;
    text_style style = label_text_style(r->style->place, 400, false);
    label_words_of(w->ruler, &style, p->name, &w->name);
    if (!w->name.n_pieces) return ERR_OK;
    *l = (label){.district = DISTRICT_NONE, .place = true};
    label_setting t;
    label_set(w->ruler, r->style, &w->name, &style, 1, NULL, &t);
    return set_down(l, r->style, &t, (int64_t)x, (int64_t)y, e);
}

typedef struct turn {
    double rank;
    size_t place;
} turn;

static int higher_first(const void *a, const void *b) {
    const turn *p = a, *q = b;
    if (p->rank != q->rank) return p->rank > q->rank ? -1 : 1;
    return (p->place > q->place) - (p->place < q->place);
}

/* Places that meet what stands already are dropped. */
static err_code settle_places(board *b, err *e) {
    const label_request *r = b->r;
    size_t n = r->n_places, n_areas = r->land->n_districts;
    label_crowd *crowd = NULL;
    turn *order = malloc((n + 1) * sizeof *order);
    err_code rc = order ? label_crowd_create(n + n_areas, &crowd, e) : err_nomem(e);
    for (size_t d = 0; d < n_areas && !rc; d++)
        if (b->found[d].n_lines) rc = label_crowd_add(crowd, &b->found[d], e);
    for (size_t i = 0; i < n && !rc; i++)
        order[i] = (turn){isnan(r->places[i].rank) ? -HUGE_VAL : r->places[i].rank, i};
    if (!rc) qsort(order, n, sizeof *order, higher_first);
    for (size_t i = 0; i < n && !rc; i++) {
        label *l = &b->found[n_areas + order[i].place];
        if (!l->n_lines) continue;
        if (label_crowd_meets(crowd, l)) {
            label_drop(l);
            continue;
        }
        const label_place *at = &r->places[order[i].place];
        l->district = label_spots_district(b->spots, at->x, at->y);
        rc = label_crowd_add(crowd, l, e);
    }
    label_crowd_free(crowd);
    free(order);
    return rc;
}

/* ---- the plan
 * ------------------------------------------------------------------------------------ */

static err_code make_block(void *ctx, size_t block, err *e) {
    board *b = ctx;
    size_t n_areas = b->r->land->n_districts, n = n_areas + b->r->n_places;
    maker w = {.r = b->r, .spots = b->spots};
    err_code rc = ERR_OK;
    for (size_t i = block * BLOCK; i < n && i < (block + 1) * BLOCK && !rc; i++)
        rc = i < n_areas ? make_district(&w, (district_id)i, &b->found[i], e)
                         : make_place(&w, &b->r->places[i - n_areas], &b->found[i], e);
    maker_free(&w);
    return rc;
}

static err_code gather(const board *b, label_plan *p, err *e) {
    size_t n = b->r->land->n_districts + b->r->n_places;
    for (size_t i = 0; i < n; i++) p->n += b->found[i].n_lines > 0;
    size_t blocks = (p->n + BLOCK - 1) / BLOCK;
    label *kept = calloc(p->n + 1, sizeof *kept);
    p->block = calloc(blocks + 1, sizeof *p->block);
    if (!kept || !p->block) {
        free(kept);
        return err_nomem(e);
    }
    p->memory = sizeof *p + (p->n + 1) * sizeof *kept + (blocks + 1) * sizeof *p->block;
    size_t at = 0;
    for (size_t i = 0; i < n; i++) {
        const label *l = &b->found[i];
        if (!l->n_lines) continue;
        for (size_t k = 0; k < l->n_lines; k++) p->memory += strlen(l->line[k].text) + 8;
        struct bounds *all = &p->block[at / BLOCK];
        if (at % BLOCK == 0) *all = (struct bounds){l->x0, l->y0, l->x1, l->y1};
        if (l->x0 < all->x0) all->x0 = l->x0;
        if (l->y0 < all->y0) all->y0 = l->y0;
        if (l->x1 > all->x1) all->x1 = l->x1;
        if (l->y1 > all->y1) all->y1 = l->y1;
        kept[at++] = *l;
    }
    p->labels = kept;
    return ERR_OK;
}

err_code label_plan_make(const label_request *r, label_plan **out, err *e) {
    size_t n = r->land->n_districts + r->n_places;
    board b = {.r = r, .found = calloc(n + 1, sizeof *b.found)};
    label_plan *p = calloc(1, sizeof *p);
    err_code rc = b.found && p ? ERR_OK : err_nomem(e);
    if (!rc) rc = label_spots_make(r, &b.spots, e);
    if (!rc) rc = pool_run(r->workers, (n + BLOCK - 1) / BLOCK, make_block, &b, e);
    if (!rc && r->n_places) rc = settle_places(&b, e);
    if (!rc) rc = gather(&b, p, e);
    if (rc) {
        for (size_t i = 0; b.found && i < n; i++) label_drop(&b.found[i]);
        if (p) free(p->block);
        free(p);
        p = NULL;
    }
    label_spots_free(b.spots);
    free(b.found);
    if (p) *out = p;
    return rc;
}

void label_plan_free(label_plan *p) {
    if (!p) return;
    for (size_t i = 0; i < p->n; i++) label_drop(&p->labels[i]);
    free(p->labels);
    free(p->block);
    free(p);
}

size_t label_plan_memory(const label_plan *p) { return p->memory; }
size_t label_plan_count(const label_plan *p) { return p->n; }
const label *label_plan_at(const label_plan *p, size_t i) { return &p->labels[i]; }

void label_plan_visit(const label_plan *p, int64_t x0, int64_t y0, int64_t x1, int64_t y1,
                      void (*visit)(void *data, const label *l), void *data) {
    for (size_t i = 0; i < p->n; i++) {
        const struct bounds *all = &p->block[i / BLOCK];
        if (all->x0 >= x1 || all->x1 <= x0 || all->y0 >= y1 || all->y1 <= y0) {
            i += BLOCK - 1 - i % BLOCK;
            continue;
        }
        const label *l = &p->labels[i];
        if (l->x0 < x1 && x0 < l->x1 && l->y0 < y1 && y0 < l->y1) visit(data, l);
    }
}
