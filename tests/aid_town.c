#include "aid_town.h"
#include "aid_atlas.h"
#include "aid_files.h"

#include <stdio.h>
#include <string.h>

static const char town_yaml[] =
    "id: t\ntitle: {en: Town, sv: Staden}\n"
    "whole: {key: all, name: {en: Whole town, sv: Hela orten}}\n"
    "themes:\n  - {id: a, title: {en: First theme, sv: Första temat}}\n"
    "  - {id: b, title: {en: A theme without any value at all in this small town, "
    "sv: Ett tema utan något enda värde i den här lilla orten}}\n"
    "layers:\n  t: {shapefile: t.shp, key: KEY, title: {en: Squares, sv: Rutor}}\n"
    "values:\n  v: {file: t.csv, key: KEY, period: {column: period}}\n"
    "indicators:\n"
    "  - {id: r, layer: t, values: v, column: v, kind: rate, decimals: 1, theme: a,\n"
    "     better: lower, title: {en: " AID_TOWN_LONG ", sv: " AID_TOWN_LONG "},\n"
    "     unit: {en: things of a long unit per square, sv: saker per ruta}}\n"
    "  - {id: s, layer: t, values: v, column: w, kind: share, decimals: 0, theme: a,\n"
    "     title: {en: Shares, sv: Andelar}, unit: {en: \"%\", sv: \"%\"}}\n";

static const char town_csv[] =
    "KEY;period;v;w\n" AID_TOWN_FIRST ";2020;10;1\nB;2020;12;2\n" AID_TOWN_THIRD
    ";2020;14;\nD;2020;16;4\nE;2020;18;5\nF;2020;20;6\nall;2020;15;3\n" AID_TOWN_FIRST
    ";2024;1234567.5;-1\nB;2024;12;-2\n" AID_TOWN_THIRD
    ";2024;;\nD;2024;16;4\nE;2024;18;5\nF;2024;20;6\nall;2024;15;\n";

const atlas *aid_town(void) {
    static const char *const keys[] = {AID_TOWN_FIRST, "B", AID_TOWN_THIRD, "D", "E", "F"};
    double xy[6][10];
    aid_ring squares[6];
    char dir[AID_PATH], path[AID_PATH];
    for (int d = 0; d < 6; d++) {
        double x = 18 + 0.02 * (d % 3), y = 59 + 0.02 * (d / 3.0 >= 1);
        const double square[] = {x, y, x, y + 0.02, x + 0.02, y + 0.02, x + 0.02, y, x, y};
        memcpy(xy[d], square, sizeof square);
        squares[d] = (aid_ring){keys[d], xy[d], 5};
    }
    aid_dir_make(dir);
    aid_path(dir, "t.shp", path);
    aid_shapefile(path, squares, 6, aid_wgs84);
    aid_write(dir, "t.csv", town_csv, NULL);
    aid_write(dir, "atlas.yaml", town_yaml, path);
    const atlas *a = aid_atlas(path);
    aid_dir_remove(dir);
    return a;
}
