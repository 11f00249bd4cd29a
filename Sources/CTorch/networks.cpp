#include "internal.h"

#include <c10/core/GradMode.h>

#include <array>

using ctorch::optional;
using ctorch::produce;

ct_status ct_matmul(const ct_tensor *a, const ct_tensor *b, ct_tensor_out out, ct_message message) {
    return produce(out, message, [&] { return at::matmul(a->value, b->value); });
}

ct_status ct_linear(const ct_tensor *x, const ct_tensor *kernel, const ct_tensor *bias, ct_tensor_out out,
                    ct_message message) {
    return produce(out, message, [&] { return at::addmm(bias->value, x->value, kernel->value); });
}

ct_status ct_conv2d(const ct_tensor *x, const ct_tensor *kernel, const ct_tensor *bias, int64_t stride,
                    ct_margins padding, ct_tensor_out out, ct_message message) {
    return produce(out, message, [&] {
        // libtorch pads both sides alike, at no cost; only what one side has more is padded by copying.
        std::array<int64_t, 2> common;
        std::array<int64_t, 4> rest;
        for (int i = 0; i < 2; ++i) {
            common[i] = std::min(padding.before[i], padding.after[i]);
            rest[2 - 2 * i] = padding.before[i] - common[i];
            rest[3 - 2 * i] = padding.after[i] - common[i];
        }
        const bool even = rest == std::array<int64_t, 4>{};
        const auto input = even ? x->value : at::constant_pad_nd(x->value, rest, 0);
        return at::conv2d(input, kernel->value, optional(bias), stride, common);
    });
}

ct_status ct_conv_transpose2d(const ct_tensor *x, const ct_tensor *kernel, const ct_tensor *bias, int64_t stride,
                              ct_margins crop, const int64_t extension[2], ct_tensor_out out, ct_message message) {
    return produce(out, message, [&] {
        std::array<int64_t, 2> common;
        for (int i = 0; i < 2; ++i) common[i] = std::min(crop.before[i], crop.after[i]);
        auto result = at::conv_transpose2d(x->value, kernel->value, optional(bias), stride, common,
                                           at::IntArrayRef(extension, 2));
        for (int i = 0; i < 2; ++i) {
            const auto before = crop.before[i] - common[i];
            const auto after = crop.after[i] - common[i];
            if (before + after > 0) result = result.narrow(2 + i, before, result.size(2 + i) - before - after);
        }
        return result.contiguous();
    });
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
            mask = at::empty_like(x->value).bernoulli_(1 - rate, generator->value).div_(1 - rate);
        }
        return at::mul(x->value, mask);
    });
}
