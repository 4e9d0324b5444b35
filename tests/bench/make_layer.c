/* make_layer FILE.shp [SIDE]: a made-up layer for measuring: cells of 40 vertices with wiggly
 * borders that neighbors share exactly, in degrees.  The whole is 317 x 317 cells: 100,489
 * polygons, 4,019,560 vertices; SIDE x SIDE are those in its middle, the same ones, so that a layer
 * can grow around a place that stays as it is. */
#include "geo/shapefile.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#define CELLS 317
#define STEPS 10 /* vertices a side */

/* A point of the lattice, moved by smooth functions of its place: the same for both neighbors.
 * Their slopes are so small that the map never folds (the determinant of its derivative is at least
 * (1 - 0.39)(1 - 0.39) - 0.54 * 0.44 > 0), so that the cells are a coverage. */
static void place(int u, int v, double *x, double *y) { /* in 1/STEPS of a cell */
    double s = u / (double)STEPS, t = v / (double)STEPS;
    *x = 5 + (s + 0.05 * sin(2.9 * s + 7.3 * t) + 0.01 * sin(24 * s - 17 * t)) * 0.05;
    *y = 48 + (t + 0.05 * cos(6.1 * s - 3.7 * t) + 0.01 * cos(13 * s + 20 * t)) * 0.03;
}

static err_code add_cell(geometry_builder *b, districts *d, int i, int j, err *e) {
    static const int du[4] = {1, 0, -1, 0}, dv[4] = {0, 1, 0, -1};
    double x[4 * STEPS], y[4 * STEPS];
    int u = i * STEPS, v = j * STEPS, n = 0;
    for (int side = 0; side < 4; side++)
        for (int k = 0; k < STEPS; k++, n++) {
            place(u, v, &x[n], &y[n]);
            u += du[side];
            v += dv[side];
        }
    char key[24];
    district_id id;
    bool added;
    snprintf(key, sizeof key, "%03d-%03d", i, j);
    err_code rc = districts_add(d, key, key, &id, &added, e);
    return rc ? rc : geometry_builder_add(b, id, x, y, (size_t)n, NULL, e);
}

int main(int argc, char **argv) {
    err e = {0};
    districts *d = NULL;
    geometry_builder *b = NULL;
    geometry *g = NULL;
    int side = argc > 2 ? atoi(argv[2]) : CELLS, first = (CELLS - side) / 2;
    if (argc < 2 || argc > 3 || side < 1 || side > CELLS) return 2;
    err_code rc = districts_create(&d, &e);
    if (!rc) rc = geometry_builder_create(&b, &e);
    for (int c = 0; c < side * side && !rc; c++)
        rc = add_cell(b, d, first + c % side, first + c / side, &e);
    if (!rc) rc = geometry_builder_finish(b, districts_count(d), &g, &e);
    if (!rc)
        rc = shapefile_write(argv[1], d, g,
                             "GEOGCS[\"GCS_WGS_1984\",DATUM[\"D_WGS_1984\",SPHEROID[\"WGS_1984\","
                             "6378137.0,298.257223563]],PRIMEM[\"Greenwich\",0.0],"
                             "UNIT[\"Degree\",0.0174532925199433]]",
                             &e);
    if (rc) fprintf(stderr, "make_layer: %s\n", e.text);
    geometry_free(g);
    districts_free(d);
    return rc != 0;
}
