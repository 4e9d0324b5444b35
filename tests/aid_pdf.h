/* aid_pdf: a PDF as other programs read it. */
#ifndef AID_PDF_H
#define AID_PDF_H
#include "aid_files.h"
#include "draw/canvas.h"

/* Finishes the canvas and frees it, writes DIR/NAME; fails the test if it cannot. */
void aid_pdf_write(canvas *c, const char *dir, const char *name, char path[AID_PATH]);
/* What a program says of it, "%s" being its path; skips the test where the program is not.  Free
 * it. */
char *aid_pdf_asked(const char *format, const char *path);
void aid_text_has(const char *text, const char *part);
size_t aid_text_count(const char *text, const char *part);
#endif
