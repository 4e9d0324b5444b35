/* aid_atlas: atlases and maps for tests; each fails the test where it cannot. */
#ifndef AID_ATLAS_H
#define AID_ATLAS_H
#include "atlas/choropleth.h"
#include "geo/grid.h"

err_code aid_atlas_try(const char *path, strlist *problems, const atlas **out, err *e);
const atlas *aid_atlas(const char *path);             /* a manifest or its folder */
atlas *aid_atlas_for(const char *dir, atlas_use use); /* a folder with its manifest */
const atlas *aid_atlas_plain(const manifest_plain *p);

/* The Stockholm atlas for a whole group: its set-up and teardown. */
extern const atlas *aid_stockholm;
int aid_stockholm_open(void **state);
int aid_stockholm_close(void **state);

/* The indicator's own look with those settings on it. */
err_code aid_map_try(const atlas *a, const char *indicator, const look_setting *o, size_t n,
                     choropleth **out, err *e);
/* A tile as the program draws it, by a tiler of its own. */
void aid_tile(const choropleth *c, tile_id id, unsigned scale, buf *png);
choropleth *aid_map(const atlas *a, const char *indicator, const look_setting *o, size_t n);
/* The same with settings in braces: AID_MAP(a, "population", {{"classes", "4"}}). */
#define AID_MAP(a, id, ...)                                                                        \
    aid_map(a, id, (const look_setting[])__VA_ARGS__,                                              \
            sizeof((const look_setting[])__VA_ARGS__) / sizeof(look_setting))
legend *aid_legend_of(const choropleth *c);
/* A map without context, outline of its own and labels: districts and their borders alone. */
choropleth *aid_bare_map(const atlas *a, const char *indicator, const look_setting *o, size_t n);
#endif
