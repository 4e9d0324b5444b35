/* Where a setting stands: best first among squares of whole positions. */
#include "draw/label_parts.h"
#include "geo/pole.h"

#include <math.h>

#define TOWARD_CENTROID 0.25 /* of the distance from it, taken off the margin */
#define CLOSE           0.25 /* px: a place is good enough when none is so much better */
#define GRADE           1e9  /* a higher grade outweighs any margin */
#define ROOTS           64   /* squares to begin with, at most */

typedef struct task {
    label_search *s;
    const room *m;
    const room_part *part;
    const label_setting *t;
    const double *padding;
    int64_t x0, y0, x1, y1; /* positions from which the lines can reach no bound */
    label_fit *best;
} task;

static int grade_of(double margin, const double padding[3]) {
    for (int i = 0; i < 3; i++)
        if (margin >= padding[i]) return 3 - i;
    return 0;
}

/* ---- the heap: greatest bound first, then from the upper left -------------------------------- */

static bool comes_first(const label_cell *a, const label_cell *b) {
    if (a->bound != b->bound) return a->bound > b->bound;
    if (a->y != b->y) return a->y < b->y;
    return a->x < b->x;
}

static err_code push(label_search *s, label_cell c, err *e) {
    err_code rc = array_reserve(&s->heap, &s->cap, s->n + 1, sizeof *s->heap, e);
    if (rc) return rc;
    size_t i = s->n++;
    for (; i && comes_first(&c, &s->heap[(i - 1) / 2]); i = (i - 1) / 2)
        s->heap[i] = s->heap[(i - 1) / 2];
    s->heap[i] = c;
    return ERR_OK;
}

static label_cell pop(label_search *s) {
    label_cell top = s->heap[0], last = s->heap[--s->n];
    size_t i = 0;
    for (size_t k; (k = 2 * i + 1) < s->n; i = k) {
        if (k + 1 < s->n && comes_first(&s->heap[k + 1], &s->heap[k])) k++;
        if (!comes_first(&s->heap[k], &last)) break;
        s->heap[i] = s->heap[k];
    }
    s->heap[i] = last;
    return top;
}

/* ---- scores -----------------------------------------------------------------------------------
 */

static double score(double margin, double away, const double padding[3]) {
    return GRADE * grade_of(margin, padding) + margin - TOWARD_CENTROID * away;
}

static double away_from_centroid(const task *k, int64_t x, int64_t y) {
    double dx = (double)x - k->part->cx, dy = (double)y - k->part->cy;
    return sqrt(dx * dx + dy * dy); /* rounds alike everywhere, as hypot() need not */
}

static double wanted(const task *k) { return k->best->score + CLOSE; }

/* The least margin that could still make the best better, be it by a little: less than that may
 * be reported as more than it is. */
static double least_margin(const task *k) {
    int grade = k->best->grade;
    double over = k->best->score - GRADE * grade;
    double higher = grade < 3 ? k->padding[2 - grade] : HUGE_VAL;
    if (over > GRADE / 4) return higher; /* only a higher grade will do */
    return fmin(fmax(over, k->padding[3 - grade]), higher);
}

static void try_position(task *k, int64_t x, int64_t y, double margin, double away) {
    int grade = grade_of(margin, k->padding);
    double s = score(margin, away, k->padding);
    if (grade && s > k->best->score) *k->best = (label_fit){grade, s, x, y};
}

static double margin_at(const task *k, int64_t x, int64_t y, double least) {
    return room_margin(k->m, k->part, k->t->box, k->t->n, (double)x, (double)y, least);
}

/* Looks at the middle of a square and keeps the square if there may be something better in it. */
static err_code look(task *k, int64_t x, int64_t y, int64_t size, err *e) {
    if (x > k->x1 || y > k->y1) return ERR_OK;
    int64_t reach = size / 2, cx = x + reach, cy = y + reach;
    double margin = margin_at(k, cx, cy, least_margin(k) - (double)reach);
    double away = away_from_centroid(k, cx, cy);
    try_position(k, cx, cy, margin, away);
    if (size == 1) return ERR_OK;
    double nearer = fmax(0, away - (double)reach * M_SQRT2);
    label_cell c = {score(margin + (double)reach, nearer, k->padding), x, y, size};
    bool may = grade_of(margin + (double)reach, k->padding) && c.bound > wanted(k);
    return may ? push(k->s, c, e) : ERR_OK;
}

/* ---- the search --------------------------------------------------------------------------------
 */

static bool set_range(task *k) {
    rect b = k->part->bounds, all = RECT_EMPTY;
    for (size_t i = 0; i < k->t->n; i++) all = rect_union(all, k->t->box[i]);
    double least = k->padding[2];
    double x0 = ceil(b.x0 - all.x0 + least), x1 = floor(b.x1 - all.x1 - least);
    double y0 = ceil(b.y0 - all.y0 + least), y1 = floor(b.y1 - all.y1 - least);
    if (!(x0 <= x1 && y0 <= y1)) return false;
    double least_area = 0; /* lines overlap at most with the marks over their letters */
    for (size_t i = 0; i < k->t->n; i++)
        least_area += k->t->line[i].width * (k->t->box[i].y1 - k->t->box[i].y0) / 2;
    if (k->part->area < least_area) return false;
    k->x0 = (int64_t)x0, k->y0 = (int64_t)y0, k->x1 = (int64_t)x1, k->y1 = (int64_t)y1;
    return true;
}

static err_code search_part(task *k, err *e) {
    if (!set_range(k)) return ERR_OK;
    int64_t wide = k->x1 - k->x0 + 1, high = k->y1 - k->y0 + 1, size = 1;
    while (2 * size <= (wide < high ? wide : high)) size *= 2;
    while ((wide / size + 1) * (high / size + 1) > ROOTS) size *= 2;
    k->s->n = 0;
    int64_t cx = llround(k->part->cx), cy = llround(k->part->cy);
    try_position(k, cx, cy, margin_at(k, cx, cy, least_margin(k)), away_from_centroid(k, cx, cy));
    err_code rc = ERR_OK;
    for (int64_t y = k->y0; y <= k->y1; y += size)
        for (int64_t x = k->x0; x <= k->x1 && !rc; x += size) rc = look(k, x, y, size, e);
    while (k->s->n && !rc) {
        label_cell c = pop(k->s);
        if (!(c.bound > wanted(k))) break;
        int64_t half = c.size / 2;
        for (int i = 0; i < 4 && !rc; i++)
            rc = look(k, c.x + (i & 1) * half, c.y + (i >> 1) * half, half, e);
    }
    return rc;
}

err_code label_find(label_search *s, const room *m, const label_setting *t, const double padding[3],
                    label_fit *best, err *e) {
    if (best->grade == 3) return ERR_OK;
    label_fit found = {best->grade, GRADE * (best->grade + 0.5), 0, 0};
    err_code rc = ERR_OK;
    for (size_t i = 0; i < m->n_parts && !rc; i++) {
        task k = {.s = s, .m = m, .part = &m->part[i], .t = t, .padding = padding, .best = &found};
        rc = search_part(&k, e);
    }
    if (found.grade > best->grade) *best = found;
    return rc;
}

err_code label_find_pole(const room *m, const label_request *r, district_id d, int64_t *x,
                         int64_t *y, err *e) {
    const room_part *p = &m->part[0];
    pole at;
    err_code rc = pole_find(r->land, r->land->ring_of[d] + p->ring, m->hole + p->ring + 1,
                            p->rings - 1, CLOSE / r->scale, &at, e);
    if (rc) return rc;
    *x = llround((at.x - r->x0) * r->scale);
    *y = llround((r->y0 - at.y) * r->scale);
    return ERR_OK;
}
