/* service: what the handlers serve, and what they share. */
#ifndef SERVE_SERVICE_H
#define SERVE_SERVICE_H
#include "atlas/choropleth.h"
#include "serve/edition.h"
#include "serve/metrics.h"
#include "serve/route.h"
#include "tile/tiler.h"
#include <stdatomic.h>

/* Handlers read it; what may change while it serves is behind the functions below. */
typedef struct service {
    tiler *tiler;
    metrics *metrics;               /* NULL: nothing is counted */
    _Atomic(const char *) base_url; /* with a final '/'; NULL until the server listens */
    kept_text openapi;
    _Atomic uint64_t generation; /* raised with each edition */
    pthread_mutex_t lock;        /* of the rest */
    edition *now;
    char *problem; /* why the last load failed; NULL: it did not */
    time_t problem_since;
} service;

/* Serves the atlas, of which it takes a reference. */
err_code service_open(service *s, const atlas *a, tiler *t, metrics *m, err *e);
void service_close(service *s); /* nobody may be inside; tiler and metrics are the caller's */

edition *service_edition(service *s); /* a new reference */
/* Puts a newly loaded atlas in the place of the old one, for requests that begin from here on, and
 * lets go of what was kept of the old.  *changed: false if it is the same data. */
err_code service_replace(service *s, const atlas *a, bool *changed, err *e);
/* Notes that loading failed, and why, without the folders of files; the next service_replace()
 * takes it back. */
void service_failed(service *s, const char *problem);

extern const route routes[];
extern const size_t route_count;

/* ---- params: what a request asks for, with every limit (params.c) ---- */

typedef struct map_request {
    edition *edition;   /* a reference */
    const atlas *atlas; /* its */
    size_t indicator;   /* SIZE_MAX: the request is of the whole atlas, and has no look */
    look look;
    uint64_t look_hash;
} map_request;

/* Memory for a request that begins with a map_request, kept with the reply and released with it;
 * params_map() fills that. */
err_code params_keep(size_t size, void *out /* T ** */, http_reply *r, err *e);
/* {atlas} and {indicator} of the path, and the look of the query; parameters other than the look's
 * and `v` must be in `others` (NULL-terminated; NULL: none).  A bad one is blamed.  `out` must be
 * zero; also on failure it is to be cleared. */
err_code params_map(service *s, const http_request *q, const char *const *others, map_request *out,
                    http_reply *r, err *e);
/* {atlas} alone; parameters must be in `names`. */
err_code params_whole(service *s, const http_request *q, const char *const *names, map_request *out,
                      http_reply *r, err *e);
void params_clear(map_request *m);
/* Whether the parameter `periods` asks for all of them; it takes no other value. */
err_code params_periods(const http_request *q, bool *all, http_reply *r, err *e);
/* The look alone, of a request whose indicator is known. */
err_code params_look(const http_request *q, const char *const *others, map_request *m,
                     http_reply *r, err *e);
/* {z}, {x} and {y} of the path, where `scale` may be NULL or takes 2 from an "@2x"; an address
 * outside the pyramid is a 404. */
err_code params_tile(const http_request *q, unsigned *scale, tile_id *out, http_reply *r, err *e);
/* {atlas} of the path; *out is a new reference. */
err_code params_atlas(service *s, const http_request *q, edition **out, err *e);
/* The choropleth, made or kept; an option that does not fit the figures is blamed. */
err_code params_choropleth(const service *s, const map_request *m, choropleth **out, http_reply *r,
                           err *e);
/* Sets etag and version.  `what` tells apart the things made of one request.  True if the client
 * has it: then there is nothing to draw. */
bool params_cached(const map_request *m, const http_request *q, const char *what, http_reply *r);
/* Whether the client's `v` is that edition's. */
http_version params_version(const edition *d, const http_request *q);

/* ---- handlers ---- */

route_handler tile_begin, tile_work, tilejson_answer;                   /* handlers_map.c */
route_handler legend_begin, legend_work;                                /* handlers_legend.c */
route_handler image_begin, image_work;                                  /* handlers_image.c */
route_handler poster_begin, poster_work;                                /* handlers_poster.c */
route_handler compare_begin, compare_work, profile_begin, profile_work; /* handlers_compare.c */
route_handler catalog_begin, catalog_work;                              /* handlers_catalog.c */
route_handler data_begin, data_work;                                    /* handlers_data.c */
route_handler table_begin, table_work;                                  /* handlers_table.c */
route_handler geojson_begin, geojson_work;                              /* handlers_geojson.c */
route_handler stats_begin, stats_work;                                  /* handlers_stats.c */
route_handler grid_begin, grid_work;                                    /* handlers_grid.c */
route_handler skeleton_begin, skeleton_work;                            /* handlers_skeleton.c */
route_handler paint_begin, paint_work;                                  /* handlers_paint.c */
route_handler embed_begin, embed_work;                                  /* handlers_embed.c */
route_handler page_answer, asset_answer;                                /* handlers_page.c */
route_handler health_answer, metrics_answer, openapi_work;              /* handlers_state.c */
#endif
