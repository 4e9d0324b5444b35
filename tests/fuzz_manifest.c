/* The manifest: any bytes as atlas.yaml.  Its files are not opened. */
#include "atlas/manifest.h"
#include "base/fileio.h"
#include "fuzz.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    static ramp_set *ramps; /* once for all inputs */
    char path[64];
    manifest *m = NULL;
    if (!ramps && ramp_set_builtin(&ramps, NULL)) abort();
    snprintf(path, sizeof path, "/tmp/kartblad-fuzz-%ld.yaml", (long)getpid());
    if (file_write_atomic(path, (bytes){data, size}, NULL)) abort();
    if (!manifest_load(path, ramps, &m, NULL)) manifest_free(m);
    unlink(path);
    return 0;
}
