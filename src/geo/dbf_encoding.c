#include "geo/dbf_encoding.h"

#include <ctype.h>
#include <string.h>

typedef struct alias {
    const char *spelling, *iconv;
} alias;

/* Letters and digits only, upper case, without a leading "ANSI", "OEM", "CP" and the like. */
static const alias aliases[] = {
    {"UTF8", "UTF-8"},
    {"65001", "UTF-8"},
    {"UNICODE", "UTF-8"},
    {"ASCII", "UTF-8"}, /* what is no ASCII is then seen, and the next encoding tried */
    {"20127", "UTF-8"},
    {"LATIN1", "ISO-8859-1"},
    {"L1", "ISO-8859-1"},
    {"28591", "ISO-8859-1"},
    {"LATIN2", "ISO-8859-2"},
    {"LATIN9", "ISO-8859-15"},
    {"BIG5", "BIG5"},
    {"SJIS", "CP932"},
    {"SHIFTJIS", "CP932"},
    {"GBK", "CP936"},
    {"EUCKR", "CP949"},
    {"SYSTEM", ""},
    {"DEFAULT", ""},
    {"ANSI", ""},
    {"OEM", ""},
    {"0", ""},
    {"NONE", ""},
};

/* Code pages that stand as a bare number: .cpg files of ESRI, the header's ids below. */
static const alias pages[] = {
    {"437", "CP437"},   {"737", "CP737"},   {"775", "CP775"},       {"850", "CP850"},
    {"852", "CP852"},   {"855", "CP855"},   {"857", "CP857"},       {"858", "CP858"},
    {"860", "CP860"},   {"861", "CP861"},   {"862", "CP862"},       {"863", "CP863"},
    {"864", "CP864"},   {"865", "CP865"},   {"866", "CP866"},       {"869", "CP869"},
    {"874", "CP874"},   {"932", "CP932"},   {"936", "CP936"},       {"949", "CP949"},
    {"950", "CP950"},   {"1250", "CP1250"}, {"1251", "CP1251"},     {"1252", "CP1252"},
    {"1253", "CP1253"}, {"1254", "CP1254"}, {"1255", "CP1255"},     {"1256", "CP1256"},
    {"1257", "CP1257"}, {"1258", "CP1258"}, {"10000", "MACINTOSH"},
};

static const char *const iso_parts[] = {
    NULL,         "ISO-8859-1",  "ISO-8859-2",  "ISO-8859-3",  "ISO-8859-4",  "ISO-8859-5",
    "ISO-8859-6", "ISO-8859-7",  "ISO-8859-8",  "ISO-8859-9",  "ISO-8859-10", "ISO-8859-11",
    NULL,         "ISO-8859-13", "ISO-8859-14", "ISO-8859-15", "ISO-8859-16",
};

enum { PLAIN_MAX = 32 };

static void plain_spelling(const char *text, char out[PLAIN_MAX]) {
    size_t n = 0;
    for (; *text && n < PLAIN_MAX - 1; text++)
        if (isalnum((unsigned char)*text)) out[n++] = (char)toupper((unsigned char)*text);
    out[n] = 0;
}

static const char *find(const alias *list, size_t n, const char *plain) {
    for (size_t i = 0; i < n; i++)
        if (!strcmp(plain, list[i].spelling)) return list[i].iconv;
    return NULL;
}

/* "CP1252", "ANSI1252", "WINDOWS1252" and "MSANSI1252" all name page 1252. */
static const char *find_page(const char *plain) {
    static const char *const words[] = {"MS",  "WINDOWS", "WIN", "ANSI",     "OEM",
                                        "IBM", "DOS",     "CP",  "CODEPAGE", "X"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        size_t len = strlen(words[i]);
        if (!strncmp(plain, words[i], len) && plain[len]) plain += len;
    }
    return find(pages, sizeof pages / sizeof *pages, plain);
}

/* "88591", "ISO88591", "ISO885915": the digits behind 8859 are the part's number. */
static const char *find_iso(const char *plain) {
    if (!strncmp(plain, "ISO", 3)) plain += 3;
    if (strncmp(plain, "8859", 4) != 0) return NULL;
    unsigned part = 0;
    for (plain += 4; isdigit((unsigned char)*plain) && part < 100; plain++)
        part = 10 * part + (unsigned)(*plain - '0');
    return *plain || part >= sizeof iso_parts / sizeof *iso_parts ? NULL : iso_parts[part];
}

const char *dbf_encoding_of_name(const char *text) {
    char plain[PLAIN_MAX];
    plain_spelling(text, plain);
    const char *known = find(aliases, sizeof aliases / sizeof *aliases, plain);
    if (!known) known = find_iso(plain);
    if (!known) known = find_page(plain);
    return known ? known : text;
}

static const struct language_id {
    uint8_t id;
    const char *iconv;
} language_ids[] = {
    {0x01, "CP437"},                         /* United States, MS-DOS */
    {0x02, "CP850"},                         /* International, MS-DOS */
    {0x03, "CP1252"},                        /* Windows ANSI */
    {0x04, "MACINTOSH"},    {0x08, "CP865"}, /* Danish */
    {0x09, "CP437"},                         /* Dutch */
    {0x0a, "CP850"},        {0x0b, "CP437"}, /* Finnish */
    {0x0d, "CP437"},                         /* French */
    {0x0e, "CP850"},        {0x0f, "CP437"}, /* German */
    {0x10, "CP850"},        {0x11, "CP437"}, /* Italian */
    {0x12, "CP850"},        {0x13, "CP932"}, /* Japanese */
    {0x14, "CP850"},                         /* Spanish */
    {0x15, "CP437"},                         /* Swedish */
    {0x16, "CP850"},        {0x17, "CP865"}, /* Norwegian */
    {0x18, "CP437"},                         /* Spanish */
    {0x19, "CP437"},                         /* English, Great Britain */
    {0x1a, "CP850"},        {0x1b, "CP437"}, /* English, United States */
    {0x1c, "CP863"},                         /* French, Canada */
    {0x1d, "CP850"},        {0x1f, "CP852"}, /* Czech */
    {0x22, "CP852"},                         /* Hungarian */
    {0x23, "CP852"},                         /* Polish */
    {0x24, "CP860"},                         /* Portuguese */
    {0x25, "CP850"},        {0x26, "CP866"}, /* Russian */
    {0x37, "CP850"},                         /* English, United States */
    {0x40, "CP852"},                         /* Romanian */
    {0x4d, "CP936"},                         /* Chinese, simplified */
    {0x4e, "CP949"},                         /* Korean */
    {0x4f, "CP950"},                         /* Chinese, traditional */
    {0x50, "CP874"},                         /* Thai */
    {0x58, "CP1252"},                        /* Western European ANSI */
    {0x59, "CP1252"},                        /* Spanish ANSI */
    {0x64, "CP852"},                         /* Eastern European, MS-DOS */
    {0x65, "CP866"},                         /* Russian, MS-DOS */
    {0x66, "CP865"},                         /* Nordic, MS-DOS */
    {0x67, "CP861"},                         /* Icelandic, MS-DOS */
    {0x68, "CP895"},                         /* Kamenicky (Czech), MS-DOS */
    {0x69, "CP620"},                         /* Mazovia (Polish), MS-DOS */
    {0x6a, "CP737"},                         /* Greek, MS-DOS */
    {0x6b, "CP857"},                         /* Turkish, MS-DOS */
    {0x6c, "CP863"},                         /* French, Canada, MS-DOS */
    {0x78, "CP950"},                         /* Chinese, traditional, Windows */
    {0x79, "CP949"},                         /* Korean, Windows */
    {0x7a, "CP936"},                         /* Chinese, simplified, Windows */
    {0x7b, "CP932"},                         /* Japanese, Windows */
    {0x7c, "CP874"},                         /* Thai, Windows */
    {0x7d, "CP1255"},                        /* Hebrew, Windows */
    {0x7e, "CP1256"},                        /* Arabic, Windows */
    {0x86, "CP737"},                         /* Greek OEM */
    {0x87, "CP852"},                         /* Slovenian OEM */
    {0x88, "CP857"},                         /* Turkish OEM */
    {0x96, "MAC-CYRILLIC"}, {0x97, "MAC-CENTRALEUROPE"},
    {0x98, "MACGREEK"},     {0xc8, "CP1250"}, /* Eastern European, Windows */
    {0xc9, "CP1251"},                         /* Russian, Windows */
    {0xca, "CP1254"},                         /* Turkish, Windows */
    {0xcb, "CP1253"},                         /* Greek, Windows */
    {0xcc, "CP1257"},                         /* Baltic, Windows */
};

const char *dbf_encoding_of_id(uint8_t id) {
    for (size_t i = 0; i < sizeof language_ids / sizeof *language_ids; i++)
        if (language_ids[i].id == id) return language_ids[i].iconv;
    return NULL;
}
