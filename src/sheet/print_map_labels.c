/* Labels that found no place in their district.  Leaders are placed one by one, those that can be
 * shortest first; then each is taken up and placed anew while the others stay. */
#include "base/text.h"
#include "geo/coverage_rings.h"
#include "geo/pole.h"
#include "sheet/print_map_parts.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define MM         MAP_MM_PX
#define REACH      0.3  /* a leader's length, in shares of the map's longer side, at most */
#define REACH_MM   70   /* and at most */
#define STEP_MM    1.0  /* between positions that are tried */
#define AROUND_MM  1.2  /* free room around a text */
#define APART_MM   0.7  /* from the text to its line */
#define DOT_MM     0.42 /* radius */
#define CLEAR_MM   1.0  /* lines keep off others' dots */
#define WET_MM     10.0 /* a text on water counts as so much farther away */
#define ASIDE_MM   0.5  /* so does a slanting line, by its height */
#define OFF_MM     0.15 /* so does each millimeter that the text is to one side */
#define FOREIGN    2.0  /* so does each millimeter of line over another district's land */
#define FOREIGN_MM 9.0  /* of which there is no more than that */
#define LOOK_MM    0.6  /* between the points of a line that are looked at */
#define BESIDE_MAX                                                                                 \
    200 /* districts whose label does not fit: of more, none is told beside the map */
#define ROUNDS 3

typedef struct work {
    const print_map *m;
    print_leader *all;
    size_t n;
    const box *label; /* [n_labels] what labels in districts cover */
    size_t n_labels;
    double reach;
    box corner; /* kept for the scale bar; width 0: none */
} work;

/* ---- shapes ----------------------------------------------------------------------------- */

static bool boxes_meet(box a, box b, double apart) {
    return a.x < b.x + b.width + apart && b.x < a.x + a.width + apart &&
           a.y < b.y + b.height + apart && b.y < a.y + a.height + apart;
}

static double side_of(double ax, double ay, double bx, double by, double x, double y) {
    return (bx - ax) * (y - ay) - (by - ay) * (x - ax);
}

/* Whether the lines from a to b and from c to d meet. */
static bool lines_meet(const double a[2], const double b[2], const double c[2], const double d[2]) {
    double s = side_of(a[0], a[1], b[0], b[1], c[0], c[1]);
    double t = side_of(a[0], a[1], b[0], b[1], d[0], d[1]);
    double u = side_of(c[0], c[1], d[0], d[1], a[0], a[1]);
    double v = side_of(c[0], c[1], d[0], d[1], b[0], b[1]);
    return (s > 0) != (t > 0) && (u > 0) != (v > 0);
}

static bool line_meets_box(const double a[2], const double b[2], box r, double apart) {
    if (fmax(a[0], b[0]) < r.x - apart || fmin(a[0], b[0]) > r.x + r.width + apart) return false;
    double t0 = 0, t1 = 1;
    const double low[2] = {r.x - apart, r.y - apart};
    const double high[2] = {r.x + r.width + apart, r.y + r.height + apart};
    for (int i = 0; i < 2; i++) {
        double d = b[i] - a[i];
        if (d == 0) {
            if (a[i] < low[i] || a[i] > high[i]) return false;
            continue;
        }
        double u = (low[i] - a[i]) / d, v = (high[i] - a[i]) / d;
        t0 = fmax(t0, fmin(u, v));
        t1 = fmin(t1, fmax(u, v));
    }
    return t0 <= t1;
}

static bool is_near(const double a[2], const double b[2], double x, double y, double limit) {
    if (x < fmin(a[0], b[0]) - limit || x > fmax(a[0], b[0]) + limit ||
        y < fmin(a[1], b[1]) - limit || y > fmax(a[1], b[1]) + limit)
        return false;
    double dx = b[0] - a[0], dy = b[1] - a[1], long2 = dx * dx + dy * dy;
    double t = long2 > 0 ? ((x - a[0]) * dx + (y - a[1]) * dy) / long2 : 0;
    t = fmin(fmax(t, 0), 1);
    double ox = a[0] + t * dx - x, oy = a[1] + t * dy - y;
    return ox * ox + oy * oy < limit * limit;
}

/* ---- one place -------------------------------------------------------------------------- */

/* The end of the line: the point nearest to the anchor of the box with some room around. */
static void end_at(const print_leader *l, box b, double end[2]) {
    end[0] = fmin(fmax(l->ax, b.x - APART_MM), b.x + b.width + APART_MM);
    end[1] = fmin(fmax(l->ay, b.y - APART_MM / 2), b.y + b.height + APART_MM / 2);
    if (l->ax < b.x || l->ax > b.x + b.width) /* beside it: at half its height if that is near */
        end[1] = b.y + b.height / 2;
}

static bool is_clear(const work *w, const print_leader *l, box b, const double end[2]) {
    const double from[2] = {l->ax, l->ay};
    if (w->corner.width > 0 &&
        (boxes_meet(b, w->corner, 0) || line_meets_box(from, end, w->corner, 0)))
        return false;
    for (size_t i = 0; i < w->n_labels; i++)
        if (boxes_meet(b, w->label[i], AROUND_MM / 2) ||
            line_meets_box(from, end, w->label[i], 0.3))
            return false;
    for (size_t i = 0; i < w->n; i++) {
        const print_leader *o = &w->all[i];
        const double from_o[2] = {o->ax, o->ay}, end_o[2] = {o->ex, o->ey};
        if (o == l) continue;
        if (is_near(from, end, o->ax, o->ay, CLEAR_MM)) return false;
        if (!o->placed) continue;
        if (boxes_meet(b, o->at, AROUND_MM) || line_meets_box(from, end, o->at, APART_MM / 2) ||
            line_meets_box(from_o, end_o, b, APART_MM / 2) ||
            lines_meet(from, end, from_o, end_o) || is_near(from_o, end_o, l->ax, l->ay, CLEAR_MM))
            return false;
    }
    return true;
}

/* How much of the line runs over the land of other districts. */
static double foreign(const work *w, const print_leader *l, const double end[2]) {
    const print_map *m = w->m;
    const geometry *land = map_plan_land(m->plan);
    double away = hypot(end[0] - l->ax, end[1] - l->ay), sum = 0;
    int n = (int)(away / LOOK_MM);
    for (int i = 1; i <= n; i++) {
        double x = l->ax + (end[0] - l->ax) * i / n, y = l->ay + (end[1] - l->ay) * i / n;
        if (!print_ground_is_land(m->ground, x, y)) continue;
        rect at = map_frame_units(&m->frame, (box){x * MM, y * MM, 0, 0});
        if (!geometry_contains(land, l->district, at.x0, at.y0)) sum += LOOK_MM;
    }
    return sum;
}

static void try_at(const work *w, print_leader *l, box b, double *best) {
    double end[2], wet;
    end_at(l, b, end);
    double dx = fabs(end[0] - l->ax), dy = fabs(end[1] - l->ay);
    if (fmax(dx, dy) >= fmin(*best, w->reach)) return;
    double away = sqrt(dx * dx + dy * dy);
    double cost = away + OFF_MM * fabs(b.x + b.width / 2 - l->ax) + ASIDE_MM * fmin(dx, dy);
    if (away > w->reach || cost >= *best) return;
    box wide = {b.x - AROUND_MM / 2, b.y - AROUND_MM / 2, b.width + AROUND_MM,
                b.height + AROUND_MM};
    if (!print_ground_is_free(w->m->ground, wide, &wet)) return;
    if (wet > 0 && wet < 1) return; /* the layer's outline would run through it */
    cost += WET_MM * wet;
    if (cost >= *best || !is_clear(w, l, b, end)) return;
    double over = foreign(w, l, end);
    cost += FOREIGN * over;
    if (over > FOREIGN_MM || cost >= *best) return;
    *best = cost;
    l->at = b;
    l->ex = end[0], l->ey = end[1];
}

static int outward(int i) { return i & 1 ? (i + 1) / 2 : -(i / 2); } /* 0, 1, -1, 2, -2 ... */

/* Each position around the anchor, the nearest rows and columns first, so that the others need not
 * be looked at. */
static void find_place(const work *w, print_leader *l) {
    double best = HUGE_VAL;
    const double half = l->at.width / 2 + APART_MM, up = l->at.height / 2 + APART_MM;
    l->placed = false;
    for (int j = 0;; j++) {
        double dy = outward(j) * STEP_MM, high = fmax(0, fabs(dy) - up);
        if (high > w->reach || high >= best) break;
        for (int i = 0;; i++) {
            double dx = outward(i) * STEP_MM, wide = fmax(0, fabs(dx) - half);
            if (wide > w->reach || wide >= best) break;
            try_at(w, l,
                   (box){l->ax + dx - l->at.width / 2, l->ay + dy - l->at.height / 2, l->at.width,
                         l->at.height},
                   &best);
        }
    }
    l->placed = best < HUGE_VAL;
    l->cost = best;
}

/* ---- all -------------------------------------------------------------------------------- */

static int by_cost(const void *a_, const void *b_) {
    const print_leader *a = a_, *b = b_;
    if (a->muted != b->muted) return a->muted ? 1 : -1; /* those with a figure first */
    if (a->cost != b->cost) return a->cost < b->cost ? -1 : 1;
    return (a->district > b->district) - (a->district < b->district);
}

static void place_all(work *w) {
    if (!w->m->style.max_leaders) return;
    for (size_t i = 0; i < w->n; i++) { /* as if it were alone */
        find_place(w, &w->all[i]);
        w->all[i].lone = !w->all[i].placed;
        w->all[i].placed = false;
    }
    qsort(w->all, w->n, sizeof *w->all, by_cost);
    size_t most = w->m->style.max_leaders, placed = 0;
    for (int round = 0; round < ROUNDS; round++)
        for (size_t i = 0; i < w->n; i++) {
            print_leader *l = &w->all[i];
            if (l->lone) continue;
            placed -= l->placed;
            if (placed < most) find_place(w, l);
            placed += l->placed;
        }
}

/* ---- what has no label ------------------------------------------------------------------ */

static err_code anchor_of(const print_map *m, district_id d, double *x, double *y, err *e) {
    const geometry *g = map_plan_land(m->plan);
    uint32_t from = g->ring_of[d], to = g->ring_of[d + 1], best = from;
    double most = -1;
    bool *hole = calloc(to - from + 1, sizeof *hole);
    if (!hole) return err_nomem(e);
    for (uint32_t r = from; r < to; r++) {
        double area = coverage_rings_area2(g, g->rings[r]);
        hole[r - from] = area < 0;
        if (area > most) most = area, best = r;
    }
    uint32_t n = 0;
    while (best + 1 + n < to && hole[best + 1 + n - from]) n++;
    pole p;
    err_code rc = pole_find(g, best, hole + (best + 1 - from), n, 0.1 * MM / m->frame.scale, &p, e);
    free(hole);
    if (rc == ERR_FORMAT) { /* rings that cross themselves */
        p.x = (g->bounds[d].x0 + g->bounds[d].x1) / 2;
        p.y = (g->bounds[d].y0 + g->bounds[d].y1) / 2;
        rc = ERR_OK;
    }
    *x = map_frame_x(&m->frame, p.x) / MM;
    *y = map_frame_y(&m->frame, p.y) / MM;
    return rc;
}

static text_style name_style(const print_map *m, const print_leader *l) {
    const backdrop *b = m->map->look.backdrop;
    return (text_style){m->name_pt * PRINT_PT_PX, l->muted ? 500 : 600, false,
                        l->muted ? b->muted : b->ink};
}
static text_style value_style(const print_map *m, const print_leader *l) {
    const backdrop *b = m->map->look.backdrop;
    return (text_style){m->name_pt * PRINT_PT_PX, 400, true, l->muted ? b->muted : b->ink};
}

static err_code measure(const print_map *m, print_leader *l, err *e) {
    look_labels wanted = m->map->look.labels;
    text_style name = name_style(m, l), value = value_style(m, l);
    if (wanted != LABELS_VALUES)
        l->name = district_name(m->scene.layer->shape->districts, l->district);
    if (wanted != LABELS_NAMES) {
        buf b = BUF_EMPTY;
        choropleth_value_text(m->map, l->district, &b);
        l->value = b.failed ? NULL : strdup(buf_text(&b));
        buf_free(&b);
        if (!l->value) return err_nomem(e);
    }
    l->name_mm = l->name ? text_width(&name, l->name) / MM : 0;
    l->gap_mm = l->name && l->value ? 0.3 * name.size_px / MM : 0;
    l->at.width = l->name_mm + l->gap_mm + (l->value ? text_width(&value, l->value) / MM : 0);
    l->at.height = name.size_px * 0.95 / MM; /* from the tops of capitals to descenders */
    return ERR_OK;
}

static err_code gather(print_map *m, err *e) {
    const geometry *land = map_plan_land(m->plan);
    const label_plan *plan = map_plan_labels(m->plan);
    size_t n = land->n_districts;
    bool *has = calloc(n + 1, sizeof *has);
    m->leader = calloc(n + 1, sizeof *m->leader);
    err_code rc = has && m->leader ? ERR_OK : err_nomem(e);
    for (size_t i = 0; !rc && i < label_plan_count(plan); i++) {
        const label *l = label_plan_at(plan, i);
        if (!l->place) has[l->district] = true;
    }
    for (district_id d = 0; d < n && !rc; d++) {
        if (has[d] || land->ring_of[d] == land->ring_of[d + 1]) continue;
        print_leader *l = &m->leader[m->n_leaders++];
        *l = (print_leader){.district = d, .muted = m->map->class_of[d] < 0};
        rc = anchor_of(m, d, &l->ax, &l->ay, e);
        if (!rc) rc = measure(m, l, e);
    }
    free(has);
    return rc;
}

static void drop_leaders(print_map *m) {
    for (size_t i = 0; i < m->n_leaders; i++) free(m->leader[i].value);
    m->n_leaders = 0;
}

/* ---- keys ------------------------------------------------------------------------------- */

/* A letter's place in the alphabet: accents are dropped, and in Swedish å, ä and ö are the last. */
static void order_of(const char *name, bool swedish, char out[3 * TEXT_ID_MAX + 4]) {
    static const char *const last[] = {"å", "Å", "ä", "Ä", "ö", "Ö"};
    size_t n = 0;
    for (const char *at = name; *at && n < 3 * TEXT_ID_MAX;) {
        char part[8] = "", folded[TEXT_ID_MAX + 1];
        size_t len = 1;
        while ((at[len] & 0xC0) == 0x80 && len < 6) len++;
        memcpy(part, at, len);
        at += len;
        int late = -1;
        for (int i = 0; swedish && i < 6; i++)
            if (!strcmp(part, last[i])) late = i / 2;
        text_slug(part, folded);
        if (late >= 0)
            out[n++] = (char)('{' + late); /* behind z */
        else if (*folded)
            out[n++] = *folded;
        else
            out[n++] = ' ';
    }
    out[n] = 0;
}

typedef struct named {
    print_leader *leader;
    char order[3 * TEXT_ID_MAX + 4];
} named;

static int by_name(const void *a_, const void *b_) {
    const named *a = a_, *b = b_;
    int c = strcmp(a->order, b->order);
    return c ? c
             : (a->leader->district > b->leader->district) -
                   (a->leader->district < b->leader->district);
}

/* Leaders without a place become keys. */
static err_code make_keys(print_map *m, err *e) {
    named *list = calloc(m->n_leaders + 1, sizeof *list);
    m->key = calloc(m->n_leaders + 1, sizeof *m->key);
    m->number = calloc(m->n_leaders + 1, sizeof *m->number);
    err_code rc = list && m->key && m->number ? ERR_OK : err_nomem(e);
    size_t n = 0, kept = 0;
    for (size_t i = 0; !rc && i < m->n_leaders; i++) {
        print_leader *l = &m->leader[i];
        if (l->placed || m->style.no_keys) continue;
        list[n].leader = l;
        order_of(district_name(m->scene.layer->shape->districts, l->district),
                 m->map->look.language == LANG_SV, list[n].order);
        n++;
    }
    if (n) qsort(list, n, sizeof *list, by_name);
    for (size_t i = 0; i < n; i++) {
        m->key[i] = (print_map_key){(unsigned)i + 1, list[i].leader->district};
        m->number[i] = (print_number){list[i].leader->ax, list[i].leader->ay};
    }
    m->n_keys = n;
    free(list);
    for (size_t i = 0; !rc && i < m->n_leaders; i++)
        if (m->leader[i].placed)
            m->leader[kept++] = m->leader[i];
        else
            free(m->leader[i].value);
    if (!rc) m->n_leaders = kept;
    return rc;
}

/* ---- the whole -------------------------------------------------------------------------- */

#define HALO_MM 0.7 /* what a label's box has beyond its letters, about */

static err_code find_labels(print_map *m, err *e) {
    const label_plan *p = map_plan_labels(m->plan);
    size_t n = p ? label_plan_count(p) : 0;
    m->label_box = calloc(n + 1, sizeof *m->label_box);
    if (!m->label_box) return err_nomem(e);
    for (size_t i = 0; i < n; i++) {
        const label *l = label_plan_at(p, i);
        double width = (double)(l->x1 - l->x0) / 10, height = (double)(l->y1 - l->y0) / 10;
        m->label_box[m->n_label_boxes++] =
            (box){(double)l->x0 / 10 + HALO_MM, (double)l->y0 / 10 + HALO_MM, width - 2 * HALO_MM,
                  height - 2 * HALO_MM};
    }
    return ERR_OK;
}

static bool corner_is_free(const work *w, box b) {
    double wet;
    if (!print_ground_is_free(w->m->ground, b, &wet) || wet > 0) return false;
    for (size_t i = 0; i < w->n_labels; i++)
        if (boxes_meet(b, w->label[i], 0)) return false;
    for (size_t i = 0; i < w->n; i++) {
        const print_leader *l = &w->all[i];
        const double from[2] = {l->ax, l->ay}, end[2] = {l->ex, l->ey};
        if (l->placed && (boxes_meet(b, l->at, AROUND_MM) || line_meets_box(from, end, b, 1)))
            return false;
    }
    return true;
}

static bool find_corner(const work *w, double width, double height, box *out) {
    const double in = 0.6;
    for (int i = 0; i < 4; i++) {
        bool right = i == 0 || i == 1, low = i == 1 || i == 2;
        *out = (box){right ? w->m->width - width - in : in, low ? w->m->height - height - in : in,
                     width, height};
        if (corner_is_free(w, *out)) return true;
    }
    return false;
}

static void keep_corner(work *w) {
    double width, height, size = 7 * MM * print_map_factor(w->m);
    if (!w->m->style.scale_bar) return;
    print_map_scale_bar(w->m, NULL, 0, 0, &width, &height);
    width += 6 * MM + size / 2;
    height = fmax(height, size);
    box b;
    if (find_corner(w, width / MM + 2, height / MM + 2, &b)) w->corner = b;
}

bool print_map_corner(const print_map *m, double width_px, double height_px, double *x_px,
                      double *y_px) {
    const work w = {.m = m,
                    .all = m->leader,
                    .n = m->n_leaders,
                    .label = m->label_box,
                    .n_labels = m->n_label_boxes};
    box b;
    if (!find_corner(&w, width_px / MM, height_px / MM, &b)) return false;
    *x_px = b.x * MM, *y_px = b.y * MM;
    return true;
}

static double number_size(const print_map *m) { return fmax(6, 0.85 * m->name_pt) * PRINT_PT_PX; }

static err_code clear_numbers(print_map *m, err *e) {
    double size = number_size(m);
    rect *gap = malloc((m->n_keys + 1) * sizeof *gap);
    if (!gap) return err_nomem(e);
    for (size_t i = 0; i < m->n_keys; i++) {
        double x = m->number[i].x * MM, y = m->number[i].y * MM;
        gap[i] = (rect){x - size, y - 0.7 * size, x + size, y + 0.7 * size};
    }
    err_code rc = map_plan_keep_clear(m->plan, gap, m->n_keys, e);
    free(gap);
    return rc;
}

/* ---- sizes ------------------------------------------------------------------------------ */

static const double sizes[] = {1, 0.85, 0.72, 0.6, 0.5};
#define SIZES    (sizeof sizes / sizeof *sizes)
#define LEAST_PT 6
#define ENOUGH   0.85 /* of the districts have their label inside */

static bool enough_fit(const print_map *m) {
    const geometry *land = map_plan_land(m->plan);
    const label_plan *p = map_plan_labels(m->plan);
    size_t n = 0, fit = 0;
    for (size_t d = 0; d < land->n_districts; d++) n += land->ring_of[d] < land->ring_of[d + 1];
    for (size_t i = 0; i < label_plan_count(p); i++) fit += !label_plan_at(p, i)->place;
    return (double)fit >= ENOUGH * (double)n;
}

static err_code choose_size(print_map *m, err *e) {
    const print_map_style *s = &m->style;
    double before = 1;
    err_code rc = ERR_OK;
    for (size_t i = 1; i < SIZES && !rc && !enough_fit(m); i++) {
        double least = LEAST_PT / fmin(s->label_name_pt, s->label_value_pt);
        double k = fmax(sizes[i], least);
        if (k >= before) break;
        m->labels = label_style_paper(s->label_name_pt * k, s->label_value_pt * k);
        m->name_pt = s->label_name_pt * k;
        rc = map_plan_label_again(m->plan, e);
        before = k;
    }
    return rc;
}

err_code print_map_place(print_map *m, err *e) {
    work w = {.m = m};
    w.reach = fmin(REACH * fmax(m->width, m->height), REACH_MM);
    err_code rc = print_ground_make(m, &m->ground, e);
    if (!rc && map_plan_labels(m->plan)) rc = choose_size(m, e);
    if (!rc) rc = find_labels(m, e);
    if (rc || !map_plan_labels(m->plan)) return rc;
    w.label = m->label_box, w.n_labels = m->n_label_boxes;
    rc = gather(m, e);
    if (m->n_leaders > BESIDE_MAX) drop_leaders(m);
    w.all = m->leader, w.n = m->n_leaders;
    if (!rc) {
        keep_corner(&w);
        place_all(&w);
        rc = make_keys(m, e);
    }
    if (!rc) rc = clear_numbers(m, e);
    return rc;
}

/* ---- writing ---------------------------------------------------------------------------- */

static void write_leader(const print_map *m, canvas *c, const print_leader *l) {
    text_style name = name_style(m, l), value = value_style(m, l);
    double x = l->at.x * MM, base = l->at.y * MM + 0.73 * name.size_px;
    if (l->name) canvas_text(c, x, base, 0, &name, l->name);
    x += (l->name_mm + l->gap_mm) * MM;
    if (l->value) canvas_text(c, x, base, 0, &value, l->value);
}

static void write_numbers(const print_map *m, canvas *c) {
    const paint *p = &m->map->paint;
    text_style s = {number_size(m), 600, true, {0}};
    for (size_t i = 0; i < m->n_keys; i++) {
        district_id d = m->key[i].district;
        buf t = BUF_EMPTY;
        buf_addf(&t, "%u", m->key[i].number);
        s.color = p->text ? p->text[d] : m->map->look.backdrop->ink;
        canvas_text_halo(c, m->number[i].x * MM, m->number[i].y * MM + 0.36 * s.size_px, 0.5, &s,
                         buf_text(&t), p->fill[d], 0.4 * MM);
        buf_free(&t);
    }
}

void print_map_write(const print_map *m, canvas *c) {
    const backdrop *b = m->map->look.backdrop;
    for (int over = 0; over < 2; over++) /* a light edge, for dark districts */
        for (size_t i = 0; i < m->n_leaders; i++) {
            const print_leader *l = &m->leader[i];
            double x = l->ax * MM, y = l->ay * MM, k = print_map_factor(m),
                   wider = over ? 0 : 0.4 * k * MM;
            canvas_line(c, x, y, l->ex * MM, l->ey * MM, over ? b->ink : b->under,
                        0.18 * k * MM + wider);
            canvas_circle(c, x, y, DOT_MM * k * MM + wider / 2, over ? b->ink : b->under, (rgba){0},
                          0);
        }
    for (size_t i = 0; i < m->n_leaders; i++) write_leader(m, c, &m->leader[i]);
    write_numbers(m, c);
}
