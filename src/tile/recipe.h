/* recipe: how the slots of an indexed skeleton with covers are mixed, worked out when it is made:
 * what to lay on what, by number, with slots of equally many steps side by side, so that painting
 * asks nothing.  The colors are those that painting.h defines, to the bit. */
#ifndef TILE_RECIPE_H
#define TILE_RECIPE_H
#include "atlas/choropleth.h"
#include "tile/cover.h"

typedef struct recipe recipe; /* immutable */
/* *out is NULL where a slot needs what a recipe cannot say: ink under the districts, or a halo over
 * two of them. */
err_code recipe_make(const slot *slots, size_t n, const cover *covers, recipe **out, err *e);
void recipe_free(recipe *r); /* NULL is fine */
size_t recipe_memory(const recipe *r);
/* [n] straight alpha. */
void recipe_colors(const recipe *r, const paint *paints, rgba *out);
#endif
