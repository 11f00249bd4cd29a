#include "internal.h"
#include "kernels/dense_function.h"
#include "kernels/dropout_function.h"
#include "kernels/normalization_function.h"

#include <memory>

using ctorch::guarded;
using ctorch::optional;
using ctorch::produce;

ctorch::BatchNormalization ctorch::normalization(const ct_batch_norm &settings) {
    return {settings.gamma->value,
            settings.beta->value,
            settings.moving_mean->value,
            settings.moving_variance->value,
            settings.epsilon,
            settings.slope,
            settings.training,
            settings.momentum};
}

ct_status ct_matmul(const ct_tensor *a, const ct_tensor *b, ct_tensor_out out, ct_message message) {
    return produce(out, message, [&] { return at::matmul(a->value, b->value); });
}

ct_status ct_symmetric_eigen(const ct_tensor *x, ct_tensor_out values, ct_tensor_out vectors, ct_message message) {
    return guarded(message, [&] {
        auto [found_values, found_vectors] = at::linalg_eigh(x->value);
        auto first = std::make_unique<ct_tensor>(std::move(found_values));
        *vectors = new ct_tensor{std::move(found_vectors)};
        *values = first.release();
    });
}

ct_status ct_linear(const ct_tensor *x, const ct_tensor *kernel, const ct_tensor *bias, ct_tensor_out out,
                    ct_message message) {
    return produce(out, message, [&] { return ctorch::dense(x->value, kernel->value, optional(bias)); });
}

ct_status ct_normalized(const ct_tensor *x, ct_batch_norm batch_norm, ct_tensor_out out, ct_message message) {
    return produce(out, message, [&] { return ctorch::normalization(batch_norm)(x->value); });
}

ct_status ct_dropped(const ct_tensor *x, ct_dropout dropout, ct_tensor_out out, ct_message message) {
    return produce(out, message, [&] {
        return ctorch::leaky_relu_dropout(x->value, dropout.slope, dropout.rate, dropout.generator->value);
    });
}
