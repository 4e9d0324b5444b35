#include "draw/map_path.h"
#include "geo/ring_clip.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* ---- the frame -------------------------------------------------------------------------- */

map_frame map_frame_fit(box at, rect of, double margin, double align_x, double align_y,
                        double least) {
    double width = fmax(at.width - 2 * margin, 1), height = fmax(at.height - 2 * margin, 1);
    if (rect_is_empty(of)) of = (rect){0, 0, 0, 0};
    double across = of.x1 - of.x0, up = of.y1 - of.y0;
    if (across <= 0 && up <= 0) across = least;
    double scale = across > 0 ? width / across : height / up;
    if (up > 0) scale = fmin(scale, height / up);
    double left = margin + (width - (of.x1 - of.x0) * scale) * align_x;
    double above = margin + (height - (of.y1 - of.y0) * scale) * align_y;
    return (map_frame){.at = at,
                       .x0 = of.x0 - left / scale,
                       .y0 = of.y1 + above / scale,
                       .scale = scale,
                       .detail = 1};
}

double map_frame_x(const map_frame *f, double x) { return f->at.x + (x - f->x0) * f->scale; }
double map_frame_y(const map_frame *f, double y) { return f->at.y + (f->y0 - y) * f->scale; }

rect map_frame_units(const map_frame *f, box b) {
    double x = f->x0 + (b.x - f->at.x) / f->scale, y = f->y0 - (b.y - f->at.y) / f->scale;
    return (rect){x, y - b.height / f->scale, x + b.width / f->scale, y};
}

static rect seen(const map_frame *f, double reach) {
    return (rect){f->at.x - reach, f->at.y - reach, f->at.x + f->at.width + reach,
                  f->at.y + f->at.height + reach};
}

/* ---- memory ----------------------------------------------------------------------------- */

void map_path_clear(map_path *p) { p->parts = p->points = 0; }

void map_path_free(map_path *p) {
    free(p->x);
    free(p->y);
    free(p->first);
    free(p->spare);
    *p = (map_path){0};
}

canvas_path map_path_view(const map_path *p) {
    return (canvas_path){p->x, p->y, p->first, p->failed ? 0 : p->parts};
}

static bool grow(map_path *p, double **at, size_t n) {
    double *grown = realloc(*at, n * sizeof *grown);
    if (grown)
        *at = grown;
    else
        p->failed = true;
    return grown != NULL;
}

/* Room for so many points behind those there are, and for a part. */
static bool reserve(map_path *p, size_t points) {
    if (p->points + points > p->point_cap) {
        size_t cap = (p->points + points) * 2;
        if (!grow(p, &p->x, cap) || !grow(p, &p->y, cap)) return false;
        p->point_cap = cap;
    }
    if (p->parts + 2 > p->part_cap) {
        size_t cap = (p->parts + 2) * 2;
        uint32_t *grown = realloc(p->first, cap * sizeof *grown);
        if (!grown) return !(p->failed = true);
        p->first = grown;
        p->part_cap = cap;
    }
    return true;
}

/* Takes the next n points, which are written already, as a part if it has the least. */
static void end_part(map_path *p, size_t n, size_t least) {
    if (n < least) return;
    p->first[p->parts++] = (uint32_t)p->points;
    p->points += n;
    p->first[p->parts] = (uint32_t)p->points;
}

/* ---- rings ------------------------------------------------------------------------------ */

void map_path_add_ring(map_path *p, const map_frame *f, double reach, const double *x,
                       const double *y, size_t n) {
    size_t most = RING_CLIP_MOST(n);
    rect around = RECT_EMPTY, b = seen(f, reach);
    if (!reserve(p, most)) return;
    if (2 * most > p->spare_cap) {
        if (!grow(p, &p->spare, 2 * most)) return;
        p->spare_cap = 2 * most;
    }
    for (size_t i = 0; i < n; i++) {
        double px = p->x[p->points + i] = map_frame_x(f, x[i]);
        double py = p->y[p->points + i] = map_frame_y(f, y[i]);
        rect_extend(&around, px, py);
    }
    if (!rect_touches(around, b)) return;
    bool inside = around.x0 >= b.x0 && around.x1 <= b.x1 && around.y0 >= b.y0 && around.y1 <= b.y1;
    if (!inside)
        n = ring_clip(b, p->x + p->points, p->y + p->points, n, p->spare,
                      p->spare + p->spare_cap / 2);
    end_part(p, n, 3);
}

/* ---- lines ------------------------------------------------------------------------------ */

/* The part of a segment inside the box, as shares of it (Liang & Barsky 1984). */
static bool inside_part(const double a[2], const double b[2], rect r, double *from, double *to) {
    const double d[] = {b[0] - a[0], b[1] - a[1]}, low[] = {r.x0, r.y0}, high[] = {r.x1, r.y1};
    *from = 0, *to = 1;
    for (int k = 0; k < 2; k++) {
        if (d[k] == 0) {
            if (a[k] < low[k] || a[k] > high[k]) return false;
            continue;
        }
        double t0 = (low[k] - a[k]) / d[k], t1 = (high[k] - a[k]) / d[k];
        *from = fmax(*from, fmin(t0, t1));
        *to = fmin(*to, fmax(t0, t1));
    }
    return *from <= *to;
}

static void put(map_path *p, size_t *n, double x, double y) {
    p->x[p->points + *n] = x;
    p->y[p->points + (*n)++] = y;
}

static void put_at(map_path *p, size_t *n, const double a[2], const double b[2], double t) {
    put(p, n,
        t <= 0   ? a[0]
        : t >= 1 ? b[0]
                 : a[0] + t * (b[0] - a[0]),
        t <= 0   ? a[1]
        : t >= 1 ? b[1]
                 : a[1] + t * (b[1] - a[1]));
}

void map_path_add_line(map_path *p, const map_frame *f, double reach, const double *x,
                       const double *y, size_t n) {
    rect r = seen(f, reach);
    size_t run = 0;
    for (size_t i = 1; i < n; i++) {
        const double a[] = {map_frame_x(f, x[i - 1]), map_frame_y(f, y[i - 1])};
        const double b[] = {map_frame_x(f, x[i]), map_frame_y(f, y[i])};
        double from, to;
        if (!reserve(p, run + 2)) return;
        bool in = inside_part(a, b, r, &from, &to);
        if ((!in || from > 0) && run) end_part(p, run, 2), run = 0;
        if (!in) continue;
        if (!reserve(p, run + 2)) return;
        if (!run) put_at(p, &run, a, b, from);
        put_at(p, &run, a, b, to);
        if (to < 1) end_part(p, run, 2), run = 0;
    }
    end_part(p, run, 2);
}

void map_path_add_segment(map_path *p, double x0, double y0, double x1, double y1) {
    size_t n = 0;
    if (!reserve(p, 2)) return;
    put(p, &n, x0, y0);
    put(p, &n, x1, y1);
    end_part(p, n, 2);
}

/* ---- gaps ------------------------------------------------------------------------------- */

/* Adds the part k of `from` to p, less what is in the box. */
static void add_outside(map_path *p, const map_path *from, size_t k, rect r) {
    size_t run = 0;
    for (uint32_t i = from->first[k] + 1; i < from->first[k + 1]; i++) {
        const double a[] = {from->x[i - 1], from->y[i - 1]}, b[] = {from->x[i], from->y[i]};
        double t0, t1;
        if (!reserve(p, run + 2)) return;
        bool in = inside_part(a, b, r, &t0, &t1) && t1 > t0;
        if (!run) put(p, &run, a[0], a[1]);
        if (!in) {
            put(p, &run, b[0], b[1]);
            continue;
        }
        if (t0 > 0) put_at(p, &run, a, b, t0);
        end_part(p, run, 2);
        run = 0;
        if (t1 >= 1) continue;
        if (!reserve(p, 2)) return;
        put_at(p, &run, a, b, t1);
        put(p, &run, b[0], b[1]);
    }
    end_part(p, run, 2);
}

void map_path_cut_out(map_path *p, const rect *out, size_t n) {
    for (size_t i = 0; i < n; i++) {
        map_path rest = {0};
        for (size_t k = 0; k < p->parts; k++) add_outside(&rest, p, k, out[i]);
        if (p->failed) rest.failed = true;
        map_path_free(p);
        *p = rest;
    }
}
