#pragma once

#include "dropout_function.h"
#include "image_maps.h"

namespace ctorch {

/// What an activation multiplies each element by, as its derivatives see it: a factor told from `maps`, [N, C, H, W]
/// with their channels innermost in memory, which are the activation's result or, without dropout, its argument. Where
/// the activation has derivatives, the factor is a constant. Without maps, it is 1.
struct Gate {
    LeakyReLUDropout activation;
    at::Tensor maps;

    bool passes_all() const { return !maps.defined(); }

    /// Other maps times it, image by image. With `channel_sums`, [N, C], each image's sums are left there.
    MapsSource source(const at::Tensor &other, const at::Tensor &channel_sums = {}) const;
    /// The same of one image.
    void apply(int64_t image, const float *other, float *result) const;
    /// The same of all, with gradients by the other maps.
    at::Tensor operator()(const at::Tensor &other) const;
};

} // namespace ctorch
