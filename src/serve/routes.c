#include "serve/service.h"

const route routes[] = {
    {ROUTE_READ, "/", "the viewer", ROUTE_LENIENT, page_answer, NULL},
    {ROUTE_READ, "/assets/{file}", "the viewer's scripts, styles and fonts", ROUTE_LENIENT,
     asset_answer, NULL},
    {ROUTE_READ, "/tiles/{atlas}/{indicator}.json", "TileJSON 3.0.0 of a map", 0, tilejson_answer,
     NULL},
    {ROUTE_READ, "/tiles/{atlas}/{indicator}/{z}/{x}/{y}.png",
     "one tile of 256 px, or of 512 px as {y}@2x.png", 0, tile_begin, tile_work},
    {ROUTE_READ, "/legend/{atlas}/{indicator}.{format}", "the legend, as svg, png or json", 0,
     legend_begin, legend_work},
    {ROUTE_READ, "/data/{atlas}.json", "what an atlas holds", 0, catalog_begin, catalog_work},
    {ROUTE_READ, "/data/{atlas}/{indicator}.json", "each district's value, class and color", 0,
     data_begin, data_work},
    {ROUTE_READ, "/health", "whether the server is well", ROUTE_LENIENT, health_answer, NULL},
};
const size_t route_count = sizeof routes / sizeof *routes;
