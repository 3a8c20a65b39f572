#ifndef APUS_PROCESSOR_DISPATCH_H
#define APUS_PROCESSOR_DISPATCH_H

// Bodies compiled for several kinds of processors, and the choice between them when called: a file includes its body
// once for each kind, with NAMED to make the kind's names.

#include <stdbool.h>

// Vectors of sixteen in each of them; none crosses from one function to another, as all that take them are inlined.
#pragma clang diagnostic ignored "-Wpsabi"
enum { lanes = 16 };
typedef float vector __attribute__((ext_vector_type(lanes)));

#define inline_static static inline __attribute__((always_inline))

#if defined(__x86_64__)

static inline bool has_avx512(void) {
    return __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512dq")
        && __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512vl");
}

static inline bool has_avx2(void) {
    return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma");
}

#define DISPATCH(name, ...)                                                                        \
    if (has_avx512()) return name##_avx512(__VA_ARGS__);                                           \
    if (has_avx2()) return name##_avx2(__VA_ARGS__);                                               \
    name##_plain(__VA_ARGS__)

#else

#define DISPATCH(name, ...) name##_plain(__VA_ARGS__)

#endif
#endif
