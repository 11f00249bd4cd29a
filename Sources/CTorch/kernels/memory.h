#pragma once

#include "../libtorch.h"

namespace ctorch {

/// A vector of `count` floats with any content, aligned to 2 MiB and in huge pages where the system has them: spectra
/// are written and read with strides that a small page's translations cannot follow. Freed blocks are kept for reuse.
at::Tensor huge_buffer(int64_t count);

} // namespace ctorch
