/* JSON-stat: any bytes as f.json. */
#include "fuzz_format.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    return fuzz_format("f.json", data, size);
}
