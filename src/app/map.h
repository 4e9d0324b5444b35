/* map: MAP and LOOK of a command line, opened. */
#ifndef APP_MAP_H
#define APP_MAP_H
#include "app/args.h"
#include "atlas/choropleth.h"

#define MAP_CACHE_BYTES ((size_t)64 << 20) /* for a command that draws a tile or two */

/* -a, or -s with -k.  With `problems` (for check), indicators that cannot be trusted are told
 * there; without, any of them refuses the atlas, so that nothing is drawn that check refuses. */
err_code map_open_atlas(const args *a, atlas_use use, strlist *problems, const atlas **out, err *e);
/* The indicator of -i, else the first. */
err_code map_find_indicator(const args *a, const atlas *from, size_t *out, err *e);
/* All of it: atlas, indicator and look. */
err_code map_open(const args *a, atlas_use use, choropleth **out, err *e);

/* Writes to -o, where "-" is standard output; ERR_USAGE if it is not given. */
err_code map_write(const args *a, bytes data, err *e);
/* Prints to standard output; ERR_IO if that fails. */
err_code map_print(const buf *text, err *e);
/* Says so where another font stands in for the one that texts are measured for. */
void map_warn_font(void);
#endif
