#pragma once

#include "../libtorch.h"

namespace ctorch {

/// Batch normalisation and LeakyReLU of x, [N, F] or [N, F, H, W]. A slope of 1 leaves LeakyReLU out.
struct BatchNormalization {
    at::Tensor gamma;
    at::Tensor beta;
    at::Tensor moving_mean;
    at::Tensor moving_variance;
    double epsilon;
    double slope;

    /// By the batch's moments, with gradients. Takes them into the moving ones as moving = momentum·moving + (1 −
    /// momentum)·batch, with the variance divided by the count.
    at::Tensor training(const at::Tensor &x, double momentum) const;

    /// By the moving moments.
    at::Tensor inference(const at::Tensor &x) const;
};

} // namespace ctorch
