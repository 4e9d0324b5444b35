#include "sheet/crop.h"

#include <math.h>

#define PX_A_MM   (96 / 25.4)
#define MARK_MM   5.0
#define WIDTH_MM  0.1
#define AWAY_MM   3.0 /* of a mark from the paper, at least */
#define AROUND_MM 2.0

static double away_mm(double bleed_mm) { return fmax(bleed_mm, AWAY_MM); }

static box outside(box b, double by) {
    return (box){b.x - by, b.y - by, b.width + 2 * by, b.height + 2 * by};
}

err_code crop_make(double width_mm, double height_mm, double bleed_mm, crop *out, err *e) {
    if (!(bleed_mm >= 0 && bleed_mm <= CROP_BLEED_MAX))
        return err_set(e, ERR_RANGE, "bleed: %g is not from 0 to %g mm", bleed_mm, CROP_BLEED_MAX);
    double margin = bleed_mm > 0 ? away_mm(bleed_mm) + MARK_MM + AROUND_MM : 0;
    box trim = {margin * PX_A_MM, margin * PX_A_MM, width_mm * PX_A_MM, height_mm * PX_A_MM};
    *out = (crop){.width = (width_mm + 2 * margin) * PX_A_MM,
                  .height = (height_mm + 2 * margin) * PX_A_MM,
                  .trim = trim,
                  .bleed = outside(trim, bleed_mm * PX_A_MM),
                  .marks = bleed_mm > 0};
    return ERR_OK;
}

void crop_begin(const crop *p, canvas *c, rgba paper) {
    if (p->marks) canvas_trim(c, p->trim, p->bleed);
    if (paper.a) canvas_rect(c, p->bleed, paper);
    canvas_push(c, p->trim.x, p->trim.y);
    if (p->marks)
        canvas_clip_box(c, (box){p->bleed.x - p->trim.x, p->bleed.y - p->trim.y, p->bleed.width,
                                 p->bleed.height});
}

/* At one edge of the paper, both ways out of it. */
static void draw_pair(const crop *p, canvas *c, bool upright, double at) {
    const rgba black = {0, 0, 0, 255};
    double bleed_mm = (p->trim.x - p->bleed.x) / PX_A_MM;
    double away = away_mm(bleed_mm) * PX_A_MM, length = MARK_MM * PX_A_MM;
    double low = upright ? p->trim.y : p->trim.x;
    double high = low + (upright ? p->trim.height : p->trim.width);
    const double from[] = {low - away - length, high + away};
    for (int i = 0; i < 2; i++)
        if (upright)
            canvas_line(c, at, from[i], at, from[i] + length, black, WIDTH_MM * PX_A_MM);
        else
            canvas_line(c, from[i], at, from[i] + length, at, black, WIDTH_MM * PX_A_MM);
}

void crop_end(const crop *p, canvas *c) {
    canvas_pop(c);
    if (!p->marks) return;
    draw_pair(p, c, true, p->trim.x);
    draw_pair(p, c, true, p->trim.x + p->trim.width);
    draw_pair(p, c, false, p->trim.y);
    draw_pair(p, c, false, p->trim.y + p->trim.height);
}
