#pragma once

#include "direct.h"
#include "spectral.h"

#include <functional>
#include <optional>

namespace ctorch {

using Side = SpectralConvolution::Side;

inline Side other(Side side) { return side == Side::input ? Side::output : Side::input; }

/// The passes of one convolution, on tensors: maps [N, C, H, W] with their channels innermost in memory.
class ConvolutionPasses {
  public:
    /// Makes an image's result, of `size` elements, of what a pass gave, while that is in the cache.
    using Finish = std::function<void(int64_t image, int64_t size, const float *made, float *result)>;

    ConvolutionPasses(const ConvolutionShape &shape, bool bfloat16);

    /// Maps' spectrum where it is worth keeping, otherwise an undefined tensor.
    at::Tensor spectrum(Side side, const MapsSource &maps) const;

    /// The maps of one side from those of the other.
    at::Tensor data(Side from, const MapsSource &maps, const at::Tensor &spectrum, const at::Tensor &kernel,
                    const at::Tensor &bias, const Finish &finish = {}) const;

    /// The kernel's gradient from inputs and output gradients.
    at::Tensor weights(const MapsSource &inputs, const at::Tensor &input_spectrum, const MapsSource &outputs,
                       const at::Tensor &output_spectrum, const at::TensorOptions &options) const;

  private:
    ConvolutionShape shape;
    DirectConvolution direct;
    std::optional<SpectralConvolution> spectral;
};

} // namespace ctorch
