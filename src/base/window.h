/* window: a file to read anywhere in, most of it in order, at one system call for every 256 KB and
 * without taking the file into memory.  (A mapping would end the program if the file were cut
 * meanwhile, and its pages would count as this process's.) */
#ifndef BASE_WINDOW_H
#define BASE_WINDOW_H
#include "base/err.h"
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct window window; /* belongs to one thread */

/* ERR_NOTFOUND; ERR_IO: a folder, or it cannot be opened.  Texts do not name the path. */
err_code window_open(const char *path, window **out, err *e);
/* Another view of the same open file, for another thread; `w` outlives it. */
err_code window_share(const window *w, window **out, err *e);
void window_close(window *w);
uint64_t window_size(const window *w); /* bytes, when it was opened */
/* How many of `len` bytes from `at` on were read: fewer at the end, or where reading fails. */
size_t window_read(window *w, uint64_t at, void *out, size_t len);
/* All of them. */
bool window_take(window *w, uint64_t at, void *out, size_t len);
/* The file's bytes and their number, by hash_block() over blocks of 64 KB. */
err_code window_hash(window *w, uint64_t *h, err *e);
#endif
