#ifndef APUS_SYSTEM_SHIMS_H
#define APUS_SYSTEM_SHIMS_H

/// The number of processors in the calling thread's affinity mask; 0 where the system has none.
int apus_affinity_processor_count(void);

#endif
