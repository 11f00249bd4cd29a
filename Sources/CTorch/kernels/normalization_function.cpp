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

/// x as a matrix whose columns are the features, as they lie in memory if its channels are innermost there.
at::Tensor features_across(const at::Tensor &x, int64_t features) {
    if (x.dim() != 4) return x.contiguous();
    return x.contiguous(at::MemoryFormat::ChannelsLast).permute({0, 2, 3, 1}).reshape({-1, features});
}

/// Such a matrix as a tensor of x's shape.
at::Tensor as_shaped(const at::Tensor &matrix, const at::Tensor &x) {
    if (x.dim() != 4) return matrix;
    return matrix.view({x.size(0), x.size(2), x.size(3), x.size(1)}).permute({0, 3, 1, 2});
}

/// x as libtorch wants it.
at::Tensor with_features_second(const at::Tensor &x, int64_t features) {
    return x.dim() == 4 && x.size(1) != features ? features_across(x, features) : x;
}

/// A matrix whose columns are the features, cut into parts of what a core's cache holds. The cut does not depend on the
/// threads, nor do then the sums of the parts' results.
class Parts {
  public:
    explicit Parts(const at::Tensor &x) : columns(x.size(1)), rows(x.numel() / x.size(1)) {
        columns_at_once = std::min<int64_t>(columns, 512);
        rows_at_once = std::max<int64_t>(floats_at_once / columns_at_once, 1);
        across = divided_up(columns, columns_at_once);
        down = divided_up(rows, rows_at_once);
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
    static at::Tensor forward(torch::autograd::AutogradContext *context, const at::Tensor &x, const at::Tensor &gamma,
                              const at::Tensor &beta, const BatchNormalization &layer) {
        const auto normalization = layer.prepared(x);
        context->save_for_backward({x, gamma, beta, normalization.mean, normalization.inverse_deviation,
                                    normalization.scale, normalization.shift});
        context->saved_data["epsilon"] = layer.epsilon;
        context->saved_data["slope"] = layer.slope;
        return normalization(x);
    }

    static torch::autograd::variable_list backward(torch::autograd::AutogradContext *context,
                                                   const torch::autograd::variable_list &gradients) {
        const auto saved = context->get_saved_variables();
        const auto slope = context->saved_data["slope"].toDouble();
        if (at::GradMode::is_enabled()) {
            const auto epsilon = context->saved_data["epsilon"].toDouble();
            const BatchNormalization layer{saved[1], saved[2], {}, {}, epsilon, slope, true, 0};
            auto found = torch::autograd::grad({layer.recorded(saved[0])}, {saved[0], saved[1], saved[2]}, gradients,
                                               true, true, true);
            found.emplace_back();
            return found;
        }
        const Normalization normalization{saved[3], saved[4], saved[5], saved[6], slope};
        const auto found = normalization.gradients(saved[0], gradients[0]);
        return {found.x, found.gamma, found.beta, {}};
    }
};

} // namespace

at::Tensor Normalization::operator()(const at::Tensor &x) const {
    const auto matrix = features_across(x, scale.numel());
    const auto y = at::empty_like(matrix);
    const auto *source = matrix.const_data_ptr<float>();
    const auto *factors = scale.const_data_ptr<float>();
    const auto *offsets = shift.const_data_ptr<float>();
    auto *target = y.data_ptr<float>();
    Parts(matrix).for_each([&](const MatrixPart &part, int64_t offset, int64_t column, int64_t) {
        instruction_set()->normalize(part, source + offset, factors + column, offsets + column,
                                     static_cast<float>(slope), target + offset);
    });
    return as_shaped(y, x);
}

MapsSource Normalization::maps(const at::Tensor &x) const {
    const auto size = x.numel() / x.size(0);
    const auto features = scale.numel();
    return {[=, *this](int64_t image, float *maps) {
                const MatrixPart pixels{size / features, features, features};
                instruction_set()->normalize(pixels, x.const_data_ptr<float>() + image * size,
                                             scale.const_data_ptr<float>(), shift.const_data_ptr<float>(),
                                             static_cast<float>(slope), maps);
            },
            size};
}

Normalization::Gradients Normalization::gradients(const at::Tensor &x, const at::Tensor &gradient) const {
    const auto matrix = features_across(x, scale.numel());
    const auto matrix_gradient = features_across(gradient, scale.numel());
    const Parts parts(matrix);
    const auto part_sums = at::empty({2, parts.count(), parts.columns});
    auto *sums = part_sums.data_ptr<float>();
    auto *products = sums + parts.count() * parts.columns;
    const auto *source = matrix.const_data_ptr<float>();
    const auto *gradients = matrix_gradient.const_data_ptr<float>();
    const auto *factors = scale.const_data_ptr<float>();
    const auto *offsets = shift.const_data_ptr<float>();
    const auto *means = mean.const_data_ptr<float>();
    parts.for_each([&](const MatrixPart &part, int64_t offset, int64_t column, int64_t index) {
        const auto place = index * parts.columns + column;
        instruction_set()->gradient_sums(part, source + offset, gradients + offset, factors + column, offsets + column,
                                         means + column, static_cast<float>(slope), sums + place, products + place);
    });
    const auto totals = part_sums.sum(1);
    const auto beta_gradient = totals[0];
    const auto gamma_gradient = totals[1] * inverse_deviation;

    // scale·(g − mean of g − x̂·mean of g·x̂), where x̂ = (x − mean)·inverse deviation.
    const auto count = static_cast<double>(parts.rows);
    const auto linear = scale * inverse_deviation * gamma_gradient * (-1 / count);
    const auto constant = scale * beta_gradient * (-1 / count);
    const auto *slopes = linear.const_data_ptr<float>();
    const auto *constants = constant.const_data_ptr<float>();
    const auto result = at::empty_like(matrix);
    auto *target = result.data_ptr<float>();
    parts.for_each([&](const MatrixPart &part, int64_t offset, int64_t column, int64_t) {
        instruction_set()->normalize_backward(part, source + offset, gradients + offset, factors + column,
                                              offsets + column, means + column, slopes + column, constants + column,
                                              static_cast<float>(slope), target + offset);
    });
    return {as_shaped(result, x), gamma_gradient, beta_gradient};
}

bool BatchNormalization::is_own(const at::Tensor &x, at::TensorList others) const {
    const auto wants_gradient = [](const at::Tensor &tensor) { return tensor.requires_grad(); };
    const bool records = at::GradMode::is_enabled() &&
                         (wants_gradient(x) || wants_gradient(gamma) || wants_gradient(beta) ||
                          std::any_of(others.begin(), others.end(), wants_gradient));
    return instruction_set() != nullptr && is_plain(x) && is_plain(gamma) && is_plain(beta) && (training || !records);
}

Normalization BatchNormalization::prepared(const at::Tensor &x) const {
    auto mean = moving_mean;
    auto variance = moving_variance;
    if (training) {
        std::tie(mean, variance) = batch_moments(features_across(x, gamma.numel()));
        move(moving_mean, mean, momentum);
        move(moving_variance, variance, momentum);
    }
    const auto inverse_deviation = (variance + epsilon).rsqrt();
    const auto scale = gamma * inverse_deviation;
    return {mean, inverse_deviation, scale, beta - mean * scale, slope};
}

at::Tensor BatchNormalization::recorded(const at::Tensor &x) const {
    const auto rows = with_features_second(x, gamma.numel());
    const auto mean = training ? at::Tensor() : moving_mean;
    const auto variance = training ? at::Tensor() : moving_variance;
    const auto y = leaky_relu(at::batch_norm(rows, gamma, beta, mean, variance, training, 0, epsilon, true), slope);
    return rows.dim() == x.dim() ? y : as_shaped(y, x);
}

at::Tensor BatchNormalization::operator()(const at::Tensor &x) const {
    if (is_own(x)) return training ? TrainingNormalization::apply(x, gamma, beta, *this) : prepared(x)(x);
    if (training) {
        const at::NoGradGuard guard;
        const auto rows = with_features_second(x, gamma.numel());
        const auto [variance, mean] =
            at::var_mean(rows, rows.dim() == 4 ? at::IntArrayRef{0, 2, 3} : at::IntArrayRef{0}, false);
        move(moving_mean, mean, momentum);
        move(moving_variance, variance, momentum);
    }
    return recorded(x);
}

} // namespace ctorch
