// One double of each of several candidates, with the operations that the lane kernel needs: eight
// in an AVX-512 register, else four as a vector of GCC's, which AVX2 or any other processor runs.
#pragma once

#if defined(__AVX512F__) && defined(__AVX512DQ__)
#define STUDY_AVX512 1
#endif
#if defined(STUDY_AVX512) || defined(__AVX__)
#include <immintrin.h>
#endif

namespace study {

#ifdef STUDY_AVX512

constexpr int laneCount = 8;
using Lanes = __m512d;
using Mask = __mmask8;

inline Lanes broadcast(double x) { return _mm512_set1_pd(x); }
inline Lanes load(const double* from) { return _mm512_loadu_pd(from); }
inline void store(double* to, Lanes x) { _mm512_storeu_pd(to, x); }
inline Lanes larger(Lanes a, Lanes b) { return _mm512_max_pd(a, b); }
inline Lanes smaller(Lanes a, Lanes b) { return _mm512_min_pd(a, b); }
// max(|a|, |b|) in one instruction.
inline Lanes largerMagnitude(Lanes a, Lanes b) { return _mm512_range_pd(a, b, 0b1011); }
inline Lanes magnitude(Lanes a) { return _mm512_abs_pd(a); }
inline Mask above(Lanes a, Lanes b) { return _mm512_cmp_pd_mask(a, b, _CMP_GT_OQ); }
inline Mask below(Lanes a, Lanes b) { return _mm512_cmp_pd_mask(a, b, _CMP_LT_OQ); }
inline Mask notAbove(Lanes a, Lanes b) { return _mm512_cmp_pd_mask(a, b, _CMP_LE_OQ); }
inline Mask both(Mask a, Mask b) { return Mask(a & b); }
inline Mask either(Mask a, Mask b) { return Mask(a | b); }
inline Mask firstOnly(Mask a, Mask b) { return Mask(a & ~b); }
inline bool any(Mask mask) { return mask != 0; }
inline Lanes choose(Mask mask, Lanes yes, Lanes no) { return _mm512_mask_blend_pd(mask, no, yes); }
// x + a b and x - a b, rounded once.
inline Lanes addProduct(Lanes x, Lanes a, Lanes b) { return _mm512_fmadd_pd(a, b, x); }
inline Lanes lessProduct(Lanes x, Lanes a, Lanes b) { return _mm512_fnmadd_pd(a, b, x); }
inline Lanes productLess(Lanes a, Lanes b, Lanes x) { return _mm512_fmsub_pd(a, b, x); }
// Negative, or a NaN with the sign, where one of them is.
inline Lanes signs(Lanes a, Lanes b) { return _mm512_or_pd(a, b); }
inline bool anyNegative(Lanes x) { return _mm512_movepi64_mask(__m512i(x)) != 0; }
inline double smallest(Lanes x) { return _mm512_reduce_min_pd(x); }

// a / b within 3e-13 of itself: an estimate of 14 bits whose error e becomes e^3.
inline Lanes quotient(Lanes a, Lanes b) {
    Lanes estimate = _mm512_rcp14_pd(b);
    Lanes error = _mm512_fnmadd_pd(b, estimate, broadcast(1));
    Lanes correction = _mm512_fmadd_pd(error, error, error);
    return a * _mm512_fmadd_pd(estimate, correction, estimate);
}

#else

constexpr int laneCount = 4;
typedef double Lanes __attribute__((vector_size(32)));
typedef long long Mask __attribute__((vector_size(32)));

inline Lanes broadcast(double x) { return Lanes{x, x, x, x}; }
inline Lanes load(const double* from) { return Lanes{from[0], from[1], from[2], from[3]}; }
inline void store(double* to, Lanes x) {
    for (int lane = 0; lane < laneCount; lane++) to[lane] = x[lane];
}
inline Lanes choose(Mask mask, Lanes yes, Lanes no) { return mask ? yes : no; }
inline Lanes larger(Lanes a, Lanes b) { return a > b ? a : b; }
inline Lanes smaller(Lanes a, Lanes b) { return a < b ? a : b; }
inline Lanes magnitude(Lanes a) { return Lanes(Mask(a) & 0x7fffffffffffffff); }
inline Lanes largerMagnitude(Lanes a, Lanes b) { return larger(magnitude(a), magnitude(b)); }
inline Mask above(Lanes a, Lanes b) { return a > b; }
inline Mask below(Lanes a, Lanes b) { return a < b; }
inline Mask notAbove(Lanes a, Lanes b) { return a <= b; }
inline Mask both(Mask a, Mask b) { return a & b; }
inline Mask either(Mask a, Mask b) { return a | b; }
inline Mask firstOnly(Mask a, Mask b) { return a & ~b; }
inline bool any(Mask mask) {
#ifdef __AVX__
    return _mm256_movemask_pd(__m256d(mask)) != 0;
#else
    return (mask[0] | mask[1] | mask[2] | mask[3]) != 0;
#endif
}
#ifdef __FMA__
inline Lanes addProduct(Lanes x, Lanes a, Lanes b) { return _mm256_fmadd_pd(a, b, x); }
inline Lanes lessProduct(Lanes x, Lanes a, Lanes b) { return _mm256_fnmadd_pd(a, b, x); }
inline Lanes productLess(Lanes a, Lanes b, Lanes x) { return _mm256_fmsub_pd(a, b, x); }
#else
inline Lanes addProduct(Lanes x, Lanes a, Lanes b) { return x + a * b; }
inline Lanes lessProduct(Lanes x, Lanes a, Lanes b) { return x - a * b; }
inline Lanes productLess(Lanes a, Lanes b, Lanes x) { return a * b - x; }
#endif
inline Lanes signs(Lanes a, Lanes b) { return Lanes(Mask(a) | Mask(b)); }
inline bool anyNegative(Lanes x) { return any(Mask(x) < 0); }
inline double smallest(Lanes x) {
    double least = x[0];
    for (int lane = 1; lane < laneCount; lane++) least = x[lane] < least ? x[lane] : least;
    return least;
}
inline Lanes quotient(Lanes a, Lanes b) { return a / b; }

#endif

}  // namespace study
