/* service: what the handlers serve, and what they share. */
#ifndef SERVE_SERVICE_H
#define SERVE_SERVICE_H
#include "atlas/choropleth.h"
#include "serve/route.h"
#include "tile/tiler.h"
#include <stdatomic.h>

typedef struct service {
    const atlas *atlas;
    tiler *tiler;
    _Atomic(const char *) base_url; /* with a final '/'; NULL until the server listens */
} service;

extern const route routes[];
extern const size_t route_count;

/* ---- params: what a request asks for, with every limit (params.c) ---- */

typedef struct map_request {
    const atlas *atlas; /* borrowed from the service */
    size_t indicator;
    look look;
    bool versioned, current; /* v= was given; and names the atlas that is served */
} map_request;

/* {atlas} and {indicator} of the path, and the look of the query; parameters other than the look's
 * and `v` must be in `others` (NULL-terminated; NULL: none).  A bad one is blamed. */
err_code params_map(const service *s, const http_request *q, const char *const *others,
                    map_request *out, http_reply *r, err *e);
err_code params_atlas(const service *s, const http_request *q, err *e);
/* The choropleth, made or kept; a period that does not exist is blamed. */
err_code params_choropleth(const service *s, const map_request *m, choropleth **out, http_reply *r,
                           err *e);
/* Sets etag and age.  `what` tells apart the things made of one request.  True if the client has
 * it: then there is nothing to draw. */
bool params_cached(const map_request *m, const http_request *q, const char *what, http_reply *r);

/* ---- handlers ---- */

route_handler tile_begin, tile_work, tilejson_answer, legend_begin,
    legend_work;                                        /* handlers_map.c */
route_handler catalog_begin, catalog_work;              /* handlers_catalog.c */
route_handler data_begin, data_work;                    /* handlers_data.c */
route_handler page_answer, asset_answer, health_answer; /* handlers_page.c */

json_t *handlers_json_version(const atlas *a); /* as `v` has it; handlers_catalog.c */
#endif
