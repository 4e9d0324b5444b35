#include "geo/shp_index.h"
#include "base/fileio.h"
#include "geo/sibling.h"

#include <shapefil.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ESRI Shapefile Technical Description (July 1998): lengths and offsets of files and records are
 * big-endian counts of 16-bit words, everything else is little-endian. */
enum {
    HEADER = 100,
    RECORD_HEADER = 8,
    ENTRY = 8,
    PARTS_HEADER = 44, /* of polygons and lines: type, box, parts, points */
    MULTI_HEADER = 40, /* of multipoints: they have no parts */
    POINT_BYTES = 20,
    FILE_CODE = 9994
};

#define BYTES_MAX UINT32_MAX /* shapelib's offsets are 32 bits of bytes */

typedef struct place {   /* of one record; files end at BYTES_MAX */
    uint32_t at, length; /* bytes: of its header, of its content */
    uint32_t number;
} place;

typedef struct walk { /* the records as they follow each other in the .shp */
    place *item;
    size_t count, cap;
    bool numbered; /* the numbers are 1 to count, each once */
} walk;

static uint32_t big_endian(const uint8_t *p) {
    return (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 | (uint32_t)p[2] << 8 | p[3];
}

static uint32_t little_endian(const uint8_t *p) {
    return (uint32_t)p[3] << 24 | (uint32_t)p[2] << 16 | (uint32_t)p[1] << 8 | p[0];
}

static bool read_at(shp_index *s, uint64_t at, void *out, size_t len) {
    return window_take(s->file, at, out, len);
}

/* ---- what a shape type is -------------------------------------------------------------------- */

const char *const shp_family_names[SHP__FAMILIES] = {"polygons", "lines", "points"};

typedef struct kind {
    uint32_t type;
    shp_family family; /* SHP__FAMILIES: none of those that are read */
    bool heights;
    const char *name;
} kind;

static const kind kinds[] = {
    {SHPT_POLYGON, SHP_POLYGONS, false, "polygons (Polygon)"},
    {SHPT_POLYGONZ, SHP_POLYGONS, true, "polygons (PolygonZ)"},
    {SHPT_POLYGONM, SHP_POLYGONS, false, "polygons (PolygonM)"},
    {SHPT_NULL, SHP__FAMILIES, false, "no shapes (Null)"},
    {SHPT_POINT, SHP_POINTS, false, "points (Point)"},
    {SHPT_ARC, SHP_LINES, false, "lines (PolyLine)"},
    {SHPT_MULTIPOINT, SHP_POINTS, false, "points (MultiPoint)"},
    {SHPT_POINTZ, SHP_POINTS, true, "points (PointZ)"},
    {SHPT_ARCZ, SHP_LINES, true, "lines (PolyLineZ)"},
    {SHPT_MULTIPOINTZ, SHP_POINTS, true, "points (MultiPointZ)"},
    {SHPT_POINTM, SHP_POINTS, false, "points (PointM)"},
    {SHPT_ARCM, SHP_LINES, false, "lines (PolyLineM)"},
    {SHPT_MULTIPOINTM, SHP_POINTS, false, "points (MultiPointM)"},
    {SHPT_MULTIPATCH, SHP__FAMILIES, false, "surfaces in space (MultiPatch)"},
};

static const kind *find_kind(uint32_t type) {
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (kinds[i].type == type) return &kinds[i];
    return NULL;
}

static err_code refuse_type(uint32_t type, const char *where, const char *wanted, err *e) {
    const kind *k = find_kind(type);
    return k ? err_set(e, ERR_UNSUPPORTED, "%s %s; %s", where, k->name, wanted)
             : err_set(e, ERR_FORMAT, "%s shapes of the unknown type %u", where, type);
}

/* Districts are polygons; all else that is wanted was looked at before. */
static err_code refuse_family(const shp_index *s, uint32_t type, const char *where, err *e) {
    static const char *const wanted[SHP__FAMILIES] = {"districts must be polygons",
                                                      "all of its shapes must be lines",
                                                      "all of its shapes must be points"};
    return refuse_type(type, where, wanted[s->family], e);
}

/* ---- records in the order of the .shp -------------------------------------------------------- */

static err_code read_header(window *file, uint8_t h[HEADER], uint32_t *type, err *e) {
    if (!window_take(file, 0, h, HEADER))
        return err_set(e, ERR_FORMAT, "has %llu bytes; a shapefile's header takes 100",
                       (unsigned long long)window_size(file));
    if (big_endian(h) != FILE_CODE)
        return err_set(e, ERR_FORMAT, "is no shapefile: it does not begin with the number 9994");
    *type = little_endian(h + 32);
    return ERR_OK;
}

static err_code check_header(shp_index *s, uint64_t *claimed, err *e) {
    uint8_t h[HEADER];
    uint32_t type = 0;
    err_code rc = read_header(s->file, h, &type, e);
    if (rc) return rc;
    const kind *k = find_kind(type);
    *claimed = 2 * (uint64_t)big_endian(h + 24);
    buf_add(&s->shx, h, HEADER);
    return k && k->family == s->family ? buf_status(&s->shx, e)
                                       : refuse_family(s, type, "holds", e);
}

static bool read_place(shp_index *s, uint64_t at, place *out) {
    uint8_t h[RECORD_HEADER];
    if (!read_at(s, at, h, sizeof h)) return false;
    uint64_t length = 2 * (uint64_t)big_endian(h + 4);
    *out = (place){(uint32_t)at, (uint32_t)length, big_endian(h)};
    return length >= 4 && length <= s->size - at - RECORD_HEADER;
}

static err_code refuse_place(shp_index *s, size_t record, uint64_t at, err *e) {
    uint8_t h[RECORD_HEADER];
    if (!read_at(s, at, h, sizeof h))
        return err_set(e, ERR_FORMAT, "record %zu: the file is cut within its header", record);
    unsigned long long claimed = 2 * (unsigned long long)big_endian(h + 4);
    if (claimed < 4)
        return err_set(e, ERR_FORMAT, "record %zu: claims %llu bytes, too few for a shape", record,
                       claimed);
    return err_set(e, ERR_FORMAT,
                   "record %zu: claims %llu bytes and %llu are left: the file is damaged or cut",
                   record, claimed, (unsigned long long)(s->size - at - sizeof h));
}

/* Behind the length that the header claims anything may stand: it ends the walk. */
static err_code walk_records(shp_index *s, uint64_t claimed, walk *w, err *e) {
    uint64_t at = HEADER;
    while (at < s->size) {
        place p = {0};
        err_code rc = array_reserve(&w->item, &w->cap, w->count + 1, sizeof *w->item, e);
        if (rc) return rc;
        if (!read_place(s, at, &p)) {
            if (at >= claimed) break;
            return refuse_place(s, w->count + 1, at, e);
        }
        w->item[w->count++] = p;
        at += RECORD_HEADER + (uint64_t)p.length;
    }
    if (claimed <= s->size) return ERR_OK;
    return err_set(e, ERR_FORMAT,
                   "record %zu: is missing: the header claims %llu bytes and the "
                   "file has %llu: it is cut",
                   w->count + 1, (unsigned long long)claimed, (unsigned long long)s->size);
}

static bool is_in_order(const walk *w) {
    size_t i = 0;
    while (i < w->count && w->item[i].number == i + 1) i++;
    return i == w->count;
}

/* Puts records where their numbers say, if each number is there once. */
static err_code sort_by_number(walk *w, err *e) {
    if ((w->numbered = is_in_order(w))) return ERR_OK; /* as almost always: no second list */
    place *sorted = calloc(w->count ? w->count : 1, sizeof *sorted);
    if (!sorted) return err_nomem(e);
    w->numbered = true;
    for (size_t i = 0; i < w->count && w->numbered; i++) {
        uint32_t n = w->item[i].number;
        w->numbered = n >= 1 && n <= w->count && !sorted[n - 1].number;
        if (w->numbered) sorted[n - 1] = w->item[i];
    }
    free(w->numbered ? w->item : sorted);
    if (w->numbered) w->item = sorted;
    return ERR_OK;
}

static void add_entry(buf *shx, const place *p) {
    uint32_t words[2] = {p->at / 2, p->length / 2};
    uint8_t entry[ENTRY];
    for (int i = 0; i < ENTRY; i++) entry[i] = (uint8_t)(words[i / 4] >> (24 - 8 * (i % 4)));
    buf_add(shx, entry, ENTRY);
}

/* ---- the .shx beside it ------------------------------------------------------------------------
 */

static err_code read_shx(const char *path, uint64_t limit, buf *out, err *e) {
    char *name = sibling_path(path, "shx");
    if (!name) return err_nomem(e);
    /* missing, unreadable or larger than any index of this .shp: it is done without */
    err_code rc = file_read(name, limit, out, NULL);
    free(name);
    if (rc == ERR_NOMEM) return err_nomem(e);
    if (rc) buf_reset(out);
    return ERR_OK;
}

/* Does every entry point to a record header of that number and length? */
static bool shx_is_true(shp_index *s, const buf *shx) {
    if (shx->len <= HEADER || (shx->len - HEADER) % ENTRY) return false;
    for (size_t i = 0; i < (shx->len - HEADER) / ENTRY; i++) {
        const uint8_t *entry = shx->data + HEADER + i * ENTRY;
        place p;
        if (!read_place(s, 2 * (uint64_t)big_endian(entry), &p)) return false;
        if (p.number != i + 1 || p.length != 2 * (uint64_t)big_endian(entry + 4)) return false;
    }
    return true;
}

static bool same_entries(const buf *a, const buf *b) {
    return a->len == b->len && !memcmp(a->data + HEADER, b->data + HEADER, a->len - HEADER);
}

static err_code warn_of_shx(const buf *shx, strlist *warnings, err *e) {
    return strlist_add(warnings,
                       shx->len ? "the .shx file does not fit the .shp and is passed over: the "
                                  "records were found by the .shp's own headers"
                                : "the .shx file is missing or cannot be read: the records were "
                                  "found by the .shp's own headers",
                       e);
}

static err_code choose(shp_index *s, walk *w, err_code walked, const buf *shx, strlist *warnings,
                       err *e) {
    err_code rc = walked ? ERR_OK : sort_by_number(w, e);
    if (rc) return rc;
    if ((walked || !w->numbered) && shx_is_true(s, shx)) {
        buf_add(&s->shx, shx->data + HEADER, shx->len - HEADER);
        err_clear(e);
        return strlist_add(
            warnings, "the .shp holds bytes that its .shx does not list: they are left out", e);
    }
    if (walked) return walked;
    for (size_t i = 0; i < w->count; i++) add_entry(&s->shx, &w->item[i]);
    if (s->shx.failed) return err_nomem(e);
    return same_entries(&s->shx, shx) ? ERR_OK : warn_of_shx(shx, warnings, e);
}

static err_code list_records(shp_index *s, const char *path, strlist *warnings, err *e) {
    walk w = {0};
    buf shx = BUF_EMPTY;
    uint64_t claimed = 0;
    err_code rc = check_header(s, &claimed, e);
    if (!rc) rc = read_shx(path, s->size, &shx, e);
    if (!rc) {
        rc = walk_records(s, claimed, &w, e);
        if (rc != ERR_NOMEM) rc = choose(s, &w, rc, &shx, warnings, e);
    }
    free(w.item);
    buf_free(&shx);
    if (rc) return rc;
    s->records = (s->shx.len - HEADER) / ENTRY;
    uint32_t words = (uint32_t)(s->shx.len / 2);
    for (int i = 0; i < 4; i++) s->shx.data[24 + i] = (uint8_t)(words >> (24 - 8 * i));
    return buf_status(&s->shx, e);
}

/* ---- what a record holds ------------------------------------------------------------------------
 */

/* The parts begin at point 0 and each behind the one before: no part is empty. */
static err_code check_parts(shp_index *s, uint64_t at, uint32_t parts, uint32_t points, err *e) {
    uint8_t chunk[4 * 256];
    uint64_t before = 0;
    for (uint32_t i = 0; i < parts; i++) {
        uint32_t in_chunk = i % 256, left = parts - i < 256 ? parts - i : 256;
        if (!in_chunk && !read_at(s, at + 4 * (uint64_t)i, chunk, 4 * left))
            return err_set(e, ERR_IO, "cannot be read");
        uint32_t start = little_endian(chunk + 4 * in_chunk);
        if (start >= points || (i ? start <= before : start != 0))
            return err_set(e, ERR_FORMAT, "part %u of %u begins at point %llu of %u", i + 1, parts,
                           (unsigned long long)start + 1, points);
        before = start;
    }
    return ERR_OK;
}

static err_code check_need(uint64_t need, uint64_t length, uint32_t parts, uint32_t points,
                           err *e) {
    if (need <= length) return ERR_OK;
    return err_set(e, ERR_FORMAT,
                   "claims %u parts and %u points, which take %llu bytes, but has %llu", parts,
                   points, (unsigned long long)need, (unsigned long long)length);
}

/* Measures may be left out. */
static uint64_t heights_bytes(const kind *k, uint32_t points) {
    return k->heights ? 16 + 8 * (uint64_t)points : 0;
}

static err_code check_parted(shp_index *s, uint64_t at, uint64_t length, const kind *k, err *e) {
    uint8_t h[PARTS_HEADER];
    if (length < PARTS_HEADER || !read_at(s, at, h, sizeof h))
        return err_set(e, ERR_FORMAT, "has %llu bytes, too few for a %s",
                       (unsigned long long)length, k->family == SHP_POLYGONS ? "polygon" : "line");
    uint32_t parts = little_endian(h + 36), points = little_endian(h + 40);
    uint64_t need = PARTS_HEADER + 4 * (uint64_t)parts + 16 * (uint64_t)points;
    err_code rc = check_need(need + heights_bytes(k, points), length, parts, points, e);
    if (rc) return rc;
    if (points && !parts) return err_set(e, ERR_FORMAT, "has %u points and no part", points);
    s->parts += parts;
    s->points += points;
    return check_parts(s, at + PARTS_HEADER, parts, points, e);
}

static bool is_multipoint(const kind *k) {
    return k->type == SHPT_MULTIPOINT || k->type == SHPT_MULTIPOINTZ || k->type == SHPT_MULTIPOINTM;
}

static err_code check_points(shp_index *s, uint64_t at, uint64_t length, const kind *k, err *e) {
    uint8_t h[MULTI_HEADER];
    uint64_t least = is_multipoint(k) ? MULTI_HEADER : POINT_BYTES + (k->heights ? 8 : 0);
    if (length < least || !read_at(s, at, h, least))
        return err_set(e, ERR_FORMAT, "has %llu bytes, too few for a point",
                       (unsigned long long)length);
    uint32_t points = is_multipoint(k) ? little_endian(h + 36) : 1;
    s->points += points;
    return !is_multipoint(k)
               ? ERR_OK
               : check_need(MULTI_HEADER + 16 * (uint64_t)points + heights_bytes(k, points), length,
                            0, points, e);
}

static err_code check_record(shp_index *s, size_t record, err *e) {
    const uint8_t *entry = s->shx.data + HEADER + record * ENTRY;
    uint64_t at = 2 * (uint64_t)big_endian(entry) + RECORD_HEADER;
    uint64_t length = shp_index_length(s, record);
    uint8_t type[4];
    if (!read_at(s, at, type, 4)) return err_set(e, ERR_IO, "cannot be read");
    uint32_t t = little_endian(type);
    if (t == SHPT_NULL) return ERR_OK;
    const kind *k = find_kind(t);
    char where[40];
    snprintf(where, sizeof where, "is among %s but holds", shp_family_names[s->family]);
    if (!k || k->family != s->family) return refuse_family(s, t, where, e);
    return (s->family == SHP_POINTS ? check_points : check_parted)(s, at, length, k, e);
}

static err_code open_file(shp_index *s, const char *path, err *e) {
    err_code rc = window_open(path, &s->file, e);
    if (rc) return rc;
    s->size = window_size(s->file);
    return s->size > BYTES_MAX ? err_set(e, ERR_UNSUPPORTED, "is larger than 4 GB") : ERR_OK;
}

err_code shp_index_family(const char *path, shp_family *out, err *e) {
    window *w = NULL;
    uint8_t h[HEADER];
    uint32_t type = 0;
    err_code rc = window_open(path, &w, e);
    if (!rc) rc = read_header(w, h, &type, e);
    window_close(w);
    if (rc) return rc;
    const kind *k = find_kind(type);
    if (!k || k->family == SHP__FAMILIES)
        return refuse_type(type, "holds", "polygons, lines or points are needed", e);
    *out = k->family;
    return ERR_OK;
}

err_code shp_index_open(const char *path, shp_family wanted, strlist *warnings, shp_index **out,
                        err *e) {
    shp_index *s = calloc(1, sizeof *s);
    if (!s) return err_nomem(e);
    s->family = wanted;
    err_code rc = open_file(s, path, e);
    if (!rc) rc = list_records(s, path, warnings, e);
    for (size_t i = 0; !rc && i < s->records; i++)
        if ((rc = check_record(s, i, e))) rc = err_wrap(e, rc, "record %zu", i + 1);
    if (rc)
        shp_index_close(s);
    else
        *out = s;
    return rc;
}

void shp_index_close(shp_index *s) {
    if (!s) return;
    window_close(s->file);
    buf_free(&s->shx);
    free(s);
}

uint64_t shp_index_length(const shp_index *s, size_t record) {
    return 2 * (uint64_t)big_endian(s->shx.data + HEADER + record * ENTRY + 4);
}
