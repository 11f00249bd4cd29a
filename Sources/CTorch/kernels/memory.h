#pragma once

#include "../libtorch.h"

namespace ctorch {

/// A vector of `count` floats with any content. As that of every large tensor on the CPU, its memory is in huge
/// pages, where the system has them, and reused.
at::Tensor buffer(int64_t count);

} // namespace ctorch
