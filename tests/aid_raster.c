#include "aid_raster.h"
#include "aid_cmocka.h"

#include <stdlib.h>
#include <string.h>

#define BORDER_MAX 128

const double aid_no_ink[RASTER_INKS] = {0, 0};

void aid_picture_open(aid_picture *p) {
    err e;
    *p = (aid_picture){0};
    assert_int_equal(raster_create(&p->r, &e), ERR_OK);
}

void aid_picture_close(aid_picture *p) {
    raster_free(p->r);
    free(p->px);
}

void aid_picture_begin(aid_picture *p, uint32_t width, uint32_t height, const double *ink_px) {
    p->width = width, p->height = height;
    raster_begin(p->r, width, height, ink_px);
}

void aid_picture_border(aid_picture *p, const double *xy, size_t n, district_id left,
                        district_id right) {
    double x[64], y[64];
    assert_true(n <= 64);
    for (size_t i = 0; i < n; i++) x[i] = xy[2 * i], y[i] = xy[2 * i + 1];
    assert_int_equal(raster_arc(p->r, x, y, n, left, right, true, NULL), ERR_OK);
}

bool aid_same_look(const raster_span *a, const raster_span *b) {
    return a->n_parts == b->n_parts && !memcmp(a->part, b->part, sizeof a->part) &&
           !memcmp(a->ink, b->ink, sizeof a->ink);
}

/* What the header promises of a span. */
static void assert_span(const raster_span *s) {
    assert_in_range(s->n_parts, 1, RASTER_PARTS);
    float sum = 0;
    for (int i = 0; i < RASTER_PARTS; i++) {
        const raster_part *q = &s->part[i];
        if (i >= s->n_parts) assert_true(q->district == 0 && q->share == 0);
        if (i >= s->n_parts) continue;
        assert_true(q->share >= 1 / 512.0F && q->share <= 1);
        if (i > 0) assert_true(q->share <= s->part[i - 1].share);
        for (int j = 0; j < i; j++) assert_true(q->district != s->part[j].district);
        sum += q->share;
    }
    assert_true(sum == 1);
    for (int k = 0; k < RASTER_INKS; k++)
        assert_true(s->ink[k] == 0 || (s->ink[k] >= 1 / 512.0F && s->ink[k] <= 1));
}

void aid_picture_finish_faulty(aid_picture *p) {
    const raster_span *s = NULL;
    size_t n = 0;
    assert_int_equal(raster_finish(p->r, &s, &n, NULL), ERR_OK);
    free(p->px);
    p->px = calloc((size_t)p->width * p->height + 1, sizeof *p->px);
    assert_non_null(p->px);
    uint32_t x = 0, y = 0;
    for (size_t i = 0; i < n; i++) {
        assert_true(s[i].y == y && s[i].x == x && s[i].len > 0 && x + s[i].len <= p->width);
        assert_span(&s[i]);
        if (x) assert_false(aid_same_look(&s[i], &s[i - 1]));
        for (; x < (uint32_t)s[i].x + s[i].len; x++) p->px[(size_t)y * p->width + x] = s[i];
        if (x == p->width) x = 0, y++;
    }
    assert_true(x == 0 && y == (p->width ? p->height : 0));
}

void aid_picture_finish(aid_picture *p) {
    aid_picture_finish_faulty(p);
    assert_int_equal(raster_faults(p->r), 0);
}

const raster_span *aid_at(const aid_picture *p, uint32_t x, uint32_t y) {
    return &p->px[(size_t)y * p->width + x];
}

double aid_share(const raster_span *s, district_id d) {
    for (int i = 0; i < s->n_parts; i++)
        if (s->part[i].district == d) return (double)s->part[i].share;
    return 0;
}

void aid_picture_partition(aid_picture *p, const aid_partition *q, double dx, double dy) {
    double x[BORDER_MAX], y[BORDER_MAX];
    assert_true(q->steps < BORDER_MAX);
    for (size_t i = 0; i < q->n_borders; i++) {
        const aid_border *b = &q->borders[i];
        for (size_t k = 0; k < b->count; k++)
            x[k] = q->x[b->first + k] + dx, y[k] = q->y[b->first + k] + dy;
        err_code rc =
            raster_arc(p->r, x, y, b->count, b->left, b->right, b->left != b->right, NULL);
        assert_int_equal(rc, ERR_OK);
    }
    raster_corner(p->r, aid_partition_at(q, -dx, -dy));
}
