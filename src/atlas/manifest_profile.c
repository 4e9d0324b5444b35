/* manifest_profile: what a manifest says of profiles. */
#include "atlas/field.h"

#include <stddef.h>
#include <string.h>

static const manifest_indicator *find(const manifest *m, const char *id) {
    for (size_t i = 0; i < m->n_indicators; i++)
        if (!strcmp(m->indicator[i].id, id)) return &m->indicator[i];
    return NULL;
}

static err_code unknown(ynode n, const char *id, err *e) {
    return ynode_fail(n, e, "there is no indicator \"%.70s\"; `indicators` has their ids", id);
}

static err_code check_main(const field_reader *r, ynode list, const manifest_list *ids, size_t i,
                           err *e) {
    const manifest_indicator *ind = find(r->m, ids->item[i]);
    if (!ind) return unknown(ynode_item(list, i), ids->item[i], e);
    if (ind->kind == KIND_CATEGORY)
        return ynode_fail(ynode_item(list, i), e, "%s has categories: a figure is needed here",
                          ind->id);
    for (size_t k = 0; k < i; k++)
        if (!strcmp(ids->item[k], ids->item[i]))
            return ynode_fail(ynode_item(list, i), e, "%s is there twice", ind->id);
    return ERR_OK;
}

static err_code read_main(const field_reader *r, ynode n, void *at, err *e) {
    manifest_list *out = at;
    size_t count = ynode_count(n);
    if (ynode_kind_of(n) != YNODE_LIST || !count || count > PROFILE_MAIN_MOST)
        return ynode_fail(n, e, "a list of one to %d indicators is needed here", PROFILE_MAIN_MOST);
    err_code rc = field_list(r, n, out, e);
    for (size_t i = 0; i < count && !rc; i++) rc = check_main(r, n, out, i, e);
    return rc;
}

static err_code read_map(const field_reader *r, ynode n, void *at, err *e) {
    const char **out = at;
    err_code rc = field_text(r, n, out, e);
    return rc || find(r->m, *out) ? rc : unknown(n, *out, e);
}

err_code manifest_profile_read(const field_reader *r, ynode n, void *at, err *e) {
    static const field fields[] = {
        {"main", offsetof(manifest_profile, main), read_main, false},
        {"map", offsetof(manifest_profile, map), read_map, false},
    };
    if (ynode_kind_of(n) != YNODE_MAP)
        return ynode_fail(n, e, "{main: [ID, ...], map: ID} is needed here");
    return field_read_all(r, n, fields, sizeof fields / sizeof *fields, at, e);
}
