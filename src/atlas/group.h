/* group: a named set of districts (manifest `groups`): a part of the city, a focus area.  It has an
 * outline on maps, a color in charts, and figures of its own where they can be put together. */
#ifndef ATLAS_GROUP_H
#define ATLAS_GROUP_H
#include "atlas/atlas.h"

typedef struct group_members {
    district_id *part; /* [count] ascending */
    size_t count;
} group_members;

typedef struct atlas_group {
    char *id;                      /* as in URLs; no district of the atlas has it as its key */
    localized title, kind, source; /* kind: "focus area"; may be empty */
    rgba color;                    /* of its outline and in charts; alpha 0: none was given */
    bool **member; /* [n_layers] of [districts]; NULL: it is not made of that layer's districts */
    group_members *members; /* [n_layers] the same as a list; of NULL an empty one */
} atlas_group;

typedef enum group_lack {                   /* why a group has no figure */
                          GROUP_WHOLE,      /* it has one */
                          GROUP_NO_MEMBERS, /* it is not made of that layer's districts */
                          GROUP_MISSING,    /* a member has no figure */
                          GROUP_NO_WEIGHT,  /* a share, rate or mean whose weight is not known */
                          GROUP_KIND        /* an index or a category: cannot be put together */
} group_lack;

typedef struct group_figure {
    double value; /* NaN unless GROUP_WHOLE */
    group_lack lack;
    size_t members, with; /* districts; those of them with a figure */
    bool derived;         /* put together from several: not published */
} group_figure;

/* Counts are summed; others are means weighted by the indicator's weight of the same period; a
 * group of one district has that district's figure. */
group_figure group_figure_of(const atlas *a, size_t group, size_t indicator, size_t period);
/* The same for any districts of the indicator's layer. */
group_figure group_figure_of_parts(const atlas *a, size_t indicator, size_t period,
                                   const district_id *part, size_t count);
bool group_find(const atlas *a, const char *id, size_t *out);
#endif
