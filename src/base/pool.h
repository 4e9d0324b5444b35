/* pool: worker threads, used in two ways: pool_submit() queues a job and returns
 * at once; pool_run() is a parallel for that the calling thread takes part in. */
#ifndef BASE_POOL_H
#define BASE_POOL_H
#include "base/err.h"
#include <stddef.h>

typedef struct pool pool;
typedef void pool_job(void *ctx);
typedef err_code pool_fn(void *ctx, size_t i, err *e);

unsigned pool_cores(void); /* of this machine; at least 1 */
/* threads 0: one for each core; queue_max: jobs that may wait, 0 for 1,024. */
err_code pool_create(unsigned threads, size_t queue_max, pool **out, err *e);
void pool_free(pool *p); /* runs every queued job to its end first */
unsigned pool_threads(const pool *p);
/* ERR_BUSY when queue_max jobs wait already; the job then does not run. */
err_code pool_submit(pool *p, pool_job *job, void *ctx, err *e);
/* fn(ctx, i) once for each i in [0, n), on any thread; after the first failure no
 * further i is begun, and that failure is returned.  Not from inside a job.
 * A NULL pool: the calling thread does it all. */
err_code pool_run(pool *p, size_t n, pool_fn *fn, void *ctx, err *e);
#endif
