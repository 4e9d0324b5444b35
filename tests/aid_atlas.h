/* aid_atlas: atlases and maps for tests; each fails the test where it cannot. */
#ifndef AID_ATLAS_H
#define AID_ATLAS_H
#include "atlas/choropleth.h"

err_code aid_atlas_try(const char *path, strlist *problems, const atlas **out, err *e);
const atlas *aid_atlas(const char *path); /* a manifest or its folder */
const atlas *aid_atlas_plain(const manifest_plain *p);

/* The indicator's own look with those settings on it. */
err_code aid_map_try(const atlas *a, const char *indicator, const look_setting *o, size_t n,
                     choropleth **out, err *e);
choropleth *aid_map(const atlas *a, const char *indicator, const look_setting *o, size_t n);
#endif
