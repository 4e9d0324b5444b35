#include "carto/look_read.h"
#include "base/json.h"
#include "base/text.h"
#include "carto/classify.h"

#include <assert.h>
#include <math.h>
#include <string.h>

bool look_read_number(const char *value, double min, double max, double *out) {
    double v;
    if (!text_to_double(value, &v) || v < min || v > max) return false;
    *out = v == 0 ? 0 : v; /* -0 */
    return true;
}

size_t look_read_word(const char *value, const char *const names[], size_t n) {
    size_t i = 0;
    while (i < n && strcmp(value, names[i]) != 0) i++;
    return i;
}

err_code look_read_either(const char *value, const char *const names[2], bool *out) {
    size_t i = look_read_word(value, names, 2);
    if (i < 2) *out = i;
    return i < 2 ? ERR_OK : ERR_RANGE;
}

bool look_read_flag(const char *value, bool *out) {
    static const char *const names[] = {"0", "1", "false", "true"};
    size_t i = look_read_word(value, names, 4);
    if (i < 4) *out = i % 2;
    return i < 4;
}

#define NUMBER_TEXT_MAX 40 /* bytes of one */

bool look_read_numbers(const char *value, size_t most, double *out, size_t *n_out) {
    double v[CLASSES_MAX];
    size_t n = 0;
    assert(most <= CLASSES_MAX);
    for (const char *at = value, *end = at; *end; at = end + 1, n++) {
        char text[NUMBER_TEXT_MAX + 1];
        end = at + strcspn(at, ",");
        size_t len = (size_t)(end - at);
        if (len > NUMBER_TEXT_MAX || n == most) return false;
        memcpy(text, at, len);
        text[len] = 0;
        if (!look_read_number(text_trim(text), -HUGE_VAL, HUGE_VAL, &v[n])) return false;
        if (n && v[n] <= v[n - 1]) return false;
    }
    if (!n) return false;
    memcpy(out, v, n * sizeof *v);
    *n_out = n;
    return true;
}

err_code look_read_line(const char *value, size_t most, char *out) {
    size_t n = strnlen(value, most + 1);
    if (!n || n > most || !text_is_utf8((bytes){(const uint8_t *)value, n})) return ERR_RANGE;
    for (size_t i = 0; i < n; i++)
        if ((unsigned char)value[i] < 0x20 || value[i] == 0x7f) return ERR_RANGE;
    if (!strcmp(value, "none")) n = 0;
    memset(out, 0, most + 1);
    memcpy(out, value, n);
    return ERR_OK;
}

void look_read_add_number(double v, buf *out) {
    char text[32];
    json_shortest(v, text);
    buf_adds(out, text);
}

void look_read_add_numbers(const double *v, size_t n, buf *out) {
    for (size_t i = 0; i < n; i++) {
        if (i) buf_adds(out, ",");
        look_read_add_number(v[i], out);
    }
}
