#if defined(__linux__)
#define _GNU_SOURCE
#include <linux/futex.h>
#include <sched.h>
#include <sys/syscall.h>
#include <unistd.h>
#endif

#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <time.h>

#include "thread_shims.h"

_Thread_local void *apus_worker_slot APUS_TLS_MODEL = 0;
int apus_barriers_are_asymmetric = 0;

static uint64_t nanoseconds(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (uint64_t)time.tv_sec * 1000000000u + (uint64_t)time.tv_nsec;
}

uint64_t apus_clock_ticks(void) { return nanoseconds(); }

static double measure_ticks_per_microsecond(void) {
#if defined(__x86_64__)
    // 200 microseconds give the rate to about a thousandth.
    uint64_t start = nanoseconds(), first = apus_ticks(), now;
    do {
        now = nanoseconds();
    } while (now - start < 200000);
    return (double)(apus_ticks() - first) * 1000.0 / (double)(now - start);
#elif defined(__aarch64__)
    uint64_t frequency;
    __asm__ volatile("mrs %0, cntfrq_el0" : "=r"(frequency));
    return (double)frequency / 1e6;
#else
    return 1000.0;
#endif
}

static double rate;
static pthread_once_t rate_once = PTHREAD_ONCE_INIT;
static void measure_rate(void) { rate = measure_ticks_per_microsecond(); }

double apus_ticks_per_microsecond(void) {
    pthread_once(&rate_once, measure_rate);
    return rate;
}

apus_timing_values apus_timing_storage;
int apus_timing_is_set = 0;
static pthread_once_t timing_once = PTHREAD_ONCE_INIT;
static void set_timing(void) {
    double ticks = apus_ticks_per_microsecond();
    apus_timing_storage.alone = (uint64_t)(5 * ticks);
    apus_timing_storage.piece = (uint64_t)(4 * ticks);
    apus_timing_storage.block = (uint64_t)(1 * ticks);
    apus_timing_storage.wake = (uint64_t)(20 * ticks);
    __atomic_store_n(&apus_timing_is_set, 1, __ATOMIC_RELEASE);
}

void apus_set_timing(void) { pthread_once(&timing_once, set_timing); }

#if defined(__linux__) && defined(SYS_membarrier)
enum { register_private_expedited = 1 << 4, private_expedited = 1 << 3 };
#endif

static pthread_once_t barrier_once = PTHREAD_ONCE_INIT;
static void prepare_barriers(void) {
#if defined(__linux__) && defined(SYS_membarrier)
    if (syscall(SYS_membarrier, register_private_expedited, 0, 0) == 0 &&
        syscall(SYS_membarrier, private_expedited, 0, 0) == 0) {
        apus_barriers_are_asymmetric = 1;
    }
#endif
}

int apus_prepare_barriers(void) {
    pthread_once(&barrier_once, prepare_barriers);
    return apus_barriers_are_asymmetric;
}

void apus_heavy_barrier(void) {
#if defined(__linux__) && defined(SYS_membarrier)
    if (apus_barriers_are_asymmetric) {
        syscall(SYS_membarrier, private_expedited, 0, 0);
        return;
    }
#endif
    __atomic_thread_fence(__ATOMIC_SEQ_CST);
}

#if defined(__linux__)

void apus_park(uint32_t *state, uint32_t expected) {
    syscall(SYS_futex, state, FUTEX_WAIT_PRIVATE, expected, 0, 0, 0);
}

struct apus_placement {
    pid_t thread;
    /// Where the thread may run.
    cpu_set_t home;
    /// How often it was moved, and how many of these moves it has taken back.
    _Atomic unsigned moves;
    unsigned taken_back;
};

apus_placement *apus_placement_of_this_thread(void) {
    apus_placement *placement = malloc(sizeof *placement);
    if (!placement) return 0;
    placement->thread = (pid_t)syscall(SYS_gettid);
    placement->moves = 0;
    placement->taken_back = 0;
    if (sched_getaffinity(0, sizeof placement->home, &placement->home) != 0) {
        free(placement);
        return 0;
    }
    return placement;
}

void apus_make_room(apus_placement *placement) {
    int processor = sched_getcpu();
    cpu_set_t others = placement->home;
    if (processor < 0 || processor >= CPU_SETSIZE || !CPU_ISSET(processor, &others)) return;
    CPU_CLR(processor, &others);
    if (CPU_COUNT(&others) == 0) return;
    if (sched_setaffinity(placement->thread, sizeof others, &others) == 0) {
        // Afterwards: whenever the thread sees this, it also undoes what came before.
        atomic_fetch_add_explicit(&placement->moves, 1, memory_order_release);
    }
}

void apus_go_home(apus_placement *placement) {
    unsigned moves = atomic_load_explicit(&placement->moves, memory_order_acquire);
    if (moves == placement->taken_back) return;
    placement->taken_back = moves;
    sched_setaffinity(0, sizeof placement->home, &placement->home);
}

void apus_unpark(uint32_t *state) { syscall(SYS_futex, state, FUTEX_WAKE_PRIVATE, 1, 0, 0, 0); }

#else

apus_placement *apus_placement_of_this_thread(void) { return 0; }
void apus_make_room(apus_placement *placement) { (void)placement; }
void apus_go_home(apus_placement *placement) { (void)placement; }

// A few shared pairs of mutex and condition stand in for futexes; an address always uses the same.
enum { parkers = 64 };
static struct {
    pthread_mutex_t mutex;
    pthread_cond_t condition;
} parker[parkers];
static pthread_once_t parker_once = PTHREAD_ONCE_INIT;

static void prepare_parkers(void) {
    for (int i = 0; i < parkers; i++) {
        pthread_mutex_init(&parker[i].mutex, 0);
        pthread_cond_init(&parker[i].condition, 0);
    }
}

static int parker_of(uint32_t *state) {
    pthread_once(&parker_once, prepare_parkers);
    return (int)(((uintptr_t)state >> 7) % parkers);
}

void apus_park(uint32_t *state, uint32_t expected) {
    int i = parker_of(state);
    pthread_mutex_lock(&parker[i].mutex);
    if (__atomic_load_n(state, __ATOMIC_SEQ_CST) == expected) {
        pthread_cond_wait(&parker[i].condition, &parker[i].mutex);
    }
    pthread_mutex_unlock(&parker[i].mutex);
}

void apus_unpark(uint32_t *state) {
    int i = parker_of(state);
    pthread_mutex_lock(&parker[i].mutex);
    pthread_cond_broadcast(&parker[i].condition);
    pthread_mutex_unlock(&parker[i].mutex);
}

#endif

void apus_placement_free(apus_placement *placement) { free(placement); }

void apus_name_thread(const char *name) {
#if defined(__linux__)
    char shown[16];
    int length = 0;
    while (length < 15 && name[length]) {
        shown[length] = name[length];
        length++;
    }
    shown[length] = 0;
    pthread_setname_np(pthread_self(), shown);
#elif defined(__APPLE__)
    pthread_setname_np(name);
#else
    (void)name;
#endif
}

// Swift passes a closure argument as two words, in the registers of two pointers. A Swift function
// of one type needs a C function of its own, hence the doubles.
void apus_closure_capture(void *function, void *context, apus_closure *closure) {
    closure->function = function;
    closure->context = context;
}

void apus_closure_capture_with_argument(void *function, void *context, apus_closure *closure) {
    closure->function = function;
    closure->context = context;
}

// These keep a closure's context alive up to the call.
void apus_closure_keep_alive(void *function, void *context) {
    (void)function;
    (void)context;
}

void apus_closure_keep_alive_with_argument(void *function, void *context) {
    (void)function;
    (void)context;
}

typedef __attribute__((swiftcall)) void (*swift_body)(
    void *, __attribute__((swift_context)) void *
);

void apus_closure_call(apus_closure closure, void *argument) {
    ((swift_body)closure.function)(argument, closure.context);
}
