#include "aid_files.h"
#include "aid_cmocka.h"
#include "base/fileio.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

const char aid_wgs84[] =
    "GEOGCS[\"GCS_WGS_1984\",DATUM[\"D_WGS_1984\",SPHEROID[\"WGS_1984\",6378137.0,298.257223563]],"
    "PRIMEM[\"Greenwich\",0.0],UNIT[\"Degree\",0.0174532925199433]]";
const char aid_mercator[] = "EPSG:3857";

void aid_dir_make(char dir[AID_PATH]) {
    const char *base = getenv("TMPDIR");
    snprintf(dir, AID_PATH, "%s/kartblad-test-XXXXXX", base ? base : "/tmp");
    assert_non_null(mkdtemp(dir));
}

void aid_dir_remove(const char *dir) {
    DIR *d = opendir(dir);
    assert_non_null(d);
    for (struct dirent *f; (f = readdir(d));) {
        char path[AID_PATH + 256];
        if (f->d_name[0] == '.') continue;
        snprintf(path, sizeof path, "%s/%s", dir, f->d_name);
        unlink(path);
    }
    closedir(d);
    assert_int_equal(rmdir(dir), 0);
}

int aid_dir_setup(void **state) {
    char *dir = malloc(AID_PATH);
    if (!dir) return -1;
    aid_dir_make(dir);
    *state = dir;
    return 0;
}

int aid_dir_teardown(void **state) {
    aid_dir_remove(*state);
    free(*state);
    return 0;
}

void aid_path(const char *dir, const char *name, char path[AID_PATH]) {
    int n = snprintf(path, AID_PATH, "%s/%s", dir, name);
    assert_in_range(n, 1, AID_PATH - 1);
}

void aid_write(const char *dir, const char *name, const char *text, char path[AID_PATH]) {
    char full[AID_PATH];
    err e;
    aid_path(dir, name, full);
    assert_int_equal(file_write_atomic(full, (bytes){(const uint8_t *)text, strlen(text)}, &e),
                     ERR_OK);
    if (path) memcpy(path, full, sizeof full);
}

size_t aid_dir_count(const char *dir) {
    size_t n = 0;
    DIR *d = opendir(dir);
    assert_non_null(d);
    for (struct dirent *f; (f = readdir(d));)
        n += strcmp(f->d_name, ".") && strcmp(f->d_name, "..");
    closedir(d);
    return n;
}

void aid_geometry(const aid_ring *rings, size_t count, districts **d, geometry **g) {
    geometry_builder *b;
    err e;
    double x[4096], y[4096];
    assert_int_equal(districts_create(d, &e), ERR_OK);
    assert_int_equal(geometry_builder_create(&b, &e), ERR_OK);
    for (size_t i = 0; i < count; i++) {
        district_id id;
        bool added, kept;
        assert_true(rings[i].n <= 4096);
        for (size_t k = 0; k < rings[i].n; k++)
            x[k] = rings[i].xy[2 * k], y[k] = rings[i].xy[2 * k + 1];
        assert_int_equal(districts_add(*d, rings[i].key, rings[i].key, &id, &added, &e), ERR_OK);
        assert_int_equal(geometry_builder_add(b, id, x, y, rings[i].n, &kept, &e), ERR_OK);
    }
    assert_int_equal(geometry_builder_finish(b, districts_count(*d), g, &e), ERR_OK);
}

void aid_shapefile(const char *path, const aid_ring *rings, size_t count, const char *crs) {
    districts *d;
    geometry *g;
    err e;
    aid_geometry(rings, count, &d, &g);
    assert_int_equal(shapefile_write(path, d, g, crs, &e), ERR_OK);
    geometry_free(g);
    districts_free(d);
}
