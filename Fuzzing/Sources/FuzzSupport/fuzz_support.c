#include "fuzz_support.h"

#include <stdatomic.h>

// Of libFuzzer and of the sanitizers' runtime, which the program is linked with.
extern int LLVMFuzzerRunDriver(int *, char ***, int (*)(const uint8_t *, size_t));
extern int __sanitizer_install_malloc_and_free_hooks(
    void (*)(const volatile void *, size_t), void (*)(const volatile void *));
extern size_t __sanitizer_get_allocated_size(const volatile void *);

static _Atomic long current;
static _Atomic long peak;

static void allocated(const volatile void *place, size_t size) {
    (void)place;
    long now = atomic_fetch_add_explicit(&current, (long)size, memory_order_relaxed) + (long)size;
    long known = atomic_load_explicit(&peak, memory_order_relaxed);
    while (now > known &&
           !atomic_compare_exchange_weak_explicit(
               &peak, &known, now, memory_order_relaxed, memory_order_relaxed)) {
    }
}

static void released(const volatile void *place) {
    if (place == NULL) {
        return;
    }
    long size = (long)__sanitizer_get_allocated_size(place);
    atomic_fetch_sub_explicit(&current, size, memory_order_relaxed);
}

int fuzz_run(int *count, char ***arguments, int (*body)(const uint8_t *, size_t)) {
    __sanitizer_install_malloc_and_free_hooks(allocated, released);
    return LLVMFuzzerRunDriver(count, arguments, body);
}

void fuzz_start_counting(void) {
    // What is freed later and was allocated before makes it smaller, never larger.
    atomic_store_explicit(&current, 0, memory_order_relaxed);
    atomic_store_explicit(&peak, 0, memory_order_relaxed);
}

size_t fuzz_peak(void) { return (size_t)atomic_load_explicit(&peak, memory_order_relaxed); }
