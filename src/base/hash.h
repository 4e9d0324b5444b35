/* hash: 64-bit non-cryptographic hashing (FNV-1a), stable across machines and
 * releases: ETags, atlas versions and cache keys depend on the values.
 * Start from HASH_INIT and feed the parts in turn. */
#ifndef BASE_HASH_H
#define BASE_HASH_H
#include <stddef.h>
#include <stdint.h>

#define HASH_INIT UINT64_C(0xcbf29ce484222325)

uint64_t hash_bytes(uint64_t h, const void *data, size_t len);
/* Four lanes of whole words instead of bytes in turn: ten times as fast, for the bytes of files.
 * In blocks it is another hash than in one piece. */
uint64_t hash_block(uint64_t h, const void *data, size_t len);
/* For tables in memory only, whose keys are a few numbers: a word at a time.  Other values than
 * those of the others; they may change. */
uint64_t hash_short(uint64_t h, const void *data, size_t len);
uint64_t hash_str(uint64_t h, const char *s); /* with its NUL, so "ab","c" differs from "a","bc" */
uint64_t hash_u64(uint64_t h, uint64_t v);    /* little-endian bytes on every machine */
uint64_t hash_f64(uint64_t h, double v);      /* -0 as 0, every NaN as one NaN */
#endif
