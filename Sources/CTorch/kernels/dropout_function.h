#pragma once

#include "../libtorch.h"

#include <optional>

namespace ctorch {

/// LeakyReLU by libtorch; with a slope of 1, x itself.
at::Tensor leaky_relu(const at::Tensor &x, double slope);

/// Dropout of `leaky_relu(x, slope)` for x of any shape, on any device, with gradients.
at::Tensor leaky_relu_dropout(const at::Tensor &x, double slope, double rate, at::Generator &generator);

/// The same in one pass over elements in the cache, by our kernels: LeakyReLU, then dropout with the numbers of the
/// stream `key`, unless the rate is 0.
struct LeakyReLUDropout {
    double slope = 1;
    double rate = 0;
    uint64_t key = 0;

    /// With the next stream of a CPU's generator, if it takes one, or none where our kernels cannot run. The gradient
    /// is told from signs, which a negative slope would confuse.
    static std::optional<LeakyReLUDropout> draw(double slope, double rate, at::Generator &generator);

    /// `count` elements, of which the first is the first of a dropout's group.
    void forward(const float *x, float *y, int64_t group, int64_t count) const;
    /// The gradient of x from that of y; without dropout, x may stand for y.
    void backward(const float *y, const float *gradient, float *result, int64_t count) const;
    /// The same of all elements, with gradients by that of y.
    at::Tensor gradient(const at::Tensor &y, const at::Tensor &gradient) const;
};

} // namespace ctorch
