#include "aid_atlas.h"
#include "aid_cmocka.h"

err_code aid_atlas_try(const char *path, strlist *problems, const atlas **out, err *e) {
    ramp_set *ramps = NULL;
    manifest *m = NULL;
    atlas *a = NULL;
    assert_int_equal(ramp_set_builtin(&ramps, e), ERR_OK);
    err_code rc = manifest_load(path, ramps, &m, e);
    if (!rc) rc = atlas_load(m, ramps, problems, &a, e);
    manifest_free(m); /* an atlas needs nothing of it */
    if (rc)
        ramp_set_free(ramps);
    else
        *out = a;
    return rc;
}

const atlas *aid_atlas(const char *path) {
    const atlas *a = NULL;
    err e = {0};
    if (aid_atlas_try(path, NULL, &a, &e)) fail_msg("%s", e.text);
    return a;
}

const atlas *aid_atlas_plain(const manifest_plain *p) {
    ramp_set *ramps = NULL;
    manifest *m = NULL;
    atlas *a = NULL;
    err e = {0};
    assert_int_equal(ramp_set_builtin(&ramps, &e), ERR_OK);
    if (manifest_make_plain(p, &m, &e)) fail_msg("%s", e.text);
    if (atlas_load(m, ramps, NULL, &a, &e)) fail_msg("%s", e.text);
    manifest_free(m);
    return a;
}

err_code aid_map_try(const atlas *a, const char *id, const aid_option *o, size_t n,
                     choropleth **out, err *e) {
    size_t index = 0;
    look l = a->look;
    for (size_t i = 0; i < n; i++)
        if (look_set(&l, a->ramps, o[i].name, o[i].value, e)) fail_msg("%s", e->text);
    if (look_finish(&l, e)) fail_msg("%s", e->text);
    err_code rc = atlas_find_indicator(a, id, &index, e);
    return rc ? rc : choropleth_make(a, index, &l, out, e);
}

choropleth *aid_map(const atlas *a, const char *id, const aid_option *o, size_t n) {
    choropleth *c = NULL;
    err e = {0};
    if (aid_map_try(a, id, o, n, &c, &e)) fail_msg("%s", e.text);
    return c;
}
