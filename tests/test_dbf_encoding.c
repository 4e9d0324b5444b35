/* Truth: Unicode's mapping tables of the code pages, by one letter that tells each from the
 * others; ESRI's and Borland's lists of language driver ids. */
#include "aid_cmocka.h"
#include "base/text.h"
#include "geo/dbf_encoding.h"

#include <string.h>

static void test_spellings(void **state) {
    (void)state;
    static const char *const rows[][2] = {
        {"UTF-8", "UTF-8"},
        {"utf-8", "UTF-8"},
        {"UTF8", "UTF-8"},
        {"Utf_8", "UTF-8"},
        {"65001", "UTF-8"},
        {"CP65001", "CP65001"}, /* not known: left to iconv */
        {"ISO-8859-1", "ISO-8859-1"},
        {"ISO 88591", "ISO-8859-1"},
        {"iso8859-1", "ISO-8859-1"},
        {"ISO8859_1", "ISO-8859-1"},
        {"ISO_8859-1", "ISO-8859-1"},
        {"88591", "ISO-8859-1"},
        {"8859-1", "ISO-8859-1"},
        {"28591", "ISO-8859-1"},
        {"LATIN1", "ISO-8859-1"},
        {"Latin-1", "ISO-8859-1"},
        {"ISO-8859-15", "ISO-8859-15"},
        {"885915", "ISO-8859-15"},
        {"8859-2", "ISO-8859-2"},
        {"ISO-8859-12", "ISO-8859-12"}, /* there is none */
        {"ISO-8859-99", "ISO-8859-99"},
        {"8859", "8859"},
        {"1252", "CP1252"},
        {"ANSI 1252", "CP1252"},
        {"windows-1252", "CP1252"},
        {"Windows 1252", "CP1252"},
        {"WIN1252", "CP1252"},
        {"CP1252", "CP1252"},
        {"cp-1252", "CP1252"},
        {"1250", "CP1250"},
        {"ANSI 1251", "CP1251"},
        {"850", "CP850"},
        {"OEM 850", "CP850"},
        {"IBM850", "CP850"},
        {"CP437", "CP437"},
        {"437", "CP437"},
        {"Big5", "BIG5"},
        {"Shift_JIS", "CP932"},
        {"SYSTEM", ""},
        {"OEM", ""},
        {"ANSI", ""},
        {"KLINGON", "KLINGON"},
        {"", ""},
        {"a text that is longer than any name of an encoding has ever been",
         "a text that is longer than any name of an encoding has ever been"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        assert_string_equal(dbf_encoding_of_name(rows[i][0]), rows[i][1]);
}

/* One byte, or two in Asia, and what it is there. */
static const struct letter {
    const char *encoding, *bytes, *text;
} letters[] = {
    {"CP437", "\x9b", "¢"},        {"CP737", "\x80", "Α"},
    {"CP850", "\x9b", "ø"},        {"CP852", "\x9b", "Ť"},
    {"CP857", "\x98", "İ"},        {"CP860", "\x84", "ã"},
    {"CP861", "\x8b", "Ð"},        {"CP863", "\x84", "Â"},
    {"CP865", "\xaf", "¤"},        {"CP866", "\x80", "А"},
    {"CP874", "\xa1", "ก"},        {"CP932", "\x83\x41", "ア"},
    {"CP936", "\xd6\xd0", "中"},   {"CP949", "\xb0\xa1", "가"},
    {"CP950", "\xa4\xa4", "中"},   {"CP1250", "\xe8", "č"},
    {"CP1251", "\xe8", "и"},       {"CP1252", "\x80", "€"},
    {"CP1253", "\xe1", "α"},       {"CP1254", "\xfd", "ı"},
    {"CP1255", "\xe0", "א"},       {"CP1256", "\xc7", "ا"},
    {"CP1257", "\xe0", "ą"},       {"MACINTOSH", "\x8a", "ä"},
    {"MAC-CYRILLIC", "\x80", "А"}, {"MAC-CENTRALEUROPE", "\x8b", "č"},
};

static const struct letter *letter_of(const char *encoding) {
    for (size_t i = 0; i < sizeof letters / sizeof *letters; i++)
        if (!strcmp(letters[i].encoding, encoding)) return &letters[i];
    return NULL;
}

/* ESRI's table in "Codepage of a dBASE file": id, code page. */
static const struct {
    uint8_t id;
    const char *encoding;
} ids[] = {
    {0x01, "CP437"},        {0x02, "CP850"},
    {0x03, "CP1252"},       {0x04, "MACINTOSH"},
    {0x08, "CP865"},        {0x09, "CP437"},
    {0x0a, "CP850"},        {0x0b, "CP437"},
    {0x0d, "CP437"},        {0x0e, "CP850"},
    {0x0f, "CP437"},        {0x10, "CP850"},
    {0x11, "CP437"},        {0x12, "CP850"},
    {0x13, "CP932"},        {0x14, "CP850"},
    {0x15, "CP437"},        {0x16, "CP850"},
    {0x17, "CP865"},        {0x18, "CP437"},
    {0x19, "CP437"},        {0x1a, "CP850"},
    {0x1b, "CP437"},        {0x1c, "CP863"},
    {0x1d, "CP850"},        {0x1f, "CP852"},
    {0x22, "CP852"},        {0x23, "CP852"},
    {0x24, "CP860"},        {0x25, "CP850"},
    {0x26, "CP866"},        {0x37, "CP850"},
    {0x40, "CP852"},        {0x4d, "CP936"},
    {0x4e, "CP949"},        {0x4f, "CP950"},
    {0x50, "CP874"},        {0x58, "CP1252"},
    {0x59, "CP1252"},       {0x64, "CP852"},
    {0x65, "CP866"},        {0x66, "CP865"},
    {0x67, "CP861"},        {0x6a, "CP737"},
    {0x6b, "CP857"},        {0x6c, "CP863"},
    {0x78, "CP950"},        {0x79, "CP949"},
    {0x7a, "CP936"},        {0x7b, "CP932"},
    {0x7c, "CP874"},        {0x7d, "CP1255"},
    {0x7e, "CP1256"},       {0x86, "CP737"},
    {0x87, "CP852"},        {0x88, "CP857"},
    {0x96, "MAC-CYRILLIC"}, {0x97, "MAC-CENTRALEUROPE"},
    {0xc8, "CP1250"},       {0xc9, "CP1251"},
    {0xca, "CP1254"},       {0xcb, "CP1253"},
    {0xcc, "CP1257"},
};

static void test_language_ids_name_encodings_that_iconv_decodes(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof ids / sizeof *ids; i++) {
        const char *encoding = dbf_encoding_of_id(ids[i].id);
        if (!encoding || strcmp(encoding, ids[i].encoding) != 0)
            fail_msg("0x%02x is %s", ids[i].id, encoding ? encoding : "nothing");
        const struct letter *l = letter_of(encoding);
        assert_non_null(l);
        buf out = BUF_EMPTY;
        err e = {0};
        bytes in = {(const uint8_t *)l->bytes, strlen(l->bytes)};
        if (text_to_utf8(encoding, in, &out, &e)) fail_msg("%s", e.text);
        assert_string_equal(buf_text(&out), l->text);
        buf_free(&out);
    }
}

/* iconv does not know Kamenicky's, Mazovia's and Apple's Greek page: a warning then names them. */
static void test_other_ids(void **state) {
    (void)state;
    static const uint8_t silent[] = {0x00, 0x57, 0x05, 0x63, 0xff};
    for (size_t i = 0; i < sizeof silent; i++) assert_null(dbf_encoding_of_id(silent[i]));
    assert_string_equal(dbf_encoding_of_id(0x68), "CP895");
    assert_string_equal(dbf_encoding_of_id(0x69), "CP620");
    assert_string_equal(dbf_encoding_of_id(0x98), "MACGREEK");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_spellings),
        cmocka_unit_test(test_language_ids_name_encodings_that_iconv_decodes),
        cmocka_unit_test(test_other_ids),
    };
    return cmocka_run_group_tests_name("dbf_encoding", tests, NULL, NULL);
}
