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

/// What a convolution does besides, image by image, so that none of it needs memory of its own.
struct ConvolutionOptions {
    /// Rounds what is multiplied; sums are float32. It takes `bfloat16_instruction_set()`.
    bool bfloat16 = false;
    /// Of a LeakyReLU before it; 1 for none.
    double slope = 1;
    /// Before it, in place of such a LeakyReLU.
    std::optional<BatchNormalization> normalization;
    /// After it. With dropout, an image's maps must be whole groups of its numbers.
    std::optional<LeakyReLUDropout> activation;
    /// What is added to its result, in place of such an activation.
    std::optional<at::Tensor> addend;
};

/// That convolution, with gradients of any order.
at::Tensor convolve(const at::Tensor &x, const at::Tensor &kernel, const std::optional<at::Tensor> &bias,
                    const ConvolutionShape &shape, bool transposed, const ConvolutionOptions &options);

} // namespace ctorch
