/* A request: the first line is its target, the others "Name: value" of the headers that are looked
 * at.  It runs through the real routes on the Stockholm atlas, without sockets.  Whatever is asked,
 * the answer is one of the documented statuses: a 500 would be a mistake of ours. */
#include "atlas/manifest.h"
#include "fuzz.h"
#include "serve/service.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

static service *open_service(void) {
    static service s;
    static bool opened;
    look_library library = {0};
    manifest *m = NULL;
    atlas *a = NULL;
    tiler *t = NULL;
    if (opened) return &s;
    if (look_library_open(&library, NULL) ||
        manifest_load("shapes/stockholm", &library, &m, NULL) ||
        atlas_load(m, &library, ATLAS_TILES, NULL, &a, NULL) ||
        tiler_create(16 << 20, false, &t, NULL) || service_open(&s, a, t, NULL, NULL))
        abort();
    atomic_store(&s.base_url, "https://maps.example/");
    atlas_unref(a);
    manifest_free(m);
    look_library_close(&library);
    return (opened = true) ? &s : NULL;
}

static void read_fields(http_request *q, char *lines) {
    for (char *rest = NULL, *line = strtok_r(lines, "\n", &rest); line;
         line = strtok_r(NULL, "\n", &rest))
        for (int f = 0; f < HTTP_FIELD_COUNT; f++) {
            size_t n = strlen(http_field_names[f]);
            if (!strncasecmp(line, http_field_names[f], n) && line[n] == ':')
                q->field[f] = line + n + 1;
        }
}

static void check(const http_reply *r) {
    static const int documented[] = {200, 204, 304, 400, 404, 405, 414};
    for (size_t i = 0; i < sizeof documented / sizeof *documented; i++)
        if (r->status == documented[i]) return;
    abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    const route_table all = {routes, route_count, open_service()};
    const route *row = NULL;
    http_request q;
    http_reply r = {0};
    err e = {0};
    char *text = calloc(1, size + 1);
    if (!text) abort();
    memcpy(text, data, size);
    char *lines = strchr(text, '\n');
    if (lines) *lines++ = '\0';
    err_code rc = http_request_parse(&q, text, &r, &e);
    if (lines) read_fields(&q, lines);
    if (rc)
        http_reply_fail(&r, rc, &e);
    else if (route_begin(&all, &q, &r, &row, &e))
        route_work(&all, row, &q, &r, &e);
    route_finish(row, &q, &r);
    check(&r);
    http_reply_free(&r);
    http_request_free(&q);
    free(text);
    return 0;
}
