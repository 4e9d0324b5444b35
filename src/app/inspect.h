/* inspect: the half of the command that looks at a tile. */
#ifndef APP_INSPECT_H
#define APP_INSPECT_H
#include "app/args.h"

/* What a map's tile is made of, as text or JSON; with -o its slots as a picture. */
err_code inspect_tile(const args *a, const char *tile, buf *out, err *e);
#endif
