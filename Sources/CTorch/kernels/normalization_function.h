#pragma once

#include "../libtorch.h"
#include "image_maps.h"

namespace ctorch {

/// y = LeakyReLU(scale·x + shift), where scale = γ·inverse deviation and shift = β − mean·scale; each [features].
///
/// x is [N, F], [N, F, H, W], or, of F = H·W·C features, [N, C, H, W]: the maps that rows [N, F] became.
struct Normalization {
    at::Tensor mean;
    at::Tensor inverse_deviation;
    at::Tensor scale;
    at::Tensor shift;
    double slope;

    at::Tensor operator()(const at::Tensor &x) const;

    /// The same of maps, with their channels innermost in memory, image by image.
    MapsSource maps(const at::Tensor &x) const;

    struct Gradients {
        at::Tensor x;
        at::Tensor gamma;
        at::Tensor beta;
    };
    /// From y's gradient, of a batch whose own moments these are.
    Gradients gradients(const at::Tensor &x, const at::Tensor &gradient) const;
};

/// Batch normalisation and LeakyReLU. A slope of 1 leaves LeakyReLU out.
struct BatchNormalization {
    at::Tensor gamma;
    at::Tensor beta;
    at::Tensor moving_mean;
    at::Tensor moving_variance;
    double epsilon;
    double slope;
    /// Whether by the batch's moments or by the moving ones.
    bool training;
    /// In training, the batch's moments are taken into the moving ones as moving = momentum·moving + (1 −
    /// momentum)·batch, with the variance divided by the count.
    double momentum;

    /// With gradients.
    at::Tensor operator()(const at::Tensor &x) const;

    /// Whether our kernels compute it, for what depends on it and on `others`: in inference, where no gradient by any of
    /// these is wanted.
    bool is_own(const at::Tensor &x, at::TensorList others = {}) const;
    /// For x, whose moments are taken.
    Normalization prepared(const at::Tensor &x) const;
    /// By libtorch's operations, which record what they do. The moving moments stay as they are.
    at::Tensor recorded(const at::Tensor &x) const;
};

} // namespace ctorch
