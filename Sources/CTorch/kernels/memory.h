#pragma once

#include "../libtorch.h"

namespace ctorch {

/// A vector of `count` floats with any content. As every large tensor on the CPU, it lies in huge pages where the
/// system has them, and its memory is reused.
at::Tensor buffer(int64_t count);

} // namespace ctorch
