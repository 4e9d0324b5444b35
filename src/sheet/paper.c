#include "sheet/paper.h"

#include <math.h>
#include <strings.h>

const paper papers[PAPERS] = {
    {"A5", 148, 210, 8, 20, 9, 7, 9, 7.5, 6.5, 6, 0.85},
    {"A4", 210, 297, 12, 24, 11, 8, 11, 8.5, 7.2, 6.6, 0.9},
    {"A3", 297, 420, 14, 30, 12.5, 10.5, 14, 9, 8, 7.5, 1},
    {"A2", 420, 594, 20, 42, 17, 14, 19, 12.5, 11, 9, 1.3},
    {"A1", 594, 841, 28, 58, 24, 19, 26, 17, 15, 12, 1.7},
    {"A0", 841, 1189, 40, 80, 33, 26, 36, 24, 20, 16, 2.2},
};
#define A3 (&papers[2])

const paper *paper_find(const char *name) {
    for (size_t i = 0; i < PAPERS; i++)
        if (!strcasecmp(papers[i].name, name)) return &papers[i];
    return NULL;
}

double paper_space(const paper *p) { return p->margin / A3->margin; }
double paper_type(const paper *p) { return p->body / A3->body; }

text_style paper_text(double pt, int weight, rgba color) {
    return (text_style){.size_px = PAPER_PT(pt), .weight = weight, .color = color};
}

text_style paper_figures(double pt, int weight, rgba color) {
    text_style s = paper_text(pt, weight, color);
    s.tabular = true;
    return s;
}

static void scale_type(legend_type *t, double pt) {
    t->leading *= PAPER_PT(pt) / t->size;
    t->size = PAPER_PT(pt);
}

void paper_legend_size(const paper *p, legend_size *out) {
    *out = *legend_size_find("poster");
    double type = paper_type(p), line = p->line;
    legend_type *const texts[] = {&out->unit, &out->reference, &out->edge, &out->row, &out->count};
    double *const measures[] = {&out->width,        &out->padding,     &out->space,
                                &out->gap,          &out->ramp_height, &out->ramp_divider,
                                &out->tick,         &out->narrowest,   &out->dot_radius,
                                &out->dot_distance, &out->dots_height, &out->bins_height,
                                &out->mark_width,   &out->mark_height, &out->mark_casing,
                                &out->swatch_width, &out->row_height,  &out->bar_narrowest,
                                &out->hatch_step,   &out->fleck_step,  &out->band_height};
    double *const lines[] = {&out->outline,   &out->dot_line,   &out->mark_line,
                             &out->zero_line, &out->hatch_line, &out->fleck_line};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) scale_type(texts[i], p->body);
    for (size_t i = 0; i < sizeof measures / sizeof *measures; i++) *measures[i] *= type;
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) *lines[i] *= line;
    scale_type(&out->title, p->head);
    scale_type(&out->small, fmax(p->foot, 6));
}

static double pixels_at(double width, double height, unsigned dpi) {
    double k = dpi / 25.4;
    return ceil(width * k) * ceil(height * k);
}

err_code paper_pixels(const paper *p, double width, double height, unsigned dpi, size_t most,
                      err *e) {
    double all = pixels_at(width, height, dpi), allowed = (double)most;
    unsigned fits = dpi;
    if (all <= allowed) return ERR_OK;
    while (pixels_at(width, height, fits) > allowed) fits--;
    return err_set(e, ERR_RANGE,
                   "dpi: %s at %u dpi has %.0f million pixels, of %.0f million that are allowed: "
                   "at most %u dpi, or take pdf or svg",
                   p->name, dpi, all / 1e6, allowed / 1e6, fits);
}
