#include "convolution_function.h"

#include "direct.h"
#include "dropout.h"
#include "parallel.h"
#include "spectral.h"

#include <ATen/core/grad_mode.h>
#include <torch/csrc/autograd/autograd.h>
#include <torch/csrc/autograd/custom_function.h>

#include <algorithm>
#include <array>

namespace ctorch {
namespace {

constexpr auto channels_last = at::MemoryFormat::ChannelsLast;

using Side = SpectralConvolution::Side;

/// Below so many rows, packing a kernel takes longer than it saves.
constexpr int64_t least_rows = 8;

/// Below so many channels on either side, spectra are mostly padding.
constexpr int64_t least_channels = 8;

Side other(Side side) { return side == Side::input ? Side::output : Side::input; }

/// The passes of one convolution, on tensors: maps [N, C, H, W] with their channels innermost in memory.
class Passes {
  public:
    Passes(const ConvolutionShape &shape, const InstructionSet &instructions)
        : shape(shape), direct(shape, instructions),
          spectral(DirectConvolution::covers(shape) ? std::nullopt : SpectralConvolution::plan(shape, instructions)) {}

    bool shares_spectra() const { return spectral && spectral->shares_spectra(); }

    /// Maps' spectrum where it is worth keeping, otherwise an undefined tensor.
    at::Tensor spectrum(Side side, const MapsSource &maps) const {
        return shares_spectra() ? spectral->spectrum(side, maps) : at::Tensor();
    }

    /// The maps of one side from those of the other, after `activation` if there is one.
    at::Tensor data(Side from, const MapsSource &maps, const at::Tensor &spectrum, const at::Tensor &kernel,
                    const at::Tensor &bias, const std::optional<LeakyReLUDropout> &activation = {}) const {
        auto result = at::empty(extents(other(from)), kernel.options().memory_format(channels_last));
        const auto size = result.numel() / shape.batch;
        auto *const memory = result.data_ptr<float>();
        const auto activate = [&, size, memory](int64_t image, const float *made) {
            activation->forward(made, memory + image * size, image * size / dropout_group, size);
        };
        const auto target = activation ? MapsTarget(activate, size) : MapsTarget(memory, size);
        const auto *bias_data = bias.defined() ? bias.const_data_ptr<float>() : nullptr;
        const auto *weights = kernel.const_data_ptr<float>();
        if (spectral) {
            spectral->data_pass(from, maps, spectrum, weights, bias_data, target);
        } else if (from == Side::input) {
            direct.forward(maps, weights, bias_data, target);
        } else {
            direct.backward_data(maps, weights, bias_data, target);
        }
        return result;
    }

    at::Tensor weights(const MapsSource &inputs, const at::Tensor &input_spectrum, const MapsSource &outputs,
                       const at::Tensor &output_spectrum, const at::TensorOptions &options) const {
        auto gradient = at::empty({shape.output_channels, shape.input_channels, kernel_size, kernel_size}, options);
        if (spectral) {
            spectral->weights_pass(inputs, input_spectrum, outputs, output_spectrum, gradient.data_ptr<float>());
        } else {
            direct.backward_weights(inputs, outputs, gradient.data_ptr<float>());
        }
        return gradient;
    }

  private:
    std::array<int64_t, 4> extents(Side side) const {
        if (side == Side::output) return {shape.batch, shape.output_channels, shape.height, shape.width};
        return {shape.batch, shape.input_channels, shape.input_height(), shape.input_width()};
    }

    ConvolutionShape shape;
    DirectConvolution direct;
    std::optional<SpectralConvolution> spectral;
};

/// The gradients by libtorch's operations, which record what they do.
struct DifferentiableGradients {
    ConvolutionShape shape;

    at::Tensor padded(const at::Tensor &input) const {
        const auto before = shape.padding();
        const auto after = kernel_size - shape.stride - before;
        return at::constant_pad_nd(input, {before, after, before, after}, 0);
    }

    at::Tensor output(const at::Tensor &input, const at::Tensor &kernel) const {
        return at::conv2d(padded(input), kernel, {}, shape.stride);
    }

    at::Tensor input(const at::Tensor &output, const at::Tensor &kernel) const {
        const auto full = at::conv_transpose2d(output, kernel, {}, shape.stride);
        return full.narrow(2, shape.padding(), shape.input_height()).narrow(3, shape.padding(), shape.input_width());
    }

    at::Tensor kernel(const at::Tensor &input, const at::Tensor &output, const at::Tensor &kernel) const {
        const std::array<int64_t, 2> strides = {shape.stride, shape.stride};
        return std::get<1>(at::convolution_backward(output, padded(input), kernel, at::OptionalIntArrayRef(), strides,
                                                    {0, 0}, {1, 1}, false, {0, 0}, 1, {false, true, false}));
    }
};

/// Maps in memory.
MapsSource source(const at::Tensor &maps) {
    return {maps.const_data_ptr<float>(), maps.numel() / std::max<int64_t>(maps.size(0), 1)};
}

/// The gradient of what a convolution gave to its activation, made from that of the activation's result y when its
/// image's turn comes.
class ActivationGradient {
  public:
    ActivationGradient(const LeakyReLUDropout &activation, const at::Tensor &y, const at::Tensor &gradient)
        : activation(activation), y(y), gradient(gradient), size(y.numel() / y.size(0)) {}

    /// With `channel_sums`, [N, C], each image's sums are left there.
    MapsSource source(const at::Tensor &channel_sums) const {
        auto *const sums = channel_sums.defined() ? channel_sums.data_ptr<float>() : nullptr;
        const auto make = [this, sums](int64_t image, float *maps) {
            const auto first = image * size;
            const auto *outputs = y.const_data_ptr<float>() + first;
            activation.backward(outputs, gradient.const_data_ptr<float>() + first, maps, size);
            const auto channels = y.size(1);
            const MatrixPart pixels{size / channels, channels, channels};
            if (sums != nullptr) instruction_set()->column_sums(pixels, maps, sums + image * channels);
        };
        return {make, size};
    }

  private:
    LeakyReLUDropout activation;
    at::Tensor y;
    at::Tensor gradient;
    int64_t size;
};

const InstructionSet &instructions(bool bfloat16) {
    return bfloat16 ? *bfloat16_instruction_set() : *instruction_set();
}

struct Convolution : torch::autograd::Function<Convolution> {
    static at::Tensor forward(torch::autograd::AutogradContext *context, const at::Tensor &x, const at::Tensor &kernel,
                              const std::optional<at::Tensor> &bias, const std::optional<at::Tensor> &gamma,
                              const std::optional<at::Tensor> &beta, const ConvolutionShape &shape, bool transposed,
                              bool bfloat16, bool keeps, const std::optional<LeakyReLUDropout> &activation,
                              const std::optional<BatchNormalization> &layer) {
        const auto maps = x.contiguous(channels_last);
        const auto normalization = layer ? layer->prepared(maps) : Normalization{};
        const auto inputs = layer ? normalization.maps(maps) : source(maps);
        const Passes passes(shape, instructions(bfloat16));
        const auto side = transposed ? Side::output : Side::input;
        const auto spectrum = passes.spectrum(side, inputs);
        const auto y = passes.data(side, inputs, spectrum, kernel.contiguous(),
                                   bias ? bias->contiguous() : at::Tensor(), activation);
        context->save_for_backward({x, kernel, activation ? y : at::Tensor(), gamma.value_or(at::Tensor()),
                                    beta.value_or(at::Tensor()), normalization.mean, normalization.inverse_deviation,
                                    normalization.scale, normalization.shift});
        context->saved_data["shape"] = std::vector<int64_t>{shape.batch,  shape.input_channels, shape.output_channels,
                                                            shape.height, shape.width,          shape.stride};
        context->saved_data["transposed"] = transposed;
        context->saved_data["bfloat16"] = bfloat16;
        context->saved_data["biased"] = bias.has_value();
        if (activation) {
            context->saved_data["slope"] = activation->slope;
            context->saved_data["rate"] = activation->rate;
        }
        if (layer) {
            context->saved_data["normalization_slope"] = layer->slope;
            context->saved_data["epsilon"] = layer->epsilon;
        }
        if (keeps && spectrum.defined()) context->saved_data["spectrum"] = spectrum;
        return y;
    }

    /// The gradients of x, the kernel, the bias, γ and β.
    static torch::autograd::variable_list backward(torch::autograd::AutogradContext *context,
                                                   const torch::autograd::variable_list &gradients) {
        const auto saved = context->get_saved_variables();
        const auto &x = saved[0];
        const auto &kernel = saved[1];
        const auto &y = saved[2];
        const auto &gamma = saved[3];
        const auto &beta = saved[4];
        const auto extents = context->saved_data["shape"].toIntVector();
        const ConvolutionShape shape{extents[0], extents[1], extents[2], extents[3], extents[4], extents[5]};
        const bool transposed = context->saved_data["transposed"].toBool();
        const bool is_biased = context->saved_data["biased"].toBool();
        const bool needs_kernel = context->needs_input_grad(1);
        const bool needs_bias = is_biased && context->needs_input_grad(2);
        const auto before_gamma = is_biased ? 3 : 2;
        const bool needs_normalization =
            gamma.defined() && (context->needs_input_grad(before_gamma) || context->needs_input_grad(before_gamma + 1));
        const bool needs_maps = context->needs_input_grad(0) || needs_normalization;

        const auto activation = y.defined() ? LeakyReLUDropout{context->saved_data["slope"].toDouble(),
                                                               context->saved_data["rate"].toDouble(), 0}
                                            : LeakyReLUDropout{};
        const auto slope = gamma.defined() ? context->saved_data["normalization_slope"].toDouble() : 1;

        torch::autograd::variable_list result(11);
        if (at::GradMode::is_enabled()) {
            const auto gradient = y.defined() ? gradients[0] * activation.derivative(y) : gradients[0];
            auto maps = x;
            if (gamma.defined()) {
                const auto epsilon = context->saved_data["epsilon"].toDouble();
                maps = BatchNormalization{gamma, beta, {}, {}, epsilon, slope, true, 0}.recorded(x);
            }
            const DifferentiableGradients by{shape};
            if (needs_maps) result[0] = transposed ? by.output(gradient, kernel) : by.input(gradient, kernel);
            if (needs_kernel) {
                result[1] = transposed ? by.kernel(gradient, maps, kernel) : by.kernel(maps, gradient, kernel);
            }
            if (needs_bias) result[2] = gradient.sum({0, 2, 3});
            if (needs_maps && gamma.defined()) {
                const auto found = torch::autograd::grad({maps}, {x, gamma, beta}, {result[0]}, true, true, true);
                result[0] = found[0];
                result[3] = found[1];
                result[4] = found[2];
            }
            return result;
        }

        const auto gradient = gradients[0].contiguous(channels_last);
        const Passes passes(shape, instructions(context->saved_data["bfloat16"].toBool()));
        const auto side = transposed ? Side::output : Side::input;
        // With an activation, what the bias' gradient sums is never in memory.
        const bool sums_apart = needs_bias && y.defined();
        const auto channel_sums = sums_apart ? at::empty({gradient.size(0), gradient.size(1)}) : at::Tensor();
        const ActivationGradient before_activation(activation, y.defined() ? y : gradient, gradient);
        const auto outputs = y.defined() ? before_activation.source(channel_sums) : source(gradient);
        const auto spectrum = passes.spectrum(other(side), outputs);
        const auto maps = needs_kernel || gamma.defined() ? x.contiguous(channels_last) : x;
        const Normalization normalization{saved[5], saved[6], saved[7], saved[8], slope};
        if (needs_kernel) {
            const auto inputs = gamma.defined() ? normalization.maps(maps) : source(maps);
            const auto kept = context->saved_data.find("spectrum");
            const auto inputs_spectrum = kept == context->saved_data.end() ? at::Tensor() : kept->second.toTensor();
            result[1] = transposed ? passes.weights(outputs, spectrum, inputs, inputs_spectrum, kernel.options())
                                   : passes.weights(inputs, inputs_spectrum, outputs, spectrum, kernel.options());
        }
        if (needs_maps) result[0] = passes.data(other(side), outputs, spectrum, kernel.contiguous(), {});
        if (needs_maps && gamma.defined()) {
            const auto found = normalization.gradients(maps, result[0]);
            result[0] = found.x;
            result[3] = found.gamma;
            result[4] = found.beta;
        }
        if (sums_apart && !needs_maps && !needs_kernel) {
            parallel_for(shape.batch, [&](int64_t image) { outputs.image(image); });
        }
        if (needs_bias) {
            const auto pixels = gradient.permute({0, 2, 3, 1}).reshape({-1, gradient.size(1)});
            result[2] = (sums_apart ? channel_sums : pixels).sum(0);
        }
        return result;
    }
};

} // namespace

std::optional<ConvolutionShape> own_convolution(const at::Tensor &x, const at::Tensor &kernel,
                                                const std::optional<at::Tensor> &bias, int64_t stride,
                                                bool transposed) {
    if (instruction_set() == nullptr || !is_plain(x) || !is_plain(kernel)) return {};
    if (bias && (!is_plain(*bias) || bias->numel() != kernel.size(transposed ? 1 : 0))) return {};
    if (kernel.size(2) != kernel_size || kernel.size(3) != kernel_size || (stride != 1 && stride != 2)) return {};
    const auto scale = transposed ? 1 : stride;
    if (x.size(2) % scale != 0 || x.size(3) % scale != 0) return {};
    const ConvolutionShape shape{x.size(0),         kernel.size(1),    kernel.size(0),
                                 x.size(2) / scale, x.size(3) / scale, stride};
    if (DirectConvolution::covers(shape)) return shape;
    if (std::min(shape.input_channels, shape.output_channels) < least_channels) return {};
    const auto plan = SpectralConvolution::plan(shape, *instruction_set());
    return plan && plan->rows() >= least_rows ? std::optional(shape) : std::nullopt;
}

at::Tensor convolve(const at::Tensor &x, const at::Tensor &kernel, const std::optional<at::Tensor> &bias,
                    const ConvolutionShape &shape, bool transposed, bool bfloat16,
                    const std::optional<LeakyReLUDropout> &activation,
                    const std::optional<BatchNormalization> &normalization) {
    const bool keeps = at::GradMode::is_enabled() && kernel.requires_grad();
    if (normalization && !normalization->is_own(x, {kernel, bias.value_or(kernel)})) {
        return Convolution::apply((*normalization)(x), kernel, bias, std::nullopt, std::nullopt, shape, transposed,
                                  bfloat16, keeps, activation, std::nullopt);
    }
    const auto gamma = normalization ? std::optional(normalization->gamma) : std::nullopt;
    const auto beta = normalization ? std::optional(normalization->beta) : std::nullopt;
    return Convolution::apply(x, kernel, bias, gamma, beta, shape, transposed, bfloat16, keeps, activation,
                              normalization);
}

} // namespace ctorch
