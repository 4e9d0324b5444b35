#include "geo/dbf_text.h"
#include "base/json.h"
#include "base/text.h"

#include <string.h>

/* How many bytes at the end begin a letter of UTF-8 that is not complete. */
static size_t cut_letter(const char *text, size_t len) {
    for (size_t back = 1; back <= 3 && back <= len; back++) {
        uint8_t c = (uint8_t)text[len - back];
        if ((c & 0xc0) == 0x80) continue;
        size_t wanted = c >= 0xf0 && c < 0xf8 ? 4 : c >= 0xe0 ? 3 : c >= 0xc2 ? 2 : 1;
        return c < 0xf8 && back < wanted ? back : 0;
    }
    return 0;
}

static void add_span(buf *out, const char *text, size_t len) {
    size_t from = out->len;
    buf_add(out, text, len);
    for (size_t i = from; i < out->len; i++)
        if (out->data[i] < 0x20) out->data[i] = ' ';
}

void dbf_text_add(buf *out, const char *text, size_t width) {
    size_t len = strlen(text), cut = len == width ? cut_letter(text, len) : 0;
    add_span(out, text, len - cut);
    if (cut) buf_put(out, DBF_TEXT_CUT);
    add_span(out, text + len - cut, cut);
    buf_put(out, '\n');
}

/* Of a whole number every digit, also where a double would not hold them: it may be a key. */
static bool add_whole(buf *out, const char *text) {
    bool minus = *text == '-';
    if (minus || *text == '+') text++;
    size_t digits = strspn(text, "0123456789"), zeros = strspn(text, "0");
    const char *rest = text + digits;
    if (*rest == '.') rest += 1 + strspn(rest + 1, "0");
    if (!digits || *rest) return false;
    if (zeros == digits) zeros--, minus = false;
    buf_addf(out, "%s%.*s\n", minus ? "-" : "", (int)(digits - zeros), text + zeros);
    return true;
}

/* Decimals of up to 15 digits are the shortest text of the double next to them (DBL_DIG), but for
 * the zeros at either end.  Small ones are left to what knows about exponents. */
static bool add_decimal(buf *out, const char *text) {
    const char *minus = *text == '-' ? "-" : "";
    text += *text == '-';
    text += strspn(text, "0");
    size_t whole = strspn(text, "0123456789");
    if (text[whole] != '.') return false;
    const char *part = text + whole + 1;
    size_t n = strspn(part, "0123456789");
    if (part[n]) return false;
    while (n && part[n - 1] == '0') n--;
    bool small = !whole && strspn(part, "0") > 3;
    if (!n || small || whole + n > 15) return false;
    buf_adds(out, minus);
    buf_add(out, whole ? text : "0", whole ? whole : 1);
    buf_put(out, '.');
    buf_add(out, part, n);
    buf_put(out, '\n');
    return true;
}

void dbf_text_add_number(buf *out, const char *text) {
    double v;
    char shortest[32];
    text += strspn(text, " ");
    if (add_whole(out, text) || add_decimal(out, text)) return;
    if (text_to_double(text, &v)) {
        json_shortest(v, shortest);
        text = shortest;
    } else if (text[strspn(text, "* ")] == 0)
        text = "";
    dbf_text_add(out, text, SIZE_MAX);
}

void dbf_text_drop_marks(bytes raw, bool letters, buf *out) {
    bool dropping = false;
    for (size_t i = 0; i < raw.len; i++) {
        if (raw.data[i] == '\n') dropping = false;
        if (raw.data[i] == DBF_TEXT_CUT)
            dropping = letters;
        else if (!dropping)
            buf_put(out, raw.data[i]);
    }
}

bool dbf_text_has_letters(bytes raw) {
    bool dropping = false;
    for (size_t i = 0; i < raw.len; i++) {
        dropping = raw.data[i] != '\n' && (dropping || raw.data[i] == DBF_TEXT_CUT);
        if (!dropping && raw.data[i] >= 0x80) return true;
    }
    return !raw.len || !memchr(raw.data, DBF_TEXT_CUT, raw.len);
}
