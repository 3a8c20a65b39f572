#ifndef APUS_THREAD_SHIMS_H
#define APUS_THREAD_SHIMS_H

#include <stdint.h>

#if defined(__linux__)
#define APUS_TLS_MODEL __attribute__((tls_model("initial-exec")))
#else
#define APUS_TLS_MODEL
#endif

/// The worker that the calling thread is, or null. Read it through apus_current_worker.
extern _Thread_local void *_Nullable apus_worker_slot APUS_TLS_MODEL;

static inline void *_Nullable apus_current_worker(void) { return apus_worker_slot; }
static inline void apus_set_current_worker(void *_Nullable worker) { apus_worker_slot = worker; }

/// Tells the processor that this thread is waiting in a loop.
static inline void apus_spin_hint(void) {
#if defined(__x86_64__) || defined(__i386__)
    __builtin_ia32_pause();
#elif defined(__aarch64__)
    __asm__ volatile("isb" ::: "memory");
#else
    __asm__ volatile("" ::: "memory");
#endif
}

/// A time stamp that grows at a constant rate; see apus_ticks_per_microsecond.
static inline uint64_t apus_ticks(void) {
#if defined(__x86_64__)
    return __builtin_ia32_rdtsc();
#elif defined(__aarch64__)
    uint64_t ticks;
    __asm__ volatile("mrs %0, cntvct_el0" : "=r"(ticks));
    return ticks;
#else
    extern uint64_t apus_clock_ticks(void);
    return apus_clock_ticks();
#endif
}

/// How fast apus_ticks counts; measured once against the system clock.
double apus_ticks_per_microsecond(void);

/// Lengths of time that decide about parallel loops, in ticks. Read them through apus_timing().
typedef struct {
    /// A loop that takes no longer runs on the calling thread.
    uint64_t alone;
    /// A block of a loop that may be split: the most that others wait for work.
    uint64_t piece;
    /// A block of the first positions, and the least time of an element that is heavy.
    uint64_t block;
    /// Waking a worker takes tens of microseconds: work that ends sooner is not worth it.
    uint64_t wake;
} apus_timing_values;
extern apus_timing_values apus_timing_storage;
extern int apus_timing_is_set;
/// Measures the clock, once.
void apus_set_timing(void);
static inline apus_timing_values apus_timing(void) {
    if (__builtin_expect(!__atomic_load_n(&apus_timing_is_set, __ATOMIC_ACQUIRE), 0)) {
        apus_set_timing();
    }
    return apus_timing_storage;
}

/// 1 when heavy barriers reach every thread of the process, so that light ones need only hold the
/// compiler back. Set before the first worker exists, never changed after.
extern int apus_barriers_are_asymmetric;

/// Asks the kernel for process-wide barriers. Returns whether it has them. Call it before any
/// barrier is used; calling it again does nothing.
int apus_prepare_barriers(void);

/// Orders this thread's earlier stores before its later loads, as seen by any thread that issues a
/// heavy barrier between its own store and load.
static inline void apus_light_barrier(void) {
    if (__builtin_expect(apus_barriers_are_asymmetric, 1)) {
        __asm__ volatile("" ::: "memory");
    } else {
        __atomic_thread_fence(__ATOMIC_SEQ_CST);
    }
}

/// The other side of apus_light_barrier: costs a system call where barriers are asymmetric.
void apus_heavy_barrier(void);

/// Waits while *state == expected; may return early.
void apus_park(uint32_t *_Nonnull state, uint32_t expected);

/// Wakes a thread that waits on state. The caller has changed *state before.
void apus_unpark(uint32_t *_Nonnull state);

/// Where a thread may run, on systems that let it be said.
typedef struct apus_placement apus_placement;

/// The processors that the calling thread may use now; null where the system cannot tell.
apus_placement *_Nullable apus_placement_of_this_thread(void);

/// Keeps a thread that is about to be woken off the caller's processor, if it may use others.
void apus_make_room(apus_placement *_Nonnull placement);

/// Called by the placement's thread: lets it use all its processors again.
void apus_go_home(apus_placement *_Nonnull placement);

void apus_placement_free(apus_placement *_Nonnull placement);

/// Names the calling thread, where the system lets it; at most 15 bytes are shown on Linux.
void apus_name_thread(const char *_Nonnull name);

/// The two words of a Swift closure that takes an address, or nothing, and returns nothing.
typedef struct {
    void *_Nullable function;
    void *_Nullable context;
} apus_closure;

/// Calls a captured closure by Swift's calling convention; one that takes nothing ignores the
/// argument.
void apus_closure_call(apus_closure closure, void *_Nullable argument);

#endif
