#include "normalization_function.h"

#include "dropout_function.h"
#include "instruction_set.h"
#include "parallel.h"

#include <ATen/core/grad_mode.h>
#include <torch/csrc/autograd/autograd.h>
#include <torch/csrc/autograd/custom_function.h>

#include <algorithm>
#include <cmath>
#include <tuple>
#include <vector>

namespace ctorch {
namespace {

/// Columns whose parts' moments one thread merges at a time.
constexpr int64_t columns_merged_at_once = 64;

/// x with its features innermost in memory.
at::Tensor features_last(const at::Tensor &x) {
    return x.contiguous(x.dim() == 4 ? at::MemoryFormat::ChannelsLast : at::MemoryFormat::Contiguous);
}

/// A matrix whose columns are the features, cut into parts of what a core's cache holds. The cut does not depend on the
/// threads, nor do then the sums of the parts' results.
class Parts {
  public:
    explicit Parts(const at::Tensor &x) : columns(x.size(1)), rows(x.numel() / x.size(1)) {
        columns_at_once = std::min<int64_t>(columns, 512);
        rows_at_once = std::max<int64_t>(floats_at_once / columns_at_once, 1);
        across = (columns + columns_at_once - 1) / columns_at_once;
        down = (rows + rows_at_once - 1) / rows_at_once;
    }

    const int64_t columns;
    const int64_t rows;

    /// Parts above each other.
    int64_t count() const { return down; }
    int64_t rows_of(int64_t part) const { return std::min(rows_at_once, rows - part * rows_at_once); }

    /// Calls `task(part, offset of its first element, its first column, its index from above)` on all threads.
    template <typename Task> void for_each(Task task) const {
        parallel_for(across * down, [&](int64_t index) {
            const auto part = index / across;
            const auto column = index % across * columns_at_once;
            const MatrixPart matrix{rows_of(part), std::min(columns_at_once, columns - column), columns};
            task(matrix, part * rows_at_once * columns + column, column, part);
        });
    }

  private:
    static constexpr int64_t floats_at_once = 32'768;
    int64_t columns_at_once;
    int64_t rows_at_once;
    int64_t across;
    int64_t down;
};

/// What the gradient needs of the forward pass, each [features].
struct Moments {
    at::Tensor mean;
    at::Tensor inverse_deviation;
    /// y = LeakyReLU(scale·x + shift)
    at::Tensor scale;
    at::Tensor shift;
};

at::Tensor normalized(const at::Tensor &x, const at::Tensor &scale, const at::Tensor &shift, double slope) {
    auto y = at::empty_like(x);
    const auto *source = x.const_data_ptr<float>();
    const auto *factors = scale.const_data_ptr<float>();
    const auto *offsets = shift.const_data_ptr<float>();
    auto *target = y.data_ptr<float>();
    Parts(x).for_each([&](const MatrixPart &part, int64_t offset, int64_t column, int64_t) {
        instruction_set()->normalize(part, source + offset, factors + column, offsets + column,
                                     static_cast<float>(slope), target + offset);
    });
    return y;
}

/// The batch's mean and biased variance of each feature.
std::tuple<at::Tensor, at::Tensor> batch_moments(const at::Tensor &x) {
    const Parts parts(x);
    const auto means = at::empty({parts.count(), parts.columns});
    const auto deviations = at::empty_like(means);
    auto *part_means = means.data_ptr<float>();
    auto *part_deviations = deviations.data_ptr<float>();
    const auto *source = x.const_data_ptr<float>();
    parts.for_each([&](const MatrixPart &part, int64_t offset, int64_t column, int64_t index) {
        const auto place = index * parts.columns + column;
        instruction_set()->column_moments(part, source + offset, part_means + place, part_deviations + place);
    });

    // Source: Chan, Golub and LeVeque, 1983, "Algorithms for Computing the Sample Variance", equations 2.1.
    auto mean = at::empty({parts.columns});
    auto variance = at::empty({parts.columns});
    auto *centers = mean.data_ptr<float>();
    auto *variances = variance.data_ptr<float>();
    parallel_for_ranges(parts.columns, columns_merged_at_once, [&](int64_t begin, int64_t end) {
        for (auto c = begin; c < end; ++c) {
            double count = 0;
            double center = 0;
            double deviation = 0;
            for (int64_t part = 0; part < parts.count(); ++part) {
                const auto rows = static_cast<double>(parts.rows_of(part));
                const double difference = part_means[part * parts.columns + c] - center;
                deviation += part_deviations[part * parts.columns + c];
                deviation += difference * difference * count * rows / (count + rows);
                count += rows;
                center += difference * rows / count;
            }
            centers[c] = static_cast<float>(center);
            variances[c] = static_cast<float>(deviation / count);
        }
    });
    return {mean, variance};
}

void move(const at::Tensor &moving, const at::Tensor &batch, double momentum) {
    const at::NoGradGuard guard;
    moving.mul_(momentum).add_(batch, 1 - momentum);
}

struct TrainingNormalization : torch::autograd::Function<TrainingNormalization> {
    static at::Tensor forward(torch::autograd::AutogradContext *context, const at::Tensor &features,
                              const at::Tensor &gamma, const at::Tensor &beta, const at::Tensor &moving_mean,
                              const at::Tensor &moving_variance, double momentum, double epsilon, double slope) {
        const auto x = features_last(features);
        const auto [mean, variance] = batch_moments(x);
        move(moving_mean, mean, momentum);
        move(moving_variance, variance, momentum);
        const auto inverse_deviation = (variance + epsilon).rsqrt();
        const auto scale = gamma * inverse_deviation;
        const auto shift = beta - mean * scale;
        context->save_for_backward({features, gamma, beta, mean, inverse_deviation, scale, shift});
        context->saved_data["epsilon"] = epsilon;
        context->saved_data["slope"] = slope;
        return normalized(x, scale, shift, slope);
    }

    static torch::autograd::variable_list backward(torch::autograd::AutogradContext *context,
                                                   const torch::autograd::variable_list &gradients) {
        const auto saved = context->get_saved_variables();
        const auto slope = context->saved_data["slope"].toDouble();
        torch::autograd::variable_list result(8);
        if (at::GradMode::is_enabled()) {
            // libtorch's operations again, which record what they do.
            const auto y = at::batch_norm(saved[0], saved[1], saved[2], {}, {}, true, 0,
                                          context->saved_data["epsilon"].toDouble(), true);
            const auto found = torch::autograd::grad({leaky_relu(y, slope)}, {saved[0], saved[1], saved[2]}, gradients,
                                                     true, true, true);
            std::copy(found.begin(), found.end(), result.begin());
            return result;
        }
        const Moments moments{saved[3], saved[4], saved[5], saved[6]};
        std::tie(result[0], result[1], result[2]) =
            backward(features_last(saved[0]), features_last(gradients[0]), moments, slope);
        return result;
    }

  private:
    /// The gradients of x, gamma and beta.
    static std::tuple<at::Tensor, at::Tensor, at::Tensor> backward(const at::Tensor &x, const at::Tensor &gradient,
                                                                   const Moments &moments, double slope) {
        const Parts parts(x);
        const auto part_sums = at::empty({2, parts.count(), parts.columns});
        auto *sums = part_sums.data_ptr<float>();
        auto *products = sums + parts.count() * parts.columns;
        const auto *source = x.const_data_ptr<float>();
        const auto *gradients = gradient.const_data_ptr<float>();
        const auto *scale = moments.scale.const_data_ptr<float>();
        const auto *shift = moments.shift.const_data_ptr<float>();
        const auto *mean = moments.mean.const_data_ptr<float>();
        parts.for_each([&](const MatrixPart &part, int64_t offset, int64_t column, int64_t index) {
            const auto place = index * parts.columns + column;
            instruction_set()->gradient_sums(part, source + offset, gradients + offset, scale + column, shift + column,
                                             mean + column, static_cast<float>(slope), sums + place, products + place);
        });
        const auto totals = part_sums.sum(1);
        const auto beta_gradient = totals[0];
        const auto gamma_gradient = totals[1] * moments.inverse_deviation;

        // scale·(g − mean of g − x̂·mean of g·x̂), where x̂ = (x − mean)·inverse deviation.
        const auto count = static_cast<double>(parts.rows);
        const auto linear = moments.scale * moments.inverse_deviation * gamma_gradient * (-1 / count);
        const auto constant = moments.scale * beta_gradient * (-1 / count);
        const auto *slopes = linear.const_data_ptr<float>();
        const auto *constants = constant.const_data_ptr<float>();
        auto result = at::empty_like(x);
        auto *target = result.data_ptr<float>();
        parts.for_each([&](const MatrixPart &part, int64_t offset, int64_t column, int64_t) {
            instruction_set()->normalize_backward(part, source + offset, gradients + offset, scale + column,
                                                  shift + column, mean + column, slopes + column, constants + column,
                                                  static_cast<float>(slope), target + offset);
        });
        return {result, gamma_gradient, beta_gradient};
    }
};

} // namespace

at::Tensor BatchNormalization::training(const at::Tensor &x, double momentum) const {
    if (instruction_set() != nullptr && is_plain(x) && is_plain(gamma) && is_plain(beta)) {
        return TrainingNormalization::apply(x, gamma, beta, moving_mean, moving_variance, momentum, epsilon, slope);
    }
    // With a momentum of 1, libtorch leaves the batch's own moments here, the variance divided by count − 1.
    const auto mean = at::zeros_like(moving_mean);
    auto variance = at::zeros_like(moving_variance);
    const auto result = at::batch_norm(x, gamma, beta, mean, variance, true, 1, epsilon, true);
    const auto count = static_cast<double>(x.numel()) / static_cast<double>(x.size(1));
    // Of one value, the variance is 0, and libtorch's not a number.
    variance = count > 1 ? variance * ((count - 1) / count) : at::zeros_like(variance);
    move(moving_mean, mean, momentum);
    move(moving_variance, variance, momentum);
    return leaky_relu(result, slope);
}

at::Tensor BatchNormalization::inference(const at::Tensor &x) const {
    const bool records = at::GradMode::is_enabled() &&
                         (x.requires_grad() || gamma.requires_grad() || beta.requires_grad());
    if (instruction_set() != nullptr && is_plain(x) && is_plain(gamma) && !records) {
        const auto scale = gamma * (moving_variance + epsilon).rsqrt();
        return normalized(features_last(x), scale, beta - moving_mean * scale, slope);
    }
    return leaky_relu(at::batch_norm(x, gamma, beta, moving_mean, moving_variance, false, 0, epsilon, true), slope);
}

} // namespace ctorch
