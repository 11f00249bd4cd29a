#include "direct.h"

#include "parallel.h"

#include <algorithm>

namespace ctorch {
namespace {

constexpr int64_t taps_count = kernel_size * kernel_size;

/// Partial sums of the kernel's gradient; their number does not depend on the threads, nor does then the total.
constexpr int64_t partial_sums = 16;

} // namespace

void DirectConvolution::forward(const float *inputs, const float *kernel, const float *bias, float *outputs) const {
    const auto channels = shape.input_channels;
    const auto step = rounded_up(shape.output_channels, 2 * channel_block);
    const auto storage = at::zeros({taps_count * channels, step});
    auto *taps = storage.data_ptr<float>();
    for (int64_t o = 0; o < shape.output_channels; ++o) {
        for (int64_t c = 0; c < channels; ++c) {
            for (int64_t t = 0; t < taps_count; ++t) {
                taps[(t * channels + c) * step + o] = kernel[(o * channels + c) * taps_count + t];
            }
        }
    }
    parallel_for(shape.batch, [&](int64_t image) {
        instructions->direct_forward(shape, image, inputs, taps, step, bias, outputs);
    });
}

void DirectConvolution::backward_data(const float *outputs, const float *kernel, const float *bias,
                                      float *inputs) const {
    const auto channels = shape.input_channels;
    const auto step = rounded_up(taps_count * channels, 2 * channel_block);
    const auto storage = at::zeros({shape.output_channels, step});
    auto *taps = storage.data_ptr<float>();
    for (int64_t o = 0; o < shape.output_channels; ++o) {
        for (int64_t c = 0; c < channels; ++c) {
            for (int64_t t = 0; t < taps_count; ++t) {
                taps[o * step + t * channels + c] = kernel[(o * channels + c) * taps_count + t];
            }
        }
    }
    parallel_for(shape.batch, [&](int64_t image) {
        instructions->direct_backward_data(shape, image, outputs, taps, step, bias, inputs);
    });
}

void DirectConvolution::backward_weights(const float *inputs, const float *outputs, float *gradient) const {
    const auto channels = shape.input_channels;
    const auto step = rounded_up(shape.output_channels, 2 * channel_block);
    const auto count = std::min(partial_sums, shape.batch);
    const auto storage = at::zeros({count, taps_count * channels, step});
    auto *sums = storage.data_ptr<float>();
    const auto size = taps_count * channels * step;
    parallel_for(count, [&](int64_t part) {
        instructions->direct_backward_weights(shape, shape.batch * part / count, shape.batch * (part + 1) / count,
                                              inputs, outputs, step, sums + part * size);
    });
    for (int64_t o = 0; o < shape.output_channels; ++o) {
        for (int64_t c = 0; c < channels; ++c) {
            for (int64_t t = 0; t < taps_count; ++t) {
                float sum = 0;
                for (int64_t part = 0; part < count; ++part) sum += sums[part * size + (t * channels + c) * step + o];
                gradient[(o * channels + c) * taps_count + t] = sum;
            }
        }
    }
}

} // namespace ctorch
