#pragma once

#include "../libtorch.h"

namespace ctorch {

/// Dropout of LeakyReLU(x) for x of any shape, with gradients; `key` determines what is dropped. A slope of 1 leaves
/// LeakyReLU out.
at::Tensor leaky_relu_dropout(const at::Tensor &x, double slope, double rate, uint64_t key);

} // namespace ctorch
