#pragma once

#include "../libtorch.h"

namespace ctorch {

/// LeakyReLU by libtorch; with a slope of 1, x itself.
at::Tensor leaky_relu(const at::Tensor &x, double slope);

/// Dropout of `leaky_relu(x, slope)` for x of any shape, on any device, with gradients.
at::Tensor leaky_relu_dropout(const at::Tensor &x, double slope, double rate, at::Generator &generator);

} // namespace ctorch
