#pragma once

#include "../libtorch.h"

#include <array>

namespace ctorch {

constexpr int64_t kernel_size = 5;

/// A 5×5 convolution with TensorFlow's 'same' padding: input [N, stride·height, stride·width, C], channels innermost,
/// kernel [O, C, 5, 5], output [N, height, width, O]. Its passes also serve the transposed convolution, whose forward
/// pass is this one's backward pass to the data.
struct ConvolutionShape {
    int64_t batch;
    int64_t input_channels;
    int64_t output_channels;
    int64_t height;
    int64_t width;
    /// 1 or 2.
    int64_t stride;

    /// Rows and columns of zeros before the input.
    int64_t padding() const { return stride == 1 ? 2 : 1; }
    int64_t input_height() const { return stride * height; }
    int64_t input_width() const { return stride * width; }
    std::array<int64_t, 4> input_extents() const { return {batch, input_channels, input_height(), input_width()}; }
    std::array<int64_t, 4> output_extents() const { return {batch, output_channels, height, width}; }
    /// Numbers of an image's output.
    int64_t output_size() const { return height * width * output_channels; }
};

} // namespace ctorch
