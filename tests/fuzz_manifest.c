/* The manifest: any bytes as atlas.yaml.  Its files are not opened. */
#include "atlas/manifest.h"
#include "base/fileio.h"
#include "fuzz.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    static look_library library; /* for all inputs that add nothing to it */
    static size_t ramps, looks;
    char path[64];
    manifest *m = NULL;
    if (!library.ramps) {
        if (look_library_open(&library, NULL)) abort();
        ramps = ramp_set_count(library.ramps);
        looks = named_look_set_count(library.styles);
    }
    snprintf(path, sizeof path, "/tmp/kartblad-fuzz-%ld.yaml", (long)getpid());
    if (file_write_atomic(path, (bytes){data, size}, NULL)) abort();
    if (!manifest_load(path, &library, &m, NULL)) manifest_free(m);
    unlink(path);
    if (ramp_set_count(library.ramps) != ramps || named_look_set_count(library.styles) != looks)
        look_library_close(&library);
    return 0;
}
