#include "aid_label.h"
#include "aid_cmocka.h"

#include <stdlib.h>

const char *const aid_nacka[1] = {"Nacka"};
const text_style aid_label_name = {.size_px = 12, .weight = 600};

aid_sheet aid_sheet_of(const aid_ring *rings, size_t n, const char *const *name,
                       const char *const *value) {
    aid_sheet s = {0};
    aid_geometry(rings, n, &s.d, &s.land);
    for (size_t i = 0; i < s.land->n_points; i++) s.land->y[i] = -s.land->y[i];
    geometry_update_bounds(s.land);
    s.request = (label_request){
        .land = s.land, .scale = 1, .name = name, .value = value, .style = &label_style_screen};
    return s;
}

void aid_sheet_plan(aid_sheet *s) {
    err e = {0};
    label_plan_free(s->plan);
    if (label_plan_make(&s->request, &s->plan, &e)) fail_msg("%s", e.text);
}

const label *aid_sheet_only(aid_sheet *s) {
    aid_sheet_plan(s);
    return aid_label_of(s->plan, 0);
}

void aid_sheet_drop(aid_sheet *s) {
    label_plan_free(s->plan);
    geometry_free(s->land);
    districts_free(s->d);
}

const label *aid_label_of(const label_plan *p, district_id d) {
    for (size_t i = 0; i < label_plan_count(p); i++) {
        const label *l = label_plan_at(p, i);
        if (l->district == d && !l->place) return l;
    }
    return NULL;
}

rect aid_label_box(const label *l, size_t line) {
    const label_line *at = &l->line[line];
    double x = (double)l->x + at->x, y = (double)l->y + at->baseline;
    return (rect){x, y - (at->style.size_px == 13 ? 12 : 11), x + at->width, y + 3};
}

void aid_label_at(const label *l, int64_t x, int64_t y) {
    assert_non_null(l);
    if (llabs(l->x - x) > 1 || llabs(l->y - y) > 1)
        fail_msg("at %lld %lld, not at %lld %lld", (long long)l->x, (long long)l->y, (long long)x,
                 (long long)y);
}
