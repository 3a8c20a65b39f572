#ifndef APUS_RANDOM_NUMBERS_H
#define APUS_RANDOM_NUMBERS_H

#include <stdint.h>

/// Sixty-four random numbers from 0 to 65,535: the words of eight blocks of Philox4x32-10 whose counters
/// begin with `first` and the seven after it.
///
/// Word by word of the blocks: first the lower halves of eight blocks' words, then the upper halves.
void apus_dropout_numbers(
    uint32_t first, uint32_t second, uint32_t third, uint32_t fourth, uint64_t seed,
    uint32_t *_Nonnull numbers);

#endif
