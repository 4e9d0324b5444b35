/* command: the program's verbs.  Adding one is a function and a row. */
#ifndef APP_COMMAND_H
#define APP_COMMAND_H
#include "app/args.h"

typedef struct command {
    const char *name, *usage, *title;
    unsigned groups; /* of arg_group */
    /* ERR_USAGE makes exit status 2, any other error 1; *status sets it without an error text. */
    err_code (*run)(const args *a, int *status, err *e);
} command;

extern const command commands[];
extern const size_t command_count;

err_code command_serve(const args *a, int *status, err *e);
err_code command_tile(const args *a, int *status, err *e);
err_code command_image(const args *a, int *status, err *e);
err_code command_poster(const args *a, int *status, err *e);
err_code command_legend(const args *a, int *status, err *e);
err_code command_check(const args *a, int *status, err *e);
err_code command_inspect(const args *a, int *status, err *e);
err_code command_classify(const args *a, int *status, err *e);
err_code command_stats(const args *a, int *status, err *e);
err_code command_compare(const args *a, int *status, err *e);
err_code command_profile(const args *a, int *status, err *e);
err_code command_ramps(const args *a, int *status, err *e);
#endif
