#pragma once

#include <c10/util/FunctionRef.h>

#include <cstdint>

namespace ctorch {

/// Calls `task` with each of 0 ..< count, on libtorch's own threads, in no particular order. at::parallel_for cannot do
/// that here: it is compiled into its caller, and without an OpenMP compiler it runs on one thread.
void parallel_for(int64_t count, c10::function_ref<void(int64_t)> task);

/// `parallel_for` with ranges begin ..< end of at most `length`.
void parallel_for_ranges(int64_t count, int64_t length, c10::function_ref<void(int64_t, int64_t)> task);

} // namespace ctorch
