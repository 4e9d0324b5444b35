#include "serve/address.h"
#include "base/text.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdio.h>
#include <string.h>

static const uint8_t v4_prefix[12] = {[10] = 0xff, [11] = 0xff};

static bool is_v4(address a) { return !memcmp(a.byte, v4_prefix, sizeof v4_prefix); }

static address from_v4(const void *four) {
    address a;
    memcpy(a.byte, v4_prefix, sizeof v4_prefix);
    memcpy(a.byte + sizeof v4_prefix, four, 4);
    return a;
}

address address_of_socket(const struct sockaddr *s) {
    address a = {{0}};
    if (s && s->sa_family == AF_INET)
        return from_v4(&((const struct sockaddr_in *)(const void *)s)->sin_addr);
    if (s && s->sa_family == AF_INET6)
        memcpy(a.byte, &((const struct sockaddr_in6 *)(const void *)s)->sin6_addr, sizeof a.byte);
    return a;
}

bool address_is_known(address a) {
    static const address none = {{0}};
    return memcmp(&a, &none, sizeof a) != 0;
}

static bool parse_number(const char *text, address *out) {
    struct in_addr v4;
    struct in6_addr v6;
    if (inet_pton(AF_INET, text, &v4) == 1) {
        *out = from_v4(&v4);
        return true;
    }
    if (inet_pton(AF_INET6, text, &v6) != 1) return false;
    memcpy(out->byte, &v6, sizeof out->byte);
    return true;
}

bool address_parse(const char *text, size_t len, address *out) {
    char copy[ADDRESS_TEXT_MAX + 8];
    while (len && (*text == ' ' || *text == '\t')) text++, len--;
    while (len && (text[len - 1] == ' ' || text[len - 1] == '\t')) len--;
    if (!len || len >= sizeof copy) return false;
    memcpy(copy, text, len);
    copy[len] = '\0';
    if (*copy == '[') { /* "[v6]" or "[v6]:port" */
        char *end = strchr(copy, ']');
        if (!end) return false;
        *end = '\0';
        return parse_number(copy + 1, out);
    }
    char *colon = strchr(copy, ':');
    if (colon && !strchr(colon + 1, ':')) *colon = '\0'; /* "v4:port" */
    return parse_number(copy, out);
}

void address_format(address a, char out[ADDRESS_TEXT_MAX]) {
    snprintf(out, ADDRESS_TEXT_MAX, "-");
    if (is_v4(a))
        inet_ntop(AF_INET, a.byte + sizeof v4_prefix, out, ADDRESS_TEXT_MAX);
    else if (address_is_known(a))
        inet_ntop(AF_INET6, a.byte, out, ADDRESS_TEXT_MAX);
}

address address_of_client(address a) {
    if (!is_v4(a)) memset(a.byte + 8, 0, 8);
    return a;
}

/* ---- ranges ---- */

static err_code add_range(const char *text, size_t len, address_ranges *out, err *e) {
    const char *slash = memchr(text, '/', len);
    char bits[8] = "";
    address base;
    unsigned long n = 0;
    size_t head = slash ? (size_t)(slash - text) : len, tail = slash ? len - head - 1 : 0;
    bool good = address_parse(text, head, &base) && tail < sizeof bits;
    unsigned most = good && is_v4(base) ? 32 : 128;
    if (good && slash) {
        memcpy(bits, slash + 1, tail);
        good = text_to_uint(bits, most, &n);
    }
    if (!good)
        return err_set(e, ERR_USAGE, "\"%.*s\" is no address and no range like 10.0.0.0/8",
                       (int)(len > 60 ? 60 : len), text);
    if (out->count == ADDRESS_RANGES_MAX)
        return err_set(e, ERR_USAGE, "more than %d ranges of addresses", ADDRESS_RANGES_MAX);
    out->range[out->count].base = base;
    out->range[out->count++].bits = (slash ? (unsigned)n : most) + (128 - most);
    return ERR_OK;
}

err_code address_ranges_parse(const char *text, address_ranges *out, err *e) {
    *out = (address_ranges){0};
    for (err_code rc;; text++) {
        size_t len = strcspn(text, ",");
        if ((rc = add_range(text, len, out, e))) return rc;
        text += len;
        if (!*text) return ERR_OK;
    }
}

static bool same_bits(const address *a, const address *b, unsigned bits) {
    unsigned whole = bits / 8, rest = bits % 8;
    if (memcmp(a->byte, b->byte, whole) != 0) return false;
    return !rest || !((a->byte[whole] ^ b->byte[whole]) >> (8 - rest));
}

bool address_ranges_have(const address_ranges *r, address a) {
    for (size_t i = 0; i < r->count; i++)
        if (same_bits(&r->range[i].base, &a, r->range[i].bits)) return true;
    return false;
}

address address_behind(const address_ranges *trusted, address peer, const char *forwarded_for) {
    address client = peer;
    size_t len = forwarded_for ? strlen(forwarded_for) : 0;
    while (len && (!address_is_known(client) || address_ranges_have(trusted, client))) {
        size_t from = len;
        while (from && forwarded_for[from - 1] != ',') from--;
        address next;
        if (!address_parse(forwarded_for + from, len - from, &next)) break;
        client = next;
        len = from ? from - 1 : 0;
    }
    return client;
}
