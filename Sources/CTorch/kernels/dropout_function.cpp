#include "dropout_function.h"

#include "instruction_set.h"
#include "parallel.h"

#include <ATen/CPUGeneratorImpl.h>
#include <ATen/core/grad_mode.h>
#include <torch/csrc/autograd/custom_function.h>

#include <mutex>

namespace ctorch {
namespace {

/// Elements that are one thread's task, whole groups of a dropout.
constexpr int64_t elements_at_once = 16'384;

/// The key of the next stream of numbers, from the CPU's generator.
uint64_t next_key(at::Generator &generator) {
    const std::lock_guard lock(generator.mutex());
    return at::check_generator<at::CPUGeneratorImpl>(generator)->random64();
}

/// What each element of x, which is dense, is multiplied by.
at::Tensor mask(const at::Tensor &x, double rate, at::Generator &generator) {
    const at::NoGradGuard guard;
    auto result = at::empty_like(x);
    if (!is_plain(x)) return result.bernoulli_(1 - rate, generator).div_(1 - rate);
    const Dropout dropout(rate, next_key(generator));
    auto *floats = result.data_ptr<float>();
    const auto fill = instruction_set() == nullptr ? fill_dropout_mask : instruction_set()->dropout_mask;
    parallel_for_ranges(result.numel(), elements_at_once, [&](int64_t begin, int64_t end) {
        fill(dropout, begin / dropout_group, floats + begin, end - begin);
    });
    return result;
}

struct LeakyReLUDropoutFunction : torch::autograd::Function<LeakyReLUDropoutFunction> {
    static at::Tensor forward(torch::autograd::AutogradContext *context, const at::Tensor &x,
                              const LeakyReLUDropout &activation) {
        auto y = at::empty_like(x);
        const auto *source = x.const_data_ptr<float>();
        auto *target = y.data_ptr<float>();
        parallel_for_ranges(x.numel(), elements_at_once, [&](int64_t begin, int64_t end) {
            activation.forward(source + begin, target + begin, begin / dropout_group, end - begin);
        });
        context->save_for_backward({y});
        context->saved_data["slope"] = activation.slope;
        context->saved_data["rate"] = activation.rate;
        return y;
    }

    static torch::autograd::variable_list backward(torch::autograd::AutogradContext *context,
                                                   const torch::autograd::variable_list &gradients) {
        const auto y = context->get_saved_variables()[0];
        const LeakyReLUDropout activation{context->saved_data["slope"].toDouble(),
                                          context->saved_data["rate"].toDouble(), 0};
        if (at::GradMode::is_enabled()) return {gradients[0] * activation.derivative(y), {}};
        auto gradient = gradients[0];
        if (gradient.strides() != y.strides()) gradient = at::empty_like(y).copy_(gradient);
        auto result = at::empty_like(y);
        const auto *outputs = y.const_data_ptr<float>();
        const auto *source = gradient.const_data_ptr<float>();
        auto *target = result.data_ptr<float>();
        parallel_for_ranges(y.numel(), elements_at_once, [&](int64_t begin, int64_t end) {
            activation.backward(outputs + begin, source + begin, target + begin, end - begin);
        });
        return {result, {}};
    }
};

} // namespace

std::optional<LeakyReLUDropout> LeakyReLUDropout::draw(double slope, double rate, at::Generator &generator) {
    if (instruction_set() == nullptr || !generator.device().is_cpu() || slope < 0 || slope == 1) return {};
    return LeakyReLUDropout{slope, rate, next_key(generator)};
}

void LeakyReLUDropout::forward(const float *x, float *y, int64_t group, int64_t count) const {
    instruction_set()->leaky_relu_dropout(Dropout(rate, key), group, static_cast<float>(slope), x, y, count);
}

void LeakyReLUDropout::backward(const float *y, const float *gradient, float *result, int64_t count) const {
    instruction_set()->leaky_relu_dropout_backward(Dropout(rate, key).scale, static_cast<float>(slope), y, gradient,
                                                   result, count);
}

at::Tensor LeakyReLUDropout::derivative(const at::Tensor &y) const {
    const double scale = Dropout(rate, key).scale;
    const auto negative = at::where(at::signbit(y), at::scalar_tensor(scale * slope, y.options()),
                                    at::zeros({}, y.options()));
    return at::where(y > 0, at::scalar_tensor(scale, y.options()), negative);
}

at::Tensor leaky_relu(const at::Tensor &x, double slope) { return slope == 1 ? x : at::leaky_relu(x, slope); }

at::Tensor leaky_relu_dropout(const at::Tensor &x, double slope, double rate, at::Generator &generator) {
    if (is_plain(x) && x.is_non_overlapping_and_dense()) {
        const auto activation = LeakyReLUDropout::draw(slope, rate, generator);
        if (activation) return LeakyReLUDropoutFunction::apply(x, *activation);
    }
    const auto active = leaky_relu(x, slope);
    const auto dense = active.is_non_overlapping_and_dense() ? active : active.contiguous();
    return at::mul(dense, mask(dense, rate, generator));
}

} // namespace ctorch
