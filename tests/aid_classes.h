/* aid_classes: class breaks made and checked, and samples to make them of. */
#ifndef AID_CLASSES_H
#define AID_CLASSES_H
#include "aid_cmocka.h"
#include "aid_random.h"
#include "carto/classify.h"

#define COUNT(a) (sizeof(a) / sizeof *(a))
#define LIST(...)                                                                                  \
    { __VA_ARGS__ }

/* Fails the test if the method refuses. */
class_breaks aid_classes_with(const char *method, const double *v, size_t n, classify_request r);
class_breaks aid_classes(const char *method, const double *v, size_t n, size_t classes,
                         closure closed);
/* Fails unless the edges (to 1e-12) and the counts are these. */
void aid_classes_are(const class_breaks *b, const double *v, size_t n, const double *edges,
                     const size_t *counts, size_t k);
#define CLASSES_ARE(b, v, edges, ...)                                                              \
    aid_classes_are(&(b), v, COUNT(v), (const double[])edges, (const size_t[])__VA_ARGS__,         \
                    COUNT(((const size_t[])__VA_ARGS__)))
/* True if v lies in the interval of class c, by the definition of the closure. */
bool aid_classes_hold(const class_breaks *b, size_t c, double v);
int aid_ascending(const void *a, const void *b); /* for qsort of doubles */
size_t aid_different(const double *sorted, size_t n);

/* Numbers of different kinds, made up: ties, negative ones, such as differ in the tenth digit,
 * groups far apart, magnitudes, subnormal and huge ones. */
#define SAMPLE_KINDS 9
double aid_sample(aid_random *r, unsigned kind);
#endif
