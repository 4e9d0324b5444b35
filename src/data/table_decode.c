#include "data/table_decode.h"
#include "base/text.h"

#include <string.h>

static bool begins_with(bytes text, const char *mark, size_t len) {
    return text.len >= len && !memcmp(text.data, mark, len);
}

static err_code refuse_binary(bytes raw, err *e) {
    if (begins_with(raw, "\xff\xfe", 2) || begins_with(raw, "\xfe\xff", 2))
        return err_set(e, ERR_UNSUPPORTED, "the file is UTF-16; save it as text in UTF-8");
    const uint8_t *nul = raw.len ? memchr(raw.data, 0, raw.len) : NULL;
    if (!nul) return ERR_OK;
    return err_set(e, ERR_FORMAT, "byte %zu is NUL, so this is no text; save it as UTF-8 text",
                   (size_t)(nul - raw.data));
}

err_code table_decode(bytes raw, const decode_as *other, buf *store, bytes *view,
                      const char **encoding, err *e) {
    err_code rc = refuse_binary(raw, e);
    if (rc) return rc;
    bool marked = begins_with(raw, "\xef\xbb\xbf", 3);
    *view = marked ? (bytes){raw.data + 3, raw.len - 3} : raw;
    *encoding = marked ? "UTF-8 with BOM" : "UTF-8";
    bool look = marked || !other->always || !other->iconv;
    if (look && text_is_utf8(*view)) return ERR_OK;
    if (marked)
        return err_set(e, ERR_FORMAT, "the file is marked as UTF-8 (BOM) but is not; save it anew");
    if (!other->iconv)
        return err_set(e, ERR_FORMAT, "the file says that it is UTF-8 but is not; save it anew");
    *encoding = other->name;
    rc = text_to_utf8(other->iconv, raw, store, e);
    *view = buf_view(store);
    if (!rc || other->always) return rc;
    return err_wrap(e, rc, "neither UTF-8 nor %s", other->name);
}
