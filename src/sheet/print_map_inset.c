/* A part of a map at a larger scale: which part, where it goes, and how both tell of each other. */
#include "geo/coverage_rings.h"
#include "sheet/print_map_parts.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define MM         MAP_MM_PX
#define STEP_MM    2.0  /* between the windows that are tried */
#define WIDER_MM   5.0  /* between the widths */
#define LEAST_MM   40.0 /* wide, 0.6 of it high */
#define APART_MM   6.0  /* from the layer, on A3: with a caption under it */
#define EDGE_MM    2.5  /* a place that a window shows is so far within it */
#define LARGER     1.5  /* scales, by the map's */
#define LARGEST    4.0
#define HELPS      6.0       /* districts get their label, at least */
#define UNKNOWN    (1.0 / 3) /* what a district counts that has no figure */
#define BESIDE     0.25      /* or its label beside it */
#define ROOM       1.8       /* of a label's box, in the district's area */
#define RATIOS_MAX 8

/* ---- what has no label ------------------------------------------------------------------ */

typedef struct place {        /* of a district without a label in it, mm */
    double x, y, area, label; /* label: its area, name over value */
    double weight;
} place;

typedef struct search {
    const print_map *m;
    double below, widest;
    place *place; /* [n] */
    size_t n;
    size_t columns, rows; /* squares of STEP_MM */
    double *sum;          /* [rows + 1][columns + 1] weights above and to the left */
    print_inset best;
    double most;
} search;

static double area_of(const print_map *m, district_id d) {
    const geometry *g = map_plan_land(m->plan);
    double mm = m->frame.scale / MM, best = 0;
    for (uint32_t r = g->ring_of[d]; r < g->ring_of[d + 1]; r++)
        best = fmax(best, coverage_rings_area2(g, g->rings[r]) / 2);
    return best * mm * mm;
}

/* Of the name over the value. */
static err_code label_area(const print_map *m, district_id d, double *out, err *e) {
    const text_style name = {m->name_pt * PRINT_PT_PX, 600, false, {0}};
    text_style value = {
        name.size_px * m->style.label_value_pt / m->style.label_name_pt, 400, true, {0}};
    double wide = text_width(&name, district_name(m->scene.layer->shape->districts, d));
    buf text = BUF_EMPTY;
    choropleth_value_text(m->map, d, &text);
    err_code rc = buf_status(&text, e);
    if (!rc) wide = fmax(wide, text_width(&value, buf_text(&text)));
    buf_free(&text);
    *out = (wide + name.size_px) * 1.2 * (name.size_px + value.size_px) / (MM * MM);
    return rc;
}

static bool is_beside(const print_map *m, district_id d) {
    for (size_t i = 0; i < m->n_leaders; i++)
        if (m->leader[i].district == d) return true;
    return false;
}

static err_code add_place(search *s, district_id d, double x, double y, err *e) {
    const print_map *m = s->m;
    place *p = &s->place[s->n++];
    *p = (place){.x = x, .y = y, .area = area_of(m, d), .weight = is_beside(m, d) ? BESIDE : 1};
    if (m->map->class_of[d] < 0) p->weight *= UNKNOWN;
    return label_area(m, d, &p->label, e);
}

static err_code gather(search *s, err *e) {
    const print_map *m = s->m;
    s->place = calloc(m->n_bare + 1, sizeof *s->place);
    if (!s->place) return err_nomem(e);
    err_code rc = ERR_OK;
    for (size_t i = 0; i < m->n_bare && !rc; i++)
        rc = add_place(s, m->bare[i].district, m->bare[i].x, m->bare[i].y, e);
    return rc;
}

/* Weights of those whose label has room at so many times the scale. */
static void sum_up(search *s, double larger) {
    size_t across = s->columns + 1;
    memset(s->sum, 0, (s->rows + 1) * across * sizeof *s->sum);
    for (size_t i = 0; i < s->n; i++) {
        const place *p = &s->place[i];
        if (p->area * larger * larger < ROOM * p->label) continue;
        size_t x = (size_t)fmax(0, p->x / STEP_MM), y = (size_t)fmax(0, p->y / STEP_MM);
        if (x < s->columns && y < s->rows) s->sum[(y + 1) * across + x + 1] += p->weight;
    }
    for (size_t y = 1; y <= s->rows; y++)
        for (size_t x = 1; x <= s->columns; x++)
            s->sum[y * across + x] += s->sum[(y - 1) * across + x] + s->sum[y * across + x - 1] -
                                      s->sum[(y - 1) * across + x - 1];
}

/* ---- where it has room ------------------------------------------------------------------ */

/* In the corner, as high as it goes; at the lower end it goes on under the box. */
static bool corner_box(const search *s, double width, bool right, bool low, box *out) {
    const print_map *m = s->m;
    double x = right ? m->width - width : 0, apart = APART_MM * print_map_factor(m);
    double from = right ? x - apart : x, to = right ? m->width : width + apart;
    double free = print_ground_height(m->ground, fmax(0, from), fmin(m->width, to), low);
    double high = fmin(fmax(0, free - apart), m->height / 2) + (low ? s->below : 0);
    *out = (box){x, low ? m->height + s->below - high : 0, width, high};
    return high >= 0.6 * LEAST_MM && (!low || !(s->below > 0) || width <= s->widest);
}

static void try_windows(search *s, box at, double denominator) {
    double k = denominator / s->m->denominator, width = at.width * k, height = at.height * k;
    size_t wide = (size_t)((width - 2 * EDGE_MM) / STEP_MM),
           high = (size_t)((height - 2 * EDGE_MM) / STEP_MM), across = s->columns + 1;
    if (width <= 2 * EDGE_MM + STEP_MM || height <= 2 * EDGE_MM + STEP_MM) return;
    for (size_t y = 0; y + high <= s->rows; y++)
        for (size_t x = 0; x + wide <= s->columns; x++) {
            double sum = s->sum[(y + high) * across + x + wide] - s->sum[y * across + x + wide] -
                         s->sum[(y + high) * across + x] + s->sum[y * across + x];
            if (sum <= s->most + 1e-9) continue;
            double left = (double)x * STEP_MM - EDGE_MM, top = (double)y * STEP_MM - EDGE_MM;
            s->most = sum;
            s->best = (print_inset){at, {left, top, width, height}, denominator, 0};
        }
}

static size_t ratios(const print_map *m, double out[RATIOS_MAX]) {
    size_t n = 0;
    double d = print_map_round(m->denominator / LARGEST);
    while (n < RATIOS_MAX && d <= m->denominator / LARGER) {
        out[n++] = d;
        d = print_map_round(d * 1.001);
    }
    return n;
}

static void try_all(search *s) {
    double ratio[RATIOS_MAX];
    size_t n = ratios(s->m, ratio);
    for (size_t i = n; i-- > 0;) {
        sum_up(s, s->m->denominator / ratio[i]);
        for (double width = LEAST_MM; width <= s->m->width * 0.7; width += WIDER_MM)
            for (int corner = 0; corner < 4; corner++) {
                box at;
                if (corner_box(s, width, corner & 1, !(corner & 2), &at))
                    try_windows(s, at, ratio[i]);
            }
    }
}

static size_t count(const search *s) {
    const print_inset *b = &s->best;
    double larger = s->m->denominator / b->denominator;
    size_t n = 0;
    for (size_t i = 0; i < s->n; i++) {
        const place *p = &s->place[i];
        n += p->area * larger * larger >= ROOM * p->label && p->x >= b->window.x + EDGE_MM &&
             p->x < b->window.x + b->window.width - EDGE_MM && p->y >= b->window.y + EDGE_MM &&
             p->y < b->window.y + b->window.height - EDGE_MM;
    }
    return n;
}

bool print_map_find_inset(const print_map *m, double below, double widest, print_inset *out,
                          err_code *rc, err *e) {
    search s = {.m = m, .below = below, .widest = widest};
    s.columns = (size_t)(m->width / STEP_MM) + 1;
    s.rows = (size_t)(m->height / STEP_MM) + 1;
    s.sum = calloc((s.columns + 1) * (s.rows + 1), sizeof *s.sum);
    *rc = s.sum ? gather(&s, e) : err_nomem(e);
    if (!*rc && (double)s.n >= HELPS) try_all(&s);
    *out = s.best;
    out->told = s.most > 0 ? count(&s) : 0;
    free(s.place);
    free(s.sum);
    return !*rc && s.most >= HELPS;
}

/* ---- what both tell --------------------------------------------------------------------- */

void print_map_tell(const print_map *m, bool *told) {
    const label_plan *p = map_plan_labels(m->plan);
    for (size_t i = 0; p && i < label_plan_count(p); i++)
        if (!label_plan_at(p, i)->place) told[label_plan_at(p, i)->district] = true;
}

#define NUMBER_MM 1.3 /* a number is no farther from the border */

err_code print_map_number_part(print_map *part, const print_map *of, err *e) {
    const geometry *land = map_plan_land(part->plan);
    const label_plan *plan = map_plan_labels(part->plan);
    bool *has = calloc(land->n_districts + 1, sizeof *has);
    part->key = calloc(of->n_keys + 1, sizeof *part->key);
    part->number = calloc(of->n_keys + 1, sizeof *part->number);
    err_code rc = has && part->key && part->number ? ERR_OK : err_nomem(e);
    if (!rc && plan) print_map_tell(part, has);
    for (size_t i = 0; i < of->n_keys && !rc; i++) {
        district_id d = of->key[i].district;
        double x, y, radius;
        if (has[d] || land->ring_of[d] == land->ring_of[d + 1]) continue;
        rc = print_map_anchor(part, d, &x, &y, &radius, e);
        if (rc || radius < NUMBER_MM) continue;
        part->key[part->n_keys] = of->key[i];
        part->number[part->n_keys++] = (print_number){x, y, d};
    }
    free(has);
    return rc ? rc : print_keys_clear(part, e);
}

/* ---- the frame -------------------------------------------------------------------------- */

static err_code draw_frame(canvas *c, box b, const rect *gap, size_t n, rgba color, double width) {
    map_path p = {0};
    double x0 = b.x * MM, y0 = b.y * MM, x1 = (b.x + b.width) * MM, y1 = (b.y + b.height) * MM;
    map_path_add_segment(&p, x0, y0, x1, y0);
    map_path_add_segment(&p, x1, y0, x1, y1);
    map_path_add_segment(&p, x1, y1, x0, y1);
    map_path_add_segment(&p, x0, y1, x0, y0);
    map_path_cut_out(&p, gap, n);
    canvas_path view = map_path_view(&p);
    if (!p.failed) canvas_stroke(c, &view, color, width * MM, true);
    bool failed = p.failed;
    map_path_free(&p);
    return failed ? ERR_NOMEM : ERR_OK;
}

static rect around(box b, double mm) {
    return (rect){(b.x - mm) * MM, (b.y - mm) * MM, (b.x + b.width + mm) * MM,
                  (b.y + b.height + mm) * MM};
}

err_code print_map_mark(const print_map *m, canvas *c, err *e) {
    const backdrop *inks = m->map->look.backdrop;
    double k = print_map_factor(m), half = m->name_pt * PRINT_PT_PX / MM * 0.7;
    rect *gap = calloc(m->n_label_boxes + m->n_leaders + m->n_keys + 1, sizeof *gap);
    size_t n = 0;
    if (!gap) return err_nomem(e);
    for (size_t i = 0; i < m->n_label_boxes; i++) gap[n++] = around(m->label_box[i], 0.5);
    for (size_t i = 0; i < m->n_leaders; i++) gap[n++] = around(m->leader[i].at, 0.5);
    for (size_t i = 0; i < m->n_keys; i++)
        gap[n++] =
            around((box){m->number[i].x - half, m->number[i].y - half / 2, 2 * half, half}, 0.4);
    err_code rc = draw_frame(c, m->style.marked, gap, n, inks->under, 1.1 * k);
    if (!rc) rc = draw_frame(c, m->style.marked, gap, n, inks->ink, 0.35 * k);
    free(gap);
    return rc ? err_nomem(e) : ERR_OK;
}
