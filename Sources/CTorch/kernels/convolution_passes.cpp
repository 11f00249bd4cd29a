#include "convolution_passes.h"

namespace ctorch {
namespace {

const InstructionSet &instructions(bool bfloat16) {
    return bfloat16 ? *bfloat16_instruction_set() : *instruction_set();
}

} // namespace

ConvolutionPasses::ConvolutionPasses(const ConvolutionShape &shape, bool bfloat16)
    : shape(shape), direct(shape, instructions(bfloat16)),
      spectral(DirectConvolution::covers(shape) ? std::nullopt
                                                : SpectralConvolution::plan(shape, instructions(bfloat16))) {}

at::Tensor ConvolutionPasses::spectrum(Side side, const MapsSource &maps) const {
    return spectral && spectral->shares_spectra() ? spectral->spectrum(side, maps) : at::Tensor();
}

at::Tensor ConvolutionPasses::data(Side from, const MapsSource &maps, const at::Tensor &spectrum,
                                   const at::Tensor &kernel, const at::Tensor &bias, const Finish &finish) const {
    auto result = at::empty(from == Side::input ? shape.output_extents() : shape.input_extents(),
                            kernel.options().memory_format(at::MemoryFormat::ChannelsLast));
    const auto size = result.numel() / shape.batch;
    auto *const memory = result.data_ptr<float>();
    const auto take = [&, size, memory](int64_t image, const float *made) {
        finish(image, size, made, memory + image * size);
    };
    const auto target = finish ? MapsTarget(take, size) : MapsTarget(memory, size);
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

at::Tensor ConvolutionPasses::weights(const MapsSource &inputs, const at::Tensor &input_spectrum,
                                      const MapsSource &outputs, const at::Tensor &output_spectrum,
                                      const at::TensorOptions &options) const {
    auto gradient = at::empty({shape.output_channels, shape.input_channels, kernel_size, kernel_size}, options);
    if (spectral) {
        spectral->weights_pass(inputs, input_spectrum, outputs, output_spectrum, gradient.data_ptr<float>());
    } else {
        direct.backward_weights(inputs, outputs, gradient.data_ptr<float>());
    }
    return gradient;
}

} // namespace ctorch
