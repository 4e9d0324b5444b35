/* address: who a client is: IP addresses, ranges of them, and the one that a proxy tells. */
#ifndef SERVE_ADDRESS_H
#define SERVE_ADDRESS_H
#include "base/err.h"
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/socket.h>

#define ADDRESS_TEXT_MAX   48
#define ADDRESS_RANGES_MAX 32

typedef struct address { /* IPv4 as ::ffff:a.b.c.d; all zero: not known, as over a unix socket */
    uint8_t byte[16];
} address;

typedef struct address_ranges {
    size_t count;
    struct {
        address base;
        unsigned bits; /* of 128 */
    } range[ADDRESS_RANGES_MAX];
} address_ranges;

address address_of_socket(const struct sockaddr *a); /* NULL and other families: not known */
bool address_is_known(address a);
/* "192.0.2.1", "[2001:db8::1]:80", with or without a port; false: no address. */
bool address_parse(const char *text, size_t len, address *out);
void address_format(address a, char out[ADDRESS_TEXT_MAX]); /* "-" if it is not known */
/* What counts as one client: an IPv4 address, or the first 64 bits of an IPv6 one. */
address address_of_client(address a);

/* "10.0.0.0/8,::1": ERR_USAGE says which part is none. */
err_code address_ranges_parse(const char *text, address_ranges *out, err *e);
bool address_ranges_have(const address_ranges *r, address a);
/* The client behind trusted proxies: of X-Forwarded-For (NULL: none) the last address that is not
 * itself one of the ranges; `peer` if it is not trusted, or where the header is not as it should
 * be. A peer that is not known (a unix socket) is trusted. */
address address_behind(const address_ranges *trusted, address peer, const char *forwarded_for);
#endif
