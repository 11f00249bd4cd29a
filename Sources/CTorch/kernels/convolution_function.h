#pragma once

#include "convolution.h"
#include "dropout_function.h"
#include "normalization_function.h"

#include <optional>

namespace ctorch {

/// The convolution that our kernels would compute of x [N, C, H, W] and a kernel [O, C, 5, 5], or transposed [C, O, 5,
/// 5], or none where libtorch's own is to be taken: other sizes, types and devices, and where it is as fast.
std::optional<ConvolutionShape> own_convolution(const at::Tensor &x, const at::Tensor &kernel,
                                                const std::optional<at::Tensor> &bias, int64_t stride,
                                                bool transposed);

/// That convolution, with gradients, which can be differentiated again by libtorch's own operations. In bfloat16, what
/// is multiplied is rounded to it, and sums are float32; that takes `bfloat16_instruction_set()`. With an activation
/// after it, for which an image's maps must be whole groups of a dropout, what it is applied to never lies in memory;
/// nor does what a normalisation of x, if there is one and our kernels compute it, makes of x.
at::Tensor convolve(const at::Tensor &x, const at::Tensor &kernel, const std::optional<at::Tensor> &bias,
                    const ConvolutionShape &shape, bool transposed, bool bfloat16,
                    const std::optional<LeakyReLUDropout> &activation,
                    const std::optional<BatchNormalization> &normalization);

} // namespace ctorch
