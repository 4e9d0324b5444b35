/* Truth: a sort by insertion, which keeps the order of equal keys. */
#include "aid_cmocka.h"
#include "aid_random.h"
#include "base/radix.h"

#include <string.h>

static void insert(uint64_t *sorted, size_t n, uint64_t value) {
    size_t at = n;
    for (; at > 0 && sorted[at - 1] >> 32 > value >> 32; at--) sorted[at] = sorted[at - 1];
    sorted[at] = value;
}

/* Keys of all bytes, of some bytes only (whose passes are left out), and many equal ones. */
static void test_orders_as_insertion_does(void **state) {
    (void)state;
    static const uint32_t masks[] = {0xffffffff, 0x000000ff, 0xff000000, 0x00ff00f0, 0x00000003, 0};
    aid_random r = {11};
    uint64_t keyed[300], spare[300], truth[300];
    for (size_t m = 0; m < sizeof masks / sizeof *masks; m++)
        for (size_t n = 0; n <= 300; n += n < 4 ? 1 : 37) {
            for (size_t i = 0; i < n; i++) {
                uint64_t key = (uint32_t)aid_random_bits(&r) & masks[m];
                keyed[i] = key << 32 | (aid_random_bits(&r) >> 40); /* the lower half in no order */
                insert(truth, i, keyed[i]);
            }
            radix_sort(keyed, spare, n);
            assert_memory_equal(keyed, truth, n * sizeof *keyed);
        }
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_orders_as_insertion_does)};
    return cmocka_run_group_tests_name("radix", tests, NULL, NULL);
}
