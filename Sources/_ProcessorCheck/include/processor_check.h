#ifndef APUS_PROCESSOR_CHECK_H
#define APUS_PROCESSOR_CHECK_H

/// Bits in the widest vectors that the program was built to compute with.
int apus_vector_bits(void);

#endif
