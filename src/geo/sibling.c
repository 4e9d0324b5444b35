#include "geo/sibling.h"
#include "base/fileio.h"

#include <dirent.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

/* The first name of the folder in byte order, so that every machine takes the same one. */
static char *search_folder(const char *dir, const char *name) {
    char *best = NULL;
    DIR *d = opendir(dir);
    for (struct dirent *f; d && (f = readdir(d));) {
        if (strcasecmp(f->d_name, name) != 0 || (best && strcmp(best, f->d_name) <= 0)) continue;
        free(best);
        best = strdup(f->d_name);
        if (!best) break;
    }
    if (d) closedir(d);
    return best;
}

char *sibling_path(const char *path, const char *extension) {
    char *exact = path_with_extension(path, extension);
    if (!exact || file_exists(exact)) return exact;
    const char *slash = strrchr(exact, '/');
    char *dir = path_dir(exact), *found = NULL, *out = NULL;
    if (dir) found = search_folder(dir, slash ? slash + 1 : exact);
    if (found) out = path_join(dir, found);
    free(dir);
    free(found);
    if (!out) return exact;
    free(exact);
    return out;
}
