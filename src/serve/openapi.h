/* openapi: the description of the interface as OpenAPI 3.1, made of the tables that it runs by:
 * routes, the look's options, the legend's. */
#ifndef SERVE_OPENAPI_H
#define SERVE_OPENAPI_H
#include "serve/route.h"

json_t *openapi_json(const route *row, size_t count); /* NULL: no memory */
#endif
