/* skeleton_file: a skeleton as a PNG file that carries its slots, for pages that paint tiles
 * themselves.  docs/skeleton.md is its manual: the chunk's bytes, and how slots are painted.
 *
 * An indexed skeleton has its image data as every tile painted from it has, so that a page swaps
 * PLTE and tRNS and has the tile's bytes.  Its own palette tells the number of a pixel's slot in
 * red.  A wide one, which a palette cannot paint, is one transparent pixel whose chunk says so. */
#ifndef TILE_SKELETON_FILE_H
#define TILE_SKELETON_FILE_H
#include "tile/skeleton.h"

/* Ancillary, private, and not safe to copy: whoever sorts the palette makes it wrong. */
#define SKELETON_FILE_CHUNK   "kbSL"
#define SKELETON_FILE_VERSION 1

typedef enum skeleton_file_kind { SKELETON_FILE_WIDE, SKELETON_FILE_INDEXED } skeleton_file_kind;

/* Appends the file.  s NULL: a tile that no skeleton can carry, which is as a wide one. */
err_code skeleton_file_png(const skeleton *s, buf *out, err *e);
#endif
