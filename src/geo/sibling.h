/* sibling: the other files of a shapefile, whatever the case of their names: beside A.SHP lie
 * a.dbf and A.Prj. */
#ifndef GEO_SIBLING_H
#define GEO_SIBLING_H

/* The file with the stem of `path` and this extension: exactly so if there is one, else of the
 * folder's names that differ only in (ASCII) case the first; where there is none, the exact name.
 * A new string; NULL without memory. */
char *sibling_path(const char *path, const char *extension);
#endif
