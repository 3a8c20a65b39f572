#if defined(__linux__)
#define _GNU_SOURCE
#include <linux/futex.h>
#include <sched.h>
#include <sys/syscall.h>
#include <unistd.h>
#endif

#include <pthread.h>
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

int apus_current_thread(void) { return (int)syscall(SYS_gettid); }

int apus_current_processor(void) { return sched_getcpu(); }

int apus_keep_off(int thread, int processor) {
    cpu_set_t allowed;
    if (processor < 0 || processor >= CPU_SETSIZE ||
        sched_getaffinity(thread, sizeof allowed, &allowed) != 0 ||
        !CPU_ISSET(processor, &allowed) || CPU_COUNT(&allowed) < 2) {
        return 0;
    }
    CPU_CLR(processor, &allowed);
    return sched_setaffinity(thread, sizeof allowed, &allowed) == 0;
}

void apus_allow(int processor) {
    cpu_set_t allowed;
    if (sched_getaffinity(0, sizeof allowed, &allowed) != 0) return;
    CPU_SET(processor, &allowed);
    sched_setaffinity(0, sizeof allowed, &allowed);
}

void apus_unpark(uint32_t *state) { syscall(SYS_futex, state, FUTEX_WAKE_PRIVATE, 1, 0, 0, 0); }

#else

int apus_current_thread(void) { return 0; }

int apus_current_processor(void) { return -1; }

int apus_keep_off(int thread, int processor) {
    (void)thread;
    (void)processor;
    return 0;
}

void apus_allow(int processor) { (void)processor; }

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
