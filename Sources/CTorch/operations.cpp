#include "internal.h"

#include <c10/core/GradMode.h>

using ctorch::extents;
using ctorch::guarded;
using ctorch::produce;

ct_status ct_add(const ct_tensor *a, const ct_tensor *b, ct_tensor_out out, ct_message message) {
    return produce(out, message, [&] { return at::add(a->value, b->value); });
}

ct_status ct_subtract(const ct_tensor *a, const ct_tensor *b, ct_tensor_out out, ct_message message) {
    return produce(out, message, [&] { return at::sub(a->value, b->value); });
}

ct_status ct_multiply(const ct_tensor *a, const ct_tensor *b, ct_tensor_out out, ct_message message) {
    return produce(out, message, [&] { return at::mul(a->value, b->value); });
}

ct_status ct_divide(const ct_tensor *a, const ct_tensor *b, ct_tensor_out out, ct_message message) {
    return produce(out, message, [&] { return at::div(a->value, b->value); });
}

ct_status ct_maximum(const ct_tensor *a, const ct_tensor *b, ct_tensor_out out, ct_message message) {
    return produce(out, message, [&] { return at::maximum(a->value, b->value); });
}

ct_status ct_minimum(const ct_tensor *a, const ct_tensor *b, ct_tensor_out out, ct_message message) {
    return produce(out, message, [&] { return at::minimum(a->value, b->value); });
}

ct_status ct_add_scalar(const ct_tensor *a, double b, ct_tensor_out out, ct_message message) {
    return produce(out, message, [&] { return at::add(a->value, b); });
}

ct_status ct_multiply_scalar(const ct_tensor *a, double b, ct_tensor_out out, ct_message message) {
    return produce(out, message, [&] { return at::mul(a->value, b); });
}

ct_status ct_divide_scalar(const ct_tensor *a, double b, ct_tensor_out out, ct_message message) {
    return produce(out, message, [&] { return at::div(a->value, b); });
}

ct_status ct_subtract_from_scalar(const ct_tensor *a, double b, ct_tensor_out out, ct_message message) {
    return produce(out, message, [&] { return at::rsub(a->value, b); });
}

ct_status ct_divide_scalar_by(const ct_tensor *a, double b, ct_tensor_out out, ct_message message) {
    return produce(out, message, [&] { return b / a->value; });
}

ct_status ct_negate(const ct_tensor *x, ct_tensor_out out, ct_message message) {
    return produce(out, message, [&] { return at::neg(x->value); });
}

ct_status ct_exp(const ct_tensor *x, ct_tensor_out out, ct_message message) {
    return produce(out, message, [&] { return at::exp(x->value); });
}

ct_status ct_log(const ct_tensor *x, ct_tensor_out out, ct_message message) {
    return produce(out, message, [&] { return at::log(x->value); });
}

ct_status ct_sqrt(const ct_tensor *x, ct_tensor_out out, ct_message message) {
    return produce(out, message, [&] { return at::sqrt(x->value); });
}

ct_status ct_square(const ct_tensor *x, ct_tensor_out out, ct_message message) {
    return produce(out, message, [&] { return at::square(x->value); });
}

ct_status ct_abs(const ct_tensor *x, ct_tensor_out out, ct_message message) {
    return produce(out, message, [&] { return at::abs(x->value); });
}

ct_status ct_tanh(const ct_tensor *x, ct_tensor_out out, ct_message message) {
    return produce(out, message, [&] { return at::tanh(x->value); });
}

ct_status ct_sigmoid(const ct_tensor *x, ct_tensor_out out, ct_message message) {
    return produce(out, message, [&] { return at::sigmoid(x->value); });
}

ct_status ct_softplus(const ct_tensor *x, ct_tensor_out out, ct_message message) {
    return produce(out, message, [&] { return at::softplus(x->value); });
}

ct_status ct_leaky_relu(const ct_tensor *x, double slope, ct_tensor_out out, ct_message message) {
    return produce(out, message, [&] { return at::leaky_relu(x->value, slope); });
}

ct_status ct_clamp(const ct_tensor *x, double low, double high, ct_tensor_out out, ct_message message) {
    return produce(out, message, [&] { return at::clamp(x->value, low, high); });
}

ct_status ct_sigmoid_cross_entropy(const ct_tensor *logits, double target, ct_tensor_out out, ct_message message) {
    return produce(out, message, [&] {
        return at::binary_cross_entropy_with_logits(logits->value, at::full_like(logits->value, target), {}, {},
                                                    at::Reduction::None);
    });
}

ct_status ct_log_softmax(const ct_tensor *x, int64_t dimension, ct_tensor_out out, ct_message message) {
    return produce(out, message, [&] { return at::log_softmax(x->value, dimension); });
}

ct_status ct_softmax_cross_entropy(const ct_tensor *logits, const ct_tensor *labels, ct_tensor_out out,
                                   ct_message message) {
    return produce(out, message, [&] {
        const auto chosen = at::gather(at::log_softmax(logits->value, 1), 1, labels->value.unsqueeze(1));
        return chosen.squeeze(1).neg();
    });
}

ct_status ct_rows(const ct_tensor *x, const ct_tensor *indices, ct_tensor_out out, ct_message message) {
    return produce(out, message, [&] { return at::index_select(x->value, 0, indices->value); });
}

ct_status ct_sum(const ct_tensor *x, const int64_t *dimensions, int32_t rank, bool keep, ct_tensor_out out,
                 ct_message message) {
    return produce(out, message, [&] { return at::sum(x->value, extents(dimensions, rank), keep); });
}

ct_status ct_mean(const ct_tensor *x, const int64_t *dimensions, int32_t rank, bool keep, ct_tensor_out out,
                  ct_message message) {
    return produce(out, message, [&] { return at::mean(x->value, extents(dimensions, rank), keep); });
}

ct_status ct_variance(const ct_tensor *x, const int64_t *dimensions, int32_t rank, bool unbiased, bool keep,
                      ct_tensor_out out, ct_message message) {
    return produce(out, message, [&] { return at::var(x->value, extents(dimensions, rank), unbiased, keep); });
}

ct_status ct_max_value(const ct_tensor *x, double *value, ct_message message) {
    return guarded(message, [&] { *value = at::max(x->value).item().toDouble(); });
}

ct_status ct_min_value(const ct_tensor *x, double *value, ct_message message) {
    return guarded(message, [&] { *value = at::min(x->value).item().toDouble(); });
}

ct_status ct_all_finite(const ct_tensor *x, bool *result, ct_message message) {
    return guarded(message, [&] { *result = at::isfinite(x->value).all().item().toBool(); });
}

ct_status ct_equal(const ct_tensor *a, const ct_tensor *b, bool *result, ct_message message) {
    return guarded(message, [&] { *result = at::equal(a->value, b->value); });
}

ct_status ct_copy_in_place(ct_tensor *x, const ct_tensor *source, ct_message message) {
    return guarded(message, [&] {
        const at::NoGradGuard guard;
        x->value.copy_(source->value);
    });
}

ct_status ct_add_in_place(ct_tensor *x, const ct_tensor *other, double scale, ct_message message) {
    return guarded(message, [&] {
        const at::NoGradGuard guard;
        x->value.add_(other->value, scale);
    });
}

ct_status ct_multiply_in_place(ct_tensor *x, double factor, ct_message message) {
    return guarded(message, [&] {
        const at::NoGradGuard guard;
        x->value.mul_(factor);
    });
}

ct_status ct_fill_in_place(ct_tensor *x, double value, ct_message message) {
    return guarded(message, [&] {
        const at::NoGradGuard guard;
        x->value.fill_(value);
    });
}
