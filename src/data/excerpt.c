#include "data/excerpt.h"

#include <string.h>

excerpt excerpt_of(const char *text) {
    excerpt x = {{0}};
    size_t len = strnlen(text, sizeof x.text);
    if (len < sizeof x.text) {
        memcpy(x.text, text, len);
        return x;
    }
    size_t end = sizeof x.text - 4;
    while (end > 0 && ((unsigned char)text[end] & 0xc0) == 0x80) end--;
    memcpy(x.text, text, end);
    memcpy(x.text + end, "...", 4);
    return x;
}
