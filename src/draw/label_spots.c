/* What lies at a point, found by trees over bounds: land has districts by the thousand, water rings
 * with points by the million. */
#include "draw/label_parts.h"
#include "geo/box_tree.h"

#include <stdlib.h>

struct label_spots {
    const geometry *land, *water;
    box_tree *districts, *rings; /* NULL: there are none */
    district_id *of;             /* items of the first tree: those that have rings */
    rect *around;                /* [rings of the water] */
};

static rect district_bounds(const void *data, uint32_t i) {
    const label_spots *s = data;
    return s->land->bounds[s->of[i]];
}
static rect water_bounds(const void *data, uint32_t i) {
    const label_spots *s = data;
    return s->around[i];
}

void label_spots_free(label_spots *s) {
    if (!s) return;
    box_tree_free(s->districts);
    box_tree_free(s->rings);
    free(s->of);
    free(s->around);
    free(s);
}

static err_code index_land(label_spots *s, err *e) {
    const geometry *g = s->land;
    size_t n = 0;
    s->of = malloc((g->n_districts + 1) * sizeof *s->of);
    if (!s->of) return err_nomem(e);
    for (size_t d = 0; d < g->n_districts; d++)
        if (g->ring_of[d] < g->ring_of[d + 1]) s->of[n++] = (district_id)d;
    return n ? box_tree_build(n, district_bounds, s, &s->districts, e) : ERR_OK;
}

static err_code index_water(label_spots *s, err *e) {
    const geometry *g = s->water;
    size_t n = g && g->n_districts ? g->ring_of[1] - g->ring_of[0] : 0;
    if (!n) return ERR_OK;
    s->around = malloc(n * sizeof *s->around);
    if (!s->around) return err_nomem(e);
    for (size_t i = 0; i < n; i++) s->around[i] = label_ring_bounds(g, g->rings[g->ring_of[0] + i]);
    return box_tree_build(n, water_bounds, s, &s->rings, e);
}

err_code label_spots_make(const label_request *r, label_spots **out, err *e) {
    label_spots *s = calloc(1, sizeof *s);
    if (!s) return err_nomem(e);
    s->land = r->land, s->water = r->water;
    err_code rc = r->n_places ? index_land(s, e) : ERR_OK;
    if (!rc) rc = index_water(s, e);
    if (rc)
        label_spots_free(s);
    else
        *out = s;
    return rc;
}

typedef struct question {
    const label_spots *s;
    rect at;
    district_id found;
    bool wet;
} question;

static bool try_district(void *data, size_t place) {
    question *q = data;
    district_id d = q->s->of[q->s->districts->item[place]];
    if (d < q->found && rect_touches(q->s->land->bounds[d], q->at) &&
        geometry_contains(q->s->land, d, q->at.x0, q->at.y0))
        q->found = d;
    return true;
}

static bool try_ring(void *data, size_t place) {
    question *q = data;
    const geometry *g = q->s->water;
    uint32_t i = q->s->rings->item[place];
    if (rect_touches(q->s->around[i], q->at))
        q->wet ^= label_ring_has(g, g->rings[g->ring_of[0] + i], q->at.x0, q->at.y0);
    return true;
}

bool label_spots_wet(const label_spots *s, double x, double y) {
    question q = {s, {x, y, x, y}, DISTRICT_NONE, false};
    if (s->rings) box_tree_visit(s->rings, &q.at, try_ring, &q);
    return q.wet;
}

district_id label_spots_district(const label_spots *s, double x, double y) {
    question q = {s, {x, y, x, y}, DISTRICT_NONE, false};
    if (s->districts && !label_spots_wet(s, x, y))
        box_tree_visit(s->districts, &q.at, try_district, &q);
    return q.found;
}
