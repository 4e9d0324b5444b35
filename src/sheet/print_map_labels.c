/* Labels that found no place in their district.  Leaders are placed one by one, those that can be
 * shortest first; then each is taken up and placed anew while the others stay. */
#include "geo/pole.h"
#include "sheet/print_map_parts.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#define MM         MAP_MM_PX
#define REACH      0.3  /* a leader's length, in shares of the map's longer side, at most */
#define REACH_MM   70   /* and at most, on A3 */
#define STEP_MM    1.0  /* between positions that are tried, on A3 */
#define AROUND_MM  1.2  /* free room around a text */
#define APART_MM   0.7  /* from the text to its line */
#define DOT_MM     0.42 /* radius */
#define CLEAR_MM   1.0  /* lines keep off others' dots */
#define ENDS_MM    1.3  /* and off others' ends, so that each line has one text */
#define WET_MM     10.0 /* a text on water counts as so much farther away */
#define ASIDE_MM   0.5  /* so does a slanting line, by its height */
#define OFF_MM     0.15 /* so does each millimeter that the text is to one side */
#define FOREIGN    2.0  /* so does each millimeter of line over another district's land */
#define FOREIGN_MM 9.0  /* of which there is no more than that, on A3 */
#define LOOK_MM    0.6  /* between the points of a line that are looked at */
#define BESIDE_MAX                                                                                 \
    200 /* districts whose label does not fit: of more, none is told beside the map */
#define ROUNDS 3

typedef struct work {
    const print_map *m;
    print_leader *all;
    size_t n;
    const box *label; /* [n_labels] what labels in districts cover, and what is kept free */
    size_t n_labels;
    double step;        /* mm between positions */
    double reach, over; /* mm at most: of a line, and of it over land of other districts */
    box corner;         /* kept for the scale bar; width 0: none */
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
            lines_meet(from, end, from_o, end_o) ||
            is_near(from_o, end_o, l->ax, l->ay, CLEAR_MM) ||
            is_near(from, end, o->ex, o->ey, ENDS_MM) ||
            is_near(from_o, end_o, end[0], end[1], ENDS_MM))
            return false;
    }
    return true;
}

/* How much of the line runs over the land of other districts; of what is over the limit only that
 * it is. */
static double foreign(const work *w, const print_leader *l, const double end[2], double limit) {
    const print_map *m = w->m;
    const geometry *land = map_plan_land(m->plan);
    const rect own = land->bounds[l->district];
    double away = hypot(end[0] - l->ax, end[1] - l->ay), sum = 0;
    int n = (int)(away / LOOK_MM);
    for (int i = n; i >= 1 && sum <= limit; i--) { /* from outside, where others are */
        double x = l->ax + (end[0] - l->ax) * i / n, y = l->ay + (end[1] - l->ay) * i / n;
        if (!print_ground_is_land(m->ground, x, y)) continue;
        rect at = map_frame_units(&m->frame, (box){x * MM, y * MM, 0, 0});
        if (!rect_touches(own, at) || !geometry_contains(land, l->district, at.x0, at.y0))
            sum += LOOK_MM;
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
    double over = foreign(w, l, end, fmin(w->over, (*best - cost) / FOREIGN));
    cost += FOREIGN * over;
    if (over > w->over || cost >= *best) return;
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
        double dy = outward(j) * w->step, high = fmax(0, fabs(dy) - up);
        if (high > w->reach || high >= best) break;
        for (int i = 0;; i++) {
            double dx = outward(i) * w->step, wide = fmax(0, fabs(dx) - half);
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

#define LAST 4 /* labels: so few are nearer to their districts at longer lines than as keys */

static void place_last(work *w, size_t placed) {
    if (w->n - placed > LAST || w->n > w->m->style.max_leaders) return;
    w->reach *= 2, w->over *= 4;
    for (size_t i = 0; i < w->n; i++)
        if (!w->all[i].placed) find_place(w, &w->all[i]);
}

static size_t count_placed(const work *w) {
    size_t n = 0;
    for (size_t i = 0; i < w->n; i++) n += w->all[i].placed;
    return n;
}

#define SWAPS_MAX 40   /* leaders: of more, none is placed before another anew */
#define DETOUR_MM 12.0 /* of a leader against what it would take alone, on A3 */

/* Places l before o, if both together are better for it. */
static void swap(work *w, print_leader *l, print_leader *o) {
    const print_leader old[2] = {*l, *o};
    o->placed = false;
    find_place(w, l);
    if (l->placed) find_place(w, o);
    if (l->placed && o->placed && l->cost + o->cost < old[0].cost + old[1].cost) return;
    *l = old[0], *o = old[1];
}

/* Taking one up at a time does not find what needs two to move.  What has no place costs more than
 * any. */
static void swap_all(work *w) {
    double detour = DETOUR_MM * print_map_factor(w->m);
    for (size_t i = 0; i < w->n && w->n <= SWAPS_MAX; i++)
        for (size_t k = 0; k < w->n && !w->all[i].lone; k++) {
            if (k == i || !w->all[k].placed || w->all[i].cost <= w->all[i].alone + detour) continue;
            if (w->all[i].placed || count_placed(w) < w->m->style.max_leaders)
                swap(w, &w->all[i], &w->all[k]);
        }
}

static void place_all(work *w) {
    if (!w->m->style.max_leaders) return;
    for (size_t i = 0; i < w->n; i++) { /* as if it were alone */
        find_place(w, &w->all[i]);
        w->all[i].lone = !w->all[i].placed;
        w->all[i].alone = w->all[i].cost;
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
    swap_all(w);
    place_last(w, count_placed(w));
}

/* ---- what has no label ------------------------------------------------------------------ */

err_code print_map_anchor(const print_map *m, district_id d, double *x, double *y, double *radius,
                          err *e) {
    const geometry *g = map_plan_land(m->plan);
    pole p;
    err_code rc = pole_of_district(g, d, 0.1 * MM / m->frame.scale, &p, e);
    if (rc == ERR_FORMAT) { /* rings that cross themselves */
        p.x = (g->bounds[d].x0 + g->bounds[d].x1) / 2;
        p.y = (g->bounds[d].y0 + g->bounds[d].y1) / 2;
        p.radius = 0;
        rc = ERR_OK;
    }
    if (radius) *radius = p.radius * m->frame.scale / MM;
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
    m->bare = calloc(n + 1, sizeof *m->bare);
    err_code rc = has && m->leader && m->bare ? ERR_OK : err_nomem(e);
    for (size_t i = 0; !rc && i < label_plan_count(plan); i++) {
        const label *l = label_plan_at(plan, i);
        if (!l->place) has[l->district] = true;
    }
    for (district_id d = 0; d < n && !rc; d++) {
        if (has[d] || land->ring_of[d] == land->ring_of[d + 1]) continue;
        if (m->style.told && m->style.told[d]) continue;
        print_leader *l = &m->leader[m->n_leaders++];
        bool dimmed = m->map->seen && !m->map->seen[d];
        *l = (print_leader){.district = d, .muted = m->map->class_of[d] < 0 || dimmed};
        rc = print_map_anchor(m, d, &l->ax, &l->ay, NULL, e);
        if (!rc) rc = measure(m, l, e);
        m->bare[m->n_bare++] = (print_number){l->ax, l->ay, d};
    }
    free(has);
    return rc;
}

static void drop_leaders(print_map *m) {
    for (size_t i = 0; i < m->n_leaders; i++) free(m->leader[i].value);
    m->n_leaders = m->n_bare = 0;
}

/* ---- the whole -------------------------------------------------------------------------- */

#define OCCUPIED_MAX 2
#define HALO_MM      0.7 /* what a label's box has beyond its letters, about */

static err_code find_labels(print_map *m, err *e) {
    const label_plan *p = map_plan_labels(m->plan);
    size_t n = p ? label_plan_count(p) : 0;
    m->label_box = calloc(n + 1 + OCCUPIED_MAX + 1, sizeof *m->label_box);
    if (!m->label_box) return err_nomem(e);
    for (size_t i = 0; i < n; i++) {
        const label *l = label_plan_at(p, i);
        double width = (double)(l->x1 - l->x0) / 10, height = (double)(l->y1 - l->y0) / 10;
        m->label_box[m->n_label_boxes++] =
            (box){(double)l->x0 / 10 + HALO_MM, (double)l->y0 / 10 + HALO_MM, width - 2 * HALO_MM,
                  height - 2 * HALO_MM};
    }
    if (m->style.kept.width > 0) m->label_box[m->n_label_boxes++] = m->style.kept;
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

void print_map_occupy(print_map *m, box taken) {
    assert(m->n_occupied < OCCUPIED_MAX);
    if (m->n_occupied++ < OCCUPIED_MAX) m->label_box[m->n_label_boxes++] = taken;
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
    w.reach = fmin(REACH * fmax(m->width, m->height), REACH_MM * print_map_factor(m));
    w.step = STEP_MM * print_map_factor(m);
    w.over = FOREIGN_MM * print_map_factor(m);
    err_code rc = print_ground_make(m, &m->ground, e);
    if (!rc && map_plan_labels(m->plan) && !m->part) rc = choose_size(m, e);
    if (!rc) rc = find_labels(m, e);
    if (rc || m->part || !map_plan_labels(m->plan)) return rc;
    w.label = m->label_box, w.n_labels = m->n_label_boxes;
    rc = gather(m, e);
    if (m->n_leaders > BESIDE_MAX) drop_leaders(m);
    w.all = m->leader, w.n = m->n_leaders;
    if (!rc) {
        keep_corner(&w);
        place_all(&w);
        rc = print_keys_make(m, e);
    }
    if (!rc) rc = print_keys_clear(m, e);
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
    print_keys_write(m, c);
}
