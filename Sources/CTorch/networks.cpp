#include "internal.h"
#include "kernels/dense_function.h"
#include "kernels/dropout_function.h"
#include "kernels/normalization_function.h"

#include <ATen/CPUGeneratorImpl.h>
#include <c10/core/GradMode.h>

#include <mutex>

using ctorch::produce;

namespace {

uint64_t next_key(at::Generator &generator) {
    const std::lock_guard lock(generator.mutex());
    return at::check_generator<at::CPUGeneratorImpl>(generator)->random64();
}

ctorch::BatchNormalization normalization(const ct_batch_norm &settings) {
    return {settings.gamma->value,           settings.beta->value,    settings.moving_mean->value,
            settings.moving_variance->value, settings.epsilon,        settings.slope};
}

/// LeakyReLU, unless the slope is 1, and dropout, on any device.
at::Tensor leaky_relu_dropout(const at::Tensor &x, double slope, double rate, at::Generator &generator) {
    if (x.device().is_cpu() && x.scalar_type() == at::kFloat) {
        return ctorch::leaky_relu_dropout(x, slope, rate, next_key(generator));
    }
    const auto active = slope == 1 ? x : at::leaky_relu(x, slope);
    at::Tensor mask;
    {
        const at::NoGradGuard guard;
        mask = at::empty_like(active).bernoulli_(1 - rate, generator).div_(1 - rate);
    }
    return at::mul(active, mask);
}

} // namespace

ct_status ct_matmul(const ct_tensor *a, const ct_tensor *b, ct_tensor_out out, ct_message message) {
    return produce(out, message, [&] { return at::matmul(a->value, b->value); });
}

ct_status ct_linear(const ct_tensor *x, const ct_tensor *kernel, const ct_tensor *bias, ct_tensor_out out,
                    ct_message message) {
    return produce(out, message, [&] {
        const auto product = ctorch::dense(x->value, kernel->value);
        return bias == nullptr ? product : product + bias->value;
    });
}

ct_status ct_batch_norm_training(const ct_tensor *x, ct_batch_norm settings, double momentum, ct_tensor_out out,
                                 ct_message message) {
    return produce(out, message, [&] { return normalization(settings).training(x->value, momentum); });
}

ct_status ct_batch_norm_inference(const ct_tensor *x, ct_batch_norm settings, ct_tensor_out out, ct_message message) {
    return produce(out, message, [&] { return normalization(settings).inference(x->value); });
}

ct_status ct_leaky_relu_dropout(const ct_tensor *x, double slope, double rate, ct_generator *generator,
                                ct_tensor_out out, ct_message message) {
    return produce(out, message, [&] { return leaky_relu_dropout(x->value, slope, rate, generator->value); });
}
