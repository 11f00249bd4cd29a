#include "convolution_function.h"

#include "convolution_passes.h"
#include "dropout.h"
#include "gate.h"
#include "kept.h"
#include "parallel.h"

#include <ATen/core/grad_mode.h>
#include <torch/csrc/autograd/autograd.h>

#include <algorithm>
#include <vector>

namespace ctorch {
namespace {

using torch::autograd::AutogradContext;
using torch::autograd::variable_list;

constexpr auto channels_last = at::MemoryFormat::ChannelsLast;

/// Below so many rows, packing a kernel takes longer than it saves.
constexpr int64_t least_rows = 8;

/// Below so many channels on either side, spectra are mostly padding.
constexpr int64_t least_channels = 8;

/// A convolution from the maps of one side to those of the other, and what its gradients are made from.
struct SavedConvolution : torch::CustomClassHolder {
    ConvolutionShape shape;
    Side from;
    bool bfloat16;
    /// What its maps and its result are multiplied by.
    Gate before;
    Gate after;
    /// In place of `before`, a normalisation with LeakyReLU, and the moments that it took.
    BatchNormalization layer{};
    Normalization normalization{};

    at::Tensor x{};
    at::Tensor kernel{};
    /// Of x, after what comes before the convolution, if it is worth keeping.
    at::Tensor spectrum{};
    bool keeps_spectrum = false;
    bool is_biased = false;
    bool adds = false;

    SavedConvolution(const ConvolutionShape &shape, Side from, bool bfloat16, Gate before = {}, Gate after = {})
        : shape(shape), from(from), bfloat16(bfloat16), before(std::move(before)), after(std::move(after)) {}

    std::vector<at::Tensor *> tensors() {
        return {&x,
                &kernel,
                &spectrum,
                &before.maps,
                &after.maps,
                &layer.gamma,
                &layer.beta,
                &normalization.mean,
                &normalization.inverse_deviation,
                &normalization.scale,
                &normalization.shift};
    }

    bool is_normalized() const { return layer.gamma.defined(); }

    /// What is convolved, of maps with their channels innermost in memory.
    MapsSource source(const at::Tensor &maps) const {
        return is_normalized() ? normalization.maps(maps) : before.source(maps);
    }
};

/// The gradient of a convolution's kernel, and what its own gradients are made from.
struct SavedKernelGradient : torch::CustomClassHolder {
    ConvolutionShape shape;
    bool bfloat16;
    /// What inputs and output gradients are multiplied by.
    Gate input_gate;
    Gate output_gate;

    at::Tensor inputs{};
    at::Tensor outputs{};

    SavedKernelGradient(const ConvolutionShape &shape, bool bfloat16, Gate input_gate, Gate output_gate)
        : shape(shape), bfloat16(bfloat16), input_gate(std::move(input_gate)), output_gate(std::move(output_gate)) {}

    std::vector<at::Tensor *> tensors() { return {&inputs, &outputs, &input_gate.maps, &output_gate.maps}; }
};

/// Which gradients of a convolution are asked for.
struct Wanted {
    bool maps;
    bool kernel;
    bool bias;
    bool normalization;

    Wanted(AutogradContext *context, const SavedConvolution &saved)
        : maps(context->needs_input_grad(0)), kernel(context->needs_input_grad(1)) {
        // libtorch counts the tensors that there are.
        bias = saved.is_biased && context->needs_input_grad(2);
        const size_t gamma = 2 + (saved.is_biased ? 1 : 0) + (saved.adds ? 1 : 0);
        normalization =
            saved.is_normalized() && (context->needs_input_grad(gamma) || context->needs_input_grad(gamma + 1));
        maps = maps || normalization;
    }
};

struct ConvolutionGradients {
    at::Tensor x;
    at::Tensor kernel;
    at::Tensor bias;
    at::Tensor gamma;
    at::Tensor beta;
};

ConvolutionGradients gradients(const SavedConvolution &saved, const at::Tensor &output_gradient,
                               const Wanted &wanted);
ConvolutionGradients recorded_gradients(const SavedConvolution &saved, const at::Tensor &output_gradient,
                                        const Wanted &wanted);

/// What is done to a convolution's result, image by image: at most one of these.
ConvolutionPasses::Finish finish(const Gate &gate, const std::optional<LeakyReLUDropout> &activation = {},
                                 const at::Tensor &addend = {}) {
    if (activation) {
        return [=](int64_t image, int64_t size, const float *made, float *result) {
            activation->forward(made, result, image * size / dropout_group, size);
        };
    }
    if (addend.defined()) {
        return [=](int64_t image, int64_t size, const float *made, float *result) {
            instruction_set()->add(made, addend.const_data_ptr<float>() + image * size, result, size);
        };
    }
    if (gate.passes_all()) return {};
    return [=](int64_t image, int64_t, const float *made, float *result) { gate.apply(image, made, result); };
}

struct Convolution : torch::autograd::Function<Convolution> {
    static at::Tensor forward(AutogradContext *context, const at::Tensor &x, const at::Tensor &kernel,
                              const std::optional<at::Tensor> &bias, const std::optional<at::Tensor> &addend,
                              const std::optional<at::Tensor> &, const std::optional<at::Tensor> &,
                              SavedConvolution call, const std::optional<LeakyReLUDropout> &activation) {
        const auto maps = x.contiguous(channels_last);
        if (call.is_normalized()) call.normalization = call.layer.prepared(maps);
        const auto inputs = call.source(maps);
        const ConvolutionPasses passes(call.shape, call.bfloat16);
        const auto spectrum = passes.spectrum(call.from, inputs);
        const auto y = passes.data(
            call.from, inputs, spectrum, kernel.contiguous(), bias ? bias->contiguous() : at::Tensor(),
            finish(call.after, activation, addend ? addend->contiguous(channels_last) : at::Tensor()));
        call.x = x;
        call.kernel = kernel;
        if (call.keeps_spectrum) call.spectrum = spectrum;
        if (activation) call.after = {*activation, y};
        call.is_biased = bias.has_value();
        call.adds = addend.has_value();
        call.layer.moving_mean = at::Tensor();
        call.layer.moving_variance = at::Tensor();
        keep(context, std::move(call));
        return y;
    }

    static variable_list backward(AutogradContext *context, const variable_list &output_gradients) {
        const auto saved = kept<SavedConvolution>(context);
        const Wanted wanted(context, saved);
        const auto find = at::GradMode::is_enabled() ? recorded_gradients : gradients;
        const auto found = find(saved, output_gradients[0], wanted);
        return {found.x,     found.kernel, found.bias, saved.adds ? output_gradients[0] : at::Tensor(),
                found.gamma, found.beta,   {},         {}};
    }
};

at::Tensor convolution(SavedConvolution call, const at::Tensor &x, const at::Tensor &kernel,
                 const ConvolutionOptions &options = {}, const std::optional<at::Tensor> &bias = {}) {
    call.keeps_spectrum = at::GradMode::is_enabled() && kernel.requires_grad();
    if (!options.normalization) {
        return Convolution::apply(x, kernel, bias, options.addend, std::nullopt, std::nullopt, call,
                                  options.activation);
    }
    call.layer = *options.normalization;
    return Convolution::apply(x, kernel, bias, options.addend, std::optional(call.layer.gamma),
                              std::optional(call.layer.beta), call, options.activation);
}

struct KernelGradient : torch::autograd::Function<KernelGradient> {
    static at::Tensor forward(AutogradContext *context, const at::Tensor &inputs, const at::Tensor &outputs,
                              SavedKernelGradient call) {
        const auto input_maps = inputs.contiguous(channels_last);
        const auto output_maps = outputs.contiguous(channels_last);
        const auto gradient = ConvolutionPasses(call.shape, call.bfloat16)
                                  .weights(call.input_gate.source(input_maps), {},
                                           call.output_gate.source(output_maps), {}, inputs.options());
        call.inputs = inputs;
        call.outputs = outputs;
        keep(context, std::move(call));
        return gradient;
    }

    /// Of what is linear in both: convolutions with the gradient in place of the kernel.
    static variable_list backward(AutogradContext *context, const variable_list &gradients) {
        const auto saved = kept<SavedKernelGradient>(context);
        const SavedConvolution forward(saved.shape, Side::input, saved.bfloat16, saved.input_gate, saved.output_gate);
        const SavedConvolution back(saved.shape, Side::output, saved.bfloat16, saved.output_gate, saved.input_gate);
        return {context->needs_input_grad(0) ? convolution(back, saved.outputs, gradients[0]) : at::Tensor(),
                context->needs_input_grad(1) ? convolution(forward, saved.inputs, gradients[0]) : at::Tensor(),
                {}};
    }
};

/// In passes that share what they can, and record nothing.
ConvolutionGradients gradients(const SavedConvolution &saved, const at::Tensor &output_gradient,
                               const Wanted &wanted) {
    const auto gradient = output_gradient.contiguous(channels_last);
    const ConvolutionPasses passes(saved.shape, saved.bfloat16);
    // Behind a gate, what the bias' gradient sums is never in memory.
    const bool sums_apart = wanted.bias && !saved.after.passes_all();
    const auto channel_sums = sums_apart ? at::empty({gradient.size(0), gradient.size(1)}) : at::Tensor();
    const auto outputs = saved.after.source(gradient, channel_sums);
    const auto spectrum = passes.spectrum(other(saved.from), outputs);
    const auto maps = saved.x.contiguous(channels_last);
    ConvolutionGradients found;
    if (wanted.kernel) {
        const auto inputs = saved.source(maps);
        found.kernel = saved.from == Side::input
                           ? passes.weights(inputs, saved.spectrum, outputs, spectrum, saved.kernel.options())
                           : passes.weights(outputs, spectrum, inputs, saved.spectrum, saved.kernel.options());
    }
    if (wanted.maps) {
        found.x = passes.data(other(saved.from), outputs, spectrum, saved.kernel.contiguous(), {},
                              finish(saved.before));
    }
    if (wanted.maps && saved.is_normalized()) {
        const auto before = saved.normalization.gradients(maps, found.x);
        found.x = before.x;
        found.gamma = before.gamma;
        found.beta = before.beta;
    }
    if (sums_apart && !wanted.maps && !wanted.kernel) {
        parallel_for(saved.shape.batch, [&](int64_t image) { outputs.image(image); });
    }
    if (wanted.bias) {
        const auto pixels = gradient.permute({0, 2, 3, 1}).reshape({-1, gradient.size(1)});
        found.bias = (sums_apart ? channel_sums : pixels).sum(0);
    }
    return found;
}

/// By functions that can be differentiated again: a convolution's gradients are convolutions.
ConvolutionGradients recorded_gradients(const SavedConvolution &saved, const at::Tensor &output_gradient,
                                        const Wanted &wanted) {
    const auto gradient = output_gradient.contiguous(channels_last);
    const auto maps = saved.is_normalized() ? saved.layer.recorded(saved.x) : saved.x;
    ConvolutionGradients found;
    if (wanted.maps) {
        const SavedConvolution back(saved.shape, other(saved.from), saved.bfloat16, saved.after, saved.before);
        found.x = convolution(back, gradient, saved.kernel);
    }
    if (wanted.kernel && saved.from == Side::input) {
        found.kernel = KernelGradient::apply(
            maps, gradient, SavedKernelGradient(saved.shape, saved.bfloat16, saved.before, saved.after));
    } else if (wanted.kernel) {
        found.kernel = KernelGradient::apply(
            gradient, maps, SavedKernelGradient(saved.shape, saved.bfloat16, saved.after, saved.before));
    }
    if (wanted.bias) found.bias = saved.after(gradient).sum({0, 2, 3});
    if (wanted.maps && saved.is_normalized()) {
        const auto before = torch::autograd::grad({maps}, {saved.x, saved.layer.gamma, saved.layer.beta}, {found.x},
                                                  true, true, true);
        found.x = before[0];
        found.gamma = before[1];
        found.beta = before[2];
    }
    return found;
}

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
                    const ConvolutionShape &shape, bool transposed, const ConvolutionOptions &options) {
    SavedConvolution call(shape, transposed ? Side::output : Side::input, options.bfloat16);
    if (options.normalization && !options.normalization->is_own(x, {kernel, bias.value_or(kernel)})) {
        auto rest = options;
        rest.normalization = std::nullopt;
        return convolution(std::move(call), (*options.normalization)(x), kernel, rest, bias);
    }
    if (options.slope == 1) return convolution(std::move(call), x, kernel, options, bias);
    const auto maps = x.contiguous(channels_last);
    call.before = {LeakyReLUDropout{options.slope, 0, 0}, maps};
    return convolution(std::move(call), maps, kernel, options, bias);
}

} // namespace ctorch
