#include "dropout_function.h"

#include "instruction_set.h"
#include "kept.h"
#include "parallel.h"

#include <ATen/CPUGeneratorImpl.h>
#include <ATen/core/grad_mode.h>

#include <mutex>
#include <vector>

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

struct SavedActivation : torch::CustomClassHolder {
    LeakyReLUDropout activation;
    at::Tensor y{};

    explicit SavedActivation(const LeakyReLUDropout &activation, const at::Tensor &y) : activation(activation), y(y) {}

    std::vector<at::Tensor *> tensors() { return {&y}; }
};

/// The gradient of an activation's argument from that of its result y, in which it is linear; it is so again in its own
/// gradient.
struct ActivationGradient : torch::autograd::Function<ActivationGradient> {
    static at::Tensor forward(torch::autograd::AutogradContext *context, const at::Tensor &gradient,
                              SavedActivation call) {
        const auto dense = gradient.strides() == call.y.strides() ? gradient : at::empty_like(call.y).copy_(gradient);
        auto result = at::empty_like(call.y);
        const auto *outputs = call.y.const_data_ptr<float>();
        const auto *source = dense.const_data_ptr<float>();
        auto *target = result.data_ptr<float>();
        parallel_for_ranges(result.numel(), elements_at_once, [&](int64_t begin, int64_t end) {
            call.activation.backward(outputs + begin, source + begin, target + begin, end - begin);
        });
        keep(context, std::move(call));
        return result;
    }

    static torch::autograd::variable_list backward(torch::autograd::AutogradContext *context,
                                                   const torch::autograd::variable_list &gradients) {
        return {apply(gradients[0], kept<SavedActivation>(context)), {}};
    }
};

struct LeakyReLUDropoutFunction : torch::autograd::Function<LeakyReLUDropoutFunction> {
    static at::Tensor forward(torch::autograd::AutogradContext *context, const at::Tensor &x,
                              const LeakyReLUDropout &activation) {
        auto y = at::empty_like(x);
        const auto *source = x.const_data_ptr<float>();
        auto *target = y.data_ptr<float>();
        parallel_for_ranges(x.numel(), elements_at_once, [&](int64_t begin, int64_t end) {
            activation.forward(source + begin, target + begin, begin / dropout_group, end - begin);
        });
        keep(context, SavedActivation(activation, y));
        return y;
    }

    static torch::autograd::variable_list backward(torch::autograd::AutogradContext *context,
                                                   const torch::autograd::variable_list &gradients) {
        return {ActivationGradient::apply(gradients[0], kept<SavedActivation>(context)), {}};
    }
};

} // namespace

std::optional<LeakyReLUDropout> LeakyReLUDropout::draw(double slope, double rate, at::Generator &generator) {
    if (instruction_set() == nullptr || !generator.device().is_cpu() || slope < 0 || slope == 1) return {};
    return LeakyReLUDropout{slope, rate, rate > 0 ? next_key(generator) : 0};
}

void LeakyReLUDropout::forward(const float *x, float *y, int64_t group, int64_t count) const {
    if (rate == 0) return instruction_set()->leaky_relu(static_cast<float>(slope), x, x, y, count);
    instruction_set()->leaky_relu_dropout(Dropout(rate, key), group, static_cast<float>(slope), x, y, count);
}

void LeakyReLUDropout::backward(const float *y, const float *gradient, float *result, int64_t count) const {
    if (rate == 0) return instruction_set()->leaky_relu(static_cast<float>(slope), y, gradient, result, count);
    instruction_set()->leaky_relu_dropout_backward(Dropout(rate, key).scale, static_cast<float>(slope), y, gradient,
                                                   result, count);
}

at::Tensor LeakyReLUDropout::gradient(const at::Tensor &y, const at::Tensor &gradient) const {
    return ActivationGradient::apply(gradient, SavedActivation(*this, y));
}

at::Tensor leaky_relu(const at::Tensor &x, double slope) { return slope == 1 ? x : at::leaky_relu(x, slope); }

at::Tensor leaky_relu_dropout(const at::Tensor &x, double slope, double rate, at::Generator &generator) {
    if (rate == 0) return leaky_relu(x, slope);
    if (is_plain(x) && x.is_non_overlapping_and_dense()) {
        const auto activation = LeakyReLUDropout::draw(slope, rate, generator);
        if (activation) return LeakyReLUDropoutFunction::apply(x, *activation);
    }
    const auto active = leaky_relu(x, slope);
    const auto dense = active.is_non_overlapping_and_dense() ? active : active.contiguous();
    return at::mul(dense, mask(dense, rate, generator));
}

} // namespace ctorch
