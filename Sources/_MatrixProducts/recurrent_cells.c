#include "recurrent_cells.h"

#include "processor_dispatch.h"

#include <stddef.h>
#include <string.h>

// Products and sums are one rounding where `fma` says so, and two elsewhere: the bits are the same on every processor.
#pragma STDC FP_CONTRACT OFF

#define NAMED(name) name##_plain
#include "recurrent_cells_body.h"
#undef NAMED

#if defined(__x86_64__)

#pragma clang attribute push(__attribute__((target("avx2,fma"))), apply_to = function)
#define NAMED(name) name##_avx2
#include "recurrent_cells_body.h"
#undef NAMED
#pragma clang attribute pop

#pragma clang attribute push(                                                                      \
    __attribute__((target("avx512f,avx512dq,avx512bw,avx512vl,avx2,fma"))), apply_to = function)
#define NAMED(name) name##_avx512
#include "recurrent_cells_body.h"
#undef NAMED
#pragma clang attribute pop

#endif

void apus_lstm_step(
    int64_t rows, int64_t units, const float *sums, const float *bias, const float *numbers,
    const float *weights, const float *memory, float *gates, float *new_state,
    float *new_memory) {
    DISPATCH(
        lstm_step, rows, units, sums, bias, numbers, weights, memory, gates, new_state,
        new_memory);
}

void apus_lstm_step_back(
    int64_t rows, int64_t units, const float *gates, const float *state_slope,
    float *memory_slope, const float *memory, const float *old_memory, float *slopes,
    float *bias_slope, const float *numbers, float *weight_slope) {
    DISPATCH(
        lstm_step_back, rows, units, gates, state_slope, memory_slope, memory, old_memory, slopes,
        bias_slope, numbers, weight_slope);
}

void apus_gru_step(
    int64_t rows, int64_t units, const float *sums, const float *bias, const float *numbers,
    const float *weights, const float *state, float *gates, float *new_state) {
    DISPATCH(gru_step, rows, units, sums, bias, numbers, weights, state, gates, new_state);
}

void apus_gru_step_back(
    int64_t rows, int64_t units, const float *gates, float *state_slope, const float *old_state,
    float *slopes, float *bias_slope, const float *numbers, float *weight_slope) {
    DISPATCH(
        gru_step_back, rows, units, gates, state_slope, old_state, slopes, bias_slope, numbers,
        weight_slope);
}
