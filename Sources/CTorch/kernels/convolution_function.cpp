#include "convolution_function.h"

#include "direct.h"
#include "spectral.h"

#include <ATen/core/grad_mode.h>
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
    at::Tensor spectrum(Side side, const at::Tensor &maps) const {
        return shares_spectra() ? spectral->spectrum(side, maps.data_ptr<float>()) : at::Tensor();
    }

    at::Tensor data(Side from, const at::Tensor &maps, const at::Tensor &spectrum, const at::Tensor &kernel,
                    const at::Tensor &bias) const {
        const bool forward = from == Side::input;
        const std::array<int64_t, 4> extents = {shape.batch, forward ? shape.output_channels : shape.input_channels,
                                                forward ? shape.height : shape.input_height(),
                                                forward ? shape.width : shape.input_width()};
        auto result = at::empty(extents, maps.options().memory_format(channels_last));
        const auto *bias_data = bias.defined() ? bias.const_data_ptr<float>() : nullptr;
        const auto *source = maps.const_data_ptr<float>();
        const auto *weights = kernel.const_data_ptr<float>();
        auto *target = result.data_ptr<float>();
        if (spectral) {
            spectral->data_pass(from, source, spectrum, weights, bias_data, target);
        } else if (forward) {
            direct.forward(source, weights, bias_data, target);
        } else {
            direct.backward_data(source, weights, bias_data, target);
        }
        return result;
    }

    at::Tensor weights(const at::Tensor &inputs, const at::Tensor &input_spectrum, const at::Tensor &outputs,
                       const at::Tensor &output_spectrum) const {
        auto gradient = at::empty({shape.output_channels, shape.input_channels, kernel_size, kernel_size},
                                  inputs.options().memory_format(at::MemoryFormat::Contiguous));
        const auto *input = inputs.const_data_ptr<float>();
        const auto *output = outputs.const_data_ptr<float>();
        if (spectral) {
            spectral->weights_pass(input, input_spectrum, output, output_spectrum, gradient.data_ptr<float>());
        } else {
            direct.backward_weights(input, output, gradient.data_ptr<float>());
        }
        return gradient;
    }

  private:
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

const InstructionSet &instructions(bool bfloat16) {
    return bfloat16 ? *bfloat16_instruction_set() : *instruction_set();
}

struct Convolution : torch::autograd::Function<Convolution> {
    static at::Tensor forward(torch::autograd::AutogradContext *context, const at::Tensor &x, const at::Tensor &kernel,
                              const std::optional<at::Tensor> &bias, const ConvolutionShape &shape, bool transposed,
                              bool bfloat16, bool keeps) {
        const auto maps = x.contiguous(channels_last);
        const Passes passes(shape, instructions(bfloat16));
        const auto side = transposed ? Side::output : Side::input;
        const auto spectrum = passes.spectrum(side, maps);
        context->save_for_backward({x, kernel});
        context->saved_data["shape"] = std::vector<int64_t>{shape.batch,  shape.input_channels, shape.output_channels,
                                                            shape.height, shape.width,          shape.stride};
        context->saved_data["transposed"] = transposed;
        context->saved_data["bfloat16"] = bfloat16;
        context->saved_data["biased"] = bias.has_value();
        if (keeps && spectrum.defined()) context->saved_data["spectrum"] = spectrum;
        return passes.data(side, maps, spectrum, kernel.contiguous(), bias ? bias->contiguous() : at::Tensor());
    }

    static torch::autograd::variable_list backward(torch::autograd::AutogradContext *context,
                                                   const torch::autograd::variable_list &gradients) {
        const auto saved = context->get_saved_variables();
        const auto &x = saved[0];
        const auto &kernel = saved[1];
        const auto extents = context->saved_data["shape"].toIntVector();
        const ConvolutionShape shape{extents[0], extents[1], extents[2], extents[3], extents[4], extents[5]};
        const bool transposed = context->saved_data["transposed"].toBool();
        const bool needs_x = context->needs_input_grad(0);
        const bool needs_kernel = context->needs_input_grad(1);
        const bool needs_bias = context->saved_data["biased"].toBool() && context->needs_input_grad(2);

        torch::autograd::variable_list result(7);
        if (at::GradMode::is_enabled()) {
            const auto &gradient = gradients[0];
            const DifferentiableGradients by{shape};
            if (needs_x) result[0] = transposed ? by.output(gradient, kernel) : by.input(gradient, kernel);
            if (needs_kernel) {
                result[1] = transposed ? by.kernel(gradient, x, kernel) : by.kernel(x, gradient, kernel);
            }
            if (needs_bias) result[2] = gradient.sum({0, 2, 3});
            return result;
        }

        const auto gradient = gradients[0].contiguous(channels_last);
        const Passes passes(shape, instructions(context->saved_data["bfloat16"].toBool()));
        const auto side = transposed ? Side::output : Side::input;
        const auto spectrum = passes.spectrum(other(side), gradient);
        if (needs_x) result[0] = passes.data(other(side), gradient, spectrum, kernel.contiguous(), {});
        if (needs_kernel) {
            const auto maps = x.contiguous(channels_last);
            const auto kept = context->saved_data.find("spectrum");
            const auto maps_spectrum = kept == context->saved_data.end() ? at::Tensor() : kept->second.toTensor();
            result[1] = transposed ? passes.weights(gradient, spectrum, maps, maps_spectrum)
                                   : passes.weights(maps, maps_spectrum, gradient, spectrum);
        }
        if (needs_bias) result[2] = gradient.permute({0, 2, 3, 1}).reshape({-1, gradient.size(1)}).sum(0);
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
                    const ConvolutionShape &shape, bool transposed, bool bfloat16) {
    const bool keeps = at::GradMode::is_enabled() && kernel.requires_grad();
    return Convolution::apply(x, kernel, bias, shape, transposed, bfloat16, keeps);
}

} // namespace ctorch
