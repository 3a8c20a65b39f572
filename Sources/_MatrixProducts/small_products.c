#include "matrix_products.h"
#include "processor_dispatch.h"

#include <stddef.h>
#include <string.h>

#pragma STDC FP_CONTRACT OFF

// What is multiplied at once, of the length of rows and columns.
enum { depth = 64 };

#define NAMED(name) name##_plain
#include "small_products_body.h"
#undef NAMED

#if defined(__x86_64__)

#pragma clang attribute push(__attribute__((target("avx2,fma"))), apply_to = function)
#define NAMED(name) name##_avx2
#include "small_products_body.h"
#undef NAMED
#pragma clang attribute pop

#pragma clang attribute push(                                                                      \
    __attribute__((target("avx512f,avx512dq,avx512bw,avx512vl,avx2,fma"))), apply_to = function)
#define NAMED(name) name##_avx512
#include "small_products_body.h"
#undef NAMED
#pragma clang attribute pop

#endif

void apus_small_sgemm(
    bool transposes_a, bool transposes_b, int32_t m, int32_t n, int32_t k, const float *a,
    int32_t lda, const float *b, int32_t ldb, float beta, float *c, int32_t ldc, bool has_room) {
    DISPATCH(
        small_sgemm, transposes_a, transposes_b, m, n, k, a, lda, b, ldb, beta, c, ldc, has_room);
}
