#ifndef APUS_MATRIX_PRODUCTS_H
#define APUS_MATRIX_PRODUCTS_H

#include <stdbool.h>
#include <stdint.h>

/// C = alpha op(A) op(B) + beta C in single precision on the calling thread; all matrices row by row.
///
/// op(A) is m x k, op(B) is k x n, C is m x n; the leading dimensions are those of the matrices as they
/// lie in memory. With a beta of 0, what C holds before does not matter, not even if it is not a number.
void apus_sgemm(
    bool transposes_a, bool transposes_b, int32_t m, int32_t n, int32_t k, float alpha,
    const float *_Nonnull a, int32_t lda, const float *_Nonnull b, int32_t ldb, float beta,
    float *_Nonnull c, int32_t ldc);

/// The same without a library; for machines that have none, and to compare with.
void apus_sgemm_portable(
    bool transposes_a, bool transposes_b, int32_t m, int32_t n, int32_t k, float alpha,
    const float *_Nonnull a, int32_t lda, const float *_Nonnull b, int32_t ldb, float beta,
    float *_Nonnull c, int32_t ldc);

/// C = op(A) op(B) + beta C for products that are too small for a library, with the same bits on every processor.
/// `has_room`: whether rows of C may be overwritten up to whole vectors of sixteen, where beta is 0.
void apus_small_sgemm(
    bool transposes_a, bool transposes_b, int32_t m, int32_t n, int32_t k,
    const float *_Nonnull a, int32_t lda, const float *_Nonnull b, int32_t ldb, float beta,
    float *_Nonnull c, int32_t ldc, bool has_room);

/// What apus_sgemm runs on: "oneDNN 2.6.3", "Accelerate" or "portable".
const char *_Nonnull apus_matrix_library(void);

/// Begins a run of products on the calling thread: signals wait until it ends, but for those that the code itself
/// causes, and numbers below the normal range are taken for zero, as operands and as results. Runs may be nested.
/// Returns what apus_end_products needs. A product outside of a run holds signals for itself.
uint64_t apus_begin_products(void);
void apus_end_products(uint64_t state);

#endif
