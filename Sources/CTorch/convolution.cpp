#include "internal.h"
#include "kernels/convolution_function.h"
#include "kernels/dropout.h"
#include "kernels/instruction_set.h"

#include <array>

using ctorch::optional;
using ctorch::produce;

namespace {

/// Whether these margins are TensorFlow's 'same' for the input of a 5×5 convolution.
bool is_same(const ct_margins &margins, const ctorch::ConvolutionShape &shape) {
    const auto before = shape.padding();
    const auto after = ctorch::kernel_size - shape.stride - before;
    return margins.before[0] == before && margins.before[1] == before && margins.after[0] == after &&
           margins.after[1] == after;
}

at::Tensor conv2d(const at::Tensor &x, const at::Tensor &kernel, const std::optional<at::Tensor> &bias, int64_t stride,
                  const ct_margins &padding) {
    // libtorch pads both sides alike, at no cost; only what one side has more is padded by copying.
    std::array<int64_t, 2> common;
    std::array<int64_t, 4> rest;
    for (int i = 0; i < 2; ++i) {
        common[i] = std::min(padding.before[i], padding.after[i]);
        rest[2 - 2 * i] = padding.before[i] - common[i];
        rest[3 - 2 * i] = padding.after[i] - common[i];
    }
    const bool even = rest == std::array<int64_t, 4>{};
    const auto input = even ? x : at::constant_pad_nd(x, rest, 0);
    return at::conv2d(input, kernel, bias, stride, common);
}

at::Tensor conv_transpose2d(const at::Tensor &x, const at::Tensor &kernel, const std::optional<at::Tensor> &bias,
                            int64_t stride, const ct_margins &crop, at::IntArrayRef extension) {
    std::array<int64_t, 2> common;
    for (int i = 0; i < 2; ++i) common[i] = std::min(crop.before[i], crop.after[i]);
    auto result = at::conv_transpose2d(x, kernel, bias, stride, common, extension);
    for (int i = 0; i < 2; ++i) {
        const auto before = crop.before[i] - common[i];
        const auto after = crop.after[i] - common[i];
        if (before + after > 0) result = result.narrow(2 + i, before, result.size(2 + i) - before - after);
    }
    return result.contiguous();
}

void require_bfloat16(const at::Tensor &x) {
    if (!x.device().is_cpu() || ctorch::bfloat16_instruction_set() == nullptr) {
        throw ctorch::unavailable("products in bfloat16 need a CPU with AVX-512 BF16; use the precision float32");
    }
}

} // namespace

ct_status ct_conv2d(const ct_tensor *x, const ct_tensor *kernel, const ct_tensor *bias, int64_t stride,
                    ct_margins padding, bool bfloat16, ct_convolution_neighbours neighbours, ct_tensor_out out,
                    ct_message message) {
    return produce(out, message, [&] {
        if (bfloat16) require_bfloat16(x->value);
        const auto *dropout = neighbours.dropout;
        const auto addend = optional(neighbours.addend);
        const auto shape = ctorch::own_convolution(x->value, kernel->value, optional(bias), stride, false);
        const bool own = shape && is_same(padding, *shape);
        ctorch::ConvolutionOptions options{bfloat16, neighbours.slope};
        if (own && dropout != nullptr && !addend &&
            (dropout->rate == 0 || shape->output_size() % ctorch::dropout_group == 0)) {
            options.activation =
                ctorch::LeakyReLUDropout::draw(dropout->slope, dropout->rate, dropout->generator->value);
        }
        if (own && addend && ctorch::is_plain(*addend) && addend->sizes() == shape->output_extents() &&
            dropout == nullptr) {
            options.addend = addend;
        }
        auto y = own ? ctorch::convolve(x->value, kernel->value, optional(bias), *shape, false, options)
                     : conv2d(ctorch::leaky_relu(x->value, neighbours.slope), kernel->value, optional(bias), stride,
                              padding);
        if (dropout != nullptr && !options.activation) {
            y = ctorch::leaky_relu_dropout(y, dropout->slope, dropout->rate, dropout->generator->value);
        }
        return addend && !options.addend ? y + *addend : y;
    });
}

ct_status ct_conv_transpose2d(const ct_tensor *x, const ct_tensor *kernel, const ct_tensor *bias, int64_t stride,
                              ct_margins crop, const int64_t extension[2], bool bfloat16,
                              const ct_batch_norm *batch_norm, ct_tensor_out out, ct_message message) {
    return produce(out, message, [&] {
        if (bfloat16) require_bfloat16(x->value);
        ctorch::ConvolutionOptions options{bfloat16};
        if (batch_norm != nullptr) options.normalization = ctorch::normalization(*batch_norm);
        const auto shape = ctorch::own_convolution(x->value, kernel->value, optional(bias), stride, true);
        if (shape && is_same(crop, *shape)) {
            return ctorch::convolve(x->value, kernel->value, optional(bias), *shape, true, options);
        }
        return conv_transpose2d(options.normalization ? (*options.normalization)(x->value) : x->value, kernel->value,
                                optional(bias), stride, crop, at::IntArrayRef(extension, 2));
    });
}
