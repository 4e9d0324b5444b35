/* aid_layers: layers of squares in a row, for tests that ask for no shapes. */
#ifndef AID_LAYERS_H
#define AID_LAYERS_H
#include "atlas/atlas.h"

/* DIR/NAME.shp with a square for each of the keys (field KEY). */
void aid_squares(const char *dir, const char *name, const char *const *keys, size_t count);

/* A made-up atlas of two divisions: `old` A, B, C, D, and `new` AB = A + B, C and D.  Its figures
 * stand in aid_layers.c, with what is missing of them. */
const atlas *aid_two_divisions(const char *dir);

/* Indices by id; each fails the test where there is none. */
size_t aid_layer(const atlas *a, const char *id);
size_t aid_indicator(const atlas *a, const char *id);
size_t aid_period(const atlas *a, size_t indicator, const char *period);
district_id aid_district(const atlas *a, size_t layer, const char *key);
#endif
