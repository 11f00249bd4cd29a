#include "spectral.h"

#include "memory.h"
#include "parallel.h"

#include <ATen/Parallel.h>

#include <algorithm>

namespace ctorch {
namespace {

/// Floats that the larger side's spectra may take at once.
constexpr int64_t spectrum_limit = int64_t{16} << 20;

/// Rows of a product that are one thread's task.
constexpr int64_t rows_at_once = 256;

/// Images that are one thread's task of transforms.
constexpr int64_t images_per_task = 4;

/// Planes lie apart by a multiple of this and some lines of the cache, so that the same place of many planes does not
/// fall on the same lines.
constexpr int64_t plane_gap = 80;

} // namespace

std::optional<SpectralConvolution> SpectralConvolution::plan(const ConvolutionShape &shape,
                                                             const InstructionSet &instructions) {
    std::optional<SpectralConvolution> best;
    int64_t best_cost = INT64_MAX;
    const auto extent = std::max(shape.height, shape.width);
    for (const auto &stages : instructions.stages) {
        SpectralConvolution plan(shape, instructions, stages);
        plan.halo = shape.stride == 1 ? 2 : 1;
        plan.tile = stages.length >= extent + plan.halo ? extent : stages.length - 2 * plan.halo;
        plan.tiles_down = divided_up(shape.height, plan.tile);
        plan.tiles_across = divided_up(shape.width, plan.tile);
        const auto cost = plan.tiles_down * plan.tiles_across * stages.length * stages.length;
        if (cost < best_cost) {
            best_cost = cost;
            best = plan;
        }
    }
    return best;
}

int64_t SpectralConvolution::images_at_once() const {
    const auto planes = int64_t{stages->length} * stages->length;
    const auto phases = shape.stride * shape.stride;
    const auto channels = std::max(phases * rounded_up(shape.input_channels, channel_block),
                                   rounded_up(shape.output_channels, channel_block));
    const auto size = planes * tiles_down * tiles_across * rounded_up(channels, 2 * channel_block);
    return std::clamp<int64_t>(spectrum_limit / size, 1, shape.batch);
}

bool SpectralConvolution::shares_spectra() const {
    return tiles_down * tiles_across == 1 && images_at_once() == shape.batch;
}

TiledImage SpectralConvolution::image(Side side, bool with_halo) const {
    const bool is_input = side == Side::input;
    return {nullptr,
            false,
            is_input ? shape.input_channels : shape.output_channels,
            shape.height,
            shape.width,
            is_input ? shape.stride : 1,
            tile,
            tiles_down,
            tiles_across,
            with_halo ? halo : 0};
}

Spectrum SpectralConvolution::spectrum_view(Side side, const at::Tensor &storage, int64_t count,
                                            int64_t numbers_per_word) const {
    const auto maps = image(side, true);
    Spectrum spectrum{};
    spectrum.data = storage.defined() ? storage.data_ptr<float>() : nullptr;
    spectrum.rows = count * maps.tile_count();
    spectrum.channels = maps.stride * maps.stride * maps.phase_channels();
    spectrum.blocks = rounded_up(spectrum.channels, 2 * channel_block) / (line_words * numbers_per_word);
    spectrum.block_step = block_step(stages->length);
    return spectrum;
}

Spectrum SpectralConvolution::source_view(Side side, const at::Tensor &storage, int64_t count) const {
    return spectrum_view(side, storage, count, instructions->numbers_per_word);
}

Spectrum SpectralConvolution::result_view(Side side, const at::Tensor &storage, int64_t count) const {
    return spectrum_view(side, storage, count, 1);
}

at::Tensor SpectralConvolution::spectrum(Side side, const MapsSource &maps) const {
    return spectrum(side, maps, 0, shape.batch, true);
}

at::Tensor SpectralConvolution::spectrum(Side side, const MapsSource &maps, int64_t first, int64_t count,
                                         bool with_halo) const {
    auto storage = buffer(source_view(side, {}, count).size());
    const auto view = source_view(side, storage, count);
    parallel_for_ranges(count, images_per_task, [&](int64_t begin, int64_t end) {
        auto source = image(side, with_halo);
        for (auto i = begin; i < end; ++i) {
            // What is read is not changed.
            source.data = const_cast<float *>(maps.image(first + i));
            stages->transform_image(source, view, i * source.tile_count());
        }
    });
    return storage;
}

at::Tensor SpectralConvolution::pack(const float *kernel, bool backward, PackedKernel &packed) const {
    const auto result = result_view(backward ? Side::input : Side::output, {}, 1);
    const auto source = source_view(backward ? Side::output : Side::input, {}, 1);
    packed.depth = source.channels / instructions->numbers_per_word;
    packed.columns = result.blocks * line_words;
    packed.matrix_step = packed.depth * packed.columns + plane_gap;
    auto storage = buffer(packed_matrices(stages->length) * packed.matrix_step);
    packed.data = storage.data_ptr<float>();
    if (result.channels < packed.columns) storage.zero_();
    const auto channels = backward ? shape.input_channels : shape.output_channels;
    const auto depth_channels = backward ? shape.output_channels : shape.input_channels;
    const auto depth_blocks = divided_up(depth_channels, channel_block);
    parallel_for(divided_up(channels, 2 * instructions->lanes) * depth_blocks, [&](int64_t task) {
        stages->pack_kernel(shape, kernel, backward, task / depth_blocks, task % depth_blocks, packed);
    });
    return storage;
}

void SpectralConvolution::data_pass(Side from, const MapsSource &maps, const at::Tensor &spectrum_of_maps,
                                    const float *kernel, const float *bias, const MapsTarget &result) const {
    const auto to = from == Side::input ? Side::output : Side::input;
    PackedKernel packed{};
    const auto packed_storage = pack(kernel, from == Side::output, packed);
    const auto length = stages->length;
    const auto step = images_at_once();
    for (int64_t first = 0; first < shape.batch; first += step) {
        const auto count = std::min(step, shape.batch - first);
        const auto source =
            spectrum_of_maps.defined() ? spectrum_of_maps : spectrum(from, maps, first, count, true);
        const auto input = source_view(from, source, count);
        const auto target = buffer(result_view(to, {}, count).size());
        const auto output = result_view(to, target, count);

        const auto blocks = divided_up(input.rows, rows_at_once);
        const auto tasks = components(length) * blocks;
        const auto task = [&](int64_t index) -> ProductTask {
            // The real components, which take less time, come last, so that no thread waits long for another.
            const auto component = components(length) - 1 - index / blocks;
            return {component, input.rows * (index % blocks) / blocks, input.rows * (index % blocks + 1) / blocks};
        };
        parallel_for(tasks, [&](int64_t index) {
            const auto next = std::min(index + at::get_num_threads(), tasks - 1);
            instructions->multiply(length, task(index), task(next), input, packed, output);
        });

        parallel_for_ranges(count, images_per_task, [&](int64_t begin, int64_t end) {
            auto place = image(to, false);
            place.streams = result.is_memory();
            for (auto i = begin; i < end; ++i) {
                place.data = result.place(first + i);
                stages->restore_image(output, i * place.tile_count(), bias, place);
                result.finish(first + i);
            }
        });
    }
}

void SpectralConvolution::weights_pass(const MapsSource &inputs, const at::Tensor &input_spectrum,
                                       const MapsSource &outputs, const at::Tensor &output_spectrum,
                                       float *gradient) const {
    const auto length = stages->length;
    Spectrum kernel = result_view(Side::input, {}, 1);
    kernel.rows = shape.output_channels;
    const auto storage = buffer(kernel.size());
    kernel.data = storage.data_ptr<float>();

    const auto step = images_at_once();
    for (int64_t first = 0; first < shape.batch; first += step) {
        const auto count = std::min(step, shape.batch - first);
        const auto input =
            input_spectrum.defined() ? input_spectrum : spectrum(Side::input, inputs, first, count, true);
        const auto output =
            output_spectrum.defined() ? output_spectrum : spectrum(Side::output, outputs, first, count, false);
        const auto input_view = source_view(Side::input, input, count);
        const auto output_view = source_view(Side::output, output, count);
        parallel_for(components(length), [&](int64_t task) {
            const auto component = components(length) - 1 - task;
            const auto next = std::max<int64_t>(component - at::get_num_threads(), 0);
            instructions->multiply_transposed(length, component, next, output_view, input_view, first > 0, kernel);
        });
    }
    parallel_for(shape.output_channels,
                 [&](int64_t channel) { stages->restore_kernel(shape, kernel, channel, gradient); });
}

} // namespace ctorch
