/* replay DIR: runs a fuzz target over the files of its corpus, as one test. */
#include "base/fileio.h"
#include "fuzz.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>

static int run(const char *dir, const char *name) {
    char *path = path_join(dir, name);
    buf data = BUF_EMPTY;
    err e;
    if (!path || file_read(path, (size_t)1 << 26, &data, &e)) {
        printf("not ok 1 - %s\n", path ? e.text : "out of memory");
        exit(1);
    }
    /* an exact copy on the heap: a read beyond the end is seen */
    uint8_t *exact = malloc(data.len ? data.len : 1);
    if (!exact) exit(1);
    for (size_t i = 0; i < data.len; i++) exact[i] = data.data[i];
    LLVMFuzzerTestOneInput(exact, data.len);
    free(exact);
    buf_free(&data);
    free(path);
    return 1;
}

int main(int argc, char **argv) {
    DIR *d = argc == 2 ? opendir(argv[1]) : NULL;
    int n = 0;
    if (!d) {
        printf("not ok 1 - there is no corpus\n");
        return 1;
    }
    for (struct dirent *f; (f = readdir(d));)
        if (f->d_name[0] != '.') n += run(argv[1], f->d_name);
    closedir(d);
    printf("%s 1 - %d inputs of %s\n", n ? "ok" : "not ok", n, argv[1]);
    return !n;
}
