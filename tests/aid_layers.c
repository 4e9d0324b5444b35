#include "aid_layers.h"
#include "aid_atlas.h"
#include "aid_cmocka.h"
#include "aid_files.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void aid_squares(const char *dir, const char *name, const char *const *keys, size_t count) {
    char path[AID_PATH], file[80];
    double *xy = calloc(count, 8 * sizeof *xy);
    aid_ring *rings = calloc(count, sizeof *rings);
    assert_true(xy && rings);
    for (size_t i = 0; i < count; i++) {
        double x = (double)i / 10, *at = xy + 8 * i;
        const double corners[8] = {x, 0, x, 0.1, x + 0.1, 0.1, x + 0.1, 0};
        memcpy(at, corners, sizeof corners);
        rings[i] = (aid_ring){keys[i], at, 4};
    }
    snprintf(file, sizeof file, "%s.shp", name);
    aid_path(dir, file, path);
    aid_shapefile(path, rings, count, aid_wgs84);
    free(rings);
    free(xy);
}

size_t aid_layer(const atlas *a, const char *id) {
    for (size_t i = 0; i < a->n_layers; i++)
        if (!strcmp(a->layer[i].id, id)) return i;
    fail_msg("no layer %s", id);
    return 0;
}

size_t aid_indicator(const atlas *a, const char *id) {
    size_t i = 0;
    err e = {0};
    if (atlas_find_indicator(a, id, &i, &e)) fail_msg("%s", e.text);
    return i;
}

size_t aid_period(const atlas *a, size_t index, const char *period) {
    size_t p = 0;
    if (!joined_find_period(&a->indicator[index].data, period, &p))
        fail_msg("%s has no period %s", a->indicator[index].id, period);
    return p;
}

district_id aid_district(const atlas *a, size_t layer, const char *key) {
    district_id d = DISTRICT_NONE;
    if (!districts_find(a->layer[layer].shape->districts, key, &d)) fail_msg("no %s", key);
    return d;
}

/* ---- two divisions ---- */

static const char figures[] =
    "what,period,area,x,margin\n"
    /* counts: 2000 is whole, in 2001 A is missing, in 2002 C; 2010 is today's own */
    "count,2000,A,10,\ncount,2000,B,20,\ncount,2000,C,30,\ncount,2000,D,40,\ncount,2000,All,105,\n"
    "count,2001,A,..,\ncount,2001,B,21,\ncount,2001,C,31,\ncount,2001,D,41,\n"
    "count,2002,A,12,\ncount,2002,B,22,\ncount,2002,C,..,\ncount,2002,D,42,\n"
    "count,2003,A,13,\ncount,2003,B,23,\ncount,2003,C,33,\ncount,2003,D,43,\ncount,2003,All,113,\n"
    "count,2004,A,14,\ncount,2004,B,24,\ncount,2004,C,34,\ncount,2004,D,44,\ncount,2004,All,114,\n"
    "today,2003,AB,99,\n"   /* one district is published: the others stay missing */
    "today,2004,All,222,\n" /* the whole alone is */
    "today,2010,AB,100,\ntoday,2010,C,200,\ntoday,2010,D,300,\n"
    /* shares: with weights in 2000 and 2001 (not all known), without any in 1999 */
    "share,1999,A,5,1\nshare,1999,B,6,1\nshare,1999,C,7,1\nshare,1999,D,8,1.5\n"
    "share,2000,A,10,1\nshare,2000,B,40,1\nshare,2000,C,7,0.5\nshare,2000,D,8,\n"
    "share,2001,A,10,\nshare,2001,B,40,\nshare,2001,C,7,\nshare,2001,D,8,\n"
    "share11,2010,AB,1,\nshare11,2010,C,2,\nshare11,2010,D,3,\n"
    "index,2000,A,1,\nindex,2000,B,2,\nindex,2000,C,3,\nindex,2000,D,4,\n"
    "index11,2010,AB,1,\nindex11,2010,C,2,\nindex11,2010,D,3,\n"
    "type,2000,A,p,\ntype,2000,B,p,\ntype,2000,C,q,\ntype,2000,D,q,\n"
    "type11,2010,AB,p,\ntype11,2010,C,q,\ntype11,2010,D,q,\n"
    "other,2000,A,1,\nother,2000,B,2,\nother,2000,C,3,\nother,2000,D,4,\n"
    "guess,2030,AB,400,\nguess,2030,C,500,\nguess,2030,D,600,\n"
    "guess_old,2030,A,1,\nguess_old,2030,B,2,\nguess_old,2030,C,3,\nguess_old,2030,D,4,\n";

#define OF(id, layer, unit, kind, more)                                                            \
    "  - {id: " id ", layer: " layer ", values: v, where: {what: " id "}, title: " id              \
    ", unit: " unit ", kind: " kind ", series: s" kind more "}\n"
static const char yaml[] =
    "whole: All\n"
    "layers:\n"
    "  new: {shapefile: new.shp, key: KEY, title: Now, source: map}\n"
    "  old: {shapefile: old.shp, key: KEY, title: {en: Then, sv: Förr}}\n"
    "divisions: {file: u.csv, key: unit, layers: {old: old, new: new}}\n"
    "groups:\n"
    "  - {id: both, title: Both, members: {new: [AB, C]}}\n"
    "values: {v: {file: v.csv, key: area, value: x, margin: margin, period: {column: period}}}\n"
    "indicators:\n" /* shares first: their weights are counts all the same */
    OF("share", "old", "'%'", "share", ", weight: count, source: Old source, note: Old note")
        OF("share11", "new", "'%'", "share",
           ", weight: today, decimals: 2, source: New source, note: New note")
            OF("count", "old", "people", "count", "") OF("today", "new", "people", "count", "") OF(
                "index", "old", "points", "index", "") OF("index11", "new", "points", "index", "")
                OF("type", "old", "class", "category", "")
                    OF("type11", "new", "class", "category", "")
                        OF("other", "old", "households", "count", "")
                            OF("guess", "new", "people", "count", ", forecast: true")
                                OF("guess_old", "old", "people", "count", ", forecast: true");

static const char *const old_keys[] = {"A", "B", "C", "D"}, *const new_keys[] = {"AB", "C", "D"};

const atlas *aid_two_divisions(const char *dir) {
    aid_squares(dir, "old", old_keys, 4);
    aid_squares(dir, "new", new_keys, 3);
    aid_write(dir, "u.csv", "unit,old,new\n1,A,AB\n2,B,AB\n3,B,AB\n4,C,C\n5,D,D\n6,D,D\n", NULL);
    aid_write(dir, "v.csv", figures, NULL);
    aid_write(dir, "atlas.yaml", yaml, NULL);
    return aid_atlas(dir);
}
