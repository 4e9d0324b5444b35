#include "atlas/choropleth_groups.h"
#include "atlas/group.h"

#include <stdio.h>
#include <string.h>

#define LISTED 150 /* bytes of the groups that a message names */

const bool *choropleth_group(const choropleth *c, size_t i) {
    return c->atlas->group[c->group[i]].member[c->atlas->indicator_layer[c->indicator]];
}

err_code choropleth_group_members(const choropleth *c, const char *option, const char *id,
                                  const bool **out, err *e) {
    size_t found;
    *out = NULL;
    if (!group_find(c->atlas, id, &found)) return ERR_OK;
    *out = c->atlas->group[found].member[c->atlas->indicator_layer[c->indicator]];
    if (*out) return ERR_OK;
    return err_tell(e, ERR_RANGE, "%s: the group %s has no districts in the layer %s",
                    "%s: gruppen %s har inga områden i indelningen %s", option, id,
                    choropleth_layer(c)->id);
}

static err_code unknown_group(const atlas *a, const char *id, err *e) {
    char list[LISTED + 80] = "";
    for (size_t i = 0; i < a->n_groups && strlen(list) < LISTED; i++)
        snprintf(list + strlen(list), sizeof list - strlen(list), "%s%s", i ? ", " : "",
                 a->group[i].id);
    if (!a->n_groups)
        return err_tell(e, ERR_RANGE, "groups: the atlas %s has no groups",
                        "groups: atlasen %s har inga grupper", a->id);
    return err_tell(e, ERR_RANGE, "groups: the atlas %s has no group \"%.64s\"; it has %s",
                    "groups: atlasen %s har ingen grupp \"%.64s\"; de som finns är %s", a->id, id,
                    list);
}

/* In the atlas's order, each once: however they were written, they are drawn the same. */
static void insert(choropleth *c, size_t group) {
    size_t at = 0;
    while (at < c->n_groups && c->group[at] < group) at++;
    if (at < c->n_groups && c->group[at] == group) return;
    memmove(&c->group[at + 1], &c->group[at], (c->n_groups++ - at) * sizeof *c->group);
    c->group[at] = group;
}

static err_code find_one(choropleth *c, const char *from, size_t n, err *e) {
    char id[FOCUS_MAX + 1];
    const bool *members;
    size_t found;
    memcpy(id, from, n);
    id[n] = 0;
    if (!group_find(c->atlas, id, &found)) return unknown_group(c->atlas, id, e);
    err_code rc = choropleth_group_members(c, "groups", id, &members, e);
    if (rc) return rc;
    insert(c, found);
    if (c->n_groups <= CHOROPLETH_GROUPS) return ERR_OK;
    return err_tell(e, ERR_RANGE, "groups: at most %d can be told apart on one map",
                    "groups: högst %d kan skiljas åt på en karta", CHOROPLETH_GROUPS);
}

err_code choropleth_groups_find(choropleth *c, err *e) {
    err_code rc = ERR_OK;
    if (!*c->look.groups) return ERR_OK;
    for (const char *at = c->look.groups, *end = at; *end && !rc; at = end + 1) {
        end = at + strcspn(at, ",");
        rc = find_one(c, at, (size_t)(end - at), e);
    }
    return rc;
}

#define CONTRAST_MIN 3.0 /* of lines, WCAG 2.1, 1.4.11 */

/* A color that cannot be told from the ground gives way to the ink. */
rgba choropleth_group_color(const choropleth *c, size_t i) {
    const backdrop *b = c->look.backdrop;
    rgba own = c->atlas->group[c->group[i]].color;
    return own.a && color_contrast(own, b->under) >= CONTRAST_MIN ? own : b->ink;
}

void choropleth_groups_color(const choropleth *c, rgba cover[COVERS]) {
    if (c->n_groups) cover[COVER_GROUP_CASING] = c->look.backdrop->under;
    for (size_t i = 0; i < c->n_groups; i++) cover[COVER_GROUP + i] = choropleth_group_color(c, i);
}
