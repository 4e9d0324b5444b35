#include "aid_pdf.h"
#include "aid_cmocka.h"
#include "aid_image.h"
#include "base/fileio.h"

#include <stdlib.h>
#include <string.h>

void aid_pdf_write(canvas *c, const char *dir, const char *name, char path[AID_PATH]) {
    buf out = BUF_EMPTY;
    err e = {0};
    aid_path(dir, name, path);
    if (canvas_finish(c, &out, &e) || file_write_atomic(path, buf_view(&out), &e))
        fail_msg("%s", e.text);
    canvas_free(c);
    buf_free(&out);
}

char *aid_pdf_asked(const char *format, const char *path) {
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
    char *said = aid_output_of(format, path);
#pragma GCC diagnostic pop
    return said;
}

void aid_text_has(const char *text, const char *part) {
    if (!strstr(text, part)) fail_msg("\"%s\" is not in:\n%s", part, text);
}

size_t aid_text_count(const char *text, const char *part) {
    size_t n = 0;
    for (const char *at = text; (at = strstr(at, part)); at += strlen(part)) n++;
    return n;
}
