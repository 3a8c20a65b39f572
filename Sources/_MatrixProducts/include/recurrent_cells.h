#ifndef APUS_RECURRENT_CELLS_H
#define APUS_RECURRENT_CELLS_H

#include <stdint.h>

// Steps of recurrent cells for some rows of units. A row has four slots of as many numbers as units, one behind the
// other, and of states and memories one number a unit. A missing state or memory is that before the first step.
// Where the layer's input is one number, the step itself multiplies it: `numbers` has one a row, `weights` one for
// each slot that inputs are added to; both are missing where products added the inputs already. The results have the
// same bits on every processor.

/// Slots: input gate, forget gate, candidate, output gate. `sums` are what products added; `gates`, which may be the
/// same or missing, take what became of them.
void apus_lstm_step(
    int64_t rows, int64_t units, const float *_Nonnull sums, const float *_Nonnull bias,
    const float *_Nullable numbers, const float *_Nullable weights, const float *_Nullable memory,
    float *_Nullable gates, float *_Nonnull new_state, float *_Nonnull new_memory);

/// `slopes` take the gradients of the sums, and the memory's gradient becomes that of the memory before; what they give
/// to the gradients of bias and weights is added. The steps before must lie in memory before this one.
void apus_lstm_step_back(
    int64_t rows, int64_t units, const float *_Nonnull gates, const float *_Nonnull state_slope,
    float *_Nonnull memory_slope, const float *_Nonnull memory, const float *_Nullable old_memory,
    float *_Nonnull slopes, float *_Nonnull bias_slope, const float *_Nullable numbers,
    float *_Nullable weight_slope);

/// Slots: candidate, reset gate, update gate, what the state gives to the candidate. The first sum is not read where
/// there are numbers.
void apus_gru_step(
    int64_t rows, int64_t units, const float *_Nonnull sums, const float *_Nonnull bias,
    const float *_Nullable numbers, const float *_Nullable weights, const float *_Nullable state,
    float *_Nullable gates, float *_Nonnull new_state);

/// `slopes` take the gradients of the sums, and the state's gradient becomes what goes to the state before past the
/// gates; what they give to the gradients of bias and weights is added.
void apus_gru_step_back(
    int64_t rows, int64_t units, const float *_Nonnull gates, float *_Nonnull state_slope,
    const float *_Nullable old_state, float *_Nonnull slopes, float *_Nonnull bias_slope,
    const float *_Nullable numbers, float *_Nullable weight_slope);

#endif
