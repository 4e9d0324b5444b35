/* look_compare: the options of what is mapped and what it is compared with: the functions of their
 * rows in look_options.c. */
#ifndef CARTO_LOOK_COMPARE_H
#define CARTO_LOOK_COMPARE_H
#include "carto/look.h"

const char *look_compare_pool_choice(const look_sources *from, size_t i);
err_code look_compare_set_pool(look *l, const look_sources *from, const char *value, err *e);
void look_compare_format_pool(const look *l, buf *out);
err_code look_compare_set_reference(look *l, const look_sources *from, const char *value, err *e);
void look_compare_format_reference(const look *l, buf *out);
const char *look_compare_sides_choice(const look_sources *from, size_t i);
err_code look_compare_set_sides(look *l, const look_sources *from, const char *value, err *e);
void look_compare_format_sides(const look *l, buf *out);
err_code look_compare_set_minus(look *l, const look_sources *from, const char *value, err *e);
void look_compare_format_minus(const look *l, buf *out);
const char *look_compare_change_choice(const look_sources *from, size_t i);
err_code look_compare_set_change(look *l, const look_sources *from, const char *value, err *e);
void look_compare_format_change(const look *l, buf *out);
const char *look_compare_metric_choice(const look_sources *from, size_t i);
err_code look_compare_set_metric(look *l, const look_sources *from, const char *value, err *e);
void look_compare_format_metric(const look *l, buf *out);
err_code look_compare_set_bivariate(look *l, const look_sources *from, const char *value, err *e);
void look_compare_format_bivariate(const look *l, buf *out);
err_code look_compare_set_second_breaks(look *l, const look_sources *from, const char *value,
                                        err *e);
void look_compare_format_second_breaks(const look *l, buf *out);
err_code look_compare_set_focus(look *l, const look_sources *from, const char *value, err *e);
void look_compare_format_focus(const look *l, buf *out);
err_code look_compare_set_groups(look *l, const look_sources *from, const char *value, err *e);
void look_compare_format_groups(const look *l, buf *out);
const char *look_compare_uncertain_choice(const look_sources *from, size_t i);
err_code look_compare_set_uncertain(look *l, const look_sources *from, const char *value, err *e);
void look_compare_format_uncertain(const look *l, buf *out);
#endif
