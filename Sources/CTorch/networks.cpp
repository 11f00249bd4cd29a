#include "internal.h"
#include "kernels/dense_function.h"
#include "kernels/dropout_function.h"
#include "kernels/normalization_function.h"

using ctorch::optional;
using ctorch::produce;

namespace {

ctorch::BatchNormalization normalization(const ct_batch_norm &settings) {
    return {settings.gamma->value,           settings.beta->value,    settings.moving_mean->value,
            settings.moving_variance->value, settings.epsilon,        settings.slope};
}

} // namespace

ct_status ct_matmul(const ct_tensor *a, const ct_tensor *b, ct_tensor_out out, ct_message message) {
    return produce(out, message, [&] { return at::matmul(a->value, b->value); });
}

ct_status ct_linear(const ct_tensor *x, const ct_tensor *kernel, const ct_tensor *bias, ct_tensor_out out,
                    ct_message message) {
    return produce(out, message, [&] { return ctorch::dense(x->value, kernel->value, optional(bias)); });
}

ct_status ct_batch_norm_training(const ct_tensor *x, ct_batch_norm settings, double momentum, ct_tensor_out out,
                                 ct_message message) {
    return produce(out, message, [&] { return normalization(settings).training(x->value, momentum); });
}

ct_status ct_batch_norm_inference(const ct_tensor *x, ct_batch_norm settings, ct_tensor_out out, ct_message message) {
    return produce(out, message, [&] { return normalization(settings).inference(x->value); });
}

ct_status ct_dropped(const ct_tensor *x, ct_dropout dropout, ct_tensor_out out, ct_message message) {
    return produce(out, message, [&] {
        return ctorch::leaky_relu_dropout(x->value, dropout.slope, dropout.rate, dropout.generator->value);
    });
}
