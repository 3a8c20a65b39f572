#include "processor_check.h"

int apus_vector_bits(void) {
#if defined(__AVX512F__)
    return 512;
#elif defined(__AVX__)
    return 256;
#else
    return 128;
#endif
}

#if defined(__x86_64__)
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

__attribute__((target("no-avx"))) static void refuse(const char *feature) {
    const char *before = "apus: this program was built for a processor with ";
    const char *after = ", which this one lacks; build it on this machine with 'make build', or"
                        " for any processor with 'swift build -c release'\n";
    // Nothing can be done about a message that cannot be written.
    ssize_t written = write(2, before, strlen(before));
    written += write(2, feature, strlen(feature));
    written += write(2, after, strlen(after));
    (void)written;
    _exit(70);
}

/// Before any other code of the program runs: an instruction that the processor does not know would
/// end it without a word.
__attribute__((constructor(101), target("no-avx"))) static void check_processor(void) {
    __builtin_cpu_init();
#if defined(__SSE4_2__)
    if (!__builtin_cpu_supports("sse4.2")) refuse("SSE 4.2");
#endif
#if defined(__AVX__)
    if (!__builtin_cpu_supports("avx")) refuse("AVX");
#endif
#if defined(__AVX2__)
    if (!__builtin_cpu_supports("avx2")) refuse("AVX2");
#endif
#if defined(__FMA__)
    if (!__builtin_cpu_supports("fma")) refuse("FMA");
#endif
#if defined(__BMI2__)
    if (!__builtin_cpu_supports("bmi2")) refuse("BMI2");
#endif
#if defined(__AVX512F__)
    if (!__builtin_cpu_supports("avx512f")) refuse("AVX-512");
#endif
#if defined(__AVX512DQ__)
    if (!__builtin_cpu_supports("avx512dq")) refuse("AVX-512 DQ");
#endif
#if defined(__AVX512BW__)
    if (!__builtin_cpu_supports("avx512bw")) refuse("AVX-512 BW");
#endif
#if defined(__AVX512VL__)
    if (!__builtin_cpu_supports("avx512vl")) refuse("AVX-512 VL");
#endif
}
#endif
