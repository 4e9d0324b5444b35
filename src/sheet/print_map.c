#include "sheet/print_map_parts.h"

#include <math.h>
#include <stdlib.h>

#define LEAST_MM 10 /* each way */

static err_code make_choropleth(print_map *m, const choropleth *c, err *e) {
    look l = c->look;
    if (!m->style.labels)
        l.labels = LABELS_NONE;
    else if (l.labels == LABELS_NONE)
        l.labels = c->second.ind ? LABELS_NAMES : LABELS_BOTH; /* two figures are too much */
    return choropleth_make(c->atlas, c->indicator, &l, &m->map, e);
}

/* ---- lines ------------------------------------------------------------------------------ */

/* By the size of names, which says which paper it is: both as in visual.md "Type". */
static const struct {
    double name_pt, factor;
} papers[] = {{7, 0.85}, {8, 0.9}, {10.5, 1}, {14, 1.3}, {19, 1.7}, {26, 2.2}};
#define PAPERS (sizeof papers / sizeof *papers)

double print_map_factor(const print_map *m) {
    double pt = m->style.label_name_pt;
    if (pt <= papers[0].name_pt) return papers[0].factor;
    for (size_t i = 1; i < PAPERS; i++) {
        double from = papers[i - 1].name_pt, to = papers[i].name_pt;
        if (pt <= to)
            return papers[i - 1].factor +
                   (papers[i].factor - papers[i - 1].factor) * (pt - from) / (to - from);
    }
    return papers[PAPERS - 1].factor;
}

#define ROOMY_MM 20  /* across a district: lines between them need not be thinner */
#define THINNEST 0.6 /* as on small maps */

/* Of what lines between districts would be: the smaller these are, the thinner. */
static double thinner(const print_map *m) {
    const rect b = m->bounds;
    double mm = m->frame.scale / MAP_MM_PX, n = (double)m->scene.borders->n_districts;
    double across = sqrt((b.x1 - b.x0) * (b.y1 - b.y0) / 2.5 / fmax(n, 1)) * mm;
    return fmin(1, fmax(THINNEST, across / ROOMY_MM));
}

static void set_lines(print_map *m) {
    double k = m->style.small ? 1 : print_map_factor(m), thin = m->style.small ? 1 : thinner(m);
    map_lines *l = &m->lines.lines;
    double *const all[] = {&l->border,     &l->casing,       &l->outline,       &l->context,
                           &l->shoreline,  &l->water_border, &l->water_outline, &l->hatch,
                           &l->hatch_step, &l->group};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) *all[i] *= k;
    l->border *= thin, l->casing *= thin, l->water_border *= thin;
}

static err_code make(print_map *m, const choropleth *c, err *e) {
    err_code rc = make_choropleth(m, c, e);
    if (!rc) rc = print_map_fit(m, e);
    if (!rc) rc = print_map_scene(m, e);
    if (!rc) set_lines(m);
    if (!rc) rc = map_plan_make(&m->scene, &m->frame, &m->lines, &m->plan, e);
    if (!rc) rc = print_map_place(m, e);
    return rc;
}

static print_map *start(double width_mm, double height_mm, const print_map_style *s) {
    print_map *m = calloc(1, sizeof *m);
    if (!m) return NULL;
    m->style = *s;
    m->width = width_mm, m->height = height_mm;
    m->name_pt = s->label_name_pt;
    m->labels = label_style_paper(s->label_name_pt, s->label_value_pt);
    m->lines = s->small ? map_style_paper_small : map_style_paper;
    if (s->labels) m->lines.labels = &m->labels;
    return m;
}

static err_code finish(print_map *m, const choropleth *c, print_map **out, err *e) {
    err_code rc = make(m, c, e);
    if (rc)
        print_map_free(m);
    else
        *out = m;
    return rc;
}

err_code print_map_create(const choropleth *c, double width_mm, double height_mm,
                          const print_map_style *s, print_map **out, err *e) {
    if (!(width_mm >= LEAST_MM && height_mm >= LEAST_MM))
        return err_set(e, ERR_RANGE, "a map of %.1f x %.1f mm is too small: at least %d x %d",
                       width_mm, height_mm, LEAST_MM, LEAST_MM);
    print_map *m = start(width_mm, height_mm, s);
    if (!m) return err_nomem(e);
    err_code rc = finish(m, c, out, e);
    if (!rc) (*out)->style.told = NULL;
    return rc;
}

err_code print_map_create_part(const print_map *of, box window, double denominator, print_map **out,
                               err *e) {
    double larger = of->denominator / denominator, smaller = of->name_pt / of->style.label_name_pt;
    print_map_style s = of->style;
    s.kept = s.marked = (box){0};
    print_map *m = start(window.width * larger, window.height * larger, &s);
    if (!m) return err_nomem(e);
    m->part = true;
    m->denominator = denominator;
    m->window =
        map_frame_units(&of->frame, (box){window.x * MAP_MM_PX, window.y * MAP_MM_PX,
                                          window.width * MAP_MM_PX, window.height * MAP_MM_PX});
    m->name_pt = of->name_pt;
    m->labels = label_style_paper(m->name_pt, s.label_value_pt * smaller);
    return finish(m, of->map, out, e);
}

void print_map_free(print_map *m) {
    if (!m) return;
    for (size_t i = 0; i < m->n_leaders; i++) free(m->leader[i].value);
    free(m->leader);
    free(m->bare);
    free(m->key);
    free(m->number);
    free(m->label_box);
    print_ground_free(m->ground);
    map_plan_free(m->plan);
    map_scene_free(&m->scene);
    crs_free(m->crs);
    choropleth_unref(m->map);
    free(m);
}

double print_map_denominator(const print_map *m) { return m->denominator; }
const char *print_map_projection(const print_map *m) { return m->projection; }
double print_map_name_pt(const print_map *m) { return m->name_pt; }
double print_map_north_angle(const print_map *m) { return m->north; }

box print_map_extent(const print_map *m) {
    double x = map_frame_x(&m->frame, m->bounds.x0) / MAP_MM_PX;
    double y = map_frame_y(&m->frame, m->bounds.y1) / MAP_MM_PX, mm = m->frame.scale / MAP_MM_PX;
    return (box){x, y, (m->bounds.x1 - m->bounds.x0) * mm, (m->bounds.y1 - m->bounds.y0) * mm};
}

size_t print_map_keys(const print_map *m, const print_map_key **out) {
    *out = m->key;
    return m->n_keys;
}

err_code print_map_locate(print_map *m, double lon, double lat, double *x_mm, double *y_mm,
                          err *e) {
    err_code rc = crs_from_lonlat(m->crs, &lon, &lat, 1, e);
    if (rc) return rc;
    *x_mm = map_frame_x(&m->frame, lon) / MAP_MM_PX;
    *y_mm = map_frame_y(&m->frame, lat) / MAP_MM_PX;
    return ERR_OK;
}

err_code print_map_draw(print_map *m, canvas *c, box at_px, err *e) {
    canvas_push(c, at_px.x, at_px.y);
    err_code rc = map_plan_draw(m->plan, c, e);
    if (!rc && m->style.marked.width > 0) rc = print_map_mark(m, c, e);
    if (!rc) print_map_write(m, c);
    canvas_pop(c);
    return rc;
}
