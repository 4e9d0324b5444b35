#include "geo/shp_rings.h"
#include "geo/antimeridian.h"
#include "geo/grid.h"
#include "geo/shp_project.h"

#include <assert.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#define PIECE_BYTES ((uint64_t)1 << 20) /* of the .shp */
#define POINT_BYTES 16

typedef struct hand { /* what one thread works with */
    struct hand *next;
    shp_reader *shp;
    crs_transform *transform;
    antimeridian *cutter;
    double *xy; /* scratch: x then y of one ring */
    size_t cap_xy;
} hand;

typedef struct piece { /* records that follow each other */
    size_t first, end;
    uint64_t bytes;
    bool done;
    geometry_builder *rings;
    shp_rings found;
    err_code rc;
    err error;
} piece;

typedef struct work {
    const shp_rings_spec *s;
    crs_kind kind;
    piece *piece;
    size_t n_pieces, cap_pieces;
    pthread_mutex_t lock; /* for what follows, and for `done` */
    hand *idle;
    geometry_builder **spare; /* [n_pieces] room of pieces that are joined */
    size_t n_spare, joined;   /* joined: so many pieces are in `out` */
    geometry_builder *out;
    shp_rings *found;
    err_code rc; /* of the first piece in the file's order that failed */
    err *e;
} work;

/* ---- hands ----------------------------------------------------------------------------------- */

static void hand_free(hand *h) {
    if (!h) return;
    shp_reader_close(h->shp);
    crs_free(h->transform);
    antimeridian_free(h->cutter);
    free(h->xy);
    free(h);
}

static err_code hand_create(const work *w, hand **out, err *e) {
    hand *h = calloc(1, sizeof *h);
    if (!h) return err_nomem(e);
    err_code rc = shp_reader_share(w->s->shp, &h->shp, e);
    if (!rc) rc = crs_share(w->s->transform, &h->transform, e);
    if (!rc) rc = antimeridian_create(w->kind == CRS_MERCATOR ? GRID_HALF_M : 90, &h->cutter, e);
    if (rc)
        hand_free(h);
    else
        *out = h;
    return rc;
}

static err_code hand_take(work *w, hand **out, geometry_builder **room, err *e) {
    pthread_mutex_lock(&w->lock);
    *out = w->idle;
    if (*out) w->idle = (*out)->next;
    if (w->n_spare) *room = w->spare[--w->n_spare];
    pthread_mutex_unlock(&w->lock);
    err_code rc = *room ? ERR_OK : geometry_builder_create(room, e);
    return rc || *out ? rc : hand_create(w, out, e);
}

static void hand_give(work *w, hand *h) {
    pthread_mutex_lock(&w->lock);
    h->next = w->idle;
    w->idle = h;
    pthread_mutex_unlock(&w->lock);
}

/* ---- a ring ---------------------------------------------------------------------------------- */

typedef struct ring_sink {
    const work *w;
    piece *p;
    district_id district;
} ring_sink;

static err_code keep_ring(void *ctx, double *lon, double *y, size_t n, err *e) {
    const ring_sink *s = ctx;
    shp_rings *found = &s->p->found;
    for (size_t i = 0; i < n; i++) {
        rect_add(&found->lonlat, lon[i], y[i]);
        found->clamped += shp_project_point(s->w->kind, &lon[i], &y[i]);
    }
    bool kept;
    err_code rc = geometry_builder_add(s->p->rings, s->district, lon, y, n, &kept, e);
    found->dropped_rings += !rc && !kept;
    return rc;
}

static err_code add_ring(ring_sink *to, hand *h, const shp_shape *p, size_t from, size_t end,
                         err *e) {
    size_t n = end - from;
    err_code rc = array_reserve(&h->xy, &h->cap_xy, 2 * n, sizeof *h->xy, e);
    if (rc) return rc;
    double *x = h->xy, *y = h->xy + n;
    memcpy(x, p->x + from, n * sizeof *x);
    memcpy(y, p->y + from, n * sizeof *y);
    for (size_t i = 0; i < n; i++)
        if ((rc = shp_project_check(to->w->s->assumed, x[i], y[i], e)))
            return err_wrap(e, rc, "point %zu", from + i + 1);
    bool cut = false;
    rc = shp_project_longitudes(h->transform, x, y, n, e);
    if (!rc) rc = antimeridian_cut(h->cutter, x, y, n, keep_ring, to, &cut, e);
    to->p->found.cut += cut;
    return rc;
}

/* ---- a piece --------------------------------------------------------------------------------- */

static err_code add_record(const work *w, hand *h, piece *p, size_t record, err *e) {
    ring_sink to = {w, p, w->s->district[record]};
    if (to.district == DISTRICT_NONE) return ERR_OK;
    shp_shape shape;
    err_code rc = shp_reader_read(h->shp, record, &shape, e);
    p->found.null_shapes += !rc && !shape.points;
    for (size_t part = 0; part < shape.parts && !rc; part++) {
        size_t end = part + 1 < shape.parts ? (size_t)shape.start[part + 1] : shape.points;
        rc = add_ring(&to, h, &shape, (size_t)shape.start[part], end, e);
    }
    return rc ? err_wrap(e, rc, "record %zu", record + 1) : ERR_OK;
}

static err_code read_piece(work *w, piece *p, err *e) {
    hand *h = NULL;
    p->found.lonlat = RECT_EMPTY;
    err_code rc = hand_take(w, &h, &p->rings, e);
    if (!rc) rc = geometry_builder_reserve(p->rings, 1, (size_t)(p->bytes / POINT_BYTES), e);
    for (size_t i = p->first; i < p->end && !rc; i++) rc = add_record(w, h, p, i, e);
    if (h) hand_give(w, h);
    return rc;
}

static void add_found(shp_rings *all, const shp_rings *one) {
    all->lonlat = rect_union(all->lonlat, one->lonlat);
    all->null_shapes += one->null_shapes;
    all->dropped_rings += one->dropped_rings;
    all->clamped += one->clamped;
    all->cut += one->cut;
}

/* Those that are done and have none before them that is not.  With the lock held. */
static void join_pieces(work *w) {
    for (; w->joined < w->n_pieces && w->piece[w->joined].done && !w->rc; w->joined++) {
        piece *p = &w->piece[w->joined];
        w->rc = p->rc;
        if (p->rc && w->e) *w->e = p->error;
        if (!w->rc) w->rc = geometry_builder_append(w->out, p->rings, w->e);
        add_found(w->found, &p->found);
        if (w->rc) continue;
        w->spare[w->n_spare++] = p->rings;
        p->rings = NULL;
    }
}

/* Errors stay with their piece: the first in time need not be the first in the file. */
static err_code run_piece(void *ctx, size_t i, err *e) {
    (void)e;
    work *w = ctx;
    piece *p = &w->piece[i];
    pthread_mutex_lock(&w->lock);
    bool failed = w->rc; /* of a piece before this one: all before a failed piece are joined */
    pthread_mutex_unlock(&w->lock);
    if (!failed) p->rc = read_piece(w, p, &p->error);
    pthread_mutex_lock(&w->lock);
    p->done = true;
    join_pieces(w);
    pthread_mutex_unlock(&w->lock);
    return ERR_OK;
}

/* ---- all ------------------------------------------------------------------------------------- */

static err_code divide(work *w, err *e) {
    const shp_index *x = shp_reader_index(w->s->shp);
    piece *p = NULL;
    for (size_t i = 0; i < w->s->records; i++) {
        if (!p || p->bytes >= PIECE_BYTES) {
            err_code rc =
                array_reserve(&w->piece, &w->cap_pieces, w->n_pieces + 1, sizeof *w->piece, e);
            if (rc) return rc;
            p = &w->piece[w->n_pieces++];
            *p = (piece){.first = i};
        }
        p->bytes += shp_index_length(x, i);
        p->end = i + 1;
    }
    w->spare = calloc(w->n_pieces + 1, sizeof(geometry_builder *));
    return w->spare ? ERR_OK : err_nomem(e);
}

static err_code run(work *w, err *e) {
    const shp_index *x = shp_reader_index(w->s->shp);
    err_code rc = divide(w, e);
    if (!rc) rc = geometry_builder_reserve(w->out, x->parts, x->points, e);
    if (!rc && w->s->workers && w->n_pieces > 1)
        rc = pool_run(w->s->workers, w->n_pieces, run_piece, w, e);
    else
        for (size_t i = 0; !rc && i < w->n_pieces; i++) rc = run_piece(w, i, e);
    assert(rc || w->rc || w->joined == w->n_pieces);
    return rc ? rc : w->rc;
}

static void to_latitudes(rect *bounds) {
    double lon;
    if (rect_is_empty(*bounds)) return;
    grid_unproject(0, bounds->y0, &lon, &bounds->y0);
    grid_unproject(0, bounds->y1, &lon, &bounds->y1);
}

err_code shp_rings_read(const shp_rings_spec *s, geometry_builder *out, shp_rings *found, err *e) {
    work w = {.s = s, .kind = crs_kind_of(s->transform), .out = out, .found = found, .e = e};
    *found = (shp_rings){.lonlat = RECT_EMPTY};
    pthread_mutex_init(&w.lock, NULL);
    err_code rc = run(&w, e);
    if (w.kind == CRS_MERCATOR) to_latitudes(&found->lonlat);
    for (size_t i = 0; i < w.n_pieces; i++) geometry_builder_free(w.piece[i].rings);
    while (w.n_spare) geometry_builder_free(w.spare[--w.n_spare]);
    for (hand *h = w.idle, *next; h; h = next) {
        next = h->next;
        hand_free(h);
    }
    pthread_mutex_destroy(&w.lock);
    free(w.spare);
    free(w.piece);
    return rc;
}
