#include "random_numbers.h"

// Eight counters side by side, each word of one in 64 bits, as its products are.
// J. K. Salmon et al., "Parallel random numbers: as easy as 1, 2, 3", SC 2011.

typedef uint64_t wide __attribute__((vector_size(64)));
typedef uint32_t narrow __attribute__((vector_size(32)));

void apus_dropout_numbers(
    uint32_t first, uint32_t second, uint32_t third, uint32_t fourth, uint64_t seed,
    uint32_t *numbers) {
    const wide low = (wide){} + 0xFFFFFFFF;
    const wide factor0 = (wide){} + 0xD2511F53, factor1 = (wide){} + 0xCD9E8D57;
    wide x0 = (wide){0, 1, 2, 3, 4, 5, 6, 7} + first;
    wide x1 = (wide){} + second, x2 = (wide){} + third, x3 = (wide){} + fourth;
    uint32_t key0 = (uint32_t)seed, key1 = (uint32_t)(seed >> 32);
#pragma clang loop unroll(full)
    for (int round = 0; round < 10; round++) {
        // Masked again, so that the compiler sees products of 32 bits: one instruction each.
        wide one = (x0 & low) * factor0, two = (x2 & low) * factor1;
        x0 = (two >> 32) ^ x1 ^ key0;
        x1 = two & low;
        x2 = (one >> 32) ^ x3 ^ key1;
        x3 = one & low;
        key0 += 0x9E3779B9;
        key1 += 0xBB67AE85;
    }
    const wide words[4] = {x0, x1, x2, x3};
    for (int word = 0; word < 4; word++) {
        narrow lows = __builtin_convertvector(words[word] & 0xFFFF, narrow);
        narrow highs = __builtin_convertvector((words[word] >> 16) & 0xFFFF, narrow);
        __builtin_memcpy(numbers + 16 * word, &lows, sizeof lows);
        __builtin_memcpy(numbers + 16 * word + 8, &highs, sizeof highs);
    }
}
