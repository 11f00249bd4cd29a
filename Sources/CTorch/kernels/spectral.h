#pragma once

#include "image_maps.h"
#include "instruction_set.h"

#include <optional>

namespace ctorch {

/// A convolution by products of discrete Fourier transforms; docs/explanation/spectral-convolution.md has the method.
class SpectralConvolution {
  public:
    enum class Side { input, output };

    /// The way that takes the least arithmetic, or none where no transform fits.
    static std::optional<SpectralConvolution> plan(const ConvolutionShape &shape, const InstructionSet &instructions);

    /// Rows of the products, one for each tile of each image.
    int64_t rows() const { return shape.batch * tiles_down * tiles_across; }

    /// Whether spectra can be kept from one pass to another: all images are transformed at once, and without regard
    /// to the pass.
    bool shares_spectra() const;

    /// The spectrum of maps on one side, for the passes below.
    at::Tensor spectrum(Side side, const MapsSource &maps) const;

    /// From one side to the other: the forward pass from the input, the backward pass to the data from the output.
    /// `spectrum` is the maps' own if it is at hand.
    void data_pass(Side from, const MapsSource &maps, const at::Tensor &spectrum, const float *kernel,
                   const float *bias, const MapsTarget &result) const;

    /// The kernel's gradient [O, C, 5, 5] from inputs and output gradients.
    void weights_pass(const MapsSource &inputs, const at::Tensor &input_spectrum, const MapsSource &outputs,
                      const at::Tensor &output_spectrum, float *gradient) const;

  private:
    SpectralConvolution(const ConvolutionShape &shape, const InstructionSet &instructions, const SpectralStages &stages)
        : shape(shape), instructions(&instructions), stages(&stages) {}

    int64_t images_at_once() const;
    TiledImage image(Side side, bool with_halo) const;
    Spectrum spectrum_view(Side side, const at::Tensor &storage, int64_t count, int64_t numbers_per_word) const;
    /// Of maps to be multiplied.
    Spectrum source_view(Side side, const at::Tensor &storage, int64_t count) const;
    /// Of products.
    Spectrum result_view(Side side, const at::Tensor &storage, int64_t count) const;
    at::Tensor spectrum(Side side, const MapsSource &maps, int64_t first, int64_t count, bool with_halo) const;
    at::Tensor pack(const float *kernel, bool backward, PackedKernel &packed) const;

    ConvolutionShape shape;
    const InstructionSet *instructions;
    const SpectralStages *stages;
    int64_t tile = 0;
    int64_t tiles_down = 0;
    int64_t tiles_across = 0;
    int64_t halo = 0;
};

} // namespace ctorch
