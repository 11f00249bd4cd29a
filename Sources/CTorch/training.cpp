#include "internal.h"
#include "kernels/instruction_set.h"
#include "kernels/parallel.h"

#include <ATen/CPUGeneratorImpl.h>
#include <torch/csrc/autograd/autograd.h>

#include <algorithm>
#include <array>
#include <mutex>
#include <vector>

using ctorch::extents;
using ctorch::guarded;
using ctorch::produce;

namespace {

at::TensorOptions options(const ct_generator *generator) {
    return at::TensorOptions(at::kFloat).device(generator->value.device());
}

void adam_step(float *parameter, const float *gradient, float *m, float *v, int64_t count, const ct_adam &settings) {
    const auto rise1 = static_cast<float>(1 - settings.beta1);
    const auto rise2 = static_cast<float>(1 - settings.beta2);
    const auto step_size = static_cast<float>(settings.step_size);
    const auto epsilon = static_cast<float>(settings.epsilon);
    ctorch::parallel_for_ranges(count, 16'384, [=](int64_t begin, int64_t end) {
        for (int64_t i = begin; i < end; ++i) {
            const float g = gradient[i];
            m[i] += (g - m[i]) * rise1;
            v[i] += (g * g - v[i]) * rise2;
            // The builtin, unlike sqrtf, sets no errno and so becomes a vector instruction.
            parameter[i] -= step_size * m[i] / (__builtin_elementwise_sqrt(v[i]) + epsilon);
        }
    });
}

void adam_step(const at::Tensor &parameter, const at::Tensor &gradient, const at::Tensor &m, const at::Tensor &v,
               const ct_adam &settings) {
    m.add_(gradient - m, 1 - settings.beta1);
    v.add_(gradient.square() - v, 1 - settings.beta2);
    parameter.addcdiv_(m, v.sqrt().add_(settings.epsilon), -settings.step_size);
}

} // namespace

ct_status ct_generator_create(uint64_t seed, ct_device device, ct_generator **out, ct_message message) {
    return guarded(message, [&] {
        const auto where = ctorch::device(device);
        if (where.is_cpu()) {
            // The CPU's Mersenne twister takes only 32 bits of its seed: the upper half is folded in, which leaves
            // seeds below 2³² what they are everywhere in PyTorch.
            const uint64_t folded = (seed ^ ((seed >> 32) * 0x9E37'79B9'7F4A'7C15U >> 32)) & 0xFFFF'FFFFU;
            *out = new ct_generator{at::detail::createCPUGenerator(folded)};
            return;
        }
        auto generator = at::globalContext().defaultGenerator(where).clone();
        generator.set_current_seed(seed);
        *out = new ct_generator{std::move(generator)};
    });
}

void ct_generator_free(ct_generator *generator) { delete generator; }

ct_status ct_generator_state(ct_generator *generator, ct_tensor_out out, ct_message message) {
    return produce(out, message, [&] {
        const std::lock_guard lock(generator->value.mutex());
        return generator->value.get_state();
    });
}

ct_status ct_generator_restore(ct_generator *generator, const ct_tensor *state, ct_message message) {
    return guarded(message, [&] {
        const std::lock_guard lock(generator->value.mutex());
        generator->value.set_state(state->value);
    });
}

ct_status ct_random_normal(const int64_t *shape, int32_t rank, ct_generator *generator, ct_tensor_out out,
                           ct_message message) {
    return produce(out, message,
                   [&] { return at::randn(extents(shape, rank), generator->value, options(generator)); });
}

ct_status ct_random_uniform(const int64_t *shape, int32_t rank, double low, double high, ct_generator *generator,
                            ct_tensor_out out, ct_message message) {
    return produce(out, message, [&] {
        return at::empty(extents(shape, rank), options(generator)).uniform_(low, high, generator->value);
    });
}

ct_status ct_random_bernoulli(const int64_t *shape, int32_t rank, double probability, ct_generator *generator,
                              ct_tensor_out out, ct_message message) {
    return produce(out, message, [&] {
        return at::empty(extents(shape, rank), options(generator)).bernoulli_(probability, generator->value);
    });
}

ct_status ct_gradients(const ct_tensor *loss, ct_tensor_list inputs, int64_t count, bool differentiable,
                       ct_tensor_out out, ct_message message) {
    return guarded(message, [&] {
        torch::autograd::variable_list variables;
        variables.reserve(count);
        for (int64_t i = 0; i < count; ++i) variables.push_back(inputs[i]->value);
        auto gradients = torch::autograd::grad({loss->value}, variables, {}, differentiable, differentiable, true);
        std::vector<std::unique_ptr<ct_tensor>> results;
        results.reserve(count);
        for (int64_t i = 0; i < count; ++i) {
            auto &gradient = gradients[i];
            results.push_back(std::make_unique<ct_tensor>(
                gradient.defined() ? std::move(gradient) : at::zeros_like(variables[i])));
        }
        for (int64_t i = 0; i < count; ++i) out[i] = results[i].release();
    });
}

ct_status ct_adam_step(ct_tensor_list parameters, ct_tensor_list gradients, ct_tensor_list m, ct_tensor_list v,
                       int64_t count, ct_adam settings, ct_message message) {
    return guarded(message, [&] {
        const at::NoGradGuard guard;
        for (int64_t i = 0; i < count; ++i) {
            const auto &parameter = parameters[i]->value;
            const auto gradient = gradients[i]->value.contiguous();
            const std::array<at::Tensor, 4> tensors = {parameter, gradient, m[i]->value, v[i]->value};
            const bool in_one_pass = std::all_of(tensors.begin(), tensors.end(), [](const at::Tensor &tensor) {
                return ctorch::is_plain(tensor) && tensor.is_contiguous();
            });
            if (in_one_pass) {
                adam_step(parameter.data_ptr<float>(), gradient.data_ptr<float>(), m[i]->value.data_ptr<float>(),
                          v[i]->value.data_ptr<float>(), parameter.numel(), settings);
                parameter.unsafeGetTensorImpl()->bump_version();
            } else {
                adam_step(parameter, gradient, m[i]->value, v[i]->value, settings);
            }
        }
    });
}
