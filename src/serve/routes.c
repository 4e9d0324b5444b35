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
     "one tile of 256 px, or of 512 px as {y}@2x.png", MAP | ROUTE_HOT, ROUTE_KEPT_BY_VERSION,
     tile_begin, tile_work},
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
    {ROUTE_READ, "/data/{atlas}/{indicator}.csv", "text/csv; charset=utf-8",
     "the same as a table; with periods=all a row for each period", MAP, ROUTE_KEPT_BY_VERSION,
     table_begin, table_work},
    {ROUTE_READ, "/data/{atlas}/{indicator}.geojson", "application/geo+json",
     "the same with borders, as tiles of the parameter zoom have them", MAP, ROUTE_KEPT_BY_VERSION,
     geojson_begin, geojson_work},
    {ROUTE_READ, "/grid/{atlas}/{indicator}/{z}/{x}/{y}.json", JSON,
     "UTFGrid 1.3: which district is where in a tile, with its figures", MAP, ROUTE_KEPT_BY_VERSION,
     grid_begin, grid_work},
    {ROUTE_READ, "/health", JSON, "whether the server is well, and what it serves", ROUTE_LENIENT,
     ROUTE_NEVER_KEPT, health_answer, NULL},
    {ROUTE_READ, "/metrics", "text/plain; version=0.0.4; charset=utf-8",
     "counters and times for Prometheus", ROUTE_LENIENT, ROUTE_NEVER_KEPT, metrics_answer, NULL},
    {ROUTE_READ, "/openapi.json", JSON, "this interface, as OpenAPI 3.1", ROUTE_LENIENT,
     ROUTE_ASKED_AGAIN, NULL, openapi_work},
};
const size_t route_count = sizeof routes / sizeof *routes;
