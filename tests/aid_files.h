/* aid_files: folders and files for tests. */
#ifndef AID_FILES_H
#define AID_FILES_H
#include "geo/geometry.h"
#include "geo/shapefile.h"

#define AID_PATH 512

void aid_dir_make(char dir[AID_PATH]); /* a new folder under $TMPDIR; fails the test if it cannot */
void aid_dir_remove(const char *dir);  /* with the files in it */
/* cmocka's set-up and teardown: *state is a new folder. */
int aid_dir_setup(void **state);
int aid_dir_teardown(void **state);
#define IN_A_FOLDER(t) cmocka_unit_test_setup_teardown(t, aid_dir_setup, aid_dir_teardown)
void aid_path(const char *dir, const char *name, char path[AID_PATH]); /* DIR/NAME */
/* DIR/NAME with that text; the path goes to `path` (may be NULL). */
void aid_write(const char *dir, const char *name, const char *text, char path[AID_PATH]);

/* How many entries the folder has, "." and ".." left out. */
size_t aid_dir_count(const char *dir);

/* A layer made of rings: ring i is n[i] points of xy (x, y, x, y...), for the district keys[i]. */
typedef struct aid_ring {
    const char *key;
    const double *xy;
    size_t n;
} aid_ring;
/* Writes it as a shapefile in that CRS (WKT or EPSG code as .prj). */
void aid_shapefile(const char *path, const aid_ring *rings, size_t count, const char *crs);
/* The same as geometry and districts in memory, coordinates as given. */
void aid_geometry(const aid_ring *rings, size_t count, districts **d, geometry **g);

extern const char aid_wgs84[], aid_mercator[];
#endif
