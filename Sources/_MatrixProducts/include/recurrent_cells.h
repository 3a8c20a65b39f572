#ifndef APUS_RECURRENT_CELLS_H
#define APUS_RECURRENT_CELLS_H

#include <stdint.h>

// Steps of recurrent cells for some rows of units. A row has four slots of as many numbers as units, one behind the
// other, and of states and memories one number a unit. A missing state or memory is that before the first step.
// The results have the same bits on every processor.

/// Slots: input gate, forget gate, candidate, output gate; sums before, gates after.
void apus_lstm_step(
    int64_t rows, int64_t units, float *_Nonnull slots, const float *_Nullable memory,
    float *_Nonnull new_state, float *_Nonnull new_memory);

/// The gates become the gradients of the sums, the memory's gradient that of the memory before.
void apus_lstm_step_back(
    int64_t rows, int64_t units, float *_Nonnull slots, const float *_Nonnull state_slope,
    float *_Nonnull memory_slope, const float *_Nonnull memory, const float *_Nullable old_memory);

/// Slots: candidate, reset gate, update gate, what the state gives to the candidate.
void apus_gru_step(
    int64_t rows, int64_t units, float *_Nonnull slots, const float *_Nullable state,
    float *_Nonnull new_state);

/// The gates become the gradients of the sums, the state's gradient what goes to the state before past the gates.
void apus_gru_step_back(
    int64_t rows, int64_t units, float *_Nonnull slots, float *_Nonnull state_slope,
    const float *_Nullable old_state);

#endif
