#include "aid_atlas.h"
#include "aid_cmocka.h"
#include "tile/tiler.h"

err_code aid_atlas_try(const char *path, strlist *problems, const atlas **out, err *e) {
    look_library library = {0};
    manifest *m = NULL;
    atlas *a = NULL;
    assert_int_equal(look_library_open(&library, e), ERR_OK);
    err_code rc = manifest_load(path, &library, &m, e);
    if (!rc) rc = atlas_load(m, &library, ATLAS_POLYGONS, problems, &a, e);
    manifest_free(m); /* an atlas needs nothing of it */
    look_library_close(&library);
    if (!rc) *out = a;
    return rc;
}

const atlas *aid_atlas(const char *path) {
    const atlas *a = NULL;
    err e = {0};
    if (aid_atlas_try(path, NULL, &a, &e)) fail_msg("%s", e.text);
    return a;
}

const atlas *aid_atlas_plain(const manifest_plain *p) {
    look_library library = {0};
    manifest *m = NULL;
    atlas *a = NULL;
    err e = {0};
    assert_int_equal(look_library_open(&library, &e), ERR_OK);
    if (manifest_make_plain(p, &m, &e)) fail_msg("%s", e.text);
    if (atlas_load(m, &library, ATLAS_POLYGONS, NULL, &a, &e)) fail_msg("%s", e.text);
    manifest_free(m);
    return a;
}

const atlas *aid_stockholm;

int aid_stockholm_open(void **state) {
    (void)state;
    aid_stockholm = aid_atlas("shapes/stockholm");
    return 0;
}

int aid_stockholm_close(void **state) {
    (void)state;
    atlas_unref(aid_stockholm);
    return 0;
}

err_code aid_map_try(const atlas *a, const char *id, const look_setting *o, size_t n,
                     choropleth **out, err *e) {
    size_t index = 0, bad = 0;
    const look_sources from = look_library_sources(&a->library);
    err_code rc = atlas_find_indicator(a, id, &index, e);
    if (rc) return rc;
    look l = a->design[index].look;
    if (look_apply(&l, &from, o, n, &bad, e)) fail_msg("%s", e->text);
    return choropleth_make(a, index, &l, out, e);
}

choropleth *aid_map(const atlas *a, const char *id, const look_setting *o, size_t n) {
    choropleth *c = NULL;
    err e = {0};
    if (aid_map_try(a, id, o, n, &c, &e)) fail_msg("%s", e.text);
    return c;
}

void aid_tile(const choropleth *c, tile_id id, unsigned scale, buf *png) {
    tiler *t = NULL;
    err e = {0};
    assert_int_equal(tiler_create(32 << 20, false, &t, NULL), ERR_OK);
    if (tiler_png(t, c, id, scale, png, &e)) fail_msg("%s", e.text);
    tiler_free(t);
}

#define BARE_MAX 16

choropleth *aid_bare_map(const atlas *a, const char *id, const look_setting *o, size_t n) {
    look_setting all[BARE_MAX + 2] = {{"context", "0"}, {"outline-width", "none"}};
    assert_true(n <= BARE_MAX);
    for (size_t i = 0; i < n; i++) all[i + 2] = o[i];
    return aid_map(a, id, all, n + 2);
}

atlas *aid_atlas_for(const char *dir, atlas_use use) {
    look_library library = {0};
    manifest *m = NULL;
    atlas *a = NULL;
    err e = {0};
    assert_int_equal(look_library_open(&library, NULL), ERR_OK);
    if (manifest_load(dir, &library, &m, &e)) fail_msg("%s", e.text);
    if (atlas_load(m, &library, use, NULL, &a, &e)) fail_msg("%s", e.text);
    manifest_free(m);
    return a;
}

legend *aid_legend_of(const choropleth *c) {
    legend *l = NULL;
    err e = {0};
    if (choropleth_legend(c, &l, &e)) fail_msg("%s", e.text);
    return l;
}
