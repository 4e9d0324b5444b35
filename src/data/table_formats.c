#include "data/table_formats.h"
#include "base/fileio.h"
#include "data/table_csv.h"
#include "data/table_jsonstat.h"
#include "data/table_px.h"

#include <string.h>
#include <strings.h>

/* In the order they are asked; CSV knows no mark, so it is what is left. */
const table_format_row table_formats[] = {
    {"JSON-stat", "json", table_jsonstat_sniff, table_jsonstat_parse},
    {"PX", "px", table_px_sniff, table_px_parse},
    {"CSV", "csv tsv tab txt", NULL, table_csv_parse},
};
const size_t table_format_count = sizeof table_formats / sizeof *table_formats;

/* What people send under the name of a table. */
static const struct {
    const char *mark;
    size_t len;
    const char *what;
} foreign[] = {
    {"PK\3\4", 4, "an Excel or OpenDocument workbook, or a zip archive; save the sheet as CSV"},
    {"\xd0\xcf\x11\xe0", 4, "an old Excel workbook; save the sheet as CSV"},
    {"\x1f\x8b", 2, "compressed by gzip; unpack it"},
    {"%PDF", 4, "a PDF document; get the table itself"},
    {"<!doctype", 9, "a web page and no table; download the file itself"},
    {"<html", 5, "a web page and no table; download the file itself"},
    {"<?xml", 5, "XML, which is not read; save it as CSV"},
};

static bool has_extension(const table_format_row *f, const char *ext) {
    size_t len = strlen(ext);
    for (const char *p = f->extensions; len && *p;) {
        size_t n = strcspn(p, " ");
        if (n == len && !strncasecmp(p, ext, n)) return true;
        p += n + (p[n] == ' ');
    }
    return false;
}

static bytes without_mark(bytes text) {
    bool marked = text.len >= 3 && !memcmp(text.data, "\xef\xbb\xbf", 3);
    return marked ? (bytes){text.data + 3, text.len - 3} : text;
}

err_code table_formats_find(const char *name, bytes text, const table_format_row **out, err *e) {
    bytes body = without_mark(text);
    for (size_t i = 0; i < sizeof foreign / sizeof *foreign; i++)
        if (body.len >= foreign[i].len &&
            !strncasecmp((const char *)body.data, foreign[i].mark, foreign[i].len))
            return err_set(e, ERR_UNSUPPORTED, "the file is %s", foreign[i].what);
    const table_format_row *by_name = &table_formats[table_format_count - 1];
    for (size_t i = 0; i < table_format_count; i++) {
        if (table_formats[i].sniff && table_formats[i].sniff(body)) {
            *out = &table_formats[i];
            return ERR_OK;
        }
        if (has_extension(&table_formats[i], path_extension(name))) by_name = &table_formats[i];
    }
    *out = by_name;
    return ERR_OK;
}
