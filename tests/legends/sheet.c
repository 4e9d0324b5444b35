/* sheet FOLDER: draws the sample legends to FOLDER/legends/NAME.svg, and all of them beside each
 * other to FOLDER/legends.png.  All figures are made up. */
#include "aid_samples.h"
#include "base/fileio.h"
#include "draw/legend_draw.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#define COLUMNS 3
#define MARGIN  40.0
#define COLUMN  424.0 /* the widest legend, that of a poster */
#define GUTTER  40.0
#define HEAD    96.0
#define CAPTION 26.0
#define BETWEEN 26.0 /* rows */
#define WIDTH   (2 * MARGIN + COLUMNS * COLUMN + (COLUMNS - 1) * GUTTER)

static const rgba white = {255, 255, 255, 255}, ink = {0x1b, 0x21, 0x27, 255},
                  muted = {0x5f, 0x69, 0x72, 255};

static err_code write_svg(const char *folder, const sample *s, const legend *l, err *e) {
    buf svg = BUF_EMPTY;
    char path[400];
    legend_style style = sample_style(s);
    err_code rc = legend_draw(l, &style, CANVAS_SVG, &svg, e);
    snprintf(path, sizeof path, "%s/legends/%s.svg", folder, s->name);
    if (!rc) rc = file_write_atomic(path, buf_view(&svg), e);
    buf_free(&svg);
    return rc;
}

static void draw_head(canvas *c) {
    text_style title = {30, 700, false, ink}, text = {14, 400, false, muted};
    canvas_line(c, MARGIN, 28, WIDTH - MARGIN, 28, ink, 2);
    canvas_text(c, MARGIN, 64, 0, &title, "Legends");
    canvas_text(
        c, MARGIN, 86, 0, &text,
        "One anatomy for all kinds: title, unit and period; values where they lie; classes, "
        "edges, counts; the reference; what is missing. All figures are made up.");
}

/* Those for pages fill their column. */
static legend_style style_of(size_t i, bool dark) {
    legend_style s = sample_style(&samples[i]);
    if (s.size == legend_size_find("page")) s.width_px = COLUMN + (dark ? 0 : 2 * s.size->padding);
    return s;
}

static void draw_cell(canvas *c, size_t i, const legend *l, double y, double height) {
    double x = MARGIN + (double)(i % COLUMNS) * (COLUMN + GUTTER);
    text_style caption = {11, 600, false, muted};
    bool dark = l->backdrop->dark;
    legend_style style = style_of(i, dark);
    char text[200];
    snprintf(text, sizeof text, "%zu  %s", i + 1, samples[i].caption);
    canvas_line(c, x, y, x + COLUMN, y, ink, 0.8);
    canvas_text(c, x, y + 17, 0, &caption, text);
    if (dark) canvas_rect(c, (box){x, y + CAPTION, style.width_px, height}, l->backdrop->paper);
    legend_draw_on(c, l, &style, dark ? x : x - style.size->padding, y + CAPTION);
}

static double height_of(const legend *l, size_t i) {
    legend_style style = style_of(i, l->backdrop->dark);
    return legend_draw_on(NULL, l, &style, 0, 0);
}

/* Returns the height of the whole; nothing is drawn on a NULL canvas. */
static double draw_sheet(canvas *c, legend *const *legends) {
    double y = HEAD + 16;
    for (size_t row = 0; row < sample_count; row += COLUMNS) {
        double highest = 0;
        for (size_t i = row; i < row + COLUMNS && i < sample_count; i++)
            highest = fmax(highest, height_of(legends[i], i));
        for (size_t i = row; c && i < row + COLUMNS && i < sample_count; i++)
            draw_cell(c, i, legends[i], y, height_of(legends[i], i));
        y += CAPTION + highest + BETWEEN;
    }
    return y;
}

static err_code write_sheet(const char *folder, legend *const *legends, err *e) {
    double height = ceil(draw_sheet(NULL, legends));
    canvas *c = NULL;
    buf png = BUF_EMPTY;
    char path[400];
    err_code rc = canvas_create(CANVAS_PNG, WIDTH, height, 1.25, "en", &c, e);
    if (rc) return rc;
    canvas_rect(c, (box){0, 0, WIDTH, height}, white);
    draw_head(c);
    draw_sheet(c, legends);
    rc = canvas_finish(c, &png, e);
    snprintf(path, sizeof path, "%s/legends.png", folder);
    if (!rc) rc = file_write_atomic(path, buf_view(&png), e);
    buf_free(&png);
    canvas_free(c);
    return rc;
}

int main(int argc, char **argv) {
    const char *folder = argc > 1 ? argv[1] : "docs";
    legend **legends = calloc(sample_count, sizeof *legends);
    ramp_set *ramps = NULL;
    err e = {0};
    err_code rc = legends ? ramp_set_builtin(&ramps, &e) : err_nomem(&e);
    for (size_t i = 0; i < sample_count && !rc; i++) {
        rc = sample_legend(&samples[i], ramps, &legends[i], &e);
        if (!rc) rc = write_svg(folder, &samples[i], legends[i], &e);
    }
    if (!rc) rc = write_sheet(folder, legends, &e);
    if (rc) fprintf(stderr, "sheet: %s\n", e.text);
    for (size_t i = 0; legends && i < sample_count; i++) legend_free(legends[i]);
    free(legends);
    ramp_set_free(ramps);
    return rc != ERR_OK;
}
