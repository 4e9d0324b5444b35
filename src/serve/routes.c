#include "serve/service.h"

#define MAP    (ROUTE_LOOK | ROUTE_VERSION)
#define LEGEND (MAP | ROUTE_LEGEND)
#define JSON   "application/json"

const route routes[] = {
    {ROUTE_READ, "/", "text/html; charset=utf-8", "the viewer", ROUTE_LENIENT, ROUTE_ASKED_AGAIN,
     page_answer, NULL},
    {ROUTE_READ, "/assets/{file}", NULL, "the viewer's scripts, styles and fonts", ROUTE_LENIENT,
     ROUTE_ASKED_AGAIN, asset_answer, NULL},
    {ROUTE_READ, "/tiles/{atlas}/{indicator}.json", JSON, "TileJSON 3.0.0 of a map", MAP,
     ROUTE_KEPT_BY_VERSION, tilejson_answer, NULL},
    {ROUTE_READ, "/tiles/{atlas}/{indicator}/{z}/{x}/{y}.png", "image/png",
     "one tile of 256 px, or of 512 px as {y}@2x.png", MAP, ROUTE_KEPT_BY_VERSION, tile_begin,
     tile_work},
    {ROUTE_READ, "/legend/{atlas}/{indicator}.svg", "image/svg+xml", "the legend as SVG", LEGEND,
     ROUTE_KEPT_BY_VERSION, legend_begin, legend_work},
    {ROUTE_READ, "/legend/{atlas}/{indicator}.png", "image/png", "the legend as PNG", LEGEND,
     ROUTE_KEPT_BY_VERSION, legend_begin, legend_work},
    {ROUTE_READ, "/legend/{atlas}/{indicator}.json", JSON,
     "the legend's classes, colors, counts and notes", LEGEND, ROUTE_KEPT_BY_VERSION, legend_begin,
     legend_work},
    {ROUTE_READ, "/data/{atlas}.json", JSON,
     "the catalog: all that an atlas holds and may be asked", ROUTE_VERSION, ROUTE_ASKED_AGAIN,
     catalog_begin, catalog_work},
    {ROUTE_READ, "/data/{atlas}/{indicator}.json", JSON,
     "each district's value, class, color and rank", MAP, ROUTE_KEPT_BY_VERSION, data_begin,
     data_work},
    {ROUTE_READ, "/health", JSON, "whether the server is well, and what it serves", ROUTE_LENIENT,
     ROUTE_NEVER_KEPT, health_answer, NULL},
    {ROUTE_READ, "/metrics", "text/plain; version=0.0.4; charset=utf-8",
     "counters and times for Prometheus", ROUTE_LENIENT, ROUTE_NEVER_KEPT, metrics_answer, NULL},
    {ROUTE_READ, "/openapi.json", JSON, "this interface, as OpenAPI 3.1", ROUTE_LENIENT,
     ROUTE_ASKED_AGAIN, NULL, openapi_work},
};
const size_t route_count = sizeof routes / sizeof *routes;
