#if defined(__linux__)
#define _GNU_SOURCE
#include <sched.h>
#include <stdlib.h>
#endif

#include "system_shims.h"

int apus_affinity_processor_count(void) {
#if defined(__linux__)
    // The kernel refuses masks smaller than its own, so grow until it accepts.
    for (int processors = 1024; processors <= 1 << 20; processors *= 2) {
        cpu_set_t *mask = CPU_ALLOC(processors);
        if (!mask) return 0;
        size_t size = CPU_ALLOC_SIZE(processors);
        CPU_ZERO_S(size, mask);
        int status = sched_getaffinity(0, size, mask);
        int count = status == 0 ? CPU_COUNT_S(size, mask) : 0;
        CPU_FREE(mask);
        if (status == 0) return count;
    }
#endif
    return 0;
}
