#include "dropout_function.h"

#include "instruction_set.h"
#include "parallel.h"

#include <ATen/CPUGeneratorImpl.h>
#include <ATen/core/grad_mode.h>
#include <torch/csrc/autograd/custom_function.h>

#include <mutex>

namespace ctorch {
namespace {

/// Elements that are one thread's task.
constexpr int64_t elements_at_once = 16'384;

/// Calls `task` with ranges of the groups that `count` elements are.
template <typename Task> void for_groups(int64_t count, Task task) {
    parallel_for_ranges((count + dropout_group - 1) / dropout_group, elements_at_once / dropout_group, task);
}

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
    const auto count = result.numel();
    const auto fill = instruction_set() == nullptr ? fill_dropout_mask : instruction_set()->dropout_mask;
    for_groups(count, [&](int64_t first, int64_t last) { fill(dropout, floats, count, first, last); });
    return result;
}

struct LeakyReLUDropout : torch::autograd::Function<LeakyReLUDropout> {
    static at::Tensor forward(torch::autograd::AutogradContext *context, const at::Tensor &x, double slope, double rate,
                              int64_t key) {
        const Dropout dropout(rate, static_cast<uint64_t>(key));
        auto y = at::empty_like(x);
        const auto *source = x.const_data_ptr<float>();
        auto *target = y.data_ptr<float>();
        const auto count = x.numel();
        for_groups(count, [&](int64_t first, int64_t last) {
            instruction_set()->leaky_relu_dropout(dropout, static_cast<float>(slope), source, target, count, first,
                                                  last);
        });
        context->save_for_backward({y});
        context->saved_data["slope"] = slope;
        context->saved_data["scale"] = double{dropout.scale};
        return y;
    }

    static torch::autograd::variable_list backward(torch::autograd::AutogradContext *context,
                                                   const torch::autograd::variable_list &gradients) {
        const auto y = context->get_saved_variables()[0];
        const auto slope = context->saved_data["slope"].toDouble();
        const auto scale = context->saved_data["scale"].toDouble();
        if (at::GradMode::is_enabled()) {
            const auto negative = at::where(at::signbit(y), at::scalar_tensor(scale * slope, y.options()),
                                            at::zeros({}, y.options()));
            return {gradients[0] * at::where(y > 0, at::scalar_tensor(scale, y.options()), negative), {}, {}, {}};
        }
        auto gradient = gradients[0];
        if (gradient.strides() != y.strides()) gradient = at::empty_like(y).copy_(gradient);
        auto result = at::empty_like(y);
        const auto *outputs = y.const_data_ptr<float>();
        const auto *source = gradient.const_data_ptr<float>();
        auto *target = result.data_ptr<float>();
        parallel_for_ranges(y.numel(), elements_at_once, [&](int64_t begin, int64_t end) {
            instruction_set()->leaky_relu_dropout_backward(static_cast<float>(scale), static_cast<float>(slope),
                                                           outputs, source, target, begin, end);
        });
        return {result, {}, {}, {}};
    }
};

} // namespace

at::Tensor leaky_relu(const at::Tensor &x, double slope) { return slope == 1 ? x : at::leaky_relu(x, slope); }

at::Tensor leaky_relu_dropout(const at::Tensor &x, double slope, double rate, at::Generator &generator) {
    // The gradient is told from signs, which a negative slope would confuse.
    const bool in_one_pass = instruction_set() != nullptr && is_plain(x) && x.is_non_overlapping_and_dense();
    if (in_one_pass && slope >= 0 && slope != 1) {
        return LeakyReLUDropout::apply(x, slope, rate, static_cast<int64_t>(next_key(generator)));
    }
    const auto active = leaky_relu(x, slope);
    const auto dense = active.is_non_overlapping_and_dense() ? active : active.contiguous();
    return at::mul(dense, mask(dense, rate, generator));
}

} // namespace ctorch
