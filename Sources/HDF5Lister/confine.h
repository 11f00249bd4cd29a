#ifndef CONFINE_H
#define CONFINE_H

#include <stdint.h>

/// Closes all descriptors but the standard ones, and limits this process to `memory` bytes beyond what it has mapped,
/// `milliseconds` of the processor's time, one file opened for reading, and the system calls that reading takes.
void confine_before_opening(uint64_t memory, uint64_t milliseconds);

/// Forbids opening any other file.
void forbid_opening(void);

#endif
