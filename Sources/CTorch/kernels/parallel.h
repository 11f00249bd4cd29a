#pragma once

#include <c10/util/FunctionRef.h>

#include <cstdint>

namespace ctorch {

/// Whether the process has the OpenMP library whose threads our kernels take; without it, they run on the caller's alone.
bool has_threads();

/// Calls `task` with each of 0 ..< count, on libtorch's own threads, in no particular order. at::parallel_for cannot do
/// that here: it is compiled into its caller, and without an OpenMP compiler it runs on one thread.
void parallel_for(int64_t count, c10::function_ref<void(int64_t)> task);

/// `parallel_for` with ranges begin ..< end of at most `length`.
void parallel_for_ranges(int64_t count, int64_t length, c10::function_ref<void(int64_t, int64_t)> task);

} // namespace ctorch
