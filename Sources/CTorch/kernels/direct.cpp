#include "direct.h"

#include "parallel.h"

#include <algorithm>

namespace ctorch {
namespace {

constexpr int64_t taps_count = kernel_size * kernel_size;

/// Partial sums of the kernel's gradient; their number does not depend on the threads, nor does then the total.
constexpr int64_t partial_sums = 16;

} // namespace

void DirectConvolution::forward(const MapsSource &inputs, const float *kernel, const float *bias,
                                const MapsTarget &outputs) const {
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
        instructions->direct_forward(shape, inputs.image(image), taps, step, bias, outputs.place(image));
        outputs.finish(image);
    });
}

void DirectConvolution::backward_data(const MapsSource &outputs, const float *kernel, const float *bias,
                                      const MapsTarget &inputs) const {
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
        instructions->direct_backward_data(shape, outputs.image(image), taps, step, bias, inputs.place(image));
        inputs.finish(image);
    });
}

void DirectConvolution::backward_weights(const MapsSource &inputs, const MapsSource &outputs,
                                         float *gradient) const {
    const auto channels = shape.input_channels;
    const auto step = rounded_up(shape.output_channels, 2 * channel_block);
    const auto count = std::min(partial_sums, shape.batch);
    const auto storage = at::zeros({count, taps_count * channels, step});
    auto *sums = storage.data_ptr<float>();
    const auto size = taps_count * channels * step;
    parallel_for(count, [&](int64_t part) {
        for (auto image = shape.batch * part / count; image < shape.batch * (part + 1) / count; ++image) {
            instructions->direct_backward_weights(shape, inputs.image(image, 0), outputs.image(image, 1), step,
                                                  sums + part * size);
        }
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
