/* memory: what the allocator keeps of memory that was given back. */
#ifndef BASE_MEMORY_H
#define BASE_MEMORY_H

/* Returns free memory to the system, where the C library can: after a load, whose short-lived texts
 * and threads leave tens of megabytes that nobody needs again.  Any thread. */
void memory_trim(void);
#endif
