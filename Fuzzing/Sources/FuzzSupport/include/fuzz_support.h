#ifndef FUZZ_SUPPORT_H
#define FUZZ_SUPPORT_H

#include <stddef.h>
#include <stdint.h>

/// Runs libFuzzer with a program's arguments; `body` gets each input and returns 0.
int fuzz_run(int *count, char ***arguments, int (*body)(const uint8_t *, size_t));

/// Counts memory anew from now on: what is allocated and not yet freed, and the most there was.
void fuzz_start_counting(void);

/// The most that was allocated at once since counting began, in bytes.
size_t fuzz_peak(void);

#endif
