#include "internal.h"
#include "kernels/parallel.h"

#include <ATen/CPUGeneratorImpl.h>
#include <c10/core/GradMode.h>

#include <cmath>
#include <mutex>

using ctorch::produce;

namespace {

uint64_t next_key(at::Generator &generator) {
    const std::lock_guard lock(generator.mutex());
    return at::check_generator<at::CPUGeneratorImpl>(generator)->random64();
}

/// Writes 1/keep with the probability `keep`, otherwise 0. libtorch's own generator draws one number after another, on
/// one thread, in a tenth of a training step's time; this one, SplitMix64 from a key, gives any number of its stream at
/// once. Source: Steele, Lea and Flood, 2014, https://doi.org/10.1145/2660193.2660195
void fill_dropout_mask(float *mask, int64_t count, double keep, uint64_t key) {
    const auto limit = static_cast<uint32_t>(std::min(std::ldexp(keep, 32), 4'294'967'295.0));
    const auto scale = static_cast<float>(1 / keep);
    const auto draw = [=](int64_t index) {
        uint64_t bits = key + static_cast<uint64_t>(index + 1) * 0x9E37'79B9'7F4A'7C15U;
        bits = (bits ^ (bits >> 30)) * 0xBF58'476D'1CE4'E5B9U;
        bits = (bits ^ (bits >> 27)) * 0x94D0'49BB'1331'11EBU;
        return bits ^ (bits >> 31);
    };
    // Multiplied rather than chosen, as no processor foresees which. Each half of the 64 bits decides an element.
    const auto value = [=](uint64_t half) { return static_cast<float>(static_cast<uint32_t>(half) < limit) * scale; };
    ctorch::parallel_for_ranges(count / 2, 16'384, [=](int64_t begin, int64_t end) {
        for (int64_t i = begin; i < end; ++i) {
            const auto bits = draw(i);
            mask[2 * i] = value(bits);
            mask[2 * i + 1] = value(bits >> 32);
        }
    });
    if (count % 2 == 1) mask[count - 1] = value(draw(count / 2));
}

} // namespace

ct_status ct_matmul(const ct_tensor *a, const ct_tensor *b, ct_tensor_out out, ct_message message) {
    return produce(out, message, [&] { return at::matmul(a->value, b->value); });
}

ct_status ct_linear(const ct_tensor *x, const ct_tensor *kernel, const ct_tensor *bias, ct_tensor_out out,
                    ct_message message) {
    return produce(out, message, [&] { return at::addmm(bias->value, x->value, kernel->value); });
}

ct_status ct_batch_norm_training(const ct_tensor *x, const ct_tensor *gamma, const ct_tensor *beta,
                                 ct_tensor *moving_mean, ct_tensor *moving_variance, double momentum, double epsilon,
                                 ct_tensor_out out, ct_message message) {
    return produce(out, message, [&] {
        // With a momentum of 1, libtorch leaves the batch's own moments here, the variance divided by count − 1.
        const auto mean = at::zeros_like(moving_mean->value);
        const auto variance = at::zeros_like(moving_variance->value);
        auto result = at::batch_norm(x->value, gamma->value, beta->value, mean, variance, true, 1, epsilon, true);

        const at::NoGradGuard guard;
        const auto count = static_cast<double>(x->value.numel()) / static_cast<double>(x->value.size(1));
        moving_mean->value.mul_(momentum).add_(mean, 1 - momentum);
        moving_variance->value.mul_(momentum);
        // Of one value, the variance is 0, and libtorch's not a number.
        if (count > 1) moving_variance->value.add_(variance, (1 - momentum) * (count - 1) / count);
        return result;
    });
}

ct_status ct_batch_norm_inference(const ct_tensor *x, const ct_tensor *gamma, const ct_tensor *beta,
                                  const ct_tensor *moving_mean, const ct_tensor *moving_variance, double epsilon,
                                  ct_tensor_out out, ct_message message) {
    return produce(out, message, [&] {
        return at::batch_norm(x->value, gamma->value, beta->value, moving_mean->value, moving_variance->value, false,
                              0, epsilon, true);
    });
}

ct_status ct_dropout(const ct_tensor *x, double rate, ct_generator *generator, ct_tensor_out out, ct_message message) {
    return produce(out, message, [&] {
        at::Tensor mask;
        {
            const at::NoGradGuard guard;
            mask = at::empty_like(x->value);
            if (mask.device().is_cpu() && mask.scalar_type() == at::kFloat && mask.is_non_overlapping_and_dense()) {
                fill_dropout_mask(mask.data_ptr<float>(), mask.numel(), 1 - rate, next_key(generator->value));
            } else {
                mask.bernoulli_(1 - rate, generator->value).div_(1 - rate);
            }
        }
        return at::mul(x->value, mask);
    });
}
