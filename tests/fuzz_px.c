/* PX: any bytes as f.px. */
#include "fuzz_format.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    return fuzz_format("f.px", data, size);
}
