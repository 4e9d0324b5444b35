/* statistics: all that `kartblad stats` and /stats/ say of one map: a summary of its figures,
 * inequality, segregation, whether neighbors are alike, and how it goes with another indicator.
 * Every measure is of the figures that the map shows; measure.h says what each means. */
#ifndef ATLAS_STATISTICS_H
#define ATLAS_STATISTICS_H
#include "atlas/choropleth.h"
#include "atlas/group.h"
#include "atlas/measure.h"
#include "atlas/target.h"
#include "data/correlate.h"
#include "data/inequality.h"
#include "data/segregation.h"
#include "data/spatial.h"
#include "data/stats.h"

#define STATISTICS_FEW         30  /* districts; with fewer it is said that they are few */
#define STATISTICS_LORENZ_MOST 101 /* points in JSON; of more, every so many-th, and both ends */

/* "ID" for the map's period, or "ID@PERIOD"; of the map's layer.  NULL: none. */
typedef struct statistics_wish {
    const char *with;   /* to correlate with; no category */
    const char *weight; /* beats the manifest's; a category or negative figures are refused */
    const char *parts;  /* a category: the Theil index is taken apart by it; or "groups", or ids of
                           groups with commas: statistics_groups.h */
} statistics_wish;
/* Their names in this order, as options and parameters have them. */
enum { STATISTICS_WISHES = 3 };
extern const char *const statistics_wish_names[STATISTICS_WISHES + 1]; /* NULL at the end */

typedef struct statistics_other { /* another indicator that takes part */
    const indicator *of;          /* NULL: none */
    size_t period;
} statistics_other;

typedef struct statistics_group { /* a group of the atlas on this map */
    size_t group;
    group_figure figure; /* weighted by the manifest's weight, not by the wish's */
    double difference;   /* from the published whole, in the unit; NaN: not known, or of a count */
    wording lack;        /* why it has no figure; WORD__COUNT: it has one */
} statistics_group;

typedef struct statistics {
    choropleth *map; /* a reference */
    stats summary;   /* of a category all but n and missing are NaN */
    double whole;    /* the published one; NaN: none */
    statistics_other weight, with, parts;
    double weighted_mean, weight_total; /* NaN, 0 without a weight */
    size_t weighted_n;
    inequality each, weighted; /* districts count the same; by weight, n = 0 without one */
    inequality_parts by_part;  /* by weight where there is one */
    size_t *part_group; /* [n_part_groups] the atlas's groups that are its parts; NULL: they are
                           parts.of's categories, or there are none */
    size_t n_part_groups;
    statistics_group *group; /* [n_groups] all of the atlas's, where the map shows plain figures */
    size_t n_groups;
    segregation apart; /* n = 0: not a share, or no weight */
    spatial neighbors;
    correlation pair;
    target_reach reach; /* of the indicator's target, if it has one */
    strlist warnings;   /* sentences in the look's language */
} statistics;

/* ERR_NOTFOUND, ERR_RANGE: a wish that cannot be met; *at_fault, which may be NULL, then points to
 * its name.  `workers` share the work, and may be NULL.  An atlas of ATLAS_FIGURES has no
 * neighbors. */
err_code statistics_make(choropleth *c, const statistics_wish *w, pool *workers, statistics **out,
                         const char **at_fault, err *e);
void statistics_free(statistics *s);
/* docs/stats.md; NULL without memory.  The same for command line and server. */
json_t *statistics_json(const statistics *s);
#endif
